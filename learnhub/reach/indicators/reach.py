"""R01 to R09: persons."""

from __future__ import annotations

from learnhub.reach.indicators.shape import (
    DIMENSIONS,
    Adds,
    Argument,
    Base,
    Counted,
    Each,
    Indicator,
    Of,
    Only,
    Shape,
    Tally,
)

LAST_FACT = "learning facts in the period; residence on the day of the person's last one, anywhere"
WITHOUT_MODE = tuple(key for key in DIMENSIONS if key != "mode")
ONE_LEAD = {"centre", "course", "event"}


def learners(*only: Only, each: Each | None = None) -> Shape:
    """Distinct persons over learning facts."""
    return Shape(Base.FACT, "day", one_place=True, numerator=Tally(Of.PERSONS, only), each=each)


def _countries(*only: Only) -> Shape:
    return Shape(
        Base.FACT,
        "day",
        one_place=True,
        numerator=Tally(Of.COUNTRIES, (Only.COUNTRY_KNOWN, *only)),
        size=Tally(Of.PERSONS, (Only.COUNTRY_KNOWN, *only)),
    )


def _persons(
    code: str,
    name: str,
    definition: str,
    shape: Shape,
    additivity: Adds = Adds.PERSONS_ONLY,
    disaggregations: tuple[str, ...] = DIMENSIONS,
) -> Indicator:
    return Indicator(
        code=code,
        name=name,
        definition=definition,
        numerator=definition,
        unit=Counted.PERSONS,
        additivity=additivity,
        time_basis=LAST_FACT,
        shape=shape,
        disaggregations=disaggregations,
    )


ENROLLED = Indicator(
    code="R01",
    name="Persons enrolled",
    definition="Distinct persons with an enrolment in the period.",
    numerator="Distinct persons with an enrolment in the period.",
    unit=Counted.PERSONS,
    additivity=Adds.PERSONS_ONLY,
    time_basis="day enrolled in the period, UTC; residence on the day of the last enrolment in it",
    shape=Shape(Base.UNIT, "enrolled", one_place=True, numerator=Tally(Of.PERSONS)),
)
COUNTRIES = Indicator(
    code="R08",
    name="Countries reached",
    definition="Distinct countries and areas where learners reached live; those of unknown residence give "
    "none. set=member_states counts Member States of UNESCO alone.",
    numerator="Distinct countries of residence of learners reached.",
    unit=Counted.COUNTRIES,
    additivity=Adds.REGIONS,
    time_basis=LAST_FACT,
    shape=_countries(),
    arguments=(Argument("set", ("areas", "member_states"), "areas"),),
    shapes={("set", "member_states"): _countries(Only.MEMBER_STATE)},
    missing_rule="learners of unknown country give no country",
)

REACH = (
    ENROLLED,
    _persons(
        "R02",
        "Active online learners",
        "Distinct persons with a session, a submitted quiz attempt or a completion in the period.",
        learners(Only.ONLINE),
    ),
    _persons(
        "R03",
        "Event participants",
        "Distinct persons with a day attended of a training event in the period; mode tells in person from "
        "live online, and who did both counts once in the total.",
        learners(Only.ATTENDED),
    ),
    _persons(
        "R04",
        "Learners reached",
        "Distinct persons with at least one learning fact in the period: a session, a submitted quiz "
        "attempt, a completion, or a day attended of a training event.",
        learners(),
    ),
    _persons(
        "R05",
        "New learners",
        "Learners reached whose first learning fact ever, anywhere in the network, lies in the period.",
        learners(Only.FIRST_IN_PERIOD),
        Adds.PERSONS_AND_TIME,
    ),
    _persons(
        "R06",
        "Returning learners",
        "Learners reached who had a learning fact before the period.",
        learners(Only.FIRST_BEFORE),
    ),
    _persons(
        "R07",
        "Blended learners",
        "Learners reached both online and in person in the period.",
        learners(each=Each.BLENDED),
        disaggregations=WITHOUT_MODE,
    ),
    COUNTRIES,
    _persons(
        "R09",
        "Multi-centre learners",
        "Learners reached by at least two centres in the period; a co-organised event is its lead centre's.",
        learners(each=Each.TWO_LEADS),
        disaggregations=tuple(key for key in DIMENSIONS if key not in ONE_LEAD),
    ),
)
