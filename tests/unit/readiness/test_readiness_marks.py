"""Marks that came to nothing are said where they stand; signs that are meant are left alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.coursefile.readiness import checklist
from learnhub.coursefile.readiness.marksentences import MARKS
from learnhub.coursefile.readiness.shapes import mark_notes
from learnhub.coursefile.sources import from_folder

ROOT = Path(__file__).parents[3]

BROKEN = [
    ("Boil it.\n**Important: wash your hands.", "mark-open", 2, 1),
    ("The **bold* word.", "mark-open", 1, 5),
    ("这是**注意：**这里", "mark-open", 1, 3),
    ("Now __warn them", "mark-open", 1, 5),
    ("** Attention ** boil the water", "mark-open", 1, 1),
    ("Take `x = 3 and go.", "mark-open", 1, 6),
    ("With $T = 100 years.", "formula-shown", 1, 6),
    ("Then $ x = 1 $ is it.", "formula-shown", 1, 6),
    (r"Then \(x = 3\) is it.", "formula-shown", 1, 6),
    (r"A half is \frac{1}{2} here.", "formula-shown", 1, 11),
    ("It costs between $5 and 10$ a day.", "money-formula", 1, 18),
    ("See [the manual][m] now.", "link-shown", 1, 5),
    ("See [the manual] (https://example.org/a) now.", "link-shown", 1, 5),
    ("See (the manual)[https://example.org/a] now.", "link-shown", 1, 5),
    ("First.\n\n[Tip]: water", "address-unused", 3, 1),
    ("##Heading here", "heading-shown", 1, 1),
    ("＃＃ 标题", "heading-shown", 1, 1),
    ("First.\n：：： note 说明", "box-shown", 2, 1),
    (":: note Take care", "box-shown", 1, 1),
    ("请看[手册]（https://example.org/a）。", "link-shown", 1, 3),
    ("这是＊＊注意＊＊。", "mark-open", 1, 3),
    ("｜ a ｜ b ｜\n｜ 1 ｜ 2 ｜", "table-shown", 1, 1),
    ("يلزم:\n١. حبل\n٢. دلو", "list-shown", 2, 1),
    ("| a | b |\n|---|\n| 1 | 2 |", "table-columns", 2, 1),
    ("| a | $|x|$ |\n|---|---|\n| 1 | 2 |", "table-columns", 2, 1),
    ("| a | b |\n| 1 | 2 |", "table-shown", 1, 1),
    ("| a | b |\n|—|—|\n| 1 | 2 |", "table-shown", 1, 1),
    ("| a | b |\n\n|---|---|\n| 1 | 2 |", "table-shown", 3, 1),
    ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", "row-long", 3, 1),
    ("| a | b |\n|---|---|\n| 1 | 2 |\nSource: the office", "row-glued", 4, 1),
    ("You need:\n• a rope\n• a bucket", "list-shown", 2, 1),
    ("You need:\n-a rope\n-a bucket", "list-shown", 2, 1),
    ("You need:\n2. a rope\n3. a bucket", "list-shown", 2, 1),
    ("1. a rope\n2.a bucket", "list-shown", 2, 1),
    ("- a rope\n-bucket", "list-shown", 2, 1),
    ("a) a rope\nb) a bucket", "list-shown", 1, 1),
    ("需要：\n一、绳子\n二、水桶", "list-shown", 2, 1),
    ("Run\n\n```\nflood --now\n\nand read.", "code-open", 3, 1),
    ("> ~~~\n> flood --now", "code-open", 1, 3),
    ("Text[^1].\n\n[^1]: A source.\n\n[^2]: Another.", "note-unused", 5, 1),
    ("Text[^1].\n\n[^1]: A source.\n\n[^1]: Another.", "note-twice", 5, 1),
]
MEANT = [
    "Prices are $5 and $6, or 30 $ (in $M); US$ 20 a day.",
    "2 ** 3 is 8, and 2**3 too.",
    "`**x` is code, and ``a`b`` and `$x = 1` too.",
    "0.45** and 0.30*** are significant: *p < .05. **p < .01.",
    r"\*\*x\*\* and \$x = 1\$ and \`x and &#42;&#42;x.",
    "snake__case, ____ and Name: __ m",
    "`Abd al-Rahman wrote `so' himself.",
    "a[i][j] is one cell; two papers show it [1][2].",
    "**N**, *n*, ***both*** and **a *b* c**, __d__",
    "|x| is larger, |y| too\nand so is |z|",
    "The issue ##5 and a #tag.",
    "| a | b |\n|:--|--:|\n| 1 \\| 3 | |\n| 2 |",
    "a | b\n--|--\n1 | 2",
    "- a rope\n- a bucket\n\n2. c\n3. d",
    "It was in the year\n2019. Then it rained for\n3. days",
    "- it was cold:\n  -5 °C at most\n  2.5 m of snow",
    "Term\n: Meaning",
    "```\n**x\n$x = \n##y\n```\n\n> ~~~\n> x\n> ~~~",
    "![A gauge][fig]\n\n[fig]: assets/gauge.svg",
    "See [words][x] and [x].\n\n[x]: https://example.org",
    "Text[^1] and [^1].\n\n[^1]: A **source**.",
    "– one  \n– two",
    "- run it with the\n  -m flag\n- node\n  10.x is needed",
    "Match '**' and (**) with \"**\".",
    "他说：：好。\nNote :: this",
    r"In C:\text\tau it lies.",
    r"With $x = \frac{1}{2}$ and $T$ and $n = 5$.",
]


@pytest.mark.parametrize(("text", "code", "line", "column"), BROKEN)
def test_a_broken_mark_is_said_where_it_stands(text: str, code: str, line: int, column: int) -> None:
    assert [(note.code, note.line + 1, note.column) for note in mark_notes(text)] == [(code, line, column)]


@pytest.mark.parametrize("text", MEANT)
def test_signs_that_are_meant_are_left_alone(text: str) -> None:
    assert mark_notes(text) == ()


def test_every_sentence_is_tried() -> None:
    assert {code for _text, code, _line, _column in BROKEN} == set(MARKS)


@pytest.mark.parametrize(
    "course", sorted(ROOT.glob("courses/*/course.yaml")), ids=lambda path: path.parent.name
)
def test_our_courses_have_no_broken_mark(course: Path) -> None:
    found = checklist(from_folder(course.parent)[0], []).findings
    assert [str(each) for each in found if each.item == "marks"] == []


def test_quizzes_and_tasks_are_looked_at_too() -> None:
    files = from_folder(ROOT / "tests" / "courses" / "example")[0]
    files["quizzes/final.yaml"] = (
        b"title: T\nkind: final\nminutes: 1\npass_mark: 50\nquestions:\n"
        b"  - id: q1\n    kind: true_false\n    prompt: Is **this true?\n    answer: true\n"
        b"    explanation: The cloud is made of drops that fall.\n"
    )
    files["assignments/plan.yaml"] = b"title: T\ntask: |-\n  Write.\n\n  ##What\n"
    found = [each for each in checklist(files, []).findings if each.item == "marks"]
    assert [(each.file, each.line, each.column, each.path) for each in found] == [
        ("assignments/plan.yaml", 5, 1, "task"),
        ("quizzes/final.yaml", 8, 13, "questions.0.prompt"),
    ]
    assert not any(each.blocking for each in found)


@given(st.text(alphabet="a1 *_`$[]()|-#:^\\\n\r•{", max_size=60))
def test_any_text_can_be_looked_at(text: str) -> None:
    lines = re.split("\r\n?|\n", text)
    for note in (*mark_notes(text), *mark_notes(lines[0], inline=True)):
        assert 0 <= note.line < len(lines)
        assert 1 <= note.column <= len(lines[note.line]) + 1


@pytest.mark.parametrize("end", ["\r", "\x85", "\u2028"])
def test_lines_of_a_task_end_as_its_file_counts_them(end: str) -> None:
    files = {"assignments/plan.yaml": f"id: plan{end}title: T{end}task: '##What'".encode()}
    found = [each for each in checklist(files, []).findings if each.item == "marks"]
    assert [(each.file, each.path) for each in found] == [("assignments/plan.yaml", "task")]
