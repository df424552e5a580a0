"""E01 to E05, C01 to C05, S01 to S03: enrolments, completions and certificates."""

from __future__ import annotations

from learnhub.reach.indicators.shape import (
    DIMENSIONS,
    LADDER,
    Adds,
    Base,
    Counted,
    Finish,
    Indicator,
    Of,
    Only,
    Shape,
    Tally,
)

OWN_DAY = "residence on the day of the enrolment, completion or certificate itself"
MATURES = "as known at the as-of, so that young cohorts mature"
ENROLLED, COMPLETED, CERTIFIED = "enrolled", "completed", "certified"
COHORT = "enrolments of the period"
SHOWS = "Enrolments of the period with an online learning fact by the as-of."


def _units(
    code: str,
    name: str,
    definition: str,
    *only: Only,
    moment: str = ENROLLED,
    unit: Counted = Counted.ENROLMENTS,
    disaggregations: tuple[str, ...] = DIMENSIONS,
) -> Indicator:
    return Indicator(
        code=code,
        name=name,
        definition=definition,
        numerator=definition,
        unit=unit,
        additivity=Adds.ALL,
        time_basis=f"day {moment} in the period, UTC; {OWN_DAY}",
        shape=Shape(Base.UNIT, moment, numerator=Tally(Of.ROWS, only)),
        disaggregations=disaggregations,
    )


def _rate(code: str, name: str, numerator: str, only: Only, *among: Only) -> Indicator:
    whole = SHOWS if among else "Enrolments of the period."
    return Indicator(
        code=code,
        name=name,
        definition=f"{numerator} Divided by {'active ' if among else ''}{COHORT}, {MATURES}.",
        numerator=numerator,
        denominator=whole,
        unit=Counted.RATIO,
        additivity=Adds.POOLED,
        time_basis=f"day enrolled in the period, UTC, observed up to the as-of; {OWN_DAY}",
        shape=Shape(
            Base.UNIT,
            ENROLLED,
            numerator=Tally(Of.ROWS, (*among, only)),
            denominator=Tally(Of.ROWS, among),
            finish=Finish.RATIO,
        ),
    )


ENROLMENT = (
    _units(
        "E01",
        "Enrolments",
        "Enrolments in the period; one per person and course, however often the person enrolled.",
    ),
    _units(
        "E02",
        "Enrolments not withdrawn",
        "Enrolments in the period without those that are withdrawn, as known at the as-of.",
        Only.NOT_WITHDRAWN,
    ),
    _units("E03", "Active enrolments", SHOWS, Only.ACTIVE),
    _rate(
        "E04", "Show rate", "Enrolments of the period with an online learning fact by the as-of.", Only.ACTIVE
    ),
    _units(
        "E05",
        "Status ladder",
        "Enrolments of the period by how far they came by the as-of, each on one rung: certified (a "
        "certificate that is not revoked), completed, explored (progress of 50 % and more), viewed (any "
        "learning fact), no_show. Without ladder all rungs together, that is E01.",
        disaggregations=(*DIMENSIONS, LADDER),
    ),
    _units(
        "C01",
        "Completions",
        "Enrolments completed in the period, whenever they began.",
        moment=COMPLETED,
    ),
    Indicator(
        code="C02",
        name="Completers",
        definition="Distinct persons with a completion in the period.",
        numerator="Distinct persons with a completion in the period.",
        unit=Counted.PERSONS,
        additivity=Adds.MOVERS_APART,
        time_basis=f"day completed in the period, UTC; {OWN_DAY}",
        shape=Shape(Base.UNIT, COMPLETED, numerator=Tally(Of.PERSONS)),
    ),
    _rate("C03", "Completion rate of enrolled", "Enrolments of the period completed.", Only.COMPLETED),
    _rate(
        "C04",
        "Completion rate of active",
        "Enrolments of the period completed.",
        Only.COMPLETED,
        Only.ACTIVE,
    ),
    _rate(
        "C05",
        "Drop-out rate",
        "Active enrolments of the period, not completed, that are withdrawn or have had no learning fact in "
        "the 90 days before the as-of.",
        Only.DROPPED,
        Only.ACTIVE,
    ),
    _units(
        "S01",
        "Certificates issued",
        "Enrolments whose first certificate was issued in the period.",
        moment=CERTIFIED,
        unit=Counted.CERTIFICATES,
    ),
    _units(
        "S02",
        "Certificates valid",
        "Enrolments whose first certificate was issued in the period and that hold one that is not revoked "
        "by the as-of.",
        Only.VALID,
        moment=CERTIFIED,
        unit=Counted.CERTIFICATES,
    ),
    _rate(
        "S03",
        "Certification rate",
        "Active enrolments of the period with a certificate that is not revoked.",
        Only.CERTIFIED,
        Only.ACTIVE,
    ),
)
