"""How far figures can be trusted: what is known of people, what came late, what could not be read or named."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from fractions import Fraction

from flask import request
from flask_babel import gettext as _

from learnhub.access.permissions import Permission
from learnhub.reach.desk import Desk
from learnhub.reach.figures import TOTAL, Table, Value
from learnhub.reach.forms import PeriodForm
from learnhub.reach.query import GENDERS
from learnhub.reach.views import bp
from learnhub.reach.views import dashboard_words as words
from learnhub.reach.views.dashboard_asked import Asked, read_address, somewhere
from learnhub.reach.views.dashboard_page import page, refused
from learnhub.reach.views.waiting import patient
from learnhub.web.guards import allowed

CLOSING = timedelta(days=31)


def closing_of(asked: Asked) -> datetime | None:
    """The end of the 31st day after the period, if records were taken later than that."""
    closed = datetime.combine(asked.period.end + CLOSING, time(23, 59, 59), UTC)
    return closed if closed < asked.as_of else None


def late(asked: Asked, desk: Desk, found: Value | None) -> tuple[datetime, Value | None, Value | None] | None:
    """(closing moment, learners known then, learners known now); None while the period is not closed."""
    closed = closing_of(asked)
    if closed is None:
        return None
    return closed, desk.at(closed).number("R04", asked.period), found


def heads(asked: Asked, desk: Desk) -> list[tuple[str, list[str], str]]:
    """(kind, by gender, all) of people who were counted without a name."""
    found = []
    for kind, name in words.head_count_kinds().items():
        table = desk.table("T05", asked.period, "gender", kind=kind)
        if table is not None:
            by_gender = [words.count(table.at(code).value) for code in GENDERS]
            found.append((name, by_gender, words.count(table.at(TOTAL).value)))
    return found


def unnamed_share(asked: Asked, desk: Desk) -> Fraction | None:
    """Of people at trainings, how many were only counted: heads over heads and participants."""
    counted, named = desk.number("T05", asked.period, kind="training"), desk.number("T02", asked.period)
    if counted is None or named is None:
        return None
    whole = counted.numerator + named.numerator
    return Fraction(counted.numerator) / Fraction(whole) if whole else None


def gauge(asked: Asked, desk: Desk) -> list[tuple[str, str, str]]:
    """(what it is, figure, where it is explained on the page of quality) of what figures leave out."""
    late_ones, closed = desk.late(asked.period), closing_of(asked) is not None
    came_late = (
        (words.count(late_ones.value) if closed else _("not closed yet")) if late_ones else words.count(None)
    )
    return [
        (_("Records that came later than 31 days after the period"), came_late, "h-late"),
        (
            _("Known only as a number, of people at trainings"),
            words.percent(unnamed_share(asked, desk)),
            "h-head",
        ),
        (
            _("Values in the whole ledger that could not be read"),
            words.count(desk.engine.mirror.manifest().unreadable),
            "h-read",
        ),
    ]


def coverage_by_region(desk: Desk, asked: Asked) -> list[tuple[str, list[str], list[bool]]]:
    """(region, shares known of gender and age, which of them are low) for each region."""
    tables: list[Table] = []
    for attribute in ("gender", "age"):
        table = desk.table("Q05", asked.period, "region", attr=attribute)
        if table is None:
            return []
        tables.append(table)
    found = []
    for code, name in words.regions():
        shares = [words.share_of(table.at(code)) for table in tables]
        low = [share is not None and share < words.LOW for share in shares]
        if tables[0].at(code).denominator:
            found.append((name, [words.percent(share) for share in shares], low))
    return found


@bp.get("/reach/dashboard/quality")
@allowed(Permission.VIEW_REACH, somewhere)
@patient
def dashboard_quality() -> str | tuple[str, int]:
    """Coverage, late records, records that could not be read, people without a name."""
    form = PeriodForm(request.args)
    asked = read_address(form)
    if asked is None:
        return refused(form)
    desk = asked.desk()
    table = desk.table("R04", asked.period, "region")
    return page(
        "reach/quality.html", asked, coverage=table.coverage if table else None,
        by_region=coverage_by_region(desk, asked), sdg=desk.number("Q05", asked.period, attr="sdg"),
        late=late(asked, desk, desk.number("R04", asked.period)), late_records=desk.late(asked.period),
        heads=heads(asked, desk),
        genders=[words.gender(code) for code in GENDERS], unnamed=unnamed_share(asked, desk),
        unreadable=desk.engine.mirror.manifest().unreadable,
    )  # fmt: skip
