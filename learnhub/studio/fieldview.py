"""The facts of a part by the names that forms give them: for reviewers with their values, for findings as places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext as _

from learnhub.coursefile.blocks import Block
from learnhub.coursefile.loose import read_loose
from learnhub.kernel.errors import N_
from learnhub.web.i18n import listed


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact by its name. `rows` are the parts of an entry; a plain value has no names; none: entries follow."""

    name: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def facts_of(blocks: Sequence[Block], names: Mapping[str, Mapping[str, str]]) -> dict[int, Fact]:
    """The facts among the blocks of a part by their places; what can't be read is left out and shown as written.

    `names` says for some facts what people call the values that the file has as ids and codes.
    """
    found: dict[int, Fact] = {}
    above = ""
    for place, block in enumerate(blocks):
        if block.kind == "fact":
            above = block.key.partition("#")[0]
            data = read_loose(block.body)
            if data is not None and list(data) == [above]:
                found[place] = Fact(word_of(above), _rows(_named(data[above], names.get(above, {}))))
            elif data == {}:  # its entries follow as blocks of their own
                found[place] = Fact(word_of(above), ())
        elif block.kind == "item" and above:
            entry = _entry(block.body)
            if isinstance(entry, dict):
                found[place] = Fact(word_of(above), _rows(_named(entry, names.get(above, {}))))
    return found


def _named(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_named(each, names) for each in value]
    if isinstance(value, dict):
        return {key: _named(each, names) for key, each in value.items()}
    return names.get(value) or value if isinstance(value, str) else value


def _entry(text: str) -> Any:
    listed = (read_loose(f"entries:\n{text}") or {}).get("entries")
    return listed[0] if isinstance(listed, list) and len(listed) == 1 else None


def _rows(value: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if isinstance(value, dict):
        named = {key: _texts(part) for key, part in value.items() if key != "id" or len(value) == 1}
        return tuple((word_of(str(key)), texts) for key, texts in named.items() if texts)
    return () if value is None else (("", _texts(value) or ("–",)),)


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(text for each in value for text in _texts(each))
    if isinstance(value, dict):
        return tuple(f"{word_of(str(key))}: {text}" for key, part in value.items() for text in _texts(part))
    if isinstance(value, bool):
        return (_("Yes") if value else _("No"),)
    return () if value in (None, "") else (str(getattr(value, "written", value)),)


def word_of(key: str) -> str:
    """A key as forms call it; one that no form has stays as it is."""
    words = {
        "title": _("Title"), "summary": _("Summary"), "minutes": _("Minutes it takes"), "outcomes": _("Outcome"),
        "outcome": _("Outcome"), "language": _("Language"), "level": _("Level"), "licence": _("Licence"),
        "centres": _("Centres"), "authors": _("Authors"), "name": _("Name"), "affiliation": _("Affiliation"),
        "themes": _("Themes"), "frameworks": _("Framework"), "framework": _("Framework"), "weight": _("Share"),
        "prerequisites": _("To know before"), "completion": _("Who has completed the course"),
        "modules": _("Module"), "steps": _("Steps"), "lesson": _("Lesson"), "quiz": _("Quiz"),
        "assignment": _("Assignment"), "glossary": _("Glossary"), "term": _("Term"), "definition": _("Meaning"),
        "references": _("References"), "text": _("Text"), "url": _("Web address"), "kind": _("Kind"),
        "code": _("Address"), "pass_mark": _("Pass mark, per cent"), "attempts": _("Tries, 0 for any number"),
        "draw": _("Questions drawn, empty for all"), "questions": _("Questions"), "task": _("Task"),
        "intro": _("Words before the first question"), "points": _("Points"), "prompt": _("Question"),
        "options": _("Options"), "explanation": _("Explanation"), "marks": _("Marks"), "answer": _("Answer"),
        "accepted": _("Accepted answers"), "tolerance": _("Tolerance, plus or minus"),
        "unit": _("Unit"), "orcid": _("ORCID"), "help": _("What the points are for"), "goal": _("Goal"),
        "feedback": _("Say to those who choose it"), "criteria": _("Criteria"),
        "items": _("Items in the right order"), "pairs": _("Pairs that belong together"),
        "distractors": _("Partners that fit nothing"), "units": _("Other units that are accepted"),
        "pair": _("Pair"), "lessons": _("Lessons"), "quizzes": _("Quiz"), "item": _("Goal"),
        "format_version": _("Version of the file format"),
        "based_on": _("Origin"), "how": _("Kind"), "version": _("Version"), "assignments": _("Assignment"),
        "shuffle": _("Each learner gets questions and options in another order"),
        "most_words": _("Words at most, empty for any number"), "pass_points": _("Points needed to pass"),
    }  # fmt: skip
    return str(words.get(key, key))


_NUMBERED: Final = {
    "questions": N_("Question %(n)s"), "outcomes": N_("Outcome %(n)s"), "options": N_("Option %(n)s"),
    "authors": N_("Author %(n)s"), "centres": N_("Centre %(n)s"), "themes": N_("Theme %(n)s"),
    "frameworks": N_("Goal %(n)s"), "glossary": N_("Term %(n)s"), "references": N_("Source %(n)s"),
    "modules": N_("Module %(n)s"), "criteria": N_("Criterion %(n)s"), "items": N_("Item %(n)s"),
    "pairs": N_("Pair %(n)s"), "units": N_("Unit %(n)s"),
}  # fmt: skip
_OF_ITS_ROW: Final = {"text", "title", "id", "goal", "name", "term", "code", "steps"}
"""What needs no name of its own after the name of its row."""


def field_name(path: str) -> str:
    """What forms call a value that the reader names by its dotted path: `outcomes.0.text` is Outcome 1."""
    words: list[str] = []
    parts = [] if path in ("", "whole") else path.split(".")
    while parts:
        key = parts.pop(0)
        if parts and parts[0].isdigit():
            number = int(parts.pop(0)) + 1
            if key in _NUMBERED:
                words.append(_(_NUMBERED[key], n=number))
                continue
        if not words or key not in _OF_ITS_ROW:
            words.append(word_of(key))
    return listed(words)
