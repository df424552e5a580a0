"""What the reader finds is said at the fields in words of people, not of files."""

from __future__ import annotations

import re

import pytest
from flask import Flask, g

from learnhub.coursefile.factscheck import facts_problems
from learnhub.coursefile.lessonform import lesson_problems
from learnhub.coursefile.messages import MESSAGES
from learnhub.coursefile.problems import Problem, say
from learnhub.coursefile.quizcheck import Surroundings, quiz_problems
from learnhub.coursefile.readiness.refusals import refused
from learnhub.studio.findings import said_of
from learnhub.studio.problemwords import WORDS, placed, said

NAMES = re.compile(r"%\((\w+)\)s")
QUIZ = """\
title: ""
kind: final
minutes: soon
attempts: 900
draw: 90
questions:
  - {id: Q 1, kind: single, prompt: p, explanation: e, options: [{text: a}, {text: A}]}
  - {id: q2, kind: single, prompt: p, explanation: e, options: [{text: a, correct: true}, {text: b, correct: true}]}
  - {id: q2, kind: multiple, prompt: p, explanation: e, outcome: no, options: [{text: a}, {text: b}]}
  - {id: q3, kind: numeric, prompt: p, explanation: e, answer: many, tolerance: x, units: [{unit: L, factor: "0"}]}
  - {id: q4, kind: ordering, prompt: p, explanation: e, items: [a]}
  - {id: q5, kind: true_false, marks: 0}
"""
COURSE = """\
title: x
summary: Too short
licence: mine
language: en
authors: [{name: a, orcid: "1"}]
outcomes: [{id: o1, text: t}]
frameworks: [{framework: SDG, item: "1", weight: "1/3"}, {framework: SDG, item: "2", weight: "3"}]
completion: {lessons: all, quizzes: [none, open]}
references: [{id: r, text: t, url: here}]
"""


@pytest.fixture
def in_english(site: Flask):  # type: ignore[no-untyped-def]
    with site.test_request_context("/en/"):
        yield


@pytest.mark.usefixtures("in_english")
def test_every_usual_problem_has_words_of_its_own() -> None:
    found = [
        *quiz_problems("q", QUIZ, Surroundings(COURSE, frozenset())),
        *quiz_problems("q", QUIZ.replace("kind: final", "kind: pre"), Surroundings(COURSE, frozenset())),
        *facts_problems(COURSE, {"open": "title: o\nquestions: []\n"}),
    ]
    assert len(found) > 35
    assert [each.message for each in found if "<span" in said(each.message)] == []


LESSON = """---
title: t
minutes: 5
outcomes: []
---
### Too early

# Too high

Underlined
---

Words <b>bold</b> and ![a](assets/none.svg) and [x](lesson:none) and [y](nowhere) and [[no such]]
and [@nobody] and $\\frac{1$.

![](assets/none.svg)

![x](elsewhere.png "c")

::: strange
What
:::

::: check
Why?
:::

::: video assets/film.mp4
odd: line
:::

::: note
Open
"""


@pytest.mark.usefixtures("in_english")
def test_usual_problems_of_a_lesson_have_words_of_their_own() -> None:
    found = lesson_problems(COURSE, "lessons/a.md", LESSON, {})
    assert len({each.message for each in found}) > 15
    assert [each.message for each in found if "<span" in said(each.message)] == []


@pytest.mark.usefixtures("in_english")
def test_the_checklist_says_them_in_the_same_words() -> None:
    finding = next(refused([Problem("lessons/a.md", 9, 1, "text", say("heading-level", n=1))]))
    shown = said_of(finding, "d1", {})
    assert shown.reason.startswith("A heading of level 1 is not used")
    assert not shown.foreign
    message = say("other", text="nobody knows this; mend it")
    odd = said_of(next(refused([Problem("lessons/a.md", 9, 1, "text", message)])), "d1", {})
    assert (odd.reason, odd.mend, odd.foreign) == ("Nobody knows this.", "Mend it.", True)


@pytest.mark.usefixtures("in_english")
def test_an_unusual_problem_stays_as_it_is_and_is_escaped() -> None:
    assert (
        said(say("other", text="a <b> nobody knows"))
        == '<span lang="en" dir="ltr">a &lt;b&gt; nobody knows</span>'
    )


def test_every_sentence_of_the_reader_has_words_that_it_fills() -> None:
    assert set(MESSAGES) - set(WORDS) == {"other"}
    for code, words in WORDS.items():
        assert set(NAMES.findall(words)) <= set(NAMES.findall(MESSAGES[code])), code


def test_words_follow_the_language_of_the_reader(site: Flask) -> None:
    problem = Problem("lessons/a.md", 9, 1, "text", say("no-lesson-near", name="a", near="b"))
    with site.test_request_context("/fr/"):
        g.lang = "fr"
        assert "b" in said(problem.message)
        assert said(problem.message) != "There is no lesson “a”. Did you mean “b”?"
        assert placed(problem).startswith("lessons/a.md")
