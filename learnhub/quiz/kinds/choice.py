"""One or several right options among those shown: ``single`` and ``multiple``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar, TypeVar

from learnhub.quiz.fields import Fields, fault
from learnhub.quiz.kinds.base import Kind, Question, read_common
from learnhub.quiz.outcomes import FULL, NOTHING, Note, Outcome, judged, unanswered
from learnhub.quiz.responses import Chosen, Form, field_name, posted_indexes

_KEYS = frozenset({"options"})
_OPTION_KEYS = frozenset({"text", "correct", "feedback"})


@dataclass(frozen=True, slots=True)
class Option:
    """One option: its text, whether it is right, and what to say to those who chose it (may be empty)."""

    text: str
    correct: bool = False
    feedback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Single(Question):
    """Exactly one option is right."""

    kind: ClassVar[str] = "single"

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiple(Question):
    """One or more options are right."""

    kind: ClassVar[str] = "multiple"

    options: tuple[Option, ...]


Choice = TypeVar("Choice", Single, Multiple)


def _read_option(row: object, path: str) -> Option:
    fields = Fields(row, path, _OPTION_KEYS)
    return Option(fields.name("text"), fields.flag("correct", default=False), fields.text("feedback", ""))


def _read_options(fields: Fields) -> tuple[Option, ...]:
    path = fields.at("options")
    return tuple(_read_option(row, f"{path}[{i}]") for i, row in enumerate(fields.rows("options", least=2)))


def _read_single(fields: Fields) -> Single:
    options = _read_options(fields)
    if sum(option.correct for option in options) != 1:
        raise fault(fields.at("options"), "must have exactly one correct option")
    return Single(**read_common(fields), options=options)


def _read_multiple(fields: Fields) -> Multiple:
    options = _read_options(fields)
    if not any(option.correct for option in options):
        raise fault(fields.at("options"), "must have at least one correct option")
    return Multiple(**read_common(fields), options=options)


def _parse_single(question: Single, form: Form) -> Chosen:
    return Chosen(posted_indexes(form, field_name(question.id), len(question.options))[:1])


def _parse_multiple(question: Multiple, form: Form) -> Chosen:
    return Chosen(posted_indexes(form, field_name(question.id), len(question.options)))


def _count(options: tuple[Option, ...], chosen: Chosen) -> tuple[int, int]:
    """How many right and how many wrong options were chosen; indexes without an option do not count."""
    found = [options[index].correct for index in set(chosen.options) if 0 <= index < len(options)]
    return found.count(True), found.count(False)


def _grade_single(question: Single, answer: Chosen) -> Outcome:
    right, wrong = _count(question.options, answer)
    if not right and not wrong:
        return unanswered()
    return judged(FULL if right and not wrong else NOTHING, question.marks)


def _grade_multiple(question: Multiple, answer: Chosen) -> Outcome:
    """(right choices - wrong choices) / right options, never below 0."""
    right, wrong = _count(question.options, answer)
    if not right and not wrong:
        return unanswered()
    of = sum(option.correct for option in question.options)
    note = Note("options_counted", {"right": right, "of": of, "wrong": wrong})
    return judged(max(NOTHING, Fraction(right - wrong, of)), question.marks, note)


def _shown(question: Single | Multiple) -> int:
    return len(question.options)


def _rekeyed(seen: Choice, right: Choice) -> Choice | None:
    options = {option.text: option for option in right.options}
    if len(options) < len(right.options) or sorted(options) != sorted(option.text for option in seen.options):
        return None
    return replace(seen, options=tuple(options[option.text] for option in seen.options))


def _bare(question: Choice) -> Choice:
    return replace(question, options=tuple(replace(option, feedback="") for option in question.options))


SINGLE = Kind(
    Single, Chosen, _KEYS, _read_single, _parse_single, _grade_single, _shown,
    rekeyed=_rekeyed, bare=_bare,
)  # fmt: skip
MULTIPLE = Kind(
    Multiple, Chosen, _KEYS, _read_multiple, _parse_multiple, _grade_multiple, _shown,
    rekeyed=_rekeyed, bare=_bare,
)  # fmt: skip
