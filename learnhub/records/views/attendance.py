"""A row of an attendance sheet: look, and make it void."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Conflict, NotFound
from learnhub.records.domain import Change
from learnhub.records.forms import RowForm, WhyForm
from learnhub.records.queries.people import Day, get_day
from learnhub.records.service import correcting
from learnhub.records.views import bp
from learnhub.records.views.officer import Page, keeps_records, mine, note_act, note_look, officer, tell
from learnhub.records.words import ATTENDANCE


def _page(form: RowForm, why: WhyForm, day: Day | None, status: int) -> Page:
    if day is not None:
        note_look("attendance", row=day.record.attendance_id)
    return render_template("records/attendance.html", form=form, why=why, day=day, present=ATTENDANCE), status


def _found(form: RowForm, key: str) -> Day | None:
    try:
        return get_day(reading(), mine(), key) if key else None
    except NotFound as error:
        form.q.errors = [_(error.message)]
        return None


@bp.get("/attendance")
@keeps_records
def attendance() -> Page:
    """Find a row by its key."""
    form = RowForm(request.args)
    day = _found(form, form.q.data or "")
    return _page(form, WhyForm.of(Change.VOID_ATTENDANCE), day, 422 if form.problems else 200)


@bp.post("/attendance/<key>")
@keeps_records
def void_attendance(key: str) -> Page:
    """Make the row void."""
    day, why = get_day(reading(), mine(), key), WhyForm.of(Change.VOID_ATTENDANCE)
    if not why.sent():
        return _page(RowForm(formdata=None, data={"q": key}), why, day, 422)
    who = officer()
    try:
        with transaction() as session:
            correcting.void_attendance(session, key=key, officer=who, why=why.why(), now=now())
    except Conflict as error:
        tell(error)
    else:
        note_act("void attendance", row=key)
        flash(_("The row is void and counts no more. The history can undo it."), "ok")
    return redirect(url_for("records.attendance", q=key), 303)
