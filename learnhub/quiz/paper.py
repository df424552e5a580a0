"""Draw the paper of one attempt: which questions, in which order, with which order of options.

The same quiz and seed give the same paper on every machine and Python version: the generator is SHA-256 in
counter mode, read 64 bits at a time, with rejection so that every order is equally likely. Each question has
a stream of its own, so that its options do not depend on the questions beside it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from struct import Struct

from learnhub.quiz.kinds import KINDS
from learnhub.quiz.model import Question, Quiz

_WORD = 1 << 64
_FOUR_WORDS = Struct(">4Q").unpack


@dataclass(frozen=True, slots=True)
class PaperItem:
    """One question of a paper; ``position`` counts from 1.

    ``option_order`` lists indexes of the source in the order shown: of the options (single, multiple), the
    items (ordering) or the choices on the right (matching); empty for kinds without options.
    """

    question_id: str
    position: int
    option_order: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """What one attempt shows, and the seed it was drawn from."""

    seed: str
    items: tuple[PaperItem, ...]


def draw_paper(quiz: Quiz, seed: str) -> Paper:
    """The paper of ``quiz`` for ``seed``."""
    count = len(quiz.questions)
    order = list(range(count))
    wanted = count if quiz.draw is None else min(quiz.draw, count)
    if quiz.shuffle or wanted < count:
        _shuffle(order, _words("questions", seed))
    chosen = order[:wanted] if quiz.shuffle else sorted(order[:wanted])
    return Paper(seed, tuple(_item(quiz, index, place, seed) for place, index in enumerate(chosen, start=1)))


def _item(quiz: Quiz, index: int, place: int, seed: str) -> PaperItem:
    question = quiz.questions[index]
    return PaperItem(question.id, place, _option_order(question, seed, shuffle=quiz.shuffle))


def _option_order(question: Question, seed: str, *, shuffle: bool) -> tuple[int, ...]:
    kind = KINDS[question.kind]
    order = list(range(kind.shown(question)))
    if len(order) < 2 or not (shuffle or kind.always_shuffled):
        return tuple(order)
    words = _words(f"options\0{question.id}", seed)
    source = list(order)
    _shuffle(order, words)
    while kind.never_as_source and order == source:
        _shuffle(order, words)
    return tuple(order)


def _words(purpose: str, seed: str) -> Iterator[int]:
    """An endless stream of equally likely numbers below 2**64."""
    start = hashlib.sha256(f"{purpose}\0{seed}".encode())
    counter = 0
    while True:
        block = start.copy()
        block.update(counter.to_bytes(8, "big"))
        digest = block.digest()
        yield from _FOUR_WORDS(digest)
        counter += 1


def _below(bound: int, words: Iterator[int]) -> int:
    """A number below ``bound``, all equally likely: words of the incomplete last round are left out."""
    limit = _WORD - _WORD % bound
    for word in words:
        if word < limit:
            break
    return word % bound


def _shuffle(order: list[int], words: Iterator[int]) -> None:
    """Fisher and Yates, from the end."""
    for last in range(len(order) - 1, 0, -1):
        other = _below(last + 1, words)
        order[last], order[other] = order[other], order[last]
