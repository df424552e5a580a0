"""Q01 to Q05, F01 and F02, U01 to U04: shares, frameworks, and what people answer afterwards."""

from __future__ import annotations

from learnhub.reach.indicators.reach import LAST_FACT, learners
from learnhub.reach.indicators.shape import (
    Adds,
    Argument,
    Base,
    Counted,
    Finish,
    Indicator,
    Of,
    Only,
    Shape,
    Tally,
)

SHARES = "unknown leaves the denominator; coverage is told beside the share"
INVITED = "day of the first invitation in the period, UTC; residence on that day"
LATEST = "an answer counts within 60 days (L1) or 90 days (L3) of the first invitation, the latest of them"


def _share(
    numerator: tuple[Only, ...], denominator: tuple[Only, ...], finish: Finish = Finish.RATIO
) -> Shape:
    return Shape(
        Base.FACT,
        "day",
        one_place=True,
        numerator=Tally(Of.PERSONS, numerator),
        denominator=Tally(Of.PERSONS, denominator),
        finish=finish,
    )


def _of_learners(
    code: str,
    name: str,
    definition: str,
    parts: tuple[str, str],
    shape: Shape,
    arguments: tuple[Argument, ...] = (),
    unit: Counted = Counted.RATIO,
) -> Indicator:
    return Indicator(
        code=code,
        name=name,
        definition=definition,
        numerator=parts[0],
        denominator=parts[1],
        unit=unit,
        additivity=Adds.POOLED,
        time_basis=LAST_FACT,
        shape=shape,
        arguments=arguments,
        missing_rule=SHARES,
    )


COVERAGE = Indicator(
    code="Q05",
    name="Coverage",
    definition="Of how many of those counted something is known: gender, country or age of learners reached, "
    "or the SDG of the courses of enrolments (attr=sdg).",
    numerator="Learners reached whose attribute is known; enrolments in mapped courses.",
    denominator="Learners reached; enrolments.",
    unit=Counted.RATIO,
    additivity=Adds.POOLED,
    time_basis=LAST_FACT,
    shape=_share((Only.GENDER_KNOWN,), ()),
    arguments=(Argument("attr", ("gender", "country", "age", "sdg"), "gender"),),
    shapes={
        ("attr", "country"): _share((Only.COUNTRY_KNOWN,), ()),
        ("attr", "age"): _share((Only.AGE_KNOWN,), ()),
        ("attr", "sdg"): Shape(
            Base.UNIT,
            "enrolled",
            numerator=Tally(Of.ROWS, (Only.MAPPED,)),
            denominator=Tally(Of.ROWS),
            finish=Finish.RATIO,
        ),
    },
)

EQUITY = (
    _of_learners(
        "Q01",
        "Share of women",
        "Women among learners reached of known gender: F / (F + M + X).",
        ("Learners reached who are women.", "Learners reached of known gender."),
        _share((Only.WOMEN,), (Only.GENDER_KNOWN,)),
    ),
    _of_learners(
        "Q02",
        "Gender parity index",
        "Women divided by men among learners reached. variant=adjusted lies between 0 and 2: where women are "
        "more it is 2 - M / F. Undefined without men.",
        ("Learners reached who are women.", "Learners reached who are men."),
        _share((Only.WOMEN,), (Only.MEN,), Finish.PARITY),
        (Argument("variant", ("raw", "adjusted"), "raw"),),
        Counted.NUMBER,  # women for each man: no share of anything
    ),
    _of_learners(
        "Q03",
        "Share from a country group",
        "Learners reached who live in a country of the group, among those of known country. ANY is any of "
        "LDC, LLDC and SIDS; AFRICA is Priority Africa.",
        ("Learners reached who live in a country of the group.", "Learners reached of known country."),
        _share((Only.COUNTRY_KNOWN, Only.OF_GROUP), (Only.COUNTRY_KNOWN,)),
        (Argument("of", ("LDC", "SIDS", "LLDC", "ANY", "AFRICA"), "ANY"),),
    ),
    _of_learners(
        "Q04",
        "Youth share",
        "Learners reached aged 15 to 24 among those of known age.",
        ("Learners reached aged 15 to 24.", "Learners reached of known age."),
        _share((Only.YOUNG,), (Only.AGE_KNOWN,)),
    ),
    COVERAGE,
)

