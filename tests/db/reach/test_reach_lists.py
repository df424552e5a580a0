"""The instance's reference data agree with the lists that the golden values were made with."""

from __future__ import annotations

import csv
from datetime import date

from sqlalchemy.orm import Session

from learnhub.reach.queries import reference_lists
from tests.db.reach.conftest import GOLDEN

PERIOD_ENDS = (date(2023, 12, 31), date(2024, 3, 31), date(2024, 12, 31), date(2025, 6, 30))


def _rows(name: str) -> list[dict[str, str]]:
    with (GOLDEN / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_regions_and_member_states_agree(session: Session) -> None:
    lists = reference_lists(session)
    known = {country.iso2: (country.region, country.member_state) for country in lists.countries}
    golden = {row["iso2"]: (row["unesco_region"], row["member_state"] == "1") for row in _rows("countries")}
    assert {iso2: known[iso2] for iso2 in golden} == golden


def test_groups_agree_on_the_last_day_of_every_period(session: Session) -> None:
    countries = {row["iso2"]: row for row in _rows("countries")}
    rows = _rows("country_groups")
    memberships = reference_lists(session).memberships()
    for day in PERIOD_ENDS:
        golden = {
            (row["group"], row["iso2"])
            for row in rows
            if date.fromisoformat(row["valid_from"]) <= day
            and (not row["valid_to"] or day < date.fromisoformat(row["valid_to"]))
        }
        golden |= {("ANY", iso2) for _, iso2 in golden}
        golden |= {("AFRICA", iso2) for iso2, row in countries.items() if row["priority_africa"] == "1"}
        known = {
            (group, iso2)
            for group, iso2, since, until in memberships
            if iso2 in countries and (since is None or since <= day) and (until is None or day < until)
        }
        assert known == golden, day


def test_a_planned_end_is_not_applied(session: Session) -> None:
    spans = [row for row in reference_lists(session).memberships() if row[:2] == ("LDC", "NP")]
    assert [until for *_, until in spans] == [None]
