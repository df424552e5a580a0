"""An assignment as data that may be unfinished, and the fields of its form: settings, the task, rows of criteria.

Names of fields as in `rows`. What is wrong is kept as it was typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from .document import AnswerKind, Assignment, Criterion
from .loose import is_single, put, read_loose, row_fits, shown, tidy, tidy_line, write_loose
from .quizform import put_whole
from .rows import Posted, Row, first, free_number, pressed, rows_in
from .splice import spliced

Data = dict[str, Any]
ASSIGNMENT_ORDER: Final = (
    *("id", "title", "points", "help"),
    *("minutes", "outcomes", "task", "answer", "most_words", "criteria", "pass_points"),
)
"""The keys of an assignment and of its criteria as its writer orders them."""
SETTINGS: Final = ("title", "minutes", "task", "answer", "most_words", "pass_points")
_WHOLE: Final = ("minutes", "most_words", "pass_points")
CRITERION: Final = ("id", "title", "points", "help")
ANSWERS: Final = ("text", "file", "either")


@dataclass(frozen=True, slots=True)
class AssignmentFields:
    """What the form shows: `texts` by key, `rows` of the criteria, ids of outcomes, the sum of the points."""

    texts: dict[str, str]
    rows: list[Row]
    outcomes: tuple[str, ...]
    points: int


def read_assignment(text: str) -> Data | None:
    """The assignment in a text; None where a form could not show all of it, so that it is edited as text."""
    data = read_loose(text)
    if data is None:
        return None
    criteria, outcomes = data.get("criteria", []), data.get("outcomes", [])
    fits = isinstance(criteria, list) and all(row_fits(each, CRITERION) for each in criteria)
    listed = isinstance(outcomes, list) and all(map(is_single, outcomes))
    single = all(is_single(data[key]) for key in SETTINGS if key in data)
    known = all(key in ASSIGNMENT_ORDER and key not in ("id", "points", "help") for key in data)
    return data if fits and listed and single and known else None


def write_assignment(data: Data, text: str = "") -> str:
    """The text of an assignment, in which everything that `text` says already keeps its bytes."""
    if text:
        return spliced(text, data, ASSIGNMENT_ORDER, deep=True)
    return write_loose(data, ASSIGNMENT_ORDER, deep=True)


def fields_of_assignment(data: Data) -> AssignmentFields:
    """What the form shows of these data."""
    rows = [_row(entry) for entry in data.get("criteria", [])]
    points = sum(_number(entry, "points") for entry in data.get("criteria", []))
    return AssignmentFields(
        {key: shown(data.get(key, "")) for key in SETTINGS},
        rows,
        tuple(shown(each) for each in data.get("outcomes", [])),
        points,
    )


def _row(entry: Data) -> Row:
    return {name: shown(entry.get(name, "")) for name in CRITERION}


def loose_assignment(assignment_id: str, text: str) -> Assignment:
    """As much of an assignment as can be made out: enough to show it while it is written. Missing numbers are 0."""
    data = read_loose(text) or {}
    listed = data.get("criteria")
    rows = [each for each in (listed if isinstance(listed, list) else []) if isinstance(each, dict)]
    criteria = tuple(
        Criterion(_said(row, "id"), _said(row, "title"), _number(row, "points"), _said(row, "help") or None)
        for row in rows
    )
    answer: AnswerKind = data["answer"] if data.get("answer") in ANSWERS else "either"
    return Assignment(
        assignment_id, _said(data, "title"), _number(data, "minutes"), (), _said(data, "task"), answer, criteria,
        _number(data, "pass_points"), _number(data, "most_words") or None,
    )  # fmt: skip


def _said(data: Data, key: str) -> str:
    value = data.get(key)
    return shown(value) if is_single(value) else ""


def _number(data: Data, key: str) -> int:
    value = data.get(key)
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else 0


def assignment_from(posted: Posted, before: Data, press: str = "") -> Data:
    """The assignment that `before` becomes by what was posted. `press` is the name of a button: `criteria.1.up`."""
    data = dict(before)
    put(data, "title", tidy_line(first(posted, "title")))
    put(data, "answer", tidy_line(first(posted, "answer")))
    put(data, "task", tidy(first(posted, "task")))
    for key in _WHOLE:
        put_whole(data, key, tidy_line(first(posted, key)))
    outcomes = [tidy_line(each) for each in posted.get("outcomes", ()) if each.strip()]
    if outcomes != [shown(each) for each in before.get("outcomes", [])]:
        data["outcomes"] = outcomes
    _put_criteria(data, pressed([*rows_in(posted, "criteria", CRITERION).values()], "criteria", press))
    return data


def _put_criteria(data: Data, rows: list[Row]) -> None:
    before = data.get("criteria", [])
    filled = [row for row in rows if any(text for name, text in row.items() if name != "id")]
    known = {shown(entry.get("id", "")): entry for entry in before}
    taken = {row["id"] for row in filled if row["id"]}
    entries = []
    for row in filled:
        entry = dict(known.get(row["id"], {})) if row["id"] else {}
        name = row["id"] or free_number("c", taken)
        taken.add(name)
        put(entry, "id", name)
        put(entry, "title", row["title"])
        put_whole(entry, "points", row["points"])
        put(entry, "help", row["help"])
        entries.append(entry)
    if entries != before:
        data["criteria"] = entries
