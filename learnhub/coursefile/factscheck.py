"""What is wrong with the facts of a course: course.yaml and what its quizzes say, without its lessons."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .checks import Loaded
from .checks.course import check_course
from .checks.index import named, texts
from .factsform import ROWS, SECTIONS
from .problems import Message, Problem, say
from .schema import CourseModel
from .validate import validate
from .yamltree import parse

_KEYS = frozenset(key for keys in SECTIONS.values() for key in keys)


def facts_problems(
    course: str, quizzes: Mapping[str, str], assignments: Mapping[str, str] = MappingProxyType({})
) -> tuple[Problem, ...]:
    """Every problem of the facts that the reader of courses would tell. `quizzes` and `assignments` are texts by id.

    Steps and minutes are the outline's.
    """
    tree, problems = parse(course, "course.yaml")
    if tree is None:
        return tuple(problems)
    loaded = Loaded(
        course=tree,
        quizzes={name: parse(text, "")[0] for name, text in quizzes.items()},
        assignments={name: parse(text, "")[0] for name, text in assignments.items()},
    )
    problems += validate(tree, CourseModel)[1]
    problems += check_course(tree, loaded)
    measured = _measured(loaded)
    for path, name in named(tree, "outcomes", "id"):
        if name not in measured:
            problems.append(tree.problem(path, say("unmeasured", name=name)))
    own = [
        each
        for each in set(problems)
        if each.file == tree.file and each.path.partition(".")[0] in {"", *_KEYS}
    ]
    return tuple(sorted(own))


def _measured(loaded: Loaded) -> set[str]:
    asked = [named(quiz, "questions", "outcome") for quiz in loaded.quizzes.values() if quiz]
    tasks = [texts(each.value, "outcomes") for each in loaded.assignments.values() if each]
    return {name for listed in (*asked, *tasks) for _, name in listed}


def of_section(problems: tuple[Problem, ...], section: str) -> dict[str, list[Message]]:
    """The problems of a section by the field of its form."""
    found: dict[str, list[Message]] = {}
    for problem in problems:
        key = problem.path.partition(".")[0]
        if key in SECTIONS[section]:
            found.setdefault(field_of(problem.path), []).append(problem.message)
    return found


def field_of(path: str) -> str:
    """The field of the form in which the value at this path of course.yaml is written."""
    parts = path.split(".")
    key = parts[0]
    if key not in ROWS:
        asked = "assignments" if parts[1:2] == ["assignments"] else "quizzes"
        return asked if key == "completion" else key
    if len(parts) < 2:
        return key
    if key == "frameworks":
        return f"{key}.{parts[1]}.{'weight' if parts[2:] == ['weight'] else 'goal'}"
    if key == "outcomes":
        return f"{key}.{parts[1]}.text"
    return f"{key}.{parts[1]}.{parts[2] if len(parts) > 2 else ROWS[key][0]}"
