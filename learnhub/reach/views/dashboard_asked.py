"""What the address of a dashboard asks for, and the addresses that ask for a little more or less.

Everything stands in the address: period, as-of, filters and what a page is set to show. So a link shows a
colleague the same view, as far as she may see it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any
from urllib.parse import quote_plus

import structlog
from flask import request, url_for
from flask_babel import gettext as _

from learnhub.access.permissions import Permission
from learnhub.access.policy import ANYTHING, Resource
from learnhub.centres.domain import Reference
from learnhub.centres.snapshot import reference
from learnhub.db import reading
from learnhub.kernel.clock import iso, now
from learnhub.kernel.errors import Forbidden, NotFound
from learnhub.ledger.queries import known_keys
from learnhub.ledger.records import CentreRecord
from learnhub.reach.asked import Period, named_period, offered_quarters, offered_years
from learnhub.reach.desk import Desk, open_desk
from learnhub.reach.forms import PeriodForm
from learnhub.reach.projects.access import homes
from learnhub.reach.projects.queries import find_project, get_project
from learnhub.reach.query import Query
from learnhub.reach.reference import NO_COUNTRY
from learnhub.reach.scope import exact_centres
from learnhub.reach.steady import steady_as_of
from learnhub.reach.views import dashboard_words as words
from learnhub.reach.views import strict
from learnhub.reach.views.strict import refuse_filters, refuse_unknown
from learnhub.web.identity import current_identity
from learnhub.web.settings import current_settings

OF_PERSONS = ("region", "country", "group")
OF_OBJECTS = ("family", "theme", "code", "project")
FILTERS = ("centre", *OF_PERSONS, *OF_OBJECTS)
WHEN = ("period", "from", "to", "as_of")
SHOWN = ("trend", "rows", "framework", "level", "least", "with", "other")
OF_PAGES = ("next", "page")
KEPT, OWN_PATH = "learnhub.reach.kept", "learnhub.reach.own_path"
READABLE = "!$'()*,/:;?@"
_CODE = re.compile(r"[\w.-]{1,64}")
_BIENNIUM = re.compile(r"((?:19|2\d)\d\d)-((?:19|2\d)\d\d)", re.ASCII)
log = structlog.get_logger()


@dataclass(frozen=True)
class Asked:
    """A view: period, as-of, what it is confined to. `scope` None means the whole network."""

    period: Period
    as_of: datetime
    scope: frozenset[str] | None
    filters: dict[str, str]
    now: datetime

    def desk(self) -> Desk:
        """Where this view's questions are asked; who looks is written to the log."""
        log.info(
            "exact reach figures seen", person=current_identity().person_id, endpoint=request.endpoint,
            centres="all" if self.scope is None else sorted(self.scope), filters=self.filters,
            start=self.period.start.isoformat(), end=self.period.end.isoformat(), as_of=iso(self.as_of),
        )  # fmt: skip
        return open_desk(
            reading(), current_settings(), as_of=self.as_of, centres=self.scope,
            filters=self.asked_filters(), now=self.now,
        )  # fmt: skip

    def asked_filters(self) -> dict[str, str]:
        """The filters as the engine takes them: a family of themes is any of its themes."""
        found = {name: value for name, value in self.filters.items() if name not in {"centre", "family"}}
        family = self.filters.get("family")
        if family and "theme" not in found:
            found["theme"] = themes_of(reference(reading()), family)
        return found

    @property
    def of_persons(self) -> bool:
        """Whether a filter chooses people."""
        return any(name in self.filters for name in OF_PERSONS)

    @property
    def name(self) -> str:
        """The name under which a page offers this period; empty for other days."""
        today = self.now.date()
        if request.args.get("period") == biennium_of(today):
            return biennium_of(today)
        return next((name for name, period in offered(today) if period == self.period), "")


def themes_of(known: Reference, family: str) -> str:
    """A theme with all narrower ones, as the engine takes several."""
    return "|".join(sorted(known.narrower(family) or {family}))


def somewhere(permission: Permission = Permission.VIEW_REACH, /, **_parts: object) -> Resource:
    """One of the centres whose exact figures are open to this person, for the guard; the page confines itself to all
    of them."""
    known = reference(reading())
    centres = exact_centres(current_identity(), known, permission)
    if centres is None:
        return ANYTHING
    if not centres:
        raise Forbidden(
            _("Exact figures are open to coordinators of a centre, a region or the network, each their own. "
              "Ask a coordinator of the network for figures that may be passed on.")
        )  # fmt: skip
    return known.centre_resource(min(centres))


exporting = partial(somewhere, Permission.EXPORT_REACH)


def confined(wanted: str, permission: Permission = Permission.VIEW_REACH) -> frozenset[str] | None:
    """The centres that are open to this person, or the one of them that is wanted. Raises NotFound, Forbidden."""
    centres = exact_centres(current_identity(), reference(reading()), permission)
    if not wanted:
        return centres
    if centres is not None and wanted not in centres:
        raise Forbidden(_("The figures of this centre are open to its own coordinators only."))
    if not _CODE.fullmatch(wanted) or not known_keys(reading(), CentreRecord.entry_kind, [wanted]):
        raise NotFound(_("There is no centre “%(name)s”.", name=wanted[:40]), strict.without("centre"))
    return frozenset({wanted})


