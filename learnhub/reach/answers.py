"""What statements gave, kept: many questions of a page or a workbook need the same one beside their own."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from learnhub.reach.measure import Statement
from learnhub.reach.snapshots import Standing

MOST_KEPT = 4_000
LONGEST_KEPT = 1_000  # rows
Rows = list[tuple[Any, ...]]
Ask = Callable[[Statement], Rows]


class Answers:
    """Rows by snapshot and statement; safe with threads. A snapshot never changes, and its name never comes back."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str, str], Rows] = OrderedDict()
        self._lock = Lock()

    def within(self, standing: Standing) -> Ask:
        """How to ask in a snapshot. Don't change the rows that come back."""

        def ask(statement: Statement) -> Rows:
            key = (standing.name, statement.sql, repr(sorted(statement.values.items())))
            with self._lock:
                if key in self._kept:
                    self._kept.move_to_end(key)
                    return self._kept[key]
            rows = standing.cursor.execute(statement.sql, statement.values).fetchall()
            if len(rows) <= LONGEST_KEPT:
                self._keep(key, rows)
            return rows

        return ask

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()

    def _keep(self, key: tuple[str, str, str], rows: Rows) -> None:
        with self._lock:
            self._kept[key] = rows
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
