"""Reports that somebody gets regularly."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from learnhub.access.permissions import Permission
from learnhub.accounts.queries import get_person
from learnhub.centres.snapshot import reference
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Conflict
from learnhub.reach.forms import ReportForm
from learnhub.reach.releases import access, queries, service
from learnhub.reach.releases.reports import next_due
from learnhub.reach.views import bp
from learnhub.reach.views.navigation import places
from learnhub.reach.views.release_words import scope_name
from learnhub.reach.views.releases import any_scope, scope_choices
from learnhub.web.guards import allowed, require
from learnhub.web.i18n import LANGUAGES, language
from learnhub.web.identity import my_id

Answer = str | BaseResponse | tuple[str, int]


@bp.route("/reach/regular-reports", methods=["GET", "POST"])
@allowed(Permission.MAKE_RELEASE, any_scope)
def schedules() -> Answer:
    """What the person gets, and one more."""
    form = ReportForm.offering(scope_choices(running=True), language())
    mailed = bool(get_person(reading(), my_id()).confirmed_email)
    if form.sent() and _kept(form, None):
        flash(
            _("You will get this report. Its link comes by mail; this page has it, too.") if mailed
            else _("You will get this report. This page will have its link."), "ok",
        )  # fmt: skip
        return redirect(url_for("reach.schedules"), 303)
    session = reading()
    known = reference(session)
    held = queries.schedules_of(session, my_id())
    return render_template(
        "reach/schedules.html", form=form, places=places(), languages=LANGUAGES, mailed=mailed,
        next_day={each.id: next_due(each.every, each.day, each.last_period, now().date()) for each in held},
        ends=queries.project_ends(session, {each.scope for each in held}),
        mine=[
            (each, scope_name(known, each.scope), queries.find_release(session, each.release_id or ""))
            for each in held
        ],
    ), 422 if form.problems else 200  # fmt: skip


@bp.route("/reach/regular-reports/<int:schedule_id>", methods=["GET", "POST"])
@allowed(Permission.MAKE_RELEASE, any_scope)
def change_report(schedule_id: int) -> Answer:
    """What it is about, when it comes and in which language."""
    found = queries.get_schedule(reading(), my_id(), schedule_id)
    form = ReportForm.offering(_choices(found.scope), language())
    if form.sent() and _kept(form, schedule_id):
        flash(_("Changed."), "ok")
        return redirect(url_for("reach.schedules"), 303)
    if request.method == "GET":
        form.scope.data, form.every.data = found.scope, found.every
        form.day.data, form.language.data = found.day, found.language
    return render_template(
        "reach/schedule.html", form=form, places=places(), about=scope_name(reference(reading()), found.scope)
    ), 422 if form.problems else 200  # fmt: skip


@bp.post("/reach/regular-reports/<int:schedule_id>/pause")
@allowed(Permission.MAKE_RELEASE, any_scope)
def pause_report(schedule_id: int) -> Answer:
    """None of it for the time being, or again."""
    pause = request.form.get("on") != "1"
    with transaction() as session:
        service.pause_report(
            session, person_id=my_id(), schedule_id=schedule_id, now=now() if pause else None
        )
    flash(_("Paused. You get none until you go on.") if pause else _("You will get this report again."), "ok")
    return redirect(url_for("reach.schedules"), 303)


@bp.post("/reach/regular-reports/<int:schedule_id>/again")
@allowed(Permission.MAKE_RELEASE, any_scope)
def report_again(schedule_id: int) -> Answer:
    """Make the last one after all."""
    with transaction() as session:
        service.try_report_again(session, person_id=my_id(), schedule_id=schedule_id)
    flash(_("It is tried again within a minute or two."), "ok")
    return redirect(url_for("reach.schedules"), 303)


@bp.post("/reach/regular-reports/<int:schedule_id>/end")
@allowed(Permission.MAKE_RELEASE, any_scope)
def end_report(schedule_id: int) -> Answer:
    """No more of it."""
    with transaction() as session:
        service.unsubscribe(session, person_id=my_id(), schedule_id=schedule_id)
    flash(_("You will not get this report any more."), "ok")
    return redirect(url_for("reach.schedules"), 303)


def _choices(scope: str) -> list[tuple[str, str]]:
    """What a report can be about, and what it is about now."""
    offered = scope_choices(running=True)
    if scope in dict(offered):
        return offered
    return [*offered, *(each for each in scope_choices() if each[0] == scope)]


def _kept(form: ReportForm, schedule_id: int | None) -> bool:
    """Keep what the form says, as a new report or in place of one; False: the form now says what is against it."""
    require(Permission.MAKE_RELEASE, access.resource_of(reading(), form.scope.data))
    wanted = {name: form[name].data for name in ("scope", "every", "day", "language")}
    try:
        with transaction() as session:
            if schedule_id is None:
                service.subscribe(session, person_id=my_id(), now=now(), **wanted)
            else:
                service.change_report(session, person_id=my_id(), schedule_id=schedule_id, **wanted)
    except Conflict as error:
        form.scope.errors = [_(error.message)]
        return False
    return True
