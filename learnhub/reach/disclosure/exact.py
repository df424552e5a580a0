"""Exact numbers of equations: whole ones are `int`, many times faster than `Fraction`; others stay fractions."""

from __future__ import annotations

from fractions import Fraction

Exact = int | Fraction
Row = dict[int, Exact]
"""A row of equations: cell -> its factor, without noughts."""


def quotient(one: Exact, other: Exact) -> Exact:
    """One number divided by another, exactly. Raises ZeroDivisionError."""
    if isinstance(one, int) and isinstance(other, int):
        whole, rest = divmod(one, other)
        return Fraction(one, other) if rest else whole
    return lowered(Fraction(one) / other)


def lowered(number: Exact) -> Exact:
    """The same number, as `int` if it is whole."""
    return number.numerator if number.denominator == 1 else number


def subtract(row: Row, other: Row, times: Exact) -> None:
    """Take a multiple of another row from a row."""
    for cell, factor in other.items():
        left = row.get(cell, 0) - times * factor
        if not left:
            row.pop(cell, None)
        else:
            row[cell] = left if isinstance(left, int) else lowered(left)


def divided(row: Row, by: Exact) -> Row:
    """A row whose factors are all divided by a number."""
    return row if by == 1 else {cell: quotient(factor, by) for cell, factor in row.items()}
