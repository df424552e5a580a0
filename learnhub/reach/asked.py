"""What a reader of a reach page asks for: a period by name or days, and up to when it was recorded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from learnhub.kernel.clock import iso
from learnhub.kernel.errors import Unacceptable
from learnhub.reach.query import parse_as_of, parse_day

YEARS_OFFERED = 4
LARGE_LEDGER = 200_000
_YEAR = re.compile(r"(?:19|2\d)\d\d", re.ASCII)
_QUARTER = re.compile(r"((?:19|2\d)\d\d)-Q([1-4])", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, both of them in it."""

    start: date
    end: date

    @property
    def in_files(self) -> str:
        """The period as a file name carries it: `2024`, `2024-Q3` or `20240101-20240815`."""
        year = self.start.isoformat()[:4]
        names = (year, *(f"{year}-Q{number}" for number in range(1, 5))) if _YEAR.fullmatch(year) else ()
        for name in names:
            if _named(name) == self:
                return name
        return "-".join(each.isoformat().replace("-", "") for each in (self.start, self.end))

    @property
    def in_words(self) -> str:
        """The period as a title carries it in any language: `2024`, `2024-Q3` or `2024-01-01 – 2024-08-15`."""
        name = self.in_files
        return name if len(name) < len("20240101") else f"{self.start} – {self.end}"

    @property
    def year_earlier(self) -> Period:
        """The same days of the year before; 28 February for the 29th."""
        start, end = (
            day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
            for day in (self.start, self.end)
        )
        return Period(start, end)

    def up_to(self, today: date) -> Period:
        """The part that has passed of a period under way; any other period as it is."""
        return Period(self.start, today) if self.start <= today < self.end else self


@dataclass(frozen=True, slots=True)
class Asked:
    """A period, and the as-of if the reader named one."""

    period: Period
    as_of: datetime | None


def named_period(name: str, today: date) -> Period:
    """`2026` or `2026-Q3`; of the present year and quarter what has passed. Raises Unacceptable."""
    if not _YEAR.fullmatch(name) and not _QUARTER.fullmatch(name):
        raise Unacceptable(
            f"{name!r} is not a period: write a year such as 2026, or a quarter such as 2026-Q3."
        )
    return _named(name).up_to(today)


def offered_years(today: date) -> list[str]:
    """Names of the years that a page offers, this one first."""
    return [str(today.year - back) for back in range(YEARS_OFFERED)]


def offered_quarters(today: date) -> list[str]:
    """Names of the last four quarters, the present one first."""
    number = today.year * 4 + (today.month - 1) // 3
    return [f"{each // 4}-Q{each % 4 + 1}" for each in range(number, number - 4, -1)]


def as_of_from(text: str, now: datetime) -> datetime:
    """An instant with its zone, or a day, which stands for its last second in UTC; today stands for now.

    Raises Unacceptable.
    """
    if not _DAY.fullmatch(text):
        return parse_as_of(text)
    day = parse_day(text)
    return now if day == now.date() else datetime.combine(day, time(23, 59, 59), UTC)


def present_as_of(now: datetime, entries: int) -> datetime:
    """Up to when records are taken if nobody said: now, or with a large ledger the last full hour.

    Everybody who asks within the hour is then answered from one snapshot, which is dear to make.
    """
    return now if entries <= LARGE_LEDGER else now.replace(minute=0, second=0, microsecond=0)


def file_name(scope: str, period: Period, as_of: datetime) -> str:
    """Name of a file of exact, provisional figures: scope, period, release (`P`), as-of and view."""
    safe = re.sub(r"[^a-z0-9-]+", "-", scope.lower()).strip("-")
    instant = re.sub(r"[-:]", "", iso(as_of))
    return f"learnhub_reach_{safe}_{period.in_files}_P_{instant}_internal.csv"


def _named(name: str) -> Period:
    year = int(name[:4])
    if len(name) == len("2026"):
        return Period(date(year, 1, 1), date(year, 12, 31))
    last_month = 3 * int(name[-1])
    first_after = date(year + last_month // 12, last_month % 12 + 1, 1)
    return Period(date(year, last_month - 2, 1), first_after - timedelta(days=1))
