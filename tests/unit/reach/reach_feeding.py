"""Ledger entries straight from a folder of published CSV files, without a database."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from learnhub.reach.engine import Engine
from learnhub.reach.layout import COLUMNS, KINDS
from learnhub.reach.mirror import Mirror
from learnhub.reach.reference import Country, GroupSpan, ReferenceLists

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "reach_golden"
Rows = Mapping[str, Sequence[Mapping[str, str]]]
EPOCH = "1970-01-01T00:00:00Z"


@dataclass(frozen=True)
class Line:
    entry_id: int
    kind: str
    rev: int
    recorded_at: str
    body: str
    xid: int = 0

    @property
    def digest(self) -> str:
        return f"{self.entry_id} {self.body}"


class Ledger:
    """Entries in memory, read as the mirror reads a ledger."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.lines = sorted(lines, key=lambda line: (line.xid, line.entry_id))

    def read(self, cursor: tuple[int, int], limit: int) -> Sequence[Line]:
        return [line for line in self.lines if (line.xid, line.entry_id) > cursor][:limit]

    def digest_of(self, entry_id: int) -> str:
        return next((line.digest for line in self.lines if line.entry_id == entry_id), "")


def read_rows(folder: Path) -> dict[str, list[dict[str, str]]]:
    rows = {}
    for kind in (*KINDS, "countries", "country_groups"):
        with (folder / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
            rows[kind] = list(csv.DictReader(file))
    return rows


def body(kind: str, row: Mapping[str, str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([row.get(column, "") for column in COLUMNS[kind]])
    return out.getvalue()


def entries(rows: Rows, first: int = 1) -> list[Line]:
    found = []
    for kind in KINDS:
        for row in rows.get(kind, ()):
            recorded = row.get("recorded_at") or EPOCH
            found.append(Line(first + len(found), kind, int(row.get("rev") or 1), recorded, body(kind, row)))
    return found


def reference(rows: Rows) -> ReferenceLists:
    countries = tuple(
        Country(row["iso2"], row["unesco_region"], row["member_state"] == "1") for row in rows["countries"]
    )
    spans = [
        GroupSpan(row["group"], row["iso2"], _day(row["valid_from"]), _day(row["valid_to"]))
        for row in rows["country_groups"]
    ]
    spans += [
        GroupSpan("PRIORITY_AFRICA", row["iso2"], None, None)
        for row in rows["countries"]
        if row["priority_africa"] == "1"
    ]
    return ReferenceLists(countries, tuple(spans))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def engine(rows: Rows, folder: Path) -> Engine:
    made = Engine(Mirror(folder / "mirror", memory_mb=256), memory_mb=256)
    made.refresh(Ledger(entries(rows)))
    return made
