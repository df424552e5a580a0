"""Choices to match with terms: ``matching``. An answer gives each term the index of a choice, from 0."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar

from learnhub.quiz.fields import Fields
from learnhub.quiz.kinds.base import Kind, Question, read_common
from learnhub.quiz.outcomes import Note, Outcome, judged
from learnhub.quiz.responses import Form, Placed, posted_places

_KEYS = frozenset({"pairs", "distractors"})
_PAIR_KEYS = frozenset({"left", "right"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching(Question):
    """``pairs`` of a term and its match; ``distractors`` are further choices that match nothing.

    ``listed`` are the choices in the order that answers number them by, where it is another than that of the pairs.
    """

    kind: ClassVar[str] = "matching"

    pairs: tuple[tuple[str, str], ...]
    distractors: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()

    @property
    def choices(self) -> tuple[str, ...]:
        """The choices in the order of the source, each text once; form values are indexes into this."""
        return self.listed or tuple(
            dict.fromkeys([right for _, right in self.pairs] + list(self.distractors))
        )

    @property
    def key(self) -> tuple[int, ...]:
        """For each term the index of the choice that matches it."""
        choices = self.choices
        return tuple(choices.index(right) for _, right in self.pairs)


def _read_pair(row: object, path: str) -> tuple[str, str]:
    fields = Fields(row, path, _PAIR_KEYS)
    return fields.name("left"), fields.name("right")


def _read(fields: Fields) -> Matching:
    path = fields.at("pairs")
    return Matching(
        **read_common(fields),
        pairs=tuple(_read_pair(row, f"{path}[{i}]") for i, row in enumerate(fields.rows("pairs", least=1))),
        distractors=fields.texts("distractors"),
    )


def _parse(question: Matching, form: Form) -> Placed:
    last = len(question.choices) - 1
    return Placed(posted_places(form, question.id, len(question.pairs), low=0, high=last))


def _grade(question: Matching, answer: Placed) -> Outcome:
    """The share of terms with their right choice; a term without a choice is not right."""
    key = question.key
    right = sum(given == wanted for given, wanted in zip(answer.places, key, strict=False))
    note = Note("pairs_counted", {"right": right, "of": len(key)})
    return judged(Fraction(right, len(key)), question.marks, note)


def _shown(question: Matching) -> int:
    return len(question.choices)


def _rekeyed(seen: Matching, right: Matching) -> Matching | None:
    """A term may stand there more than once; then only the same terms in the same order are the same."""
    matches = dict(right.pairs)
    terms, others = [left for left, _ in seen.pairs], [left for left, _ in right.pairs]
    if sorted(seen.choices) != sorted(right.choices) or sorted(terms) != sorted(others):
        return None
    if len(matches) < len(others):
        return replace(seen, pairs=right.pairs, listed=seen.choices) if terms == others else None
    return replace(seen, pairs=tuple((term, matches[term]) for term in terms), listed=seen.choices)


def _bare(question: Matching) -> Matching:
    return replace(question, distractors=(), listed=question.choices)


MATCHING = Kind(
    Matching, Placed, _KEYS, _read, _parse, _grade, _shown,
    always_shuffled=True, rekeyed=_rekeyed, bare=_bare,
)  # fmt: skip
