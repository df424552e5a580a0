"""The ledger entries that a release sees and the one before it did not, and the place where a release stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, and_, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from learnhub.ledger.cells import RecordError, instant_text
from learnhub.ledger.queries import BLOCKS, ENTRIES, START, Cursor, Entry, entries_of
from learnhub.ledger.records import (
    RECORDS,
    AttendanceRecord,
    CourseRecord,
    EnrolmentRecord,
    EventRecord,
    PersonRecord,
    Record,
    TargetRecord,
)
from learnhub.reach.layout import KINDS, is_timeless
from learnhub.reach.publication.observation import PROJECTS
from learnhub.reach.publication.parameters import Ledger
from learnhub.reach.releases.reasons import Cause, Change, Touched, cause_of, properties_of

PAGE = 2_000
TIMELESS = tuple(kind for kind in KINDS if is_timeless(kind))
_COLUMNS = tuple(ENTRIES.c[name] for name in Entry._fields)
Parts = dict[str, Iterable[str] | None]
Footprints = Callable[[Sequence[str]], Mapping[str, set[tuple[str, str]]]]
"""Person -> pairs (`course` or `event`, id) of what she took part in."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a release stands in the ledger: its as-of, and the last entry there was when it was made."""

    as_of: datetime
    head: Cursor


@dataclass(frozen=True, slots=True)
class Anchor:
    """The block of the chain that holds the last entry recorded by an as-of."""

    ledger: Ledger
    block_id: int


def anchor_at(session: Session, as_of: datetime) -> Anchor:
    """What a manifest says of the ledger: the same for the same entries, whatever came in after the as-of.

    All entries must be sealed.
    """
    seen = ENTRIES.c.recorded_at <= instant_text(as_of)
    counted = session.execute(
        select(ENTRIES.c.kind, func.count()).where(seen).group_by(ENTRIES.c.kind).order_by(ENTRIES.c.kind)
    )
    rows = {kind: count for kind, count in counted if kind in KINDS}
    last = session.execute(
        select(ENTRIES.c.xid, ENTRIES.c.entry_id)
        .where(seen)
        .order_by(ENTRIES.c.xid.desc(), ENTRIES.c.entry_id.desc())
        .limit(1)
    ).first()
    if last is None:
        return Anchor(Ledger(rows_considered=rows), 0)
    place = tuple_(BLOCKS.c.last_xid, BLOCKS.c.last_entry) >= _place(Cursor(*last))
    block = session.execute(
        select(BLOCKS.c.block_id, BLOCKS.c.block_hash).where(place).order_by(BLOCKS.c.block_id).limit(1)
    ).one()
    ledger = Ledger(rows_considered=rows, last_entry_id=last.entry_id, chain_sha256=block.block_hash)
    return Anchor(ledger, block.block_id)


def touched_between(
    session: Session, before: Place, after: Place, region_of: Callable[[str], str], footprints: Footprints
) -> dict[Cause, Touched]:
    """What came in between two releases, by cause. `footprints` finds the courses and events of people."""
    found: dict[Cause, Touched] = {}
    for page in _pages(session, before, after):
        around = _Around(session, page, region_of, footprints)
        for change in around.changes(page):
            cause = cause_of(change, before.as_of)
            found.setdefault(cause, Touched()).add(around.parts(change), properties_of(change))
    return found


def _place(cursor: Cursor) -> Any:
    return tuple_(literal(cursor.xid, BigInteger), literal(cursor.entry_id, BigInteger))


def _pages(session: Session, before: Place, after: Place) -> Iterator[list[Entry]]:
    place = tuple_(ENTRIES.c.xid, ENTRIES.c.entry_id)
    newer = place > _place(before.head)
    timeless = ENTRIES.c.kind.in_(TIMELESS)
    fresh = or_(
        and_(timeless, newer),
        and_(
            ~timeless,
            ENTRIES.c.recorded_at <= instant_text(after.as_of),
            or_(ENTRIES.c.recorded_at > instant_text(before.as_of), newer),
        ),
    )
    wanted = (
        select(*_COLUMNS)
        .where(fresh, place <= _place(after.head))
        .order_by(ENTRIES.c.xid, ENTRIES.c.entry_id)
    )
    cursor = START
    while True:
        # First the rest of the same writer's, then the others': SQLite looks a pair up by its first column alone.
        rows = wanted.where(ENTRIES.c.xid == cursor.xid, ENTRIES.c.entry_id > cursor.entry_id).limit(PAGE)
        page = [Entry._make(row) for row in session.execute(rows)]
        if len(page) < PAGE:
            rows = wanted.where(ENTRIES.c.xid > cursor.xid).limit(PAGE - len(page))
            page += [Entry._make(row) for row in session.execute(rows)]
        if page:
            yield page
            cursor = page[-1].cursor
        if len(page) < PAGE:
            return


