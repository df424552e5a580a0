"""Marks that hold, put right by who gave them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learnhub.access.permissions import Permission
from learnhub.db import transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Conflict, Unacceptable
from learnhub.learning.forms import MarksForm, correction_form
from learnhub.learning.mails import post_marks
from learnhub.learning.marking import may_correct, most_points
from learnhub.learning.service.correcting import NOT_YOURS, correct_marks
from learnhub.learning.service.marking import Marking, Typed, open_marking
from learnhub.learning.views import bp
from learnhub.learning.views.marking import asked_queue, opened, work_resource
from learnhub.web.guards import allowed
from learnhub.web.identity import my_id
from learnhub.web.settings import current_settings


def _may(at: Marking) -> bool:
    return may_correct(at.stage, at.marks, my_id())


def _page(at: Marking, form: MarksForm, problem: str = "") -> str:
    return render_template(
        "learning/marking_correct.html", at=at, task=at.task, form=form, most=most_points(at.task.criteria),
        problem=problem, may=_may(at), marker=my_id(), queue=asked_queue(),
    )  # fmt: skip


@bp.get("/studio/marking/<key>/correct")
@allowed(Permission.GUIDE_LEARNERS, work_resource)
def correct_work(key: str) -> str:
    """The marks as they stand, to be put right."""
    at = opened(key)
    if not _may(at):
        raise Conflict(_(NOT_YOURS))
    form = correction_form(at.task.criteria, at.marks[-1])
    form.seen.data = at.seen
    return _page(at, form)


@bp.post("/studio/marking/<key>/correct")
@allowed(Permission.GUIDE_LEARNERS, work_resource)
def put_marks_right(key: str) -> str | tuple[str, int] | Response:
    """Give the marks once more, put right, and show the work."""
    at = opened(key)
    form = correction_form(at.task.criteria)
    if not form.sent():
        return _page(at, form), 422
    typed = Typed(form.points, form.remarks, form.remark.data or "", again=False, seen=form.seen.data or "")
    try:
        with transaction() as session:
            given = correct_marks(
                session,
                key=key,
                typed=typed,
                why=form.why.data or "",
                marker=my_id(),
                now=now(),
            )
            post_marks(session, open_marking(session, key), given, current_settings().public_url)
    except (Conflict, Unacceptable) as refused:
        at = opened(key)
        form.seen.data = at.seen
        return _page(at, form, _(refused.message)), 409 if isinstance(refused, Conflict) else 422
    said: Mapping[str, Any] = {"points": given.total, "most": most_points(at.task.criteria)}
    flash(_("Marks corrected: %(points)s of %(most)s.", **said), "ok")
    return redirect(url_for("learning.marking_work", key=key, **asked_queue().as_query), 303)
