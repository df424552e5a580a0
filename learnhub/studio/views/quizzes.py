"""A quiz of a draft: its settings, its questions in order, and its text where forms are not enough."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learnhub.access.permissions import Permission
from learnhub.access.policy import permits
from learnhub.coursefile import quizedit
from learnhub.coursefile.quizcheck import of_question, of_settings
from learnhub.coursefile.quizedit import Data, name_of
from learnhub.coursefile.quizform import settings_from, settings_of
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import NotFound
from learnhub.studio.domain import Saved
from learnhub.studio.kindwords import question_kinds, quiz_kinds
from learnhub.studio.problemwords import said, said_all
from learnhub.studio.queries.bank import origins
from learnhub.studio.queries.quizzes import Desk, get_desk, quiz_path
from learnhub.studio.service.drafts import save_part
from learnhub.studio.service.outline import count_minutes
from learnhub.studio.service.quizzes import change_quiz, place_in, put_back
from learnhub.studio.views import bp
from learnhub.studio.views.draft import draft_resource, edits_draft, person_id, sees_draft, the_draft
from learnhub.web.identity import current_identity
from learnhub.web.numbers import whole_number


def posted() -> dict[str, list[str]]:
    """The fields of the form, as often as they were sent."""
    return {name: list(values) for name, values in request.form.lists()}


def rev_in_form() -> int:
    """The revision that the form was made from."""
    return whole_number(request.form.get("rev")) or 0


def may_write(draft_id: str) -> bool:
    """Whether the reader may change this draft."""
    return permits(current_identity(), Permission.EDIT_COURSE, draft_resource(draft_id))


def tell(saved: Saved) -> None:
    """Say what came of saving where it is more than that it is saved."""
    if saved.clashes:
        flash(
            _(
                "Somebody else changed the same place meanwhile. Both texts are kept, one after the other: keep one."
            ),
            "warn",
        )
    elif saved.merged:
        flash(_("Saved, together with what others changed meanwhile."), "ok")


def quiz_page(desk: Desk, draft_id: str, **more: Any) -> str:
    """The page of a quiz, or its text where forms cannot show it."""
    draft, problems = the_draft(draft_id), desk.problems
    every: dict[str, Any] = {
        "draft": draft, "desk": desk, "writes": may_write(draft_id), "said": said,
        "problems": said_all(of_settings(problems)), "kinds": question_kinds(), "quiz_kinds": quiz_kinds(),
    }  # fmt: skip
    if desk.data is None:
        return render_template(
            "studio/quiz_text.html", found=problems, typed=desk.part.text, rev=desk.rev, **every
        )
    counts = [sum(map(len, of_question(problems, place).values())) for place in range(len(desk.questions))]
    names = [name_of(desk.data, place) for place in range(len(desk.questions))]
    return render_template(
        "studio/quiz.html", origins=origins(reading(), draft_id, desk.quiz),
        settings=settings_of(desk.data), names=names, counts=counts,
        **{**every, **more},
    )  # fmt: skip


@bp.get("/courses/<draft_id>/quizzes/<quiz>")
@sees_draft
def quiz(draft_id: str, quiz: str) -> str:
    """Settings and questions. After a question was removed, `back` and `at` say how it can be put back."""
    desk = get_desk(reading(), draft_id, quiz)
    at = whole_number(request.args.get("at"))
    undo = None if at is None else (request.args.get("back", "")[:80], at)
    return quiz_page(desk, draft_id, undo=undo)


@bp.post("/courses/<draft_id>/quizzes/<quiz>")
@edits_draft
def save_quiz(draft_id: str, quiz: str) -> Response:
    """Keep the settings."""
    form = posted()
    with transaction() as session:
        saved = change_quiz(
            session, draft=the_draft(draft_id), quiz=quiz, rev=rev_in_form(),
            change=lambda data: settings_from(form, data), actor=person_id(), now=now(),
        )  # fmt: skip
        count_minutes(session, draft=the_draft(draft_id), actor=person_id(), now=now())
    tell(saved)
    return redirect(url_for("studio.quiz", draft_id=draft_id, quiz=quiz), 303)


def _up(name: str, data: Data) -> Data:
    return quizedit.moved(data, place_in(data, name), -1)


def _down(name: str, data: Data) -> Data:
    return quizedit.moved(data, place_in(data, name), 1)


def _copy(name: str, data: Data) -> Data:
    return quizedit.duplicated(data, place_in(data, name))


def _drop(name: str, data: Data) -> Data:
    return quizedit.removed(data, place_in(data, name))


ACTS: dict[str, Callable[[str, Data], Data]] = {"up": _up, "down": _down, "copy": _copy, "drop": _drop}
KEPT_AS = {"up": "move", "down": "move"}


@bp.post("/courses/<draft_id>/quizzes/<quiz>/questions")
@edits_draft
def arrange(draft_id: str, quiz: str) -> Response:
    """Move, copy or remove a question: the buttons beside it. The button's value is `ACT.NAME`."""
    what, _dot, name = request.form.get("do", "").partition(".")
    if what not in ACTS:
        raise NotFound
    rev = rev_in_form()
    with transaction() as session:
        saved = change_quiz(
            session, draft=the_draft(draft_id), quiz=quiz, rev=rev, change=partial(ACTS[what], name),
            actor=person_id(), now=now(), act=KEPT_AS.get(what, "edit"),
        )  # fmt: skip
    tell(saved)
    if what == "drop":
        address = url_for("studio.quiz", draft_id=draft_id, quiz=quiz, back=name, at=rev, _anchor="undo")
    else:
        address = url_for("studio.quiz", draft_id=draft_id, quiz=quiz, _anchor=f"q-{name}")
    return redirect(address, 303)


