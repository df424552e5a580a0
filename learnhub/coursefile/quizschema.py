"""The closed schema of quizzes/ID.yaml. A question kind is found by its `kind`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from . import limits
from .fields import Closed, DecimalText, Factor, Identifier, Line, Prompt, Title, Tolerance, refuse
from .schema import Minutes

QuizKind = Literal["pre", "post", "practice", "final"]


class Question(Closed):
    """What every question has."""

    id: Identifier
    outcome: Identifier | None = None
    pair: Identifier | None = None
    marks: Annotated[int, Field(ge=1, le=100)] = 1
    prompt: Prompt
    explanation: Prompt


class Option(Closed):
    """One choice of a single or multiple question."""

    text: Line
    correct: bool = False
    feedback: Line | None = None


Options = Annotated[list[Option], Field(min_length=2, max_length=limits.CHOICES)]


def _alike(texts: list[str]) -> str | None:
    seen: set[str] = set()
    for text in texts:
        folded = " ".join(text.casefold().split())
        if folded in seen:
            return text
        seen.add(folded)
    return None


def _refuse_alike(texts: list[str], what: str, key: str) -> None:
    twice = _alike(texts)
    if twice is not None:
        raise refuse("alike", key=key, text=twice[:60], what=what)


class Single(Question):
    """One option is right."""

    kind: Literal["single"]
    options: Options

    @model_validator(mode="after")
    def one_right(self) -> Single:
        right = sum(option.correct for option in self.options)
        if right != 1:
            raise refuse("one-right", key="options", n=right)
        _refuse_alike([option.text for option in self.options], "options", "options")
        return self


class Multiple(Question):
    """Several options may be right; each counts."""

    kind: Literal["multiple"]
    options: Options

    @model_validator(mode="after")
    def some_right(self) -> Multiple:
        if not any(option.correct for option in self.options):
            raise refuse("some-right", key="options")
        _refuse_alike([option.text for option in self.options], "options", "options")
        return self


class TrueFalse(Question):
    """A statement to judge."""

    kind: Literal["true_false"]
    answer: bool


class UnitFactor(Closed):
    """Another unit that is accepted; its value times the factor is the value in the question's unit."""

    unit: Annotated[Title, Field(max_length=40)]
    factor: Factor


class Numeric(Question):
    """A number, with or without a unit."""

    kind: Literal["numeric"]
    answer: DecimalText
    tolerance: Tolerance
    unit: Annotated[Title, Field(max_length=40)] | None = None
    units: Annotated[list[UnitFactor], Field(max_length=20)] = Field(default_factory=list)

    @model_validator(mode="after")
    def units_need_unit(self) -> Numeric:
        if self.units and self.unit is None:
            raise refuse("units-need-unit", key="units")
        _refuse_alike([self.unit or "", *(other.unit for other in self.units)], "units", "units")
        return self


class ShortText(Question):
    """A word or a short phrase."""

    kind: Literal["short_text"]
    accepted: Annotated[list[Title], Field(min_length=1, max_length=50)]


class Ordering(Question):
    """Items to put in order; written in the right order."""

    kind: Literal["ordering"]
    items: Annotated[list[Line], Field(min_length=3, max_length=limits.CHOICES)]

    @model_validator(mode="after")
    def items_differ(self) -> Ordering:
        _refuse_alike(list(self.items), "items", "items")
        return self


class Pair(Closed):
    """Two things that belong together."""

    left: Line
    right: Line


class Matching(Question):
    """Things to match with their partners."""

    kind: Literal["matching"]
    pairs: Annotated[list[Pair], Field(min_length=2, max_length=limits.CHOICES)]
    distractors: Annotated[list[Line], Field(max_length=limits.CHOICES)] = Field(default_factory=list)

    @model_validator(mode="after")
    def sides_differ(self) -> Matching:
        _refuse_alike([pair.left for pair in self.pairs], "left sides", "pairs")
        rights = {pair.right for pair in self.pairs}
        _refuse_alike([*rights, *self.distractors], "right sides and distractors", "pairs")
        return self


AnyQuestion = Annotated[
    Single | Multiple | TrueFalse | Numeric | ShortText | Ordering | Matching, Field(discriminator="kind")
]

QUESTION_KINDS: dict[str, type[Question]] = {
    "single": Single,
    "multiple": Multiple,
    "true_false": TrueFalse,
    "numeric": Numeric,
    "short_text": ShortText,
    "ordering": Ordering,
    "matching": Matching,
}


class QuizModel(Closed):
    """quizzes/ID.yaml"""

    title: Title
    kind: QuizKind
    minutes: Minutes
    pass_mark: Annotated[int, Field(ge=1, le=100)] | None = None
    attempts: Annotated[int, Field(ge=0, le=100)] = 0
    draw: Annotated[int, Field(ge=1, le=limits.QUESTIONS)] | None = None
    shuffle: bool = True
    intro: Prompt | None = None
    questions: Annotated[list[AnyQuestion], Field(min_length=1, max_length=limits.QUESTIONS)]

    @field_validator("draw")
    @classmethod
    def tests_are_whole(cls, draw: int | None, info: ValidationInfo) -> int | None:
        """Refuse `draw` where two tests are compared item by item: everybody must have seen the same items."""
        kind = info.data.get("kind")
        if draw is not None and kind in ("pre", "post"):
            raise refuse("test-draw", kind=kind)
        return draw

    @model_validator(mode="after")
    def fits_together(self) -> QuizModel:
        if self.kind in ("pre", "post") and self.pass_mark is not None:
            raise refuse("test-pass-mark", key="pass_mark", kind=self.kind)
        if self.kind == "final" and self.pass_mark is None:
            raise refuse("final-pass-mark", key="pass_mark")
        if self.draw is not None and self.draw > len(self.questions):
            raise refuse("draw-too-many", key="draw", drawn=self.draw, there=len(self.questions))
        return self


def quiz_data(model: QuizModel) -> dict[str, Any]:
    """The plain data of a quiz: what differs from the defaults, in the shape of the file."""
    return model.model_dump(exclude_defaults=True)
