"""Answers as they are sent: what is said of the figures, columns, rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from learnhub.api.domain import MOST_CELLS, Refused
from learnhub.reach.publication.manifest import json_bytes

HEAD = ("indicator", "unit", "period_start", "period_end")
FIGURE = ("value", "numerator", "denominator", "obs_status", "conf_status")


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows with what a reader must know of them. `etag` is the hash of the file they come from, if there is one."""

    meta: Mapping[str, Any]
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    etag: str = ""

    @property
    def body(self) -> bytes:
        """The document as bytes."""
        return json_bytes(
            {"meta": self.meta, "columns": self.columns, "rows": self.rows, "row_count": len(self.rows)}
        )


def columns_by(by: Sequence[str]) -> list[str]:
    """The columns of an answer cut by these dimensions; a target stands beside its framework."""
    places: list[str] = []
    for dimension in by:
        places += ["framework", "target"] if dimension in {"target", "goal"} else [dimension]
    return [*HEAD, *places, *FIGURE]


def warning(by: Sequence[str], additive_over: Sequence[str]) -> str:
    """What a reader may not do with the rows; empty if they add up over every dimension."""
    overlapping = [name for name in by if name not in additive_over]
    return f"not additive over {' and '.join(overlapping)}" if overlapping else ""


def refuse_many(cells: int) -> None:
    """An answer is whole or not given. Raises Refused (413) for more than 50,000 cells."""
    if cells > MOST_CELLS:
        raise Refused(
            413, "cells", f"This would be {cells} cells; at most {MOST_CELLS}. Ask in parts, with filters."
        )
