"""Checks of an assignment against the course: outcomes, ids of criteria, what its task refers to."""

from __future__ import annotations

from collections.abc import Iterator

from ..markup import parse_lesson
from ..problems import Problem, say
from ..yamltree import Tree
from .course import twice
from .index import CourseIndex, as_text, named, texts
from .prose import Rules, check_blocks


def check_assignment(tree: Tree, index: CourseIndex) -> Iterator[Problem]:
    """Everything that needs more than one value to be seen. Notes in the index which outcomes it measures."""
    yield from twice(tree, named(tree, "criteria", "id"), "among the criteria")
    for number, outcome in texts(tree.value, "outcomes"):
        index.measured.add(outcome)
        if index.outcomes is not None and outcome not in index.outcomes:
            yield tree.problem(("outcomes", number), say("no-outcome", name=outcome))
    task = as_text(tree.value.get("task")) if isinstance(tree.value, dict) else None
    if task:
        yield from _prose(tree, task, index)


def _prose(tree: Tree, task: str, index: CourseIndex) -> Iterator[Problem]:
    line, column = tree.place(("task",))
    several = "\n" in task  # then it begins on the line below its key
    for block, _needle, message in check_blocks(parse_lesson(task), index, Rules(lesson=True)):
        place = (line + 1 + block.first, 1) if several else (line, column)
        yield Problem(tree.file, *place, "task", message)
