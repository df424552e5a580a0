"""What the lesson editor offers: kinds of boxes, all marks by name, and the files, terms and sources at hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _

from learnhub.coursefile.loose import read_loose
from learnhub.coursefile.variants import copies_of
from learnhub.studio.domain import COURSE, Parts
from learnhub.studio.queries.outline import Outline

PICTURES = ("svg", "png", "jpg", "jpeg", "webp")
FILMS = ("mp4", "webm", "mp3", "ogg", "m4a")
Choice = tuple[str, str]


def box_kinds() -> list[Choice]:
    """The boxes that a lesson may have."""
    return [
        ("note", _("Note")),
        ("caution", _("Caution")),
        ("example", _("Worked example")),
        ("case", _("Real case")),
        ("activity", _("Activity")),
        ("check", _("Check yourself")),
        ("key", _("Key points")),
    ]


def mark_table() -> list[Choice]:
    """Every mark of a lesson text, with what it is for."""
    return [
        (_("Section and subsection"), "## …\n### …"),
        (_("Bold, italics"), "**…** *…*"),
        (_("Lists"), "- …\n1. …"),
        (_("Table"), "| A | B |\n| --- | --- |\n| 1 | 2 |"),
        (_("Formula"), "$p = 1/T$\n\n$$P = 1 - (1-1/T)^n$$"),
        (_("Picture"), '![…](assets/x.svg "…")'),
        (_("Term of the glossary"), "[[hazard]] [[hazard|hazards]]"),
        (_("Source"), "[@sendai2015]"),
        (_("File"), "[…](assets/peaks.csv)"),
        (_("Another lesson"), "[…](lesson:return-periods)"),
        (_("Footnote"), "…[^1]\n\n[^1]: …"),
        (_("Note or box"), "::: note …\n…\n:::"),
        (_("Check yourself"), "::: check …\n…\n\n---answer---\n…\n:::"),
        (_("Case or demonstration site"), "::: embed cases/dike-at-the-bend 2026-11-22\n:::"),
        (_("Sound"), "::: audio assets/talk.mp3 …\ntranscript: assets/talk.md\nminutes: 4\n:::"),
        (
            _("Film"),
            "::: video assets/walk.mp4 …\ncaptions: assets/walk.vtt\ntranscript: assets/walk.md\nminutes: 3\n:::",
        ),
    ]


def at_hand(parts: Parts, outline: Outline, lesson: str) -> dict[str, Any]:
    """What dialogs offer to choose from."""
    course = (read_loose(parts[COURSE].text) if COURSE in parts else None) or {}
    steps = [step for module in outline.modules for step in module.steps if step.kind == "lesson"]
    return {
        "boxes": box_kinds(),
        "terms": [(term, term) for term in _said(course.get("glossary"), "term")],
        "references": [(name, name) for name in _said(course.get("references"), "id")],
        "others": [(s.id, s.facts.title or s.id) for s in steps if s.facts and s.id != lesson],
        "kinds": _files(_chosen(path for path in parts if path.startswith("assets/"))),
    }


def _chosen(paths: Iterable[str]) -> set[str]:
    """The files that somebody put there: the narrower copies of pictures are offered by pages alone."""
    every = set(paths)
    narrow = [path for path in every if "-w" in path]
    return every - {copy for path in every for _width, copy in copies_of(path, narrow)}


def _said(listed: Any, key: str) -> list[str]:
    entries = [each for each in (listed if isinstance(listed, list) else []) if isinstance(each, dict)]
    return [each[key] for each in entries if isinstance(each.get(key), str)]


def _files(paths: Iterable[str]) -> dict[str, list[Choice]]:
    found: dict[str, list[Choice]] = {"picture": [], "film": [], "captions": [], "transcript": [], "file": []}
    for path in sorted(paths):
        ending, choice = path.rpartition(".")[2], (path, path.removeprefix("assets/"))
        if ending in PICTURES:
            found["picture"].append(choice)
        elif ending in FILMS:
            found["film"].append(choice)
        elif ending == "vtt":
            found["captions"].append(choice)
        else:
            found["file"].append(choice)
            if ending in ("md", "txt"):
                found["transcript"].append(choice)
    return found
