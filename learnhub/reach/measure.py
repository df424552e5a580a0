"""An indicator with its filters and dimensions as one statement over the rows of a period.

Filters on objects choose rows by what the course or event is; filters on persons choose persons by the
attributes that their rows carry, and by the country lists in force on the last day of the period (rule A5).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Protocol

from learnhub.reach import clauses
from learnhub.reach.figures import TOTAL
from learnhub.reach.indicators import DIMENSIONS, OBJECT_DIMENSIONS, PERSON_DIMENSIONS, Base, Indicator
from learnhub.reach.indicators.shape import Each, Finish, Of, Shape, Tally
from learnhub.reach.period import persons_of, placed_of
from learnhub.reach.query import Query

_PLACEHOLDER = re.compile(r"\$(\w+)")
_OF_A_PERSON = re.compile(r"\bx\.(gender|age|country|region|member_state|is_new)\b")
_CODES = ("code", "goal")
_ITEMISED = frozenset({Finish.ALPHA, Finish.ITEM})
# A participation stands once per mode in which the person was there, a head-count once per gender.
_REPEATED = frozenset({Base.HELD, Base.PARTICIPATION, Base.REGISTRATION})
Cut = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with its named values."""

    sql: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lump:
    """Columns over a source (`FROM` to `WHERE`), with what they are to be grouped by, if anything."""

    columns: tuple[str, ...]
    source: str
    by: str = ""


