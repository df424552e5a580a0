"""Keep the list of a training and its sheets. What is stored is a version in the ledger at the same moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from learnhub.kernel.errors import N_, Conflict
from learnhub.kernel.ids import opaque_ids
from learnhub.ledger.queries import latest_records
from learnhub.ledger.records import AttendanceRecord
from learnhub.ledger.service import next_revs, record
from learnhub.training.domain import BLANK, Mark, check_day, check_runs, settle
from learnhub.training.models import Training
from learnhub.training.queries import DAY, LISTED, PERSON, days_by_person, listed, rows_of_day
from learnhub.training.service.planning import follow_sheets


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody saw of a person on a day, and what she has sent."""

    seen: Mark
    mark: Mark


@dataclass(frozen=True, slots=True)
class Saved:
    """What a sheet came to, by numbers of people: `clashes` were changed to something else meanwhile, and then nothing
    at all is stored; `others` were changed by somebody else and stay so; `void` were made void by records officers."""

    stored: int = 0
    clashes: tuple[int, ...] = ()
    others: tuple[int, ...] = ()
    void: tuple[int, ...] = ()


def put_on_list(
    session: Session, *, training: Training, people: Mapping[int, str], now: datetime, actor: str
) -> int:
    """Register these people, each with what was typed for her; how many were not on the list yet."""
    check_runs(training.status)
    new = sorted(set(people) - listed(session, training.id))
    if not new:
        return 0
    keys = opaque_ids("t", len(new))
    rows = [
        {"key": key, "training_id": training.id, "person_id": each, "typed": people[each], "added_at": now}
        for each, key in zip(new, keys, strict=True)
    ]
    session.execute(insert(LISTED), rows)
    surrogates = _surrogates(session, new)
    facts = [
        AttendanceRecord(
            attendance_id=key, event_id=training.key, person_id=surrogates[each], status="registered"
        )
        for each, key in zip(new, keys, strict=True)
    ]
    record(session, facts, now=now, actor=actor, reason="FIRST")
    return len(new)


def take_off_list(session: Session, *, training: Training, person_id: int, now: datetime, actor: str) -> None:
    """She was put on the list by mistake: her registration is void. Raises Conflict if a sheet names her in a row that
    is not void, or if she is not on the list."""
    mine = (LISTED.c.training_id == training.id, LISTED.c.person_id == person_id)
    if days_by_person(session, training.id, [person_id]):
        raise Conflict(N_("A sheet names this person. Record there that she was absent."))
    key = session.scalar(select(LISTED.c.key).where(*mine))
    if key is None:
        raise Conflict(N_("This person is not on the list any more."))
    session.execute(delete(LISTED).where(*mine))
    registered = latest_records(session, AttendanceRecord, [key])[key]
    gone = replace(registered, recorded_at=None, void=True)
    record(session, next_revs(session, [gone]), now=now, actor=actor, reason="VOID")


def save_day(
    session: Session, *, training: Training, day: date, rows: Mapping[int, Typed], today: date, now: datetime,
    actor: str,
) -> Saved:  # fmt: skip
    """Store what was sent of a day, all of it or, where two people have changed the same row, nothing. The training is
    locked by the caller.

    Raises Unacceptable for a day outside of the training or still to come, Conflict if it was called off.
    """
    check_runs(training.status)
    check_day(day, starts_on=training.starts_on, ends_on=training.ends_on, today=today)
    held = rows_of_day(session, training.id, day, rows)
    settled = {
        each: settle(seen=row.seen, typed=row.mark, held=held.get(each, ("", BLANK))[1])
        for each, row in rows.items()
    }
    if clashes := tuple(each for each, mark in settled.items() if mark is None):
        return Saved(clashes=clashes)
    others = tuple(
        each for each, row in rows.items() if each in held and held[each][1] not in (row.seen, row.mark)
    )
    wanted = {each: mark for each, mark in settled.items() if mark and mark != held.get(each, ("", BLANK))[1]}
    stored, void = write_marks(
        session,
        training=training,
        marks={(each, day): mark for each, mark in wanted.items()},
        now=now,
        actor=actor,
    )
    return Saved(stored, others=others, void=tuple(each for each, _day in void))


def write_marks(
    session: Session, *, training: Training, marks: Mapping[tuple[int, date], Mark], now: datetime, actor: str
) -> tuple[int, list[tuple[int, date]]]:
    """Write these marks of people on days; how many were, and which are void and stay so. The state of the training
    follows."""
    held = _held(session, training, marks)
    known = latest_records(session, AttendanceRecord, [key for key, _mark in held.values()])
    void = [which for which, (key, _mark) in held.items() if known[key].void]
    wanted = {which: mark for which, mark in marks.items() if which not in void}
    new = [which for which in wanted if which not in held]
    changed = [which for which in wanted if which in held and held[which][1] != wanted[which]]
    facts = _add(session, training, {which: wanted[which] for which in new})
    for which in changed:
        key, mark = held[which][0], wanted[which]
        session.execute(update(DAY).where(DAY.c.key == key).values(**mark._asdict()))
        facts.append(replace(known[key], recorded_at=None, **_cells(mark)))
    if facts:
        record(session, facts[: len(new)], now=now, actor=actor, reason="FIRST")
        record(session, next_revs(session, facts[len(new) :]), now=now, actor=actor, reason="CORRECT")
    follow_sheets(session, training, now=now, actor=actor)
    return len(facts), void


def _held(
    session: Session, training: Training, marks: Mapping[tuple[int, date], Mark]
) -> dict[tuple[int, date], tuple[str, Mark]]:
    found: dict[tuple[int, date], tuple[str, Mark]] = {}
    for day in sorted({day for _person, day in marks}):
        people = [person for person, on in marks if on == day]
        found |= {(each, day): row for each, row in rows_of_day(session, training.id, day, people).items()}
    return found


def _add(
    session: Session, training: Training, marks: Mapping[tuple[int, date], Mark]
) -> list[AttendanceRecord]:
    """New rows in the table, and as they go to the ledger."""
    if not marks:
        return []
    keys, surrogates = opaque_ids("t", len(marks)), _surrogates(session, [person for person, _day in marks])
    rows: list[dict[str, Any]] = []
    facts = []
    for key, ((person, day), mark) in zip(keys, marks.items(), strict=True):
        rows.append(
            {"key": key, "training_id": training.id, "person_id": person, "day": day, **mark._asdict()}
        )
        facts.append(
            AttendanceRecord(
                attendance_id=key,
                event_id=training.key,
                person_id=surrogates[person],
                date=day,
                **_cells(mark),
            )
        )
    session.execute(insert(DAY), rows)
    return facts


def _cells(mark: Mark) -> dict[str, Any]:
    return {"status": mark.status, "hours": Decimal(mark.hours) if mark.hours else None, "mode": mark.mode}


def _surrogates(session: Session, people: Sequence[int]) -> dict[int, str]:
    rows = session.execute(
        select(PERSON.c.id, PERSON.c.ledger_id).where(PERSON.c.id.in_(sorted(set(people))))
    )
    return dict(rows.all())