class _Around:
    """What the entries of a page point at: earlier versions, people, enrolments, courses, events."""

    def __init__(
        self,
        session: Session,
        page: Sequence[Entry],
        region_of: Callable[[str], str],
        footprints: Footprints,
    ) -> None:
        self.session, self.region_of = session, region_of
        self.versions: dict[tuple[str, str], list[Record]] = {}
        records = [record for entry in page if (record := _record(entry)) is not None]
        for kind in sorted({entry.kind for entry in page if entry.rev > 1}):
            self._fetch(kind, [entry.key for entry in page if entry.kind == kind and entry.rev > 1])
        self._fetch("enrolments", _ids(records, "enrolment_id"))
        enrolments = [each for each in self._all("enrolments") if isinstance(each, EnrolmentRecord)]
        self._fetch(
            "persons",
            [*_ids(records, "person_id"), *_ids(records, "merged_into"), *_ids(enrolments, "person_id")],
        )
        people = [each for each in records if isinstance(each, PersonRecord)]
        known = list(self._all("persons"))
        wanted = [*_ids(people, "person_id"), *_ids(people, "merged_into"), *_ids(known, "merged_into")]
        self.steps = footprints(wanted) if people else {}
        walked = {step for steps in self.steps.values() for step in steps}
        courses = [name for kind, name in walked if kind == "course"]
        self._fetch("courses", [*_ids(records, "course_id"), *_ids(enrolments, "course_id"), *courses])
        self._fetch(
            "events", [*_ids(records, "event_id"), *(name for kind, name in walked if kind == "event")]
        )

    def changes(self, page: Sequence[Entry]) -> Iterator[Change]:
        """The entries with the version before each."""
        for entry in page:
            record = _record(entry)
            if record is not None and not is_tag(record):
                earlier = [
                    each for each in self.versions.get((entry.kind, entry.key), ()) if each.rev < entry.rev
                ]
                yield Change(entry.reason, record, earlier[-1] if earlier else None)

    def parts(self, change: Change) -> Parts:
        """What the entry is about. What nobody can say stays away: it may be anything."""
        record = change.record
        if isinstance(record, PersonRecord):
            ids = [record.person_id, record.merged_into, getattr(change.before, "merged_into", "")]
            return self._people(ids) | self._walked(ids)
        if isinstance(record, EnrolmentRecord):
            return self._people([record.person_id]) | self._course(record.course_id)
        if isinstance(record, AttendanceRecord):
            return self._people([record.person_id]) | self._event(record.event_id)
        if isinstance(record, CourseRecord):
            return self._course(record.course_id)
        if isinstance(record, EventRecord):
            return self._event(record.event_id)
        enrolment = self._last("enrolments", getattr(record, "enrolment_id", ""))
        if isinstance(enrolment, EnrolmentRecord):
            return self._people([enrolment.person_id]) | self._course(enrolment.course_id)
        return {}

    def _people(self, ids: Iterable[str]) -> Parts:
        versions = [each for one in ids if one for each in self.versions.get(("persons", one), ())]
        people = [each for each in versions if isinstance(each, PersonRecord)]
        countries = {each.residence or "ZZ" for each in people}
        regions = {self.region_of(code) or "UNK" for code in countries}
        sexes = {each.gender if each.gender in {"F", "M", "X"} else "U" for each in people}
        return {"ref_area": countries, "region": regions, "sex": sexes} if people else {}

    def _walked(self, ids: Sequence[str]) -> Parts:
        """All that these people took part in."""
        found: dict[str, set[str]] = {name: set() for name in ("course", "event", "centre", "theme")}
        for kind, name in {step for one in ids for step in self.steps.get(one, ())}:
            for dimension, codes in (self._course(name) if kind == "course" else self._event(name)).items():
                found[dimension].update(codes or ())
        return dict(found)

    def _course(self, course_id: str) -> Parts:
        versions = [
            each for each in self.versions.get(("courses", course_id), ()) if isinstance(each, CourseRecord)
        ]
        if not versions:
            return {"course": {course_id}, "event": ()}
        return {
            "course": {course_id},
            "event": (),
            "centre": {each.centre_id for each in versions},
            "theme": {each.theme for each in versions},
        }

    def _event(self, event_id: str) -> Parts:
        versions = [
            each for each in self.versions.get(("events", event_id), ()) if isinstance(each, EventRecord)
        ]
        if not versions:
            return {"event": {event_id}, "course": ()}
        return {
            "event": {event_id},
            "course": (),
            "centre": {centre for each in versions for centre in (each.centre_id, *each.co_centres)},
            "theme": {each.theme for each in versions},
        }

    def _fetch(self, kind: str, keys: Iterable[str]) -> None:
        wanted = {key for key in keys if key and (kind, key) not in self.versions}
        for entry in entries_of(self.session, kind, wanted):
            record = _record(entry)
            if record is not None:
                self.versions.setdefault((kind, entry.key), []).append(record)

    def _all(self, kind: str) -> Iterator[Record]:
        for (found, _), versions in self.versions.items():
            if found == kind:
                yield from versions

    def _last(self, kind: str, key: str) -> Record | None:
        versions = self.versions.get((kind, key), [])
        return versions[-1] if versions else None


def is_tag(record: Record) -> bool:
    """Whether an entry only says what is of a donor project: that changes nothing about anything else."""
    return isinstance(record, TargetRecord) and record.framework == PROJECTS


def _ids(records: Iterable[Record], name: str) -> list[str]:
    return [value for record in records if (value := getattr(record, name, ""))]


def _record(entry: Entry) -> Record | None:
    """The record of an entry; None for a line that cannot be read any more."""
    try:
        record = RECORDS[entry.kind].from_line(entry.body)
    except (RecordError, KeyError):
        return None
    return record if record.rev == entry.rev else record.at_rev(entry.rev)
