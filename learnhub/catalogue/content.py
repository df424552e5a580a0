"""A published version in memory: loaded once per process, since it never changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from learnhub.catalogue.models import Course, CourseStep, CourseVersion
from learnhub.coursefile.document import CourseDocument, Lesson, Module, Step
from learnhub.coursefile.jsonform import from_json
from learnhub.db import database_of
from learnhub.kernel.errors import NotFound
from learnhub.kernel.recent import Recent
from learnhub.quiz.model import Quiz, quiz_from_data

KEPT = 64


@dataclass(frozen=True)
class StepInfo:
    """A step as outlines show it. `mask` is its bit in a learner's progress."""

    id: str
    kind: str
    title: str
    minutes: int
    questions: int
    mask: int
    number: int
    module: int


@dataclass(frozen=True)
class Version:
    """Everything pages need of a published version."""

    id: int
    course_id: int
    code: str
    number: int
    content_hash: str
    published_at: datetime
    document: CourseDocument
    lessons: dict[str, dict[str, Any]]
    texts: dict[str, dict[str, Any]]
    quizzes: dict[str, Quiz]
    steps: tuple[StepInfo, ...]
    text_bytes: int
    media_bytes: int
    kind: str = "minor"
    notes: str = ""
    tasks: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    """What assignments ask for as clean HTML, by their ids: `html`, `headings`, `words`, `bytes`."""
    left: frozenset[str] = frozenset()
    """Titles, outcomes and other short texts of a translation that stand in the language `left_in` of its original."""
    left_in: str = ""

    @property
    def title(self) -> str:
        return self.document.metadata.title

    @property
    def modules(self) -> tuple[Module, ...]:
        return self.document.modules

    @cached_property
    def all_steps(self) -> int:
        """The mask of a learner who has done everything."""
        return sum(step.mask for step in self.steps)

    def language_of(self, text: str) -> str:
        """The language that a title, an outcome or another short text of the course is in."""
        return self.left_in if text in self.left else self.document.metadata.language

    def step(self, step_id: str) -> StepInfo:
        """The step with this id. Raises NotFound."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise NotFound

    def asks_for(self, step: StepInfo) -> bool:
        """Whether the certificate needs this step; every other one is optional."""
        meta = self.document.metadata
        named = {"quiz": meta.completion_quizzes, "assignment": meta.completion_assignments or ()}
        return step.kind == "lesson" or step.id in named[step.kind]

    @property
    def minutes_on_top(self) -> int:
        """Minutes of the assignments that the minutes of the course leave out, since its certificate does."""
        return sum(s.minutes for s in self.steps if s.kind == "assignment" and not self.asks_for(s))

    def after(self, step: StepInfo) -> StepInfo | None:
        """The next step in reading order."""
        place = self.steps.index(step) + 1
        return self.steps[place] if place < len(self.steps) else None

    def before(self, step: StepInfo) -> StepInfo | None:
        """The step before in reading order."""
        place = self.steps.index(step)
        return self.steps[place - 1] if place else None


def _step_info(document: CourseDocument, bits: dict[str, int]) -> tuple[StepInfo, ...]:
    steps: list[StepInfo] = []
    for m, module in enumerate(document.modules, start=1):
        for step in module.steps:
            steps.append(_one(document, step, bits[step.id], len(steps) + 1, m))
    return tuple(steps)


def _one(document: CourseDocument, step: Step, bit: int, number: int, module: int) -> StepInfo:
    if step.kind == "lesson":
        lesson: Lesson = document.lesson(step.id)
        return StepInfo(step.id, "lesson", lesson.title, lesson.minutes, 0, 1 << bit, number, module)
    if step.kind == "assignment":
        work = document.assignment(step.id)
        return StepInfo(step.id, "assignment", work.title, work.minutes, 0, 1 << bit, number, module)
    quiz = document.quiz(step.id)
    count = int(quiz.data.get("draw") or len(quiz.questions))
    return StepInfo(step.id, "quiz", quiz.title, quiz.minutes, count, 1 << bit, number, module)


_versions = Recent[tuple[str, int], Version](KEPT)


def load_version(session: Session, version_id: int) -> Version:
    """The version, from memory if it was used lately. Raises NotFound."""
    return _versions.once((database_of(session), version_id), lambda: _read(session, version_id))


def forget_versions() -> None:
    """For tests that put another database in the place of the old one."""
    _versions.clear()


def _read(session: Session, version_id: int) -> Version:
    row = session.execute(
        select(CourseVersion, Course.code)
        .join(Course, Course.id == CourseVersion.course_id)
        .where(CourseVersion.id == version_id)
    ).first()
    if row is None:
        raise NotFound
    stored, code = row
    places = select(CourseStep.step, CourseStep.bit).where(CourseStep.course_id == stored.course_id)
    bits = dict(session.execute(places).all())
    document = from_json(stored.document)
    compiled = json.loads(stored.compiled)
    left = compiled.get("left", {})
    return Version(
        id=stored.id,
        course_id=stored.course_id,
        code=code,
        number=stored.number,
        content_hash=stored.content_hash,
        published_at=stored.published_at,
        document=document,
        lessons=compiled["lessons"],
        texts=compiled["texts"],
        quizzes={quiz.id: quiz_from_data(quiz.engine_data) for quiz in document.quizzes},
        steps=_step_info(document, bits),
        text_bytes=stored.text_bytes,
        media_bytes=stored.media_bytes,
        kind=stored.kind,
        notes=stored.notes,
        tasks=compiled.get("tasks", {}),
        left=frozenset(left.get("names", ())),
        left_in=left.get("language", ""),
    )
