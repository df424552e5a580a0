"""What somebody who has the files of a release knows about their figures: which add up, and what shares are made of.

Read from the files themselves (what each indicator adds over, the region of a country, centre and theme of a course)
and from the definitions of the indicators. A relation that is not true is nothing that he believes: a test gives the
true values, and what is left over in a line is an unknown of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from tests.unit.reach.disclosure.outsider_files import DIMENSIONS, TOTAL, Figures, Files, Key, one, rows_of

LADDER = ("certified", "completed", "explored", "viewed", "no_show")
BY_EVENT = ("H02", "H05", "T02")
PERSONS = ("sex", "age", "ref_area", "region")
OBJECTS = ("centre", "course", "theme", "event")
OVER_TIME = ("E01", "E03", "C01", "S02", "H01", "H02", "H03", "H05", "T01", "T02", "R05")
Cell = tuple[str, Key]
"""`v` a value, `n` the numerator or `d` the denominator of a share, and the figure's key."""
Parts = tuple[tuple[Cell, int], ...]
Made = tuple[tuple[str, dict[str, str], int], ...]
ONE_OF: dict[tuple[str, str], Made] = {
    ("E04", "n"): (("E03", {}, 1),), ("E04", "d"): (("E01", {}, 1),),
    ("C03", "n"): (("E05.certified", {}, 1), ("E05.completed", {}, 1)), ("C03", "d"): (("E01", {}, 1),),
    ("C04", "n"): (("E05.certified", {}, 1), ("E05.completed", {}, 1)), ("C04", "d"): (("E03", {}, 1),),
    ("C05", "d"): (("E03", {}, 1),), ("S03", "n"): (("E05.certified", {}, 1),), ("S03", "d"): (("E03", {}, 1),),
    ("T03", "d"): (("T02", {}, 1),),
    ("Q01", "n"): (("R04", {"sex": "F"}, 1),), ("Q01", "d"): (("R04", {}, 1), ("R04", {"sex": "U"}, -1)),
    ("Q04", "n"): (("R04", {"age": "15-24"}, 1),), ("Q04", "d"): (("R04", {}, 1), ("R04", {"age": "UNK"}, -1)),
    ("Q05.gender", "n"): (("R04", {}, 1), ("R04", {"sex": "U"}, -1)), ("Q05.gender", "d"): (("R04", {}, 1),),
    ("Q05.country", "n"): (("R04", {}, 1), ("R04", {"region": "UNK"}, -1)), ("Q05.country", "d"): (("R04", {}, 1),),
    ("Q05.age", "n"): (("R04", {}, 1), ("R04", {"age": "UNK"}, -1)), ("Q05.age", "d"): (("R04", {}, 1),),
    **{
        (f"Q03.{group}", side): made
        for group in ("LDC", "SIDS", "LLDC", "ANY", "AFRICA")
        for side, made in (
            ("n", (("R04", {"country_group": group}, 1),)),
            ("d", (("R04", {}, 1), ("R04", {"region": "UNK"}, -1))),
        )
    },
}  # fmt: skip
"""Indicator and side of a share -> the counts at the same place that it is made of, with their signs."""


@dataclass(frozen=True)
class Line:
    """`parts` (with signs) come to `total`; `whole`: the parts are all of it, so nothing is left over."""

    parts: Parts
    total: Cell
    left: Fraction


@dataclass
class Lists:
    """What the code lists and definitions of a release say."""

    adds: dict[str, tuple[str, ...]] = field(default_factory=dict)
    regions: dict[str, str] = field(default_factory=dict)
    courses: dict[str, tuple[str, ...]] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, files: Files) -> Lists:
        """As the files tell it."""
        found = cls()
        for row in rows_of(one(files, ".indicators.csv")):
            found.adds[row["code"]] = tuple(row["additive_over"].split())
        for row in rows_of(one(files, ".codes.csv")):
            if row["code_list"] == "ref_area" and row["code"] != TOTAL:
                found.regions[row["code"]] = row["note"] or "UNK"
            if row["code_list"] == "country_group" and row["note"]:
                found.groups[row["code"]] = row["note"].split()
            if row["code_list"] == "course" and row["note"]:
                found.courses[row["code"]] = tuple(row["note"].split())
        return found


def place(key: Key, indicator: str = "", **codes: str) -> Key:
    """The key of another indicator, or with other codes."""
    own = zip(DIMENSIONS, key[3:], strict=True)
    return (indicator or key[0], *key[1:3], *(codes.get(name, code) for name, code in own))


def at(key: Key, dimension: str) -> str:
    """The code of a key in a dimension."""
    return key[3 + DIMENSIONS.index(dimension)]


