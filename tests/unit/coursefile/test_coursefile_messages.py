"""Every sentence of the reader stands in one place, and what fills it is what the callers give."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from learnhub import coursefile
from learnhub.coursefile.messages import MESSAGES
from learnhub.coursefile.problems import Message, Problem, say
from learnhub.coursefile.reader import read_files

FOLDER = Path(coursefile.__file__).parent
SAYING = frozenset({"say", "refuse", "FormulaError"})


def calls() -> Iterator[tuple[str, frozenset[str], str]]:
    """Every sentence that the code of the room says: its code, the names of its values, and where."""
    for path in sorted(FOLDER.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING
            if named and node.args and isinstance(node.args[0], ast.Constant):
                names = {each.arg for each in node.keywords if each.arg}
                if node.func.id == "FormulaError":
                    names.add("at")
                if node.func.id == "refuse":
                    names.discard("key")  # says where it is, not what
                yield node.args[0].value, frozenset(names), f"{path.name}:{node.lineno}"


def test_every_sentence_that_is_said_is_there_and_filled() -> None:
    for code, names, where in calls():
        assert set(re.findall(r"%\((\w+)\)s", MESSAGES[code])) == names, (code, where)


def test_every_sentence_is_said_somewhere() -> None:
    written = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.py"))
    unsaid = [code for code in MESSAGES if written.count(f'"{code}"') < 2]
    assert unsaid == []


def test_a_sentence_knows_its_code_and_values_and_is_plain_text_otherwise() -> None:
    message = say("no-lesson-near", name="a", near="b")
    assert message == "there is no lesson `a`; did you mean lesson:b?"
    assert (message.code, message.values) == ("no-lesson-near", {"name": "a", "near": "b"})
    again = pickle.loads(pickle.dumps(Problem("f", 1, 1, "", message)))  # noqa: S301 - made in this line
    assert again.message.code == "no-lesson-near"


@given(st.dictionaries(st.sampled_from(["course.yaml", "lessons/a.md", "quizzes/q.yaml"]), st.text()))
def test_whatever_is_read_each_problem_has_a_sentence_of_the_list(files: dict[str, str]) -> None:
    problems = read_files({name: text.encode("utf-8", "replace") for name, text in files.items()}).problems
    assert problems
    for problem in problems:
        assert isinstance(problem.message, Message)
        assert str(problem.message) == MESSAGES[problem.message.code] % problem.message.values
