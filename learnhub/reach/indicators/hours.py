"""H01 to H05, T01 to T05: hours, days, and training events."""

from __future__ import annotations

from learnhub.reach.indicators.shape import (
    OBJECT_DIMENSIONS,
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

DAY = "day of the session (UTC) or of attendance (local date) in the period; residence on that day"
END = "last day of the event in the period; residence on that day"
OF_EVENTS = tuple(key for key in OBJECT_DIMENSIONS if key != "course")
HEADS_BY = (*OF_EVENTS, "gender")


def _spent(*only: Only, of: Of = Of.ROWS, finish: Finish = Finish.HOURS) -> Shape:
    return Shape(Base.SPENT, "day", numerator=Tally(of, only), size=Tally(Of.PERSONS, only), finish=finish)


def _hours(code: str, name: str, definition: str, additivity: Adds, *only: Only) -> Indicator:
    return Indicator(
        code=code,
        name=name,
        definition=definition,
        numerator=definition,
        unit=Counted.HOURS,
        additivity=additivity,
        time_basis=DAY,
        shape=_spent(*only),
    )


HOURS = (
    _hours(
        "H01",
        "Online learner-hours",
        "Hours of sessions that start in the period, measured: each session to its first 120 minutes, without "
        "minutes that an earlier session of the same person covers.",
        Adds.ALL,
        Only.ONLINE,
    ),
    _hours(
        "H02",
        "Event participant-hours",
        "Hours attended of training events on days of the period; blank hours stand for the scheduled hours "
        "spread over the days of the event.",
        Adds.CO_ORGANISED,
        Only.ATTENDED,
    ),
    _hours(
        "H03",
        "Learner-hours, total",
        "Hours online and hours attended together (H01 + H02). Never mixed with nominal hours.",
        Adds.CO_ORGANISED,
    ),
    Indicator(
        code="H04",
        name="Nominal learner-hours",
        definition="The nominal hours of the course for each completion in the period.",
        numerator="Nominal hours of the course, summed over completions in the period.",
        unit=Counted.HOURS,
        additivity=Adds.ALL,
        time_basis="day completed in the period, UTC; residence on that day",
        shape=Shape(Base.UNIT, "completed", numerator=Tally(Of.NOMINAL_HOURS), size=Tally(Of.PERSONS)),
    ),
    Indicator(
        code="H05",
        name="Participant-days",
        definition="Days attended in person: 1 for a day of 4 hours and more, else one half. unit=months "
        "divides by 30.417.",
        numerator="Days and half days attended in person in the period.",
        unit=Counted.DAYS,
        additivity=Adds.CO_ORGANISED,
        time_basis="day of attendance (local date) in the period; residence on that day",
        shape=_spent(Only.IN_PERSON, of=Of.HALF_DAYS, finish=Finish.DAYS),
        arguments=(Argument("unit", ("days", "months"), "days"),),
    ),
)


TRAINING = (
    Indicator(
        code="T01",
        name="Training events held",
        definition="Training events held that end in the period, also those of which only heads are known.",
        numerator="Training events that end in the period.",
        unit=Counted.EVENTS,
        additivity=Adds.EVENTS,
        time_basis="last day of the event in the period",
        shape=Shape(Base.HELD, "end_date", numerator=Tally(Of.ROWS, (Only.TRAINING,))),
        disaggregations=OF_EVENTS,
        missing_rule="does not apply: events are counted, not people",
    ),
    Indicator(
        code="T02",
        name="Participations",
        definition="Pairs of person and training event with at least one day attended, for events that end "
        "in the period.",
        numerator="Pairs of person and training event with a day attended.",
        unit=Counted.PARTICIPATIONS,
        additivity=Adds.CO_ORGANISED,
        time_basis=END,
        shape=Shape(Base.PARTICIPATION, "end_date", numerator=Tally(Of.ROWS)),
    ),
    Indicator(
        code="T03",
        name="Full-attendance rate",
        definition="Participations with four fifths or more of the scheduled hours, divided by participations.",
        numerator="Participations with four fifths or more of the scheduled hours.",
        denominator="Participations in training events that end in the period.",
        unit=Counted.RATIO,
        additivity=Adds.POOLED,
        time_basis=END,
        shape=Shape(
            Base.PARTICIPATION,
            "end_date",
            numerator=Tally(Of.ROWS, (Only.FULL,)),
            denominator=Tally(Of.ROWS),
            finish=Finish.RATIO,
        ),
    ),
    Indicator(
        code="T04",
        name="No-show rate",
        definition="Registrants of training events that were never present, divided by registrants. Who came "
        "without registering is a registrant.",
        numerator="Registrants who were never present.",
        denominator="Pairs of person and training event with any row of attendance.",
        unit=Counted.RATIO,
        additivity=Adds.POOLED,
        time_basis=END,
        shape=Shape(
            Base.REGISTRATION,
            "end_date",
            numerator=Tally(Of.ROWS, (Only.ABSENT,)),
            denominator=Tally(Of.ROWS),
            finish=Finish.RATIO,
        ),
    ),
    Indicator(
        code="T05",
        name="Unnamed head-count",
        definition="Heads counted without names at events that end in the period, of trainings or of outreach "
        "(kind); never added to persons.",
        numerator="Heads counted without names.",
        unit=Counted.PERSONS,
        additivity=Adds.EVENTS,
        time_basis="last day of the event in the period",
        shape=Shape(Base.HELD, "end_date", numerator=Tally(Of.HEADS, (Only.OF_KIND,))),
        arguments=(Argument("kind", ("training", "outreach"), ""),),
        disaggregations=HEADS_BY,
        missing_rule="heads of unknown gender are a category of their own (U)",
    ),
)
