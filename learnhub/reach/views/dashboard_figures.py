"""What the dashboard shows, as values for its templates: tiles, trend, matrices, bars."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from flask_babel import gettext as _

from learnhub.reach.asked import Period
from learnhub.reach.charts.scale import shade
from learnhub.reach.desk import Desk
from learnhub.reach.figures import TOTAL, Table, Value
from learnhub.reach.views import dashboard_words as words
from learnhub.reach.views.dashboard_asked import Asked

Number = int | Fraction
TRENDS = {"month": 12, "quarter": 8, "year": 5, "biennium": 4}
MONTHS_IN = {"month": 1, "quarter": 3, "year": 12, "biennium": 24}


@dataclass(frozen=True, slots=True)
class Tile:
    """A headline: the number, what it counts, what it is compared with, and the code of its definition.

    `low` says that too little is known; `arguments` are the indicator's own.
    """

    code: str
    label: str
    big: str
    notes: tuple[str, ...]
    low: bool = False
    arguments: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A number in a matrix: as written, its step of shade from 0 to 6, what lies behind it."""

    text: str
    shade: int
    href: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a matrix with its total, which is counted and not added up. `tongue`: the language of its label."""

    label: str
    href: str
    cells: tuple[Cell, ...]
    total: str
    tongue: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table shaded by size. `foot` are totals over all rows; empty where there are none."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    foot: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a whole: its number, of all and of those known (a dash for what is unknown)."""

    label: str
    href: str
    value: int
    of_all: str
    of_known: str
    look: str


@dataclass(frozen=True, slots=True)
class Trend:
    """Figures of periods in a row. `running` says that the last one is not over."""

    kind: str
    labels: tuple[str, ...]
    reached: tuple[int | None, ...]
    trained: tuple[int | None, ...]
    running: bool


def _count_tile(code: str, label: str, found: Value | None, before: Value | None, *notes: str) -> Tile:
    return Tile(
        code, label, words.count(words.share_of(found)), (*_compared(found, before), *filter(None, notes))
    )


def _compared(
    found: Value | None, before: Value | None, write: Callable[[Number | None], str] = words.count
) -> list[str]:
    value, then = words.share_of(found), words.share_of(before)
    if value is None or then is None:
        return []
    moved = words.change(value, then)
    if not moved or value == then:
        return [_("%(value)s a year before", value=write(then))]
    return [_("%(change)s on %(value)s a year before", change=moved, value=write(then))]


def _share_tile(
    code: str, label: str, found: Value | None, before: Value | None, known: Fraction | None
) -> Tile:
    """A share with its base; marked if little is known, withheld if too little is (rule M2)."""
    value, then = words.share_of(found), words.share_of(before)
    if found is None or value is None:
        return Tile(code, label, words.NOTHING, (_("Nobody of whom this is known"),))
    if known is not None and known < words.TOO_LOW:
        return Tile(
            code,
            label,
            words.NOTHING,
            (_("Too little is known: of %(share)s", share=words.percent(known)),),
            low=True,
        )
    base = _(
        "%(part)s of %(whole)s of whom this is known",
        part=words.count(found.numerator),
        whole=words.count(found.denominator),
    )
    notes = [base]
    if then is not None:
        notes.append(
            _(
                "%(change)s on %(value)s a year before",
                change=words.points(value, then),
                value=words.percent(then),
            )
        )
    return Tile(code, label, words.percent(value), tuple(notes), known is not None and known < words.LOW)


def tiles(asked: Asked, desk: Desk, reached: Table) -> list[Tile]:
    """The headlines, each beside the same days a year before."""
    now, then = asked.period, asked.period.year_earlier

    def pair(code: str, **arguments: str) -> tuple[Value | None, Value | None]:
        return desk.number(code, now, **arguments), desk.number(code, then, **arguments)

    total = reached.at(*(TOTAL,) * len(reached.axes))
    new, states = pair("R05"), desk.number("R08", now, set="member_states")
    known = reached.coverage
    return [
        _count_tile("R04", _("learners reached"), total, desk.number("R04", then)),
        _count_tile("R05", _("of them new"), *new, _part_of(new[0], total)),
        _count_tile("R03", _("people at trainings"), *pair("R03")),
        _completions(*pair("C01"), desk.number("C04", now)),
        _hours(desk, now, then),
        _count_tile("S02", _("certificates issued and valid"), *pair("S02")),
        _count_tile("T01", _("trainings held"), *pair("T01")),
        _count_tile("R08", _("countries and areas"), *pair("R08"), _states(states)),
        _share_tile("Q01", _("women"), *pair("Q01"), known.share("gender") if known else None),
        replace(
            _share_tile("Q03", _("live in a least developed country"), *pair("Q03", of="LDC"),
                        known.share("country") if known else None),
            arguments=(("of", "LDC"),),
        ),
    ]  # fmt: skip


def _states(found: Value | None) -> str:
    return str(_("%(number)s of them Member States", number=words.count(found.numerator))) if found else ""


def _part_of(part: Value | None, whole: Value) -> str:
    if part is None or not whole.numerator:
        return ""
    share = Fraction(part.numerator) / Fraction(whole.numerator)
    return str(_("%(share)s of %(whole)s", share=words.percent(share), whole=words.count(whole.numerator)))


