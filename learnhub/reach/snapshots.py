"""The snapshots of a process: found again, made anew, and given back when they are not needed any more."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import duckdb

from learnhub.reach import later_sql
from learnhub.reach.aside import Aside
from learnhub.reach.duck import open_duckdb
from learnhub.reach.gathered import Gathered, Place
from learnhub.reach.indicators import Base
from learnhub.reach.manifest import Manifest
from learnhub.reach.measure import Gather, Statement
from learnhub.reach.mirror import Mirror
from learnhub.reach.patience import Cancelled, stoppable
from learnhub.reach.period import PeriodRows, persons_of, placed_of
from learnhub.reach.reference import ReferenceLists
from learnhub.reach.snapshot import Snapshot, build, is_current

FOLDER = "standing"
TRIES = 3
KEPT_GATHERED = 10_000_000  # rows of all tables together, of some 15 bytes each
GATHERED_FROM = 50_000  # rows: of fewer, persons are counted as fast as they are gathered
KEPT_PERIODS = 60  # a year with its quarters asks for a dozen kinds of rows each


class Snapshots:
    """The last few snapshots in one DuckDB database. Readers do not wait for one that is being made."""

    def __init__(self, mirror: Mirror, memory_mb: int, kept: int) -> None:
        self.mirror = mirror
        self.kept = kept
        self._memory_mb = memory_mb
        self._lock = threading.RLock()  # short: the list, the number of readers, the connection
        self._making = threading.Lock()  # long: one snapshot at a time
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._aside: Aside | None = None
        self._all: list[Snapshot] = []
        self._gathered = Gathered(KEPT_GATHERED)
        self._made = 0

    def close(self) -> None:
        """Give the memory back; the next question opens everything again."""
        with self._making, self._lock:
            if self._connection is not None:
                self._connection.close()
            if self._aside is not None:
                self._aside.close()
            for snapshot in self._all:
                snapshot.leave()
            self._connection = self._aside = None
            self._all = []
            self._gathered = Gathered(KEPT_GATHERED)

    @contextmanager
    def at(self, as_of: datetime, reference: ReferenceLists) -> Iterator[Standing]:
        """Stand in the snapshot of a moment for the length of the block."""
        snapshot = self._found(as_of, reference)
        if snapshot is None:
            with self._making:
                snapshot = self._found(as_of, reference) or self._make(as_of, reference)
        cursor = self._standing_in(snapshot)
        standing = Standing(cursor, snapshot, self._gathered)
        try:
            with stoppable(cursor.interrupt):
                yield standing
        except BaseException as broken:
            if isinstance(broken, Cancelled):
                snapshot.erased = -1  # a table may be half made: nobody is to find it again
            cursor.close()
            raise
        else:
            with self._lock:
                snapshot.cursors.append(cursor)
        finally:
            standing.leave()
            with self._lock:
                snapshot.readers -= 1

    def _standing_in(self, snapshot: Snapshot) -> duckdb.DuckDBPyConnection:
        """A cursor in the schema of a snapshot. A page needs fifty: a new one costs as much as a small question."""
        with self._lock:
            if snapshot.cursors:
                return snapshot.cursors.pop()
        cursor = self._cursor()
        cursor.execute(f"SET schema = '{snapshot.schema}'")
        return cursor

    @contextmanager
    def beside(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor in no snapshot, for questions to the parts themselves; it stops with the work."""
        cursor = self._cursor()
        try:
            with stoppable(cursor.interrupt):
                yield cursor
        finally:
            cursor.close()

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        with self._lock:
            if self._connection is None:
                self._connection = open_duckdb(self.mirror.folder / "scratch", self._memory_mb)
            return self._connection.cursor()

    def _files(self) -> Aside:
        with self._lock:
            if self._aside is None or not self._aside.stands:
                self._aside = Aside(self.mirror.folder / FOLDER)
                weakref.finalize(self, self._aside.close)
            return self._aside

    def _found(self, as_of: datetime, reference: ReferenceLists) -> Snapshot | None:
        """The snapshot with this process as one more reader, if it is there and still true."""
        with self._lock:
            wanted = (as_of, reference.digest, self.mirror.generation())
            manifest = self.mirror.manifest()
            for snapshot in self._all:
                same = (snapshot.as_of, snapshot.reference, snapshot.generation) == wanted
                if same and self._is_current(manifest, snapshot):
                    self._all.remove(snapshot)
                    self._all.append(snapshot)
                    snapshot.readers += 1
                    return snapshot
        return None

    def _is_current(self, manifest: Manifest, snapshot: Snapshot) -> bool:
        with self._cursor() as cursor:
            return is_current(cursor, self.mirror, manifest, snapshot)

    def _make(self, as_of: datetime, reference: ReferenceLists) -> Snapshot:
        self._make_room(as_of)
        tries = TRIES
        while True:
            tries -= 1
            self._made += 1
            generation, manifest = self.mirror.generation(), self.mirror.manifest()
            snapshot = Snapshot(
                f"s{self._made}", as_of, reference.digest, generation, manifest.seq, manifest.erased
            )
            try:
                build(self._cursor(), self.mirror, manifest, snapshot, reference, self._files())
            except duckdb.IOException:  # another process has replaced an open part: take the new manifest
                if not tries:
                    raise
                continue
            snapshot.readers = 1
            with self._lock:
                self._all.append(snapshot)
            return snapshot

    def _make_room(self, as_of: datetime) -> None:
        """Drop outdated snapshots of the same moment first, then those not asked for longest."""
        with self._lock:
            idle = [snapshot for snapshot in self._all if not snapshot.readers]
            outdated = [snapshot for snapshot in idle if snapshot.as_of == as_of]
            rest = [snapshot for snapshot in idle if snapshot.as_of != as_of]
            too_many = len(self._all) - len(outdated) - self.kept + 1
            for snapshot in [*outdated, *rest[: max(0, too_many)]]:
                self._all.remove(snapshot)
                snapshot.leave()
                self._gathered.forget(snapshot.schema)
                with self._cursor() as cursor:
                    cursor.execute(f"DROP SCHEMA {snapshot.schema} CASCADE")
                self._files().drop(snapshot.schema)


