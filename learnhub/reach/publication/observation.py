"""One number and all that says what it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from operator import attrgetter

Number = int | Fraction
Key = tuple[str, ...]
TOTAL = "_T"
PROJECTS = "PROJECT"  # the framework whose targets are donor projects
DIMENSIONS = (
    "centre",
    "course",
    "event",
    "theme",
    "mode",
    "ref_area",
    "region",
    "sex",
    "age",
    "country_group",
    "framework",
    "target",
)
_codes = attrgetter(*DIMENSIONS)


class Observed(StrEnum):
    """Whether there is a number, and if not why (SDMX code list CL_OBS_STATUS)."""

    NORMAL = "A"
    PROVISIONAL = "P"
    UNDEFINED = "M"
    MISSING = "O"
    SUPPRESSED = "Q"


class Confidential(StrEnum):
    """Whether a number may be shown (SDMX code list CL_CONF_STATUS)."""

    FREE = "F"
    SUPPRESSED = "C"
    PRIMARY = "A"
    SECONDARY = "D"


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One number with all that says what it is: one row of the data files.

    Codes are those of the engine (gender `U`, country `ZZ`, age and region `UNK` for unknown); `_T` in a dimension
    means all of it. `unit` is a code of `numbers.UNITS`. A variant of an indicator follows a dot: `L04.g`, `Q03.LDC`.
    `contributors` (persons or answers behind the number) and `largest_share` (of the largest contributor in a
    sum) serve disclosure control and are in no file. `rounded_to` is the base of an open cube's rounding.
    """

    indicator: str
    name: str
    unit: str
    period_start: date
    period_end: date
    time_basis: str = ""
    centre: str = TOTAL
    course: str = TOTAL
    event: str = TOTAL
    theme: str = TOTAL
    mode: str = TOTAL
    ref_area: str = TOTAL
    region: str = TOTAL
    sex: str = TOTAL
    age: str = TOTAL
    country_group: str = TOTAL
    framework: str = TOTAL
    target: str = TOTAL
    value: Number | None = None
    numerator: Number | None = None
    denominator: Number | None = None
    obs_status: Observed = Observed.NORMAL
    conf_status: Confidential = Confidential.FREE
    footnote: str = ""
    contributors: int | None = None
    largest_share: Fraction | None = None
    rounded_to: int | None = None

    @property
    def key(self) -> Key:
        """What identifies it inside a publication: indicator, first and last day, then `DIMENSIONS` in order."""
        return (self.indicator, self.period_start.isoformat(), self.period_end.isoformat(), *_codes(self))

    @property
    def suppressed(self) -> bool:
        """Whether its number is held back."""
        return self.obs_status is Observed.SUPPRESSED

    @property
    def for_all(self) -> bool:
        """Whether its number was rounded for an open file, which leaves the base of a share out."""
        return self.rounded_to is not None or (self.unit == "ratio" and self.denominator is None)

    def without_value(self, conf_status: Confidential = Confidential.SUPPRESSED) -> Observation:
        """The same observation with its number, and all that could rebuild it, taken away."""
        return replace(
            self,
            value=None,
            numerator=None,
            denominator=None,
            contributors=None,
            largest_share=None,
            obs_status=Observed.SUPPRESSED,
            conf_status=conf_status,
        )
