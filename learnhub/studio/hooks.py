"""What rooms beside this one give to its pages; `app.py` fills it in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app
from sqlalchemy.orm import Session

KEY = "learnhub.studio"


@dataclass(frozen=True, slots=True)
class Learners:
    """Who learns with a course just now: all, and those who have not completed it."""

    enrolled: int
    under_way: int


@dataclass(frozen=True, slots=True)
class Hooks:
    """`learners(session, course_id)` counts who learns with a course now; `handed_in(session, course_id, quiz)` who
    has handed in a quiz of it."""

    learners: Callable[[Session, int], Learners]
    handed_in: Callable[[Session, int, str], int]


def set_hooks(app: Flask, hooks: Hooks) -> None:
    """Called once, by the composition root."""
    app.extensions[KEY] = hooks


def hooks() -> Hooks:
    """The hooks of this application."""
    return cast(Hooks, current_app.extensions[KEY])
