"""The coordinator's first table, centre by region, and its rows for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from learnhub.formats.cells import safe_cell
from learnhub.reach.figures import TOTAL, Table

TOTAL_CODE = "_T"
COLUMNS = ("centre", "centre_name", "region", "learners_reached", "enrolments")


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


def csv_rows(matrix: CentreByRegion, names: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Header and one row per cell, totals under `_T`; text that a spreadsheet would run is defused."""
    yield COLUMNS
    for centre in (*matrix.centres, TOTAL):
        for region in (*matrix.regions, TOTAL):
            yield (
                _code(centre),
                safe_cell(names.get(centre, "")),
                _code(region),
                matrix.reached.at(centre, region).text,
                matrix.enrolments.at(centre, region).text,
            )


def _code(label: str) -> str:
    return TOTAL_CODE if label == TOTAL else safe_cell(label)
