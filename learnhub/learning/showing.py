"""The parts of a quiz page and of a review, each made once per text, order and answer, and kept as fragments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from functools import partial
from typing import Any

from flask import render_template
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape

from learnhub.catalogue.content import StepInfo, Version
from learnhub.db import reading
from learnhub.learning.context import team_of
from learnhub.learning.domain import Best, mark_text, result_text
from learnhub.learning.papers import answer_key
from learnhub.learning.queries.reporting import ReportRow
from learnhub.learning.queries.work import WorkState, most_points
from learnhub.learning.service.attempts import Sitting
from learnhub.learning.workwords import state_words
from learnhub.quiz.answers import cannot_be_read, fingerprint
from learnhub.quiz.asked import Asked
from learnhub.quiz.grading import PaperResult
from learnhub.quiz.model import Quiz
from learnhub.quiz.paper import PaperItem
from learnhub.web.fragments import cut, filled
from learnhub.web.i18n import language, with_comma
from learnhub.web.templating import address, local_moment, local_time

NOTHING = Markup("")


CHOICES = frozenset({"single", "multiple"})  # their options stand in another order on every paper


def _options(folder: str, key: tuple[object, ...], q: Asked, **more: object) -> Markup:
    """The options of a choice question in the order of the paper; each was drawn once, whatever the order."""
    if q.question.kind not in CHOICES:
        return NOTHING
    template = f"learning/{folder}/_{q.question.kind}.html"
    drawn = cut((*key, "options", answer_key(q.answer)), lambda: render_template(template, q=q, **more))
    return Markup("".join(drawn[index] for index in q.order))  # noqa: S704 - a template


def asked_html(version: Version, quiz: str, questions: list[Asked]) -> Markup:
    """The questions of a try, with the answers so far."""
    count, written_in = len(questions), version.document.metadata.language
    every = ("asked", version.id, quiz, language(), count)

    def one(q: Asked) -> Markup:
        same = (*every, q.question.id)
        own = () if q.question.kind in CHOICES else (q.order, answer_key(q.answer))
        return filled(
            (*same, *own),
            lambda: render_template(
                "learning/_question.html", q=q, count=count, written_in=written_in, version=version
            ),
            {"n": q.position, "was": fingerprint(q.answer), "options": _options("questions", same, q)},
        )

    return _joined(map(one, questions))


def reviewed_html(
    version: Version, quiz: str, questions: list[Asked], *, open_book: bool, changes: tuple[int, ...] = ()
) -> Markup:
    """The questions of a try with their results; `changes` of their keys that it is marked by."""
    count, written_in = len(questions), version.document.metadata.language
    every = ("reviewed", version.id, quiz, language(), count, open_book, changes)

    def one(q: Asked) -> Markup:
        same = (*every, q.question.id)
        own = () if q.question.kind in CHOICES else (q.order,)
        return filled(
            (*same, *own, answer_key(q.answer)),
            lambda: render_template(
                "learning/_reviewed.html",
                q=q,
                count=count,
                open_book=open_book,
                written_in=written_in,
                version=version,
            ),
            {"n": q.position, "options": _options("review", same, q, open_book=open_book)},
        )

    return _joined(map(one, questions))


def results_html(questions: list[Asked]) -> Markup:
    """What came of each question, as squares that lead to it: a review is many screens of a phone long."""
    squares = []
    for q in questions:
        verdict = q.outcome and q.outcome.verdict
        begins, leads, ends = cut(
            ("result", language(), verdict),
            partial(render_template, "learning/_result.html", verdict=verdict),
        )
        squares.append(f"{begins}{escape(q.question.id)}{leads}{q.position}{ends}")
    return Markup("".join(squares))  # noqa: S704 - a template


def state_html(questions: list[Asked], at: Sitting) -> Markup:
    """What is saved, in words and as squares."""
    saved, every = at.saved_at is not None, ("square", language())

    def square(q: Asked) -> Markup:
        return filled(
            (*every, q.question.id, q.answered),
            lambda: render_template("learning/_square.html", q=q.question.id, answered=q.answered),
            {"n": q.position},
        )

    words = saved_words(at.saved_at, len(at.answers), len(questions)) if at.saved_at else ""
    return filled(
        ("state", language(), saved),
        lambda: render_template("learning/_state.html", saved=saved),
        {"words": words, "squares": _joined(map(square, questions))},
    )


def unanswered_words(at: Sitting) -> list[tuple[str, str]]:
    """Each question that is open yet, in the order of the paper, with the words of a link to it."""
    return [(item.question_id, _open_words(at, item)) for item in at.unanswered]


def _open_words(at: Sitting, item: PaperItem) -> str:
    answer = at.answers.get(item.question_id)
    words: str = _("Question %(n)s", n=item.position)
    if answer is not None and cannot_be_read(at.quiz.question(item.question_id), answer):
        words = _("Question %(n)s: we could not read a number there", n=item.position)
    elif answer is not None:
        words = _("Question %(n)s: answered in part", n=item.position)
    return words


def saved_words(at: datetime, saved: int, count: int) -> Markup:
    """How many answers are stored, and since when."""
    words = Markup("<span>{}</span>").format(_("%(n)s of %(all)s answers saved, %(time)s"))
    return words % {"n": saved, "all": count, "time": local_time(at)}


def earlier_words(version: Version, quiz: Quiz, results: Mapping[str, Best]) -> Markup:
    """Beside a post-test: what the same learner had in the pre-test. Nothing beside any other quiz."""
    before = [
        results[each.id] for each in version.quizzes.values() if each.kind == "pre" and each.id in results
    ]
    if quiz.kind != "post" or not before:
        return NOTHING
    marks = with_comma(mark_text(before[0].marks))
    words = _("Before the course you had %(marks)s of %(max)s marks.", marks=marks, max=before[0].max_marks)
    return Markup("<p>{}</p>").format(words)


def anew_html(rows: Sequence[Any], *, kept: bool) -> Markup:
    """Above a result: when and why it was marked anew, and what it was before. Nothing above most."""
    if not rows:
        return NOTHING
    return Markup(render_template("learning/_anew.html", rows=rows, kept=kept))  # noqa: S704 - an escaping template


def result_words(row: Any, result: PaperResult) -> dict[str, object]:
    """What a review says of the whole try. `row` is the stored try."""
    marks, percent = with_comma(mark_text(Fraction(row.marks))), with_comma(result_text(result.percent))
    if row.passed:
        headline = _("You passed with %(marks)s of %(max)s marks", marks=marks, max=row.max_marks)
    elif row.passed is False:
        headline = _("%(marks)s of %(max)s marks: not passed yet", marks=marks, max=row.max_marks)
    else:
        headline = _("You have %(marks)s of %(max)s marks", marks=marks, max=row.max_marks)
    return {
        "headline": headline,
        "percent": percent,
        "share": result_text(result.percent),
        "score": _("%(marks)s of %(max)s", marks=marks, max=row.max_marks),
        "handed": local_moment(row.submitted_at),
    }


def left_words(left: int | None) -> str:
    """How many tries are left."""
    return "" if left is None else " " + ngettext("One try left.", "%(num)s tries left.", left)


def best_html(best: Best | None, code: str) -> Markup:
    """The best result so far, and the way to what was handed in."""
    if best is None:
        return NOTHING
    words = _(
        "Your best result so far: %(marks)s of %(max)s marks. The better one counts.",
        marks=with_comma(mark_text(best.marks)),
        max=best.max_marks,
    )
    tries = f"{address('learning.results')}#c-{code}"
    return Markup('<p class="notice">{} <a href="{}">{}</a></p>').format(words, tries, _("See your tries"))


def missing_html(version: Version, step: StepInfo) -> Markup:
    """Below a quiz that is not passed and has no try left: that the certificate needs it, and whom to ask."""
    team = team_of(reading(), version)
    made = render_template("learning/_missing_notice.html", steps=[step], team=team)
    return Markup(made)  # noqa: S704 - an escaping template


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup("".join(parts))  # noqa: S704 - each was rendered by an escaping template


def _work_cell(state: WorkState | None, task: str) -> str:
    words = state_words(state, most_points(reading(), state, task)) if state is not None else ""
    return f"<td>{escape(words)}</td>"


def report_rows(version: Version, rows: list[ReportRow]) -> Markup:
    """The rows of the report table; cells of steps and marks are the same for many learners, so made once."""
    said = _("done")
    done_cell = f'<td><span aria-hidden="true">•</span><span class="vh">{escape(said)}</span></td>'
    left = Markup(' <span class="tag">{}</span>').format(_("left"))
    steps: dict[int, str] = {}
    marks: dict[tuple[str, ...], str] = {}
    lines = []
    for row in rows:
        if row.done not in steps:
            steps[row.done] = "".join(
                done_cell if row.done & step.mask else "<td></td>" for step in version.steps
            )
        if row.marks not in marks:
            marks[row.marks] = "".join(f'<td class="r">{with_comma(mark)}</td>' for mark in row.marks)
        works = "".join(_work_cell(row.works.get(task.id), task.id) for task in version.document.assignments)
        completed = row.completed_at.date() if row.completed_at else ""
        lines.append(
            f'<tr><th scope="row">{escape(row.name)}{left if row.withdrawn_at else ""}</th>'
            f"<td>{escape(row.sign_in)}</td>"
            f'<td class="r">{row.percent}</td>{steps[row.done]}{marks[row.marks]}{works}<td>{completed}</td></tr>\n'
        )
    return Markup("".join(lines))  # noqa: S704 - names are escaped, all else is ours
