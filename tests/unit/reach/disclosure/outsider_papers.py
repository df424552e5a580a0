"""What stands in the files of a release that people read: tables of the workbook, documents, the sentence.

Numbers on paper are rounded; a reader knows by their unit how. Codes and names are matched by the code lists of the
same file.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl

from tests.unit.reach.disclosure.outsider_files import DIMENSIONS, TOTAL, Figure, Files, Key

AXES = {
    "Centre": "centre", "Course": "course", "Training event": "event", "Theme": "theme", "Country": "ref_area",
    "Region": "region", "Gender": "sex", "Age": "age", "Country group": "country_group", "Goal": "target",
}  # fmt: skip
ENDS = {"lower end of the interval": "lo", "upper end of the interval": "hi"}
PLACES = {"hours": 1, "days": 1, "months": 1, "percentage points": 1, "points": 1, "number": 2, "ratio": 3}
_QUARTER = re.compile(r"(\d{4})-Q(\d)")
_PART = re.compile(r"(\w+) (\d+)")
Row = tuple[str, list[tuple[Key, object]]]


class Workbook:
    """The sheets for people, by the names that the workbook gives to its tables."""

    def __init__(self, book: openpyxl.Workbook, days: tuple[str, str]) -> None:
        self.book, self.days = book, days
        self.codes: dict[tuple[str, str], str] = {}
        for name, code, label, _ in self._range("t_code_lists")[1:]:
            self.codes[str(name), _bare(label)] = _bare(code)
        head, *rows = self._range("t_data")
        data = [dict(zip(head, row, strict=True)) for row in rows]
        self.indicators = {
            str(row["name"]): str(row["indicator"]) for row in data if "." not in str(row["indicator"])
        }
        self.known = {str(row["indicator"]) for row in data}
        self.figures = {_bare(row[1]): str(row[0]) for row in self._range("t_key_figures")[1:]}

    def key_figures(self) -> Iterator[tuple[Key, object]]:
        """The headline figures of the period."""
        for code, _, value, *_ in self._range("t_key_figures")[1:]:
            yield self._key(str(code), {}), value

    def headlines(self) -> dict[str, Key]:
        """The label of each headline figure, and its key."""
        return {label: self._key(code, {}) for label, code in self.figures.items()}

    def sentence(self) -> str:
        """The line below the title of the key figures."""
        return _bare(self.book["Key_figures"]["A2"].value)

    def tables(self) -> Iterator[tuple[str, list[Row]]]:
        """Title and rows of each table; a row is its label, and key and content of its cells."""
        own = {"t_code_lists", "t_data", "t_data_dictionary", "t_key_figures", "t_manifest", "t_revisions"}
        for name in self.book.defined_names:
            if name.startswith("t_") and name not in own:
                yield self._title(name), list(self._rows(name))

    def _rows(self, name: str) -> Iterator[Row]:
        title = self._title(name)
        head, *rows = self._range(name)
        axis = _bare(head[0])
        code = self.indicators.get(title.rpartition(" · ")[0])
        across = title.rpartition("× ")[2] if "×" in title else ""
        for first, *cells in rows:
            found = []
            for label, cell in zip(map(_bare, head[1:]), cells, strict=True):
                down = {} if axis == "Quarter" else self._cut(axis, _bare(first))
                days = _days(_bare(first)) if axis == "Quarter" else self.days
                if code:
                    found.append((self._key(code, {**down, **self._cut(across, label)}, days), cell))
                else:
                    found.append((self._key(self._measure(label), down, days), cell))
            yield _bare(first), found

    def _measure(self, label: str) -> str:
        """`U03 Response rate (L1)` is U03.L1."""
        code, _, name = label.partition(" ")
        said = name.rpartition("(")[2].rstrip(")").lower()
        variant = ENDS.get(said, said)
        return self.figures.get(name) or (f"{code}.{variant}" if f"{code}.{variant}" in self.known else code)

    def _cut(self, axis: str, label: str) -> dict[str, str]:
        if not axis or axis not in AXES or label == "All":
            return {}
        name = AXES[axis]
        code = self.codes.get((name, label), label)
        if name != "target":
            return {name: code}
        framework, _, target = code.partition(":")
        return {"framework": framework, "target": target}

    def _key(self, code: str, cut: dict[str, str], days: tuple[str, str] | None = None) -> Key:
        return (code, *(days or self.days), *(cut.get(name, TOTAL) for name in DIMENSIONS))

    def _title(self, name: str) -> str:
        """The line above a table, or above the warning that stands between."""
        sheet, row = self._place(name)
        lines = [
            _bare(self.book[sheet].cell(number, 1).value) for number in range(row - 1, max(row - 3, 0), -1)
        ]
        return next((line for line in lines if line and not line.endswith(".")), "")

    def _place(self, name: str) -> tuple[str, int]:
        sheet, cells = str(self.book.defined_names[name].attr_text).replace("$", "").split("!")
        return sheet, int(re.sub(r"\D", "", cells.split(":")[0]))

    def _range(self, name: str) -> list[tuple[object, ...]]:
        sheet, cells = str(self.book.defined_names[name].attr_text).replace("$", "").split("!")
        return [tuple(cell.value for cell in row) for row in self.book[sheet][cells]]


def on_paper(figure: Figure, *, percent: bool = False, for_all: bool = False) -> str:
    """How sheets and documents show a figure: `c`, `–`, or rounded by its unit; documents say shares in per cent, and
    those `for_all` write no decimals of what was rounded to whole numbers."""
    if figure.value is None:
        return "c" if figure.held_back else "–"
    share = percent and figure.unit == "ratio"
    value = figure.value * 100 if share else figure.value
    places = 1 if share else PLACES.get(figure.unit, int(value.denominator > 1))
    if for_all and figure.unit in {"ratio", "hours", "days"} and value.denominator == 1:
        places = 0
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"


def sentence_parts(text: str) -> dict[str, Fraction]:
    """`49 (F 25; SIDS 9)` as {"": 49, "F": 25, "SIDS": 9}; nothing for no sentence."""
    found = {name: Fraction(count) for name, count in _PART.findall(text.partition("(")[2])}
    return {"": Fraction(text.split(maxsplit=1)[0]), **found} if text else {}


def text_of(files: Files, ending: str, folder: Path) -> str:
    """The words of a document as they stand on its pages."""
    name = next(name for name in files if name.endswith(ending))
    target = folder / "document.pdf"
    target.write_bytes(files[name])
    command = ["pdftotext", "-layout", str(target), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def printed_rows(text: str, tables: dict[str, list[Row]]) -> Iterator[tuple[str, list[Key], list[str]]]:
    """Rows of a document: table and label, the keys of its cells, and what is printed in them."""
    title = ""
    for line in text.replace("\N{NO-BREAK SPACE}", "").splitlines():
        words = line.strip()
        title = words if words in tables else title
        for label, cells in tables.get(title, ()):
            printed = words.removeprefix(label).split()
            if words.startswith(f"{label} ") and len(printed) == len(cells):
                yield f"{title}: {label}", [key for key, _ in cells], printed


def printed_key_figures(text: str, labels: dict[str, Key]) -> Iterator[tuple[Key, str]]:
    """The headline figures in a document: the first line of each that begins with its code and its label.

    Further lines are those of the definitions at the end.
    """
    waiting = dict(labels)
    for line in text.replace("\N{NO-BREAK SPACE}", "").splitlines():
        words = " ".join(line.split())
        for label, key in list(waiting.items()):
            if words.startswith(f"{key[0]} {label} "):
                del waiting[label]
                yield key, words.removeprefix(f"{key[0]} {label} ").split()[0]


def _days(quarter: str) -> tuple[str, str]:
    found = _QUARTER.fullmatch(quarter)
    assert found is not None
    year, number = found[1], int(found[2])
    return f"{year}-{3 * number - 2:02}-01", f"{year}-{3 * number:02}-{30 if number in {2, 3} else 31}"


def _bare(value: object) -> str:
    return "" if value is None else str(value).removeprefix("'")
