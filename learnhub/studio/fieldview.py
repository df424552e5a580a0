"""The facts of a part as reviewers read them: each with its name and its value, not as YAML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from learnhub.coursefile.blocks import Block
from learnhub.coursefile.loose import read_loose


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact by its name. `rows` are the parts of an entry; a plain value has no names; none: entries follow."""

    name: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def facts_of(blocks: Sequence[Block]) -> dict[int, Fact]:
    """The facts among the blocks of a part by their places; what can't be read is left out and shown as written."""
    found: dict[int, Fact] = {}
    above = ""
    for place, block in enumerate(blocks):
        if block.kind == "fact":
            above = block.key.partition("#")[0]
            data = read_loose(block.body)
            if data is not None and list(data) == [above]:
                found[place] = Fact(_word(above), _rows(data[above]))
        elif block.kind == "item" and above:
            entry = _entry(block.body)
            if isinstance(entry, dict):
                found[place] = Fact(_word(above), _rows(entry))
    return found


def _entry(text: str) -> Any:
    listed = (read_loose(f"entries:\n{text}") or {}).get("entries")
    return listed[0] if isinstance(listed, list) and len(listed) == 1 else None


def _rows(value: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if isinstance(value, dict):
        return tuple((_word(str(key)), _texts(part)) for key, part in value.items() if _texts(part))
    return () if value is None else (("", _texts(value) or ("–",)),)


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(text for each in value for text in _texts(each))
    if isinstance(value, dict):
        return tuple(f"{_word(str(key))}: {text}" for key, part in value.items() for text in _texts(part))
    if isinstance(value, bool):
        return (_("Yes") if value else _("No"),)
    return () if value in (None, "") else (str(getattr(value, "written", value)),)


def _word(key: str) -> str:
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
        "intro": _("Words before the first question"), "points": _("Points"),
    }  # fmt: skip
    return str(words.get(key, key))
