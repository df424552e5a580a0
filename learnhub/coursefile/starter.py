"""Files of a course that somebody is about to write: an outline with times, empty where only the author knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from learnhub.kernel.errors import N_

from .emit import emit

Word = Callable[[str], str]
"""A word of the outline in the language of the course."""


class Starter(StrEnum):
    """What a new course begins with."""

    MODULE = "module"
    BRIEFING = "briefing"
    BLENDED = "blended"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a new course before its first word is written."""

    code: str
    title: str
    language: str
    centre: str
    author: str
    themes: tuple[str, ...] = ()
    affiliation: str = ""


@dataclass(frozen=True, slots=True)
class _Step:
    kind: str  # lesson, assignment, or the kind of a quiz
    minutes: int
    title: str = ""


_LESSON: Final = N_("Lesson")
_BEGIN: Final = N_("Begin with a question from practice that the reader wants answered…")
_SECTION: Final = N_("First section")
_TRY: Final = N_("Try it yourself")
MISSING_PICTURE: Final = N_("A picture stood here. Put it in with “New picture”, then take this line out.")
MISSING_FORMULA: Final = N_("A formula stood above. Write it again with “Formula”, then take this line out.")
PLACEHOLDERS: Final = (_BEGIN, _SECTION, MISSING_PICTURE, MISSING_FORMULA)
"""Words that hold a place until its author writes there, beside lone dots and empty boxes: those of a new lesson, and
those for what did not come over from a clipboard."""
_OUTLINES: Final[Mapping[Starter, tuple[tuple[str, tuple[_Step, ...]], ...]]] = {
    Starter.MODULE: (
        (
            N_("What it is about"),
            (_Step("pre", 5), _Step("lesson", 15), _Step("lesson", 15), _Step("practice", 5)),
        ),
        (N_("How to work it out"), (_Step("lesson", 20), _Step("lesson", 20), _Step("practice", 10))),
        (N_("What to do about it"), (_Step("lesson", 20), _Step("lesson", 20), _Step("practice", 10))),
        (N_("Show what you can do"), (_Step("lesson", 15), _Step("final", 20), _Step("post", 5))),
    ),
    Starter.BRIEFING: ((N_("The briefing"), (_Step("lesson", 15), _Step("lesson", 15), _Step("final", 10))),),
    Starter.BLENDED: (
        (
            N_("Before we meet"),
            (_Step("pre", 10), _Step("lesson", 20, N_("What to prepare")), _Step("practice", 10)),
        ),
        (
            N_("The days together"),
            (
                _Step("lesson", 180, N_("First day: programme and exercises")),
                _Step("lesson", 180, N_("Second day: field work")),
            ),
        ),
        (
            N_("Back at work"),
            (_Step("assignment", 60, N_("My action plan")), _Step("final", 20), _Step("post", 10)),
        ),
    ),
    Starter.BLANK: (),
}
_PLAN: Final = "action-plan"
_QUIZZES: Final[Mapping[str, tuple[str, str]]] = {
    "pre": ("pre-test", N_("Before you begin")),
    "post": ("post-test", N_("Now that you are done")),
    "final": ("final", N_("Final quiz")),
    "practice": ("practice", N_("Practice quiz")),
}


def starter_files(kind: Starter, about: About, word: Word) -> dict[str, str]:
    """The texts of a new course by path. Titles are in the language of the course (`word`); what an author must say
    herself (summary, outcomes, questions) is left empty, so that the checks ask for it."""
    files: dict[str, str] = {}
    modules = []
    for number, (title, steps) in enumerate(_OUTLINES[kind], start=1):
        ids = [_add_step(files, step, word) for step in steps]
        modules.append({"id": f"module-{number}", "title": word(title), "steps": ids})
    minutes = sum(step.minutes for _title, steps in _OUTLINES[kind] for step in steps)
    files["course.yaml"] = emit(_course(about, modules, minutes, _completion(files)))
    return files


def _completion(files: Mapping[str, str]) -> dict[str, Any]:
    asked: dict[str, Any] = {"lessons": "all", "quizzes": ["final"] if "quizzes/final.yaml" in files else []}
    return asked | ({"assignments": [_PLAN]} if f"assignments/{_PLAN}.yaml" in files else {})


def _course(
    about: About, modules: list[dict[str, Any]], minutes: int, completion: dict[str, Any]
) -> dict[str, Any]:
    author = {"name": about.author}
    if about.affiliation:
        author["affiliation"] = about.affiliation
    return {
        "format_version": 1,
        "code": about.code,
        "title": about.title,
        "summary": "",
        "language": about.language,
        "level": "introductory",
        "minutes": minutes,
        "licence": "CC-BY-4.0",
        "centres": [about.centre],
        "authors": [author],
        "themes": list(about.themes[:1]),
        "frameworks": [],
        "outcomes": [{"id": "o1", "text": ""}],
        "prerequisites": [],
        "completion": completion,
        "modules": modules,
        "glossary": [],
        "references": [],
    }


def _add_step(files: dict[str, str], step: _Step, word: Word) -> dict[str, str]:
    if step.kind == "lesson":
        number = 1 + sum(path.startswith("lessons/") for path in files)
        name = f"lesson-{number}"
        title = word(step.title) if step.title else f"{word(_LESSON)} {number}"
        files[f"lessons/{name}.md"] = new_lesson(title, step.minutes, word)
        return {"lesson": name}
    if step.kind == "assignment":
        files[f"assignments/{_PLAN}.yaml"] = new_assignment(word(step.title), step.minutes)
        return {"assignment": _PLAN}
    base, title = _QUIZZES[step.kind]
    number = 1 + sum(path.startswith(f"quizzes/{base}") for path in files)
    name = base if step.kind != "practice" else f"{base}-{number}"
    files[f"quizzes/{name}.yaml"] = new_quiz(word(title), step.kind, step.minutes)
    return {"quiz": name}


def new_lesson(title: str, minutes: int, word: Word) -> str:
    """A lesson with the boxes that every lesson needs, to be written over."""
    front = emit({"title": title, "minutes": minutes, "outcomes": ["o1"]})
    body = (
        f"{word(_BEGIN)}\n\n## {word(_SECTION)}\n\n…\n\n"
        f"::: activity {word(_TRY)}\n…\n:::\n\n::: key\n- …\n:::\n"
    )
    return f"---\n{front}---\n{body}"


def new_assignment(title: str, minutes: int) -> str:
    """An assignment whose task and criteria are still to be written."""
    head = {"title": title, "minutes": minutes, "outcomes": ["o1"], "task": "", "answer": "either"}
    return emit({**head, "criteria": [], "pass_points": 1})


def new_quiz(title: str, kind: str, minutes: int) -> str:
    """A quiz without questions. `kind` is pre, post, practice or final."""
    head: dict[str, Any] = {"title": title, "kind": kind, "minutes": minutes}
    if kind in ("practice", "final"):
        head["pass_mark"] = 60
    return emit({**head, "questions": []})
