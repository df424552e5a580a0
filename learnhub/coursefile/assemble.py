"""From checked models to the course document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from .assignmentschema import AssignmentModel, assignment_of
from .document import (
    Asset,
    Author,
    CourseDocument,
    FrameworkLink,
    Lesson,
    Metadata,
    Module,
    Origin,
    Outcome,
    Quiz,
    Reference,
    Resource,
    Step,
    Term,
)
from .media import MEDIA_TYPES, image_size
from .quizschema import QuizModel, quiz_data
from .schema import CourseModel, LessonModel, ModuleModel, OriginModel, StepModel
from .svg import inspect_svg


@dataclass
class Models:
    """The models of a course by id; a file with problems has none."""

    course: CourseModel | None = None
    lessons: dict[str, LessonModel] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    quizzes: dict[str, QuizModel] = field(default_factory=dict)
    assignments: dict[str, AssignmentModel] = field(default_factory=dict)
    resources: list[Resource] = field(default_factory=list)


def assemble(models: Models, course: CourseModel, assets: Mapping[str, bytes]) -> CourseDocument:
    """The document of models without problems."""
    modules = tuple(_module(module) for module in course.modules)
    order = [step for module in modules for step in module.steps]
    return CourseDocument(
        metadata=_metadata(course),
        modules=modules,
        lessons=tuple(_lesson(models, step.id) for step in order if step.kind == "lesson"),
        quizzes=tuple(
            Quiz(step.id, quiz_data(models.quizzes[step.id])) for step in order if step.kind == "quiz"
        ),
        glossary=tuple(
            Term(each.term, each.definition, each.resource, each.version) for each in course.glossary
        ),
        references=tuple(Reference(entry.id, entry.text, entry.url) for entry in course.references),
        assets=tuple(make_asset(path, assets[path]) for path in sorted(assets)),
        resources=tuple(sorted(models.resources, key=lambda each: (each.kind, each.code))),
        assignments=tuple(
            assignment_of(step.id, models.assignments[step.id]) for step in order if step.kind == "assignment"
        ),
    )


def _metadata(course: CourseModel) -> Metadata:
    return Metadata(
        code=course.code,
        title=course.title,
        summary=course.summary,
        language=course.language,
        level=course.level,
        minutes=course.minutes,
        licence=course.licence,
        centres=tuple(course.centres),
        authors=tuple(Author(author.name, author.affiliation, author.orcid) for author in course.authors),
        themes=tuple(course.themes),
        frameworks=tuple(FrameworkLink(link.framework, link.item, link.weight) for link in course.frameworks),
        outcomes=tuple(Outcome(outcome.id, outcome.text) for outcome in course.outcomes),
        prerequisites=tuple(course.prerequisites),
        completion_quizzes=tuple(course.completion.quizzes),
        based_on=tuple(_origin(origin) for origin in course.based_on) or None,
        completion_assignments=tuple(course.completion.assignments) or None,
    )


def _origin(model: OriginModel) -> Origin:
    return Origin(
        model.how, model.code, model.version, model.title, model.language, tuple(model.centres),
        tuple(model.authors), model.licence,
    )  # fmt: skip


def _module(module: ModuleModel) -> Module:
    return Module(module.id, module.title, tuple(_step(step) for step in module.steps))


def _step(step: StepModel) -> Step:
    if step.lesson is not None:
        return Step(step.lesson, "lesson")
    return Step(step.quiz, "quiz") if step.quiz is not None else Step(step.assignment or "", "assignment")


def _lesson(models: Models, lesson_id: str) -> Lesson:
    model = models.lessons[lesson_id]
    return Lesson(lesson_id, model.title, model.minutes, tuple(model.outcomes), models.texts[lesson_id])


def make_asset(path: str, data: bytes) -> Asset:
    """An asset with its hash and, for pictures, its size."""
    kind = MEDIA_TYPES[path.rpartition(".")[2]]
    size = inspect_svg(path, data)[0] if path.endswith(".svg") else image_size(path, data)
    width, height = size or (None, None)
    return Asset(path, kind.name, len(data), sha256(data).hexdigest(), width, height, data)
