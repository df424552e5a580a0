"""What translators read: names of parts, fields and states, and what a translation has lost."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from learnhub.coursefile.translation.marks import Mark
from learnhub.coursefile.translation.pairs import State
from learnhub.studio.domain import COURSE
from learnhub.studio.queries.languages import Untranslated


def state_words() -> dict[str, tuple[str, str]]:
    """Each state of a block by name and by how its tag looks."""
    return {
        State.DONE: (_("Translated"), "tag-ok"),
        State.OPEN: (_("Not translated"), "tag-warn"),
        State.CHANGED: (_("Original changed"), "tag-warn"),
        State.MISSING: (_("Not in the translation"), "tag-bad"),
    }


def part_name(path: str) -> str:
    """The name of a part that has no title of its own."""
    return _("Facts and outline") if path == COURSE else ""


def field_name(key: str) -> str:
    """A field as people call it; questions and other entries by their ids or numbers."""
    *path, name = key.split(".")
    if "units" in path:
        name = "units"
    if name.isdigit():
        *path, name = path
    words = {
        "title": _("Title"), "summary": _("Summary"), "prerequisites": _("To know before"), "term": _("Term"),
        "definition": _("Meaning"), "intro": _("Words before the first question"), "prompt": _("Question"),
        "explanation": _("Explanation"), "text": _("Text"), "feedback": _("Feedback"), "left": _("Left side"),
        "right": _("Right side"), "accepted": _("Accepted answers, one a line"), "items": _("To be put in order"),
        "distractors": _("Further choices, one a line"), "unit": _("Unit"), "units": _("Unit that is accepted, too"),
    }  # fmt: skip
    groups = {
        "outcomes": _("Outcome"), "modules": _("Module"), "glossary": _("Glossary"), "questions": _("Question"),
        "references": _("Source"),
    }  # fmt: skip
    where = f"{groups.get(path[0], path[0])} {_numbered(path[1])}" if len(path) > 1 else ""
    return ": ".join(each for each in (where, words.get(name, name)) if each)


def _numbered(name: str) -> str:
    """Entries without an id are counted from 1."""
    return str(int(name) + 1) if name.isdigit() else name


def lost_words(marks: Sequence[Mark]) -> list[tuple[str, str]]:
    """What is missing, each with how it is written; nothing where every language has its own word."""
    words = {
        "formula": _("Formula"), "citation": _("Source"), "figure": _("Picture"), "link": _("Link or file"),
        "note": _("Footnote"), "term": _("Term of the glossary"), "number": _("Number"),
    }  # fmt: skip
    return [(words[mark.kind], mark.text) for mark in marks]


def left_words(left: Untranslated) -> list[tuple[str, str, int]]:
    """Every part with blocks in the language of the original: its path, its name, and how many."""
    return [(path, part_name(path) or left.titles[path], len(pairs)) for path, pairs in left.pairs.items()]
