"""A question to the engine, and the sentences that answer a question that cannot be asked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from learnhub.kernel.errors import Unacceptable
from learnhub.reach.indicators import DIMENSIONS, INDICATORS, Indicator
from learnhub.reach.indicators.shape import ITEM, LADDER, RUNGS, Finish
from learnhub.reach.reference import AFRICA, ANY_GROUP, LISTED_GROUPS, NO_COUNTRY, NO_REGION, REGIONS

GENDERS = ("F", "M", "X", "U")
AGES = ("0-14", "15-24", "25-34", "35+", "UNK")
NO_GROUP = "NONE"
GROUPS = (*LISTED_GROUPS, ANY_GROUP, AFRICA, NO_GROUP, NO_REGION)
ANY_MODE = "any"
MODES = ("online", "in_person", "live_online", "hybrid")
CHOICES: dict[str, tuple[str, ...]] = {
    "gender": GENDERS,
    "age": AGES,
    "region": (*REGIONS, NO_REGION),
    "group": GROUPS,
    "mode": MODES,
    LADDER: RUNGS,
}
_ITEM = re.compile(r"[1-9]\d{0,3}", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}")
_PROJECT = re.compile(r"[a-z0-9][a-z0-9-]{1,31}")
_CODE = re.compile(r"[A-Za-z0-9_.-]+:[A-Za-z0-9_./-]+")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)")


@dataclass(frozen=True, slots=True)
class Query:
    """Indicator, as-of, period (both days included), filters, and at most two dimensions to break down by.

    `centres` confines it to what these centres did, as a filter on each of them joined by *or* would.
    """

    indicator: str
    as_of: datetime
    start: date
    end: date
    filters: dict[str, str] = field(default_factory=dict)
    by: tuple[str, ...] = ()
    centres: frozenset[str] | None = None

    def checked(self, now: datetime | None = None) -> Indicator:
        """The indicator that is asked for. Raises Unacceptable with every reason why it cannot stand."""
        found = INDICATORS.get(self.indicator)
        problems = [*self._moments(now), *self._cuts(found)]
        if found is None:
            known = ", ".join(INDICATORS)
            problems.insert(0, f"There is no indicator {self.indicator!r}: take one of {known}.")
        if problems or found is None:
            raise Unacceptable(problems[0], problems[1:])
        return found

    @property
    def allowed(self) -> tuple[str, ...]:
        """By what the indicator can be asked for: its dimensions and arguments."""
        found = INDICATORS.get(self.indicator)
        return (*found.disaggregations, *(each.name for each in found.arguments)) if found else DIMENSIONS

    def wrong_filter(self) -> tuple[str, str, tuple[str, ...]] | None:
        """Name, value and possible values of the first filter that there is not or that cannot be this."""
        found = INDICATORS.get(self.indicator)
        arguments = {each.name: each.choices for each in found.arguments} if found else {}
        for key, value in self.filters.items():
            choices = arguments.get(key, CHOICES.get(key, ()))
            if key not in self.allowed or _value_problem(key, value, choices):
                return key, value, choices
        return None

    def _moments(self, now: datetime | None) -> list[str]:
        problems = []
        if self.start > self.end:
            problems.append(f"The period ends ({self.end}) before it starts ({self.start}): swap the days.")
        if self.as_of.tzinfo is None:
            problems.append("The as-of needs a time zone: write it like 2025-06-30T23:59:59Z.")
        elif now is not None and self.as_of > now:
            problems.append(
                f"The as-of {self.as_of.isoformat()} lies in the future: take one up to {now.isoformat()}."
            )
        return problems

    def _cuts(self, found: Indicator | None) -> list[str]:
        allowed = found.disaggregations if found else DIMENSIONS
        arguments = {each.name: each.choices for each in found.arguments} if found else {}
        problems = [
            f"{self.indicator} can't be cut by {key!r}: take one of {', '.join(each)}."
            for keys, each in ((self.filters, (*allowed, *arguments)), (self.by, allowed))
            for key in keys
            if key not in each
        ]
        if len(self.by) > 2 or len(set(self.by)) < len(self.by):
            problems.append("A table has one or two different dimensions: leave the others out.")
        problems += [
            problem
            for key, value in self.filters.items()
            if (problem := _value_problem(key, value, arguments.get(key, CHOICES.get(key, ()))))
        ]
        return problems + self._quiz_problems(found)

    def _quiz_problems(self, found: Indicator | None) -> list[str]:
        cuts = {*self.filters, *self.by}
        finish = found.shape.finish if found else None
        problems = []
        if finish in (Finish.ALPHA, Finish.ITEM) and "course" not in cuts:
            problems.append(f"{self.indicator} looks at the quiz of one course: write course=ID.")
        if finish is Finish.ITEM and ITEM not in cuts:
            problems.append(f"{self.indicator} looks at one item: write item=NUMBER, counted from 1.")
        return problems


def _value_problem(key: str, value: str, choices: tuple[str, ...]) -> str:
    if not value:
        return f"The filter {key!r} has no value: write {key}=VALUE or leave it out."
    if choices and value not in choices:
        return f"{key} can't be {value!r}: take one of {', '.join(choices)}."
    if key == ITEM and not _ITEM.fullmatch(value):
        return f"item can't be {value!r}: write the number of the item, counted from 1."
    if key == "country" and not _COUNTRY.fullmatch(value):
        return f"country can't be {value!r}: write two letters such as KE, or {NO_COUNTRY} for unknown."
    if key in {"code", "goal"} and not _CODE.fullmatch(value):
        return f"{key} can't be {value!r}: write framework and code, such as SDG:13, SDG:13.1 or SDG:none."
    if key == "project" and not _PROJECT.fullmatch(value):
        return f"project can't be {value!r}: write the code of a donor project, such as flood-2026."
    return ""


def parse_day(text: str) -> date:
    """A calendar day, `2025-06-30`. Raises Unacceptable."""
    try:
        if len(text) != 10:
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise Unacceptable(f"{text!r} is not a day: write it like 2025-06-30.") from None


def parse_as_of(text: str) -> datetime:
    """An instant with its zone, `2025-06-30T23:59:59Z`, or a day, of which the end is meant. Raises Unacceptable."""
    try:
        if len(text) == 10:
            return datetime.combine(date.fromisoformat(text), time(23, 59, 59), UTC)
        if not _INSTANT.fullmatch(text):
            raise ValueError
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unacceptable(
            f"{text!r} is neither a day nor an instant with its time zone: write 2025-06-30 or 2025-06-30T23:59:59Z."
        ) from None


def parse_filters(text: str) -> dict[str, str]:
    """`key=value&key=value`, each key once; `mode=any` filters nothing. Raises Unacceptable."""
    filters: dict[str, str] = {}
    for piece in text.split("&") if text.strip() else ():
        key, sign, value = piece.partition("=")
        key = key.strip()
        if not sign or not key:
            raise Unacceptable(f"{piece!r} is not a filter: write key=value, and & between two of them.")
        if key in filters:
            raise Unacceptable(f"The filter {key!r} stands twice: give it once.")
        filters[key] = value.strip()
    return {key: value for key, value in filters.items() if (key, value) != ("mode", ANY_MODE)}


def parse_query(indicator: str, as_of: str, start: str, end: str, filters: str = "") -> Query:
    """A query from its five texts. Raises Unacceptable."""
    return Query(
        indicator=indicator.strip(),
        as_of=parse_as_of(as_of.strip()),
        start=parse_day(start.strip()),
        end=parse_day(end.strip()),
        filters=parse_filters(filters),
    )
