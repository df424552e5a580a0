"""Questions out of a list that a teacher keeps in a spreadsheet: looked at first, then all added at once."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from functools import reduce

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from learnhub.coursefile import limits, quizedit
from learnhub.coursefile.questionrows import Data, as_read, questions_from, unused
from learnhub.db import reading, transaction
from learnhub.formats.sheets import SheetError, rows_of_file, rows_of_text
from learnhub.kernel.clock import now
from learnhub.kernel.errors import N_
from learnhub.studio.forms.questionlist import QuestionListForm
from learnhub.studio.kindwords import question_kinds
from learnhub.studio.queries.quizzes import get_desk
from learnhub.studio.service.quizzes import change_quiz
from learnhub.studio.views import bp
from learnhub.studio.views.draft import edits_draft, person_id, the_draft
from learnhub.studio.views.quizzes import only_outcome, rev_in_form, tell

Answer = str | Response | tuple[str, int]
Rows = Sequence[Sequence[str]]
MOST = limits.QUESTIONS


def _page(draft_id: str, quiz: str, form: QuestionListForm, rows: Rows = ()) -> Answer:
    questions = questions_from(rows)
    page = render_template(
        "studio/question_list.html", draft=the_draft(draft_id), desk=get_desk(reading(), draft_id, quiz), form=form,
        questions=questions, unused=unused(rows), kinds=question_kinds(),
        as_read=as_read,
    )  # fmt: skip
    return (page, 422) if form.problems else page


@bp.get("/courses/<draft_id>/quizzes/<quiz>/list")
@edits_draft
def question_list(draft_id: str, quiz: str) -> Answer:
    """A place for the list."""
    return _page(draft_id, quiz, QuestionListForm(formdata=None))


@bp.post("/courses/<draft_id>/quizzes/<quiz>/list")
@edits_draft
def take_list(draft_id: str, quiz: str) -> Answer:
    """Show what becomes of the list, or add it: the button says which."""
    form = QuestionListForm()
    try:
        rows = _rows(form)
    except SheetError as error:
        form.rows.errors = [_(error.message, **error.values)]
        return _page(draft_id, quiz, form)
    if request.form.get("do") != "add":
        return _page(draft_id, quiz, form, rows)
    found = questions_from(rows)
    outcome = only_outcome(draft_id, quiz)

    def add(data: Data) -> Data:
        return reduce(lambda made, each: _with(made, {**each, **outcome}), found, data)

    with transaction() as session:
        saved = change_quiz(
            session, draft=the_draft(draft_id), quiz=quiz, rev=rev_in_form(), change=add, actor=person_id(), now=now()
        )  # fmt: skip
    tell(saved)
    flash(
        ngettext(
            "One question was added. What it still needs stands in its form.",
            "%(num)s questions were added. What they still need stands in their forms.",
            len(found),
        ),
        "ok",
    )
    return redirect(url_for("studio.quiz", draft_id=draft_id, quiz=quiz), 303)


def _with(quiz: Data, question: Data) -> Data:
    return quizedit.inserted(
        quiz, len(quizedit.questions_of(quiz)), {"id": quizedit.free_id(quiz), **question}
    )


def _rows(form: QuestionListForm) -> Rows:
    """What was chosen or pasted; the page has it as text from then on. Raises SheetError."""
    file, text = form.file.data, form.rows.data or ""
    if file:
        rows = rows_of_file(file.filename or "", file.read())
        form.rows.data = _as_text(rows)
    elif text.strip():
        rows = rows_of_text(text)
    else:
        raise SheetError(N_("Paste the rows of your list, or choose its file."))
    if len(rows) > MOST + 1:  # names of columns are no question
        raise SheetError(N_("The sheet has more than %(most)s rows. Split it into several files."), most=MOST)
    return rows


def _as_text(rows: Rows) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    return out.getvalue()
