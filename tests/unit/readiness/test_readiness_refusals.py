"""What the reader refuses stands on the line of the checklist where authors look for it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_readiness_findings import LESSON, QUIZ, changed, example

from learnhub.coursefile.readiness import checklist

COURSE = "course.yaml"
ALT = example()[LESSON].decode().split("![")[1].partition("]")[0]
ALT = f"![{ALT}]"
CASES = [
    ("title", COURSE, "title: Reading the river\n", ""),
    ("title", COURSE, "title: Reading the river\n", "title: ''\n"),
    ("summary", COURSE, "summary: >-\n  A short", "summary: A short course.\nabstract: >-\n  A short"),
    ("outcomes", COURSE, "outcomes:\n", "outcomes:\n  - {id: new, text: Something that nobody measures}\n"),
    ("licence", COURSE, "CC-BY-4.0", "all rights reserved"),
    ("people", COURSE, "centres: [icharm]", "centres: []"),
    ("people", COURSE, "authors:\n  - name: LearnHub course team\n    affiliation: LearnHub\n", "authors: []\n"),
    ("language", COURSE, "language: en", "language: de"),
    ("frameworks", COURSE, '"1/2"', '"1/3"'),
    ("minutes", COURSE, "minutes: 55", "minutes: 56"),
    ("minutes", LESSON, "minutes: 15", "minutes: soon"),
    ("pass-mark", COURSE, "quizzes: [final]", "quizzes: [final, before]"),
    ("alternatives", LESSON, ALT, "![]"),
    ("alternatives", LESSON, ' "Read at the water line: 2.37 m"', ""),
    ("headings", LESSON, "## Level and time", "# Level and time"),
    ("headings", LESSON, "## Level and time", "### Level and time"),
    ("links", LESSON, "lesson:return-periods", "lesson:nowhere"),
    ("links", LESSON, "assets/gauge.svg", "assets/lost.svg"),
    ("citations", LESSON, "[@wmo2008]", "[@nobody]"),
    ("captions", LESSON, "::: check", "::: audio assets/talk.mp3 Talk\nminutes: 2\n:::\n\n::: check"),
    ("explanations", QUIZ, "    explanation:", "    expl:"),
    ("format", LESSON, "[[staff gauge]]", "[[staff]]"),
]  # fmt: skip


@pytest.mark.parametrize(("item", "file", "old", "new"), CASES)
def test_a_refusal_stands_on_its_line(item: str, file: str, old: str, new: str) -> None:
    found = [finding for finding in changed(file, old, new) if finding.blocking]
    assert item in {finding.item for finding in found}
    first = next(finding for finding in found if finding.item == item)
    params = dict(first.params)
    assert params["reason"].endswith(".")
    assert params["reason"][0] == params["reason"][0].upper()
    assert first.line >= 1


def test_nothing_at_all_is_a_course_with_everything_to_do() -> None:
    found = checklist({})
    assert [(f.file, f.item) for f in found.findings] == [("course.yaml", "format")]
    assert not found.ready
    assert next(iter(found.by_item())) == "title"
    assert found.by_item()["format"] == list(found.findings)


def test_a_look_with_the_problems_of_the_reader_is_the_same() -> None:
    files = example()
    files[LESSON] += b"\n[here](lesson:nowhere)\n"
    whole = checklist(files)
    assert checklist(files, []).findings == whole.advice
    assert whole.findings == tuple(sorted((*whole.blocking, *whole.advice)))


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from(["course.yaml", LESSON, QUIZ, "assets/gauge.svg", "assets/x.vtt"]),
    data=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)),
    cut=st.integers(0, 400),
)
def test_no_file_is_too_broken_for_a_checklist(name: str, data: bytes, cut: int) -> None:
    files = example()
    old = files.get(name, b"")
    files[name] = old[:cut] + data + old[cut:]
    first = checklist(files)
    assert checklist(files).findings == first.findings
