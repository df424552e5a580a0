"""Records and small helpers for the tests of the ledger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Executable, text
from sqlalchemy.orm import Session

from learnhub.db import Base, table
from learnhub.ledger.importing import ImportResult, import_folder
from learnhub.ledger.models import LedgerBlock, LedgerEntry
from learnhub.ledger.records import (
    AttemptRecord,
    CentreRecord,
    CourseRecord,
    EnrolmentRecord,
    PersonRecord,
    Record,
    TargetRecord,
)
from learnhub.ledger.service import record
from learnhub.ledger.triggers import create_triggers, drop_triggers

NOW = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "reach_golden"
TABLES = [table(LedgerEntry), table(LedgerBlock)]


def create_ledger(engine: Engine) -> None:
    """Make the two tables anew, with their triggers."""
    Base.metadata.drop_all(engine, tables=TABLES)
    Base.metadata.create_all(engine, tables=TABLES)


def person(number: int = 1, rev: int = 1, **values: Any) -> PersonRecord:
    """A confirmed learner of Kenya."""
    given: dict[str, Any] = {
        "person_id": f"p{number}",
        "rev": rev,
        "valid_from": date(2020, 1, 1),
        "account_type": "learner",
        "status": "confirmed",
        "gender": "F",
        "birth_year": 1990,
        "residence": "KE",
        "nationality": "TZ",
    }
    return PersonRecord(**given | values)


def enrolment(number: int = 1, rev: int = 1, **values: Any) -> EnrolmentRecord:
    """An enrolment of person 1 in course k1."""
    given: dict[str, Any] = {
        "enrolment_id": f"n{number}",
        "rev": rev,
        "person_id": "p1",
        "course_id": "k1",
        "enrolled_at": NOW,
    }
    return EnrolmentRecord(**given | values)


def attempt(number: int = 1) -> AttemptRecord:
    """A submitted final quiz of three items."""
    return AttemptRecord(
        attempt_id=f"a{number}",
        enrolment_id="n1",
        quiz_kind="final",
        submitted_at=NOW,
        item_marks=(Decimal(1), Decimal("0.5"), Decimal(0)),
    )


def centre(**values: Any) -> CentreRecord:
    """Centre c1 in Nairobi."""
    given: dict[str, Any] = {
        "centre_id": "c1",
        "name": "Centre one",
        "host_country": "KE",
        "timezone": "Africa/Nairobi",
    }
    return CentreRecord(**given | values)


def course(**values: Any) -> CourseRecord:
    """Course k1 of centre c1."""
    given: dict[str, Any] = {
        "course_id": "k1",
        "centre_id": "c1",
        "title": 'Water, "clean"',
        "theme": "WATER",
        "language": "en",
        "nominal_hours": Decimal(10),
        "published_at": NOW,
        "status": "published",
        "pass_mark_pct": 60,
    }
    return CourseRecord(**given | values)


def target(weight: str = "0.5", rev: int = 1) -> TargetRecord:
    """Course k1 serves target 6.5."""
    return TargetRecord(
        object_type="course", object_id="k1", framework="SDG", target="6.5", weight=Decimal(weight), rev=rev
    )


def put(session: Session, *records: Record, now: datetime = NOW, reason: str = "FIRST") -> None:
    """Record and commit."""
    record(session, records, now=now, actor="tester", reason=reason)
    session.commit()


def take(session: Session, folder: Path) -> ImportResult:
    """Import a folder and commit."""
    result = import_folder(session, folder, now=NOW, actor="tester")
    session.commit()
    return result


def spoil(folder: Path, name: str, old: str, new: str) -> None:
    """Write something else into one file of a folder, in one place."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def tamper(engine: Engine, *statements: str | Executable) -> None:
    """Do what only somebody with the keys of the database could: change rows behind the triggers."""
    with engine.begin() as connection:
        drop_triggers(connection)
        for statement in statements:
            connection.execute(text(statement) if isinstance(statement, str) else statement)
        create_triggers(connection)


def outcome(act: Callable[[], object]) -> type[BaseException] | None:
    """The class of what an act raises, or None."""
    try:
        act()
    except Exception as error:
        return type(error)
    return None
