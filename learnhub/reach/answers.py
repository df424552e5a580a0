"""What statements gave, kept: many questions of a page or a workbook need the same one beside their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from learnhub.kernel.recent import Recent
from learnhub.reach.measure import Statement
from learnhub.reach.snapshots import Standing

MOST_KEPT = 4_000
LONGEST_KEPT = 1_000  # rows
Rows = list[tuple[Any, ...]]
Ask = Callable[[Statement], Rows]


class Answers:
    """Rows by snapshot and statement; safe with threads. A snapshot never changes, and its name never comes back."""

    def __init__(self) -> None:
        self._kept = Recent[tuple[str, str, str], Rows](MOST_KEPT)

    def within(self, standing: Standing) -> Ask:
        """How to ask in a snapshot. Don't change the rows that come back."""

        def ask(statement: Statement) -> Rows:
            key = (standing.name, statement.sql, repr(sorted(statement.values.items())))
            if (kept := self._kept.find(key)) is not None:
                return kept
            rows = standing.cursor.execute(statement.sql, statement.values).fetchall()
            if len(rows) <= LONGEST_KEPT:
                self._kept.keep(key, rows)
            return rows

        return ask

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
