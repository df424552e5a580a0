"""What course.yaml says beside the outline, and the fields of its forms, section by section.

Names of fields as in `rows`; lists of plain words (`prerequisites`) are one text with one on each line. A framework
and its item are one choice, `SDG/13.1`. Keys that no form shows, modules above all, stay as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from learnhub.kernel.letters import plain_digits

from .loose import is_single, put, read_loose, row_fits, shown, tidy, tidy_line
from .rows import Posted, Row, first, free_number, pressed, rows_in

Data = dict[str, Any]
ROWS: Final[dict[str, tuple[str, ...]]] = {
    "authors": ("name", "affiliation", "orcid"),
    "outcomes": ("id", "text"),
    "frameworks": ("goal", "weight"),
    "glossary": ("term", "definition", "resource", "version"),
    "references": ("id", "text", "url"),
    "centres": ("id",),
    "themes": ("code",),
}
"""Cells of each list; those of centres and themes are plain words in the file."""
_PLAIN: Final = ("centres", "themes")
_OWN: Final = {**ROWS, "frameworks": ("framework", "item", "weight")}
_UNSEEN: Final = ("id", "resource", "version")
_NUMBERED: Final = {"outcomes": "o", "references": "ref"}
_PER_CENT: Final = re.compile(r"([0-9]{1,3}) *%")
SECTIONS: Final[dict[str, tuple[str, ...]]] = {
    "about": ("title", "summary", "language", "level", "licence", "centres", "authors", "themes"),
    "goals": ("outcomes", "frameworks", "prerequisites", "completion"),
    "glossary": ("glossary",),
    "references": ("references",),
}


@dataclass(frozen=True)
class FactsFields:
    """A section as its form shows it: `texts` by key, `rows` by list, what must be passed by kind."""

    texts: dict[str, str]
    rows: dict[str, list[Row]]
    quizzes: tuple[str, ...]
    assignments: tuple[str, ...] = ()


def read_course(text: str) -> Data | None:
    """course.yaml as data; None where forms could not show all of it, so that it is edited as text."""
    course = read_loose(text)
    if course is None:
        return None
    fits = all(_fits(key, course[key]) for keys in SECTIONS.values() for key in keys if key in course)
    return course if fits else None


def _fits(key: str, value: Any) -> bool:
    if key in _PLAIN or key == "prerequisites":
        return isinstance(value, list) and all(map(is_single, value))
    if key in ROWS:
        return isinstance(value, list) and all(row_fits(entry, _OWN[key]) for entry in value)
    if key == "completion":
        asked = (
            [value.get(name, []) for name in ("quizzes", "assignments")] if isinstance(value, dict) else [0]
        )
        return all(isinstance(each, list) and all(map(is_single, each)) for each in asked)
    return is_single(value)


def facts_of(course: Data, section: str) -> FactsFields:
    """What the form of a section shows."""
    keys = SECTIONS[section]
    texts = {key: shown(course.get(key, "")) for key in keys if key not in ROWS and key != "completion"}
    if "prerequisites" in keys:
        texts["prerequisites"] = "\n".join(shown(each) for each in course.get("prerequisites", []))
    rows = {key: [_row(key, entry) for entry in course.get(key, [])] for key in keys if key in ROWS}
    return FactsFields(texts, rows, to_pass(course, "quizzes"), to_pass(course, "assignments"))


def to_pass(course: Data, kind: str) -> tuple[str, ...]:
    """The `quizzes` or `assignments` that close the course."""
    return tuple(shown(each) for each in course.get("completion", {}).get(kind, []))


def _row(key: str, entry: Any) -> Row:
    if key in _PLAIN:
        return {ROWS[key][0]: shown(entry)}
    if key == "frameworks":
        goal = f"{shown(entry.get('framework', ''))}/{shown(entry.get('item', ''))}"
        return {"goal": "" if goal == "/" else goal, "weight": shown(entry.get("weight", ""))}
    return {name: shown(entry.get(name, "")) for name in ROWS[key]}


def facts_from(posted: Posted, before: Data, section: str, press: str = "") -> Data:
    """The course that `before` becomes by what was posted for a section. What is wrong is kept as it was typed.

    `press` is the name of a button, as for questions: `authors.1.up`.
    """
    course = dict(before)
    for key in SECTIONS[section]:
        if key in ROWS:
            _put_rows(course, key, pressed([*rows_in(posted, key, ROWS[key]).values()], key, press))
        elif key == "prerequisites":
            lines = [line for line in map(tidy_line, tidy(first(posted, key)).split("\n")) if line]
            _put_list(course, key, lines, [shown(each) for each in course.get(key, [])])
        elif key == "completion":
            _put_completion(course, _ticked(posted, "quizzes"), _ticked(posted, "assignments"))
        else:
            put(course, key, tidy_line(first(posted, key)))
    return course


def _put_list(course: Data, key: str, new: list[Any], before: list[Any]) -> None:
    if new != before or (new and key not in course):
        course[key] = new


def _ticked(posted: Posted, name: str) -> list[str]:
    return [tidy_line(each) for each in posted.get(name, ()) if each.strip()]


def _put_completion(course: Data, quizzes: list[str], assignments: list[str]) -> None:
    same = list(to_pass(course, "quizzes")) == quizzes and list(to_pass(course, "assignments")) == assignments
    if same and "completion" in course:
        return
    asked = {"lessons": "all", **course.get("completion", {}), "quizzes": quizzes}
    asked.pop("assignments", None)
    course["completion"] = {**asked, **({"assignments": assignments} if assignments else {})}


def _put_rows(course: Data, key: str, rows: list[Row]) -> None:
    filled = [
        row for row in rows if any(text for name, text in row.items() if name not in _UNSEEN or key in _PLAIN)
    ]
    if key == "references":
        filled = [row for row in rows if any(row.values())]
    if key == "glossary":
        filled = [_own_words(row, course.get(key, [])) for row in filled]
    if filled == [_row(key, entry) for entry in course.get(key, [])]:
        return
    taken = {row["id"] for row in filled if row.get("id")}
    course[key] = [_entry(key, row, taken) for row in filled]


def _own_words(row: Row, before: Sequence[Any]) -> Row:
    """A term with other words than those that centres share is the course's own from then on."""
    shared = [_row("glossary", entry) for entry in before if entry.get("resource")]
    theirs = [each["definition"] for each in shared if each["resource"] == row["resource"]]
    return {**row, "resource": "", "version": ""} if row["definition"] not in theirs else row


