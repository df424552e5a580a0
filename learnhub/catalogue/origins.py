"""The courses that a course was made from, as its pages credit them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from learnhub.catalogue.queries import has_version
from learnhub.centres.snapshot import reference
from learnhub.coursefile.document import Metadata, Origin
from learnhub.web.addresses import public_address


@dataclass(frozen=True, slots=True)
class Credit:
    """A course that this one was made from. `href` is its version here, `address` the same in full; both are empty if
    this installation has it not."""

    origin: Origin
    how: str
    centres: tuple[str, ...]
    href: str
    address: str


def origins_of(session: Session, meta: Metadata) -> list[Credit]:
    """What this course was made from, the nearest first."""
    known = reference(session).centres
    words = {"translation": _("Translated from"), "adaptation": _("Adapted from")}
    found = []
    for origin in meta.based_on or ():
        named: dict[str, Any] = {"code": origin.code, "number": origin.version}
        here = has_version(session, origin.code, origin.version)
        found.append(
            Credit(
                origin,
                words[origin.how],
                tuple(known[code].name if code in known else code for code in origin.centres),
                url_for("catalogue.past_version", **named) if here else "",
                public_address("catalogue.past_version", lang="en", **named) if here else "",
            )
        )
    return found
