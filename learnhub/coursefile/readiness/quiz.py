"""Findings in one quiz: a function of its data as written, which may be incomplete or wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from ..checks.index import as_text, entries
from ..checks.quiz import quiz_texts
from ..words import count_words
from ..yamltree import Tree
from .finding import Note, filled
from .lesson import people
from .parts import QuizPart, whole
from .prose import prose_of
from .shapes import mark_notes
from .wordlists import CONTACT, PERSON

LEAST_EXPLANATION: Final = 5
_ZERO: Final = re.compile(r"[-−]?0+(?:\.0*)?")
MINUTES_A_QUESTION: Final = (Fraction(1, 2), Fraction(6))


@lru_cache(maxsize=1024)
def quiz_notes(part: QuizPart) -> tuple[Note, ...]:
    """Everything that can be said of a quiz by itself; lines are those of the file, from 0."""
    tree = part.tree
    return tuple(_notes(tree)) if tree is not None and isinstance(tree.value, dict) else ()


@lru_cache(maxsize=1024)
def cited_in_quiz(part: QuizPart) -> frozenset[str]:
    """The references that the texts of a quiz cite."""
    tree = part.tree
    texts = quiz_texts(tree) if tree is not None and "[@" in part.text else ()
    return frozenset(
        name for _path, text, inline in texts if "[@" in text for name in prose_of(text, inline=inline).cited
    )


def _notes(tree: Tree) -> Iterator[Note]:
    questions = list(entries(tree.value, "questions"))
    yield from _pass_mark(tree, [question for _, question in questions])
    yield from _minutes(tree, len(questions))
    yield from _explanations(tree, questions)
    yield from _tolerances(tree, questions)
    for path, text, inline in quiz_texts(tree):
        line, column = tree.place(path)
        for note in mark_notes(text, inline=inline):
            yield replace(note, line=line - 1, column=column, path=".".join(map(str, path)))
        if not (PERSON.search(text) or CONTACT.search(text)):  # most texts need no parsing
            continue
        for passage in prose_of(text, inline=inline).passages:
            yield from people(line - 1, passage.text, ".".join(map(str, path)))


def _pass_mark(tree: Tree, questions: list[dict[str, Any]]) -> Iterator[Note]:
    mark = whole(tree.value.get("pass_mark"))
    if mark is None or not questions:
        return
    line = tree.place(("pass_mark",))[0] - 1
    if not 0 < mark <= 100:
        yield Note(line, "mark-out-of-reach", filled(mark=mark), "pass_mark")
        return
    marks = sorted(whole(question.get("marks")) or 1 for question in questions)
    drawn = marks[: whole(tree.value.get("draw")) or len(marks)]
    # one question wrong, the cheapest one: is the rest still enough?
    if (
        mark < 100
        and sum(drawn) > drawn[0]
        and Fraction(sum(drawn) - drawn[0], sum(drawn)) < Fraction(mark, 100)
    ):
        yield Note(line, "mark-faultless", filled(questions=len(drawn), mark=mark), "pass_mark")


def _minutes(tree: Tree, count: int) -> Iterator[Note]:
    minutes = whole(tree.value.get("minutes"))
    asked = whole(tree.value.get("draw")) or count
    if not minutes or not asked:
        return
    low, high = MINUTES_A_QUESTION
    if not low <= Fraction(minutes, asked) <= high:
        line = tree.place(("minutes",))[0] - 1
        yield Note(line, "quiz-minutes", filled(questions=asked, minutes=minutes), "minutes")


def _explanations(tree: Tree, questions: list[tuple[int, dict[str, Any]]]) -> Iterator[Note]:
    for number, question in questions:
        text = as_text(question.get("explanation"))
        if text and count_words(text) < LEAST_EXPLANATION and "$" not in text:
            path = ("questions", number, "explanation")
            words = filled(words=count_words(text))
            yield Note(tree.place(path)[0] - 1, "explanation-short", words, ".".join(map(str, path)))


def _tolerances(tree: Tree, questions: list[tuple[int, dict[str, Any]]]) -> Iterator[Note]:
    for number, question in questions:
        answer, tolerance = as_text(question.get("answer")), as_text(question.get("tolerance"))
        if (
            tolerance
            and tolerance.endswith("%")
            and tolerance.strip("0., %")
            and _ZERO.fullmatch(answer or "")
        ):
            path = ("questions", number, "tolerance")
            line = tree.place(path)[0] - 1
            yield Note(line, "tolerance-zero", filled(text=tolerance), ".".join(map(str, path)))
