"""Two periods, or two centres, side by side. No ranks: who compares two says which two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from learnhub.access.permissions import Permission
from learnhub.centres.snapshot import reference
from learnhub.db import reading
from learnhub.kernel.errors import NotFound, Unacceptable
from learnhub.reach.asked import Period, named_period
from learnhub.reach.desk import Desk
from learnhub.reach.figures import Value
from learnhub.reach.forms import PeriodForm
from learnhub.reach.indicators import INDICATORS, Counted
from learnhub.reach.views import bp
from learnhub.reach.views import dashboard_words as words
from learnhub.reach.views.dashboard_asked import (
    Asked,
    address,
    biennium,
    confined,
    offered,
    read_address,
    somewhere,
)
from learnhub.reach.views.dashboard_choices import choices
from learnhub.reach.views.dashboard_page import page, refused
from learnhub.reach.views.gaps import kept
from learnhub.reach.views.strict import without
from learnhub.reach.views.waiting import patient
from learnhub.web.guards import allowed
from learnhub.web.i18n import in_one_piece

# indicator and its argument, in the order of the page
SHOWN: tuple[tuple[str, dict[str, str]], ...] = (
    ("R04", {}), ("R05", {}), ("R06", {}), ("R02", {}), ("R03", {}), ("R07", {}), ("R08", {}),
    ("E01", {}), ("E03", {}), ("C01", {}), ("C03", {}), ("C04", {}), ("H03", {}), ("T01", {}), ("T02", {}),
    ("S02", {}), ("Q01", {}), ("Q03", {"of": "LDC"}), ("Q03", {"of": "SIDS"}), ("Q04", {}), ("U01", {}), ("U04", {}),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its name, where it is asked, and for which days."""

    name: str
    desk: Desk
    period: Period


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator on both sides, and by how much the first differs from the second."""

    code: str
    name: str
    first: str
    second: str
    difference: str
    relative: str


def lines(first: Side, second: Side) -> list[Line]:
    """All indicators of the page; those that the filters do not apply to are left out."""
    found = []
    for code, arguments in SHOWN:
        values = [side.desk.number(code, side.period, **arguments) for side in (first, second)]
        if values[0] is not None and values[1] is not None:
            name = _(INDICATORS[code].name) + "".join(
                f" ({words.group(each)})" for each in arguments.values()
            )
            found.append(_line(code, name, values[0], values[1]))
    return found


def _line(code: str, name: str, first: Value, second: Value) -> Line:
    one, other = words.share_of(first), words.share_of(second)
    if INDICATORS[code].unit is Counted.RATIO:
        return Line(
            code,
            name,
            words.percent(one),
            words.percent(other),
            words.points(one, other) or words.NOTHING,
            "",
        )
    places = 1 if INDICATORS[code].unit is Counted.HOURS else 0
    apart = None if one is None or other is None else one - other
    sign = "+" if apart and apart > 0 else ""
    said = in_one_piece(sign + words.decimal(apart, places))
    return Line(
        code, name, words.decimal(one, places), words.decimal(other, places), said, words.change(one, other)
    )


def other_period(asked: Asked, text: str) -> Period:
    """The period to compare with: by name, or the same days a year before. Raises NotFound."""
    if not text:
        return asked.period.year_earlier
    today: date = asked.now.date()
    try:
        found = biennium(text)
        return found.up_to(today) if found else named_period(text, today)
    except Unacceptable as refusal:
        raise NotFound(
            _("There is no period “%(name)s” to compare with. Choose it again.", name=text[:40]),
            without("with"),
        ) from refusal


def sides(asked: Asked) -> tuple[Side, Side]:
    """What is compared: two centres if the address names another one, else two periods."""
    desk, known = asked.desk(), reference(reading())
    wanted, centre = request.args.get("other", ""), request.args.get("centre", "")
    if wanted and centre:
        other = confined(wanted) or frozenset({wanted})
        there = Desk(desk.engine, desk.reference, desk.stamp, desk.as_of, desk.now, other, desk.filters)
        return (
            Side(known.centre_name(centre), desk, asked.period),
            Side(known.centre_name(wanted), there, asked.period),
        )
    period = other_period(asked, request.args.get("with", ""))
    return (
        Side(words.period_name(asked.period), desk, asked.period),
        Side(words.period_name(period), desk, period),
    )


def partners(asked: Asked) -> list[tuple[str, str]]:
    """(name, address) of periods to compare with."""
    found = [(_("Same days a year before"), _to(None))]
    return found + [
        (name.replace("-Q", " Q").replace("-", "–"), _to(name))
        for name, period in offered(asked.now.date())
        if period != asked.period
    ]


def _to(name: str | None) -> str:
    """This view beside another period, no longer beside another centre."""
    changes: dict[str, Any] = {"with": name, "other": None}
    return address(**changes)


@bp.get("/reach/compare")
@allowed(Permission.VIEW_REACH, somewhere)
@patient
def compare() -> str | tuple[str, int]:
    """Two periods or two centres."""
    form = PeriodForm(request.args)
    asked = read_address(form)
    if asked is None:
        return refused(form)
    first, second = sides(asked)
    centres = next(found for name, _label, found in choices(reference(reading())) if name == "centre")
    hidden = {name: value for name, value in kept().items() if name not in {"centre", "framework"}}
    return page(
        "reach/compare.html", asked, first=first, second=second, lines=lines(first, second), hidden=hidden,
        of_centres=first.desk is not second.desk, partners=partners(asked), centres=centres,
        chosen=(request.args.get("centre", ""), request.args.get("other", "")), here=url_for("reach.compare"),
    )  # fmt: skip