def _entry(key: str, row: Row, taken: set[str]) -> Any:
    if key in _PLAIN:
        return row[ROWS[key][0]]
    if key == "frameworks":
        framework, _slash, item = row["goal"].partition("/")
        return {"framework": framework, "item": item, "weight": _weight(row["weight"])}
    if key in _NUMBERED and not row["id"]:
        row = {**row, "id": free_number(_NUMBERED[key], taken)}
        taken.add(row["id"])
    needed = {"authors": "name", "references": "text"}.get(key)
    return {
        name: text
        for name, text in row.items()
        if text or name in ("id", needed) or (key in ("outcomes", "glossary") and name not in _UNSEEN)
    }


def _weight(typed: str) -> str:
    """A share as the format writes it: 0,5 and 50 % are 0.5 and 1/2 there."""
    plain = plain_digits(typed)
    share = _PER_CENT.fullmatch(plain)
    if share:
        return str(Fraction(int(share[1]), 100))
    return re.sub(r"^([0-9]+),([0-9]+)$", r"\1.\2", plain)


def weight_sums(course: Data) -> dict[str, Fraction | None]:
    """For each framework the sum of its weights, exactly; None where one of them is no number."""
    sums: dict[str, Fraction | None] = {}
    for entry in course.get("frameworks", []):
        framework = shown(entry.get("framework", ""))
        before = sums.get(framework, Fraction(0))
        try:
            sums[framework] = None if before is None else before + Fraction(shown(entry.get("weight", "")))
        except (ValueError, ZeroDivisionError):
            sums[framework] = None
    return sums
