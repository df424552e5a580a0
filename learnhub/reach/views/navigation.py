"""The pages of reach, side by side: only those that are open to the reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from learnhub.access.permissions import Permission
from learnhub.access.policy import permits, permits_somewhere
from learnhub.centres.snapshot import reference
from learnhub.db import reading
from learnhub.reach.scope import exact_centres
from learnhub.reach.views import bp
from learnhub.reach.views.dashboard_asked import FILTERS, WHEN
from learnhub.web.identity import current_identity

# endpoint, name, whether it takes the same period and filters
_PLACES = (
    ("reach.dashboard", _l("Dashboard"), True),
    ("reach.dashboard_people", _l("People and countries"), True),
    ("reach.dashboard_learning", _l("Learning"), True),
    ("reach.dashboard_frameworks", _l("Goals and frameworks"), True),
    ("reach.dashboard_quality", _l("Data quality"), True),
    ("reach.gaps", _l("Gaps"), True),
    ("reach.compare", _l("Compare"), True),
    ("reach.centre_by_region", _l("Table by centre"), True),
    ("reach.projects", _l("Projects"), False),
    ("reach.exports", _l("Files"), False),
    ("reach.releases", _l("Releases"), False),
    ("reach.indicators", _l("Definitions"), False),
    ("api_pages.tokens", _l("Tokens for programs"), False),
    ("reach.work", _l("Work and ledger"), False),
)
_OPERATORS = "reach.work"
_PROJECTS, _OF_PROJECT = "reach.projects", "reach.project"
_OF_ALL = frozenset({"reach.releases", "reach.indicators"})
_TOKENS = "api_pages.tokens"
_NEEDED = {"reach.projects": Permission.KEEP_PROJECTS, "reach.exports": Permission.EXPORT_REACH}
_OF_TABLE = ("centre", *WHEN)


@dataclass(frozen=True, slots=True)
class Place:
    """A page: its address, its name, and where the reader is: there (`page`), below it (`true`) or elsewhere."""

    href: str
    label: object
    here: str


def _along(endpoint: str) -> tuple[str, ...]:
    return _OF_TABLE if endpoint == "reach.centre_by_region" else (*FILTERS, *WHEN)


def _open(endpoint: str) -> bool:
    """Whether the reader may go there: live figures are for those who may have some exact ones."""
    identity = current_identity()
    if endpoint == _OPERATORS:
        return permits(identity, Permission.OPERATE)
    if endpoint == _TOKENS:
        return permits_somewhere(identity, Permission.VIEW_REACH)
    permission = _NEEDED.get(endpoint, Permission.VIEW_REACH)
    return endpoint in _OF_ALL or exact_centres(identity, reference(reading()), permission) != frozenset()


def places() -> list[Place]:
    """The pages of reach; filters and period go along where the other page knows them."""
    found = []
    for endpoint, label, same in _PLACES:
        if not _open(endpoint):
            continue
        names = _along(endpoint) if same else ()
        kept: dict[str, Any] = {name: request.args[name] for name in names if request.args.get(name)}
        found.append(Place(url_for(endpoint, **kept), label, _here(endpoint)))
    return found


def _here(endpoint: str) -> str:
    if endpoint == request.endpoint:
        return "page"
    below = endpoint == _PROJECTS and str(request.endpoint).startswith(_OF_PROJECT)
    return "true" if below else ""


@bp.context_processor
def _for_templates() -> dict[str, Any]:
    """Pages of other files ask for the places themselves; `say` says words of the catalogue of indicators.

    They hold per cent signs, so the `_` of templates, which fills places in, is not for them.
    """
    return {"reach_places": places, "say": gettext}
