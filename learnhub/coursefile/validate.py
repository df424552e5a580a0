"""A tree against a model: every error of pydantic becomes a problem with a place and a plain sentence."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from learnhub.quiz.fields import Fault
from learnhub.quiz.kinds.numeric import NOT_A_UNIT
from learnhub.quiz.model import question_from_data

from . import assignmentschema, quizschema, schema
from .problems import Message, Problem, say
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
    "string_type": "want-text",
    "int_type": "want-integer",
    "bool_type": "want-truth",
    "list_type": "want-list",
    "model_type": "want-keys",
    "model_attributes_type": "want-keys",
    "dict_type": "want-keys",
}


def validate(tree: Tree, model: type[Model]) -> tuple[Model | None, list[Problem]]:
    """The model made from the tree, or None and all problems."""
    if tree.value is None:
        return None, [tree.problem((), say("nothing", names=_needed(model)))]
    try:
        return model.model_validate(tree.value), []
    except ValidationError as error:
        return None, [_problem(tree, model, dict(item)) for item in error.errors(include_url=False)]


def engine_problems(tree: Tree, model: quizschema.QuizModel) -> list[Problem]:
    """What the quiz engine cannot take, although the schema lets it pass: of each question the first."""
    found = []
    for place, question in enumerate(quizschema.quiz_data(model)["questions"]):
        try:
            question_from_data(question, f"questions[{place}]")
        except Fault as fault:
            parts = re.findall(r"[^.\[\]]+", fault.path)
            path = tuple(int(part) if part.isdigit() else part for part in parts)
            found.append(tree.problem(path, _engine_message(fault)))
    return found


def _engine_message(fault: Fault) -> Message:
    return say("not-a-unit") if fault.message == NOT_A_UNIT else say("other", text=fault.message)


def _needed(model: type[BaseModel]) -> str:
    names = [name for name, info in model.model_fields.items() if info.is_required()]
    return ", ".join(f"`{name}`" for name in names)


def _problem(tree: Tree, model: type[BaseModel], error: dict[str, Any]) -> Problem:
    kind, context, given = error["type"], error.get("ctx", {}), error.get("input")
    path = _real_path(tree.value, error["loc"], absent=kind == "missing")
    if kind == "extra_forbidden":
        return tree.problem(path, _unknown_key(tree, model, path, given), key=True)
    if kind == "missing":
        return tree.problem(path, say("missing", name=path[-1]), key=len(path) > 1)
    if _KIND_OF_TYPE.get(kind) == "want-keys":
        part = _part_at(model, path)
        if part is schema.StepModel:
            return tree.problem(path, say("step-form"))
        names = f", at least {_needed(part)}" if part else ""
        return tree.problem(path, say("want-keys", names=names, given=_given(given)))
    if kind == "course" and context["key"]:
        path = (*path, context["key"])
    return tree.problem(path, _message(kind, context, given, error["msg"]))


def _real_path(value: Any, loc: tuple[str | int, ...], *, absent: bool) -> Path:
    """The path in the file: pydantic's location without the names of the chosen union members.

    What it ends in may be `absent`; any other part that is not in the file is such a name.
    """
    path: list[str | int] = []
    for number, part in enumerate(loc):
        if isinstance(value, dict) and part in value:
            value = value[str(part)]
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        elif not absent or number < len(loc) - 1:
            continue
        path.append(part)
    return tuple(path)


def _unknown_key(tree: Tree, model: type[BaseModel], path: Path, given: Any) -> Message:
    known = list(_model_at(tree, model, path[:-1]).model_fields)
    key = str(path[-1])
    near = get_close_matches(key, known, 1)
    if near:
        return say("unknown-key-near", name=key, near=near[0])
    if given is None:  # {text: Wind, rain and snow} is a text of one word and a key without a value
        return say("unknown-key-comma", name=key)
    return say("unknown-key", name=key, names=", ".join(f"`{name}`" for name in known))


def _model_at(tree: Tree, model: type[BaseModel], path: Path) -> type[BaseModel]:
    if _pattern(path) == "questions.*":
        kind = tree.value["questions"][path[1]].get("kind")
        return quizschema.QUESTION_KINDS.get(kind, quizschema.Question)
    return _part_at(model, path) or model


def _part_at(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    return _PARTS.get(model, {}).get(_pattern(path))


def _pattern(path: Path) -> str:
    return ".".join("*" if isinstance(part, int) else part for part in path)


def _message(kind: str, context: dict[str, Any], given: Any, plain: str) -> Message:
    if kind == "course":
        return context["message"] if isinstance(context["message"], Message) else say("other", text=plain)
    if kind in _KIND_OF_TYPE:
        return say(_KIND_OF_TYPE[kind], given=_given(given) + _quote_hint(kind, given))
    if kind == "literal_error":
        return say("one-of", names=str(context["expected"]).replace(" or ", ", "), given=_given(given))
    if kind == "union_tag_invalid":
        kinds = ", ".join(quizschema.QUESTION_KINDS)
        return say("question-kind", text=str(context["tag"])[:40], kinds=kinds)
    if kind == "union_tag_not_found":
        return say("no-kind", kinds=", ".join(quizschema.QUESTION_KINDS))
    return _size_message(kind, context, given, plain)


def _size_message(kind: str, context: dict[str, Any], given: Any, plain: str) -> Message:
    single = isinstance(given, (str, int, float))
    if kind in ("string_too_short", "too_short"):
        least = context["min_length"]
        few = say("none") if least == 1 else say("too-few", n=least)
        return say("empty") if single else few
    if kind in ("string_too_long", "too_long"):
        count = context.get("actual_length", len(str(given).strip()))
        return say("too-long" if single else "too-many", n=count, most=context["max_length"])
    if kind == "greater_than_equal":
        return say("at-least", n=context["ge"], given=_given(given))
    if kind == "less_than_equal":
        return say("at-most", n=context["le"], given=_given(given))
    return say("other", text=plain + _given(given))


def _given(value: Any) -> str:
    if isinstance(value, (dict, list)):
        return " (not " + ("keys and values)" if isinstance(value, dict) else "a list)")
    if value in (None, ""):
        return " (it is empty)"
    if isinstance(value, bool):
        return f" (not {str(value).lower()})"
    return f" (not `{str(value)[:60]}`)"


def _quote_hint(kind: str, value: Any) -> str:
    if kind == "string_type" and isinstance(value, bool):
        return "; put it in quotes if it is text"
    if kind == "string_type" and isinstance(value, dict):
        return "; text with a colon and a space needs quotes"
    if kind == "int_type" and isinstance(value, str) and re.fullmatch(r"0+[0-9]+", value):
        return "; remove the zeros before it"
    if kind == "int_type" and isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value):
        return "; remove the quotes"
    if kind == "bool_type" and value in ("true", "false"):
        return "; remove the quotes"
    return ""
