"""Tables and key figures as a reader sees them. Their numbers are observations, named by key."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from learnhub.kernel.errors import Unacceptable
from learnhub.reach.publication.observation import Key, Number

TABLE_SHEETS = (
    "By_centre",
    "By_country",
    "Region_x_theme",
    "Gender_age",
    "Frameworks",
    "Courses",
    "Events",
    "Learning",
    "Follow_up",
)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{2,60}")


@dataclass(frozen=True, slots=True)
class Member:
    """A row or column of a table. `unit` is for columns whose cells are amounts of their own."""

    code: str
    label: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Axis:
    """The rows or the columns of a table in print order, under the name of what they are."""

    dimension: str
    label: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Ref:
    """A cell that shows the observation of this key."""

    key: Key


@dataclass(frozen=True, slots=True)
class Text:
    """A cell of words: a title, a mode, a date."""

    text: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that is no observation, such as a donor's target. None: there is none."""

    value: Number | None
    unit: str


Cell = Ref | Text | Amount


class ChartKind(StrEnum):
    """How a table may be drawn."""

    BAR = "bar"
    LINE = "line"
    SHARES = "shares"
    CIRCLES = "circles"
    MAP = "map"


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of some columns of a table (all where none are named). `alt` says in words what it shows."""

    kind: ChartKind
    alt: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table as a reader sees it, on the workbook sheet `sheet` (one of `TABLE_SHEETS`).

    `id` is unique in the publication and a name in the workbook: letters, digits and underscores. `warning` stands
    beside the table, such as "Persons are counted once per centre: do not add." `indicator` names what all cells
    count, where they count one thing. `cells` are rows of columns; `unnamed` countries have somebody and no row. Raises
    Unacceptable for a table that does not fit together.
    """

    id: str
    sheet: str
    title: str
    rows: Axis
    columns: Axis
    cells: tuple[tuple[Cell, ...], ...]
    indicator: str = ""
    unit: str = ""
    warning: str = ""
    notes: tuple[str, ...] = ()
    chart: Chart | None = None
    unnamed: int = 0

    def __post_init__(self) -> None:
        wide = {len(row) for row in self.cells} - {len(self.columns.members)}
        if wide or len(self.cells) != len(self.rows.members):
            raise Unacceptable(f"Table {self.id} has not one cell for each row and column.")
        if self.sheet not in TABLE_SHEETS:
            raise Unacceptable(f"Table {self.id} has no sheet: take one of {', '.join(TABLE_SHEETS)}.")
        if not _NAME.fullmatch(self.id):
            raise Unacceptable(f"{self.id!r} cannot name a table: take letters, digits and underscores.")


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A headline number and the same of the period before; the change is worked out from both when shown."""

    label: str
    current: Key
    previous: Key | None = None
    note: str = ""
