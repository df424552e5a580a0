"""What rooms above give to the pages of this one; `app.py` fills it in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import Flask, current_app
from sqlalchemy.orm import Session

from learnhub.access.identity import Identity

KEY = "learnhub.catalogue"


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure as a page writes it, and the code under which it is defined."""

    name: str
    value: str
    code: str


@dataclass(frozen=True, slots=True)
class Achieved:
    """What the network or a centre achieved in a period: figures of the release that tells of it, with how settled
    that is."""

    figures: tuple[Figure, ...]
    period: str
    release_id: str
    release: str
    stage: str
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Hooks:
    """`may_see_file(session, identity, digest)` tells whether this person may see a file that no published course has;
    `achieved(session, centre)` gives the figures that are published now, of the network or of a centre, in the language
    of the page, None if there are none. Both are asked while a page is made: whoever changes their answer for visitors
    raises the page version."""

    may_see_file: Callable[[Session, Identity, str], bool]
    achieved: Callable[[Session, str | None], Achieved | None]


def set_hooks(app: Flask, hooks: Hooks) -> None:
    """Called once, by the composition root."""
    app.extensions[KEY] = hooks


def hooks() -> Hooks:
    """The hooks of this application."""
    return cast(Hooks, current_app.extensions[KEY])
