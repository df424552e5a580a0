"""What a learner answered, as values that go to JSON and back, and the reading of posted form fields."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from zlib import crc32

from learnhub.quiz.fields import Fields, as_whole

Form: TypeAlias = Mapping[str, Sequence[str]]

LONGEST_TEXT = 1000
"""A typed answer is kept up to this many characters."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Options chosen, as indexes in the order of the source."""

    options: tuple[int, ...] = ()

    @property
    def blank(self) -> bool:
        """Whether nothing was chosen."""
        return not self.options


@dataclass(frozen=True, slots=True)
class Stated:
    """True or false; ``None`` is not answered."""

    value: bool | None = None

    @property
    def blank(self) -> bool:
        """Whether neither was chosen."""
        return self.value is None


@dataclass(frozen=True, slots=True)
class Typed:
    """Text as it was typed, without the spaces around it."""

    text: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing was typed."""
        return not self.text


@dataclass(frozen=True, slots=True)
class Placed:
    """One number for each item of the source: its place from 1 (ordering) or its choice from 0 (matching)."""

    places: tuple[int | None, ...] = ()

    @property
    def blank(self) -> bool:
        """Whether no item has a number."""
        return all(place is None for place in self.places)


Answer: TypeAlias = Chosen | Stated | Typed | Placed


def fingerprint(answer: Answer) -> str:
    """A few characters that tell one answer from another; none for a blank one."""
    return "" if answer.blank else f"{crc32(repr(answer).encode()):x}"


_KEYS = frozenset({"chosen", "stated", "typed", "placed"})


def answer_to_json(answer: Answer) -> dict[str, object]:
    """Plain data for ``answer``: one key that tells its shape."""
    match answer:
        case Chosen(options):
            return {"chosen": list(options)}
        case Stated(value):
            return {"stated": value}
        case Typed(text):
            return {"typed": text}
    return {"placed": list(answer.places)}


def answer_from_json(data: object) -> Answer:
    """The answer that ``answer_to_json`` wrote; ``ValueError`` for anything else."""
    fields = Fields(data, "", _KEYS)
    if fields.has("chosen"):
        return Chosen(fields.wholes("chosen"))
    if fields.has("typed"):
        return Typed(fields.text("typed"))
    if fields.has("placed"):
        rows = fields.rows("placed")
        return Placed(tuple(None if row is None else as_whole(row, "placed") for row in rows))
    return Stated(fields.flag("stated") if fields.has("stated") else None)


def answers_to_text(answers: Mapping[str, Answer]) -> str:
    """The answers of a try as they are stored, by the ids of their questions."""
    plain = {question: answer_to_json(answer) for question, answer in answers.items()}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def answers_from_text(text: str | None) -> dict[str, Answer]:
    """The answers that ``answers_to_text`` wrote; none for no text. ``ValueError`` for anything else."""
    return {question: answer_from_json(data) for question, data in json.loads(text or "{}").items()}


def field_name(question_id: str, index: int | None = None) -> str:
    """The name of a form field: ``q.ID``, or ``q.ID.INDEX`` for one item of an ordering or a matching."""
    return f"q.{question_id}" if index is None else f"q.{question_id}.{index}"


def posted_text(form: Form, name: str) -> str:
    """The first value of a field without the spaces around it; empty when the field was not posted."""
    values = form.get(name)
    return values[0].strip()[:LONGEST_TEXT].rstrip() if values else ""


def posted_indexes(form: Form, name: str, count: int) -> tuple[int, ...]:
    """The whole numbers below ``count`` among the values of a field, sorted, each once."""
    found = {index for value in form.get(name, ()) if (index := _index(value, 0, count - 1)) is not None}
    return tuple(sorted(found))


def posted_places(form: Form, question_id: str, count: int, *, low: int, high: int) -> tuple[int | None, ...]:
    """One number from ``low`` to ``high``, or ``None``, for each of ``count`` items."""
    return tuple(_index(posted_text(form, field_name(question_id, i)), low, high) for i in range(count))


def _index(text: str, low: int, high: int) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        return None
    index = int(text)
    return index if low <= index <= high else None
