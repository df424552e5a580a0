"""The raw export: a folder of CSV files from which anybody can compute every figure, and check the chain."""

from __future__ import annotations

import shutil
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from learnhub.ledger.cells import instant_text
from learnhub.ledger.package import BLOCK_COLUMNS, PACKAGE, REFERENCE, WrittenFile, columns_of, describe
from learnhub.ledger.queries import BLOCKS, Entry, stream, superseded
from learnhub.ledger.records import RECORDS, has_rev, join_cells

DRAFT = ".part"
BLOCKS_FILE = "blocks"
_SINGLE = tuple(kind for kind in RECORDS if not has_rev(kind))


class _CsvFile:
    """A CSV file that knows its size, digest and number of rows when it is done."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name, self.rows = name, -1
        self._size, self._sum = 0, sha256()
        self._file = (folder / f"{name}.csv").open("wb")
        self.add(",".join(column.name for column in columns_of(name)))

    def add(self, line: str) -> None:
        data = (line + "\n").encode()
        self._file.write(data)
        self._sum.update(data)
        self._size += len(data)
        self.rows += 1

    def written(self) -> WrittenFile:
        return WrittenFile(self.name, self._size, self._sum.hexdigest(), self.rows)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()


def export_folder(
    session: Session,
    folder: Path,
    *,
    as_of: datetime | None = None,
    reference: Mapping[str, Iterable[Sequence[str]]] | None = None,
) -> list[WrittenFile]:
    """Write what was recorded up to `as_of` into a folder; the same ledger gives the same bytes.

    Files that show versions hold all of them; the others hold the version that held at `as_of`, and
    `ledger.csv` carries the lines that gave way. Without `as_of` the blocks go along, so that the chain can
    be checked from outside. `reference` brings the rows of `countries` and `country_groups`. Where it fails, a
    full disk for instance, no file of it stays: half an export would look like a whole one.
    """
    draft = folder / DRAFT
    shutil.rmtree(draft, ignore_errors=True)  # of an export that was cut off
    draft.mkdir(parents=True)
    try:
        written = _write_files(session, draft, as_of, reference or {})
        for name in (PACKAGE, *(f"{name}.csv" for name in (*RECORDS, *REFERENCE, "ledger", BLOCKS_FILE))):
            if (draft / name).exists():
                (draft / name).replace(folder / name)
            else:
                (folder / name).unlink(missing_ok=True)
    finally:
        shutil.rmtree(draft)
    return written


def _write_files(
    session: Session,
    folder: Path,
    as_of: datetime | None,
    reference: Mapping[str, Iterable[Sequence[str]]],
) -> list[WrittenFile]:
    with ExitStack() as stack:
        files = {
            name: stack.enter_context(_CsvFile(folder, name)) for name in (*RECORDS, *REFERENCE, "ledger")
        }
        newest = _write_entries(session, files, as_of)
        for name in REFERENCE:
            for row in reference.get(name, ()):
                files[name].add(join_cells(row))
        if as_of is None:
            files[BLOCKS_FILE] = stack.enter_context(_CsvFile(folder, BLOCKS_FILE))
            for line in _block_lines(session):
                files[BLOCKS_FILE].add(line)
    written = [file.written() for file in files.values()]
    text = describe(written, instant_text(as_of) if as_of else newest)
    (folder / PACKAGE).write_text(text, encoding="utf-8", newline="\n")
    return written


def _write_entries(session: Session, files: Mapping[str, _CsvFile], as_of: datetime | None) -> str:
    gone = superseded(session, _SINGLE, as_of)
    next_gone = next(gone, None)
    blocks = _Blocks(session) if as_of is None else None
    newest = ""
    for item in stream(session, as_of):
        newest = max(newest, item.recorded_at)
        gave_way = item.entry_id == next_gone
        if gave_way:
            next_gone = next(gone, None)
        # weight 0 says that the mapping is no more: it is not part of the map that is published
        hidden = gave_way or (item.kind == "target_map" and item.body.endswith(",0"))
        if not hidden:
            files[item.kind].add(item.body)
        block = blocks.of(item) if blocks else ""
        files["ledger"].add(_entry_line(item, block, item.body if hidden else ""))
    return newest


def _entry_line(item: Entry, block: str, line: str) -> str:
    return join_cells(
        (
            str(item.entry_id),
            item.kind,
            item.key,
            str(item.rev),
            item.recorded_at,
            item.reason,
            item.actor,
            item.salt,
            item.digest,
            block,
            line,
        )
    )


class _Blocks:
    """Which block an entry is in: blocks follow one another in the order of entries."""

    def __init__(self, session: Session) -> None:
        rows = session.execute(
            select(BLOCKS.c.last_xid, BLOCKS.c.last_entry, BLOCKS.c.block_id).order_by(BLOCKS.c.block_id)
        ).all()
        self._ends = [(row.last_xid, row.last_entry) for row in rows]
        self._numbers = [row.block_id for row in rows]

    def of(self, item: Entry) -> str:
        place = bisect_left(self._ends, (item.xid, item.entry_id))
        return str(self._numbers[place]) if place < len(self._numbers) else ""


def _block_lines(session: Session) -> Iterator[str]:
    columns: list[Any] = [BLOCKS.c[column.name] for column in BLOCK_COLUMNS]
    for row in session.execute(select(*columns).order_by(BLOCKS.c.block_id)):
        yield join_cells([str(cell) for cell in row])
