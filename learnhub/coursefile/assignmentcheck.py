"""What is wrong with one assignment beside the course it stands in, fast enough to be asked with every save."""

from __future__ import annotations

from collections.abc import Iterable

from .assignmentform import CRITERION, SETTINGS
from .assignmentschema import AssignmentModel
from .checks.assignment import check_assignment
from .problems import Message, Problem
from .quizcheck import Surroundings
from .validate import validate
from .yamltree import parse


def assignment_problems(assignment_id: str, text: str, around: Surroundings) -> tuple[Problem, ...]:
    """Every problem of the assignment that the reader of courses would tell."""
    tree, problems = parse(text, f"assignments/{assignment_id}.yaml")
    if tree is None:
        return tuple(problems)
    problems += validate(tree, AssignmentModel)[1]
    problems += check_assignment(tree, around.index())
    return tuple(sorted(set(problems)))


def by_field(problems: Iterable[Problem]) -> dict[str, list[Message]]:
    """The problems by the field of the form that shows what they are about; "" for the assignment as a whole."""
    found: dict[str, list[Message]] = {}
    for problem in problems:
        found.setdefault(_field(problem.path), []).append(problem.message)
    return found


def _field(path: str) -> str:
    key, _dot, rest = path.partition(".")
    if key == "outcomes" or (key in SETTINGS and not rest):
        return key
    number, _dot, name = rest.partition(".")
    if key != "criteria":
        return ""
    return f"criteria.{number}.{name if name in CRITERION[1:] else 'title'}" if number else "criteria"
