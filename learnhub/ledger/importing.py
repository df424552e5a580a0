"""The raw import: a folder of CSV files into the ledger, wholly or not at all."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.orm import Session

from learnhub.ledger.cells import RecordError
from learnhub.ledger.package import PACKAGE, departures
from learnhub.ledger.queries import entries_of, known_keys, last_number
from learnhub.ledger.reasons import Reason
from learnhub.ledger.records import RECORDS, ErasureRecord, Record, has_recorded_at, has_rev, header
from learnhub.ledger.references import Reference, references
from learnhub.ledger.service import entry_row, insert_rows, new_salts

CHUNK = 2000
SINCE_EVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a row was recorded whose file does not say: before everything, so that every as-of read finds it."""

KINDS = tuple(kind for kind in RECORDS if kind != ErasureRecord.entry_kind)


class Rejected(NamedTuple):
    """A row that cannot be taken: its file, its line (1 is the header), and the first reason why."""

    file: str
    line: int
    reason: str


@dataclass
class ImportResult:
    """What an import did; with anything rejected nothing was stored, and `added` is 0.

    `clashes` counts the rejected rows of which the ledger says something else already, `behind` references that
    lead to a rejected row or to what was not read, and are no fault of the row that has them. `absent` names the
    files that are not there, `changed` those that are not as they were exported.
    """

    added: int = 0
    known: int = 0
    clashes: int = 0
    behind: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)


@dataclass
class _Unsure:
    """What rows may point at without our knowing whether it is there: rejected rows, and files not wholly read."""

    keys: set[tuple[str, str]] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)

    def note(self, kind: str, cells: Sequence[str]) -> None:
        """Remember a rejected row by its key, or its whole file where the row does not tell."""
        names = header(kind).split(",")
        if len(cells) == len(names):
            row = dict(zip(names, cells, strict=True))
            self.keys.add((kind, "/".join(row[name] for name in RECORDS[kind].key_columns)))
        else:
            self.kinds.add(kind)

    def holds(self, ref: Reference) -> bool:
        """Whether what is pointed at may be one of these."""
        return any(kind in self.kinds or (kind, ref.key) in self.keys for kind in ref.kinds)


class _Row(NamedTuple):
    number: int
    record: Record
    line: str


def import_folder(session: Session, folder: Path, *, now: datetime, actor: str) -> ImportResult:
    """Take every row of the folder's files, or none; the same folder a second time adds nothing.

    A row is known if the same version says the same already, and a conflict if it says something else. Files
    that are not there are left out; files of other names are not looked at. Where the folder describes itself,
    a file that lacks something of what it should hold is rejected. Recording times are those of the
    files, `SINCE_EVER` where a file has no column for them, so `now` dates nothing that the files date.
    """
    result = ImportResult()
    present = [kind for kind in KINDS if (folder / f"{kind}.csv").is_file()]
    if not present:
        result.rejected.append(Rejected(str(folder), 0, "holds none of the files of a ledger"))
        return result
    for name, reason, partial in departures(folder, KINDS):
        if partial:
            result.rejected.append(Rejected(name, 1, reason))
        else:
            result.changed.append(name)
    result.absent = [f"{kind}.csv" for kind in KINDS if kind not in present]
    unsure, before = _Unsure(), last_number(session)
    with session.begin_nested() as attempt:
        for kind in present:
            _load(session, folder, kind, result, unsure, before=before, now=now, actor=actor)
        for kind in present:
            _check_references(session, folder, kind, result, unsure)
        if result.rejected:
            attempt.rollback()
            result.added = 0
    order = {name: place for place, name in enumerate((PACKAGE, *(f"{kind}.csv" for kind in KINDS)))}
    result.rejected.sort(key=lambda item: (order[item.file], item.line))
    return result


def _load(
    session: Session,
    folder: Path,
    kind: str,
    result: ImportResult,
    unsure: _Unsure,
    *,
    before: int,
    now: datetime,
    actor: str,
) -> None:
    problems: list[Rejected] = []
    for chunk in _chunks(folder, kind, problems, unsure):
        fresh = _sift(session, kind, chunk, result, before)
        salts = new_salts(len(fresh))
        rows = [
            entry_row(
                row.record,
                line=row.line,
                now=now if has_recorded_at(kind) else SINCE_EVER,
                actor=actor,
                reason=Reason.IMPORT.value,
                salt=salt,
            )
            for row, salt in zip(fresh, salts, strict=True)
        ]
        insert_rows(session, rows)
        result.added += len(rows)
    result.rejected += problems


