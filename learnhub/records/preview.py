"""What a decision would change in live figures. The engine behind it is fetched with the first preview.

Why on demand: docs/decisions/0005-engine-fetched-on-demand.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module

from sqlalchemy.orm import Session

from learnhub.config import Settings
from learnhub.ledger.records import Record

EFFECT = "learnhub.records.effect"
HEADLINES = ("R01", "R04", "E01", "C01", "C02", "S01")
"""Persons enrolled, learners reached, enrolments, completions, completers, certificates."""


@dataclass(frozen=True, slots=True)
class Span:
    """A period of the preview: the present year, or everything so far (`year` is None)."""

    start: date
    end: date
    year: int | None


@dataclass(frozen=True, slots=True)
class Shift:
    """One figure that changes; `centre` is blank for the total."""

    span: Span
    indicator: str
    centre: str
    before: int
    after: int


def spans_of(now: datetime) -> tuple[Span, ...]:
    """The present year so far, and all years."""
    today = now.date()
    return Span(date(today.year, 1, 1), today, today.year), Span(date(1970, 1, 1), today, None)


def shifts(
    session: Session,
    settings: Settings,
    *,
    changes: Sequence[Record],
    centres: frozenset[str] | None,
    now: datetime,
) -> list[Shift]:
    """Headline figures that these further versions of records would change, before and after.

    `centres` are those whose figures the reader may see (None: all). Persons count independently of one another, so
    what changes is computed on the records of the people in question alone and added to the live figure.
    """
    found = import_module(EFFECT).shifts(
        session, settings, changes=changes, centres=centres, now=now, spans=spans_of(now)
    )
    if not isinstance(found, list):
        raise TypeError("the engine gave something else than was asked for")
    return found
