"""What can be asked of the interface, as values, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from learnhub.kernel.errors import N_, LearnHubError, Unacceptable
from learnhub.reach.asked import Period, named_period
from learnhub.reach.query import parse_day

MOST_DIMENSIONS = 3
MOST_CELLS = 50_000
PREFIX = "lh_"
LIFETIMES = (30, 90, 365)
"""For how many days a token can be made."""

ENGINE_NAME = {"sex": "gender", "ref_area": "country", "country_group": "group", "target": "code"}
"""Dimensions of the data files that the engine calls otherwise."""
FILE_NAME = {engine: name for name, engine in ENGINE_NAME.items()} | {"goal": "target"}
DIMENSIONS = (
    "centre", "course", "event", "theme", "mode", "ref_area", "region", "sex", "age", "country_group", "target",
)  # fmt: skip
RESERVED = frozenset({"indicator", "period", "by", "release", "as_of", "view"})
_PAGE = re.compile(r"[1-9]\d{0,5}", re.ASCII)
_INDICATOR = re.compile(r"[A-Z]\d\d(\.[A-Za-z0-9_.]{1,20})?")


class Scope(StrEnum):
    """What a token may be used for, within what its person may."""

    PARTNER = "reach:partner"
    EXACT = "reach:exact"


class Refused(LearnHubError):
    """A request that cannot be answered as it stands. `status` is that of HTTP."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: an indicator, by up to three dimensions (names of the data files), confined by `filters`.

    `period` is as it was written. Of `release` and `as_of` one is given; `view` chooses among those open to the asker.
    """

    indicator: str
    period: str = ""
    by: tuple[str, ...] = ()
    release: str = ""
    as_of: str = ""
    view: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)


def asked_from(arguments: Mapping[str, str]) -> Asked:
    """The question of an address. Raises Refused: 400 for what nobody can mean, 413 for too many dimensions."""
    indicator = arguments.get("indicator", "")
    if not _INDICATOR.fullmatch(indicator):
        wrong = (
            f"There is no indicator {indicator[:80]!r}."
            if indicator
            else "Say which indicator: indicator=R04."
        )
        raise Refused(400, "indicator", f"{wrong} /api/v1/reach/indicators lists them.")
    by = tuple(_dimension(name.strip()) for name in arguments.get("by", "").split(",") if name.strip())
    if len(set(by)) < len(by):
        raise Refused(400, "dimension", "A dimension stands twice in by: name it once.")
    if len(by) > MOST_DIMENSIONS:
        raise Refused(413, "dimensions", f"At most {MOST_DIMENSIONS} dimensions at once: ask in parts.")
    names = [name for name in arguments if name not in RESERVED]
    filters = {_dimension(name, argument=True): arguments[name] for name in names}
    if len(filters) < len(names):
        raise Refused(400, "dimension", "A filter stands under two names, such as sex and gender: give one.")
    twice = sorted(set(by) & set(filters))
    if twice:
        raise Refused(400, "dimension", f"{twice[0]} cannot be both a filter and a dimension: leave one out.")
    if arguments.get("release") and arguments.get("as_of"):
        raise Refused(400, "as-of", "A release has its own as-of: give release or as_of, not both.")
    return Asked(
        indicator=indicator,
        period=arguments.get("period", ""),
        by=by,
        release=arguments.get("release", ""),
        as_of=arguments.get("as_of", ""),
        view=arguments.get("view", ""),
        filters=filters,
    )


def one_of_each(given: Mapping[str, Sequence[str]], known: Collection[str]) -> None:
    """Refuse what would be passed over in silence: a name that there is not, and a second value of one name.

    Raises Refused (400).
    """
    for name in given:
        if name not in known:
            listed = ", ".join(sorted(known)) or "no arguments"
            raise Refused(400, "argument", f"There is no {name[:80]!r} here. This address knows {listed}.")
    once(given)


def once(given: Mapping[str, Sequence[str]]) -> None:
    """Refuse a name that stands twice: of two values the first alone would count. Raises Refused (400)."""
    for name, values in given.items():
        if len(values) > 1:
            raise Refused(400, "argument", f"{name[:80]!r} stands twice: give it once, or ask in parts.")


def refuse_no_page(text: str) -> None:
    """Refuse what is no number of a page, instead of giving the first one. Raises Refused (400)."""
    if not _PAGE.fullmatch(text):
        raise Refused(400, "argument", f"page can't be {text[:80]!r}: write a whole number from 1.")


def period_of(text: str, today: date) -> Period:
    """`2024`, `2024-Q3`, or two days `2024-01-01/2024-06-30`. Raises Refused."""
    try:
        first, sign, last = text.partition("/")
        return Period(parse_day(first), parse_day(last)) if sign else named_period(text, today)
    except Unacceptable as error:
        raise Refused(
            400, "period", f"{error.message} Two days are written 2024-01-01/2024-06-30."
        ) from error


def token_end(days: int) -> timedelta:
    """How long a token holds. Raises Unacceptable for a time that is not offered."""
    if days not in LIFETIMES:
        raise Unacceptable(N_("Take one of the times that are offered."))
    return timedelta(days=days)


def _dimension(name: str, *, argument: bool = False) -> str:
    found = FILE_NAME.get(name, name)
    if found in DIMENSIONS or (argument and name in ARGUMENTS):
        return name if name == "goal" else found
    known = ", ".join(DIMENSIONS)
    raise Refused(400, "dimension", f"There is no dimension {name!r}: take from {known}.")


ARGUMENTS = frozenset({"set", "ladder", "unit", "kind", "variant", "of", "attr", "stat", "quiz", "item"})
"""What some indicators are told besides, such as the group of Q03."""