class Standing:
    """A reader in a snapshot."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, snapshot: Snapshot, gathered: Gathered) -> None:
        self.cursor = cursor
        self._snapshot = snapshot
        self._kept = gathered
        self._in_hand: list[Place] = []
        self._rows: set[str] = set()

    def leave(self) -> None:
        """Give back what was in hand."""
        self._kept.give_back(self._in_hand)
        self._in_hand = []

    @property
    def name(self) -> str:
        """The snapshot's name, never given twice in a process."""
        return self._snapshot.schema

    def rows_of(self, wanted: PeriodRows) -> str:
        """The name of the table with these rows, made if it is not there yet."""
        snapshot = self._snapshot
        with snapshot.lock:
            name = snapshot.periods.get(wanted)
            if name is None:
                if len(snapshot.periods) >= KEPT_PERIODS and snapshot.readers == 1:
                    self._drop_oldest()
                self._make(wanted.base)
                snapshot.tables += 1
                name = f"period_{snapshot.tables}"
                snapshot.sizes[name] = wanted.create(self.cursor, name)
            else:
                del snapshot.periods[wanted]
            snapshot.periods[wanted] = name  # those asked for last stand last
            self._rows.add(name)
            return name

    def gather_of(self, rows: str, *, once: bool = False) -> Gather | None:
        """How to keep what was gathered from a table that `rows_of` named; None if that is not worth it.

        With `once` it is kept only if it is there already: one statement will look at it.
        """
        if self._snapshot.sizes.get(rows, 0) < GATHERED_FROM:
            return None
        return Gathering(self, rows, once)

    def gathered_before(self, statement: Statement) -> str | None:
        """The table with what a statement gathers, in hand from now on; None if there is none."""
        place = self._place_of(statement)
        name = self._kept.take(place)
        if name is not None:
            self._in_hand.append(place)
        return name

    def _place_of(self, statement: Statement) -> Place:
        return self._snapshot.schema, (statement.sql, repr(sorted(statement.values.items())))

    def gathered(self, rows: str, statement: Statement) -> str:
        """The table with what a statement gathers from `rows`, made if it is not there."""
        snapshot = self._snapshot
        place = self._place_of(statement)
        with snapshot.lock:
            name = self._kept.take(place)
            if name is None:
                snapshot.tables += 1
                name = f"{rows}_{snapshot.tables}"
                made = self.cursor.execute(
                    f"CREATE TABLE {name} AS {statement.sql}", statement.values
                ).fetchone()
                self._drop(self._kept.put(place, name, int(made[0]) if made else 0))
            self._in_hand.append(place)
            return name

    def _make(self, base: Base) -> None:
        """Tables that only some questions need are made with the first of these."""
        if base not in self._snapshot.bases:
            found = self.cursor.execute("SELECT count(*) FROM session").fetchone()
            for statement in later_sql.statements(base, found[0] if found else 0):
                self.cursor.execute(statement)
            self._snapshot.bases.add(base)

    def _drop_oldest(self) -> None:
        """Drop the rows of a period not asked for longest; not those that this reader is about to look at."""
        snapshot = self._snapshot
        oldest = next((each for each, name in snapshot.periods.items() if name not in self._rows), None)
        if oldest is None:
            return
        name = snapshot.periods.pop(oldest)
        self.cursor.execute(f"DROP VIEW IF EXISTS {placed_of(name)}")
        own = (f"{snapshot.schema}.{each}" for each in (name, persons_of(name)))
        self._drop([*own, *self._kept.forget(snapshot.schema, f"{name}_")])

    def _drop(self, tables: list[str]) -> None:
        for each in tables:
            self.cursor.execute(f"DROP TABLE IF EXISTS {each}")


@dataclass(frozen=True, slots=True)
class Gathering:
    """How a reader keeps what statements gather from the rows of a period; with `once` nothing new is kept."""

    standing: Standing
    rows: str
    once: bool

    def __call__(self, statement: Statement) -> str:
        """What to read these rows from."""
        if self.once:
            return self.before(statement) or f"({statement.sql})"
        return self.standing.gathered(self.rows, statement)

    def before(self, statement: Statement) -> str | None:
        """The table with these rows if it is there already."""
        return self.standing.gathered_before(statement)
