"""How far published numbers bound the suppressed ones: non-negative interval propagation over all lines.

Each line gives every suppressed cell in it a lower and an upper bound out of the bounds of the others; this is
repeated until nothing changes. Bounds are whole numbers since the values are.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from dataclasses import dataclass

from learnhub.reach.disclosure.lines import System

Interval = tuple[int, int | None]


@dataclass(slots=True)
class _Bounds:
    system: System
    low: dict[int, int]
    high: dict[int, int | None]
    waiting: deque[int]
    queued: set[int]

    def narrow(self, cell: int, low: int, high: int | None, line: int) -> None:
        old = self.high[cell]
        if high is not None and (old is None or high < old):
            self.high[cell] = high
        elif low <= self.low[cell]:
            return
        self.low[cell] = max(low, self.low[cell])
        for other in self.system.lines_of[cell]:
            if other != line and other not in self.queued:
                self.queued.add(other)
                self.waiting.append(other)


def propagate(system: System, hidden: Collection[int]) -> dict[int, Interval]:
    """The interval that readers can give each cell of `hidden`; None: no upper bound.

    A cell that stands in no line stays without bounds.
    """
    hidden = set(hidden)
    bounds = _Bounds(system, dict.fromkeys(hidden, 0), dict.fromkeys(hidden), deque(), set())
    for cell in sorted(hidden):
        for line in system.lines_of[cell]:
            if line not in bounds.queued:
                bounds.queued.add(line)
                bounds.waiting.append(line)
    while bounds.waiting:
        number = bounds.waiting.popleft()
        bounds.queued.discard(number)
        _narrow_line(bounds, number, hidden)
    return {cell: (bounds.low[cell], bounds.high[cell]) for cell in hidden}


def _narrow_line(bounds: _Bounds, number: int, hidden: set[int]) -> None:
    """Narrow all suppressed cells of one line: sum of parts - total = 0."""
    line = bounds.system.lines[number]
    values, low, high = bounds.system.values, bounds.low, bounds.high
    unknown = [part for part in line.parts if part in hidden]
    published = sum(values[part] for part in line.parts if part not in hidden)
    if line.total in hidden:
        total_low, total_high = low[line.total], high[line.total]
    else:
        total_low = total_high = values[line.total]
    least = sum(low[part] for part in unknown)
    endless = [part for part in unknown if high[part] is None]
    most = sum(high[part] or 0 for part in unknown)
    for part in unknown:
        room = None if total_high is None else total_high - published - (least - low[part])
        others_end = not endless or endless == [part]
        floor = total_low - published - (most - (high[part] or 0)) if others_end else 0
        bounds.narrow(part, floor, room, number)
    if line.total in hidden:
        bounds.narrow(line.total, published + least, None if endless else published + most, number)


def width(interval: Interval) -> int | None:
    """How wide an interval is; None: endless."""
    low, high = interval
    return None if high is None else high - low
