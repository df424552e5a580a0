"""The indicators as data: what each counts and how it may be cut. The engine knows none of them by name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

METHODOLOGY = "1.0.0"


class Base(StrEnum):
    """The rows that an indicator counts."""

    FACT = "fact"
    UNIT = "unit"


class Counted(StrEnum):
    """What one unit of the value is."""

    PERSONS = "persons"
    ENROLMENTS = "enrolments"


class Rule(StrEnum):
    """A further condition on the rows."""

    NONE = "none"
    FIRST_IN_PERIOD = "the person's first learning fact ever lies in the period"
    FIRST_BEFORE = "the person's first learning fact ever lies before the period"
    NOT_WITHDRAWN = "the enrolment is not withdrawn, as known at the as-of"


class Adds(StrEnum):
    """Over what parts of a breakdown add up to the whole."""

    PERSONS_ONLY = "over gender, age, country, region"
    PERSONS_AND_TIME = "over gender, age, country, region, and over periods"
    ALL = "over gender, age, country, region, over centres, courses, themes, and over periods"


OBJECT_DIMENSIONS = ("centre", "course", "event", "theme", "mode", "code", "goal")
PERSON_DIMENSIONS = ("country", "region", "gender", "age", "group")
DIMENSIONS = OBJECT_DIMENSIONS + PERSON_DIMENSIONS
OVERLAPPING = frozenset({"code", "goal", "group"})
SOURCE = "docs/reach.md, methodology " + METHODOLOGY
UNKNOWN_SHOWN = (
    "unknown is a category of its own (gender U, country ZZ, region and age UNK); nothing is imputed"
)
OWN_DAY = "residence on the day of the enrolment or completion itself"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator. `moment` is the day of a row that must lie in the period.

    `one_place` says that residence is taken once per person and period, on the day of the person's last row
    of the period anywhere in the network; otherwise each row has the residence of its own day.
    """

    code: str
    name: str
    definition: str
    numerator: str
    denominator: str
    unit: Counted
    additivity: Adds
    time_basis: str
    base: Base
    moment: str
    one_place: bool
    rule: Rule = Rule.NONE
    disaggregations: tuple[str, ...] = DIMENSIONS
    missing_rule: str = UNKNOWN_SHOWN
    version: str = METHODOLOGY
    source: str = SOURCE


def _persons(code: str, name: str, definition: str, rule: Rule, additivity: Adds) -> Indicator:
    return Indicator(
        code=code,
        name=name,
        definition=definition,
        numerator=definition,
        denominator="",
        unit=Counted.PERSONS,
        additivity=additivity,
        time_basis="learning facts in the period; residence on the day of the person's last one, anywhere",
        base=Base.FACT,
        moment="day",
        one_place=True,
        rule=rule,
    )


def _units(code: str, name: str, definition: str, moment: str, rule: Rule = Rule.NONE) -> Indicator:
    return Indicator(
        code=code,
        name=name,
        definition=definition,
        numerator=definition,
        denominator="",
        unit=Counted.ENROLMENTS,
        additivity=Adds.ALL,
        time_basis=f"day {moment} in the period, UTC; {OWN_DAY}",
        base=Base.UNIT,
        moment=moment,
        one_place=False,
        rule=rule,
    )


_DECLARED = (
    Indicator(
        code="R01",
        name="Persons enrolled",
        definition="Distinct persons with an enrolment in the period.",
        numerator="Distinct persons with an enrolment in the period.",
        denominator="",
        unit=Counted.PERSONS,
        additivity=Adds.PERSONS_ONLY,
        time_basis="day enrolled in the period, UTC; residence on the day of the last enrolment in it",
        base=Base.UNIT,
        moment="enrolled",
        one_place=True,
    ),
    _persons(
        "R04",
        "Learners reached",
        "Distinct persons with at least one learning fact in the period: a session, a submitted quiz "
        "attempt, a completion, or a day attended of a training event.",
        Rule.NONE,
        Adds.PERSONS_ONLY,
    ),
    _persons(
        "R05",
        "New learners",
        "Learners reached whose first learning fact ever, anywhere in the network, lies in the period.",
        Rule.FIRST_IN_PERIOD,
        Adds.PERSONS_AND_TIME,
    ),
    _persons(
        "R06",
        "Returning learners",
        "Learners reached who had a learning fact before the period.",
        Rule.FIRST_BEFORE,
        Adds.PERSONS_ONLY,
    ),
    _units(
        "E01",
        "Enrolments",
        "Enrolments in the period; one per person and course, however often the person enrolled.",
        "enrolled",
    ),
    _units(
        "E02",
        "Enrolments not withdrawn",
        "Enrolments in the period without those that are withdrawn, as known at the as-of.",
        "enrolled",
        Rule.NOT_WITHDRAWN,
    ),
    _units("C01", "Completions", "Enrolments completed in the period, whenever they began.", "completed"),
    Indicator(
        code="C02",
        name="Completers",
        definition="Distinct persons with a completion in the period.",
        numerator="Distinct persons with a completion in the period.",
        denominator="",
        unit=Counted.PERSONS,
        additivity=Adds.PERSONS_ONLY,
        time_basis=f"day completed in the period, UTC; {OWN_DAY}",
        base=Base.UNIT,
        moment="completed",
        one_place=False,
    ),
)

INDICATORS: dict[str, Indicator] = {indicator.code: indicator for indicator in _DECLARED}
