"""Our lists agree with those behind the hand-checked reach figures, wherever these say anything."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from learnhub.centres.queries import reference_rows
from learnhub.centres.snapshot import reference

GOLDEN = Path(__file__).parents[2] / "golden" / "reach_golden"
OTHER_NAMES = {"HK"}  # the figures use its short name


def golden(folder: str, name: str) -> list[dict[str, str]]:
    with (GOLDEN / folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("folder", ["", "micro"])
def test_countries_agree(session: Session, folder: str) -> None:
    ours = {row["iso2"]: row for row in reference_rows(session)[0]}
    rows = golden(folder, "countries.csv")
    assert rows
    for row in rows:
        mine = dict(ours[row["iso2"]])
        if row["iso2"] in OTHER_NAMES:
            mine["name"] = row["name"]
        assert mine == row


@pytest.mark.parametrize("folder", ["", "micro"])
def test_groups_agree_on_every_day_that_training_can_fall_on(session: Session, folder: str) -> None:
    known = reference(session)
    countries = [row["iso2"] for row in golden(folder, "countries.csv")]
    spells = golden(folder, "country_groups.csv")
    ends = {date.fromisoformat(spell["valid_to"]) for spell in spells if spell["valid_to"]}
    days = (
        {date(year, 12, 31) for year in range(2004, 2027)} | ends | {end - timedelta(days=1) for end in ends}
    )
    for day in days:
        for iso2 in countries:
            theirs = {
                spell["group"]
                for spell in spells
                if spell["iso2"] == iso2
                and spell["valid_from"] <= day.isoformat()
                and (not spell["valid_to"] or day.isoformat() < spell["valid_to"])
            }
            assert known.groups_at(iso2, day) & {"LDC", "LLDC", "SIDS"} == theirs, (iso2, day)
