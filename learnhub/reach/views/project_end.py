"""A donor project is ended, and opened again; one of which nothing was made is deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from learnhub.access.permissions import Permission
from learnhub.accounts.queries import names_of
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Conflict, Unacceptable
from learnhub.reach.forms import ProjectEndForm, ProjectTurnForm
from learnhub.reach.projects import queries, service
from learnhub.reach.projects.models import DonorProject
from learnhub.reach.releases.queries import unnamed
from learnhub.reach.releases.service import delete_project
from learnhub.reach.views import bp
from learnhub.reach.views.navigation import places
from learnhub.reach.views.projects import of_project, project_of
from learnhub.web.forms import PageForm
from learnhub.web.guards import allowed
from learnhub.web.identity import current_identity

Answer = str | BaseResponse | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Turn:
    """That a project ended (`day`) or was opened again (no day), with who said so, when and why."""

    day: date | None
    reason: str
    who: str
    at: datetime


def turns(project: DonorProject) -> list[Turn]:
    """What has become of a project, the latest first."""
    session = reading()
    rows = queries.turns_of(session, project.code)
    named = names_of(session, [each.person_id for each in rows if each.person_id])
    gone = _("somebody without an account")
    return [
        Turn(each.ended_on, each.reason, named.get(each.person_id or 0, gone), each.at)
        for each in reversed(rows)
    ]


def _back(code: str, said: str, kind: str) -> BaseResponse:
    flash(said, kind)
    return redirect(url_for("reach.project", code=code), 303)


@bp.route("/reach/projects/<code>/end", methods=["GET", "POST"])
@allowed(Permission.KEEP_PROJECTS, of_project)
def project_end(code: str) -> Answer:
    """Say since when the project is over, and why."""
    project, form, instant = project_of(code), ProjectEndForm(), now()
    if code in queries.ends_of(reading(), [code]):
        return _back(code, _("This project has ended already."), "warn")
    if request.method == "GET":
        form.ended_on.data = max(project.starts_on, min(project.ends_on, instant.date())).isoformat()
    elif form.sent():
        try:
            with transaction() as session:
                held = queries.get_project(session, code, None)
                service.end_project(
                    session, project=held, ended_on=form.day(), reason=form.reason.data or "", now=instant,
                    person_id=current_identity().person_id,
                )  # fmt: skip
        except Conflict:
            return _back(code, _("This project has ended already."), "warn")
        except Unacceptable as error:
            form.ended_on.errors = [_(error.message)]
        else:
            return _back(code, _("The project has ended. What was counted stays as it is."), "ok")
    page = render_template("reach/project_end.html", form=form, project=project, places=places(), over=False)
    return page, 422 if form.problems else 200


@bp.route("/reach/projects/<code>/open", methods=["GET", "POST"])
@allowed(Permission.KEEP_PROJECTS, of_project)
def project_open(code: str) -> Answer:
    """Let it run on."""
    project, form = project_of(code), ProjectTurnForm()
    if code not in queries.ends_of(reading(), [code]):
        return _back(code, _("This project has not ended, so there is nothing to open again."), "warn")
    if form.sent():
        try:
            with transaction() as session:
                held = queries.get_project(session, code, None)
                service.open_again(
                    session, project=held, reason=form.reason.data or "", now=now(),
                    person_id=current_identity().person_id,
                )  # fmt: skip
        except Conflict as error:
            return _back(code, _(error.message), "warn")
        return _back(code, _("The project runs again."), "ok")
    page = render_template("reach/project_end.html", form=form, project=project, places=places(), over=True)
    return page, 422 if form.problems else 200


@bp.route("/reach/projects/<code>/delete", methods=["GET", "POST"])
@allowed(Permission.KEEP_PROJECTS, of_project)
def project_delete(code: str) -> Answer:
    """Take it away, as long as nothing was made of it."""
    project, form = project_of(code), PageForm()
    try:
        if form.sent():
            with transaction() as session:
                delete_project(session, project=queries.get_project(session, code, None))
            flash(_("The project is deleted."), "ok")
            return redirect(url_for("reach.projects"), 303)
    except Conflict as error:
        return _back(code, _(error.message), "warn")
    if not unnamed(reading(), code):
        return _back(code, _(service.NAMED), "warn")
    return render_template("reach/project_delete.html", project=project, places=places())
