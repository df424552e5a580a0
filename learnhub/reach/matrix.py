"""The coordinator's table, centre by region, as its page and its file show it: the same rows, the same numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from learnhub.formats.cells import safe_cell
from learnhub.kernel.clock import iso
from learnhub.reach.asked import Period
from learnhub.reach.figures import TOTAL, Table

TOTAL_CODE = "_T"
COLUMNS = (
    "centre", "centre_name", "region", "learners_reached", "enrolments",
    "period_start", "period_end", "as_of", "status",
)  # fmt: skip
STATUS = "provisional, internal"


@dataclass(frozen=True, slots=True)
class CentreByRegion:
    """Learners reached (R04) and enrolments (E01) by centre and region; totals are counted, never summed."""

    reached: Table
    enrolments: Table

    @property
    def centres(self) -> tuple[str, ...]:
        """Row labels."""
        return tuple(sorted({*self.reached.axes[0], *self.enrolments.axes[0]}))

    @property
    def regions(self) -> tuple[str, ...]:
        """Column labels, unknown last."""
        return self.reached.axes[1]

    def with_figures(self) -> CentreByRegion:
        """The table without the rows of centres that nobody learned with or enrolled at; the same totals."""
        rows = tuple(
            centre
            for centre in self.centres
            if self.reached.at(centre, TOTAL).value or self.enrolments.at(centre, TOTAL).value
        )
        reached, enrolments = (
            replace(table, axes=(rows, *table.axes[1:])) for table in (self.reached, self.enrolments)
        )
        return CentreByRegion(reached, enrolments)


def csv_text(matrix: CentreByRegion, names: Mapping[str, str], period: Period, as_of: datetime) -> str:
    """The table as CSV, one row per cell, totals under `_T`; period, as-of and status stand in every row. Text that a
    spreadsheet would run is defused."""
    context = (period.start.isoformat(), period.end.isoformat(), iso(as_of), STATUS)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for centre in (*matrix.centres, TOTAL):
        for region in (*matrix.regions, TOTAL):
            counts = (table.at(centre, region).text for table in (matrix.reached, matrix.enrolments))
            writer.writerow(
                (_code(centre), safe_cell(names.get(centre, "")), _code(region), *counts, *context)
            )
    return out.getvalue()


def _code(label: str) -> str:
    return TOTAL_CODE if label == TOTAL else safe_cell(label)
