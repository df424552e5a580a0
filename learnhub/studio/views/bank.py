"""The bank of questions, beside the quiz that they are pulled into."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learnhub.centres.snapshot import reference
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.studio.kindwords import question_kinds
from learnhub.studio.queries.bank import Wanted, bank, get_banked
from learnhub.studio.queries.quizzes import get_desk
from learnhub.studio.service.bank import pull_question
from learnhub.studio.views import bp
from learnhub.studio.views.draft import edits_draft, person_id, the_draft
from learnhub.studio.views.quizzes import rev_in_form, tell
from learnhub.web.i18n import language
from learnhub.web.identity import current_identity
from learnhub.web.paging import Page, page_number

PAGE_SIZE = 20
LONGEST = 200


def _wanted() -> Wanted:
    given = request.args
    return Wanted(*(given.get(name, "")[:LONGEST].strip() for name in ("q", "kind", "theme", "outcome")))


@bp.get("/courses/<draft_id>/quizzes/<quiz>/bank")
@edits_draft
def bank_page(draft_id: str, quiz: str) -> str:
    """Questions of one's centres, by words, kind, theme and outcome."""
    desk, wanted = get_desk(reading(), draft_id, quiz), _wanted()
    here = f"d/{draft_id}/{quiz}/"
    every = [each for each in bank(reading(), current_identity()) if not each.where.startswith(here)]
    found, number = [each for each in every if wanted.fits(each)], page_number()
    shown = found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    known = reference(reading()).themes
    themes = sorted({theme for each in every for theme in each.themes})
    asked: dict[str, Any] = {
        "q": wanted.words, "kind": wanted.kind, "theme": wanted.theme, "outcome": wanted.outcome,
    }  # fmt: skip
    return render_template(
        "studio/bank.html", draft=the_draft(draft_id), desk=desk, kinds=question_kinds(), wanted=wanted,
        themes=[(code, known[code].label(language()) if code in known else code) for code in themes],
        page=Page(shown, number, len(found), PAGE_SIZE),
        listing=lambda n: url_for("studio.bank_page", draft_id=draft_id, quiz=quiz, page=n, **asked),
    )  # fmt: skip


@bp.post("/courses/<draft_id>/quizzes/<quiz>/bank")
@edits_draft
def pull(draft_id: str, quiz: str) -> Response:
    """Copy a question into the quiz."""
    banked = get_banked(reading(), current_identity(), request.form.get("where", "")[:LONGEST])
    outcomes = dict(get_desk(reading(), draft_id, quiz).outcomes)
    with transaction() as session:
        saved, name = pull_question(
            session, draft=the_draft(draft_id), quiz=quiz, rev=rev_in_form(), banked=banked, outcomes=outcomes,
            actor=person_id(), now=now(),
        )  # fmt: skip
    tell(saved)
    flash(_("The question was copied. Where it comes from is noted beside it."), "ok")
    return redirect(url_for("studio.quiz", draft_id=draft_id, quiz=quiz, _anchor=f"q-{name}"), 303)
