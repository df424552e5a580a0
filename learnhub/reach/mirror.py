"""The columnar mirror of the ledger: immutable Parquet parts per kind and a manifest with their SHA-256.

It is derived: it can be deleted at any time, and a rebuild gives the same bytes, because parts are cut at
fixed numbers of rows of their kind. Only the last, open part of a kind is written anew, and a part in which a
line was blanked by an erasure.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

import duckdb

from learnhub.kernel.errors import Conflict
from learnhub.kernel.files import write_whole
from learnhub.kernel.garbage import uncollected
from learnhub.kernel.ids import secret_token
from learnhub.reach.duck import open_duckdb
from learnhub.reach.layout import COLUMNS, KINDS
from learnhub.reach.locking import alone
from learnhub.reach.manifest import Manifest, empty, load
from learnhub.reach.parts import Part, line_instead, line_of, rewrite_part, sha256, write_part

PART_ROWS = 100_000
BATCH = 10_000
CHECKPOINT = 2_000_000
ERASURES = "erasures"


class Entry(Protocol):
    """What the mirror reads of a ledger entry; `body` is the entry's line in the layout of its kind."""

    @property
    def xid(self) -> int: ...
    @property
    def entry_id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def rev(self) -> int: ...
    @property
    def recorded_at(self) -> str: ...
    @property
    def body(self) -> str: ...


class Source(Protocol):
    """A ledger to read from."""

    def read(self, cursor: tuple[int, int], limit: int) -> Sequence[Entry]:
        """The next entries after a place, in the ledger's order."""

    def digest_of(self, entry_id: int) -> str:
        """The digest of an entry; empty if there is no such entry."""


class Mirror:
    """The mirror in a folder. Safe with several processes; readers never see a half-written part."""

    def __init__(self, folder: Path, memory_mb: int = 1536, part_rows: int = PART_ROWS) -> None:
        self.folder = folder
        self.memory_mb = memory_mb
        self.part_rows = part_rows
        self.manifest_file = folder / "manifest.json"
        self.generation_file = folder / "generation"
        self._read: tuple[tuple[int, int, int], Manifest] | None = None

    def manifest(self) -> Manifest:
        """What is in the mirror now. Its file is read again only when another one has taken its place."""
        try:
            found = self.manifest_file.stat()
        except FileNotFoundError:
            return empty(self.part_rows)
        mark, read = (found.st_ino, found.st_mtime_ns, found.st_size), self._read
        if read is None or read[0] != mark:
            read = self._read = mark, load(self.manifest_file, self.part_rows)
        return read[1]

    def generation(self) -> str:
        """Another text each time the mirror is written from nothing. Read it before the manifest."""
        try:
            return self.generation_file.read_text(encoding="ascii")
        except FileNotFoundError:
            return ""

    def refresh(self, source: Source) -> Manifest:
        """Bring in the ledger past the cursor. A ledger that was put back or replaced is read anew."""
        manifest = self.manifest()
        if self._follows(manifest, source) and not source.read(manifest.cursor, 1):
            return manifest
        with alone(self.folder / "mirror.lock"):
            manifest = self.manifest()
            if not self._follows(manifest, source):
                manifest = self._cleared()
            return _Writing(self, manifest).run(source)

    def rebuild(self, source: Source) -> Manifest:
        """Throw everything away and write it again from the ledger."""
        with alone(self.folder / "mirror.lock"):
            return _Writing(self, self._cleared()).run(source)

    def damaged(self) -> list[str]:
        """Names of parts that are missing or whose SHA-256 is not the manifest's."""
        parts = [part for parts in self.manifest().parts.values() for part in parts]
        return [part.file for part in parts if self._digest(part.file) != part.sha256]

    def files(self, manifest: Manifest, kind: str) -> list[str]:
        """Paths of the parts of a kind."""
        return [str(self.folder / part.file) for part in manifest.parts[kind]]

    def _digest(self, name: str) -> str:
        path = self.folder / name
        return sha256(path) if path.is_file() else ""

    def _follows(self, manifest: Manifest, source: Source) -> bool:
        """Whether the mirror is there and what it holds is a beginning of this ledger."""
        if not manifest.seq or source.digest_of(manifest.cursor[1]) != manifest.digest:
            return False
        return all((self.folder / name).is_file() for name in manifest.names())

    def _cleared(self) -> Manifest:
        self.manifest_file.unlink(missing_ok=True)
        for file in self.folder.glob("*.parquet"):
            file.unlink(missing_ok=True)
        self.generation_file.write_text(secret_token(), encoding="ascii")
        return empty(self.part_rows)


