"""A question and the fields of a form, for every kind: what is shown, and the question that what was typed makes.

Names of fields: a key of the question (`prompt`), or `LIST.ROW.KEY` for rows of a list (`options.0.text`); `correct`
may also hold the number of the one right option. Lists of plain words (`accepted`, `distractors`) are one text with a
word on each line. A row without words is no row. Keys that no field shows are kept as they stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from learnhub.kernel.letters import plain_digits

from .loose import is_single, put, shown, tidy, tidy_line
from .quizedit import Data
from .quizform import put_whole
from .rows import Posted, Row, first, pressed, rows_in

ROW_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "options": ("text", "feedback", "correct"),
    "units": ("unit", "factor"),
    "items": ("text",),
    "pairs": ("left", "right"),
}
LINES: Final = ("accepted", "distractors")
PARTS: Final[dict[str, tuple[str, ...]]] = {
    "single": ("options",),
    "multiple": ("options",),
    "true_false": ("answer",),
    "numeric": ("answer", "tolerance", "unit", "units"),
    "short_text": ("accepted",),
    "ordering": ("items",),
    "matching": ("pairs", "distractors"),
}
"""What each kind has besides the fields of all."""
_AREAS: Final = ("prompt", "explanation")
_WORDS: Final = ("id", "outcome", "pair")
_NUMBERS: Final = ("answer", "tolerance", "factor")
_COMMA: Final = re.compile(r"([-+−]?[0-9]+),([0-9]+)(\s*%)?")


@dataclass(frozen=True)
class QuestionFields:
    """A question as a form shows it. `texts` by the name of the field, `rows` by the list."""

    kind: str
    texts: dict[str, str]
    rows: dict[str, list[Row]] = field(default_factory=dict)


def fields_of(question: Data) -> QuestionFields:
    """What a form shows of a question, of whatever kind."""
    kind = shown(question.get("kind", ""))
    texts = {key: shown(question.get(key, "")) for key in (*_AREAS, *_WORDS, "marks")}
    rows: dict[str, list[Row]] = {}
    for key in PARTS.get(kind, ()):
        if key in ROW_KEYS:
            rows[key] = [_row(key, entry) for entry in question.get(key, [])]
        elif key in LINES:
            texts[key] = "\n".join(shown(each) for each in question.get(key, []))
        else:
            texts[key] = shown(question.get(key, ""))
    return QuestionFields(kind, texts, rows)


def _row(key: str, entry: Any) -> Row:
    if not isinstance(entry, dict):
        return {"text": shown(entry)}
    found = {name: shown(entry.get(name, "")) for name in ROW_KEYS[key]}
    if "correct" in found:
        found["correct"] = "1" if entry.get("correct") is True else ""
    return found


def question_from(posted: Posted, before: Data, press: str = "") -> Data:
    """The question that `before` becomes by what was posted. What is wrong is kept as it was typed.

    `press` is the name of a button: `options.2.up`, `.down` or `.drop` change a row's place or take it away.
    The form says in `was` of which kind it was made; `kind` may ask for another (see `as_kind`).
    """
    kind = first(posted, "was") or shown(before.get("kind", ""))
    data = dict(before)
    for key in _AREAS:
        put(data, key, tidy(first(posted, key)))
    for key in _WORDS:
        put(data, key, tidy_line(first(posted, key)))
    _put_marks(data, tidy_line(first(posted, "marks")))
    for key in PARTS.get(kind, ()):
        if key in ROW_KEYS:
            _put_rows(data, key, pressed(_rows(posted, key), key, press))
        elif key in LINES:
            _put_lines(data, key, tidy(first(posted, key)))
        elif kind == "true_false":
            _put_truth(data, first(posted, key))
        else:
            _put_word(data, key, tidy_line(first(posted, key)))
    return as_kind(data, first(posted, "kind") or kind)


def _put_word(data: Data, key: str, typed: str) -> None:
    if shown(data.get(key, "")).strip() != typed:
        put(data, key, _number(key, typed))


def _number(key: str, typed: str) -> str:
    """A number with any digits and a decimal comma, as the format writes it; all else as it was typed."""
    if key not in _NUMBERS:
        return typed
    plain = plain_digits(typed)
    found = _COMMA.fullmatch(plain)
    return f"{found[1]}.{found[2]}{found[3] or ''}" if found else plain


def _put_marks(data: Data, typed: str) -> None:
    before = data.get("marks")
    if before is not None and shown(before) == plain_digits(typed):
        return
    put_whole(data, "marks", typed)
    if data.get("marks") == 1:  # what every question has that says nothing
        del data["marks"]


def _put_truth(data: Data, typed: str) -> None:
    if typed in ("true", "false"):
        data["answer"] = typed == "true"
    elif isinstance(data.get("answer"), bool):  # another value has no button that could be pressed
        del data["answer"]


def _put_lines(data: Data, key: str, typed: str) -> None:
    before = [each for each in data.get(key, []) if is_single(each)]
    lines = [line for line in map(tidy_line, typed.split("\n")) if line]
    if lines == [shown(each).strip() for each in before]:
        return
    if lines:
        data[key] = lines
    else:
        data.pop(key, None)


def _rows(posted: Posted, key: str) -> list[Row]:
    right = set(posted.get("correct", ())) if key == "options" else set()
    found = rows_in(posted, key, ROW_KEYS[key])
    return [row | ({"correct": "1"} if str(number) in right else {}) for number, row in found.items()]


def _put_rows(data: Data, key: str, rows: list[Row]) -> None:
    filled = [row for row in rows if any(row[name] for name in row if name != "correct")]
    if filled == [_row(key, entry) for entry in data.get(key, [])]:
        return
    if filled:
        data[key] = [_entry(key, row) for row in filled]
    else:
        data.pop(key, None)


def _entry(key: str, row: Row) -> Any:
    if key == "items":
        return row["text"]
    entry: dict[str, Any] = {}
    for name in ROW_KEYS[key]:
        if name == "correct":
            if row[name]:
                entry[name] = True
        elif row[name] or name != "feedback":
            entry[name] = _number(name, row[name])
    return entry


def as_kind(question: Data, kind: str) -> Data:
    """The question as one of another kind: what both kinds have stays, answers are carried over where they can be.

    Options, items, left sides and accepted words become one another; what no field of the new kind can hold goes.
    """
    old = question.get("kind")
    if kind == old or kind not in PARTS:
        return question
    gone = {"answer"} | {key for parts in PARTS.values() for key in parts} - set(PARTS[kind])
    data = {key: value for key, value in question.items() if key not in gone} | {"kind": kind}
    answers = _answers(question)
    if answers and "options" not in data:
        data |= _as_part(kind, answers)
    return data


def _as_part(kind: str, answers: list[tuple[str, bool]]) -> Data:
    """Answers in the part where a question of this kind has them, nothing where it has no such part."""
    texts = [text for text, _ in answers]
    match kind:
        case "single" | "multiple":
            return {
                "options": [
                    {"text": text, "correct": True} if right else {"text": text} for text, right in answers
                ]
            }
        case "ordering":
            return {"items": texts}
        case "matching":
            return {"pairs": [{"left": text, "right": ""} for text in texts]}
        case "short_text":
            return {"accepted": [text for text, right in answers if right] or texts}
        case _:
            return {}


def _answers(question: Data) -> list[tuple[str, bool]]:
    """The words of the answers of a question, and which of them are right."""
    if "options" in question:
        return [(shown(row.get("text", "")), row.get("correct") is True) for row in question["options"]]
    if "pairs" in question:
        return [(shown(row.get("left", "")), False) for row in question["pairs"]]
    if "accepted" in question:
        return [(shown(text), True) for text in question["accepted"]]
    return [(shown(text), False) for text in question.get("items", [])]
