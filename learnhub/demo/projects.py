"""Two simulated donor projects: one of the centre whose team can be signed in to, one of the network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from learnhub.demo.journey import Fact
from learnhub.ledger.records import EventRecord, TargetRecord
from learnhub.reach.projects.queries import FRAMEWORK
from learnhub.reach.projects.service import (
    ACTOR,
    IndicatorValues,
    ProjectValues,
    add_project,
    keep_indicator,
)

FLOODS, WATER = "living-with-floods", "water-education"
_ASKED = {
    FLOODS: (
        ("1.1", "People trained, each counted once in the project", "R04", "1000", "Ours counts once in the period."),
        ("1.2", "Share of women among the people trained", "Q01", "50%", ""),
        ("2.1", "Trainings held", "T01", "6", ""),
        ("2.2", "Course completions", "C01", "400", "Theirs also counts courses that were only attended."),
        ("3.1", "Gain of knowledge in percentage points", "L02", "20", ""),
        ("3.2", "People who apply what they learned after six months", "U04", "60%", "Theirs asks after a year."),
    ),
    WATER: (
        ("A", "Beneficiaries reached", "R04", "1500", "Theirs also counts visitors of exhibitions."),
        ("B", "Share of beneficiaries from least developed countries", "Q03.LDC", "25%", ""),
        ("C", "Hours of instruction received", "H03", "9000", ""),
    ),
}  # fmt: skip


def keep_projects(session: Session, *, home: str, start: datetime, now: datetime) -> None:
    """The projects with their donors' indicators."""
    last = date(now.year + 1, 12, 31)
    for code, centre, donor, title in (
        (FLOODS, home, "Simulated Development Fund", "Living with floods"),
        (WATER, "", "Simulated Water Foundation", "Water education for all"),
    ):
        values = ProjectValues(donor=donor, title=title, starts_on=start.date(), ends_on=last)
        project = add_project(session, code=code, centre=centre, values=values, now=start)
        for number, definition, indicator, target, difference in _ASKED[code]:
            asked = IndicatorValues(
                code=number, definition=definition, indicator=indicator, target=target, difference=difference
            )
            keep_indicator(session, project=project, row=None, values=asked)


def project_tags(
    courses: Sequence[tuple[str, str]], trainings: Iterable[Fact], *, home: str, start: datetime
) -> Iterator[Fact]:
    """What the ledger holds of the projects: courses, (id, lead centre), and trainings as they are announced."""
    for course, centre in courses:
        at = start + timedelta(days=1)
        yield from (_tag("course", course, code, at) for code in _projects_of(centre == home))
    for number, fact in enumerate(each for each in trainings if _announces(each.record)):
        event = fact.record
        if isinstance(event, EventRecord):
            at_home = event.centre_id == home
            codes = [code for code in _projects_of(at_home) if code != WATER or number % 2 == 0]
            yield from (_tag("event", event.event_id, code, fact.at) for code in codes)


def _announces(record: object) -> bool:
    return isinstance(record, EventRecord) and record.rev == 1 and record.kind == "training"


def _projects_of(at_home: bool) -> tuple[str, ...]:
    return (FLOODS, WATER) if at_home else (WATER,)


def _tag(kind: str, name: str, project: str, at: datetime) -> Fact:
    record = TargetRecord(
        object_type=kind, object_id=name, framework=FRAMEWORK, target=project, weight=Decimal(1)
    )
    return Fact(at, record, ACTOR, "FIRST")
