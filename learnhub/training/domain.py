"""What a training can be, what is said of a person on one of its days, and how two sheets of one day are settled."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import NamedTuple

from learnhub.kernel.errors import N_, Conflict, Unacceptable
from learnhub.kernel.letters import plain_digits

MOST_DAYS = 100
MOST_HOURS = 1_000
DAY_HOURS = 24
FIRST_YEAR, LAST_YEAR = 1900, 2999  # of periods that can be asked for
AHEAD = timedelta(hours=14)  # of UTC, where a day begins first
CENT = Decimal("0.01")
MILLIONTH = Decimal("0.000001")  # as the ledger writes numbers


class Mode(StrEnum):
    """How people take part. On a day of a hybrid training each of them has one of the other two."""

    IN_PERSON = "in_person"
    LIVE_ONLINE = "live_online"
    HYBRID = "hybrid"


class Status(StrEnum):
    """Where a training stands. It is held from the first day of attendance that is stored."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"


class Presence(StrEnum):
    """What a sheet says of a person on a day."""

    PRESENT = "present"
    ABSENT = "absent"
    EXCUSED = "excused"


class Mark(NamedTuple):
    """A person on a day; all blank where nothing is recorded. Blank hours of somebody present: as scheduled."""

    status: str = ""
    hours: str = ""
    mode: str = ""


BLANK = Mark()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is said of a training before it is held. `hours` of all days together, as `tidy_hours` writes them;
    `announced`: in the public calendar."""

    title: str
    theme: str
    mode: Mode
    country: str
    place: str
    starts_on: date
    ends_on: date
    hours: str
    co_centres: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    announced: bool = True

    def check(self) -> None:
        """Raises Unacceptable for days that are no training."""
        if self.ends_on < self.starts_on:
            raise Unacceptable(N_("The last day lies before the first one. Swap the two days."))
        if not FIRST_YEAR <= self.starts_on.year <= self.ends_on.year <= LAST_YEAR:
            raise Unacceptable(N_("No statistics reach to these days. Check the year."))
        if (self.ends_on - self.starts_on).days >= MOST_DAYS:
            raise Unacceptable(
                N_(
                    "A training has at most 100 days. Plan a longer one as several trainings, one for each part."
                )
            )
        if Decimal(self.hours) > DAY_HOURS * len(list(days_of(self.starts_on, self.ends_on))):
            raise Unacceptable(
                N_("These are more hours than the days have. Put the hours right, or the last day.")
            )

    def check_against(self, days: Collection[date], mode: str) -> None:
        """Refuse what would contradict recorded attendance. Raises Unacceptable."""
        self.check()
        if days and (min(days) < self.starts_on or max(days) > self.ends_on):
            raise Unacceptable(
                N_("Attendance is recorded on a day that would lie outside. Keep that day inside.")
            )
        if days and self.mode not in (mode, Mode.HYBRID):
            raise Unacceptable(
                N_("Attendance is recorded in the other mode. Make it hybrid, then put the days right.")
            )


def days_of(starts_on: date, ends_on: date) -> Iterator[date]:
    """Every day of a training."""
    for n in range((ends_on - starts_on).days + 1):
        yield starts_on + timedelta(days=n)


def newest_day(now: datetime) -> date:
    """The day that has begun somewhere on Earth: a training is not always where its centre is."""
    return (now + AHEAD).date()


def check_day(day: date, *, starts_on: date, ends_on: date, today: date) -> None:
    """Whether attendance can be recorded. `today` has begun somewhere on Earth. Raises Unacceptable."""
    if not starts_on <= day <= ends_on:
        raise Unacceptable(N_("This day is none of the training. Put the dates of the training right first."))
    if day > today:
        raise Unacceptable(N_("This day is still to come. Attendance is recorded from that day on."))


def check_runs(status: str) -> None:
    """Raises Conflict for a training that was called off."""
    if status in (Status.CANCELLED, Status.POSTPONED):
        raise Conflict(
            N_("This training was called off. Put it back on the plan first: change it, and save.")
        )


def tidy_hours(typed: str, most: int = DAY_HOURS) -> str | None:
    """Hours as `4.5` or `6`, from digits of any script with a point or a comma, and an `h` behind them if one likes.

    None for what are no hours, more than `most`, or have three digits behind the sign, which may be thousands."""
    plain = plain_digits(typed).strip().removesuffix("h").rstrip().replace(",", ".").replace("٫", ".")
    if (
        not plain
        or len(plain) > 8
        or not set(plain) <= set("0123456789.")
        or len(plain.partition(".")[2]) > 2
    ):
        return None
    try:
        hours = Decimal(plain)
    except InvalidOperation:
        return None
    if not 0 < hours <= most:
        return None
    return hours_text(hours)


def hours_text(hours: Decimal) -> str:
    """As pages write them: `4.5`, `6`, `0`."""
    text = f"{hours.quantize(CENT):f}"
    return text.rstrip("0").rstrip(".")


def settle(*, seen: Mark, typed: Mark, held: Mark) -> Mark | None:
    """What holds after somebody who saw `seen` has sent `typed`, where `held` is stored by now; None if two people have
    changed it to different things."""
    if typed in (seen, held):
        return held
    return typed if held == seen else None


def hours_counted(mark: Mark, *, hours: str, days: int) -> Decimal:
    """Hours of a day as statistics count them: a blank stands for an equal part of what was scheduled."""
    if mark.status != Presence.PRESENT:
        return Decimal(0)
    return Decimal(mark.hours) if mark.hours else Decimal(hours) / days


def shares(targets: Collection[str]) -> dict[str, Decimal]:
    """Equal shares of a training for the targets that it serves, together 1."""
    each = (Decimal(1) / len(targets)).quantize(MILLIONTH) if targets else Decimal(0)
    found = dict.fromkeys(targets, each)
    for last in [*found][-1:]:
        found[last] = 1 - each * (len(found) - 1)
    return found


def as_recorded(mode: str, status: str, hours: str = "", how: str = "") -> Mark:
    """A mark as it is stored: only somebody present has hours and a mode, at a hybrid training her own (`how`)."""
    if status != Presence.PRESENT:
        return Mark(status)
    return Mark(status, hours, how if mode == Mode.HYBRID else mode)
