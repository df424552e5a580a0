"""Where pages ask for figures: the same as-of, filters and centres for all questions of a page, each asked once.

Answers are kept for whoever asks next, as long as the snapshot that gave them stands. The engine behind the desk is
fetched with the first question: DuckDB takes 22 MB of memory by being imported alone, and a server that nobody asks for
figures should not pay for it (docs/decisions/0005-engine-fetched-on-demand.md). Whatever else a page imports does
without DuckDB.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from importlib import import_module
from threading import Lock
from typing import Any

from sqlalchemy.orm import Session

from learnhub.centres.domain import Reference
from learnhub.centres.snapshot import reference
from learnhub.config import Settings
from learnhub.kernel.errors import Unacceptable
from learnhub.kernel.recent import Recent
from learnhub.reach.asked import Period
from learnhub.reach.behind import Behind
from learnhub.reach.figures import Figure, Table, Value
from learnhub.reach.indicators import INDICATORS
from learnhub.reach.patience import Phase, one_more
from learnhub.reach.query import Query

ENGINE = "learnhub.reach.queries"
MOST_KEPT = 4_000
_kept = Recent[tuple[Any, ...], Value | Table](MOST_KEPT)
_edition: list[tuple[Reference, Any]] = []
_lock = Lock()


@dataclass(frozen=True)
class Desk:
    """Where a page asks. `centres` confines it to what these centres did; None: the whole network."""

    engine: Any
    reference: Any
    stamp: tuple[str, str]
    as_of: datetime
    now: datetime
    centres: frozenset[str] | None
    filters: Mapping[str, str] = field(default_factory=dict)

    def number(self, code: str, period: Period, **arguments: str) -> Value | None:
        """One number; None if there is no such indicator, or if the page's filters don't apply to it."""
        found = self._asked(code, period, (), arguments)
        return found if isinstance(found, Value) else None

    def table(self, code: str, period: Period, *by: str, **arguments: str) -> Table | None:
        """A breakdown with its totals; None as for `number`."""
        found = self._asked(code, period, by, arguments)
        return found if isinstance(found, Table) else None

    def behind(self, query: Query, limit: int, offset: int) -> tuple[Figure, Behind]:
        """A figure and a page of the rows behind it, asked anew. Raises Unacceptable if it cannot be asked for."""
        query.checked(self.now)
        figure: Figure = self.engine.compute(query, self.reference, now=self.now)
        rows: Behind = self.engine.rows_behind(query, self.reference, limit, offset, now=self.now)
        return figure, rows

    def foresee(self, *pages: Callable[[Desk], object]) -> None:
        """Ask for all numbers of these parts of a page at once: each is called with a desk that only takes notes."""
        notes: list[Query] = []
        for part in pages:
            part(_Notes(**{each.name: getattr(self, each.name) for each in fields(self)}, notes=notes))
        missing = {key: query for query in notes if _kept.find(key := self._key(query)) is None}
        for period in dict.fromkeys((query.start, query.end) for query in missing.values()):
            one_more(Phase.ASKING)
            asked = {key: query for key, query in missing.items() if (query.start, query.end) == period}
            values = self.engine.values(list(asked.values()), self.reference, now=self.now)
            for key, value in zip(asked, values, strict=True):
                _kept.keep(key, value)

    def late(self, period: Period) -> Value | None:
        """How many records of a period came after it was closed; None where the page's filters leave that open."""
        of_project = set(self.filters) == {"project"}  # whoever keeps one may have all of it
        centres = None if of_project else self.centres
        if not of_project and (set(self.filters) - {"country"} or (self.filters and centres is not None)):
            return None
        key = (*self.stamp, "late", self.as_of, period, tuple(self.filters.items()), centres)
        confined = {} if centres is None else {"centre": sorted(centres)}
        found = _once(key, lambda: self._late(period, {**self.filters, **confined}))
        return found if isinstance(found, Value) else None

    def _late(self, period: Period, filters: Mapping[str, Any]) -> Value:
        count = int(self.engine.late_rows(self.as_of, period.start, period.end, filters))
        return Value(count, None, count)

    def at(self, as_of: datetime) -> Desk:
        """The same desk for another moment."""
        return replace(self, as_of=as_of, stamp=_stamp(self.engine, self.reference, as_of))

    def confined(self, centres: frozenset[str]) -> Desk:
        """The same desk for some of its centres."""
        return replace(self, centres=centres if self.centres is None else centres & self.centres)

    def _asked(
        self, code: str, period: Period, by: tuple[str, ...], arguments: Mapping[str, str]
    ) -> Value | Table | None:
        filters = {**self.filters, **arguments}
        query = Query(code, self.as_of, period.start, period.end, filters, by, self.centres)
        return _once(self._key(query), lambda: self._answer(query))

    def _key(self, query: Query) -> tuple[Any, ...]:
        filters = tuple(sorted(query.filters.items()))
        return (
            *self.stamp,
            query.indicator,
            query.as_of,
            query.start,
            query.end,
            filters,
            query.by,
            query.centres,
        )

    def _fits(self, query: Query) -> bool:
        if query.indicator not in INDICATORS:
            return False
        try:
            query.checked(self.now)
        except Unacceptable:
            return False
        return True

    def _answer(self, query: Query) -> Value | Table | None:
        if not self._fits(query):
            return None
        if query.by:
            table = self.engine.tabulate(query, self.reference, now=self.now)
            return table if isinstance(table, Table) else None
        found = self.engine.compute(query, self.reference, now=self.now, coverage=False, persons=False)
        value = found.measured
        return value if isinstance(value, Value) else None


@dataclass(frozen=True)
class _Notes(Desk):
    """Writes down which numbers are asked for, and knows none."""

    notes: list[Query] = field(default_factory=list)

    def late(self, period: Period) -> None:
        """Not a number of an indicator."""

    def _asked(self, code: str, period: Period, by: tuple[str, ...], arguments: Mapping[str, str]) -> None:
        filters = {**self.filters, **arguments}
        query = Query(code, self.as_of, period.start, period.end, filters, by, self.centres)
        if not by and self._fits(query):
            self.notes.append(query)


def _once(key: tuple[Any, ...], ask: Callable[[], Value | Table | None]) -> Value | Table | None:
    """The answer that was given before under this key, or one that is asked for now."""
    if (kept := _kept.find(key)) is not None:
        return kept
    one_more(Phase.ASKING)
    answer = ask()
    return None if answer is None else _kept.keep(key, answer)


def open_desk(
    session: Session,
    settings: Settings,
    *,
    as_of: datetime,
    centres: frozenset[str] | None,
    filters: Mapping[str, str],
    now: datetime,
) -> Desk:
    """A desk whose engine knows all that is in the ledger. The engine is fetched with the first one."""
    module = import_module(ENGINE)
    module.refreshed(session, settings)
    engine, lists = module.engine_of(settings), _lists(module, session)
    return Desk(engine, lists, _stamp(engine, lists, as_of), as_of, now, centres, dict(filters))


def _stamp(engine: Any, lists: Any, as_of: datetime) -> tuple[str, str]:
    """What an answer holds for: this ledger as it was known then. Later records don't touch it."""
    return str(engine.mirror.folder), engine.state_at(as_of, lists)


def _lists(module: Any, session: Session) -> Any:
    """Countries and groups for the engine, made once for each edition of the reference data."""
    known = reference(session)
    with _lock:
        edition, lists = _edition[0] if _edition else (None, None)
    if edition is not known:
        lists = module.reference_lists(session)
        with _lock:
            _edition[:] = [(known, lists)]
    return lists
