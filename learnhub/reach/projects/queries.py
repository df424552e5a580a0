"""Which donor projects there are, what is tagged to them, and what could be."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import count

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learnhub.formats.sheets import Sheet
from learnhub.kernel.errors import N_, NotFound
from learnhub.kernel.letters import folded
from learnhub.ledger.cells import RecordError
from learnhub.ledger.queries import Entry, entries_of, latest
from learnhub.ledger.records import CourseRecord, EventRecord, TargetRecord
from learnhub.reach.projects.models import DonorIndicator, DonorProject, ProjectTurn
from learnhub.reach.publication.donors import FURTHER, NEEDED, aliases_of
from learnhub.reach.publication.model import DonorAlias

FRAMEWORK = "PROJECT"
MOST_TAGS = 1_000
MOST_INDICATORS = 200
Homes = Collection[str] | None
Named = tuple[str, str]
"""`course` or `event`, and the id of it in the ledger."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A course or an event as the ledger has it now: its centres, and the day it was published or began."""

    kind: str
    id: str
    title: str
    centres: tuple[str, ...]
    day: date | None

    @property
    def name(self) -> Named:
        """What tags call it."""
        return self.kind, self.id


def list_projects(
    session: Session, homes: Homes, *, page: int = 1, size: int = 50, ended: bool | None = None
) -> tuple[list[DonorProject], int]:
    """Some of the projects of these centres (None: all, the network's too), and how many.

    Running ones come first, then those that have ended, the latest first; `ended` asks for one of both kinds.
    """
    last_turn = (
        select(ProjectTurn.ended_on)
        .where(ProjectTurn.project == DonorProject.code)
        .order_by(ProjectTurn.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    is_over = last_turn.is_not(None)
    conditions = [] if homes is None else [DonorProject.centre.in_(sorted(homes))]
    if ended is not None:
        conditions.append(is_over if ended else last_turn.is_(None))
    total = session.scalar(select(func.count()).select_from(DonorProject).where(*conditions)) or 0
    statement = (
        select(DonorProject)
        .where(*conditions)
        .order_by(is_over, DonorProject.ends_on.desc(), DonorProject.code)
        .offset((page - 1) * size)
        .limit(size)
    )
    return list(session.scalars(statement)), total


def turns_of(session: Session, project: str) -> list[ProjectTurn]:
    """When the project was ended and opened again, the earliest first."""
    statement = select(ProjectTurn).where(ProjectTurn.project == project).order_by(ProjectTurn.id)
    return list(session.scalars(statement))


def ends_of(session: Session, projects: Collection[str]) -> dict[str, ProjectTurn]:
    """How those of these projects were ended that have ended, by code."""
    latest_ids = (
        select(func.max(ProjectTurn.id))
        .where(ProjectTurn.project.in_(sorted(projects)))
        .group_by(ProjectTurn.project)
    )
    found = session.scalars(
        select(ProjectTurn).where(ProjectTurn.id.in_(latest_ids), ProjectTurn.ended_on.is_not(None))
    )
    return {each.project: each for each in found}


def codes_of(session: Session, centres: Collection[str]) -> list[str]:
    """The codes of all projects of these centres."""
    if not centres:
        return []
    return list(session.scalars(select(DonorProject.code).where(DonorProject.centre.in_(sorted(centres)))))


def find_project(session: Session, code: str) -> DonorProject | None:
    """The project of this code, whoever asks."""
    return session.get(DonorProject, code) if code.isprintable() else None


def free_code(session: Session, code: str) -> str:
    """A code like this one that no project has."""
    tried = (f"{code[: 31 - len(str(number))].rstrip('-')}-{number}" for number in count(2))
    return next(each for each in tried if find_project(session, each) is None)


def get_project(session: Session, code: str, homes: Homes) -> DonorProject:
    """The project of this code, if it is of one of these centres (None: whoever's). Raises NotFound."""
    found = find_project(session, code)
    if found is None or (homes is not None and found.centre not in homes):
        raise NotFound(N_("There is no such project."))
    return found


def indicators_of(session: Session, project: str) -> list[DonorIndicator]:
    """The donor's indicators, in the order of their codes."""
    statement = select(DonorIndicator).where(DonorIndicator.project == project).order_by(DonorIndicator.code)
    return list(session.scalars(statement.limit(MOST_INDICATORS)))


def get_indicator(session: Session, project: str, number: int) -> DonorIndicator:
    """One of the donor's indicators. Raises NotFound."""
    found = session.get(DonorIndicator, number)
    if found is None or found.project != project:
        raise NotFound(N_("This project has no such indicator."))
    return found


def stamp_of(row: DonorProject | DonorIndicator) -> str:
    """Tells one state of a row from another, for forms that somebody fills in while it changes."""
    values = (str(getattr(row, column.key)) for column in row.__table__.columns)
    return sha256("\x1f".join(values).encode()).hexdigest()[:16]


def sheet_of(donor: str, rows: Sequence[DonorIndicator]) -> Sheet:
    """Stored indicators as a donor's sheet, for the rules of such sheets; rows are numbered from 1."""
    header = [*NEEDED, *FURTHER]
    named = [
        {name: donor if name == "donor" else str(getattr(each, name)) for name in header} for each in rows
    ]
    return Sheet(header, [(number, list(cells.values())) for number, cells in enumerate(named, 1)])


def aliases(session: Session, project: DonorProject, units: Mapping[str, str]) -> tuple[DonorAlias, ...]:
    """What publications print; an indicator that they do not have (`units`) is left out."""
    rows = [each for each in indicators_of(session, project.code) if each.indicator in units]
    return aliases_of(sheet_of(project.donor, rows), units)


def tagged(session: Session, project: str, as_of: datetime | None = None) -> list[Named]:
    """What is of the project, as recorded up to `as_of`."""
    found = []
    for entry in latest(session, TargetRecord.entry_kind, as_of, ending=f"/{FRAMEWORK}/{project}"):
        try:
            record = TargetRecord.from_line(entry.body)
        except RecordError:
            continue
        if record.weight > 0:
            found.append((record.object_type, record.object_id))
    return found


def ever_tagged(session: Session, project: str) -> bool:
    """Whether a course or a training was ever of the project, if only for a while."""
    return next(latest(session, TargetRecord.entry_kind, ending=f"/{FRAMEWORK}/{project}"), None) is not None


def things(session: Session, names: Sequence[Named]) -> list[Thing]:
    """These courses and events by name and day; those that the ledger does not know are left out."""
    found = []
    for kind, entry_kind in (("course", "courses"), ("event", "events")):
        ids = [each for of, each in names if of == kind]
        newest = {entry.key: entry for entry in entries_of(session, entry_kind, ids)}
        found += [thing for entry in newest.values() if (thing := _thing(entry)) is not None]
    return sorted(found, key=lambda each: (each.kind, each.title.casefold(), each.day or date.min, each.id))


def offered(session: Session, centre: str, words: str = "") -> list[Thing]:
    """Courses and trainings of a centre (empty: of all) in whose title or id these words stand, the latest first."""
    wanted = folded(words).split()
    found = [
        thing
        for kind in (CourseRecord.entry_kind, EventRecord.entry_kind)
        for thing in _all(session, kind)
        if (not centre or centre in thing.centres)
        and all(word in folded(f"{thing.title} {thing.id}") for word in wanted)
    ]
    return sorted(found, key=lambda each: (each.day or date.min, each.kind, each.id), reverse=True)


def _all(session: Session, kind: str) -> Iterator[Thing]:
    for entry in latest(session, kind):
        thing = _thing(entry)
        if thing is not None:
            yield thing


def _thing(entry: Entry) -> Thing | None:
    """A published course, or a training; None for a line that is neither, or cannot be read any more."""
    try:
        if entry.kind == CourseRecord.entry_kind:
            course = CourseRecord.from_line(entry.body)
            day = course.published_at.date() if course.published_at else None
            there = course.status != "draft"
            return (
                Thing("course", course.course_id, course.title, (course.centre_id,), day) if there else None
            )
        event = EventRecord.from_line(entry.body)
    except RecordError:
        return None
    if event.kind != "training" or event.status == "cancelled":
        return None
    centres = (event.centre_id, *event.co_centres)
    return Thing("event", event.event_id, event.title, centres, event.start_date)
