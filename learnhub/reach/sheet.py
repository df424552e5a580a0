"""The coordinator's table as a page and a file show it: the same rows, and each row says what it is about."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from learnhub.kernel.clock import iso
from learnhub.reach.asked import Period
from learnhub.reach.figures import TOTAL, Table
from learnhub.reach.matrix import CentreByRegion, csv_rows

STATUS = "provisional, internal"
CONTEXT = ("period_start", "period_end", "as_of", "status")


def with_figures(matrix: CentreByRegion) -> CentreByRegion:
    """The table without the rows of centres that nobody learned with or enrolled at; the same totals."""
    rows = tuple(centre for centre in matrix.centres if _counts(matrix, centre))
    return CentreByRegion(_only(matrix.reached, rows), _only(matrix.enrolments, rows))


def csv_text(matrix: CentreByRegion, names: Mapping[str, str], period: Period, as_of: datetime) -> str:
    """The table as CSV, one row per cell; period, as-of and status stand in every row."""
    context = (period.start.isoformat(), period.end.isoformat(), iso(as_of), STATUS)
    rows = iter(csv_rows(matrix, names))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*next(rows), *CONTEXT))
    writer.writerows((*row, *context) for row in rows)
    return out.getvalue()


def _counts(matrix: CentreByRegion, centre: str) -> bool:
    return bool(matrix.reached.at(centre, TOTAL).value or matrix.enrolments.at(centre, TOTAL).value)


def _only(table: Table, rows: Iterable[str]) -> Table:
    return replace(table, axes=(tuple(rows), *table.axes[1:]))
