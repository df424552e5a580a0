"""What became of enrolments, what was learned, what people say afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flask import request
from flask_babel import gettext as _
from markupsafe import Markup

from learnhub.access.permissions import Permission
from learnhub.catalogue.shelf import shelf
from learnhub.db import reading
from learnhub.reach.charts.bars import Part, share_bar
from learnhub.reach.charts.intervals import Interval, interval_plot
from learnhub.reach.charts.sheet import About
from learnhub.reach.desk import Desk
from learnhub.reach.figures import TOTAL, Table, Value
from learnhub.reach.forms import PeriodForm
from learnhub.reach.indicators.shape import RUNGS
from learnhub.reach.statistics import wilson
from learnhub.reach.views import bp
from learnhub.reach.views import dashboard_words as words
from learnhub.reach.views.dashboard_asked import Asked, read_address, somewhere
from learnhub.reach.views.dashboard_charts import mirrored
from learnhub.reach.views.dashboard_page import page, refused
from learnhub.reach.views.waiting import patient
from learnhub.web.guards import allowed
from learnhub.web.i18n import colon, in_one_piece, listed, semicolon

LOOKS = dict(zip(RUNGS, ("f1", "f4", "f2", "f3", "f6"), strict=True))
LEAST_PAIRS = 10
LOW_RESPONSE = Fraction(30, 100)


@dataclass(frozen=True, slots=True)
class Ladder:
    """A course with its enrolments by rung, as a bar and as numbers, and two rates of completion."""

    name: str
    bar: Markup
    rungs: tuple[str, ...]
    enrolments: str
    of_enrolled: str
    of_active: str


@dataclass(frozen=True, slots=True)
class Gain:
    """What one course taught, over matched pairs of tests; texts say why there is no number."""

    name: str
    pairs: str
    gain: str
    effect: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A figure of a survey with its base and interval. `few` says that less than 30 % answered."""

    code: str
    name: str
    value: str
    base: str
    interval: str
    few: bool


def rung_names() -> dict[str, str]:
    """The rungs of the ladder, from the highest."""
    return {
        "certified": _("Certificate"),
        "completed": _("Completed"),
        "explored": _("Half or more"),
        "viewed": _("Begun"),
        "no_show": _("Not begun"),
    }


def course_names(codes: tuple[str, ...]) -> dict[str, str]:
    """Titles of courses by their code; the code itself where none is published here."""
    known = shelf(reading()).known
    return {code: card.title if (card := known(code)) else code for code in codes}


def ladders(table: Table, enrolled: Table, active: Table) -> list[Ladder]:
    """A ladder for each course, and one for all."""
    codes = tuple(code for code in table.axes[0] if table.at(code, TOTAL).value)
    named = course_names(codes)
    names = rung_names()
    return [
        _ladder(_("All courses") if code == TOTAL else named[code], code, table, (enrolled, active), names)
        for code in (*codes, TOTAL)
    ]


def _ladder(name: str, code: str, table: Table, rates: tuple[Table, Table], names: dict[str, str]) -> Ladder:
    numbers = {rung: int(table.at(code, rung).value or 0) for rung in RUNGS}
    said = listed(f"{names[rung]} {words.count(number)}" for rung, number in numbers.items())
    return Ladder(
        name,
        share_bar([Part(names[rung], number, LOOKS[rung]) for rung, number in numbers.items()], said),
        tuple(words.count(number) for number in numbers.values()),
        words.count(table.at(code, TOTAL).value),
        *(words.percent(rate.at(code).value) for rate in rates),
    )


def gains(asked: Asked, desk: Desk) -> tuple[list[Gain], Markup | None]:
    """Learning gain by course with its interval, for ten pairs and more; table and drawing."""
    gain, effect, low = (
        desk.table(code, asked.period, "course", **stat)
        for code, stat in (("L02", {}), ("L04", {"stat": "g"}), ("L04", {"stat": "lo"}))
    )
    if gain is None or effect is None or low is None:
        return [], None
    codes = tuple(code for code in gain.axes[0] if gain.at(code).n)
    named = course_names(codes)
    rows, drawn = [], []
    for code in codes:
        value, least = effect.at(code), low.at(code).value
        pairs = gain.at(code).n
        if pairs < LEAST_PAIRS or value.value is None or least is None:
            rows.append(Gain(named[code], words.count(pairs), words.NOTHING, _("fewer than 10 pairs")))
            continue
        middle = Fraction(value.value)
        most = 2 * middle - Fraction(least)  # the interval is symmetric: g -/+ the same
        said = in_one_piece(
            f"{words.decimal(middle, 2)} [{words.decimal(least, 2)}; {words.decimal(most, 2)}]"
        )
        rows.append(Gain(named[code], words.count(pairs), words.decimal(gain.at(code).value), said))
        drawn.append(Interval(named[code], Fraction(least), middle, most, said))
    return rows, _gain_plot(drawn)


def _gain_plot(rows: list[Interval]) -> Markup | None:
    if not rows:
        return None
    finding = semicolon().join(f"{row.name}{colon()}{row.said}" for row in rows)
    about = About("lg", _("Effect size by course with its interval"), finding)
    return interval_plot(about, rows, say=lambda value: words.decimal(value, 1), mirrored=mirrored())


def follow_up(asked: Asked, desk: Desk) -> list[Answered]:
    """Satisfaction, recommendation and use, each with how many answered of those asked."""
    soon, late = (desk.number("U03", asked.period, kind=kind) for kind in ("L1", "L3"))
    rows = (
        ("U01", _("Satisfied: 4 or 5 of 5"), soon),
        ("U02", _("Would recommend, net of those who would not"), soon),
        ("U04", _("Used what they learned"), late),
    )
    return [_answered(code, name, desk.number(code, asked.period), response) for code, name, response in rows]


def _answered(code: str, name: str, found: Value | None, response: Value | None) -> Answered:
    answers = found.n if found else 0
    rate = words.share_of(response)
    base = _(
        "%(answers)s answers; %(share)s of those asked answered",
        answers=words.count(answers), share=words.percent(rate),
    )  # fmt: skip
    if found is None or found.value is None or answers < LEAST_PAIRS:
        return Answered(code, name, words.NOTHING, base, _("fewer than 10 answers"), few=False)
    few = rate is not None and rate < LOW_RESPONSE
    if code == "U02":
        return Answered(code, name, words.decimal(found.value, 0), base, "", few)
    bounds = wilson(int(found.numerator), answers)
    interval = f"{words.percent(bounds[0])} – {words.percent(bounds[1])}" if bounds else ""
    return Answered(code, name, words.percent(found.value), base, interval, few)


@bp.get("/reach/dashboard/learning")
@allowed(Permission.VIEW_REACH, somewhere)
@patient
def dashboard_learning() -> str | tuple[str, int]:
    """Ladder, learning gain and follow-up."""
    form = PeriodForm(request.args)
    asked = read_address(form)
    if asked is None:
        return refused(form)
    desk = asked.desk()
    table = desk.table("E05", asked.period, "course", "ladder")
    rates = [desk.table(code, asked.period, "course") for code in ("C03", "C04")]
    enrolled, active = rates
    rows = ladders(table, enrolled, active) if table and enrolled and active else []
    learned, plot = gains(asked, desk)
    return page(
        "reach/learning.html", asked, ladders=rows, rungs=rung_names(), looks=LOOKS, gains=learned, plot=plot,
        answers=follow_up(asked, desk),
    )  # fmt: skip
