"""Reading: folder, zip or mapping of files to a course document, or to all that must be mended first."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from learnhub.kernel.letters import plain_lines

from . import limits, sources
from .assemble import Models, assemble
from .assignmentschema import AssignmentModel
from .checks import Loaded, LoadedLesson, check_all
from .document import CourseDocument, Resource, ResourceKind
from .fields import INVISIBLE
from .front import text_below
from .media import ASSET_PATH, MEDIA_TYPES, media_type
from .problems import Message, Problem, say
from .quizschema import QuizModel
from .resources import FOLDERS, MODELS, PATH
from .schema import CourseModel, LessonModel
from .validate import engine_problems, validate
from .yamltree import Tree, parse

_STEP_FILE: Final = re.compile(r"(lessons|quizzes|assignments)/([^/]*)\.(md|yaml)")
_ENDINGS: Final = {"lessons": "md", "quizzes": "yaml", "assignments": "yaml"}
_LIKE_COURSE: Final = re.compile(r"(?:[^/]+/)*course\.(?:ya?ml|json|txt|md)(?:\.txt)?", re.IGNORECASE)
_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class ReadResult:
    """A document, or None and the problems, sorted by file and place."""

    document: CourseDocument | None
    problems: tuple[Problem, ...]


@dataclass
class _Reading:
    loaded: Loaded = field(default_factory=Loaded)
    models: Models = field(default_factory=Models)
    problems: list[Problem] = field(default_factory=list)
    lower_names: set[str] = field(default_factory=set)

    def note(self, file: str, message: Message, line: int = 1, column: int = 1) -> None:
        self.problems.append(Problem(file, line, column, "", message))

    def take(self, name: str, data: bytes) -> None:
        if name.lower() in self.lower_names:
            self.note(name, say("name-case"))
        self.lower_names.add(name.lower())
        match = _STEP_FILE.fullmatch(name)
        if name == sources.COURSE:
            self.course(data)
        elif match and _ENDINGS[match[1]] == match[3]:
            self.step(name, match[2], data)
        elif resource := PATH.fullmatch(name):
            self.resource(name, FOLDERS[resource[1]], resource[2], data)
        elif name.startswith("assets/"):
            self.asset(name, data)
        else:
            self.note(name, say("no-place"))

    def without_course(self, names: Collection[str]) -> None:
        """Say so if there is no course.yaml. No name has its place then, so that none is told of."""
        unread = self.problems and (not names or any(each.file == sources.COURSE for each in self.problems))
        if sources.COURSE in names or unread:
            return
        self.problems = [each for each in self.problems if each.message.code != "no-place"]
        near = [name for name in sorted(names) if _LIKE_COURSE.fullmatch(name)]
        self.note(sources.COURSE, say("no-course-near", near=near[0]) if near else say("no-course"))

    def text(self, name: str, data: bytes) -> str | None:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self.note(name, say("not-utf8"), line, error.start - data.rfind(b"\n", 0, error.start))
            return None
        text = plain_lines(text)
        if name.endswith(".md") and (match := INVISIBLE.search(text)):
            before = text[: match.start()]
            self.note(name, say("yaml-control"), before.count("\n") + 1, len(before) - before.rfind("\n"))
        return text

    def tree(self, name: str, text: str, first_line: int = 1) -> Tree | None:
        tree, problems = parse(text, name, first_line)
        self.problems += problems
        return tree

    def course(self, data: bytes) -> None:
        text = self.text("course.yaml", data)
        tree = None if text is None else self.tree("course.yaml", text)
        if tree is not None:
            self.loaded.course = tree if isinstance(tree.value, dict) else None
            self.models.course, problems = validate(tree, CourseModel)
            self.problems += problems

    def step(self, name: str, step_id: str, data: bytes) -> None:
        if not _ID.fullmatch(step_id) or len(step_id) > limits.ID_CHARACTERS:
            self.note(name, say("file-id", text=step_id[:80], most=limits.ID_CHARACTERS))
        if step_id in limits.RESERVED_IDS:
            self.note(name, say("id-taken", text=step_id))
        text = self.text(name, data)
        if name.startswith("lessons/"):
            self.lesson(name, step_id, text)
        elif name.startswith("assignments/"):
            self.assignment(name, step_id, text)
        else:
            self.quiz(name, step_id, text)

    def lesson(self, name: str, lesson_id: str, text: str | None) -> None:
        front, above, body = text_below(text or "")
        tree = None
        if text is not None and front is None:
            self.note(name, say("no-front"))
        elif front is not None:
            tree = self.tree(name, front, 2)
        if tree is not None:
            model, problems = validate(tree, LessonModel)
            self.problems += problems
            if model is not None:
                self.models.lessons[lesson_id] = model
        self.models.texts[lesson_id] = body
        self.loaded.lessons[lesson_id] = LoadedLesson(name, tree, body, above + 1)

    def quiz(self, name: str, quiz_id: str, text: str | None) -> None:
        tree = None if text is None else self.tree(name, text)
        self.loaded.quizzes[quiz_id] = tree
        if tree is not None:
            model, problems = validate(tree, QuizModel)
            self.problems += problems
            if model is not None:
                self.models.quizzes[quiz_id] = model
                self.problems += engine_problems(tree, model)

    def assignment(self, name: str, assignment_id: str, text: str | None) -> None:
        tree = None if text is None else self.tree(name, text)
        self.loaded.assignments[assignment_id] = tree
        if tree is not None:
            model, problems = validate(tree, AssignmentModel)
            self.problems += problems
            if model is not None:
                self.models.assignments[assignment_id] = model

    def resource(self, name: str, kind: ResourceKind, code: str, data: bytes) -> None:
        text = self.text(name, data)
        tree = None if text is None else self.tree(name, text)
        self.loaded.resources[name] = tree
        if tree is not None:
            model, problems = validate(tree, MODELS[kind])
            self.problems += problems
            if model is not None:
                found = Resource(kind, code, model.model_dump(exclude_none=True))
                self.models.resources.append(found)

    def asset(self, name: str, data: bytes) -> None:
        if not ASSET_PATH.fullmatch(name) or len(name) > 120:
            self.note(name, say("asset-name"))
            self.loaded.unread_assets.add(name)
        elif media_type(name) is None:
            self.note(name, say("asset-kind", kinds=", ".join(MEDIA_TYPES)))
            self.loaded.unread_assets.add(name)
        else:
            self.loaded.assets[name] = data


def read_files(files: Mapping[str, bytes], problems: list[Problem] | None = None) -> ReadResult:
    """Read a course from names and bytes, such as `files_of(document)` gives."""
    reading = _Reading(problems=list(problems or []))
    for name in sorted(files):
        if not sources.ignored(name):
            reading.take(name, files[name])
    reading.without_course(files)
    reading.problems += check_all(reading.loaded)
    found = tuple(sorted(set(reading.problems)))
    course = reading.models.course
    if found or course is None:
        return ReadResult(None, found)
    return ReadResult(assemble(reading.models, course, reading.loaded.assets), ())


def read_folder(folder: str | Path) -> ReadResult:
    """Read a course from a folder. Every problem is in the result; nothing is raised for a bad course."""
    return read_files(*sources.from_folder(Path(folder)))
