"""The courses that a course was made from, as its pages credit them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from learnhub.catalogue.queries import has_version
from learnhub.centres.snapshot import reference
from learnhub.coursefile.document import Metadata, Origin


@dataclass(frozen=True, slots=True)
class Credit:
    """A course that this one was made from. `href` is its version here, empty if this installation has it not."""

    origin: Origin
    how: str
    centres: tuple[str, ...]
    href: str


def origins_of(session: Session, meta: Metadata) -> list[Credit]:
    """What this course was made from, the nearest first."""
    known = reference(session).centres
    words = {"translation": _("Translated from"), "adaptation": _("Adapted from")}
    return [
        Credit(
            origin,
            words[origin.how],
            tuple(known[code].name if code in known else code for code in origin.centres),
            url_for("catalogue.past_version", code=origin.code, number=origin.version)
            if has_version(session, origin.code, origin.version)
            else "",
        )
        for origin in meta.based_on or ()
    ]
