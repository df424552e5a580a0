"""The workloads as visitors walk them: pages and forms of LearnHub on the data of `bench/seed.py`."""

from __future__ import annotations

import re

from harness.engine import Transaction
from harness.visitor import Failure, Pairs, Visitor, find_form

PASSWORD = "Learner-pass1"
SIGNERS = 40  # who signs in by turns in W3: the number of learners in the small data
COURSE = "/en/courses/bench"
QUIZ = f"{COURSE}/quiz/quiz"
RESULT = "<h1>[^<]*[0-9]+ of 10"  # the heading: a page of a quiz says elsewhere how many are answered
_CLOSING = re.compile(r"# complete: ([0-9]+) learners\n\Z")


def catalogue(visitor: Visitor, _number: int) -> None:
    """W1: the catalogue as a newcomer sees it."""
    visitor.get("/en/courses", "Catalogue course 20")


def lesson(visitor: Visitor, _number: int) -> None:
    """W2: a lesson; opening it records the visit."""
    visitor.get(f"{COURSE}/lesson-1", "Lesson 1")


def course_page(visitor: Visitor, _number: int) -> None:
    """W2c: the front page of the course."""
    visitor.get(COURSE, "Lesson 10")


def _enter(visitor: Visitor, login: str) -> None:
    form = find_form(visitor.get("/en/sign-in"), "password")
    fields = [(name, value) for name, value in form.fields if name not in {"login", "password"}]
    visitor.post(form.action, [*fields, ("login", login), ("password", PASSWORD)], "Sign out")


def sign_in(visitor: Visitor, number: int) -> None:
    """W3: form, credentials, and the page a learner lands on."""
    _enter(visitor, f"b{(number - 1) % SIGNERS + 1:05d}")


def enter_as_learner(visitor: Visitor, number: int) -> None:
    """Sign in as the learner of this number."""
    _enter(visitor, f"b{number:05d}")


def enter_as_coordinator(visitor: Visitor, _number: int) -> None:
    """Sign in as somebody who may see reports."""
    _enter(visitor, "coordinator")


def quiz(visitor: Visitor, _number: int) -> None:
    """W4: a whole quiz: its page, ten answers, handing in, and the result."""
    form = find_form(visitor.get(QUIZ), "q.")
    questions = sorted(name for name in form.choices if name.startswith("q."))
    if len(questions) != 10:
        raise Failure(f"{len(questions)} questions instead of 10")
    fields: Pairs = [(name, value) for name, value in form.fields if name not in form.choices]
    answers = [(name, sorted(form.choices[name])[1]) for name in questions]
    visitor.post(form.action, [*fields, *answers, ("do", "check")], RESULT)


def learner_day(visitor: Visitor, number: int) -> None:
    """W8: sign in, a lesson, a whole quiz."""
    enter_as_learner(visitor, number)
    lesson(visitor, number)
    quiz(visitor, number)


def report(code: str) -> Transaction:
    """W5: the first page of a course's report."""

    def transaction(visitor: Visitor, _number: int) -> None:
        visitor.get(f"/en/courses/{code}/report", "Learner 1")

    return transaction


def report_csv(code: str) -> Transaction:
    """W5: all of it as CSV, which must end with the count of its own lines."""

    def transaction(visitor: Visitor, _number: int) -> None:
        count_learners(visitor, code)

    return transaction


def count_learners(visitor: Visitor, code: str) -> int:
    """How many learners the CSV of a course has. Raises Failure if it was cut short."""
    text = visitor.get(f"/en/courses/{code}/report.csv")
    closing = _CLOSING.search(text)
    if closing is None:
        raise Failure(f"the CSV of {code} does not end with its count")
    lines = text.count("\n") - 2
    if int(closing[1]) != lines:
        raise Failure(f"the CSV of {code} has {lines} lines and says {closing[1]}")
    return lines