class Gather(Protocol):
    """Keeps the rows of a statement as a table, for statements that others will need as well."""

    def __call__(self, statement: Statement) -> str:
        """What to read these rows from."""

    def before(self, statement: Statement) -> str | None:
        """The table with these rows if it is there already."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Builds the statements of one query over the table `rows` (see `period`)."""

    indicator: Indicator
    query: Query
    rows: str
    gather: Gather | None = None

    @property
    def shape(self) -> Shape:
        """The shape that the query's arguments ask for."""
        return self.indicator.shape_for(self.query.filters)

    def counts(self) -> Statement:
        """One row per cell: labels (`TOTAL`: all of it), numerator, denominator, n.

        Each slice joins only what its own dimensions need, so that totals are counted and never summed.
        """
        shape = self.shape
        if shape.each is not None:
            return self.statement(" UNION ALL ".join(self._together(cut, shape.each) for cut in self._cuts()))
        tallies = (shape.numerator, shape.denominator or shape.numerator, shape.n)
        return self.statement(" UNION ALL ".join(self._tallied(cut, tallies) for cut in self._cuts()))

    def lump(self) -> Lump | None:
        """The tallies of the whole, as columns that others may share a statement with; None: it needs one of its own.

        Of hours the column is the sum, by what they are a part of: nobody is counted.
        """
        shape = self.shape
        if shape.finish is Finish.HOURS:
            only = " AND ".join(f"({clauses.ONLY[each]})" for each in shape.numerator.only)
            column = f"sum(x.amount) FILTER (WHERE {only})" if only else "sum(x.amount)"
            return Lump((column,), self._source(column, self.joins(), self.conditions()), by="x.per")
        if shape.each is not None or shape.finish in clauses.FOLDS:
            return None
        tallies = (shape.numerator, shape.denominator or shape.numerator, shape.n)
        told = tuple(map(self._of_persons, tallies)) if all(map(self._has_persons, tallies)) else ()
        tests = self._filters(PERSON_DIMENSIONS, confined=False)
        gathered = self._by_persons((), placed=bool(_OF_A_PERSON.search(" ".join([*told, *tests]))))
        if gathered:
            return Lump(told, self._source("", [], tests, gathered))
        columns = tuple(self._tally(each, ()) for each in tallies)
        return Lump(columns, self._source(" ".join(columns), self.joins(), self.conditions()))

    def folded(self) -> Statement | None:
        """What the indicator's finish needs beyond tallies, by cell: labels, keys, sums. None: nothing."""
        fold = clauses.FOLDS.get(self.shape.finish)
        if fold is None:
            return None
        keys, sums = fold
        only = [clauses.ONLY[each] for each in self.shape.numerator.only]
        return self.statement(
            " UNION ALL ".join(self._select(cut, [*keys, *sums], keys, only) for cut in self._cuts())
        )

    def largest(self) -> Statement | None:
        """By cell of a sum of hours or days: what the largest contributor adds, and what all do. None: no sum."""
        numerator = self.shape.numerator
        sums = self.shape.base is Base.SPENT or numerator.of is Of.NOMINAL_HOURS
        if not sums:
            return None
        only = tuple(clauses.ONLY[each] for each in numerator.only)
        part = clauses.PARTS[numerator.of]
        values = ["max(y.part)", "sum(y.part)"]
        return self.statement(
            " UNION ALL ".join(self._over_persons(cut, values, part, "", only) for cut in self._cuts())
        )

    def coverage(self) -> Statement | None:
        """Of how many of the rows' persons (or units) gender, country and birth year are known."""
        if self.shape.base is Base.HELD:
            return None
        tally = self.shape.n
        only = [each for each in tally.only if each not in clauses.OF_KNOWN]
        gathered = self._gathered(()) if self._has_persons(tally) else None
        if gathered:
            tests = [clauses.ONLY_OF_PERSONS[each] for each in only]
            return self.statement(self.piece(_counted(clauses.KNOWN), [], tests, rows=gathered))
        tests = [*(clauses.ONLY[each] for each in only), *self._filters(OBJECT_DIMENSIONS)]
        if tally.of is not Of.PERSONS and not self._repeats():
            return self.statement(self.piece(_counted(clauses.KNOWN), [], tests))
        counted = "x.person" if tally.of is Of.PERSONS else "x.no"
        known = {f"y.known_{place}": f"bool_or({test})" for place, test in enumerate(clauses.KNOWN)}
        inner = self.piece(
            [f"{made} AS {name[2:]}" for name, made in known.items()], [], tests, f"GROUP BY {counted}"
        )
        return self.statement(f"SELECT {', '.join(_counted(known))} FROM ({inner}) y")  # noqa: S608 - as above

    def conditions(self, cut: Cut = ()) -> list[str]:
        """What rows must fulfil for the filters and the confinement of the query."""
        own = [clauses.OWN_CENTRES] if self.query.centres is not None and "centre" in cut else []
        return [*self._filters(clauses.FILTERS), *own]

    def piece(
        self,
        select: Iterable[str],
        joins: Iterable[str],
        only: Iterable[str],
        ending: str = "",
        rows: str = "",
    ) -> str:
        """A SELECT over the rows of the period, or over those of another table."""
        columns = ", ".join(select)
        return f"SELECT {columns} {self._source(columns, joins, only, rows)} {ending}"

    def _source(self, columns: str, joins: Iterable[str], only: Iterable[str], rows: str = "") -> str:
        tests = [f"({each})" for each in only]
        where = f"WHERE {' AND '.join(tests)}" if tests else ""
        beside = f"{' '.join(joins)} {where}"
        return f"FROM {rows or self._rows_for(f'{columns} {beside}')} x {beside}"

    def _rows_for(self, sql: str) -> str:
        """The rows of the period; with the attributes of persons only if the statement looks at them."""
        rows = placed_of(self.rows) if self.shape.one_place and _OF_A_PERSON.search(sql) else self.rows
        return clauses.BY_ITEM.replace("{rows}", rows) if self._itemised() else rows

    def statement(self, sql: str) -> Statement:
        """The SQL with the values that it names."""
        if "listed" in sql:
            sql = f"{clauses.LISTED} {sql}"
        values: dict[str, Any] = {
            "end": self.query.end,
            "centres": sorted(self.query.centres or ()),
            **self.query.filters,
            **self.indicator.chosen(self.query.filters),
        }
        used = set(_PLACEHOLDER.findall(sql))
        return Statement(sql, {name: value for name, value in values.items() if name in used})

    def joins(self, cut: Cut = ()) -> list[str]:
        """What the labels of a slice and the tallies look at beside the rows."""
        needed = {clauses.JOIN_OF.get(dimension, "") for dimension in cut}
        if self.shape.numerator.of is Of.NOMINAL_HOURS or self.shape.each is Each.TWO_LEADS:
            needed.add("o")
        weights = [self._weights(cut)] if self._weighs(cut) else []
        if weights:
            needed -= {"om", "og"}
        return [*(join for alias, join in clauses.JOINS.items() if alias in needed), *weights]

    @property
    def persons(self) -> str:
        """The table with one row per person of the period."""
        return persons_of(self.rows)

    def _has_persons(self, tally: Tally) -> bool:
        """Whether a tally can be made from one row per person, where nothing is asked of courses and events."""
        shape = self.shape
        told = clauses.ONLY_OF_PERSONS.keys() >= set(tally.only)
        one_mode = len(clauses.OF_MODES.intersection(tally.only)) < 2
        return shape.one_place and tally.of in (Of.PERSONS, Of.COUNTRIES) and told and one_mode

    def _by_persons(self, cut: Cut, *, placed: bool = True) -> str | None:
        """The table with one row per person for a slice that looks at persons alone; None if there is none.

        It has ten times fewer rows than the period, and nobody stands in it twice. Unless it is to be `placed`,
        nothing is said of who she is.
        """
        shape, keys = self.shape, {*cut, *clauses.FILTERS.keys() & self.query.filters.keys()}
        tallies = [each for each in (shape.numerator, shape.denominator, shape.n) if each is not None]
        alone = (
            keys <= set(DIMENSIONS)
            and shape.each is None
            and all(self._has_persons(each) for each in tallies)
        )
        return self._gathered(cut, placed=placed) if alone else None

    def _gathered(self, cut: Cut, *, placed: bool = True) -> str | None:
        """The persons of the rows that the filters on objects leave, for each label of the one object in the cut."""
        objects = [dimension for dimension in cut if dimension in OBJECT_DIMENSIONS]
        tests = self._filters(OBJECT_DIMENSIONS)
        if not objects and not tests:
            return self.persons
        if self.gather is None or len(objects) > 1:
            return None
        if objects == ["centre"] and self.query.centres is not None:
            tests.append(clauses.OWN_CENTRES)
        keys = ["x.person", *(clauses.LABELS[dimension] for dimension in objects)]
        select = [*(f'{key} AS "{name}"' for key, name in zip(keys, ["person", *objects], strict=True))]
        once = self.piece(
            [*select, clauses.MODES], self.joins(tuple(objects)), tests, f"GROUP BY {', '.join(keys)}"
        )
        found = self.statement(clauses.GATHERED.format(once=once, persons=self.persons))
        return self.gather(found) if placed else self.gather.before(found) or f"({once})"

    def _itemised(self) -> bool:
        return self.shape.finish in _ITEMISED

    def _repeats(self) -> bool:
        """Whether what counts as one may stand in several rows."""
        return self.shape.base in _REPEATED or self._itemised()

    def _cuts(self) -> Iterator[Cut]:
        """The whole, each dimension alone, both together."""
        for size in range(len(self.query.by) + 1):
            yield from combinations(self.query.by, size)

    def _label(self, dimension: str, cut: Cut) -> str:
        return f"w.{dimension}" if dimension in _CODES and self._weighs(cut) else clauses.LABELS[dimension]

    def _head(self, cut: Cut) -> list[str]:
        return [self._label(each, cut) if each in cut else f"'{TOTAL}'" for each in self.query.by]

    def _tallied(self, cut: Cut, tallies: Iterable[Tally]) -> str:
        gathered = self._by_persons(cut)
        if gathered:
            return self._over_gathered(cut, [self._of_persons(each) for each in tallies], gathered)
        return self._select(cut, [self._tally(each, cut) for each in tallies])

    def _of_persons(self, tally: Tally) -> str:
        made = "count(*)" if tally.of is Of.PERSONS else clauses.TALLIES[tally.of]
        only = " AND ".join(f"({clauses.ONLY_OF_PERSONS[each]})" for each in tally.only)
        return f"{made} FILTER (WHERE {only})" if only else made

    def _over_gathered(self, cut: Cut, values: list[str], rows: str) -> str:
        labels = {each: f'x."{each}"' if each in OBJECT_DIMENSIONS else clauses.LABELS[each] for each in cut}
        head = [labels.get(each, f"'{TOTAL}'") for each in self.query.by]
        ending = f"GROUP BY {', '.join(labels.values())}" if labels else ""
        persons_only = tuple(each for each in cut if each in PERSON_DIMENSIONS)
        tests = self._filters(PERSON_DIMENSIONS, confined=False)
        return self.piece([*head, *values], self.joins(persons_only), tests, ending, rows)

    def _select(self, cut: Cut, values: list[str], keys: Iterable[str] = (), only: Iterable[str] = ()) -> str:
        grouped = [*(self._label(each, cut) for each in cut), *keys]
        ending = f"GROUP BY {', '.join(grouped)}" if grouped else ""
        return self.piece(
            [*self._head(cut), *values], self.joins(cut), [*only, *self.conditions(cut)], ending
        )

    def _together(self, cut: Cut, each: Each) -> str:
        """Persons of whom all rows in a cell together fulfil a condition."""
        return self._over_persons(cut, ["count(*)"] * 3, "x.person", f"HAVING {clauses.EACH[each]}")

    def _over_persons(self, cut: Cut, values: list[str], part: str, having: str, only: Cut = ()) -> str:
        """Values over what each person's rows in a cell come to; `part` is that, under the name `part`."""
        labels = [self._label(dimension, cut) for dimension in cut]
        inner = self.piece(
            [*(f'{label} AS "{key}"' for key, label in zip(cut, labels, strict=True)), f"{part} AS part"],
            self.joins(cut),
            [*only, *self.conditions(cut)],
            f"GROUP BY {', '.join([*labels, 'x.person'])} {having}",
        )
        head = [f'y."{key}"' if key in cut else f"'{TOTAL}'" for key in self.query.by]
        grouped = ", ".join(f'y."{key}"' for key in cut)
        ending = f"GROUP BY {grouped}" if grouped else ""
        return f"SELECT {', '.join([*head, *values])} FROM ({inner}) y {ending}"  # noqa: S608 - as above

    def _tally(self, tally: Tally, cut: Cut) -> str:
        made = clauses.TALLIES[tally.of]
        if tally.of is Of.ROWS and self._repeats():
            made = clauses.COUNTED_ONCE
        if tally.of is Of.WEIGHT and not self._weighs(cut):
            made = "count(*)"
        only = " AND ".join(f"({clauses.ONLY[each]})" for each in tally.only)
        return f"{made} FILTER (WHERE {only})" if only else made

    def _weighs(self, cut: Cut) -> bool:
        return self.shape.numerator.of is Of.WEIGHT and any(
            key in cut or key in self.query.filters for key in _CODES
        )

    def _weights(self, cut: Cut) -> str:
        """The weights of objects on the codes that are asked for."""
        columns = ", ".join(["object", *(key for key in _CODES if key in cut)])
        tests = [clauses.WEIGHTS[key] for key in _CODES if key in self.query.filters] or ["true"]
        source = f"SELECT {columns}, sum(weight) AS weight FROM object_code WHERE {' AND '.join(tests)}"  # noqa: S608 - as above
        return f"JOIN ({source} GROUP BY {columns}) w ON w.object = x.object"

    def _filters(self, keys: Iterable[str], *, confined: bool = True) -> list[str]:
        found = [clauses.CONFINED] if confined and self.query.centres is not None else []
        known = set(keys)
        for key, value in self.query.filters.items():
            if key == "group" and key in known and value in clauses.GROUP_FILTERS:
                found.append(clauses.GROUP_FILTERS[value])
            elif key in known and key in clauses.FILTERS:
                found.append(clauses.FILTERS[key])
        return found


def _counted(tests: Iterable[str]) -> list[str]:
    """How many there are, and of how many each test is true."""
    return ["count(*)", *(f"count(*) FILTER (WHERE {test})" for test in tests)]