def _completions(found: Value | None, before: Value | None, rate: Value | None) -> Tile:
    note = ""
    if rate is not None and rate.value is not None:
        note = _(
            "%(share)s of %(whole)s active enrolments of these days are completed",
            share=words.percent(rate.value), whole=words.count(rate.denominator),
        )  # fmt: skip
    return _count_tile("C01", _("completions"), found, before, note)


def _hours(desk: Desk, now: Period, then: Period) -> Tile:
    online, present = desk.number("H01", now), desk.number("H02", now)
    both, before = desk.number("H03", now), desk.number("H03", then)
    parts = ""
    if online and present:
        parts = _("online %(online)s h, at trainings %(present)s h",
                  online=words.decimal(online.value), present=words.decimal(present.value))  # fmt: skip
    notes = (*_compared(both, before, words.decimal), *filter(None, [parts]))
    return Tile("H03", _("hours of learning"), words.decimal(words.share_of(both)), notes)


def trend(asked: Asked, desk: Desk, kind: str) -> Trend:
    """Learners reached, and those at trainings, of the last months, quarters, years or biennia."""
    periods = buckets(asked.period.end, kind)
    shown = [period.up_to(asked.now.date()) for period in periods]
    reached = [desk.number("R04", period) for period in shown]
    trained = [desk.number("R03", period) for period in shown]
    return Trend(
        kind,
        tuple(bucket_name(period, kind, first=period is periods[0]) for period in periods),
        tuple(int(value.numerator) if value else None for value in reached),
        tuple(int(value.numerator) if value else None for value in trained),
        shown[-1] != periods[-1],
    )


def buckets(last: date, kind: str) -> list[Period]:
    """Whole calendar months, quarters, years or biennia in a row; the last one holds the day."""
    months = MONTHS_IN[kind]
    number = (last.year * 12 + last.month - 1) // months
    return [
        Period(_month(each * months), _month((each + 1) * months) - timedelta(days=1))
        for each in range(number - TRENDS[kind] + 1, number + 1)
    ]


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def bucket_name(period: Period, kind: str, *, first: bool = False) -> str:
    """A short label for an axis."""
    year = str(period.start.year)
    if kind == "month":
        return words.month_name(period.start, with_year=first or period.start.month == 1)
    if kind == "quarter":
        return f"{year[2:]} Q{(period.start.month + 2) // 3}"
    return year if kind == "year" else f"{year}–{str(period.end.year)[2:]}"


def matrix(
    table: Table,
    *,
    rows: Sequence[tuple[str, str, str]],
    columns: Sequence[tuple[str, str]],
    href: Callable[[str, str], str],
) -> Matrix:
    """A breakdown by two dimensions, shaded; `rows` are (code, name, address), `columns` (code, name)."""
    most = max(
        (_at(table, code, column) for code, _name, _href in rows for column, _label in columns), default=0
    )
    made = tuple(
        Row(
            name,
            there,
            tuple(
                cell(value, most, href(code, column) if value else "")
                for column, value in ((column, _at(table, code, column)) for column, _label in columns)
            ),
            words.count(_at(table, code, TOTAL)),
        )
        for code, name, there in rows
    )
    foot = tuple(
        words.count(_at(table, TOTAL, column)) for column in (*(code for code, _label in columns), TOTAL)
    )
    return Matrix(tuple(label for _code, label in columns), made, foot)


def cell(value: Number, most: Number, href: str = "") -> Cell:
    """A number in a matrix whose largest is `most`, and where it leads."""
    return Cell(words.count(value), shade(value, most), href)


def _at(table: Table, *labels: str) -> Number:
    return table.at(*labels).value or 0


def bars(
    counts: Iterable[tuple[str, str, int, str]],
    unknown: str,
    *,
    ordered: bool = False,
    total: int | None = None,
    known: int | None = None,
) -> list[Bar]:
    """Parts of a whole with shares of all and of known; `counts` are (code, name, number, address).

    Each part has a fill of its own; with `ordered` parts, such as countries by size, all have the first.
    `total` and `known` are given where some parts are left out. Of those known there is no share where fewer
    than 30 % are (rule M2).
    """
    listed = list(counts)
    whole = sum(number for _code, _name, number, _href in listed) if total is None else total
    told = (
        whole - sum(number for code, _name, number, _href in listed if code == unknown)
        if known is None
        else known
    )
    enough = bool(told) and Fraction(told, whole) >= words.TOO_LOW
    made = []
    for place, (code, name, number, href) in enumerate(listed, 1):
        look = "f6" if code == unknown else "f1" if ordered else f"f{min(place, 5)}"
        of_all = words.percent(Fraction(number, whole) if whole else None)
        of_known = words.percent(Fraction(number, told) if enough and code != unknown else None)
        made.append(Bar(name, href, number, of_all, of_known, look))
    return made


def counts_of(table: Table, place: int) -> dict[str, int]:
    """Label -> count of one dimension of a breakdown by two, over all of the other."""
    found = {}
    for label in table.axes[place]:
        labels = (label, TOTAL) if place == 0 else (TOTAL, label)
        found[label] = int(table.at(*labels).value or 0)
    return found
