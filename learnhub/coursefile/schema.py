"""The closed schema of course.yaml and of the front matter of lessons; quizschema.py has that of quizzes,
assignmentschema.py that of assignments."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from . import limits
from .document import Language, Level, Making
from .fields import Closed, Code, Identifier, Line, Orcid, Prompt, Title, Version, WebAddress, Weight, refuse
from .terms import MOST_ORIGINS, may_carry
from .words import count_words

Licence = Literal[
    "CC0-1.0",
    "CC-BY-4.0",
    "CC-BY-SA-4.0",
    "CC-BY-NC-4.0",
    "CC-BY-NC-SA-4.0",
    "CC-BY-3.0-IGO",
    "CC-BY-SA-3.0-IGO",
]
Minutes = Annotated[int, Field(ge=1, le=600)]


def _summary(text: str) -> str:
    low, high = limits.SUMMARY_WORDS
    words = count_words(text)
    if not low <= words <= high:
        raise refuse("summary-words", n=words, least=low, most=high)
    return text


class AuthorModel(Closed):
    """Who wrote the course."""

    name: Title
    affiliation: Title | None = None
    orcid: Orcid | None = None


class OriginModel(Closed):
    """A course that this one was translated or adapted from."""

    how: Making
    code: Identifier
    version: Annotated[int, Field(ge=1, le=100_000)]
    title: Title
    language: Language
    centres: Annotated[list[Identifier], Field(min_length=1, max_length=20)]
    authors: Annotated[list[Title], Field(min_length=1, max_length=50)]
    licence: Licence


class FrameworkModel(Closed):
    """A goal, target or priority that the course serves, with its share."""

    framework: Code
    item: Title
    weight: Weight


class OutcomeModel(Closed):
    """What a learner can do afterwards."""

    id: Identifier
    text: Line


class CompletionModel(Closed):
    """What closes the course."""

    lessons: Literal["all"]
    quizzes: list[Identifier] = Field(default_factory=list)
    assignments: list[Identifier] = Field(default_factory=list)


class StepModel(Closed):
    """One step of a module: a lesson, a quiz or an assignment."""

    lesson: Identifier | None = None
    quiz: Identifier | None = None
    assignment: Identifier | None = None

    @model_validator(mode="after")
    def one_of_them(self) -> StepModel:
        if sum(each is not None for each in (self.lesson, self.quiz, self.assignment)) != 1:
            raise refuse("step-form")
        return self


class ModuleModel(Closed):
    """A part of the course with its steps in reading order."""

    id: Identifier
    title: Title
    steps: Annotated[list[StepModel], Field(min_length=1, max_length=limits.STEPS)]


class TermModel(Closed):
    """A word of the glossary."""

    term: Title
    definition: Line
    resource: Identifier | None = None
    version: Version | None = None

    @model_validator(mode="after")
    def both_or_none(self) -> TermModel:
        if (self.resource is None) != (self.version is None):
            raise refuse("term-halves", key="version" if self.version is None else "resource")
        return self


class ReferenceModel(Closed):
    """A source that lessons cite."""

    id: Identifier
    text: Line
    url: WebAddress | None = None


class CourseModel(Closed):
    """course.yaml"""

    format_version: Literal[1]
    code: Identifier
    title: Title
    summary: Annotated[Prompt, AfterValidator(_summary)]
    language: Language
    level: Level
    minutes: Annotated[int, Field(ge=1, le=60_000)]
    licence: Licence
    centres: Annotated[list[Identifier], Field(min_length=1, max_length=20)]
    authors: Annotated[list[AuthorModel], Field(min_length=1, max_length=50)]
    based_on: Annotated[list[OriginModel], Field(max_length=MOST_ORIGINS)] = Field(default_factory=list)
    themes: Annotated[list[Code], Field(min_length=1, max_length=20)]
    frameworks: Annotated[list[FrameworkModel], Field(max_length=50)] = Field(default_factory=list)
    outcomes: Annotated[list[OutcomeModel], Field(min_length=1, max_length=limits.OUTCOMES)]
    prerequisites: Annotated[list[Line], Field(max_length=20)] = Field(default_factory=list)
    completion: CompletionModel
    modules: Annotated[list[ModuleModel], Field(min_length=1, max_length=limits.MODULES)]
    glossary: Annotated[list[TermModel], Field(max_length=limits.GLOSSARY)] = Field(default_factory=list)
    references: Annotated[list[ReferenceModel], Field(max_length=limits.REFERENCES)] = Field(
        default_factory=list
    )

    @field_validator("based_on")
    @classmethod
    def others_with_their_terms(cls, origins: list[OriginModel], info: ValidationInfo) -> list[OriginModel]:
        """Refuse a licence that an origin does not allow for what is made from it, and the course as its own origin."""
        licence = info.data.get("licence")
        if origins and origins[0].code == info.data.get("code"):
            raise refuse("origin-self", name=origins[0].code)
        for origin in origins:
            if licence and not may_carry(origin.licence, licence):
                raise refuse("licence-terms", name=origin.code, theirs=origin.licence, licence=licence)
        return origins


class LessonModel(Closed):
    """The front matter of lessons/ID.md"""

    title: Title
    minutes: Minutes
    outcomes: Annotated[list[Identifier], Field(min_length=1, max_length=limits.OUTCOMES)]