def read_address(form: PeriodForm, also: Collection[str] = ()) -> Asked | None:
    """The view that the address asks for; None if its days need another look, with the reason in the form.

    `also` are names that this page knows besides those of all. Raises NotFound for a filter that leads nowhere or that
    there is not, Forbidden for somebody else's centre.
    """
    refuse_unknown({*FILTERS, *WHEN, *SHOWN, *OF_PAGES, *also})
    instant = now()
    period = None if form.start.data or form.end.data else biennium(form.period.data or "")
    if period:
        form.start.data, form.end.data = period.start.isoformat(), period.end.isoformat()
    asked = form.read(instant)
    scope = confined(request.args.get("centre", ""))
    if asked is None:
        return None
    as_of = asked.as_of or steady_as_of(reading(), instant)
    filters = {name: value for name in FILTERS if (value := request.args.get(name, ""))}
    questioned = {name: value for name, value in filters.items() if name != "family"}
    _check(Query("R04", as_of, asked.period.start, asked.period.end, questioned), filters.get("family", ""))
    return Asked(asked.period.up_to(instant.date()), as_of, scope, filters, instant)


def _check(query: Query, family: str) -> None:
    known = reference(reading())
    refuse_filters(query)
    theme, country = query.filters.get("theme"), query.filters.get("country")
    if country and country not in {*known.countries, NO_COUNTRY}:
        raise NotFound(_("There is no country “%(name)s”.", name=country[:40]), strict.without("country"))
    if "project" in query.filters:
        get_project(reading(), query.filters["project"], homes(current_identity(), known))
    if family and family not in known.themes:
        raise strict.no_value("family", family)
    if theme and not _CODE.fullmatch(theme):
        raise strict.no_value("theme", theme)
    if theme and family and theme not in known.narrower(family):  # of both together there is nothing
        raise strict.no_value("theme", theme, sorted(known.narrower(family)))


def biennium(name: str) -> Period | None:
    """Two years by name, `2026-2027`; None for another name."""
    found = _BIENNIUM.fullmatch(name)
    if not found or int(found[2]) != int(found[1]) + 1:
        return None
    return Period(date(int(found[1]), 1, 1), date(int(found[2]), 12, 31))


def biennium_of(today: date) -> str:
    """The name of UNESCO's biennium of a day: it begins with an even year."""
    first = today.year - today.year % 2
    return f"{first}-{first + 1}"


def _kept(*, here: bool) -> dict[str, str]:
    """What of this view's address a link goes on with. A page has hundreds of links, so it is read once."""
    read: dict[bool, dict[str, str]] | None = request.environ.get(KEPT)
    if read is None:
        args = {name: value for name in (*FILTERS, *WHEN, *SHOWN) if (value := request.args.get(name))}
        elsewhere = {name: value for name, value in args.items() if name not in SHOWN}
        read = request.environ[KEPT] = {True: args, False: elsewhere}
    return read[here]


def address(endpoint: str = "", /, **changes: str | None) -> str:
    """This view's address with other filters or on another page; None takes a part out."""
    kept = _kept(here=not endpoint)
    values: dict[str, Any] = {name: value for name, value in {**kept, **changes}.items() if value}
    if endpoint:
        return url_for(endpoint, **values)
    query = "&".join(_pair(name, value) for name, value in values.items())
    return f"{_own_path()}?{query}" if query else _own_path()


def _own_path() -> str:
    """The page that is open, without what it asks for; read once like `_kept`."""
    if OWN_PATH not in request.environ:
        request.environ[OWN_PATH] = url_for(request.endpoint or "")
    return str(request.environ[OWN_PATH])


@lru_cache(maxsize=4096)
def _pair(name: str, value: str) -> str:
    """A part of a query; signs that may stand in one are left as they are, so that people can read it."""
    return f"{name}={quote_plus(value, safe=READABLE)}"


def period_address(name: str) -> str:
    """This view for a period by name."""
    changes: dict[str, str | None] = {"period": name, "from": None, "to": None}
    return address(**changes)


def lasting_address(asked: Asked) -> str:
    """This view with its days and as-of written out: it shows the same figures tomorrow."""
    return address(
        period=None,
        as_of=iso(asked.as_of),
        **{"from": asked.period.start.isoformat(), "to": asked.period.end.isoformat()},
    )


def chips(asked: Asked, known: Reference) -> list[tuple[str, str]]:
    """(what it says, the address without it) of each filter."""
    said = {
        "centre": lambda code: _("Centre: %(name)s", name=known.centre_name(code)),
        "region": lambda code: _("Region: %(name)s", name=words.region(code)),
        "country": lambda code: _("Country: %(name)s", name=words.country(known, code)),
        "group": lambda code: _("Country group: %(name)s", name=words.group(code)),
        "family": lambda code: _("Theme family: %(name)s", name=words.theme(known, code)),
        "theme": lambda code: _("Theme: %(name)s", name=words.theme(known, code)),
        "code": lambda code: _("Framework: %(name)s", name=code.replace(":", " ")),
        "project": lambda code: _("Donor project: %(name)s", name=_project_name(code)),
    }
    return [(said[name](value), without(name)) for name, value in asked.filters.items()]


def without(name: str) -> str:
    """This view's address without one of its filters."""
    changes: dict[str, str | None] = {name: None}
    return address(**changes)


def _project_name(code: str) -> str:
    found = find_project(reading(), code)
    return found.title if found else code


def offered(today: date) -> list[tuple[str, Period]]:
    """Periods that a page offers: four years, the biennium, the last four quarters."""
    years, quarters = (
        [(name, named_period(name, today)) for name in names]
        for names in (offered_years(today), offered_quarters(today))
    )
    period = biennium(two_years := biennium_of(today))
    return [*years, *([(two_years, period.up_to(today))] if period else ()), *quarters]
