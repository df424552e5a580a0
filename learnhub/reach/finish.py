"""What is made of the tallies of a cell: rates, parity, exact hours, and the statistics of quizzes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from learnhub.reach.figures import Value
from learnhub.reach.indicators.shape import Finish
from learnhub.reach.statistics import NONE, Item, Moments, alpha, effect_size, individual_gain

Arguments = Mapping[str, str]
Rows = Sequence[tuple[Any, ...]]
Number = int | Fraction
DAYS_IN_A_MONTH = Fraction(30417, 1000)


def exact(number: int | Decimal | None) -> Number:
    """A sum as DuckDB gives it; a sum of nothing is 0."""
    if number is None:
        return 0
    return number if isinstance(number, int) else Fraction(number)


def finished(finish: Finish, tallies: tuple[Number, Number, int], rows: Rows, arguments: Arguments) -> Value:
    """The value of a cell from its numerator, denominator and n, and from its further rows if any."""
    return _MADE[finish](tallies, rows, arguments)


Tallies = tuple[Number, Number, int]


def _undefined(n: int) -> Value:
    return Value(0, 0, n)


def _number(value: Fraction | None, n: int) -> Value:
    return _undefined(n) if value is None else Value(value, None, n)


def _count(tallies: Tallies, rows: Rows, arguments: Arguments) -> Value:
    return Value(tallies[0], None, tallies[2])


def _ratio(tallies: Tallies, rows: Rows, arguments: Arguments) -> Value:
    return Value(*tallies)


def _score(tallies: Tallies, rows: Rows, arguments: Arguments) -> Value:
    return Value(100 * tallies[0], tallies[1], tallies[2])


def _parity(tallies: Tallies, rows: Rows, arguments: Arguments) -> Value:
    women, men, _ = tallies
    n = int(women + men)
    if arguments["variant"] == "adjusted" and women > men > 0:
        return Value(2 * women - men, women, n)
    return Value(women, men, n)


def _days(tallies: Tallies, rows: Rows, arguments: Arguments) -> Value:
    days = Fraction(tallies[0], 2)
    return Value(days / DAYS_IN_A_MONTH if arguments["unit"] == "months" else days, None, tallies[2])


def _hours(tallies: Tallies, rows: Rows, arguments: Arguments) -> Value:
    return Value(sum((Fraction(amount, per) for per, amount in rows), Fraction(0)), None, tallies[2])


def _scores(rows: Rows) -> Moments:
    """Sums of scores in per cent, from sums of marks by the numbers of items."""
    found = NONE
    for pre_items, post_items, n, *sums in rows:
        marks = Moments(n, *(Fraction(each) for each in sums))
        found += marks.scaled(Fraction(100, pre_items), Fraction(100, post_items))
    return found


def _gain(tallies: Tallies, rows: Rows, arguments: Arguments) -> Value:
    sums = _scores(rows)
    return Value(sums.y - sums.x, sums.n, sums.n)


def _normalised(tallies: Tallies, rows: Rows, arguments: Arguments) -> Value:
    sums = _scores(rows)
    if not sums.n:
        return _undefined(0)
    return Value((sums.y - sums.x) / sums.n, 100 - sums.x / sums.n, sums.n)


def _individual(tallies: Tallies, rows: Rows, arguments: Arguments) -> Value:
    groups = [
        (100 * Fraction(pre) / pre_items, n, 100 * Fraction(posts) / post_items)
        for pre_items, post_items, pre, n, posts in rows
    ]
    return Value(*individual_gain(groups), sum(n for _, n, _ in groups))


def _effect(tallies: Tallies, rows: Rows, arguments: Arguments) -> Value:
    sums = _scores(rows)
    value: Fraction | None = getattr(effect_size(sums), arguments["stat"])
    return _number(value, sums.n)


def _items(rows: Rows) -> list[Item]:
    """The items of one quiz. None of several; of versions of one, those of the version most often taken."""
    if len({course for course, *_ in rows}) != 1:
        return []
    taken = {items: n for _, items, _, n, *_ in rows}
    length = max(taken, key=lambda items: (taken[items], items))
    return [
        Item(n, *(Fraction(each) for each in sums))
        for _, items, _, n, *sums in sorted(rows, key=lambda row: row[2])
        if items == length
    ]


def _alpha(tallies: Tallies, rows: Rows, arguments: Arguments) -> Value:
    items = _items(rows)
    found = alpha(items)
    n = items[0].n if items else tallies[2]
    return _undefined(n) if found is None else Value(*found, n)


def _item(tallies: Tallies, rows: Rows, arguments: Arguments) -> Value:
    items = _items(rows)
    if len(items) != 1:
        return _undefined(tallies[2])
    item = items[0]
    if arguments["stat"] == "facility":
        return Value(item.mark, item.n, item.n)
    found = item.discrimination()
    return _number(None if found is None else 100 * found, item.n)


_MADE: dict[Finish, Callable[[Tallies, Rows, Arguments], Value]] = {
    Finish.COUNT: _count,
    Finish.RATIO: _ratio,
    Finish.PARITY: _parity,
    Finish.SCORE: _score,
    Finish.DAYS: _days,
    Finish.HOURS: _hours,
    Finish.GAIN: _gain,
    Finish.NORMALISED: _normalised,
    Finish.INDIVIDUAL: _individual,
    Finish.EFFECT: _effect,
    Finish.ALPHA: _alpha,
    Finish.ITEM: _item,
}
