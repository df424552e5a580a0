"""The columnar mirror of the ledger: immutable Parquet parts per kind and a manifest with their SHA-256.

It is derived: it can be deleted at any time, and a rebuild gives the same bytes, because parts are cut at
fixed numbers of rows of their kind. Only the last, open part of a kind is ever written anew.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO, Protocol

import duckdb

from learnhub.kernel.errors import Conflict
from learnhub.reach.duck import open_duckdb
from learnhub.reach.layout import KINDS
from learnhub.reach.locking import alone
from learnhub.reach.parts import Part, dumps, line_of, sha256, write_part

FORMAT = 1
PART_ROWS = 100_000
BATCH = 10_000
CHECKPOINT = 1_000_000


class Entry(Protocol):
    """What the mirror reads of a ledger row; `body` is the row's line in the layout of its kind."""

    @property
    def entry_id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def rev(self) -> int: ...
    @property
    def recorded_at(self) -> datetime: ...
    @property
    def body(self) -> str: ...


Read = Callable[[int, int], Sequence[Entry]]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The state of the mirror after `cursor`, the id of the last ledger entry that is in it."""

    cursor: int
    parts: dict[str, tuple[Part, ...]]

    @property
    def rows(self) -> int:
        """Ledger entries in the mirror."""
        return sum(part.rows for parts in self.parts.values() for part in parts)

    def text(self) -> str:
        """The manifest file."""
        kinds = {kind: [part.as_json() for part in parts] for kind, parts in self.parts.items()}
        return dumps({"format": FORMAT, "cursor": self.cursor, "part_rows": PART_ROWS, "kinds": kinds})


EMPTY = Manifest(0, dict.fromkeys(KINDS, ()))


class Mirror:
    """The mirror in a folder. Safe with several processes; readers never see a half-written part."""

    def __init__(self, folder: Path, memory_mb: int = 1024) -> None:
        self.folder = folder
        self.memory_mb = memory_mb
        self.manifest_file = folder / "manifest.json"

    def manifest(self) -> Manifest:
        """What is in the mirror now; empty if there is none, or one of another format."""
        try:
            content = json.loads(self.manifest_file.read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            return EMPTY
        if content.get("format") != FORMAT or content.get("part_rows") != PART_ROWS:
            return EMPTY
        parts = {kind: tuple(Part(**part) for part in content["kinds"].get(kind, ())) for kind in KINDS}
        return Manifest(content["cursor"], parts)

    def refresh(self, read: Read) -> Manifest:
        """Bring in the ledger past the cursor: `read(cursor, limit)` gives entries in the order of ids."""
        if not read(self.manifest().cursor, 1) and self.manifest().rows:
            return self.manifest()
        with alone(self.folder / "mirror.lock"):
            return _Writing(self, self.manifest()).run(read)

    def rebuild(self, read: Read) -> Manifest:
        """Throw everything away and write it again from the ledger."""
        with alone(self.folder / "mirror.lock"):
            self.manifest_file.unlink(missing_ok=True)
            for file in self.folder.glob("*.parquet"):
                file.unlink(missing_ok=True)
            return _Writing(self, EMPTY).run(read)

    def damaged(self) -> list[str]:
        """Names of parts that are missing or whose SHA-256 is not the manifest's."""
        wrong = []
        for parts in self.manifest().parts.values():
            for part in parts:
                path = self.folder / part.file
                if not path.is_file() or sha256(path) != part.sha256:
                    wrong.append(part.file)
        return wrong

    def files(self, manifest: Manifest, kind: str) -> list[str]:
        """Paths of the parts of a kind."""
        return [str(self.folder / part.file) for part in manifest.parts[kind]]


class _Writing:
    """One refresh, under the lock: lines are gathered per kind, written when a part is full or at the end."""

    def __init__(self, mirror: Mirror, manifest: Manifest) -> None:
        self.mirror = mirror
        self.folder = mirror.folder
        self.scratch = mirror.folder / "incoming"
        self.parts = {kind: list(manifest.parts[kind]) for kind in KINDS}
        self.cursor = manifest.cursor
        self.pending: dict[str, int] = dict.fromkeys(KINDS, 0)
        self.open: dict[str, IO[str]] = {}

    def run(self, read: Read) -> Manifest:
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir(parents=True)
        connection = open_duckdb(self.mirror.folder / "scratch", self.mirror.memory_mb)
        try:
            since_checkpoint = 0
            while entries := read(self.cursor, BATCH):
                for entry in entries:
                    self._take(connection, entry)
                since_checkpoint += len(entries)
                if since_checkpoint >= CHECKPOINT:
                    self._publish(connection)
                    since_checkpoint = 0
            return self._publish(connection)
        finally:
            connection.close()
            for file in self.open.values():
                file.close()
            shutil.rmtree(self.scratch, ignore_errors=True)

    def _take(self, connection: duckdb.DuckDBPyConnection, entry: Entry) -> None:
        if entry.kind not in self.pending:
            raise Conflict(
                f"The ledger holds records of the kind {entry.kind!r}, which this version does not know."
            )
        if entry.entry_id <= self.cursor:
            raise Conflict("The ledger gave its entries out of order: rebuild the mirror.")
        file = self.open.get(entry.kind)
        if file is None:
            path = self.scratch / f"{entry.kind}.csv"
            file = self.open[entry.kind] = path.open("w", encoding="utf-8", newline="")
        file.write(line_of(entry.entry_id, entry.rev, entry.recorded_at, entry.body))
        self.pending[entry.kind] += 1
        self.cursor = entry.entry_id
        if self._tail_rows(entry.kind) + self.pending[entry.kind] == PART_ROWS:
            self._flush(connection, entry.kind)

    def _tail(self, kind: str) -> Part | None:
        last = self.parts[kind][-1] if self.parts[kind] else None
        return last if last is not None and last.rows < PART_ROWS else None

    def _tail_rows(self, kind: str) -> int:
        tail = self._tail(kind)
        return tail.rows if tail else 0

    def _flush(self, connection: duckdb.DuckDBPyConnection, kind: str) -> None:
        lines = self.scratch / f"{kind}.csv"
        if kind in self.open:
            self.open.pop(kind).close()
        else:
            lines.write_text("")
        tail = self._tail(kind)
        number = len(self.parts[kind]) - (1 if tail else 0)
        rows = self._tail_rows(kind) + self.pending[kind]
        target = self.folder / f"{kind}-{number:05d}-{rows:06d}.parquet"
        before = (self.folder / tail.file, tail) if tail else None
        part = write_part(connection, kind, lines, before, target)
        self.parts[kind][number:] = [replace(part, file=target.name)]
        self.pending[kind] = 0

    def _publish(self, connection: duckdb.DuckDBPyConnection) -> Manifest:
        for kind in KINDS:
            if self.pending[kind] or not self.parts[kind]:
                self._flush(connection, kind)
        manifest = Manifest(self.cursor, {kind: tuple(parts) for kind, parts in self.parts.items()})
        before = set(self._named(self.mirror.manifest()))
        partial = self.folder / "manifest.json.writing"
        partial.write_text(manifest.text(), encoding="utf-8")
        partial.replace(self.mirror.manifest_file)
        # Whoever has just read the last manifest still finds its parts; they go with the next refresh.
        kept = set(self._named(manifest)) | before
        for file in self.folder.glob("*.parquet"):
            if file.name not in kept:
                file.unlink(missing_ok=True)
        return manifest

    @staticmethod
    def _named(manifest: Manifest) -> list[str]:
        return [part.file for parts in manifest.parts.values() for part in parts]
