"""The course document: what a course is once its files are read, as plain frozen values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeVar

Language = Literal["ar", "en", "es", "fr", "ru", "zh"]
Level = Literal["introductory", "intermediate", "advanced"]
StepKind = Literal["lesson", "quiz", "assignment"]
AnswerKind = Literal["text", "file", "either"]
ResourceKind = Literal["case", "site", "term"]
Making = Literal["translation", "adaptation"]
Item = TypeVar("Item", "Lesson", "Quiz", "Assignment")


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote the course."""

    name: str
    affiliation: str | None = None
    orcid: str | None = None


@dataclass(frozen=True, slots=True)
class FrameworkLink:
    """A framework item that the course serves; the weight is an exact fraction or decimal as text."""

    framework: str
    item: str
    weight: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a learner can do afterwards."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Origin:
    """A course that this one was made from, as it was then: what its credit says."""

    how: Making
    code: str
    version: int
    title: str
    language: Language
    centres: tuple[str, ...]
    authors: tuple[str, ...]
    licence: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """Who, what, for whom. Minutes are those of all steps together. `based_on` has the nearest origin first; a course
    of its own has None there, so that it is written as it was before courses could have origins. The same holds for
    `completion_assignments`, those that must be passed."""

    code: str
    title: str
    summary: str
    language: Language
    level: Level
    minutes: int
    licence: str
    centres: tuple[str, ...]
    authors: tuple[Author, ...]
    themes: tuple[str, ...]
    frameworks: tuple[FrameworkLink, ...]
    outcomes: tuple[Outcome, ...]
    prerequisites: tuple[str, ...]
    completion_quizzes: tuple[str, ...]
    based_on: tuple[Origin, ...] | None = None
    completion_assignments: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A lesson, quiz or assignment at its place in the course; the id is that of what stands there."""

    id: str
    kind: StepKind


@dataclass(frozen=True, slots=True)
class Module:
    """A part of the course, its steps in reading order."""

    id: str
    title: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text to read."""

    id: str
    title: str
    minutes: int
    outcomes: tuple[str, ...]
    markdown: str


@dataclass(frozen=True)
class Quiz:
    """A quiz. `data` has the shape of quizzes/ID.yaml; exact numbers are text; do not change it in place."""

    id: str
    data: dict[str, Any]

    @property
    def title(self) -> str:
        return str(self.data["title"])

    @property
    def kind(self) -> str:
        """pre, post, practice or final"""
        return str(self.data["kind"])

    @property
    def minutes(self) -> int:
        return int(self.data["minutes"])

    @property
    def questions(self) -> list[dict[str, Any]]:
        return list(self.data["questions"])

    @property
    def engine_data(self) -> dict[str, Any]:
        """What `learnhub.quiz.model.quiz_from_data` reads: with the id, without the minutes."""
        return {"id": self.id, **{key: value for key, value in self.data.items() if key != "minutes"}}


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a person looks at in handed-in work, and the most points that it earns; `help` says what earns what."""

    id: str
    title: str
    points: int
    help: str | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """Work that a person marks. `task` is Markdown as in lessons; `most_words` bounds a typed answer."""

    id: str
    title: str
    minutes: int
    outcomes: tuple[str, ...]
    task: str
    answer: AnswerKind
    criteria: tuple[Criterion, ...]
    pass_points: int
    most_words: int | None = None

    @property
    def points(self) -> int:
        """What all criteria earn together at most."""
        return sum(criterion.points for criterion in self.criteria)

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion with this id. Raises KeyError."""
        for criterion in self.criteria:
            if criterion.id == criterion_id:
                return criterion
        raise KeyError(criterion_id)


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the glossary. One that centres share names the resource it is, and which version."""

    term: str
    definition: str
    resource: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A source that lessons cite."""

    id: str
    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the course. Size in bytes; width and height of pictures in pixels or SVG units.

    `data` is None when the document came from JSON; two assets are equal when their hashes are.
    """

    path: str
    media_type: str
    size: int
    sha256: str
    width: int | None = None
    height: int | None = None
    data: bytes | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Resource:
    """One version of a case or demonstration site as the course carries it.

    `data` has the shape of its file, all values text; do not change it in place.
    """

    kind: ResourceKind
    code: str
    data: dict[str, str] = field(hash=False)

    @property
    def version(self) -> str:
        """The date of the version; a second one of the same day ends in `.2`."""
        return self.data.get("version", "")

    @property
    def title(self) -> str:
        return self.data.get("title", "") or self.code

    @property
    def language(self) -> str:
        return self.data.get("language", "")


@dataclass(frozen=True)
class CourseDocument:
    """A whole course. Lessons, quizzes and assignments stand in the order of the steps, assets in that of their
    paths."""

    metadata: Metadata
    modules: tuple[Module, ...]
    lessons: tuple[Lesson, ...]
    quizzes: tuple[Quiz, ...]
    glossary: tuple[Term, ...] = ()
    references: tuple[Reference, ...] = ()
    assets: tuple[Asset, ...] = ()
    resources: tuple[Resource, ...] = ()
    assignments: tuple[Assignment, ...] = ()

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps in reading order."""
        return tuple(step for module in self.modules for step in module.steps)

    def lesson(self, lesson_id: str) -> Lesson:
        """The lesson with this id. Raises KeyError."""
        return _find(self.lessons, lesson_id)

    def quiz(self, quiz_id: str) -> Quiz:
        """The quiz with this id. Raises KeyError."""
        return _find(self.quizzes, quiz_id)

    def assignment(self, assignment_id: str) -> Assignment:
        """The assignment with this id. Raises KeyError."""
        return _find(self.assignments, assignment_id)

    def asset(self, path: str) -> Asset | None:
        """The asset with this path, such as `assets/peaks.csv`."""
        return next((asset for asset in self.assets if asset.path == path), None)

    def resource(self, kind: str, code: str) -> Resource | None:
        """The case or site with this code."""
        return next((each for each in self.resources if (each.kind, each.code) == (kind, code)), None)

    def with_data(self, load: Callable[[Asset], bytes]) -> CourseDocument:
        """The same document with the bytes of its assets, as `load` gives them."""
        return replace(self, assets=tuple(replace(asset, data=load(asset)) for asset in self.assets))


def _find(items: tuple[Item, ...], wanted: str) -> Item:
    for item in items:
        if item.id == wanted:
            return item
    raise KeyError(wanted)