FRAMEWORKS = (
    Indicator(
        code="F01",
        name="Learners per code",
        definition="Learners reached through courses and events that are mapped to the code, each counted "
        "whole. Figures overlap between codes; do not add.",
        numerator="Distinct persons with a learning fact of a course or event mapped to the code.",
        unit=Counted.PERSONS,
        additivity=Adds.PERSONS_ONLY,
        time_basis=LAST_FACT,
        shape=learners(),
    ),
    Indicator(
        code="F02",
        name="Enrolments per code",
        definition="Enrolments of the period by the weights of their course on the code; with the unmapped "
        "ones (none) the codes of a framework add up to all enrolments.",
        numerator="Sum of the course's weights on the code over enrolments of the period.",
        unit=Counted.ENROLMENTS,
        additivity=Adds.ALL,
        time_basis="day enrolled in the period, UTC; residence on that day",
        shape=Shape(Base.UNIT, "enrolled", numerator=Tally(Of.WEIGHT), size=Tally(Of.ROWS)),
    ),
)


def _answers(numerator: Tally, *among: Only, finish: Finish = Finish.RATIO) -> Shape:
    return Shape(Base.ANSWER, "day", numerator=numerator, denominator=Tally(Of.ROWS, among), finish=finish)


def _survey(
    code: str,
    name: str,
    definition: str,
    parts: tuple[str, str],
    shape: Shape,
    unit: Counted = Counted.RATIO,
    arguments: tuple[Argument, ...] = (),
) -> Indicator:
    return Indicator(
        code=code,
        name=name,
        definition=definition,
        numerator=parts[0],
        denominator=parts[1],
        unit=unit,
        additivity=Adds.POOLED,
        time_basis=INVITED,
        shape=shape,
        arguments=arguments,
        missing_rule=LATEST,
    )


RATED, ASKED, TOLD = (
    (Only.REACTION, Only.RATED),
    (Only.REACTION, Only.RECOMMENDED),
    (Only.FOLLOW_UP, Only.APPLICATION_TOLD),
)
FOLLOW_UP = (
    _survey(
        "U01",
        "Satisfaction",
        "Answers of 4 or 5 of 5 among answers to the reaction survey (L1).",
        ("Answers of 4 or 5.", "Answers."),
        _answers(Tally(Of.ROWS, (*RATED, Only.TOP_BOX)), *RATED),
    ),
    _survey(
        "U02",
        "Net promoter score",
        "100 times the share of answers 9 and 10 less the share of 0 to 6, of the reaction survey (L1).",
        ("Answers 9 and 10 less answers 0 to 6, times 100.", "Answers."),
        _answers(Tally(Of.POINTS, ASKED), *ASKED, finish=Finish.SCORE),
        Counted.POINTS,
    ),
    _survey(
        "U03",
        "Response rate",
        "Persons and courses with an answer within the window, divided by those invited.",
        ("Persons and courses with an answer.", "Persons and courses invited."),
        _answers(Tally(Of.ROWS, (Only.OF_KIND, Only.ANSWERED)), Only.OF_KIND),
        arguments=(Argument("kind", ("L1", "L3"), "L1"),),
    ),
    _survey(
        "U04",
        "Application rate",
        "Answers yes among yes, no and intend of the follow-up survey (L3).",
        ("Answers yes.", "Answers yes, no and intend."),
        _answers(Tally(Of.ROWS, (*TOLD, Only.APPLIED)), *TOLD),
    ),
)
