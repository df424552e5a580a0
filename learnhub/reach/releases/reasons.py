"""Why a figure of a later release differs: one code for each ledger entry that came in between, and what it touches.

A code is about a part of a table when the entry's people, course or event belong to that part. It says that the
figure may have changed for this reason, not by how much.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

from learnhub.ledger.reasons import Reason
from learnhub.ledger.records import (
    AttemptRecord,
    AttendanceRecord,
    CourseRecord,
    EnrolmentRecord,
    ErasureRecord,
    EventRecord,
    PersonRecord,
    Record,
    SessionRecord,
    SurveyRecord,
)
from learnhub.reach.publication.observation import TOTAL

TRACKED = ("centre", "course", "event", "theme", "ref_area", "region", "sex")
# figures that a property of people decides, though no dimension of the table names it
_BY_PROPERTY = {
    "age": frozenset({"Q04", "Q05.age"}),
    "sex": frozenset({"Q01", "Q02", "Q05.gender"}),
    "area": frozenset({"Q03", "R08", "Q05.country"}),
}
_DIMENSIONS = {"age": ("age",), "sex": ("sex",), "area": ("ref_area", "region", "country_group")}
# figures of enrolments and invitations that change as they are watched for longer
WATCHED = frozenset(
    {"E02", "E03", "E04", "E05", "C03", "C04", "C05", "S02", "S03", "L01", "U01", "U02", "U03", "U04"}
)


class Cause(StrEnum):
    """Why a published figure is another one now."""

    LATE = "LATE"  # recorded after the earlier release, of a moment before it
    MERGE = "MERGE"
    UNMERGE = "UNMERGE"
    VOID = "VOID"
    CORRECT = "CORRECT"
    CONFIRM = "CONFIRM"
    ERASURE = "ERASURE"
    METHOD = "METHOD"  # the definition is another version
    LIST = "LIST"  # a list of countries, groups or goals changed
    LONGER = "LONGER"  # enrolments of the period were watched for longer


_BY_REASON = {
    Reason.LATE: Cause.LATE,
    Reason.MERGE: Cause.MERGE,
    Reason.UNMERGE: Cause.UNMERGE,
    Reason.VOID: Cause.VOID,
    Reason.CORRECT: Cause.CORRECT,
    Reason.CONFIRM: Cause.CONFIRM,
    Reason.ERASURE: Cause.ERASURE,
    Reason.REVISE: Cause.CORRECT,
    Reason.REVOKE: Cause.CORRECT,
}


@dataclass(frozen=True, slots=True)
class Change:
    """An entry that the earlier release did not see: its record, and the version before (None: it is the first)."""

    reason: str
    record: Record
    before: Record | None = None


@dataclass(slots=True)
class Touched:
    """What entries of one cause are about: parts of each dimension (None: any), and properties (None: all)."""

    count: int = 0
    parts: dict[str, set[str] | None] = field(default_factory=lambda: {name: set() for name in TRACKED})
    properties: set[str] | None = field(default_factory=set)

    def add(
        self, parts: Mapping[str, Iterable[str] | None], properties: frozenset[str] | None = None
    ) -> None:
        """Note one more entry. A dimension that is not named may be any."""
        self.count += 1
        for name in TRACKED:
            told, known = parts.get(name), self.parts[name]
            if told is None or known is None:
                self.parts[name] = None
            else:
                known.update(told)
        if properties is None or self.properties is None:
            self.properties = None
        else:
            self.properties |= properties

    def reaches(self, indicator: str, labels: Mapping[str, str]) -> bool:
        """Whether these entries are about this figure."""
        for name, known in self.parts.items():
            if known is not None and labels.get(name, TOTAL) not in {TOTAL, *known}:
                return False
        return self.properties is None or any(_is_about(indicator, labels, each) for each in self.properties)


def properties_of(change: Change) -> frozenset[str] | None:
    """Which properties of a person an entry changed; None if whether she counts at all, or no person's entry."""
    record, before = change.record, change.before
    if isinstance(record, ErasureRecord):
        return frozenset({"age"})
    if not isinstance(record, PersonRecord) or not isinstance(before, PersonRecord):
        return None
    status = {record.status, before.status} - {"confirmed", "erased"}
    if status or record.merged_into != before.merged_into or record.account_type != before.account_type:
        return None
    changed = {
        "age": record.birth_year != before.birth_year,
        "sex": record.gender != before.gender,
        "area": record.residence != before.residence,
    }
    found = frozenset(name for name, differs in changed.items() if differs)
    return found or (frozenset({"age"}) if record.status == "erased" else None)


def _is_about(indicator: str, labels: Mapping[str, str], name: str) -> bool:
    known = _BY_PROPERTY[name]
    if indicator in known or indicator.partition(".")[0] in known:
        return True
    return any(labels.get(dimension, TOTAL) != TOTAL for dimension in _DIMENSIONS[name])


def cause_of(change: Change, until: datetime) -> Cause:
    """The code of an entry; `until` is the as-of of the earlier release."""
    told = _BY_REASON.get(Reason(change.reason)) if change.reason in set(Reason) else None
    return told or _by_content(change, until)


def _by_content(change: Change, until: datetime) -> Cause:
    record, before = change.record, change.before
    if isinstance(record, ErasureRecord):
        return Cause.ERASURE
    if isinstance(record, PersonRecord):
        return _of_person(record, before if isinstance(before, PersonRecord) else None)
    if getattr(record, "void", False):
        return Cause.VOID
    if isinstance(record, EnrolmentRecord):
        return _of_enrolment(record, before if isinstance(before, EnrolmentRecord) else None, until)
    if before is not None:
        return Cause.CORRECT
    moment = _moment(record)
    return Cause.LATE if moment is None or moment <= until else Cause.LONGER


def _of_person(record: PersonRecord, before: PersonRecord | None) -> Cause:
    if before is None:
        return Cause.LATE
    if record.status == "erased":
        return Cause.ERASURE
    if record.merged_into != before.merged_into:
        return Cause.MERGE if record.merged_into else Cause.UNMERGE
    if record.status == "confirmed" and before.status == "unconfirmed":
        return Cause.CONFIRM
    return Cause.CORRECT


def _of_enrolment(record: EnrolmentRecord, before: EnrolmentRecord | None, until: datetime) -> Cause:
    """What is new in it happened before the earlier release (late), after it, or was put right."""
    names = ("enrolled_at", "completed_at", "certificate_at", "certificate_revoked_at", "withdrawn_at")
    now = [getattr(record, name) for name in names]
    old = [getattr(before, name) for name in names] if before else [None] * len(names)
    replaced = any(was is not None and was != new for was, new in zip(old, now, strict=True))
    if before is not None and (replaced or record.progress_pct < before.progress_pct or before.void):
        return Cause.CORRECT
    fresh = [new for was, new in zip(old, now, strict=True) if was is None and new is not None]
    return Cause.LATE if any(moment <= until for moment in fresh) else Cause.LONGER


def _moment(record: Record) -> datetime | None:
    found: datetime | date | None = None
    match record:
        case SessionRecord():
            found = record.started_at
        case AttemptRecord():
            found = record.submitted_at
        case AttendanceRecord():
            found = record.date
        case SurveyRecord():
            found = record.responded_at or record.invited_at
        case EventRecord():
            found = record.end_date
        case CourseRecord():
            found = record.published_at
        case _:
            found = None
    if isinstance(found, date) and not isinstance(found, datetime):
        return datetime(found.year, found.month, found.day, tzinfo=UTC)
    return found
