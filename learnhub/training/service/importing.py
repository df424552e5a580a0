"""Attendance from a sheet: what storing it would do, and storing it. The same sheet again stores nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from learnhub.formats.sheets import Sheet
from learnhub.learning.service.importing import make_people, people_of_sheet
from learnhub.learning.sheet import ImportRow, RowProblem, find_columns
from learnhub.ledger.service import record
from learnhub.training.domain import Mark, check_runs
from learnhub.training.models import Training
from learnhub.training.queries import listed, marks_of, void_among
from learnhub.training.queries.people import find_people
from learnhub.training.service.attending import put_on_list, write_marks
from learnhub.training.sheet import Attendance, Line, read_attendance

SAME = "same"
NEW, CHANGED, VOID = "new", "changed", "void"
Marks = dict[tuple[int, date], Mark]


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a line: `new`, `changed`, `same` (stored already) or `void` (and stays so)."""

    line: Line
    fate: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What storing a sheet will do. `people` have an account; `newcomers` get one. Both by what they sign in with, as
    is what the sheet writes of them (`typed`). `joining` come on the list, whatever the sheet says of their days."""

    fates: list[Fate]
    people: Mapping[str, int]
    newcomers: Mapping[str, ImportRow]
    typed: Mapping[str, str]
    joining: int
    problems: list[RowProblem]
    columns: tuple[str, ...]
    unread: tuple[str, ...]

    def count(self, fate: str) -> int:
        """How many lines have this fate."""
        return sum(each.fate == fate for each in self.fates)

    @property
    def to_store(self) -> int:
        """How many lines change anything."""
        return self.count(NEW) + self.count(CHANGED)

    @property
    def left_out(self) -> int:
        """How many rows of the sheet need another look."""
        return len({problem.number for problem in self.problems})


def plan_sheet(session: Session, *, training: Training, sheet: Sheet, today: date, makes: bool) -> Plan:
    """Read a sheet for this training; changes nothing. With `makes` people without an account get one, if the sheet has
    what that needs."""
    check_runs(training.status)
    first, last = training.starts_on, min(training.ends_on, today)
    read = read_attendance(
        sheet, mode=training.mode, only=first if first == training.ends_on else None,
        fits=lambda day: first <= day <= last,
    )  # fmt: skip
    found = find_people(session, {name for names in read.named.values() for name in names})
    known_by = {who: next(filter(found.get, names), None) for who, names in read.named.items()}
    people = {who: found[name] for who, name in known_by.items() if name}
    newcomers, problems = _newcomers(session, sheet, read, people, today=today, makes=makes)
    known = [line for line in read.lines if line.who in people or line.who in newcomers]
    held = marks_of(session, training.id)
    gone = void_among(session, [key for key, _mark in held.values()])
    void = {which for which, (key, _mark) in held.items() if key in gone}
    fates, said = [], dict[tuple[int | str, date], Mark]()
    for line in known:
        which = (people.get(line.who, 0), line.day)
        if said.setdefault((which[0] or line.who, line.day), line.mark) != line.mark:
            problems.append(RowProblem(line.number, "differs", f"{line.who}, {line.day}"))
            continue
        stored = held.get(which)
        fate = (
            VOID if which in void else NEW if stored is None else SAME if stored[1] == line.mark else CHANGED
        )
        fates.append(Fate(line, fate))
    told = read.places | (set(find_columns(sheet.header).values()) if newcomers else set())
    return Plan(
        fates, people, newcomers, read.typed,
        len({*people.values()} - listed(session, training.id)) + len(newcomers),
        sorted(read.problems + problems, key=lambda each: each.number),
        tuple(name for place, name in enumerate(sheet.header) if place in told),
        tuple(name for place, name in enumerate(sheet.header) if name and place not in told),
    )  # fmt: skip


def _newcomers(
    session: Session,
    sheet: Sheet,
    read: Attendance,
    people: Mapping[str, int],
    *,
    today: date,
    makes: bool,
) -> tuple[dict[str, ImportRow], list[RowProblem]]:
    """Who gets an account, and what is wrong with the rows of those who can't."""
    wanted = read.rows.keys() - people.keys()
    first = {who: read.rows[who] for who in sorted(wanted)}
    if not makes or not wanted:
        return {}, [RowProblem(number, "unknown", who) for who, (number, _cells) in first.items()]
    asked = people_of_sheet(session, Sheet(sheet.header, list(first.values())), code="", today=today)
    if any(each.code == "columns" for each in asked.problems):
        return {}, [RowProblem(number, "unknown", who) for who, (number, _cells) in first.items()]
    rows = {each.number: each for each in asked.rows}
    found = {who: rows[number] for who, (number, _cells) in first.items() if number in rows}
    return found, asked.problems


def store_sheet(
    session: Session, *, training: Training, plan: Plan, language: str, now: datetime, actor: str
) -> int:
    """Make the accounts, put everybody of the sheet on the list and write the days; how many of these were written. The
    training is locked by the caller, and the plan made under that lock."""
    members, facts = make_people(
        session, list(plan.newcomers.values()), home=training.centre_id, language=language, now=now
    )
    record(session, facts, now=now, actor=actor, reason="FIRST")
    made = {who: number for who, (number, _ledger) in zip(plan.newcomers, members, strict=True)}
    numbers = {**plan.people, **made}
    marks: Marks = {(numbers[each.line.who], each.line.day): each.line.mark for each in plan.fates}
    everybody = {numbers[who]: typed for who, typed in plan.typed.items() if who in numbers}
    put_on_list(session, training=training, people=everybody, now=now, actor=actor)
    stored, _void = write_marks(session, training=training, marks=marks, now=now, actor=actor)
    return stored
