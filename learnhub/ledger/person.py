"""All that the ledger holds of one person, for her to take away: every version of every record, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from learnhub.ledger.queries import Entry, entries_naming, entries_of
from learnhub.ledger.records import (
    COLUMNS,
    RECORDS,
    AttemptRecord,
    AttendanceRecord,
    CourseRecord,
    EnrolmentRecord,
    EventRecord,
    PersonRecord,
    SessionRecord,
    SurveyRecord,
)

OF_PERSON = (EnrolmentRecord.entry_kind, AttendanceRecord.entry_kind, SurveyRecord.entry_kind)
OF_ENROLMENT = (SessionRecord.entry_kind, AttemptRecord.entry_kind)
TRAININGS = (CourseRecord, EventRecord)


def training_records(session: Session, person_id: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The kind and the cells of each record, with the title of the course or event. `person_id` is her surrogate;
    those that were taken for the same person with it count as hers."""
    people, titles = _one_person(session, person_id), _Titles(session)
    versions = entries_of(session, PersonRecord.entry_kind, people)
    since = _first(versions)  # whatever is recorded of somebody is recorded after that she is there
    for entry in versions:
        yield entry.kind, _cells(entry)
    courses: dict[str, str] = {}
    for entry in entries_naming(session, OF_PERSON, people, since=since):
        cells = _cells(entry)
        if cells["person_id"] in people:
            of = cells.get("course_id") or cells.get("event_id") or cells["object_id"]
            if entry.kind == EnrolmentRecord.entry_kind:
                courses[cells["enrolment_id"]] = of
            yield entry.kind, cells | {"title": titles.of(of)}
    for entry in entries_naming(session, OF_ENROLMENT, list(courses), since=since):
        cells = _cells(entry)
        if cells["enrolment_id"] in courses:
            yield entry.kind, cells | {"title": titles.of(courses[cells["enrolment_id"]])}


def _one_person(session: Session, person_id: str) -> list[str]:
    """Her surrogate and those that a merge made hers."""
    found, new, kind = [person_id], [person_id], PersonRecord.entry_kind
    while new:
        since = _first(entries_of(session, kind, new))
        keys = {entry.key for entry in entries_naming(session, [kind], new, since=since)}
        last = {entry.key: entry for entry in entries_of(session, kind, sorted(keys))}
        new = [
            key for key, entry in last.items() if key not in found and _cells(entry)["merged_into"] in found
        ]
        found += new
    return found


def _first(entries: Sequence[Entry]) -> int:
    return min((entry.entry_id for entry in entries), default=0)


def _cells(entry: Entry) -> dict[str, Any]:
    """What an entry says, by the columns of its file, and when and why it was recorded."""
    names = [column.name for column in COLUMNS[entry.kind]]
    cells: dict[str, Any] = RECORDS[entry.kind].cells_of(entry.body, names)
    return cells | {"rev": entry.rev, "recorded_at": entry.recorded_at, "reason": entry.reason}


class _Titles:
    """Titles of courses and events, each read once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, str] = {}

    def of(self, key: str) -> str:
        """The title that it has now; blank if the ledger knows no such course or event."""
        if key not in self._known:
            versions = [
                record.from_line(entries[-1].body)
                for record in TRAININGS
                if (entries := entries_of(self._session, record.entry_kind, [key]))
            ]
            self._known[key] = versions[0].title if versions else ""
        return self._known[key]
