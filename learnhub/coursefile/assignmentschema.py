"""The closed schema of assignments/ID.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from . import limits
from .document import AnswerKind, Assignment, Criterion
from .fields import Closed, Identifier, Line, Passage, Title, refuse
from .schema import Minutes


class CriterionModel(Closed):
    """One thing that is marked."""

    id: Identifier
    title: Title
    points: Annotated[int, Field(ge=1, le=limits.CRITERION_POINTS)]
    help: Line | None = None


class AssignmentModel(Closed):
    """assignments/ID.yaml"""

    title: Title
    minutes: Minutes
    outcomes: Annotated[list[Identifier], Field(min_length=1, max_length=limits.OUTCOMES)]
    task: Passage
    answer: AnswerKind
    most_words: Annotated[int, Field(ge=1, le=limits.ANSWER_WORDS)] | None = None
    criteria: Annotated[list[CriterionModel], Field(min_length=1, max_length=limits.CRITERIA)]
    pass_points: Annotated[int, Field(ge=1)]

    @field_validator("most_words")
    @classmethod
    def words_are_typed(cls, most: int | None, info: ValidationInfo) -> int | None:
        """Refuse a number of words where nothing is typed."""
        if most is not None and info.data.get("answer") == "file":
            raise refuse("file-words")
        return most

    @field_validator("pass_points")
    @classmethod
    def can_be_reached(cls, asked: int, info: ValidationInfo) -> int:
        """Refuse more points than all criteria earn together."""
        points = sum(criterion.points for criterion in info.data.get("criteria", ()))
        if points and asked > points:
            raise refuse("points-too-many", n=asked, most=points)
        return asked


def assignment_of(assignment_id: str, model: AssignmentModel) -> Assignment:
    """The assignment that a checked file says."""
    criteria = tuple(Criterion(each.id, each.title, each.points, each.help) for each in model.criteria)
    return Assignment(
        assignment_id, model.title, model.minutes, tuple(model.outcomes), model.task, model.answer, criteria,
        model.pass_points, model.most_words,
    )  # fmt: skip
