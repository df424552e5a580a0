"""Answers from the engine for staff: exact, provisional, as of any moment.

Imports the engine, so it is fetched with the first question (docs/decisions/0005-engine-fetched-on-demand.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import product
from typing import Any

from sqlalchemy.orm import Session

from learnhub.api.answers import Answer, columns_by, refuse_many, warning
from learnhub.api.domain import ENGINE_NAME, Asked, Refused, period_of
from learnhub.config import Settings
from learnhub.kernel.clock import iso
from learnhub.kernel.errors import Unacceptable
from learnhub.reach.chain import BrokenChain
from learnhub.reach.compose.observing import definitions_of, placed
from learnhub.reach.figures import TOTAL, Coverage, Table, Value
from learnhub.reach.indicators import INDICATORS, METHODOLOGY
from learnhub.reach.publication.numbers import UNITS
from learnhub.reach.publication.tidy import data_number, json_number
from learnhub.reach.queries import compute, tabulate
from learnhub.reach.query import Query

Cells = dict[tuple[str, ...], Value]
TABLED = 2
"""So many dimensions the engine cuts by at once; a third one is asked label by label."""


def exact_answer(
    session: Session,
    settings: Settings,
    asked: Asked,
    *,
    centres: frozenset[str] | None,
    as_of: datetime,
    now: datetime,
) -> Answer:
    """What the ledger says as of an instant, about these centres (None: all).

    Raises Refused (400, 413); BrokenChain.
    """
    period = period_of(asked.period, now.date())
    code, arguments = _arguments(asked)
    query = Query(
        indicator=code,
        as_of=as_of,
        start=period.start,
        end=period.end,
        filters={ENGINE_NAME.get(name, name): value for name, value in arguments.items()},
        by=tuple(ENGINE_NAME.get(name, name) for name in asked.by),
        centres=centres,
    )
    asking = _Asking(session, settings, now)
    try:
        axes, cells = asking.cells(query)
    except BrokenChain:
        raise
    except Unacceptable as error:
        raise Refused(400, "question", " ".join((error.message, *error.problems))) from error
    additive = list(definitions_of([code])[0].additive_over)
    meta = {
        "release": None,
        "methodology": METHODOLOGY,
        "as_of": iso(as_of),
        "view": "internal",
        "period": {"start": period.start.isoformat(), "end": period.end.isoformat()},
        "filters": dict(sorted(asked.filters.items())),
        "centres": None if centres is None else sorted(centres),
        "additive_over": additive,
        "warning": warning(asked.by, additive),
        "warnings": list(asking.warnings),
        "coverage": _coverage(asking.coverage),
        "provisional": True,
    }
    columns = columns_by(asked.by)
    return Answer(meta, columns, _rows(asked, query, axes, cells, columns))


class _Asking:
    """Questions to the engine in one transaction, with what it says beside the figures."""

    def __init__(self, session: Session, settings: Settings, now: datetime) -> None:
        self.session, self.settings, self.now = session, settings, now
        self.warnings: tuple[str, ...] = ()
        self.coverage: Coverage | None = None

    def cells(self, query: Query) -> tuple[tuple[tuple[str, ...], ...], Cells]:
        """The labels of each dimension and the value of each cell. Raises Refused for too many."""
        if not query.by:
            figure = compute(self.session, self.settings, query, now=self.now)
            self.warnings, self.coverage = figure.warnings, figure.coverage
            return (), {(): figure.measured}
        if len(query.by) <= TABLED:
            whole = self._said(query)
            return whole.axes, dict(whole.cells)
        *first, last = query.by
        (labels,) = self._said(replace(query, by=(last,))).axes
        whole = self._said(replace(query, by=tuple(first)))
        refuse_many(len(labels) * len(whole.axes[0]) * len(whole.axes[1]))
        cells = {(*place, TOTAL): value for place, value in whole.cells.items()}
        for label in labels:
            part = self._table(replace(query, by=tuple(first), filters={**query.filters, last: label}))
            cells |= {(*place, label): value for place, value in part.cells.items()}
        return (*whole.axes, labels), cells

    def _said(self, query: Query) -> Table:
        """A table of all who are counted: what is said of it is said of the answer."""
        table = self._table(query)
        self.warnings, self.coverage = tuple(dict.fromkeys([*self.warnings, *table.warnings])), table.coverage
        return table

    def _table(self, query: Query) -> Table:
        table = tabulate(self.session, self.settings, query, now=self.now)
        size = 1
        for axis in table.axes:
            size *= len(axis) + 1
        refuse_many(size)
        return table


def _arguments(asked: Asked) -> tuple[str, Mapping[str, str]]:
    """The code of the indicator, and its filters. A variant such as `Q03.LDC` is written as a filter here."""
    code, _, variant = asked.indicator.partition(".")
    if variant:
        raise Refused(400, "indicator", f"Without a release a variant is a filter: indicator={code}&of=LDC.")
    if code not in INDICATORS:
        raise Refused(400, "indicator", f"There is no indicator {code}: take one of {', '.join(INDICATORS)}.")
    return code, asked.filters


def _rows(
    asked: Asked, query: Query, axes: Sequence[Sequence[str]], cells: Cells, columns: Sequence[str]
) -> list[list[Any]]:
    unit = str(INDICATORS[query.indicator].unit)
    whole = cells[(TOTAL,) * len(axes)]
    nothing = Value(0, None if whole.denominator is None else 0, 0)
    rows = []
    for labels in product(*([*axis, TOTAL] for axis in axes)):
        value = cells.get(labels, nothing)
        row: dict[str, Any] = {
            "indicator": query.indicator,
            "unit": unit if unit in UNITS else "number",
            "period_start": query.start.isoformat(),
            "period_end": query.end.isoformat(),
            "value": _number(value.value),
            "numerator": None if value.denominator is None else _number(value.numerator),
            "denominator": _number(value.denominator),
            "obs_status": "M" if value.value is None else "P",
            "conf_status": "F",
        }
        for dimension, label in zip(query.by, labels, strict=True):
            row |= placed(dimension, label)
        rows.append([row.get(column, "_T") for column in columns])
    return rows


def _number(value: Any) -> int | float | None:
    return None if value is None else json_number(data_number(value))


def _coverage(known: Coverage | None) -> dict[str, int | float | None] | None:
    if known is None:
        return None
    return {name: _number(known.share(name)) for name in ("gender", "country", "age")}
