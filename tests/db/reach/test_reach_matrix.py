"""The coordinator's table on the golden ledger: what she may see, and totals that are counted."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from learnhub.config import Settings
from learnhub.reach.asked import Period
from learnhub.reach.desk import open_desk
from learnhub.reach.figures import TOTAL
from learnhub.reach.matrix import CentreByRegion, csv_text
from tests.db.reach.conftest import NOW

YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
AS_OF = datetime(2025, 6, 30, 23, 59, 59, tzinfo=UTC)


def _matrix(session: Session, settings: Settings, centres: set[str] | None) -> CentreByRegion:
    confined = None if centres is None else frozenset(centres)
    desk = open_desk(session, settings, as_of=AS_OF, centres=confined, filters={}, now=NOW)
    reached, enrolments = (desk.table(code, YEAR, "centre", "region") for code in ("R04", "E01"))
    assert reached
    assert enrolments
    return CentreByRegion(reached, enrolments)


def test_all_centres(session: Session, settings: Settings) -> None:
    matrix = _matrix(session, settings, None)
    reached = matrix.reached
    assert {"C01", "C06"} <= set(matrix.centres)
    assert matrix.regions == ("AFR", "ARB", "APA", "ENA", "LAC", "UNK")
    assert [reached.at(TOTAL, region).value for region in matrix.regions] == [19, 3, 11, 5, 9, 2]
    assert reached.at(TOTAL, TOTAL).value == 49
    assert reached.at("C01", TOTAL).value == 18
    assert sum(reached.at(centre, TOTAL).value or 0 for centre in matrix.centres) == 59
    assert matrix.enrolments.at(TOTAL, TOTAL).value == 46


def test_a_coordinator_sees_her_centres_alone(session: Session, settings: Settings) -> None:
    matrix = _matrix(session, settings, {"C02", "C03"})
    assert matrix.centres == ("C02", "C03")
    assert matrix.reached.at("C02", TOTAL).value == 14
    assert matrix.reached.at("C03", TOTAL).value == 8
    total = matrix.reached.at(TOTAL, TOTAL).value
    assert total is not None
    assert 14 <= total <= 22
    assert {label for label, _ in matrix.reached.cells} == {"C02", "C03", TOTAL}


def test_no_centre_shows_nothing(session: Session, settings: Settings) -> None:
    matrix = _matrix(session, settings, set())
    assert matrix.centres == ()
    assert matrix.reached.at(TOTAL, TOTAL).value == 0


def test_rows_for_a_spreadsheet(session: Session, settings: Settings) -> None:
    names = {"C01": "=1+1", "C02": "Centre B"}
    text = csv_text(_matrix(session, settings, {"C01", "C02"}), names, YEAR, AS_OF)
    rows = [line.split(",") for line in text.splitlines()]
    assert rows[0][:5] == ["centre", "centre_name", "region", "learners_reached", "enrolments"]
    assert len(rows) == 1 + 3 * 7
    assert rows[1][:4] == ["C01", "'=1+1", "AFR", "16"]
    assert rows[-1][:3] == ["_T", "", "_T"]
    assert ["C02", "Centre B", "ARB"] in [row[:3] for row in rows]
