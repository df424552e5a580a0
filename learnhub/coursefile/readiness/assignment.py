"""Findings in one assignment: its criteria here, its task by what lessons are held against."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ..checks.index import as_text, entries
from ..yamltree import Tree
from .finding import Note, filled
from .parts import AssignmentPart, whole


@lru_cache(maxsize=1024)
def assignment_notes(part: AssignmentPart) -> tuple[Note, ...]:
    """Everything that can be said of the criteria; lines are those of the file, from 0."""
    tree = part.tree
    return tuple(_notes(tree)) if tree is not None and isinstance(tree.value, dict) else ()


def _notes(tree: Tree) -> Iterator[Note]:
    criteria = list(entries(tree.value, "criteria"))
    for number, criterion in criteria:
        title = as_text(criterion.get("title"))
        if title and not as_text(criterion.get("help")):
            line = tree.place(("criteria", number))[0] - 1
            yield Note(line, "criterion-unsaid", filled(text=title), f"criteria.{number}.help")
    points = sum(whole(criterion.get("points")) or 0 for _number, criterion in criteria)
    if points > 1 and whole(tree.value.get("pass_points")) == points:
        line = tree.place(("pass_points",))[0] - 1
        yield Note(line, "points-faultless", filled(points=points), "pass_points")
