"""What the room of accounts asks of this one: enrol a person who has just registered, and say where to go on; and what
the courses and steps are called of which she takes her data away. And what a room above tells this one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from flask import Flask, current_app
from markupsafe import Markup
from sqlalchemy.orm import Session

from learnhub.catalogue.content import Version, load_version
from learnhub.catalogue.shelf import shelf
from learnhub.learning.queries import my_enrolments
from learnhub.learning.queries.keys import changes_told
from learnhub.learning.queries.messages import texts_to
from learnhub.learning.service.enrolling import enrol
from learnhub.web.templating import address

KEY = "learnhub.learning"
STEPS = ("step", "quiz", "assignment", "last_step", "subject")
MASKS = ("done", "excused")


@dataclass(frozen=True, slots=True)
class Hooks:
    """`trainings(session, person)`: what My learning says of her trainings, drawn; nothing if she is on no list."""

    trainings: Callable[[Session, int], Markup]


def set_hooks(app: Flask, hooks: Hooks) -> None:
    """Called once, by the composition root."""
    app.extensions[KEY] = hooks


def hooks() -> Hooks:
    """The hooks of this application."""
    return cast(Hooks, current_app.extensions[KEY])


def enrol_new_person(session: Session, person_id: int, code: str, now: datetime) -> str | None:
    """The address of the first step; None if there is no such course."""
    card = shelf(session).by_code.get(code)
    if card is None:
        return None
    version = load_version(session, card.version_id)
    enrol(session, person_id=person_id, course_id=card.course_id, all_steps=version.all_steps, now=now)
    first = version.steps[0]
    return address(f"learning.{first.kind}", code=code, **{first.kind: first.id})


def titles_of(session: Session, person_id: int) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """For rows of this person: the title of the course that a row is about and of the steps that it names, the message
    that it leads to, and why a quiz was marked anew."""
    held, written = shelf(session).held, texts_to(session, person_id)
    changes = changes_told(session, person_id)
    mine = {row.id: row for row in my_enrolments(session, person_id, limit=100_000)}

    def titles(row: Mapping[str, Any]) -> dict[str, Any]:
        enrolment = mine.get(row.get("enrolment_id", row.get("id") if "pinned_id" in row else None))
        card = held.get(row.get("course_id") or (enrolment.course_id if enrolment else 0))
        pinned = row.get("version_id") or (enrolment.pinned_id if enrolment else None)
        number = pinned or (card.version_id if card else None)
        said = {**written.get(row.get("message_id", 0), {}), **changes.get(row.get("change_id", 0), {})}
        return {**_titles(load_version(session, number), {**row, **said}), **said} if number else said

    return titles


def _titles(version: Version, row: Mapping[str, Any]) -> dict[str, Any]:
    known = {step.id: step.title for step in version.steps}
    masks = {
        name: [s.title for s in version.steps if int(row[name]) & s.mask] for name in MASKS if name in row
    }
    named = {f"{name}_title": known[row[name]] for name in STEPS if row.get(name) in known}
    return {"course": version.title, **masks, **named}