class Known:
    """The relations between the figures of a release (or of several), and their true values."""

    def __init__(self, true: Figures, lists: Lists) -> None:
        self.true, self.lists = true, lists
        self.cells: dict[Cell, Fraction] = {}
        for key, figure in true.items():
            for side, number in zip("vnd", figure.numbers, strict=True):
                if number is not None:
                    self.cells[side, key] = number
        self.lines: dict[tuple[Parts, Cell], Line] = {}
        for key in true:
            self._shares(key)
            self._sorts(key)
        for bundle in (*self._bundles(), *self._times()):
            for total, parts in bundle.items():
                self._add(tuple((part, 1) for part in sorted(parts)), total)

    def _add(self, parts: Parts, total: Cell, *, exactly: bool = False) -> bool:
        if not parts or total not in self.cells or any(part not in self.cells for part, _ in parts):
            return False
        left = self.cells[total] - sum(sign * self.cells[part] for part, sign in parts)
        if left < 0 or (exactly and left):
            return False
        self.lines[parts, total] = Line(parts, total, left)
        return True

    def _shares(self, key: Key) -> None:
        for side in ("n", "d"):
            made = [(place(key, code, **cut), sign) for code, cut, sign in ONE_OF.get((key[0], side), ())]
            self._add(tuple((("v", part), sign) for part, sign in made), (side, key), exactly=True)

    def _sorts(self, key: Key) -> None:
        """Rungs of the ladder, new and returning learners, groups of countries."""
        code = key[0]
        whole = ("v", key)
        if code == "E01":
            self._add(tuple((("v", place(key, f"E05.{rung}")), 1) for rung in LADDER), whole, exactly=True)
            self._add(
                tuple((("v", place(key, each)), 1) for each in ("E03", "E05.no_show")), whole, exactly=True
            )
        if code == "F01" and at(key, "target") == TOTAL:
            self._add(((whole, 1),), ("v", place(key, "R04")), exactly=True)
        if code == "R04":
            self._add(tuple((("v", place(key, each)), 1) for each in ("R05", "R06")), whole)
        if code == "H03":
            self._add(tuple((("v", place(key, each)), 1) for each in ("H01", "H02")), whole, exactly=True)
        if at(key, "country_group") == "ANY":
            groups = tuple((("v", place(key, country_group=each)), 1) for each in ("ANY", "NONE", "UNK"))
            self._add(groups, ("v", place(key, country_group=TOTAL)), exactly=True)
        countries = self.lists.groups.get(at(key, "country_group"), ())
        parts = [("v", place(key, country_group=TOTAL, ref_area=country)) for country in countries]
        self._add(tuple((part, 1) for part in parts if part in self.cells), whole)
        if at(key, "country_group") == "UNK":
            self._add(((whole, 1),), ("v", place(key, country_group=TOTAL, region="UNK")), exactly=True)

    def _bundles(self) -> Iterator[dict[Cell, list[Cell]]]:
        """Parts of each whole along each dimension over which a figure adds."""
        for dimension in DIMENSIONS:
            found: dict[Cell, list[Cell]] = defaultdict(list)
            deeper: dict[Cell, list[Cell]] = defaultdict(list)
            courses: dict[Cell, list[Cell]] = defaultdict(list)
            for side, key in self.cells:
                if at(key, dimension) == TOTAL or dimension not in self._over(side, key[0]):
                    continue
                if dimension == "target":
                    found[side, place(key, framework=TOTAL, target=TOTAL)].append((side, key))
                    continue
                found[side, place(key, **{dimension: TOTAL})].append((side, key))
                if dimension == "ref_area":
                    region = self.lists.regions.get(at(key, "ref_area"), "UNK")
                    deeper[side, place(key, ref_area=TOTAL, region=region)].append((side, key))
                if dimension == "course":
                    of = zip(("centre", "theme"), self.lists.courses.get(at(key, "course"), ()), strict=False)
                    for name, code in of:
                        if at(key, name) == TOTAL:
                            courses[side, place(key, course=TOTAL, **{name: code})].append((side, key))
            if dimension == "target":
                yield from self._frameworks(found)
            else:
                yield from (found, deeper, courses)

    def _frameworks(self, found: Mapping[Cell, list[Cell]]) -> Iterator[dict[Cell, list[Cell]]]:
        names = {at(key, "framework") for _, key in self.cells} - {TOTAL}
        for name in sorted(names):
            yield {
                whole: [part for part in parts if at(part[1], "framework") == name]
                for whole, parts in found.items()
            }

    def _over(self, side: str, indicator: str) -> tuple[str, ...]:
        code = indicator.partition(".")[0]
        if side != "v":
            if code == "Q02":
                return ()
            return PERSONS if code[0] == "Q" else (*PERSONS, *OBJECTS)
        more = ("target",) if code == "F02" else ("event",) if code in BY_EVENT else ()
        return (*self.lists.adds.get(code, ()), *more)

    def _times(self) -> Iterator[dict[Cell, list[Cell]]]:
        found: dict[Cell, list[Cell]] = defaultdict(list)
        for side, key in self.cells:
            year = (f"{key[1][:4]}-01-01", f"{key[1][:4]}-12-31")
            if key[1:3] != year and key[0] in OVER_TIME:
                found[side, (key[0], *year, *key[3:])].append((side, key))
        yield {whole: parts for whole, parts in found.items() if len(parts) == 4}