class _Writing:
    """One refresh, under the lock: lines are gathered per kind, written when a part is full or at the end.

    DuckDB makes a part beside the reading of the next entries, one part at a time.
    """

    def __init__(self, mirror: Mirror, manifest: Manifest) -> None:
        self.mirror = mirror
        self.folder = mirror.folder
        self.scratch = mirror.folder / "incoming"
        self.parts = {kind: list(manifest.parts[kind]) for kind in KINDS}
        self.cursor, self.digest = manifest.cursor, manifest.digest
        self.seq, self.erased, self.started_at = manifest.seq, manifest.erased, manifest.seq
        self.pending: dict[str, list[str]] = {kind: [] for kind in KINDS}
        self.blanked: dict[int, str] = {}
        self.writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mirror")
        self.writing: Future[Part] | None = None
        self.place = ("", 0)  # of the part that is being written

    def run(self, source: Source) -> Manifest:
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir(parents=True)
        connection = open_duckdb(self.mirror.folder / "scratch", self.mirror.memory_mb)
        try:
            with uncollected():
                self._read(connection, source)
            return self._publish(connection, source)
        finally:
            self.writer.shutdown()
            connection.close()
            shutil.rmtree(self.scratch, ignore_errors=True)

    def _read(self, connection: duckdb.DuckDBPyConnection, source: Source) -> None:
        checkpoint = self.seq + CHECKPOINT
        while entries := source.read(self.cursor, BATCH):
            self._take(entries)
            for kind in KINDS:
                while len(self.pending[kind]) >= self._room(kind):
                    self._flush(connection, kind)
            if self.seq >= checkpoint:
                self._publish(connection, source)
                checkpoint = self.seq + CHECKPOINT

    def _take(self, entries: Sequence[Entry]) -> None:
        cursor, seq, pending = self.cursor, self.seq, self.pending
        for entry in entries:
            place = (entry.xid, entry.entry_id)
            if place <= cursor:
                raise Conflict("The ledger gave its entries out of order: rebuild the mirror.")
            cursor, seq = place, seq + 1
            lines = pending.get(entry.kind)
            if lines is not None:
                lines.append(line_of(seq, entry.entry_id, entry.rev, entry.recorded_at, entry.body))
            elif entry.kind == ERASURES:
                number, line = next(csv.reader([entry.body]))
                self.blanked[int(number)] = line
                self.erased += 1
            else:
                raise Conflict(
                    f"The ledger holds a kind of records that this version does not know: {entry.kind}."
                )
        self.cursor, self.seq = cursor, seq

    def _lines(self, kind: str) -> Path:
        return self.scratch / f"{kind}.csv"

    def _tail(self, kind: str) -> Part | None:
        last = self.parts[kind][-1] if self.parts[kind] else None
        return last if last is not None and last.rows < self.mirror.part_rows else None

    def _room(self, kind: str) -> int:
        """How many rows the open part of a kind still takes."""
        tail = self._tail(kind)
        return self.mirror.part_rows - (tail.rows if tail else 0)

    def _flush(self, connection: duckdb.DuckDBPyConnection, kind: str) -> None:
        """Have the next part of a kind written, once the one before is done."""
        self._written()
        room = self._room(kind)
        taken, self.pending[kind] = self.pending[kind][:room], self.pending[kind][room:]
        tail = self._tail(kind)
        number = len(self.parts[kind]) - (1 if tail else 0)
        rows = len(taken) + (tail.rows if tail else 0)
        target = self.folder / f"{kind}-{number:05d}-{rows:06d}.parquet"
        before = (self.folder / tail.file, tail) if tail else None
        # Its place is taken at once, so that the rows that follow go into the next part.
        self.parts[kind][number:] = [Part(target.name, rows, 0, 0, revised=False, unreadable=0, sha256="")]
        self.place = kind, number
        self.writing = self.writer.submit(self._write, connection, kind, taken, before, target)

    def _write(
        self,
        connection: duckdb.DuckDBPyConnection,
        kind: str,
        taken: Sequence[str],
        before: tuple[Path, Part] | None,
        target: Path,
    ) -> Part:
        lines = self._lines(kind)
        with lines.open("w", encoding="utf-8", newline="") as file:
            file.writelines(taken)
        return write_part(connection, kind, lines, before, target)

    def _written(self) -> None:
        """Wait for the part that is being written; raises what went wrong there."""
        if self.writing is not None:
            kind, number = self.place
            self.parts[kind][number] = self.writing.result()
            self.writing = None

    def _blank(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Blanked lines in parts from before this refresh; what was read in it came blanked already."""
        lines = self._lines(ERASURES)
        for kind in KINDS if self.started_at else ():
            fitting = {n: line for n, line in self.blanked.items() if _cells(line) == len(COLUMNS[kind])}
            if not fitting:
                continue
            lines.write_text("".join(line_instead(number, line) for number, line in fitting.items()))
            for place, part in enumerate(self.parts[kind]):
                if part.first_seq <= self.started_at:
                    self.parts[kind][place] = rewrite_part(
                        connection, kind, lines, (self.folder / part.file, part)
                    )
        self.blanked.clear()

    def _publish(self, connection: duckdb.DuckDBPyConnection, source: Source) -> Manifest:
        for kind in KINDS:
            if self.pending[kind] or not self.parts[kind]:
                self._flush(connection, kind)
        self._written()
        self.digest = source.digest_of(self.cursor[1])
        self._blank(connection)
        parts = {kind: tuple(parts) for kind, parts in self.parts.items()}
        manifest = Manifest(self.cursor, self.digest, self.seq, self.erased, self.mirror.part_rows, parts)
        # Whoever has just read the last manifest still finds its parts; they go with the next refresh.
        needed = manifest.names() | self.mirror.manifest().names()
        write_whole(self.mirror.manifest_file, manifest.text().encode())
        for file in self.folder.glob("*.parquet"):
            if file.name not in needed:
                file.unlink(missing_ok=True)
        return manifest


def _cells(line: str) -> int:
    return len(next(csv.reader([line])))
