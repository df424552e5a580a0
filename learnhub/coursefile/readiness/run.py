"""The whole checklist of a course that may still be incomplete."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Final

from learnhub.kernel.errors import Unacceptable
from learnhub.kernel.richtext import LIMIT

from ..compile.text import compile_text
from ..document import CourseDocument
from ..problems import Problem
from ..reader import read_files
from ..variants import copies_of
from .assignment import assignment_notes
from .captions import caption_notes
from .contrast import svg_notes
from .course import course_notes
from .finding import Finding, Note, filled
from .lesson import lesson_notes, pace_notes, placeholder_notes
from .parts import LessonPart, Parts, page_context, parts_of
from .prose import prose_of
from .quiz import quiz_notes
from .refusals import refused
from .sentences import ITEMS, SENTENCES

PAGE_BYTES: Final = 50_000
"""Most bytes of HTML that a lesson may have without pictures, sound and film."""
SHOWN_BYTES: Final = 150_000
"""Most bytes that a lesson may have with the pictures that a phone loads."""
_BYTES_A_LETTER: Final = 3
_BYTES_A_FORMULA_SIGN: Final = 60
_DRAWINGS: dict[str, tuple[Note, ...]] = {}
_MOST_DRAWINGS: Final = 2_000


@dataclass(frozen=True)
class Checklist:
    """All findings, sorted by file and place."""

    findings: tuple[Finding, ...]

    @cached_property
    def blocking(self) -> tuple[Finding, ...]:
        """What must be mended before the course is published."""
        return tuple(finding for finding in self.findings if finding.blocking)

    @cached_property
    def advice(self) -> tuple[Finding, ...]:
        """What could be better."""
        return tuple(finding for finding in self.findings if not finding.blocking)

    @property
    def ready(self) -> bool:
        """Whether nothing stands in the way of publishing."""
        return not self.blocking

    def by_item(self) -> dict[str, list[Finding]]:
        """Every line of the checklist with its findings, in the order in which the lines stand."""
        lines: dict[str, list[Finding]] = {item: [] for item in ITEMS}
        for finding in self.findings:
            lines[finding.item].append(finding)
        return lines


def checklist(
    files: Mapping[str, bytes],
    problems: Iterable[Problem] | None = None,
    placeholders: frozenset[str] = frozenset(),
) -> Checklist:
    """The checklist of the files of a course, by their names in the course file.

    `problems` are those of the reader, if the caller has them; they are found anew otherwise. What is said of a
    lesson, a quiz or a drawing is kept by its content, so a second look after a change costs that change.
    `placeholders` are the words that new lessons begin with, in the languages that they are written in.
    """
    found = read_files(files).problems if problems is None else problems
    return Checklist(tuple(sorted({*refused(found), *_findings(parts_of(files), placeholders)})))


def _findings(parts: Parts, placeholders: frozenset[str]) -> Iterator[Finding]:
    yield from _placed("course.yaml", course_notes(parts))
    context = page_context(parts)
    captions: set[str] = set()
    for name, lesson in parts.lessons.items():
        yield from _placed(name, lesson_notes(lesson.text, parts.language), lesson.above, "text")
        yield from _placed(name, placeholder_notes(lesson.text, placeholders), lesson.above, "text")
        yield from _placed(name, _pace(lesson), lesson.above, "text")
        yield from _placed(name, _weight(lesson, context), lesson.above, "text")
        yield from _placed(name, _pictures(lesson, parts.assets), lesson.above, "text")
        captions |= prose_of(lesson.text).captions
    for name, quiz in parts.quizzes.items():
        yield from _placed(name, quiz_notes(quiz))
    for name, assignment in parts.assignments.items():
        task, above = assignment.task
        yield from _placed(name, assignment_notes(assignment))
        yield from _placed(name, lesson_notes(task, parts.language), above, "task")
        captions |= prose_of(task).captions
    for name, data in parts.assets.items():
        if name.endswith(".svg"):
            yield from _placed(name, _drawing(data))
        elif name in captions:
            yield from _placed(name, caption_notes(data))


def _placed(file: str, notes: Iterable[Note], above: int = 0, path: str = "") -> Iterator[Finding]:
    for note in notes:
        sentence = SENTENCES[note.code]
        line = above + note.line + 1
        yield Finding(
            file,
            line,
            note.column,
            sentence.item,
            note.code,
            sentence.blocking,
            note.path or path,
            note.params,
        )


def _pace(lesson: LessonPart) -> Iterator[Note]:
    if lesson.minutes and lesson.text:
        yield from pace_notes(lesson.text, lesson.minutes)


def _weight(lesson: LessonPart, context: CourseDocument) -> Iterator[Note]:
    """Only a text that could be too heavy is compiled to see whether it is."""
    signs = prose_of(lesson.text).formulas
    if _BYTES_A_LETTER * len(lesson.text.encode()) + _BYTES_A_FORMULA_SIGN * signs <= PAGE_BYTES:
        return
    size = _page_bytes(lesson.text, context)
    if size is None:
        yield Note(0, "page-too-large", filled(most=LIMIT // 1000))
    elif size > PAGE_BYTES:
        yield Note(0, "page-heavy", filled(size=-(-size // 1000), most=PAGE_BYTES // 1000))


def _pictures(lesson: LessonPart, assets: Mapping[str, bytes]) -> Iterator[Note]:
    """Photos as a phone shows them: the narrowest copy, or the picture itself where there is none."""
    shown: dict[str, tuple[int, int]] = {}
    for figure in prose_of(lesson.text).figures:
        if figure.path in assets and not figure.path.endswith(".svg"):
            copies = [len(assets[copy]) for _width, copy in copies_of(figure.path, assets)]
            size = min([*copies, len(assets[figure.path])])
            shown.setdefault(figure.path, (size, figure.line))
    total = sum(size for size, _line in shown.values()) + len(lesson.text.encode())
    if shown and total > SHOWN_BYTES:
        path, (size, line) = max(shown.items(), key=lambda each: each[1][0])
        said = filled(
            size=-(-total // 1000),
            most=SHOWN_BYTES // 1000,
            file=path.rpartition("/")[2],
            own=-(-size // 1000),
        )
        yield Note(line, "pictures-heavy", said)


@lru_cache(maxsize=256)
def _page_bytes(text: str, context: CourseDocument) -> int | None:
    """How large a page is; nothing for one that is larger than the sanitiser takes, so that no course can have it."""
    try:
        return len(compile_text(context, text, str).encode())
    except Unacceptable:
        return None


def _drawing(data: bytes) -> tuple[Note, ...]:
    """The notes on a drawing, kept by its digest: the bytes themselves are not held."""
    digest = sha256(data).hexdigest()
    if digest not in _DRAWINGS:
        if len(_DRAWINGS) >= _MOST_DRAWINGS:
            _DRAWINGS.clear()
        _DRAWINGS[digest] = tuple(svg_notes(data))
    return _DRAWINGS[digest]
