"""Figures before and after a decision, computed by the engine on a small ledger: the people whom it is about."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
from sqlalchemy.orm import Session

from learnhub.config import Settings
from learnhub.ledger.cells import instant_text
from learnhub.ledger.queries import Entry, entries_of, head
from learnhub.ledger.records import Record
from learnhub.reach.asked import present_as_of
from learnhub.reach.duck import open_duckdb
from learnhub.reach.engine import Engine
from learnhub.reach.figures import NOTHING, TOTAL, Table
from learnhub.reach.mirror import Mirror
from learnhub.reach.queries import engine_of, reference_lists, refreshed, tabulate
from learnhub.reach.query import Query
from learnhub.records.preview import HEADLINES, Shift, Span

MEMORY_MB = 256
TRIES = 3
_BY_PERSON = (
    "SELECT DISTINCT {key}, {place} FROM read_parquet($files) WHERE person_id IN (SELECT unnest($of))"
)
_BY_ENROLMENT = "SELECT DISTINCT {key} FROM read_parquet($files) WHERE enrolment_id IN (SELECT unnest($of))"
_OF_PEOPLE = (
    ("enrolments", "courses", _BY_PERSON.format(key="enrolment_id", place="course_id")),
    ("attendance", "events", _BY_PERSON.format(key="attendance_id", place="event_id")),
)
_OF_ENROLMENTS = (
    ("sessions", _BY_ENROLMENT.format(key="session_id")),
    ("quiz_attempts", _BY_ENROLMENT.format(key="attempt_id")),
)
_MERGED = "SELECT DISTINCT person_id, merged_into FROM read_parquet($files) WHERE merged_into <> ''"


@dataclass(frozen=True, slots=True)
class Few:
    """A ledger of a few entries, as the mirror reads it."""

    entries: Sequence[Entry]

    def read(self, cursor: tuple[int, int], limit: int) -> Sequence[Entry]:
        """The next entries after a place, in order."""
        return [entry for entry in self.entries if (entry.xid, entry.entry_id) > cursor][:limit]

    def digest_of(self, entry_id: int) -> str:
        """The digest of an entry; empty if there is no such entry."""
        return next((entry.digest for entry in self.entries if entry.entry_id == entry_id), "")


def shifts(
    session: Session,
    settings: Settings,
    *,
    changes: Sequence[Record],
    centres: frozenset[str] | None,
    now: datetime,
    spans: Sequence[Span],
) -> list[Shift]:
    """See `preview.shifts`. With a large ledger both sides stand at the last full hour."""
    refreshed(session, settings)
    as_of = present_as_of(now, head(session).cursor.entry_id).replace(microsecond=0)
    entries = _entries(session, engine_of(settings).mirror, _named(changes))
    then = as_of + timedelta(seconds=1)
    reference = reference_lists(session)
    found: list[Shift] = []
    with _small_engine([*entries, *_hypothetical(entries, changes, then)]) as engine:
        for span in spans:
            for code in HEADLINES:
                query = Query(code, as_of, span.start, span.end, by=("centre",), centres=centres)
                before = engine.tabulate(query, reference)
                later = Query(code, then, span.start, span.end, by=("centre",), centres=centres)
                moved = _differences(before, engine.tabulate(later, reference))
                if moved:
                    live = tabulate(session, settings, query, now=now)
                    found += _shifts(span, code, live, moved)
    return found


def _shifts(span: Span, code: str, live: Table, moved: dict[str, int]) -> Iterator[Shift]:
    for centre, more in moved.items():
        value = int(live.cells.get((centre,), NOTHING).numerator)
        yield Shift(span, code, "" if centre == TOTAL else centre, value, value + more)


def _differences(before: Table, after: Table) -> dict[str, int]:
    """How much each centre's figure moves, the total first; what stays is left out."""
    labels = sorted({*before.cells, *after.cells}, key=lambda label: (label != (TOTAL,), label))
    moved = {
        label[0]: int(after.cells.get(label, NOTHING).numerator - before.cells.get(label, NOTHING).numerator)
        for label in labels
    }
    return {centre: more for centre, more in moved.items() if more}


@contextmanager
def _small_engine(entries: Sequence[Entry]) -> Iterator[Engine]:
    with tempfile.TemporaryDirectory(prefix="learnhub-preview-") as folder:
        engine = Engine(Mirror(Path(folder), MEMORY_MB), MEMORY_MB)
        try:
            engine.refresh(Few(entries))
            yield engine
        finally:
            engine.close()


def _hypothetical(entries: Sequence[Entry], changes: Sequence[Record], at: datetime) -> Iterator[Entry]:
    """The changes as entries that come after all others."""
    xid = max((entry.xid for entry in entries), default=0)
    number = max((entry.entry_id for entry in entries), default=0)
    for change in changes:
        number += 1
        yield Entry(
            number, change.entry_kind, change.key, change.rev, instant_text(at), change.to_line(at), "", "", "",
            f"{number:064d}", xid,
        )  # fmt: skip


def _named(changes: Sequence[Record]) -> set[str]:
    """Everybody whom the changes name."""
    names = (getattr(change, name, "") for change in changes for name in ("person_id", "merged_into"))
    return {str(name) for name in names if name}


def _entries(session: Session, mirror: Mirror, people: Collection[str]) -> list[Entry]:
    """Everything that is recorded of these people and of those merged with them, and of where they learned."""
    keys = _keys(mirror, people)
    found = [entry for kind, wanted in keys.items() for entry in entries_of(session, kind, wanted)]
    return sorted(found, key=lambda entry: (entry.xid, entry.entry_id))


def _keys(mirror: Mirror, people: Collection[str]) -> dict[str, set[str]]:
    tries = TRIES
    while True:
        tries -= 1
        try:
            with tempfile.TemporaryDirectory(prefix="learnhub-preview-") as folder:
                connection = open_duckdb(Path(folder), mirror.memory_mb)
                try:
                    return _Search(connection, mirror).keys(people)
                finally:
                    connection.close()
        except duckdb.IOException:  # another process has replaced an open part: take the new manifest
            if not tries:
                raise


class _Search:
    """Finds keys in the mirror: the ledger's own table has no index by person, and needs none but for this."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, mirror: Mirror) -> None:
        self.connection = connection
        self.mirror = mirror
        self.manifest = mirror.manifest()

    def keys(self, people: Collection[str]) -> dict[str, set[str]]:
        persons = _connected(set(people), self._rows(_MERGED, "persons"))
        found: dict[str, set[str]] = {"persons": persons}
        for kind, place, statement in _OF_PEOPLE:
            rows = self._rows(statement, kind, persons)
            found[kind], found[place] = {row[0] for row in rows}, {row[1] for row in rows}
        for kind, statement in _OF_ENROLMENTS:
            found[kind] = {row[0] for row in self._rows(statement, kind, found["enrolments"])}
        return found

    def _rows(self, statement: str, kind: str, of: Iterable[str] | None = None) -> list[tuple[str, ...]]:
        values: dict[str, object] = {"files": self.mirror.files(self.manifest, kind)}
        if of is not None:
            values["of"] = sorted(of)
        return self.connection.execute(statement, values).fetchall()


def _connected(people: set[str], edges: Sequence[tuple[str, ...]]) -> set[str]:
    """The people, and everybody whom a merge, past or present, connects with them."""
    while more := {end for edge in edges if people & set(edge) for end in edge} - people:
        people = people | more
    return people
