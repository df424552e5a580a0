"""Twice the text takes twice the work, whatever the text is: counted in calls, which are the same on every machine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from learnhub.coursefile.blocks import blocks_of
from learnhub.coursefile.compile.text import compile_text
from learnhub.coursefile.diff import diff_words
from learnhub.coursefile.lessonform import lesson_problems
from learnhub.coursefile.merge import merge
from learnhub.coursefile.pasted import to_markdown
from learnhub.coursefile.reader import read_files
from learnhub.coursefile.readiness.shapes import mark_notes
from learnhub.coursefile.sketch import sketch
from learnhub.kernel.errors import Unacceptable

COURSE = (Path(__file__).parents[2] / "courses" / "example" / "course.yaml").read_text()
SKETCH = sketch(COURSE)
pytestmark = pytest.mark.slow
FRONT = "---\ntitle: a\nminutes: 5\noutcomes: []\n---\n"
SIGNS = "a *_`$[](){}!<>&|\\:-#=~^@;.,1\n\n\t\"'/"
SHORT, STEEP, ONCE = 1_500, 2.7, 20_000


def calls(work: Callable[[str], object], text: str) -> int:
    """How many functions are called for this text."""
    count = 0

    def one_more(_frame: FrameType, event: str, _what: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(one_more)
    try:
        work(text)
    except Unacceptable:
        pass
    finally:
        sys.setprofile(before)
    return count


def compiled(text: str) -> object:
    return compile_text(SKETCH, text, str)


def checked(text: str) -> object:
    return lesson_problems(COURSE, "lessons/one.md", FRONT + text, ["course.yaml"])


def cut(text: str) -> object:
    return blocks_of("lessons/one.md", FRONT + text)


def looked_at(text: str) -> object:
    return mark_notes(text)


def read(text: str) -> object:
    return read_files({"course.yaml": text.encode(), "quizzes/one.yaml": b"title: " + text.encode()})


def in_proportion(work: Callable[[str], object], unit: str, head: str = "") -> None:
    def of(size: int) -> str:
        return head + unit * (size // len(unit))

    work(of(100))  # what is made once per process is made
    short = calls(work, of(SHORT))
    assert calls(work, of(2 * SHORT)) <= STEEP * short + ONCE, (head, unit)


@pytest.mark.parametrize(
    ("head", "unit"),
    [
        ("", "# a\n"),
        ("", "a\n=\n"),
        ("", "$$a\n"),
        ("- ", "$$a\n"),
        (">" * 200 + "\n", "a\n"),
        ("", "> - "),
        ("", "![" ),
        ("", "[[a"),
        ("", "[@a;"),
        ("", "***a"),
        ("", "::: note\n"),
        ("::: check\n", "---answer---\n"),
        ("", "| a "),
        ("[a]: x\n\n", "[a] "),
        ("[^1]: x\n\n", "[^1] "),
        ("$", "\\frac{1}{"),
        ("$", "x^"),
    ],
)  # fmt: skip
def test_marks_that_are_never_closed(head: str, unit: str) -> None:
    for work in (compiled, checked, cut, looked_at):
        in_proportion(work, unit, head)


@given(st.text(SIGNS, min_size=1, max_size=7))
@example("a: b\n")
@example("[")
@example("{")
@example("- ")
@settings(max_examples=40)
def test_any_marks(unit: str) -> None:
    for work in (compiled, checked, cut, looked_at, read):
        in_proportion(work, unit)


@given(
    st.lists(
        st.sampled_from(
            ["<b>", "<table>", "<tr>", "<td>", "<ul>", "<li>", "<a href=x>", "</b>", "</td>", "x", "&", "<"]
        ),
        min_size=1,
        max_size=5,
    )
)
@settings(max_examples=40)
def test_any_pasted_markup(parts: list[str]) -> None:
    in_proportion(to_markdown, "".join(parts))


@pytest.mark.parametrize(("old", "new"), [("a " * 1_000, "a b " * 500), ("a b " * 500, "b a c " * 330)])
def test_one_word_again_and_again(old: str, new: str) -> None:
    assert calls(lambda _: diff_words(old, new), "") < 100_000
    runs = diff_words(old, new)
    assert "".join(run.text for run in runs if run.mark != "added") == old
    assert "".join(run.text for run in runs if run.mark != "removed") == new


@pytest.mark.parametrize("unit", ["a\n\n", "{n}\n\n"])
def test_thousands_of_blocks_come_together(unit: str) -> None:
    many = [unit.format(n=n) for n in range(2_000)]
    mine = "".join(f"{each}x{n}\n\n" for n, each in enumerate(many))
    theirs = "".join(many) + "end\n\n"
    assert calls(lambda base: merge(base, mine, theirs, "lessons/one.md"), "".join(many)) < 5_000_000
    both = merge("".join(many), mine, theirs, "lessons/one.md").text
    assert sorted(both.split()) == sorted([*mine.split(), "end"])
