"""How numbers are written: in data files to six places, on paper by their unit, rounded half up once."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from learnhub.reach.publication.observation import Number, Observation, Observed

DATA_PLACES = 6
SUPPRESSED = "c"
MOST_CHANGE = 10
"""Changes of more than tenfold are left out: they say only that there was little before."""
UNDEFINED = "–"
_NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: decimals on paper, whether paper shows per cent, its SDMX code, and whether parts of it add up."""

    code: str
    label: str
    places: int
    sdmx: str
    percent: bool = False
    adds: bool = False


_DECLARED = (
    Unit("persons", "persons", 0, "PS"),
    Unit("enrolments", "enrolments", 0, "ENROLMENTS", adds=True),
    Unit("participations", "participations", 0, "PARTICIPATIONS", adds=True),
    Unit("certificates", "certificates", 0, "CERTIFICATES", adds=True),
    Unit("events", "events", 0, "EVENTS", adds=True),
    Unit("courses", "courses", 0, "COURSES"),
    Unit("countries", "countries", 0, "COUNTRIES"),
    Unit("centres", "centres", 0, "CENTRES"),
    Unit("targets", "targets", 0, "TARGETS"),
    Unit("answers", "answers", 0, "ANSWERS"),
    Unit("pairs", "pairs", 0, "PAIRS"),
    Unit("hours", "hours", 1, "H", adds=True),
    Unit("days", "days", 1, "D", adds=True),
    Unit("months", "months", 1, "MO", adds=True),
    Unit("ratio", "share", 1, "RATIO", percent=True),
    Unit("percentage points", "percentage points", 1, "PERCENTAGE_POINTS"),
    Unit("points", "points", 1, "POINTS"),
    Unit("number", "number", 2, "PURE_NUMB"),
)
UNITS: dict[str, Unit] = {unit.code: unit for unit in _DECLARED}
_PERCENTAGE_POINTS = "percentage points"
POINTS = frozenset({_PERCENTAGE_POINTS, "points"})
_IN_ITSELF = POINTS | {"number"}


def rounded(value: Number, places: int) -> Decimal:
    """The exact decimal number with this many places, halves away from zero."""
    part, whole = abs(value.numerator) * 10**places, value.denominator
    digits = (2 * part + whole) // (2 * whole)
    return Decimal(-digits if value < 0 else digits).scaleb(-places)


def data_text(value: Number | None, undefined: str = "") -> str:
    """The number as data files carry it: `49`, `0.833333`; `undefined` where there is none."""
    if value is None:
        return undefined
    text = f"{rounded(value, DATA_PLACES):f}"
    return text.rstrip("0").rstrip(".")


def paper_places(value: Number, unit: str) -> int:
    """With how many decimals paper shows it. A count has none, unless it is shared out among goals: 6.5."""
    kind = UNITS[unit]
    return kind.places or int(not kind.percent and value.denominator > 1)


def whole_places(value: Number | None, unit: str) -> int | None:
    """No decimals for a number that has none once it was rounded for everybody: 22 %, not 22.0 %. None: as usual."""
    return 0 if value is not None and not (value * 100 if UNITS[unit].percent else value) % 1 else None


def places_apart(one: Number | None, other: Number | None, unit: str) -> int | None:
    """With how many decimals two numbers are seen to differ, as far as data files tell. None: as usual."""
    if one is None or other is None or one == other:
        return None
    first = max(paper_places(one, unit), paper_places(other, unit))
    for places in range(first, DATA_PLACES):
        if paper_value(one, unit, places) != paper_value(other, unit, places):
            return None if places == first else places
    return DATA_PLACES


def paper_value(value: Number, unit: str, places: int | None = None) -> Decimal:
    """The number as paper shows it, without words: a share of 0.5208 is 52.1."""
    kept = paper_places(value, unit) if places is None else places
    return rounded(value * 100 if UNITS[unit].percent else value, kept)


def paper_text(
    value: Number | None,
    unit: str,
    decimal_point: str = ".",
    thousands: str = _NO_BREAK,
    *,
    places: int | None = None,
) -> str:
    """The number for people: `1 234`, `52.1`, `–`. A share is in per cent, without the sign."""
    if value is None:
        return UNDEFINED
    digits = f"{paper_value(value, unit, places):f}"
    sign, digits = ("-", digits[1:]) if digits.startswith("-") else ("", digits)
    whole, _, part = digits.partition(".")
    return sign + f"{int(whole):,}".replace(",", thousands) + (decimal_point + part if part else "")


def shown(observation: Observation, decimal_point: str = ".", thousands: str = _NO_BREAK) -> str:
    """An observation for people: its number, `c` where it is held back, `–` where it is undefined."""
    if observation.obs_status is Observed.SUPPRESSED:
        return SUPPRESSED
    places = whole_places(observation.value, observation.unit) if observation.for_all else None
    return paper_text(observation.value, observation.unit, decimal_point, thousands, places=places)


def change(current: Observation, previous: Observation | None) -> tuple[Fraction, str] | None:
    """How far a figure has moved, and the unit that says so: shares and scores in points, numbers in themselves, counts
    as a share of the earlier one.

    None where one of the two is not shown, where there was nothing before, or hardly anything.
    """
    if previous is None or current.value is None or previous.value is None:
        return None
    by = Fraction(current.value) - Fraction(previous.value)
    if UNITS[current.unit].percent:
        return by * 100, _PERCENTAGE_POINTS
    if current.unit in _IN_ITSELF:
        return by, current.unit
    if not previous.value:
        return None if by else (by, "ratio")
    share = by / abs(Fraction(previous.value))
    return None if abs(share) >= MOST_CHANGE else (share, "ratio")
