"""One figure with all that it rests on: definition, question, coverage, warnings, and the rows it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import urlencode

import structlog
from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from learnhub.access.permissions import Permission
from learnhub.db import reading
from learnhub.kernel.clock import iso
from learnhub.kernel.errors import NotFound, Unacceptable
from learnhub.reach.compose.observing import unit_of
from learnhub.reach.compose.plan import Measure
from learnhub.reach.desk import open_desk
from learnhub.reach.figures import Figure
from learnhub.reach.forms import PeriodForm
from learnhub.reach.indicators import INDICATORS, PERSON_DIMENSIONS, Indicator
from learnhub.reach.query import Query
from learnhub.reach.views import bp
from learnhub.reach.views.caution_words import caution_words
from learnhub.reach.views.dashboard_asked import Asked, exporting, read_address
from learnhub.reach.views.release_words import figure_title, written
from learnhub.reach.views.strict import refuse_filters
from learnhub.reach.views.waiting import patient
from learnhub.web.guards import allowed
from learnhub.web.identity import current_identity
from learnhub.web.paging import Page, page_number
from learnhub.web.settings import current_settings

ROWS = 50
PLACES = frozenset({"centre", "family"})  # the one confines the page, the other stands for its themes
COLUMNS = {
    "person_id": _l("Person (key of the ledger)"),
    "object_id": _l("Course or event"),
    "event_id": _l("Event"),
    "gender": _l("Gender"),
    "age": _l("Age"),
    "country": _l("Country"),
    "persons": _l("Persons"),
}
log = structlog.get_logger()


@dataclass(frozen=True)
class Shown:
    """A figure with its name, as pages write both, and a page of its rows. `filters` are as the command line would
    write them."""

    figure: Figure
    written: str
    columns: tuple[str, ...]
    rows: Page[tuple[str, ...]]
    filters: str
    title: str
    narrowed: bool
    """Whether a filter is on what persons are, which coverage leaves aside."""


def _indicator(code: str) -> Indicator:
    found = INDICATORS.get(code)
    if found is None:
        raise NotFound(_("There is no such indicator. The list of indicators has them all."))
    return found


def _names(indicator: Indicator) -> tuple[str, ...]:
    """By what the figure can be cut and asked for."""
    return (*indicator.disaggregations, *(each.name for each in indicator.arguments), "centre")


def _filters(indicator: Indicator) -> dict[str, str]:
    """What the address says beside days and as-of; a centre confines the page and is among them, too."""
    return {name: value for name in (*_names(indicator), "family") if (value := request.args.get(name, ""))}


def _shown(indicator: Indicator, asked: Asked) -> Shown:
    filters = _filters(indicator)
    without = {
        **{name: value for name, value in filters.items() if name not in PLACES},
        **asked.asked_filters(),
    }
    period = asked.period
    query = Query(indicator.code, asked.as_of, period.start, period.end, without, (), asked.scope)
    number = page_number()
    refuse_filters(query)
    desk = open_desk(
        reading(), current_settings(), as_of=asked.as_of, centres=asked.scope, filters=without, now=asked.now
    )
    try:
        figure, behind = desk.behind(query, ROWS, (number - 1) * ROWS)
    except Unacceptable as refused:
        raise NotFound(
            _(
                "This figure is of one course, or of one item of its quiz: add course=… and item=… to the address."
            )
        ) from refused
    log.info(
        "rows behind a reach figure seen", person=current_identity().person_id, indicator=indicator.code,
        centres="all" if asked.scope is None else sorted(asked.scope), filters=without, page=number,
        start=period.start.isoformat(), end=period.end.isoformat(), as_of=iso(asked.as_of),
    )  # fmt: skip
    said = {**filters, **without}
    text = "&".join(f"{name}={value}" for name, value in said.items() if name != "family")
    measure = _measure(indicator, without)
    return Shown(
        figure, _by_unit(measure, figure), behind.columns, Page(behind.rows, number, behind.total, ROWS), text,
        figure_title(measure), not without.keys().isdisjoint(PERSON_DIMENSIONS),
    )  # fmt: skip


def _measure(indicator: Indicator, asked: Mapping[str, str]) -> Measure:
    """The indicator with what was chosen of it: the group of Q03, the rung of E05."""
    chosen = (*(each.name for each in indicator.arguments), "ladder")
    return Measure(indicator.code, tuple((name, asked[name]) for name in chosen if name in asked))


def _by_unit(measure: Measure, figure: Figure) -> str:
    """The figure in the reader's language, a share in per cent; empty if it is undefined."""
    return "" if figure.value is None else written(Fraction(figure.value), unit_of(measure))


def _page_address(number: int) -> str:
    """This address for another page. The filter `code` has the name of a part of the path, so it is put by hand."""
    asked = {name: text for name, text in request.args.items() if name != "page"}
    if number > 1:
        asked["page"] = str(number)
    return f"{request.path}?{urlencode(asked)}"


@bp.get("/reach/figures/<code>")
@allowed(Permission.EXPORT_REACH, exporting)
@patient
def behind(code: str) -> str | tuple[str, int]:
    """A figure, and the rows behind it by their ledger keys; every look is written to the log."""
    indicator, form = _indicator(code), PeriodForm(request.args)
    asked = read_address(form, _names(indicator))
    shown = _shown(indicator, asked) if asked else None
    page = render_template(
        "reach/behind.html", form=form, indicator=indicator, asked=asked, shown=shown, columns=COLUMNS,
        href=_page_address, iso=iso, filters=_filters(indicator), caution=caution_words,
    )  # fmt: skip
    return page if shown else (page, 422)
