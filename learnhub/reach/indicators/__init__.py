"""The indicators as data: what each counts and how it may be cut. The engine knows none of them by name."""

from __future__ import annotations

from learnhub.reach.indicators.enrolment import ENROLMENT
from learnhub.reach.indicators.equity import EQUITY, FOLLOW_UP, FRAMEWORKS
from learnhub.reach.indicators.hours import HOURS, TRAINING
from learnhub.reach.indicators.learning import LEARNING
from learnhub.reach.indicators.reach import REACH
from learnhub.reach.indicators.shape import (
    DIMENSIONS,
    METHODOLOGY,
    OBJECT_DIMENSIONS,
    OVERLAPPING,
    OWN_DIMENSIONS,
    PERSON_DIMENSIONS,
    Adds,
    Base,
    Counted,
    Indicator,
)

__all__ = [
    "DIMENSIONS",
    "INDICATORS",
    "METHODOLOGY",
    "OBJECT_DIMENSIONS",
    "OVERLAPPING",
    "OWN_DIMENSIONS",
    "PERSON_DIMENSIONS",
    "Adds",
    "Base",
    "Counted",
    "Indicator",
]

INDICATORS: dict[str, Indicator] = {
    each.code: each
    for series in (REACH, ENROLMENT, HOURS, TRAINING, LEARNING, EQUITY, FRAMEWORKS, FOLLOW_UP)
    for each in series
}
