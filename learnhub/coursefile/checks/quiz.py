"""Checks of quizzes against the course and against one another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..problems import Problem, say
from ..yamltree import Path, Tree
from .course import twice
from .index import CourseIndex, as_text, entries, named, texts

_BLOCK_TEXTS: Final = ("prompt", "explanation")
_OPTION_TEXTS: Final = {"options": ("text", "feedback"), "pairs": ("left", "right")}
_LISTED_TEXTS: Final = ("items", "distractors")


def check_quiz(tree: Tree, index: CourseIndex) -> Iterator[Problem]:
    """Ids once, outcomes known. Notes in the index which outcomes are measured."""
    yield from twice(tree, named(tree, "questions", "id"), "among the questions")
    for path, outcome in named(tree, "questions", "outcome"):
        index.measured.add(outcome)
        if index.outcomes is not None and outcome not in index.outcomes:
            yield tree.problem(path, say("no-outcome", name=outcome))


def check_pairs(quizzes: list[Tree]) -> Iterator[Problem]:
    """A pair is one question of the pre-test and one of the post-test with the same outcome."""
    tests = [(tree, _kind(tree)) for tree in quizzes]
    pairs: dict[str, dict[str, tuple[Tree, Path, str | None]]] = {"pre": {}, "post": {}}
    for tree, kind in tests:
        for number, question in entries(tree.value, "questions"):
            pair = as_text(question.get("pair"))
            path: Path = ("questions", number, "pair")
            if pair is None:
                continue
            if kind not in pairs:
                yield tree.problem(path, say("pair-outside"))
            elif pair in pairs[kind]:
                yield tree.problem(path, say("pair-twice", text=pair))
            else:
                pairs[kind][pair] = tree, path, as_text(question.get("outcome"))
    yield from _partners(pairs["pre"], pairs["post"])


def _kind(tree: Tree) -> str:
    return as_text(tree.value.get("kind")) or "" if isinstance(tree.value, dict) else ""


def _partners(
    before: dict[str, tuple[Tree, Path, str | None]], after: dict[str, tuple[Tree, Path, str | None]]
) -> Iterator[Problem]:
    for mine, other, name in ((before, after, "post-test"), (after, before, "pre-test")):
        for pair, (tree, path, outcome) in mine.items():
            if pair not in other:
                yield tree.problem(path, say("pair-alone", test=name, name=pair))
            elif mine is before and outcome != other[pair][2]:
                yield tree.problem(path, say("pair-outcomes", name=pair))


def quiz_texts(tree: Tree) -> Iterator[tuple[Path, str, bool]]:
    """All Markdown of a quiz: its path, the text, and whether it is one line."""
    intro = as_text(tree.value.get("intro")) if isinstance(tree.value, dict) else None
    if intro:
        yield ("intro",), intro, False
    for number, question in entries(tree.value, "questions"):
        base: Path = ("questions", number)
        for key in _BLOCK_TEXTS:
            text = as_text(question.get(key))
            if text:
                yield (*base, key), text, False
        for key, names in _OPTION_TEXTS.items():
            for item, entry in entries(question, key):
                for name in names:
                    text = as_text(entry.get(name))
                    if text:
                        yield (*base, key, item, name), text, True
        for key in _LISTED_TEXTS:
            for item, text in texts(question, key):
                yield (*base, key, item), text, True