def only_outcome(draft_id: str, quiz: str) -> Data:
    """The outcome of a new question, where the course has but one."""
    found = get_desk(reading(), draft_id, quiz).outcomes
    return {"outcome": found[0][0]} if len(found) == 1 else {}


def append_question(draft_id: str, quiz: str, kind: str, rev: int) -> str:
    """The address of an empty question of this kind, which now stands after all others."""
    made: list[Data] = []
    only = only_outcome(draft_id, quiz)

    def add(data: Data) -> Data:
        made.append({**quizedit.new_question(data, kind), **only})
        return quizedit.inserted(data, len(quizedit.questions_of(data)), made[0])

    with transaction() as session:
        saved = change_quiz(
            session, draft=the_draft(draft_id), quiz=quiz, rev=rev, change=add, actor=person_id(), now=now()
        )
    tell(saved)
    return url_for("studio.question", draft_id=draft_id, quiz=quiz, question=made[0]["id"])


@bp.post("/courses/<draft_id>/quizzes/<quiz>/questions/new")
@edits_draft
def add_question(draft_id: str, quiz: str) -> Response:
    """An empty question of the chosen kind, after all others; its page opens."""
    kind = request.form.get("kind", "")
    if kind not in question_kinds():
        raise NotFound
    return redirect(append_question(draft_id, quiz, kind, rev_in_form()), 303)


@bp.post("/courses/<draft_id>/quizzes/<quiz>/questions/back")
@edits_draft
def restore_question(draft_id: str, quiz: str) -> Response:
    """Put a removed question back."""
    name = request.form.get("name", "")[:80]
    with transaction() as session:
        put_back(
            session,
            draft=the_draft(draft_id),
            quiz=quiz,
            name=name,
            rev=rev_in_form(),
            actor=person_id(),
            now=now(),
        )
    flash(_("The question is back in its place."), "ok")
    return redirect(url_for("studio.quiz", draft_id=draft_id, quiz=quiz, _anchor=f"q-{name}"), 303)


@bp.get("/courses/<draft_id>/quizzes/<quiz>/text")
@sees_draft
def quiz_text(draft_id: str, quiz: str) -> str:
    """The quiz as the text file that it is, with what is wrong in it by line."""
    desk = get_desk(reading(), draft_id, quiz)
    return render_template(
        "studio/quiz_text.html", draft=the_draft(draft_id), desk=desk, writes=may_write(draft_id),
        found=desk.problems, typed=desk.part.text, rev=desk.rev, said=said,
    )  # fmt: skip


@bp.post("/courses/<draft_id>/quizzes/<quiz>/text")
@edits_draft
def save_quiz_text(draft_id: str, quiz: str) -> Response:
    """Keep the text, right or wrong."""
    with transaction() as session:
        saved = save_part(
            session, draft=the_draft(draft_id), path=quiz_path(quiz), text=request.form.get("text", ""),
            base_rev=rev_in_form(), actor=person_id(), now=now(),
        )  # fmt: skip
        count_minutes(session, draft=the_draft(draft_id), actor=person_id(), now=now())
    tell(saved)
    return redirect(url_for("studio.quiz_text", draft_id=draft_id, quiz=quiz), 303)
