"""A publication and all releases that are already out, as one system of cells and lines.

A number that stands in several releases is one cell: whoever reads one of them knows it in all. Numbers that have
changed since are cells of their own. Besides the relations inside each release there are those between them: centres
add up to the network, courses to their centre, quarters to their year.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import lcm

from learnhub.reach.disclosure.events import Events
from learnhub.reach.disclosure.exact import lowered
from learnhub.reach.disclosure.kinds import Kind, kind_of
from learnhub.reach.disclosure.lines import K, Line, System
from learnhub.reach.disclosure.projects import sums_of_projects
from learnhub.reach.disclosure.revisions import Earlier, same_figure
from learnhub.reach.disclosure.single import few
from learnhub.reach.disclosure.structure import Number, Sum, amount, sums_of
from learnhub.reach.disclosure.within import Overlap, overlaps_of
from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.numbers import DATA_PLACES, rounded
from learnhub.reach.publication.observation import PROJECTS, TOTAL, Key, Observation

SECONDS = 3600
Name = tuple[Key | str, ...]
"""What makes two cells one: their shared key and their number as files carry it; of a rest, its line."""


@dataclass(frozen=True, slots=True)
class Bound:
    """Each of `parts` is at most `whole`. `covering`: together they are at least that; if not `inside`, that alone.
    `own`: so in one release."""

    parts: tuple[int, ...]
    whole: int
    covering: bool
    own: bool
    inside: bool = True


@dataclass(frozen=True, slots=True)
class Joint:
    """The system in whole numbers of 1/`scale`, with what readers know of it.

    `numbers`: the cell of each figure of the new publication. `known`: cells that an earlier release shows.
    `protected`: cells that must have room; `older`: those among them that are so for earlier releases alone.
    `unknown`: cells that are not published either. `grand`: grand totals, which are held back last. `overlaps`: cells
    that are within another one.
    """

    system: System
    scale: int
    numbers: Mapping[Key, int]
    known: frozenset[int]
    protected: frozenset[int]
    older: frozenset[int]
    unknown: frozenset[int]
    grand: frozenset[int]
    overlaps: tuple[Bound, ...] = ()

    def moved(self, system: System, first: Sequence[int]) -> Joint:
        """The same over a system in which each cell has another number."""
        known = frozenset(first[cell] for cell in self.known)
        protected = frozenset(first[cell] for cell in self.protected) - known
        mine = frozenset(first[cell] for cell in self.protected - self.older)
        return replace(
            self,
            system=replace(system, lines=tuple(_without(line, known) for line in system.lines)),
            numbers={key: first[number] for key, number in self.numbers.items()},
            known=known,
            protected=protected,
            older=protected - mine,
            unknown=frozenset(first[cell] for cell in self.unknown) - known - protected,
            grand=frozenset(first[cell] for cell in self.grand) - known - protected,
            overlaps=tuple(
                replace(each, parts=tuple(first[cell] for cell in each.parts), whole=first[each.whole])
                for each in self.overlaps
            ),
        )


@dataclass
class _Cells:
    """Cells as they are found, and the lines over them."""

    names: dict[Name, int] = field(default_factory=dict)
    values: list[Number] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    rests: dict[int, bool] = field(default_factory=dict)
    seen: set[tuple[frozenset[int], int]] = field(default_factory=set)
    overlaps: dict[Bound, None] = field(default_factory=dict)

    def number(self, name: Name, value: Number) -> int:
        """The cell of this name."""
        if name not in self.names:
            self.names[name] = len(self.values)
            self.values.append(value)
        return self.names[name]

    def add(self, parts: Sequence[int], total: int, line: Sum, rest: Number, *, inside: bool) -> None:
        """A line, once. A rest is a cell; of a line `inside` one release a large one counts as published."""
        if (frozenset(parts), total) in self.seen:
            return
        self.seen.add((frozenset(parts), total))
        inner, margins = tuple(parts), () if line.grand else (total,)
        if line.by_total:
            inner, margins = (), (total,)
        elif not line.inner:
            inner, margins = (), inner
        if rest:
            cell = self.number(("rest", str(sorted(parts)), str(total)), rest)
            self.rests[cell] = inside
            parts = (*parts, cell)
        self.lines.append(Line(tuple(parts), total, inner, margins))

    def bound(self, each: Overlap, numbers: Mapping[Key, int], *, own: bool) -> None:
        """Cells that are within another one, once."""
        parts = tuple(numbers[key] for key in each.parts)
        found = Bound(parts, numbers[each.whole], each.covering, own, each.inside)
        self.overlaps[found] = None


def joint_system(
    publication: Publication,
    small: Collection[Key],
    held_back: Collection[Key],
    earlier: Sequence[Earlier],
    k: int = K,
    known_by: Sequence[Earlier] = (),
) -> Joint:
    """The new publication with all that is out. Its figures of `small` must be shielded, those of `held_back` are not
    shown. `known_by`: releases that are no part of the system, but show some of its figures."""
    cells = _Cells()
    own = {each.key: _cell(cells, each) for each in publication.observations if amount(each) is not None}
    _lines(cells, publication, own)
    small = {*small, *_held_sums(publication, held_back)}
    mine = {own[key] for key in small if key in own} | _small_rests(cells, k)
    grand = {
        cell for line in cells.lines for cell in [line.total] if cell not in (*line.inner, *line.margins)
    }
    grand -= {cell for line in cells.lines for cell in (*line.inner, *line.margins)}
    open_ones, known = set(own.values()), set[int]()
    older, unknown = set[int](), {own[key] for key in held_back if key in own}
    for release in earlier:
        told = _figures(cells, release.exact)
        _lines(cells, release.exact, told)
        shown = {key for key in told if same_figure(key) not in release.held_back}
        known |= {told[key] for key in shown}
        unknown |= {told[key] for key in told.keys() - shown}
        few_then = few(release.exact, k) | _held_sums(release.exact, told.keys() - shown)
        older |= {told[key] for key in few_then if key in told and key not in shown}
    known |= _shown_by(cells, known_by)
    if earlier:
        _between(cells, publication, earlier)
    older |= _small_rests(cells, k)
    unknown |= {cell for cell, inside in cells.rests.items() if not inside}
    scale = lcm(*(Fraction(value).denominator for value in cells.values))
    fixed = (set(range(len(cells.values))) - open_ones) | known | grand
    return Joint(
        System(
            tuple(int(value * scale) for value in cells.values),
            tuple(_without(line, fixed) for line in cells.lines),
        ),
        scale,
        own,
        frozenset(known),
        frozenset(mine | older) - known,
        frozenset(older) - mine - known,
        frozenset(unknown) - mine - older - known,
        frozenset(grand - known),
        tuple(cells.overlaps),
    )  # fmt: skip


def _small_rests(cells: _Cells, k: int) -> set[int]:
    return {cell for cell in cells.rests if cells.values[cell] < k}


def _without(line: Line, cells: Collection[int]) -> Line:
    """The line, in which none of these cells is held back further."""
    return replace(
        line,
        inner=tuple(cell for cell in line.inner if cell not in cells),
        margins=tuple(cell for cell in line.margins if cell not in cells),
    )


def _cell(cells: _Cells, each: Observation) -> int:
    exact = amount(each) or 0
    return cells.number((same_figure(each.key), str(rounded(exact, DATA_PLACES))), exact)


def _figures(cells: _Cells, exact: Publication) -> dict[Key, int]:
    """The cells of a release that is out. Its files round to six decimals, but hours are made of seconds: what is of
    whole seconds was just that. What is not, and not in the new release either, has no exact number any more, and is
    left out."""
    found = {}
    for each in exact.observations:
        value = amount(each)
        if value is None:
            continue
        text = str(rounded(value, DATA_PLACES))
        whole = Fraction(round(value * SECONDS), SECONDS)
        name = (same_figure(each.key), text)
        if str(rounded(whole, DATA_PLACES)) == text or name in cells.names:
            found[each.key] = cells.number(name, lowered(whole))
    return found


def _shown_by(cells: _Cells, releases: Sequence[Earlier]) -> set[int]:
    """Cells that these releases show as well."""
    names = {
        (same_figure(each.key), str(rounded(exact, DATA_PLACES)))
        for release in releases
        for each in release.exact.observations
        if (exact := amount(each)) is not None and same_figure(each.key) not in release.held_back
    }
    return {cell for name, cell in cells.names.items() if name in names}


def _held_sums(publication: Publication, hidden: Collection[Key]) -> set[Key]:
    """Hours and days that a release holds back: its files do not say how few have contributed."""
    return {
        each.key
        for each in publication.observations
        if each.value and each.key in hidden and kind_of(each.indicator) is Kind.SUM
    }


def _lines(cells: _Cells, publication: Publication, numbers: Mapping[Key, int]) -> None:
    """The relations inside of one release."""
    there = tuple(each for each in publication.observations if each.key in numbers)
    figures = replace(publication, observations=there, tables=(), key_figures=())
    for line in (*sums_of(figures), *Events(figures).sums()):
        parts = [numbers[key] for key in line.parts]
        rest = cells.values[numbers[line.total]] - sum(cells.values[part] for part in parts)
        if rest >= 0:
            cells.add(parts, numbers[line.total], line, rest, inside=True)
    for each in overlaps_of(figures):
        cells.bound(each, numbers, own=True)


def _between(cells: _Cells, publication: Publication, earlier: Sequence[Earlier]) -> None:
    """The relations between releases, as the latest of each says: what is not released is an unknown rest."""
    latest: dict[Key, Observation] = {}
    origin: dict[Key, int] = {}
    for number, source in enumerate((publication, *(each.exact for each in reversed(earlier)))):
        for each in source.observations:
            key, value = same_figure(each.key), amount(each)
            if value is None or key in latest or key[0] != each.indicator:
                continue  # what has another name stands under that
            name = (key, str(rounded(value, DATA_PLACES)))
            if name in cells.names:
                latest[key] = each if key == each.key else _shared(each)
                origin[key] = number
    if len(set(origin.values())) < 2:
        return
    definitions = {
        each.code: each
        for source in (publication, *(e.exact for e in earlier))
        for each in source.definitions
    }
    places = {
        (each.code_list, each.code): each
        for source in (*(e.exact for e in earlier), publication)
        for each in source.code_lists
    }
    union = replace(
        publication, observations=tuple(latest.values()), definitions=tuple(definitions.values()),
        code_lists=tuple(places.values()), tables=(), key_figures=(),
    )  # fmt: skip
    for line in (*sums_of(union), *Events(union).sums(), *sums_of_projects(union)):
        if len({origin[key] for key in (*line.parts, line.total)}) < 2:
            continue
        parts = [_named(cells, latest[key]) for key in line.parts]
        total = _named(cells, latest[line.total])
        rest = cells.values[total] - sum(cells.values[part] for part in parts)
        if rest >= 0:
            cells.add(parts, total, line, rest, inside=False)
    named = {key: _named(cells, each) for key, each in latest.items()}
    for overlap in overlaps_of(union):
        if len({origin[key] for key in (*overlap.parts, overlap.whole)}) > 1:
            cells.bound(overlap, named, own=False)


def _shared(each: Observation) -> Observation:
    """The figure of a course or event, whoever shows it."""
    return (
        replace(each, centre=TOTAL, framework=TOTAL, target=TOTAL)
        if each.framework == PROJECTS
        else replace(each, centre=TOTAL)
    )


def _named(cells: _Cells, each: Observation) -> int:
    return cells.names[same_figure(each.key), str(rounded(amount(each) or 0, DATA_PLACES))]
