"""Checks of course.yaml against itself and against the files beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import combinations
from typing import Any, Final

from .. import limits
from ..problems import Problem, say
from ..yamltree import Path, Tree
from .index import Loaded, as_text, entries, fold_term, named, texts

Step = tuple[Path, str, str]
FILES: Final = {"lesson": "lessons/{}.md", "quiz": "quizzes/{}.yaml", "assignment": "assignments/{}.yaml"}
"""The file of a step of each kind."""


def check_course(tree: Tree, loaded: Loaded) -> Iterator[Problem]:
    """Everything that course.yaml says about itself, its lessons and its quizzes."""
    for key, name in (("outcomes", "id"), ("modules", "id"), ("references", "id")):
        yield from twice(tree, named(tree, key, name), f"in {key}")
    yield from twice(
        tree, ((path, fold_term(term)) for path, term in named(tree, "glossary", "term")), "in glossary"
    )
    yield from twice(
        tree, ((("centres", number), text) for number, text in texts(tree.value, "centres")), "in centres"
    )
    yield from twice(
        tree, ((("themes", number), text) for number, text in texts(tree.value, "themes")), "in themes"
    )
    yield from _weights(tree)
    steps = list(steps_of(tree))
    yield from _steps(tree, steps, loaded)
    yield from _tests_in_place(tree, steps, loaded)
    yield from _completion(tree, loaded)
    yield from _minutes(tree, steps, loaded)


def twice(tree: Tree, names: Iterable[tuple[Path, str]], where: str) -> Iterator[Problem]:
    """A problem for each name that stands a second time."""
    seen: dict[str, int] = {}
    for path, name in names:
        if name in seen:
            yield tree.problem(path, say("twice", text=name, where=where, line=seen[name]))
        seen.setdefault(name, tree.place(path)[0])


def steps_of(tree: Tree) -> Iterator[Step]:
    """The steps of all modules in order: path, kind and id."""
    for module, entry in entries(tree.value, "modules"):
        for number, step in entries(entry, "steps"):
            for kind in FILES:
                name = as_text(step.get(kind))
                if name:
                    yield ("modules", module, "steps", number, kind), kind, name


def _weights(tree: Tree) -> Iterator[Problem]:
    sums: dict[str, Fraction] = {}
    first: dict[str, Path] = {}
    items: list[tuple[Path, str]] = []
    for number, entry in entries(tree.value, "frameworks"):
        code, item, weight = (as_text(entry.get(key)) for key in ("framework", "item", "weight"))
        if not code or not item or not weight:
            return
        try:
            sums[code] = sums.get(code, Fraction(0)) + Fraction(weight)
        except (ValueError, ZeroDivisionError):
            return
        first.setdefault(code, ("frameworks", number, "weight"))
        items.append((("frameworks", number), f"{code} {item}"))
    yield from twice(tree, items, "in frameworks")
    for code, total in sums.items():
        if total != 1:
            yield tree.problem(first[code], say("weights-sum", framework=code, sum=str(total)))


def _steps(tree: Tree, steps: list[Step], loaded: Loaded) -> Iterator[Problem]:
    if len(steps) > limits.STEPS:
        yield tree.problem(("modules",), say("too-many-steps", n=len(steps), most=limits.STEPS))
    yield from twice(tree, ((path, name) for path, _, name in steps), "among the steps")
    known = {
        "lesson": set(loaded.lessons), "quiz": set(loaded.quizzes), "assignment": set(loaded.assignments),
    }  # fmt: skip
    for path, kind, name in steps:
        if name not in known[kind]:
            yield tree.problem(path, say("no-step-file", name=FILES[kind].format(name)))
    used = {(kind, name) for _, kind, name in steps}
    for kind, names in known.items():
        for name in sorted(names):
            if (kind, name) not in used:
                yield Problem(FILES[kind].format(name), 1, 1, "", say("no-step", kind=kind, name=name))
    for first, second in combinations(FILES, 2):
        for name in sorted(known[first] & known[second]):
            article = "an" if first == "assignment" else "a"
            message = say("id-shared", what=f"{article} {first}", name=name)
            yield Problem(FILES[second].format(name), 1, 1, "", message)


def _tests_in_place(tree: Tree, steps: list[Step], loaded: Loaded) -> Iterator[Problem]:
    for kind, right, place in (("pre", 0, say("pre-place")), ("post", -1, say("post-place"))):
        found = [step for step in steps if step[1] == "quiz" and _quiz_value(loaded, step[2], "kind") == kind]
        for path, _, name in found[1:]:
            yield tree.problem(path, say("second-test", name=name, kind=kind))
        if found and found[0] != steps[right]:
            yield tree.problem(found[0][0], place)


def _quiz_value(loaded: Loaded, name: str, key: str) -> Any:
    tree = loaded.quizzes.get(name)
    return tree.value.get(key) if tree is not None and isinstance(tree.value, dict) else None


def _completion(tree: Tree, loaded: Loaded) -> Iterator[Problem]:
    completion = tree.value.get("completion") if isinstance(tree.value, dict) else None
    names = [(("completion", "quizzes", number), text) for number, text in texts(completion, "quizzes")]
    yield from twice(tree, names, "in completion.quizzes")
    for path, name in names:
        if name not in loaded.quizzes:
            yield tree.problem(path, say("no-quiz", name=name))
        elif loaded.quizzes[name] is not None and _quiz_value(loaded, name, "pass_mark") is None:
            yield tree.problem(path, say("not-passable", name=name))
    yield from _assignments_to_pass(tree, completion, loaded)


def _assignments_to_pass(tree: Tree, completion: Any, loaded: Loaded) -> Iterator[Problem]:
    names: list[tuple[Path, str]] = [
        (("completion", "assignments", number), text) for number, text in texts(completion, "assignments")
    ]
    yield from twice(tree, names, "in completion.assignments")
    for path, name in names:
        if name not in loaded.assignments:
            yield tree.problem(path, say("no-assignment", name=name))


def _minutes(tree: Tree, steps: list[Step], loaded: Loaded) -> Iterator[Problem]:
    told = tree.value.get("minutes") if isinstance(tree.value, dict) else None
    sums = dict.fromkeys(FILES, 0)
    completion = tree.value.get("completion") if isinstance(tree.value, dict) else None
    needed = {text for _, text in texts(completion, "assignments")}
    for _, kind, name in steps:
        minutes = _step_minutes(loaded, kind, name)
        if minutes is None:
            return
        if kind == "assignment" and name not in needed:
            continue  # it comes on top of the time that a certificate states
        sums[kind] += minutes
    total = sum(sums.values())
    if isinstance(told, int) and not isinstance(told, bool) and told != total:
        parts = f"lessons {sums['lesson']}, quizzes {sums['quiz']}"
        parts += f", assignments {sums['assignment']}" if sums["assignment"] else ""
        yield tree.problem(("minutes",), say("minutes-sum", n=total, parts=parts, told=told))


def _step_minutes(loaded: Loaded, kind: str, name: str) -> int | None:
    if kind == "lesson":
        lesson = loaded.lessons.get(name)
        tree = lesson.front if lesson else None
    else:
        tree = (loaded.quizzes if kind == "quiz" else loaded.assignments).get(name)
    minutes = tree.value.get("minutes") if tree and isinstance(tree.value, dict) else None
    return minutes if isinstance(minutes, int) and not isinstance(minutes, bool) else None
