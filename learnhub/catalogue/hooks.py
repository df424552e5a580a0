"""What rooms above give to the pages of this one; `app.py` fills it in."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import Flask, current_app
from sqlalchemy.orm import Session

from learnhub.access.identity import Identity

KEY = "learnhub.catalogue"
MaySee = Callable[[Session, Identity, str], bool]


def set_may_see_file(app: Flask, may_see: MaySee) -> None:
    """Called once, by the composition root: who may see a file, named by its digest, that no published course has."""
    app.extensions[KEY] = may_see


def may_see_file(session: Session, identity: Identity, digest: str) -> bool:
    """Whether this person may see a file that is not published."""
    return cast(MaySee, current_app.extensions[KEY])(session, identity, digest)
