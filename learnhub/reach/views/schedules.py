"""Reports that somebody gets regularly."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from learnhub.access.permissions import Permission
from learnhub.centres.snapshot import reference
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Conflict
from learnhub.reach.forms import ReportForm
from learnhub.reach.releases import access, queries, service
from learnhub.reach.views import bp
from learnhub.reach.views.navigation import places
from learnhub.reach.views.release_words import scope_name
from learnhub.reach.views.releases import scope_choices, somewhere
from learnhub.web.guards import allowed, require
from learnhub.web.i18n import LANGUAGES, language
from learnhub.web.identity import current_identity

Answer = str | BaseResponse | tuple[str, int]


@bp.route("/reach/regular-reports", methods=["GET", "POST"])
@allowed(Permission.MAKE_RELEASE, somewhere)
def schedules() -> Answer:
    """What the person gets, and one more."""
    form, person_id = ReportForm.offering(scope_choices(), language()), current_identity().person_id or 0
    if form.sent():
        require(Permission.MAKE_RELEASE, access.resource_of(reference(reading()), form.scope.data))
        try:
            with transaction() as session:
                service.subscribe(
                    session, person_id=person_id, scope=form.scope.data, every=form.every.data, day=form.day.data,
                    language=form.language.data, now=now(),
                )  # fmt: skip
            flash(_("You will get this report. Its link comes by mail; this page has it, too."), "ok")
            return redirect(url_for("reach.schedules"), 303)
        except Conflict as error:
            form.scope.errors = [_(error.message)]
    session = reading()
    known = reference(session)
    return render_template(
        "reach/schedules.html", form=form, places=places(), languages=LANGUAGES,
        mine=[
            (each, scope_name(known, each.scope), queries.find_release(session, each.release_id or ""))
            for each in queries.schedules_of(session, person_id)
        ],
    ), 422 if form.problems else 200  # fmt: skip


@bp.post("/reach/regular-reports/<int:schedule_id>/end")
@allowed(Permission.MAKE_RELEASE, lambda schedule_id: somewhere())
def end_report(schedule_id: int) -> Answer:
    """No more of it."""
    with transaction() as session:
        service.unsubscribe(session, person_id=current_identity().person_id or 0, schedule_id=schedule_id)
    flash(_("You will not get this report any more."), "ok")
    return redirect(url_for("reach.schedules"), 303)
