"""Tables that statements gathered, kept for whoever asks next: as many as their rows together allow.

They can be made again at any time. What a reader has in hand is never taken from her.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from dataclasses import dataclass, field
from threading import Lock

Key = tuple[str, str]  # a statement and its values
Place = tuple[str, Key]  # the schema of a snapshot before it


@dataclass(slots=True)
class Gathered:
    """Names and rows of the gathered tables of a process, those asked for last at the end; safe with threads."""

    most_rows: int
    rows: int = 0
    _kept: OrderedDict[Place, tuple[str, int]] = field(default_factory=OrderedDict)
    _in_hand: Counter[Place] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def take(self, place: Place) -> str | None:
        """The name of a table, in hand from now on; None if there is none."""
        with self._lock:
            if place not in self._kept:
                return None
            self._kept.move_to_end(place)
            self._in_hand[place] += 1
            return self._kept[place][0]

    def put(self, place: Place, name: str, rows: int) -> list[str]:
        """Keep a new table, in hand from now on. What comes back is to be dropped, with its schema before it."""
        with self._lock:
            self._kept[place] = name, rows
            self._in_hand[place] += 1
            self.rows += rows
            return self._surplus()

    def give_back(self, places: list[Place]) -> None:
        """A reader has done with these, once for each time that she took or put them."""
        with self._lock:
            self._in_hand.subtract(places)
            self._in_hand += Counter()  # those of nobody go

    def forget(self, schema: str, beginning: str = "") -> list[str]:
        """Keep nothing of a snapshot any more, or of its tables with such names; what is to be dropped."""
        with self._lock:
            gone = [
                place
                for place, (name, _) in self._kept.items()
                if place[0] == schema and name.startswith(beginning)
            ]
            return [self._gone(place) for place in gone]

    def _surplus(self) -> list[str]:
        found = []
        for place in list(self._kept):
            if self.rows <= self.most_rows:
                break
            if not self._in_hand[place]:
                found.append(self._gone(place))
        return found

    def _gone(self, place: Place) -> str:
        name, rows = self._kept.pop(place)
        self.rows -= rows
        return f"{place[0]}.{name}"
