"""The words in which an indicator is declared: the rows it looks at, which of them count, what is made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

METHODOLOGY = "1.0.0"
SOURCE = "docs/reach.md, methodology " + METHODOLOGY

OBJECT_DIMENSIONS = ("centre", "course", "event", "theme", "mode", "code", "goal", "project")
PERSON_DIMENSIONS = ("country", "region", "gender", "age", "group")
DIMENSIONS = OBJECT_DIMENSIONS + PERSON_DIMENSIONS
OVERLAPPING = frozenset({"code", "goal", "project", "group"})
LADDER = "ladder"
ITEM = "item"
OWN_DIMENSIONS = (LADDER, ITEM)  # each of one indicator alone
RUNGS = ("certified", "completed", "explored", "viewed", "no_show")


class Base(StrEnum):
    """The rows that an indicator looks at; also the name of their table in a snapshot."""

    FACT = "fact"
    UNIT = "unit"
    SPENT = "spent"
    HELD = "held"
    PARTICIPATION = "participation"
    REGISTRATION = "registration"
    PAIR = "pair"
    FIRST_TRY = "first_try"
    ANSWER = "answer"


class Counted(StrEnum):
    """What one unit of the value is."""

    PERSONS = "persons"
    COUNTRIES = "countries"
    ENROLMENTS = "enrolments"
    CERTIFICATES = "certificates"
    EVENTS = "events"
    PARTICIPATIONS = "participations"
    PAIRS = "pairs"
    HOURS = "hours"
    DAYS = "days"
    RATIO = "ratio"
    PERCENTAGE_POINTS = "percentage points"
    POINTS = "points"
    NUMBER = "number"


class Adds(StrEnum):
    """Over what parts of a breakdown add up to the whole."""

    PERSONS_ONLY = "over gender, age, country, region"
    PERSONS_AND_TIME = "over gender, age, country, region, and over periods"
    MOVERS_APART = "over gender and age; a person who moved in the period is in both countries"
    CO_ORGANISED = (
        "over gender, age, country, region, over themes, and over periods; "
        "a co-organised event counts in each of its centres"
    )
    EVENTS = "over themes and periods; a co-organised event counts in each of its centres"
    ALL = "over gender, age, country, region, over centres, courses, themes, and over periods"
    REGIONS = "over regions alone"
    POOLED = "not at all; the rate of a whole is made anew from its own numerator and denominator"
    NOWHERE = "not at all"


class Only(StrEnum):
    """A condition on the rows, in words."""

    ONLINE = "the fact is a session, a submitted attempt or a completion"
    ATTENDED = "the fact is a day attended of a training event"
    IN_PERSON = "the day was attended in person"
    FIRST_IN_PERIOD = "the person's first learning fact ever lies in the period"
    FIRST_BEFORE = "the person's first learning fact ever lies before the period"
    COUNTRY_KNOWN = "the country of residence is known"
    GENDER_KNOWN = "the gender is known"
    AGE_KNOWN = "the birth year is known"
    MEMBER_STATE = "the country is a Member State of UNESCO"
    WOMEN = "the person is a woman"
    MEN = "the person is a man"
    YOUNG = "the person is 15 to 24 in the year of the period's last day"
    OF_GROUP = "the country is in the group on the last day of the period"
    NOT_WITHDRAWN = "the enrolment is not withdrawn, as known at the as-of"
    ACTIVE = "the enrolment has an online learning fact by the as-of"
    COMPLETED = "the enrolment is completed by the as-of"
    DROPPED = "active, not completed, and withdrawn or without a fact in the 90 days before the as-of"
    CERTIFIED = "active, with a certificate that is not revoked by the as-of"
    VALID = "at least one certificate is not revoked by the as-of"
    MAPPED = "the course is mapped to the SDG"
    TRAINING = "the event is a training"
    FULL = "the hours attended are at least 80 % of the hours scheduled"
    ABSENT = "never present"
    FROM_TEST = "the attempt is of the kind asked for"
    PRE_TEST = "the attempt is a pre-test"
    MATCHED = "a post-test was submitted after it by the as-of"
    POST_TEST = "the attempt is a post-test of a course with a pass mark"
    PASSED = "the score reaches the pass mark"
    OF_KIND = "the kind asked for"
    REACTION = "a reaction survey (L1)"
    FOLLOW_UP = "a follow-up survey (L3)"
    ANSWERED = "answered within the window"
    RATED = "satisfaction is answered"
    TOP_BOX = "satisfaction is 4 or 5 of 5"
    RECOMMENDED = "the recommendation is answered"
    APPLICATION_TOLD = "yes, no or intend was answered"
    APPLIED = "yes was answered"


class Each(StrEnum):
    """A condition on all rows of a person together."""

    BLENDED = "facts both online and in person"
    TWO_LEADS = "facts with at least two lead centres"


class Of(StrEnum):
    """What is tallied over the rows."""

    PERSONS = "distinct persons"
    ROWS = "rows"
    COUNTRIES = "distinct countries"
    NOMINAL_HOURS = "nominal hours of the courses"
    WEIGHT = "weight on the code"
    HEADS = "heads"
    POINTS = "promoters less detractors"
    HALF_DAYS = "half days"


@dataclass(frozen=True, slots=True)
class Tally:
    """A number over the rows that fulfil all conditions."""

    of: Of
    only: tuple[Only, ...] = ()


class Finish(StrEnum):
    """What is made of the tallies, or of rows that carry more than a tally can."""

    COUNT = "the numerator"
    RATIO = "numerator over denominator"
    PARITY = "women over men"
    SCORE = "100 times numerator over denominator"
    DAYS = "half the numerator"
    HOURS = "sum of exact amounts"
    GAIN = "mean gain"
    NORMALISED = "normalised gain"
    INDIVIDUAL = "mean of the normalised gain of each pair"
    EFFECT = "effect size"
    ALPHA = "reliability"
    ITEM = "item statistics"


@dataclass(frozen=True, slots=True)
class Shape:
    """How an indicator is counted. `moment` is the day of a row that must lie in the period.

    `one_place` says that residence is taken once per person and period, on the day of the person's last row
    of the period anywhere in the network; otherwise each row has the residence of its own day.
    `size` is what `n` counts; without it, the denominator, or else the numerator.
    """

    base: Base
    moment: str
    numerator: Tally
    denominator: Tally | None = None
    one_place: bool = False
    size: Tally | None = None
    each: Each | None = None
    finish: Finish = Finish.COUNT

    @property
    def n(self) -> Tally:
        """What is behind a value."""
        return self.size or self.denominator or self.numerator


@dataclass(frozen=True, slots=True)
class Argument:
    """A choice that belongs to an indicator. `default` holds where nothing is said; empty: no choice made."""

    name: str
    choices: tuple[str, ...]
    default: str


UNKNOWN_SHOWN = (
    "unknown is a category of its own (gender U, country ZZ, region and age UNK); nothing is imputed"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator: what readers are told of it, and its shape. `shapes` are those of other arguments."""

    code: str
    name: str
    definition: str
    numerator: str
    denominator: str = ""
    unit: Counted
    additivity: Adds
    time_basis: str
    shape: Shape
    arguments: tuple[Argument, ...] = ()
    shapes: Mapping[tuple[str, str], Shape] = field(default_factory=dict)
    disaggregations: tuple[str, ...] = DIMENSIONS
    missing_rule: str = UNKNOWN_SHOWN
    version: str = METHODOLOGY
    source: str = SOURCE

    @property
    def rule(self) -> str:
        """The conditions on what is counted, in words; `none` if there are none."""
        return "; ".join(str(only) for only in self.shape.numerator.only) or str(self.shape.each or "none")

    def chosen(self, filters: Mapping[str, str]) -> dict[str, str]:
        """The arguments among the filters, with the defaults of those that are not there."""
        return {each.name: filters.get(each.name, each.default) for each in self.arguments}

    def shape_for(self, filters: Mapping[str, str]) -> Shape:
        """The shape that the arguments among the filters ask for."""
        for choice in self.chosen(filters).items():
            if choice in self.shapes:
                return self.shapes[choice]
        return self.shape
