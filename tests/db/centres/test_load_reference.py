"""Loading reference data: complete, repeatable, and nothing is ever deleted."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learnhub.centres.datafiles import read_files
from learnhub.centres.load import LISTS, load_reference
from learnhub.centres.models import Centre, CountryGroup, Theme
from learnhub.centres.snapshot import reference
from learnhub.db import reading, table, transaction
from learnhub.kernel.errors import Unacceptable
from learnhub.ledger.queries import entries_of
from learnhub.ledger.records import CentreRecord
from learnhub.ledger.service import record
from learnhub.web.queries import page_version

LATER = datetime(2027, 1, 5, 8, 0, tzinfo=UTC)


def edited(name: str, edit: object) -> dict[str, bytes]:
    """The data files with one of them changed row by row; a row for which `edit` gives None is left out."""
    contents = read_files()
    rows = list(csv.DictReader(io.StringIO(contents[name].decode(), newline="")))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(row for row in map(edit, rows) if row is not None)  # type: ignore[arg-type]
    return {**contents, name: out.getvalue().encode()}


def counts(session: Session) -> dict[str, int]:
    tables = [table(each.model) for each in LISTS]
    return {each.name: session.scalar(select(func.count()).select_from(each)) or 0 for each in tables}


def test_the_first_load_brings_everything(session: Session) -> None:
    assert counts(session) == {
        "country": 249,
        "country_group": 384,
        "framework": 20,
        "framework_item": 370,
        "theme": 86,
        "centre": 71,
        "centre_theme": 149,
    }
    namibia = reference(session).countries["NA"]
    assert (namibia.iso3, namibia.region, namibia.names["ru"]) == ("NAM", "AFR", "Намибия")


def test_the_second_load_does_nothing(session: Session) -> None:
    before = reference(session)
    report = load_reference(session, now=LATER)
    assert not report
    assert report.version == before.version == 1
    assert reference(session) is before


def told(session: Session) -> set[tuple[str, int, str, str]]:
    """What the ledger knows of centres: key, revision, reason, line."""
    entries = entries_of(session, "centres", sorted(reference(session).centres))
    return {(entry.key, entry.rev, entry.reason, entry.body) for entry in entries}


def test_the_ledger_learns_of_every_centre_once(session: Session) -> None:
    entries = told(session)
    assert len(entries) == 71
    assert (
        "irck",
        1,
        "FIRST",
        "irck,International Research Centre on Karst,CN,Asia/Shanghai,2026-11-22",
    ) in entries
    load_reference(session, now=LATER)
    assert told(session) == entries


def test_the_ledger_learns_of_changes_that_its_file_shows(session: Session) -> None:
    before = told(session)

    def edit(row: dict[str, str]) -> dict[str, str]:
        if row["centre_id"] == "arce":
            return {**row, "status_note": "Seen to be active."}
        return {**row, "name": "Centre on Karst"} if row["centre_id"] == "irck" else row

    load_reference(session, now=LATER, contents=edited("centres.csv", edit))
    added = told(session) - before
    assert added == {("irck", 2, "REVISE", "irck,Centre on Karst,CN,Asia/Shanghai,2026-11-22")}


def test_finished_pages_are_forgotten_when_the_lists_change(session: Session) -> None:
    before = page_version(session)
    load_reference(session, now=LATER)
    assert page_version(session) == before
    load_reference(session, now=LATER, contents=edited("themes.csv", lambda row: {**row, "scope_note": "-"}))
    assert page_version(session) == before + 1


def test_a_changed_row_is_changed_and_named(session: Session) -> None:
    def edit(row: dict[str, str]) -> dict[str, str]:
        return {**row, "city": "Guilin City"} if row["centre_id"] == "irck" else row

    report = load_reference(session, now=LATER, contents=edited("centres.csv", edit))
    assert [(each.name, each.added, each.changed, each.closed) for each in report.lists] == [
        ("centre", (), ("irck",), ())
    ]
    assert reference(session).version == 2
    assert reference(session).centres["irck"].city == "Guilin City"
    assert session.scalar(select(Centre.joined_on).where(Centre.id == "irck")) == date(2026, 11, 22)


@pytest.mark.usefixtures("app")
def test_a_centre_of_a_ledger_that_was_taken_over_keeps_the_day_it_joined() -> None:
    joined = date(2024, 11, 23)
    told = CentreRecord(
        centre_id="irck", name="Karst", host_country="CN", timezone="Asia/Shanghai", joined_on=joined
    )
    with transaction() as writer:
        record(writer, [told], now=LATER, actor="tests", reason="IMPORT")
        load_reference(writer, now=LATER)
    session = reading()
    assert session.scalar(select(Centre.joined_on).where(Centre.id == "irck")) == joined
    assert session.scalar(select(Centre.joined_on).where(Centre.id == "twas")) == LATER.date()
    last = entries_of(session, "centres", ["irck"])[-1]
    assert CentreRecord.from_line(last.body).joined_on == joined


def test_a_row_that_is_gone_is_closed_and_comes_back_open(session: Session) -> None:
    def without(row: dict[str, str]) -> dict[str, str] | None:
        return None if row["centre_id"] == "csu-icwater" else row

    before = counts(session)
    report = load_reference(session, now=LATER, contents=edited("centres.csv", without))
    assert {each.name: each.closed for each in report.lists} == {
        "centre": ("csu-icwater",),
        "centre_theme": ("csu-icwater WATER-SECURITY",),
    }
    assert counts(session) == before
    closed = session.get_one(Centre, "csu-icwater", populate_existing=True)
    assert closed.closed_on == LATER.date()
    assert not load_reference(session, now=LATER + timedelta(1), contents=edited("centres.csv", without))

    back = load_reference(session, now=LATER + timedelta(days=2))
    assert ("csu-icwater",) in [each.changed for each in back.lists]
    assert reference(session).centres["csu-icwater"].closed_on is None
    assert reference(session).centres["csu-icwater"].themes == ("WATER-SECURITY",)


def test_a_new_row_moves_its_list_without_noise(session: Session) -> None:
    contents = read_files()
    lines = contents["themes.csv"].decode().splitlines(keepends=True)
    lines.insert(3, "TIDES,Tides,WATER,HYD,0532,Earth sciences,14,\n")
    labels = contents["theme_labels.csv"].decode() + "TIDES,Marées,Mareas,المد والجزر,潮汐,Приливы\n"
    contents |= {"themes.csv": "".join(lines).encode(), "theme_labels.csv": labels.encode()}
    report = load_reference(session, now=LATER, contents=contents)
    assert [(each.name, each.added, each.changed) for each in report.lists] == [("theme", ("TIDES",), ())]
    assert [theme.code for theme in reference(session).theme_children("WATER")][:3] == [
        "HYDROLOGY",
        "TIDES",
        "GROUNDWATER",
    ]


def test_a_confirmed_graduation_takes_effect_and_a_scheduled_one_does_not(session: Session) -> None:
    known = reference(session)
    assert "LDC" in known.groups_at("NP", date(2030, 1, 1))

    def confirm(row: dict[str, str]) -> dict[str, str]:
        if (row["group"], row["iso2"]) != ("LDC", "NP"):
            return row
        return {**row, "to_date": row["scheduled_to_date"], "scheduled_to_date": "", "status": "graduated"}

    report = load_reference(session, now=LATER, contents=edited("country_groups.csv", confirm))
    assert [each.changed for each in report.lists] == [("LDC NP 1971-11-18",)]
    known = reference(session)
    assert "LDC" in known.groups_at("NP", date(2026, 11, 23))
    assert "LDC" not in known.groups_at("NP", date(2026, 11, 24))


def test_a_corrected_start_closes_the_old_row(session: Session) -> None:
    def correct(row: dict[str, str]) -> dict[str, str]:
        known = (row["group"], row["iso2"]) == ("LDC", "BD")
        return {**row, "from_date": "1975-12-15", "from_precision": "day"} if known else row

    load_reference(session, now=LATER, contents=edited("country_groups.csv", correct))
    rows = session.scalars(select(CountryGroup).filter_by(group_code="LDC", iso2="BD")).all()
    assert {(row.from_date, row.closed_on) for row in rows} == {
        (date(1975, 1, 1), LATER.date()),
        (date(1975, 12, 15), None),
    }
    assert [
        s.from_date for s in reference(session).members_at("LDC", date(2020, 1, 1)) if s.iso2 == "BD"
    ] == [date(1975, 12, 15)]


def test_a_list_that_points_nowhere_is_refused(session: Session) -> None:
    def misspell(row: dict[str, str]) -> dict[str, str]:
        return {**row, "host_iso2": "XX"} if row["centre_id"] == "irck" else row

    with pytest.raises(Unacceptable) as refused:
        load_reference(session, now=LATER, contents=edited("centres.csv", misspell))
    line = read_files()["centres.csv"].decode().split("\nirck,")[0].count("\n") + 2
    assert refused.value.problems == (
        f"centres.csv, line {line}: host_iso2 has XX, which countries.csv does not have.",
    )
    assert reference(session).version == 1
    assert session.scalar(select(func.count()).select_from(Theme)) == 86
