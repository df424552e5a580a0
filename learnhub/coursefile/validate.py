"""A tree against a model: every error of pydantic becomes a problem with a place and a plain sentence."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from learnhub.quiz.model import quiz_from_data

from . import assignmentschema, quizschema, schema
from .document import Quiz
from .problems import Problem
from .yamltree import Path, Tree

Model = TypeVar("Model", bound=BaseModel)

_PARTS: Final[dict[type[BaseModel], dict[str, type[BaseModel]]]] = {
    schema.CourseModel: {
        "authors.*": schema.AuthorModel,
        "based_on.*": schema.OriginModel,
        "frameworks.*": schema.FrameworkModel,
        "outcomes.*": schema.OutcomeModel,
        "completion": schema.CompletionModel,
        "modules.*": schema.ModuleModel,
        "modules.*.steps.*": schema.StepModel,
        "glossary.*": schema.TermModel,
        "references.*": schema.ReferenceModel,
    },
    quizschema.QuizModel: {
        "questions.*.options.*": quizschema.Option,
        "questions.*.units.*": quizschema.UnitFactor,
        "questions.*.pairs.*": quizschema.Pair,
    },
    schema.LessonModel: {},
    assignmentschema.AssignmentModel: {"criteria.*": assignmentschema.CriterionModel},
}
_KIND_OF_TYPE: Final = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "list_type": "a list",
    "model_type": "keys and values",
    "model_attributes_type": "keys and values",
    "dict_type": "keys and values",
}


def validate(tree: Tree, model: type[Model]) -> tuple[Model | None, list[Problem]]:
    """The model made from the tree, or None and all problems."""
    if tree.value is None:
        return None, [tree.problem((), "there is nothing here; " + _needed(model))]
    try:
        return model.model_validate(tree.value), []
    except ValidationError as error:
        return None, [_problem(tree, model, dict(item)) for item in error.errors(include_url=False)]


def engine_problems(tree: Tree, quiz_id: str, model: quizschema.QuizModel) -> list[Problem]:
    """What the quiz engine cannot take, although the schema lets it pass; the engine stops at the first."""
    quiz = Quiz(quiz_id, quizschema.quiz_data(model))
    try:
        quiz_from_data(quiz.engine_data)
    except ValueError as error:
        where, _, message = str(error).partition(": ")
        parts = re.findall(r"[^.\[\]]+", where)
        path = tuple(int(part) if part.isdigit() else part for part in parts)
        return [tree.problem(path, message or str(error))]
    return []


def _needed(model: type[BaseModel]) -> str:
    names = [name for name, info in model.model_fields.items() if info.is_required()]
    return "needed are " + ", ".join(f"`{name}`" for name in names)


def _problem(tree: Tree, model: type[BaseModel], error: dict[str, Any]) -> Problem:
    path = _real_path(tree.value, error["loc"])
    kind, context, given = error["type"], error.get("ctx", {}), error.get("input")
    if kind == "extra_forbidden":
        return tree.problem(path, _unknown_key(tree, model, path), key=True)
    if kind == "missing":
        return tree.problem(path, f"`{path[-1]}` is missing; add it", key=len(path) > 1)
    return tree.problem(path, _message(kind, context, given, error["msg"]))


def _real_path(value: Any, loc: tuple[str | int, ...]) -> Path:
    """The path in the file: pydantic's location without the names of the chosen union members."""
    path: list[str | int] = []
    for number, part in enumerate(loc):
        if isinstance(value, dict) and part in value:
            value = value[str(part)]
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        elif number < len(loc) - 1:
            continue
        path.append(part)
    return tuple(path)


def _unknown_key(tree: Tree, model: type[BaseModel], path: Path) -> str:
    known = list(_model_at(tree, model, path[:-1]).model_fields)
    key = str(path[-1])
    near = get_close_matches(key, known, 1)
    hint = f"did you mean `{near[0]}`?" if near else "known are " + ", ".join(f"`{name}`" for name in known)
    return f"the key `{key}` is not known here; {hint}"


def _model_at(tree: Tree, model: type[BaseModel], path: Path) -> type[BaseModel]:
    pattern = ".".join("*" if isinstance(part, int) else part for part in path)
    if pattern == "questions.*":
        kind = tree.value["questions"][path[1]].get("kind")
        return quizschema.QUESTION_KINDS.get(kind, quizschema.Question)
    return _PARTS.get(model, {}).get(pattern, model)


def _message(kind: str, context: dict[str, Any], given: Any, plain: str) -> str:
    if kind == "course":
        return str(context["message"])
    if kind in _KIND_OF_TYPE:
        return f"write {_KIND_OF_TYPE[kind]} here{_given(given)}{_quote_hint(kind, given)}"
    if kind == "literal_error":
        return f"write one of {str(context['expected']).replace(' or ', ', ')}{_given(given)}"
    if kind == "union_tag_invalid":
        kinds = ", ".join(quizschema.QUESTION_KINDS)
        return f"`{str(context['tag'])[:40]}` is not a kind of question; kinds are {kinds}"
    if kind == "union_tag_not_found":
        return f"`kind` is missing; add one of {', '.join(quizschema.QUESTION_KINDS)}"
    return _size_message(kind, context, given, plain)


def _size_message(kind: str, context: dict[str, Any], given: Any, plain: str) -> str:
    what = "characters" if isinstance(given, (str, int, float)) else "entries"
    some = f"{context.get('min_length')} or more entries" if what == "entries" else "some text"
    count = context.get("actual_length", len(str(given).strip()))
    most = f"there are {count} {what}; at most {context.get('max_length')} are allowed"
    messages = {
        "string_too_short": f"write {some} here",
        "too_short": f"write {some} here",
        "string_too_long": most,
        "too_long": most,
        "greater_than_equal": f"write a number of {context.get('ge')} or more{_given(given)}",
        "less_than_equal": f"write a number of {context.get('le')} or less{_given(given)}",
    }
    return messages.get(kind, f"{plain}{_given(given)}")


def _given(value: Any) -> str:
    if isinstance(value, (dict, list)):
        return " (not " + ("keys and values)" if isinstance(value, dict) else "a list)")
    if value is None:
        return " (it is empty)"
    if isinstance(value, bool):
        return f" (not {str(value).lower()})"
    return f" (not `{str(value)[:60]}`)"


def _quote_hint(kind: str, value: Any) -> str:
    if kind == "string_type" and isinstance(value, bool):
        return "; put it in quotes if it is text"
    if kind == "string_type" and isinstance(value, dict):
        return "; text with a colon and a space needs quotes"
    if kind == "int_type" and isinstance(value, str) and value.strip().isdigit():
        return "; remove the quotes"
    return ""
