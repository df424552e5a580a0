"""What is wrong with one quiz beside the course it stands in, fast enough to be asked with every save."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from learnhub.quiz.model import Question, question_from_data

from .checks.index import CourseIndex, fold_term, named
from .checks.prose import Rules, check_blocks
from .checks.quiz import check_quiz, quiz_texts
from .markup import parse_inline, parse_lesson
from .problems import Message, Problem, dotted
from .questionform import LINES, PARTS, ROW_KEYS
from .quizedit import Data
from .quizform import SETTINGS
from .quizschema import QUESTION_KINDS, QuizModel
from .validate import engine_problems, validate
from .yamltree import Tree, parse

_SETTINGS: Final = frozenset({*SETTINGS, "questions"})
_EVERY: Final = ("id", "kind", "prompt", "explanation", "outcome", "pair", "marks")


@dataclass(frozen=True)
class Surroundings:
    """What a quiz may refer to: the text of course.yaml, and the paths of all files of the course."""

    course: str
    paths: frozenset[str]

    def index(self) -> CourseIndex:
        """The names that texts of the quiz may use."""
        tree, _ = parse(self.course, "course.yaml")
        return CourseIndex(
            outcomes=None if tree is None else {name for _, name in named(tree, "outcomes", "id")},
            terms=None if tree is None else {fold_term(name) for _, name in named(tree, "glossary", "term")},
            references=None if tree is None else {name for _, name in named(tree, "references", "id")},
            lessons={path[8:-3] for path in self.paths if path.startswith("lessons/")},
            assets={path for path in self.paths if path.startswith("assets/")},
        )


def quiz_problems(quiz_id: str, text: str, around: Surroundings) -> tuple[Problem, ...]:
    """Every problem of the quiz that the reader of courses would tell, but for those between two quizzes."""
    tree, problems = parse(text, f"quizzes/{quiz_id}.yaml")
    if tree is None:
        return tuple(problems)
    model, found = validate(tree, QuizModel)
    problems += found
    if model is not None:
        problems += engine_problems(tree, model)
    index = around.index()
    problems += check_quiz(tree, index)
    problems += _prose(tree, index)
    return tuple(sorted(set(problems)))


def _prose(tree: Tree, index: CourseIndex) -> Iterator[Problem]:
    for path, text, inline in quiz_texts(tree):
        blocks = parse_inline(text) if inline else parse_lesson(text)
        for _, _, message in check_blocks(blocks, index, Rules(lesson=False)):
            line, column = tree.place(path)
            yield Problem(tree.file, line, column, dotted(path), message)


def of_question(problems: Iterable[Problem], place: int) -> dict[str, list[Message]]:
    """The problems of the question at this place (from 0) by the field of its form; "" for the question as a whole."""
    found: dict[str, list[Message]] = {}
    whole = f"questions.{place}"
    for problem in problems:
        if problem.path == whole or problem.path.startswith(f"{whole}."):
            found.setdefault(problem.path[len(whole) + 1 :], []).append(problem.message)
    return found


def of_settings(problems: Iterable[Problem]) -> dict[str, list[Message]]:
    """The problems of the quiz itself by the key they are about; "" for the quiz as a whole."""
    found: dict[str, list[Message]] = {}
    for problem in problems:
        if not problem.path.startswith("questions."):
            shown = problem.path if problem.path in _SETTINGS else ""
            found.setdefault(shown, []).append(problem.message)
    return found


def engine_question(data: Data) -> Question | None:
    """The question as the engine asks and marks it; None while something is missing or wrong."""
    schema = QUESTION_KINDS.get(str(data.get("kind")))
    if schema is None:
        return None
    try:
        plain = schema.model_validate(data).model_dump(exclude_defaults=True)
        return question_from_data({"kind": data["kind"], **plain})
    except ValueError:  # pydantic's error is one too
        return None


def field_of(path: str, kind: str) -> str:
    """The name of the field that shows what stands at this path of a question of this kind; empty if none does."""
    parts = path.split(".")
    if parts[0] not in (*_EVERY, *PARTS.get(kind, ())):
        return ""
    if parts[0] == "items" and len(parts) == 2:
        return f"{path}.text"
    if parts[0] in LINES or (parts[0] in ROW_KEYS and len(parts) < 3):
        return parts[0]
    return path
