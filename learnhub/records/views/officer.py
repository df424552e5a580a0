"""Who is at work, what may be seen, and how a refusal is told: for all pages of the room."""

from __future__ import annotations

from typing import Any

import structlog
from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learnhub.access.permissions import Permission
from learnhub.access.policy import ANYTHING, Resource
from learnhub.accounts.queries import get_person
from learnhub.catalogue.shelf import shelf
from learnhub.centres.snapshot import reference
from learnhub.db import reading
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Forbidden, LearnHubError
from learnhub.ledger.records import Record
from learnhub.records.preview import Shift, shifts
from learnhub.records.queries.accounts import Centres
from learnhub.records.service.deciding import Officer
from learnhub.web.guards import allowed
from learnhub.web.i18n import language
from learnhub.web.identity import current_identity, my_id
from learnhub.web.settings import current_settings

log = structlog.get_logger()
Page = str | Response | tuple[str, int]


def somewhere(**_named: object) -> Resource:
    """One of the officer's centres, for the guard; what a page shows is confined to all of them."""
    own = mine()
    if own is None:
        return ANYTHING
    if not own:
        raise Forbidden(_("These pages are open to records officers. An administrator gives the role."))
    return reference(reading()).centre_resource(min(own))


keeps_records = allowed(Permission.KEEP_RECORDS, somewhere)


def mine() -> Centres:
    """The centres whose records this person keeps; None: of the network."""
    return reference(reading()).open_centres(current_identity(), Permission.KEEP_RECORDS)


def officer() -> Officer:
    """Who acts."""
    return Officer(my_id(), get_person(reading(), my_id()).ledger_id, mine())


def country_name(code: str) -> str:
    """A country in the reader's language."""
    return reference(reading()).country_name(code, language()) if code else ""


def centre_name(code: str) -> str:
    """A centre's short name."""
    return reference(reading()).centre_name(code)


def course_title(code: str) -> str:
    """What a course is called; its code while nothing of it is published."""
    found = shelf(reading()).known(code)
    return found.title if found else code


def foretell(*changes: Record) -> list[Shift]:
    """What these versions would change in headline figures, as far as the officer may see them."""
    return shifts(reading(), current_settings(), changes=changes, centres=mine(), now=now())


def note_look(what: str, **about: Any) -> None:
    """Write to the log who looked at whose record."""
    log.info(
        "personal record seen",
        what=what,
        person=current_identity().person_id,
        endpoint=request.endpoint,
        **about,
    )


def note_act(what: str, **about: Any) -> None:
    """Write to the log who did what."""
    log.info(
        "record changed", what=what, person=current_identity().person_id, endpoint=request.endpoint, **about
    )


def tell(error: LearnHubError) -> None:
    """Say on the next page why something was not done."""
    flash(_(error.message), "bad")
