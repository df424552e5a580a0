"""A worksheet with a long list in it.

XlsxWriter keeps and writes each cell by itself. For the list of all figures, a million cells and more, that took half
of the time of a workbook and most of its memory. Here equal cells of a column are one, and a row is written at once;
the bytes are the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import compress, count
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

_BLOCK = 16  # rows that share a span
_SHARED = ' t="s">'  # how a cell begins whose words stand in the list of all words


@dataclass(slots=True)
class Repeated:
    """A cell of a list: its format, if it has one, and what stands in the file behind its place."""

    look: Any
    written: str


Line = Sequence[Repeated | None]


class LinedSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter says nothing of its types
    """As any worksheet, with lines that are put all at once."""

    dim_rowmin: int  # the first and the last row with anything in it
    dim_rowmax: int

    def __init__(self) -> None:
        super().__init__()
        self._repeated: list[Repeated] = []
        self._lines: Sequence[Line] = ()
        self._first = 0

    def words(self, text: str, look: Any) -> Repeated:
        """A cell of words, for as many lines as have it."""
        index = self.str_table._get_shared_string_index(text)
        self.str_table.count -= 1  # counted with its lines
        return self._made(f"{_SHARED}<v>{index}</v></c>", look)

    def number(self, number: float, look: Any = None) -> Repeated:
        """A cell with a number, for as many lines as have it."""
        return self._made(f"><v>{number:.16G}</v></c>", look)

    def day(self, day: date, look: Any) -> Repeated:
        """A cell with a day, for as many lines as have it."""
        return self.number(self._convert_date_time(datetime.combine(day, time())), look)

    def put_lines(self, first: int, lines: Sequence[Line]) -> None:
        """The list from row `first` on, where nothing else is put; None in the place of an empty cell."""
        self._first, self._lines = first, lines
        if lines:
            self._check_dimensions(first + len(lines) - 1, 0)

    def _made(self, written: str, look: Any) -> Repeated:
        self._repeated.append(Repeated(look, written))
        return self._repeated[-1]

    def _calculate_spans(self) -> None:
        used: dict[int, set[int]] = defaultdict(set)
        for row, cells in self.table.items():
            used[row // _BLOCK].update(cells)
        for row, line in enumerate(self._lines, self._first):
            used[row // _BLOCK].update(compress(count(), line))
        self.row_spans = {
            block: f"{min(found) + 1}:{max(found) + 1}" for block, found in used.items() if found
        }

    def _write_rows(self) -> None:
        top, bottom, below = self.dim_rowmin, self.dim_rowmax, self._first + len(self._lines)
        self.dim_rowmax = self._first - 1
        super()._write_rows()
        self._write_lines()
        self.dim_rowmin, self.dim_rowmax = below, bottom
        super()._write_rows()
        self.dim_rowmin = top

    def _write_lines(self) -> None:
        for cell in self._repeated:  # formats have their numbers in the order in which they are met
            if cell.look:
                cell.written = f' s="{cell.look._get_xf_index()}"{cell.written}'
        names = [xl_col_to_name(column) for column in range(self.dim_colmax + 1)]
        for row, line in enumerate(self._lines, self._first):
            cells = zip(names, line, strict=False)
            written = "".join([f'<c r="{name}{row + 1}"{cell.written}' for name, cell in cells if cell])
            self.str_table.count += written.count(_SHARED)
            self.fh.write(f'<row r="{row + 1}" spans="{self.row_spans[row // _BLOCK]}">{written}</row>')
