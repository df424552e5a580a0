"""A quiz of a draft as its author needs it: its text and data, and the course around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from learnhub.coursefile.checks.index import as_text, entries
from learnhub.coursefile.document import Asset, CourseDocument
from learnhub.coursefile.loose import read_loose
from learnhub.coursefile.problems import Problem
from learnhub.coursefile.quizcheck import Surroundings, quiz_problems
from learnhub.coursefile.quizedit import Data, questions_of, read_quiz
from learnhub.coursefile.sketch import sketch
from learnhub.kernel.errors import N_, NotFound
from learnhub.studio.domain import COURSE, Part
from learnhub.studio.queries.drafts import parts_of


def quiz_path(quiz: str) -> str:
    """Where the quiz stands in the folder of the course."""
    return f"quizzes/{quiz}.yaml"


@dataclass(frozen=True)
class Desk:
    """A quiz with everything that its pages show of the draft."""

    quiz: str
    part: Part
    parts: Mapping[str, Part]

    @property
    def rev(self) -> int:
        """The revision that is shown."""
        return self.part.rev

    @property
    def course_text(self) -> str:
        """The text of course.yaml; empty if there is none."""
        part = self.parts.get(COURSE)
        return part.text if part else ""

    @cached_property
    def data(self) -> Data | None:
        """The quiz as plain data; None if forms cannot show all of it."""
        return read_quiz(self.part.text)

    @property
    def questions(self) -> list[Data]:
        """The questions in their order; none if the text cannot be read."""
        return questions_of(self.data) if self.data else []

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What the reader of courses finds in this quiz."""
        return quiz_problems(self.quiz, self.part.text, Surroundings(self.course_text, frozenset(self.parts)))

    @cached_property
    def course(self) -> dict[str, Any]:
        """course.yaml as plain data, empty if it cannot be read."""
        return read_loose(self.course_text) or {}

    @property
    def outcomes(self) -> list[tuple[str, str]]:
        """Ids and texts of what learners can do afterwards; the text is empty until somebody writes it."""
        found = [
            (as_text(each.get("id")), as_text(each.get("text")))
            for _, each in entries(self.course, "outcomes")
        ]
        return [(name, text or "") for name, text in found if name]

    @cached_property
    def document(self) -> CourseDocument:
        """The course as far as texts of the quiz refer to it."""
        return sketch(
            self.course_text,
            [_asset(part) for path, part in self.parts.items() if path.startswith("assets/")],
        )


def _asset(part: Part) -> Asset:
    about = part.asset
    return Asset(part.path, about.media_type, about.size, about.sha256, about.width, about.height)


def get_desk(session: Session, draft_id: str, quiz: str) -> Desk:
    """The quiz of this draft, in one query. Raises NotFound."""
    parts = parts_of(session, draft_id)
    part = parts.get(quiz_path(quiz))
    if part is None:
        raise NotFound(N_("There is no such quiz in this draft. It may have been removed or renamed."))
    return Desk(quiz, part, parts)
