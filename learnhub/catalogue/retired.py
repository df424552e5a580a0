"""What readers are told of a course that is not offered any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from learnhub.catalogue.shelf import Card, Retirement, shelf


@dataclass(frozen=True, slots=True)
class ShownRetirement:
    """Which course, since when, why, and the course that takes its place."""

    card: Card
    at: datetime | None
    why: str
    successor: Card | None


def shown_retirement(session: Session, code: str) -> ShownRetirement | None:
    """What to say of the course with this code; None if it is offered."""
    found = shelf(session).retired.get(code)
    return _shown(session, found) if found is not None else None


def retired_courses(session: Session, centre: str) -> Sequence[ShownRetirement]:
    """The courses of a centre that are not offered any more, the latest first."""
    found = [_shown(session, each) for each in shelf(session).retired_of.get(centre, ())]
    return sorted(found, key=lambda each: (each.at is not None, each.at, each.card.code), reverse=True)


def _shown(session: Session, found: Retirement) -> ShownRetirement:
    successor = shelf(session).known(found.successor) if found.successor else None
    return ShownRetirement(found.card, found.at, found.why, successor)