def _sift(
    session: Session, kind: str, chunk: Sequence[_Row], result: ImportResult, before: int
) -> list[_Row]:
    """The rows of a chunk that are new; the others are counted or rejected.

    Entries with a number above `before` came from the same folder.
    """
    held: dict[str, dict[int, str]] = {}
    ours: set[tuple[str, int]] = set()
    for item in entries_of(session, kind, sorted({row.record.key for row in chunk})):
        held.setdefault(item.key, {})[item.rev] = item.body
        if item.entry_id > before:
            ours.add((item.key, item.rev))
    fresh = []
    for row in chunk:
        _number, record, line = row
        versions, version = held.setdefault(record.key, {}), (record.key, record.rev)
        same = versions.get(record.rev) == line if has_rev(kind) else line in versions.values()
        if same:
            result.known += 1
        elif version in ours:
            text = f"version {record.rev} of {record.key} stands in an earlier row and says something else"
            result.rejected.append(Rejected(f"{kind}.csv", row.number, text))
        elif record.rev in versions:
            text = f"version {record.rev} of {record.key} is there already and says something else"
            result.rejected.append(Rejected(f"{kind}.csv", row.number, text))
            result.clashes += 1
        else:
            versions[record.rev] = line
            ours.add(version)
            fresh.append(row)
    return fresh


def _chunks(folder: Path, kind: str, problems: list[Rejected], unsure: _Unsure) -> Iterator[list[_Row]]:
    chunk: list[_Row] = []
    unread: list[Rejected] = []
    for number, cells in _rows(folder / f"{kind}.csv", header(kind), unread):
        try:
            chunk.append(_Row(number, *RECORDS[kind].from_cells(cells)))
        except RecordError as error:
            problems.append(Rejected(f"{kind}.csv", number, error.message))
            unsure.note(kind, cells)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
    if unread:
        problems += unread
        unsure.kinds.add(kind)


def _rows(path: Path, heading: str, problems: list[Rejected]) -> Iterator[tuple[int, list[str]]]:
    """The rows below the header, with their line numbers; what cannot be cut into cells becomes a problem."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        expected = heading.split(",")
        number = 0
        while True:
            try:
                cells = next(reader, None)
                number = reader.line_num
            except csv.Error as error:
                problems.append(Rejected(path.name, reader.line_num, f"is not CSV: {error}"))
                continue
            except UnicodeDecodeError:
                problems.append(Rejected(path.name, number + 1, "here or soon after: is not UTF-8 text"))
                return
            if cells is None:
                if number == 0:
                    problems.append(Rejected(path.name, 1, "is empty, not even a header"))
                return
            if expected:
                if cells != expected:
                    problems.append(Rejected(path.name, 1, f"the header is not {heading}"))
                    return
                expected = []
            elif cells:
                yield number, cells


def _check_references(
    session: Session, folder: Path, kind: str, result: ImportResult, unsure: _Unsure
) -> None:
    heading, name = header(kind), f"{kind}.csv"
    names = heading.split(",")
    rejected = {each.line for each in result.rejected if each.file == name}
    rows = ((number, cells) for number, cells in _rows(folder / name, heading, []) if number not in rejected)
    while chunk := list(islice(rows, CHUNK)):
        found = [
            (number, ref)
            for number, cells in chunk
            for ref in references(kind, dict(zip(names, cells, strict=True)))
        ]
        wanted: dict[str, set[str]] = {}
        for _number, ref in found:
            for target in ref.kinds:
                wanted.setdefault(target, set()).add(ref.key)
        known = {target: known_keys(session, target, sorted(keys)) for target, keys in wanted.items()}
        for number, ref in found:
            if number in rejected or any(ref.key in known[target] for target in ref.kinds):
                continue
            if unsure.holds(ref):
                result.behind += 1
            else:
                text = f"{ref.column}: {ref.key} is not in {' or '.join(ref.kinds)}"
                result.rejected.append(Rejected(name, number, text))
                rejected.add(number)
