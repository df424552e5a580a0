"""A quiz of a draft as its author needs it: its text and data, and the course around it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from learnhub.coursefile.problems import Problem
from learnhub.coursefile.quizcheck import quiz_problems
from learnhub.coursefile.quizedit import Data, questions_of, read_quiz
from learnhub.kernel.errors import N_, NotFound
from learnhub.studio.queries.desk import PartDesk
from learnhub.studio.queries.drafts import parts_of


def quiz_path(quiz: str) -> str:
    """Where the quiz stands in the folder of the course."""
    return f"quizzes/{quiz}.yaml"


@dataclass(frozen=True)
class Desk(PartDesk):
    """A quiz with everything that its pages show of the draft."""

    quiz: str

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
        return quiz_problems(self.quiz, self.part.text, self.around)


def get_desk(session: Session, draft_id: str, quiz: str) -> Desk:
    """The quiz of this draft, in one query. Raises NotFound."""
    parts = parts_of(session, draft_id)
    part = parts.get(quiz_path(quiz))
    if part is None:
        raise NotFound(N_("There is no such quiz in this draft. It may have been removed or renamed."))
    return Desk(part, parts, quiz)
