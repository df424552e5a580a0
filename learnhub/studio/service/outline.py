"""Commands on the outline: modules and steps added, renamed, moved, copied, removed, put back.

Each reads course.yaml under the draft's lock, changes the one thing and writes the text back, so that two people who
change the outline at once both get what they did.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from learnhub.coursefile import limits, outline
from learnhub.coursefile.assignmentform import ASSIGNMENT_ORDER
from learnhub.coursefile.document import StepKind
from learnhub.coursefile.loose import read_loose
from learnhub.coursefile.outline import PlannedStep
from learnhub.coursefile.splice import spliced
from learnhub.coursefile.writer import QUIZ_ORDER
from learnhub.kernel.errors import N_, Conflict, NotFound, Unacceptable
from learnhub.studio.domain import COURSE, Draft, Parts
from learnhub.studio.queries.drafts import find_part, last_rev, parts_of, text_at
from learnhub.studio.queries.outline import facts_of, outline_of, removed_modules, removed_parts
from learnhub.studio.service.drafts import hold, remove_part, restore_part, save_part

Data = dict[str, Any]


def change_outline(
    session: Session,
    *,
    draft: Draft,
    change: Callable[[Data], Data],
    actor: int | None,
    now: datetime,
    act: str,
) -> None:
    """Change course.yaml. Raises Conflict if it is no YAML that can be changed so, NotFound if what is to be changed is
    not there any more."""
    hold(session, draft)
    part = find_part(session, draft.id, COURSE)
    data = read_loose(part.text) if part else None
    if part is None or data is None:
        raise Conflict(N_("course.yaml can’t be read. Mend it as text first."))
    try:
        new = change(data)
    except KeyError as error:
        raise NotFound(N_("This part of the course is not there any more.")) from error
    new = outline.with_minutes(new, _minutes(session, draft, new))
    if new != data:
        text = outline.write_course(new, part.text)
        save_part(
            session, draft=draft, path=COURSE, text=text, base_rev=part.rev, actor=actor, now=now, act=act
        )


def _minutes(session: Session, draft: Draft, data: Data) -> int:
    parts = parts_of(session, draft.id)
    paths = [step.path for step in outline.counted(data)]
    return sum(facts_of(path, parts[path].text).minutes for path in paths if path in parts)


def count_minutes(session: Session, *, draft: Draft, actor: int | None, now: datetime) -> None:
    """Bring the time of the course up to that of its steps, if course.yaml can be read."""
    part = find_part(session, draft.id, COURSE)
    if part is not None and read_loose(part.text) is not None:
        change_outline(session, draft=draft, change=lambda data: data, actor=actor, now=now, act="minutes")


def add_step(
    session: Session,
    *,
    draft: Draft,
    kind: StepKind,
    title: str,
    text: str,
    module: str,
    actor: int | None,
    now: datetime,
    to_pass: bool = False,
) -> str:
    """A new step at the end of a module, but before the tests that close it; gives its id, made from the title.
    `to_pass`: completion asks for the quiz."""
    hold(session, draft)
    parts = parts_of(session, draft.id)
    _room(parts)
    step = PlannedStep(outline.free_id(title, _ids(parts)), kind)
    save_part(session, draft=draft, path=step.path, text=text, base_rev=0, actor=actor, now=now, act="add")

    def added(data: Data) -> Data:
        new = outline.with_step(data, step, module, _place(data, module, text, parts))
        return outline.with_quiz_to_pass(new, step.id) if to_pass else new

    change_outline(session, draft=draft, change=added, actor=actor, now=now, act="add")
    return step.id


_CLOSING: Final = {"pre": -1, "final": 1, "post": 2}
"""Tests that open or close a course, in their order; everything else stands between them."""


def _place(data: Data, module: str, text: str, parts: Parts) -> int:
    """Where a new step belongs in a module: a lesson that is added last is still read before the final quiz."""
    steps = next((each.steps for each in outline.planned(data) if each.id == module), ())
    own, place = _rank(text), len(steps)
    while place and steps[place - 1].path in parts and _rank(parts[steps[place - 1].path].text) > own:
        place -= 1
    return place


def _rank(text: str) -> int:
    return _CLOSING.get(str((read_loose(text) or {}).get("kind", "")), 0)


def _ids(parts: Parts) -> set[str]:
    return {step.id for path in parts if (step := outline.step_of_path(path)) is not None}


def _room(parts: Parts) -> None:
    if len(_ids(parts)) >= 2 * limits.STEPS:
        raise Unacceptable(
            N_("A draft has at most 1,000 lessons, quizzes and assignments. Remove some first.")
        )


def copy_step(
    session: Session, *, draft: Draft, step_id: str, title: str, actor: int | None, now: datetime
) -> str:
    """A copy of a step behind it, under this title; gives its id."""
    hold(session, draft)
    parts = parts_of(session, draft.id)
    _room(parts)
    found = _step(parts, step_id)
    part = parts.get(found.path)
    if part is None:
        raise NotFound(N_("This part of the course is not there any more."))
    copy = PlannedStep(outline.free_id(step_id, _ids(parts)), found.kind)
    text = retitled(copy.path, part.text, title)
    save_part(session, draft=draft, path=copy.path, text=text, base_rev=0, actor=actor, now=now, act="copy")

    def behind(data: Data) -> Data:
        seat = outline.seat_of(data, step_id)
        if seat is None:
            raise KeyError(step_id)
        return outline.with_step(data, copy, seat.module, seat.place + 1)

    change_outline(session, draft=draft, change=behind, actor=actor, now=now, act="copy")
    return copy.id


def retitled(path: str, text: str, title: str) -> str:
    """The step under another title; a quiz or assignment that is no YAML stays as it is."""
    if path.startswith("lessons/"):
        return outline.with_front(text, {"title": title})
    data = read_loose(text)
    order = ASSIGNMENT_ORDER if path.startswith("assignments/") else QUIZ_ORDER
    return text if data is None else spliced(text, {**data, "title": title}, order, deep=True)


def rename_step(
    session: Session, *, draft: Draft, step_id: str, title: str, actor: int | None, now: datetime
) -> None:
    """Another title; the address of the step stays."""
    hold(session, draft)
    parts = parts_of(session, draft.id)
    step = _step(parts, step_id)
    part = parts.get(step.path)
    if part is None:
        raise NotFound(N_("This part of the course is not there any more."))
    save_part(
        session, draft=draft, path=step.path, text=retitled(step.path, part.text, title), base_rev=part.rev,
        actor=actor, now=now, act="rename",
    )  # fmt: skip


def _step(parts: Parts, step_id: str) -> PlannedStep:
    """The step in the outline or, without a seat, by its file. Raises NotFound."""
    found = outline_of(parts)
    for step in (*(step for module in found.modules for step in module.steps), *found.loose):
        if step.id == step_id:
            return PlannedStep(step.id, step.kind)
    raise NotFound(N_("This part of the course is not there any more."))


def remove_step(session: Session, *, draft: Draft, step_id: str, actor: int | None, now: datetime) -> None:
    """Take a step out of the outline and its text away. Both can be put back."""
    hold(session, draft)
    step = _step(parts_of(session, draft.id), step_id)

    def without(data: Data) -> Data:
        return outline.without_step(data, step_id) if outline.seat_of(data, step_id) else data

    change_outline(session, draft=draft, change=without, actor=actor, now=now, act="remove")
    if find_part(session, draft.id, step.path) is not None:
        remove_part(session, draft=draft, path=step.path, actor=actor, now=now)


def remove_module(
    session: Session, *, draft: Draft, module_id: str, actor: int | None, now: datetime
) -> None:
    """Take a module away with all its steps. `put_module_back` undoes it."""
    gone: list[PlannedStep] = []

    def without(data: Data) -> Data:
        new, steps = outline.without_module(data, module_id)
        gone.extend(steps)
        return new

    change_outline(session, draft=draft, change=without, actor=actor, now=now, act="remove")
    for step in gone:
        if find_part(session, draft.id, step.path) is not None:
            remove_part(session, draft=draft, path=step.path, actor=actor, now=now)


def put_step_back(session: Session, *, draft: Draft, path: str, actor: int | None, now: datetime) -> str:
    """Undo a removal: the text comes back, and the step to its seat. Raises NotFound if it was not removed."""
    hold(session, draft)
    step = outline.step_of_path(path)
    found = next((each for each in removed_parts(session, draft.id) if each.path == path), None)
    if step is None or found is None or text_at(session, draft.id, path, found.rev) is None:
        raise NotFound(N_("This part of the course is not there any more."))
    restore_part(session, draft=draft, path=path, rev=found.rev, actor=actor, now=now)
    change_outline(
        session, draft=draft, change=lambda data: _seated(data, step, found.before), actor=actor, now=now,
        act="restore",
    )  # fmt: skip
    return step.id


def put_module_back(
    session: Session, *, draft: Draft, module_id: str, actor: int | None, now: datetime
) -> None:
    """Undo the removal of a module: it comes back to its place, whole. Raises NotFound if it was not removed."""
    hold(session, draft)
    found = next((each for each in removed_modules(session, draft.id) if each.id == module_id), None)
    if found is None:
        raise NotFound(N_("This part of the course is not there any more."))
    for step in found.steps:
        rev = last_rev(session, draft.id, step.path) - 1
        if (
            find_part(session, draft.id, step.path) is None
            and text_at(session, draft.id, step.path, rev) is not None
        ):
            restore_part(session, draft=draft, path=step.path, rev=rev, actor=actor, now=now)
    change_outline(
        session, draft=draft, change=lambda data: outline.put_module_back(data, found.before, module_id),
        actor=actor, now=now, act="restore",
    )  # fmt: skip


def _seated(data: Data, step: PlannedStep, before: Data | None) -> Data:
    return data if outline.seat_of(data, step.id) else outline.put_back(data, step, before)


def seat_loose_step(
    session: Session, *, draft: Draft, step_id: str, actor: int | None, now: datetime
) -> None:
    """Put a text that no module names at the end of the outline."""
    hold(session, draft)
    step = _step(parts_of(session, draft.id), step_id)
    change_outline(
        session, draft=draft, change=lambda data: _seated(data, step, None), actor=actor, now=now, act="add"
    )
