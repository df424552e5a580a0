"""The outline of a draft with what lists show of each step. Facts of a text are kept under its digest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from learnhub.coursefile.document import StepKind
from learnhub.coursefile.front import split_lesson
from learnhub.coursefile.loose import read_loose
from learnhub.coursefile.outline import (
    PlannedModule,
    PlannedStep,
    counted,
    planned,
    seat_of,
    step_of_path,
)
from learnhub.db import table
from learnhub.kernel.files import sent_size
from learnhub.kernel.recent import Recent
from learnhub.studio.domain import COURSE, Parts
from learnhub.studio.models.drafts import DraftChange, DraftPart
from learnhub.studio.queries.drafts import last_rev, texts_at

Data = dict[str, Any]
KEPT: Final = 4_000
MOST_REMOVED: Final = 20


@dataclass(frozen=True, slots=True)
class TextFacts:
    """What a step says of itself: minutes are 0 where there are none, questions those written, size in bytes."""

    title: str
    minutes: int
    questions: int
    size: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class OutlineStep:
    """A step as the outline shows it; without facts its file is not there."""

    id: str
    kind: StepKind
    path: str
    facts: TextFacts | None
    rev: int = 0


@dataclass(frozen=True, slots=True)
class OutlineModule:
    """A module as the outline shows it."""

    id: str
    title: str
    steps: tuple[OutlineStep, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """The outline of a draft. `readable` is False if course.yaml is no YAML that can be changed by forms; `loose` are
    texts that no module names."""

    modules: tuple[OutlineModule, ...]
    loose: tuple[OutlineStep, ...]
    readable: bool
    minutes: int
    text_bytes: int
    media_bytes: int
    questions: int

    def after(self, path: str) -> OutlineStep | None:
        """The step that follows the one with this file, None for the last one and for what is in no module."""
        written = [step for module in self.modules for step in module.steps if step.facts]
        place = next((n for n, step in enumerate(written, start=1) if step.path == path), len(written))
        return written[place] if place < len(written) else None


@dataclass(frozen=True, slots=True)
class Removed:
    """A part that was taken away and can be put back from revision `rev`; `seq` is the change that removed it, `before`
    the course as it still named the part."""

    path: str
    rev: int
    seq: int
    at: datetime
    person_id: int | None
    title: str
    before: Data | None


@dataclass(frozen=True, slots=True)
class RemovedModule:
    """A module that was taken away with its steps by change `seq`; `before` is the course that still had it."""

    id: str
    title: str
    seq: int
    at: datetime
    steps: tuple[PlannedStep, ...]
    before: Data


_facts = Recent[bytes, TextFacts](KEPT)


def facts_of(path: str, text: str) -> TextFacts:
    """What lists show of a text, right or wrong."""
    key = sha256(f"{path}\0{text}".encode(errors="replace")).digest()
    return _facts.once(key, lambda: _read(path, text))


def _read(path: str, text: str) -> TextFacts:
    head = read_loose(split_lesson(text)[0] or "" if path.startswith("lessons/") else text) or {}
    questions = head.get("questions")
    return TextFacts(
        title=_said(head, "title"),
        minutes=_count(head.get("minutes")),
        questions=len(questions) if isinstance(questions, list) else 0,
        size=sent_size(text.encode(errors="replace")),
        kind=_said(head, "kind"),
    )


def _count(value: Any) -> int:
    return int(value) if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= 60_000 else 0


def _said(head: dict[str, Any], key: str) -> str:
    value = head.get(key)
    return value.strip()[:300] if isinstance(value, str) else ""


def outline_of(parts: Parts) -> Outline:
    """The outline of a draft out of its parts."""
    course = parts.get(COURSE)
    data = read_loose(course.text) if course else None
    modules = tuple(_module(module, parts) for module in planned(data or {}))
    named = {step.path for module in modules for step in module.steps}
    loose = tuple(
        _step(step, parts)
        for path in sorted(parts)
        if path not in named and (step := step_of_path(path)) is not None
    )
    facts = [step.facts for step in _all(modules) if step.facts]
    timed = {step.path for step in counted(data or {})}
    return Outline(
        modules=modules,
        loose=loose,
        readable=data is not None,
        minutes=sum(step.facts.minutes for step in _all(modules) if step.facts and step.path in timed),
        text_bytes=sum(each.size for each in facts),
        media_bytes=sum(part.asset.size for path, part in parts.items() if path.startswith("assets/")),
        questions=sum(each.questions for each in facts),
    )


def _all(modules: Sequence[OutlineModule]) -> Iterator[OutlineStep]:
    for module in modules:
        yield from module.steps


def _module(module: PlannedModule, parts: Parts) -> OutlineModule:
    return OutlineModule(module.id, module.title, tuple(_step(step, parts) for step in module.steps))


def _step(step: PlannedStep, parts: Parts) -> OutlineStep:
    part = parts.get(step.path)
    facts = facts_of(step.path, part.text) if part else None
    return OutlineStep(step.id, step.kind, step.path, facts, part.rev if part else 0)


def removed_parts(session: Session, draft_id: str) -> list[Removed]:
    """Lessons, quizzes and assignments that were taken away and not put back, the latest first."""
    changes, parts = table(DraftChange), table(DraftPart)
    there = select(parts.c.path).where(parts.c.draft_id == draft_id)
    last = (
        select(changes.c.path, func.max(changes.c.rev).label("rev"))
        .where(
            changes.c.draft_id == draft_id,
            changes.c.path.not_in(there),
            or_(*(changes.c.path.like(f"{folder}/%") for folder in ("lessons", "quizzes", "assignments"))),
        )
        .group_by(changes.c.path)
        .order_by(func.max(changes.c.seq).desc())
        .limit(MOST_REMOVED)
        .subquery()
    )
    rows = session.execute(
        select(changes.c.path, changes.c.rev, changes.c.seq, changes.c.at, changes.c.person_id)
        .join(last, (last.c.path == changes.c.path) & (last.c.rev == changes.c.rev))
        .where(changes.c.draft_id == draft_id)
        .order_by(changes.c.seq.desc())
    ).all()
    texts = texts_at(session, draft_id, {(row.path, row.rev - 1) for row in rows})
    courses = _courses(session, draft_id, [row.seq for row in rows])
    return [
        Removed(
            row.path, row.rev - 1, row.seq, row.at, row.person_id, facts_of(row.path, text).title,
            _course_before(courses, row.seq, row.path),
        )
        for row in rows
        if (text := texts.get((row.path, row.rev - 1))) is not None
    ]  # fmt: skip


def _courses(session: Session, draft_id: str, seqs: Sequence[int]) -> list[tuple[int, str]]:
    """The texts of course.yaml that came before these changes, the latest first."""
    if not seqs:
        return []
    changes = table(DraftChange)
    rows = session.execute(
        select(changes.c.seq, changes.c.text)
        .where(changes.c.draft_id == draft_id, changes.c.path == COURSE, changes.c.text.is_not(None))
        .where(changes.c.seq < max(seqs))
        .order_by(changes.c.seq.desc())
        .limit(2 * MOST_REMOVED)
    ).all()
    return [(row.seq, row.text) for row in rows]


def _course_before(courses: Sequence[tuple[int, str]], seq: int, path: str) -> Data | None:
    """The last course.yaml before the change that still named the step."""
    step = step_of_path(path)
    for earlier, text in courses:
        if earlier < seq and step is not None:
            data = read_loose(text) or {}
            if seat_of(data, step.id) is not None:
                return data
    return None


def removed_modules(session: Session, draft_id: str) -> list[RemovedModule]:
    """Modules that were taken away and are not there again, the latest first."""
    changes = table(DraftChange)
    course = (changes.c.draft_id == draft_id) & (changes.c.path == COURSE)
    rows = session.execute(
        select(changes.c.seq, changes.c.rev, changes.c.at, changes.c.text)
        .where(course, changes.c.act == "remove")
        .order_by(changes.c.seq.desc())
        .limit(MOST_REMOVED)
    ).all()
    if not rows:
        return []
    revs = {row.rev - 1 for row in rows} | {last_rev(session, draft_id, COURSE)}
    texts = session.execute(
        select(changes.c.rev, changes.c.text).where(course, changes.c.rev.in_(revs))
    ).all()
    read = {rev: read_loose(text or "") or {} for rev, text in texts}
    seen = {module.id for module in planned(read.get(max(revs), {}))}
    found: list[RemovedModule] = []
    for row in rows:
        before = read.get(row.rev - 1, {})
        stayed = {module.id for module in planned(read_loose(row.text or "") or {})}
        for module in planned(before):
            if module.id not in stayed | seen:
                seen.add(module.id)
                found.append(RemovedModule(module.id, module.title, row.seq, row.at, module.steps, before))
    return found
