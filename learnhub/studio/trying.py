"""A question of a draft shown and marked exactly as a learner gets it: the same text, template and engine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template
from markupsafe import Markup

from learnhub.catalogue.remarks import words
from learnhub.coursefile.compile.text import compile_text
from learnhub.coursefile.document import CourseDocument
from learnhub.coursefile.quizcheck import engine_question
from learnhub.coursefile.quizedit import Data
from learnhub.quiz.answers import Form, blank_answer, field_name, parse_answer, reading_note
from learnhub.quiz.asked import Asked, lines_of
from learnhub.quiz.grading import grade
from learnhub.quiz.model import Question, Quiz
from learnhub.quiz.outcomes import Outcome
from learnhub.quiz.paper import draw_paper
from learnhub.web.fragments import cut, filled
from learnhub.web.i18n import language

CHOICES = frozenset({"single", "multiple"})


def shown_question(document: CourseDocument, data: Data, form: Form | None = None) -> Asked | None:
    """The question, with the answer of a posted form and its result if there is one; None while it cannot be asked."""
    question = engine_question(data)
    if question is None:
        return None
    answer = blank_answer(question) if form is None else parse_answer(question, form)
    outcome = None if form is None else grade(question, answer)
    note = reading_note(question, answer)
    order = (
        draw_paper(Quiz(id="try", title="", kind="practice", questions=(question,)), "try")
        .items[0]
        .option_order
    )
    options = [each for each in data.get("options", []) if isinstance(each, dict)]
    return Asked(
        question=question,
        position=1,
        name=field_name(question.id),
        order=order,
        prompt=_html(document, str(data["prompt"])),
        explanation=_html(document, str(data["explanation"])),
        options=[_html(document, str(each["text"]), inline=True) for each in options],
        feedback=[_html(document, str(each.get("feedback", "")), inline=True) for each in options],
        answer=answer,
        answered=form is not None,
        reading=words(note) if note else "",
        rows=lines_of(question, order, answer),
        outcome=outcome,
        remarks=[words(each) for each in outcome.notes] if outcome else [],
    )


def _html(document: CourseDocument, text: str, *, inline: bool = False) -> str:
    digests = {asset.path: asset.sha256 for asset in document.assets}

    def address(path: str) -> str:
        return f"/files/{digests.get(path, '')}/{path.rsplit('/', 1)[-1]}"

    return compile_text(document, text, address, inline=inline)


def asked_html(q: Asked, data: Data, written_in: str) -> Markup:
    """The question to be answered, from the learner's own template."""
    return _filled("asked", "learning/_question.html", q, data, written_in, count=1)


def reviewed_html(q: Asked, data: Data, written_in: str) -> Markup:
    """The question with its result, right answer and explanation, from the learner's own template."""
    return _filled("reviewed", "learning/_reviewed.html", q, data, written_in, count=1, open_book=True)


def _filled(what: str, template: str, q: Asked, data: Data, written_in: str, **more: Any) -> Markup:
    source = json.dumps([data, q.prompt, q.explanation, q.options, q.feedback, repr(q.answer)], default=str)
    key = ("studio", what, hashlib.sha256(source.encode()).hexdigest(), language(), written_in)

    def make() -> str:
        return render_template(template, q=q, written_in=written_in, version=None, **more)

    folder = "questions" if what == "asked" else "review"
    return filled(key, make, {"n": 1, "was": "", "options": _options(folder, key, q, **more)})


def _options(folder: str, key: tuple[object, ...], q: Asked, **more: Any) -> Markup:
    if q.question.kind not in CHOICES:
        return Markup("")
    template = f"learning/{folder}/_{q.question.kind}.html"
    drawn = cut((*key, "options"), lambda: render_template(template, q=q, **more))
    return Markup("".join(drawn[index] for index in q.order))  # noqa: S704 - rendered by an escaping template


@dataclass(frozen=True, slots=True)
class Sample:
    """A typed answer and what came of it."""

    typed: str
    read: str
    outcome: Outcome
    remarks: list[str]


def tried(question: Question, typed: Sequence[str]) -> list[Sample]:
    """Typed answers, each marked by itself."""
    found = []
    for text in typed:
        answer = parse_answer(question, {field_name(question.id): [text]})
        outcome, note = grade(question, answer), reading_note(question, answer)
        reading = words(note) if note else ""
        remarks = [words(each) for each in outcome.notes]
        found.append(Sample(text, reading, outcome, [each for each in remarks if each != reading]))
    return found
