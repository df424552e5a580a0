"""Names of releases and when each kind may be made: provisional, then final, then revised.

A year is provisional until its review on 31 January; one revision is foreseen after 30 June; any other one needs
a reason. Quarters follow the same distances from their last day.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from learnhub.kernel.errors import N_, Conflict, Unacceptable
from learnhub.reach.asked import Period

REVIEW = timedelta(days=31)
SCHEDULED_REVISION = timedelta(days=181)
_PERIOD = re.compile(r"((?:19|2\d)\d\d)(?:-Q([1-4]))?", re.ASCII)
_NAME = re.compile(r"((?:19|2\d)\d\d(?:-Q[1-4])?)-([PFR])([1-9]\d{0,3})", re.ASCII)


class Stage(StrEnum):
    """How settled a release is; the letter stands in its name."""

    PROVISIONAL = "P"
    FINAL = "F"
    REVISED = "R"


@dataclass(frozen=True, slots=True)
class ReleaseName:
    """`2024-F1`: period, stage, number within the stage."""

    period: str
    stage: Stage
    number: int

    def __str__(self) -> str:
        return f"{self.period}-{self.stage.value}{self.number}"

    @property
    def rank(self) -> tuple[int, int]:
        """Later releases of a period rank higher."""
        return list(Stage).index(self.stage), self.number


def parse_name(text: str) -> ReleaseName:
    """The name that a text says. Raises Unacceptable."""
    found = _NAME.fullmatch(text)
    if found is None:
        raise Unacceptable(N_("This is no name of a release: write it like 2024-F1 or 2024-Q3-P2."))
    return ReleaseName(found[1], Stage(found[2]), int(found[3]))


def whole_period(name: str) -> Period:
    """First and last day of a calendar year or quarter. Raises Unacceptable for any other period."""
    found = _PERIOD.fullmatch(name)
    if found is None:
        raise Unacceptable(N_("A release is of a calendar year or quarter: write it like 2024 or 2024-Q3."))
    year, quarter = int(found[1]), int(found[2] or 0)
    if not quarter:
        return Period(date(year, 1, 1), date(year, 12, 31))
    after = date(year + quarter // 4, 3 * quarter % 12 + 1, 1)
    return Period(date(year, 3 * quarter - 2, 1), after - timedelta(days=1))


def last_periods(today: date) -> list[str]:
    """What may be released today, the latest first: the last four whole quarters and three whole years."""
    number = today.year * 4 + (today.month - 1) // 3
    quarters = [f"{each // 4}-Q{each % 4 + 1}" for each in range(number - 1, number - 5, -1)]
    return [*quarters, *(str(today.year - back) for back in range(1, 4))]


def newest(names: Collection[ReleaseName]) -> ReleaseName | None:
    """The release that holds now; None if there is none."""
    return max(names, key=lambda name: name.rank, default=None)


def next_name(
    period: str,
    stage: Stage,
    before: Sequence[ReleaseName],
    *,
    as_of: datetime,
    now: datetime,
    reason: str = "",
) -> ReleaseName:
    """The name of the next release of a period. Raises Unacceptable or Conflict with what stands against it.

    `before` are the releases of the same period and scope that there are, also those under way.
    """
    end = whole_period(period).end
    if as_of.date() <= end:
        raise Unacceptable(
            N_("The period is not over at this as-of: a release is of a whole period. Take a later as-of.")
        )
    if as_of >= now:
        raise Unacceptable(
            N_(
                "The as-of must have passed, so that no record can still arrive before it. "
                "Take an earlier one, or try again when it has passed."
            )
        )
    _fits_calendar(stage, before, as_of.date(), end, reason)
    number = 1 + max((name.number for name in before if name.stage is stage), default=0)
    return ReleaseName(period, stage, number)


def _fits_calendar(stage: Stage, before: Sequence[ReleaseName], as_of: date, end: date, reason: str) -> None:
    settled = any(name.stage is not Stage.PROVISIONAL for name in before)
    if stage is Stage.PROVISIONAL and settled:
        raise Conflict(N_("There is a final release of this period already: make a revised one."))
    if stage is Stage.FINAL and settled:
        raise Conflict(N_("There is a final release of this period already: make a revised one."))
    if stage is Stage.FINAL and as_of < end + REVIEW:
        raise Unacceptable(
            N_("A period stays provisional for 31 days: take a later as-of, or make a provisional release.")
        )
    if stage is Stage.REVISED and not settled:
        raise Conflict(N_("There is no final release of this period to revise: make the final one first."))
    foreseen = as_of >= end + SCHEDULED_REVISION and not any(name.stage is Stage.REVISED for name in before)
    if stage is Stage.REVISED and not foreseen and not reason.strip():
        raise Unacceptable(
            N_("Only the first revision half a year after the end is foreseen: say why this one is needed.")
        )
