"""The engine: one path for now, for any past moment and for releases, over the columnar mirror."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import duckdb

from learnhub.reach.duck import open_duckdb
from learnhub.reach.figures import TOTAL, Coverage, Figure, Table, Value
from learnhub.reach.manifest import Manifest
from learnhub.reach.measure import NEITHER, Measure, Statement
from learnhub.reach.mirror import Mirror, Source
from learnhub.reach.query import CHOICES, Query
from learnhub.reach.reference import NO_COUNTRY, ReferenceLists
from learnhub.reach.snapshot import Snapshot, build, is_current
from learnhub.reach.warning import warnings_of

KEPT_SNAPSHOTS = 4
TRIES = 3


class Engine:
    """Computes indicators. One per process and mirror; safe with threads.

    `reference` is asked for the lists each time, so that a change of the reference data counts at once.
    """

    def __init__(self, mirror: Mirror, memory_mb: int = 1024, kept: int = KEPT_SNAPSHOTS) -> None:
        self.mirror = mirror
        self.kept = kept
        self._memory_mb = memory_mb
        self._lock = threading.RLock()
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._snapshots: list[Snapshot] = []
        self._made = 0

    def refresh(self, source: Source) -> Manifest:
        """Bring the mirror up to the ledger's head; see `Mirror.refresh`."""
        return self.mirror.refresh(source)

    def close(self) -> None:
        """Give the memory back; the next question opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None
            self._snapshots = []

    def compute(
        self, query: Query, reference: ReferenceLists, *, now: datetime | None = None, coverage: bool = True
    ) -> Figure:
        """One number. Raises Unacceptable if the question cannot be asked; with `now`, not of the future."""
        indicator = query.checked(now)
        measure = Measure(indicator, replace(query, by=()))
        with self._snapshot(query.as_of, reference) as cursor:
            count = int(_rows(cursor, measure.counts())[0][0])
            known = _coverage(cursor, measure) if coverage else None
            warnings = warnings_of(cursor, query, known)
        return Figure(query, Value(count, None, count), known, warnings)

    def tabulate(self, query: Query, reference: ReferenceLists, *, now: datetime | None = None) -> Table:
        """A breakdown by `query.by`, with totals that are counted and not summed. Raises Unacceptable."""
        indicator = query.checked(now)
        measure = Measure(indicator, query)
        with self._snapshot(query.as_of, reference) as cursor:
            rows = _rows(cursor, measure.counts())
            known = _coverage(cursor, measure)
            cells = _cells(rows, len(query.by))
            axes = tuple(
                _axis(cursor, query, dimension, {labels[place] for labels in cells})
                for place, dimension in enumerate(query.by)
            )
            warnings = warnings_of(cursor, query, known)
        return Table(query, axes, cells, known, warnings)

    @contextmanager
    def _snapshot(self, as_of: datetime, reference: ReferenceLists) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._lock:
            snapshot = self._find(as_of, reference)
            snapshot.readers += 1
            cursor = self._open().cursor()
        try:
            cursor.execute(f"SET schema = '{snapshot.schema}'")
            yield cursor
        finally:
            cursor.close()
            with self._lock:
                snapshot.readers -= 1

    def _open(self) -> duckdb.DuckDBPyConnection:
        if self._connection is None:
            self._connection = open_duckdb(self.mirror.folder / "scratch", self._memory_mb)
        return self._connection

    def _find(self, as_of: datetime, reference: ReferenceLists) -> Snapshot:
        connection = self._open()
        generation, manifest = self.mirror.generation(), self.mirror.manifest()
        digest = reference.digest
        for snapshot in self._snapshots:
            same = (snapshot.as_of, snapshot.reference, snapshot.generation) == (as_of, digest, generation)
            if same and is_current(connection, self.mirror, manifest, snapshot):
                self._snapshots.remove(snapshot)
                self._snapshots.append(snapshot)
                return snapshot
        self._forget(as_of)
        return self._make(as_of, reference, digest)

    def _make(self, as_of: datetime, reference: ReferenceLists, digest: str) -> Snapshot:
        for attempt in range(1, TRIES + 1):
            generation, manifest = self.mirror.generation(), self.mirror.manifest()
            self._made += 1
            snapshot = Snapshot(f"s{self._made}", as_of, digest, generation, manifest.seq, manifest.erased)
            try:
                build(self._open(), self.mirror, manifest, snapshot, reference)
            except duckdb.IOException:  # another process has replaced an open part: take the new manifest
                if attempt == TRIES:
                    raise
                continue
            self._snapshots.append(snapshot)
            return snapshot
        raise RuntimeError("unreachable: the last try returns or raises")

    def _forget(self, as_of: datetime) -> None:
        """Make room: outdated snapshots of the same moment first, then those not asked for longest."""
        idle = [snapshot for snapshot in self._snapshots if not snapshot.readers]
        outdated = [snapshot for snapshot in idle if snapshot.as_of == as_of]
        rest = [snapshot for snapshot in idle if snapshot.as_of != as_of]
        too_many = len(self._snapshots) - len(outdated) - self.kept + 1
        for snapshot in [*outdated, *rest[: max(0, too_many)]]:
            self._snapshots.remove(snapshot)
            self._open().execute(f"DROP SCHEMA {snapshot.schema} CASCADE")


def _rows(cursor: duckdb.DuckDBPyConnection, statement: Statement) -> list[tuple[Any, ...]]:
    return cursor.execute(statement.sql, statement.values).fetchall()


def _coverage(cursor: duckdb.DuckDBPyConnection, measure: Measure) -> Coverage:
    total, gender, country, age = _rows(cursor, measure.coverage())[0]
    return Coverage(total, gender, country, age)


def _cells(rows: list[tuple[Any, ...]], width: int) -> dict[tuple[str, ...], Value]:
    cells = {}
    for row in rows:
        labels = tuple(
            TOTAL if all_of_it else label
            for label, all_of_it in zip(row[:width], row[width : 2 * width], strict=True)
        )
        cells[labels] = Value(row[-1], None, row[-1])
    cells.setdefault((TOTAL,) * width, Value(0, None, 0))
    return cells


def _axis(cursor: duckdb.DuckDBPyConnection, query: Query, dimension: str, seen: set[str]) -> tuple[str, ...]:
    """All categories that a reader expects, also those with nobody in them; unknown comes last."""
    seen = seen - {TOTAL}
    if dimension in CHOICES:
        return CHOICES[dimension]
    if dimension == "centre" and query.centres is not None:
        seen |= query.centres
    elif dimension == "centre":
        seen |= {row[0] for row in cursor.execute("SELECT id FROM centre").fetchall()}
    last = {NO_COUNTRY, NEITHER, ""}
    return tuple(sorted(seen, key=lambda label: (label in last or label.endswith(":none"), label)))
