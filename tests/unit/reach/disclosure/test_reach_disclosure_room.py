"""Whether cells have room does not depend on when they were held back, nor on cells that have no line in common."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from learnhub.reach.disclosure.elimination import fixed_cells
from learnhub.reach.disclosure.linear import Program
from learnhub.reach.disclosure.lines import K, Line, System
from learnhub.reach.disclosure.room import Room


@st.composite
def systems(draw):
    """A few lines over random parts; totals are cells of their own."""
    values = draw(st.lists(st.integers(0, 12), min_size=4, max_size=9))
    lines = []
    for _ in range(draw(st.integers(2, 5))):
        parts = draw(st.lists(st.integers(0, len(values) - 1), min_size=2, max_size=4, unique=True))
        values.append(sum(values[part] for part in parts))
        lines.append(Line(tuple(parts), len(values) - 1, tuple(parts)))
    hidden = draw(st.lists(st.integers(0, len(values) - 1), min_size=1, unique=True))
    return System(tuple(values), tuple(lines)), hidden


@settings(deadline=None)
@given(systems())
def test_room_is_what_one_linear_program_over_everything_says(case):
    system, hidden = case
    program, fixed = Program(system, hidden), fixed_cells(system, hidden)
    added = Room(system, (), K)
    for cell in hidden:
        added.add(cell)
        added.has(cell)
    for cell in hidden:
        wide = program.width(cell, K - 1) >= K - 1
        assert added.has(cell) is wide
        assert Room(system, reversed(hidden), K).has(cell) is wide
        assert not (cell in fixed and added.open(cell))
