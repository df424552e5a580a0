"""The editor of a question, and trying it as a learner would."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learnhub.coursefile.problems import Message
from learnhub.coursefile.questionform import fields_of, question_from
from learnhub.coursefile.quizcheck import engine_question, field_of, of_question
from learnhub.coursefile.quizedit import Data, name_of, place_of
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import N_, NotFound
from learnhub.quiz.answers import Form
from learnhub.quiz.asked import moved
from learnhub.quiz.model import Numeric, ShortText
from learnhub.studio.hooks import hooks
from learnhub.studio.kindwords import question_kinds
from learnhub.studio.problemwords import said_all
from learnhub.studio.queries.quizzes import Desk, get_desk
from learnhub.studio.samples import samples_for
from learnhub.studio.service.quizzes import change_question
from learnhub.studio.trying import asked_html, reviewed_html, shown_question, tried
from learnhub.studio.views import bp
from learnhub.studio.views.draft import edits_draft, person_id, sees_draft, the_draft
from learnhub.studio.views.quizzes import append_question, may_write, posted, rev_in_form, tell
from learnhub.studio.words import wordless
from learnhub.web.numbers import whole_number

LEAST_ROWS = {"options": 4, "items": 4, "pairs": 4, "units": 0}
MOST_MORE = 20
MOST_SAMPLES = 50


def _found(draft_id: str, quiz: str, name: str) -> tuple[Desk, int]:
    """The quiz and the place of the question in it. Raises NotFound."""
    desk = get_desk(reading(), draft_id, quiz)
    place = place_of(desk.data, name) if desk.data else None
    if place is None:
        raise NotFound(N_("There is no such question in this quiz. It may have been removed or renamed."))
    return desk, place


def _field_problems(desk: Desk, place: int) -> dict[str, list[str]]:
    """What is wrong, by the field that shows it. A question that was only just added is not blamed."""
    data = desk.questions[place]
    if set(data) <= {"id", "kind"}:
        return {}
    found: dict[str, list[Message]] = {}
    for path, messages in of_question(desk.problems, place).items():
        found.setdefault(field_of(path, str(data.get("kind"))), []).extend(messages)
    return said_all(found)


def _with_spare(rows: dict[str, list[dict[str, str]]], more: int) -> dict[str, list[dict[str, str]]]:
    """The rows with empty ones after them: one at least, more in a question that has few."""
    spare = {key: max(LEAST_ROWS[key] - len(listed), 1) + more for key, listed in rows.items()}
    return {key: [*listed, *({} for _ in range(spare[key]))] for key, listed in rows.items()}


def _answered(draft_id: str, quiz: str) -> int:
    """How many people have handed this quiz in as it was published."""
    course_id = the_draft(draft_id).course_id
    return hooks().handed_in(reading(), course_id, quiz) if course_id else 0


@bp.get("/courses/<draft_id>/quizzes/<quiz>/questions/<question>")
@edits_draft
def question(draft_id: str, quiz: str, question: str) -> str:
    """The question in its form, and as learners see it."""
    desk, place = _found(draft_id, quiz, question)
    data, written_in = desk.questions[place], desk.document.metadata.language
    fields, more = fields_of(data), min(whole_number(request.args.get("more")) or 0, MOST_MORE)
    q = shown_question(desk.document, data)
    return render_template(
        "studio/question.html", draft=the_draft(draft_id), desk=desk, place=place, name=question, fields=fields,
        rows=_with_spare(fields.rows, more), problems=_field_problems(desk, place), kinds=question_kinds(),
        preview=asked_html(q, data, written_in) if q else "", written_in=written_in,
        answered=_answered(draft_id, quiz), person=person_id(),
        outcomes=[(key, text or wordless(n)) for n, (key, text) in enumerate(desk.outcomes, start=1)],
    )  # fmt: skip


@bp.post("/courses/<draft_id>/quizzes/<quiz>/questions/<question>")
@edits_draft
def save_question(draft_id: str, quiz: str, question: str) -> Response:
    """Keep what was typed, whatever it is worth; then go where the button says."""
    form, press = posted(), request.form.get("press", "")
    with transaction() as session:
        saved, name = change_question(
            session, draft=the_draft(draft_id), quiz=quiz, name=question, rev=rev_in_form(),
            change=lambda data: question_from(form, data, press), actor=person_id(), now=now(),
        )  # fmt: skip
    tell(saved)
    if saved.clashes:
        return redirect(url_for("studio.quiz", draft_id=draft_id, quiz=quiz), 303)
    return redirect(_onwards(draft_id, quiz, name, request.form.get("do", ""), press), 303)


def _onwards(draft_id: str, quiz: str, name: str, do: str, press: str) -> str:
    """Where a button leads: trying, the next question, the same with more rows, or just the same."""
    here: dict[str, Any] = {"draft_id": draft_id, "quiz": quiz}
    if do == "try":
        return url_for("studio.try_question", **here, question=name)
    if do == "next":
        return _next(draft_id, quiz, name)
    if do.startswith("more."):
        return url_for("studio.question", **here, question=name, more=3, _anchor=do.removeprefix("more."))
    if press:
        return url_for("studio.question", **here, question=name, _anchor=press.partition(".")[0])
    flash(_("Question saved."), "ok")
    return url_for("studio.question", **here, question=name)


def _next(draft_id: str, quiz: str, name: str) -> str:
    """The question after this one; after the last an empty one of its kind."""
    desk = get_desk(reading(), draft_id, quiz)
    place = place_of(desk.data, name) if desk.data else None
    if not desk.data or place is None:
        return url_for("studio.quiz", draft_id=draft_id, quiz=quiz, _anchor="add")
    if place + 1 == len(desk.questions):
        kind = str(desk.questions[place].get("kind"))
        return append_question(draft_id, quiz, kind if kind in question_kinds() else "single", desk.rev)
    return url_for("studio.question", draft_id=draft_id, quiz=quiz, question=name_of(desk.data, place + 1))


def _try_page(desk: Desk, draft_id: str, place: int, name: str, form: Form | None) -> str:
    data: Data = desk.questions[place]
    q, engine = shown_question(desk.document, data, form), engine_question(data)
    written_in = desk.document.metadata.language
    typed = "\n".join(form.get("samples", [])) if form and "samples" in form else None
    samples, table = "", []
    if isinstance(engine, Numeric | ShortText):
        samples = samples_for(engine) if typed is None else typed
        table = tried(engine, [line.strip() for line in samples.splitlines() if line.strip()][:MOST_SAMPLES])
    marked = q is not None and form is not None and form.get("do") == ["mark"]
    return render_template(
        "studio/try.html", draft=the_draft(draft_id), desk=desk, place=place, name=name, q=q, written_in=written_in,
        problems=_field_problems(desk, place), samples=samples, table=table, typing=bool(table or samples),
        numbers=isinstance(engine, Numeric), writes=may_write(draft_id),
        asked=asked_html(q, data, written_in) if q else "",
        result=reviewed_html(q, data, written_in) if q and marked else "",
    )  # fmt: skip


@bp.get("/courses/<draft_id>/quizzes/<quiz>/questions/<question>/try")
@sees_draft
def try_question(draft_id: str, quiz: str, question: str) -> str:
    """The question as learners get it."""
    desk, place = _found(draft_id, quiz, question)
    return _try_page(desk, draft_id, place, question, None)


@bp.post("/courses/<draft_id>/quizzes/<quiz>/questions/<question>/try")
@sees_draft
def mark_try(draft_id: str, quiz: str, question: str) -> str:
    """The answer, marked by the engine that marks learners. Nothing is stored."""
    desk, place = _found(draft_id, quiz, question)
    form: Form = posted()
    engine = engine_question(desk.questions[place])
    if engine and "move" in form:
        _name, form = moved([engine], form, form["move"][0])
    return _try_page(desk, draft_id, place, question, form)
