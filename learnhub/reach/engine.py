"""The engine: one path for now, for any past moment and for releases, over the columnar mirror."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import duckdb

from learnhub.reach.answers import Answers, Ask
from learnhub.reach.behind import COLUMNS, Behind, kind_of, rows_of, total_of
from learnhub.reach.clauses import NEITHER
from learnhub.reach.figures import TOTAL, Coverage, Figure, Table, Value
from learnhub.reach.finish import exact, finished
from learnhub.reach.indicators import INDICATORS, Base, Indicator
from learnhub.reach.indicators.learning import MATCHED_SHARE
from learnhub.reach.indicators.shape import Finish
from learnhub.reach.late import LateRows
from learnhub.reach.manifest import Manifest
from learnhub.reach.measure import Measure, Statement
from learnhub.reach.mirror import Mirror, Source
from learnhub.reach.period import PeriodRows
from learnhub.reach.query import CHOICES, Query
from learnhub.reach.reference import NO_COUNTRY, ReferenceLists
from learnhub.reach.snapshots import Snapshots, Standing
from learnhub.reach.strangers import refuse_strangers
from learnhub.reach.together import values_of
from learnhub.reach.warning import respondents_of, response_warnings, warnings_of

KEPT_SNAPSHOTS = 4


class Engine:
    """Computes indicators. One per process and mirror; safe with threads."""

    def __init__(self, mirror: Mirror, memory_mb: int = 1536, kept: int = KEPT_SNAPSHOTS) -> None:
        self.mirror = mirror
        self._snapshots = Snapshots(mirror, memory_mb, kept)
        self._answers = Answers()
        self._late = LateRows(mirror)

    def refresh(self, source: Source) -> Manifest:
        """Bring the mirror up to the ledger's head; see `Mirror.refresh`."""
        return self.mirror.refresh(source)

    def close(self) -> None:
        """Give the memory back; the next question opens it again."""
        self._snapshots.close()
        self._answers.clear()
        self._late = LateRows(self.mirror)

    def state_at(self, as_of: datetime, reference: ReferenceLists) -> str:
        """A name for what is known of a moment: while it is the same, every figure of that moment is the same."""
        with self._snapshots.at(as_of, reference) as standing:
            return standing.name

    def compute(
        self,
        query: Query,
        reference: ReferenceLists,
        *,
        now: datetime | None = None,
        coverage: bool = True,
        persons: bool = True,
    ) -> Figure:
        """One number. Raises Unacceptable if the question cannot be asked; with `now`, not of the future.

        Without `coverage` it comes bare: nothing is said of what is known, and nothing is warned of. Without
        `persons` nobody counts whose hours they are: `n` is 0.
        """
        indicator = query.checked(now)
        with self._snapshots.at(query.as_of, reference) as standing:
            ask = self._answers.within(standing)
            refuse_strangers(ask, query, reference)
            measure = _measure(standing, indicator, replace(query, by=()))
            value = _cells(ask, measure)[()] if persons else _bare(ask, measure)
            known = _coverage(ask, measure) if coverage else None
            warnings = warnings_of(ask, query, known, value) if coverage else ()
            beside = _beside(standing, ask, query) if coverage else None
        return Figure(query, value, known, (*warnings, *response_warnings(query, beside)), beside)

    def values(
        self, queries: Sequence[Query], reference: ReferenceLists, *, now: datetime | None = None
    ) -> list[Value]:
        """The bare value of each of several questions of one as-of, with `n` as in `compute` without persons.

        Those that look at the same rows are answered by one statement. Raises Unacceptable if one cannot be asked.
        """
        indicators = [query.checked(now) for query in queries]
        if not queries:
            return []
        if len({query.as_of for query in queries}) > 1:
            raise ValueError("questions of several as-ofs")
        with self._snapshots.at(queries[0].as_of, reference) as standing:
            ask = self._answers.within(standing)
            for query in queries:
                refuse_strangers(ask, query, reference)
            measures = [
                _measure(standing, indicator, replace(query, by=()), once=True)
                for indicator, query in zip(indicators, queries, strict=True)
            ]
            found = values_of(ask, measures)
            return [
                _bare(ask, measure) if value is None else value
                for value, measure in zip(found, measures, strict=True)
            ]

    def tabulate(
        self,
        query: Query,
        reference: ReferenceLists,
        *,
        now: datetime | None = None,
        shares: bool = False,
        coverage: bool = True,
    ) -> Table:
        """A breakdown by `query.by`, with totals that are counted and not summed. Raises Unacceptable.

        With `shares`, sums of hours and days carry the share of their largest contributor. Without `coverage` it
        comes bare, as in `compute`.
        """
        indicator = query.checked(now)
        with self._snapshots.at(query.as_of, reference) as standing:
            ask = self._answers.within(standing)
            refuse_strangers(ask, query, reference)
            measure = _measure(standing, indicator, query)
            cells = _cells(ask, measure)
            if shares:
                cells = _with_shares(ask, measure, cells)
            known = _coverage(ask, measure) if coverage else None
            axes = tuple(
                _axis(ask, query, dimension, {labels[place] for labels in cells})
                for place, dimension in enumerate(query.by)
            )
            warnings = warnings_of(ask, query, known) if coverage else ()
        return Table(query, axes, cells, known, warnings, _empty(measure))

    def late_rows(self, as_of: datetime, start: date, end: date, filters: Mapping[str, str]) -> int:
        """How many records of a period came after it was closed; see `late`."""
        with self._snapshots.beside() as cursor:
            try:
                return self._late.count(cursor, as_of, start, end, filters)
            except duckdb.IOException:  # another process has replaced an open part: take the new manifest
                return self._late.count(cursor, as_of, start, end, filters)

    def rows_behind(
        self,
        query: Query,
        reference: ReferenceLists,
        limit: int,
        offset: int = 0,
        *,
        now: datetime | None = None,
    ) -> Behind:
        """A page of what a figure counts, by ledger keys; see `Behind`. Raises Unacceptable."""
        indicator = query.checked(now)
        with self._snapshots.at(query.as_of, reference) as standing:
            ask = self._answers.within(standing)
            refuse_strangers(ask, query, reference)
            measure = _measure(standing, indicator, replace(query, by=()))
            total = ask(total_of(measure))[0][0]
            rows = ask(rows_of(measure, limit, offset))
        return Behind(COLUMNS[kind_of(measure)], tuple(rows), total)


