"""What rooms above give to the pages of this one; `app.py` fills it in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import Flask, current_app
from sqlalchemy.orm import Session

from learnhub.accounts.privacy import Titles

KEY = "learnhub.accounts"


@dataclass(frozen=True, slots=True)
class Hooks:
    """`countries(language)` and `centres(language)` give (code, name) pairs; `helper(course)` is the centre of a course
    that may help a learner of it with a lost password, blank if there is none; `enrol` enrols a new person and says
    where to go on; `course_title` names the course that a visitor wants to enrol in; `landing` is the address to which
    somebody goes who signs in with this token and asked for no page; `titles` names courses and steps in the data that
    a person takes away."""

    countries: Callable[[str], list[tuple[str, str]]]
    enrol: Callable[[Session, int, str, datetime], str | None]
    centres: Callable[[str], list[tuple[str, str]]]
    helper: Callable[[str], str]
    course_title: Callable[[str], str | None]
    landing: Callable[[str], str]
    titles: Titles


def set_hooks(app: Flask, hooks: Hooks) -> None:
    """Called once, by the composition root."""
    app.extensions[KEY] = hooks


def hooks() -> Hooks:
    """The hooks of this application."""
    return cast(Hooks, current_app.extensions[KEY])