def _measure(standing: Standing, indicator: Indicator, query: Query, *, once: bool = False) -> Measure:
    shape = indicator.shape_for(query.filters)
    rows = standing.rows_of(PeriodRows.of(shape, query.start, query.end))
    return Measure(indicator, query, rows, standing.gather_of(rows, once=once))


def _beside(standing: Standing, ask: Ask, query: Query) -> Value | None:
    """The rate that a figure must be read with, if there is one."""
    asked = respondents_of(query)
    if asked is not None:
        return _cells(ask, _measure(standing, INDICATORS["U03"], asked))[()]
    if INDICATORS[query.indicator].shape.base is not Base.PAIR:
        return None
    return _cells(ask, _measure(standing, MATCHED_SHARE, replace(query, by=())))[()]


def _coverage(ask: Ask, measure: Measure) -> Coverage | None:
    statement = measure.coverage()
    return None if statement is None else Coverage(*ask(statement)[0])


def _cells(ask: Ask, measure: Measure) -> dict[tuple[str, ...], Value]:
    width, finish = len(measure.query.by), measure.shape.finish
    arguments = measure.indicator.chosen(measure.query.filters)
    folded = measure.folded()
    further: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for row in ask(folded) if folded else ():
        further[row[:width]].append(row[width:])
    cells = {}
    for row in ask(measure.counts()):
        labels, (numerator, denominator, n) = row[:width], row[width:]
        tallies = (exact(numerator), exact(denominator), int(n or 0))
        cells[labels] = finished(finish, tallies, further[labels], arguments)
    return cells


def _bare(ask: Ask, measure: Measure) -> Value:
    """The value alone. Sums of hours need no count of persons, which would cost ten times the sum."""
    folded = measure.folded()
    if folded is None or measure.shape.finish is not Finish.HOURS:
        return _cells(ask, measure)[()]
    arguments = measure.indicator.chosen(measure.query.filters)
    return finished(Finish.HOURS, (0, 0, 0), ask(folded), arguments)


def _with_shares(
    ask: Ask, measure: Measure, cells: dict[tuple[str, ...], Value]
) -> dict[tuple[str, ...], Value]:
    statement, width = measure.largest(), len(measure.query.by)
    found = {row[:width]: row[width:] for row in ask(statement)} if statement else {}
    return {
        labels: replace(value, largest_share=Fraction(found[labels][0]) / Fraction(found[labels][1]))
        if labels in found and found[labels][1]
        else value
        for labels, value in cells.items()
    }


def _empty(measure: Measure) -> Value:
    """The value of a cell in which there is nothing."""
    return finished(measure.shape.finish, (0, 0, 0), (), measure.indicator.chosen(measure.query.filters))


def _axis(ask: Ask, query: Query, dimension: str, seen: set[str]) -> tuple[str, ...]:
    """All categories that a reader expects, also those with nobody in them; unknown comes last."""
    seen = seen - {TOTAL}
    if dimension in CHOICES:
        return CHOICES[dimension]
    if dimension == "centre" and query.centres is not None:
        seen |= query.centres
    elif dimension == "centre":
        seen |= {row[0] for row in ask(Statement("SELECT id FROM centre"))}
    last = {NO_COUNTRY, NEITHER, ""}
    return tuple(sorted(seen, key=lambda label: (label in last or label.endswith(":none"), label)))
