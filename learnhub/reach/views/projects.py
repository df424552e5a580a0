"""Donor projects: the list, one of them, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from learnhub.access.permissions import Permission
from learnhub.access.policy import ANYTHING, Resource
from learnhub.centres.domain import Reference
from learnhub.centres.snapshot import reference
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Conflict, Unacceptable
from learnhub.reach.forms import NewProjectForm, ProjectForm
from learnhub.reach.projects import access, queries, service
from learnhub.reach.projects.models import DonorProject
from learnhub.reach.views import bp
from learnhub.reach.views.dashboard_asked import somewhere
from learnhub.reach.views.navigation import places
from learnhub.web.guards import allowed, require
from learnhub.web.identity import current_identity
from learnhub.web.paging import Page, page_number

Answer = str | BaseResponse | tuple[str, int]
ROWS = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """A project with the name of whose it is. `ended_on` is empty while it runs; `late`: past its last day."""

    project: DonorProject
    owner: str
    ended_on: date | None
    late: bool


any_home = partial(somewhere, Permission.KEEP_PROJECTS)
"""One of the centres whose projects this person keeps, for the guard."""


def project_of(code: str) -> DonorProject:
    """The project of this code. Raises NotFound, also for somebody else's."""
    session = reading()
    homes = access.homes(current_identity(), reference(session))
    return queries.get_project(session, code, homes)


def of_project(code: str, **_parts: object) -> Resource:
    """What the project is to policies, for the guard. Raises NotFound, also for somebody else's."""
    return access.resource_of(reference(reading()), project_of(code).centre)


def owner_name(known: Reference, centre: str) -> str:
    """Whose a project is."""
    return known.centre_name(centre) if centre else _("The whole network")


def project_days(project: DonorProject) -> dict[str, str]:
    """Its days as addresses write them, up to today, or to the day on which it was ended before its time."""
    ended = queries.ends_of(reading(), [project.code]).get(project.code)
    over = ended.ended_on if ended and ended.ended_on else project.ends_on
    last = max(project.starts_on, min(project.ends_on, over, now().date()))
    return {"from": project.starts_on.isoformat(), "to": last.isoformat()}


def back_if_ended(code: str) -> BaseResponse | None:
    """Back to the project instead of to a form that could not be kept. What was typed meanwhile is not thrown away."""
    if request.method != "GET" or not queries.ends_of(reading(), [code]):
        return None
    flash(_("This project has ended. Open it again to change it."), "warn")
    return redirect(url_for("reach.project", code=code), 303)


def _owners() -> list[tuple[str, str]]:
    """Whose project a new one can be."""
    known = reference(reading())
    homes = access.homes(current_identity(), known)
    codes = known.centres if homes is None else homes
    named = sorted(((code, known.centre_name(code)) for code in codes), key=lambda each: each[1].casefold())
    return [*([("", _("The whole network"))] if homes is None else []), *named]


def _values(form: ProjectForm) -> service.ProjectValues:
    days = form.days()
    return service.ProjectValues(
        donor=form.donor.data or "", title=form.title.data or "", starts_on=days[0], ends_on=days[1]
    )


def _taken(code: str) -> str:
    """That a code is taken, by which project if it is the reader's, and one that is not."""
    session = reading()
    homes = access.homes(current_identity(), reference(session))
    found = queries.find_project(session, code)
    if found is not None and (homes is None or found.centre in homes):
        return str(_("There is a project of this code already: %(title)s", title=found.title))
    said = _(
        "This code is taken, perhaps by a project that is not open to you: each code is given once in the "
        "whole network. This one is free: %(code)s",
        code=queries.free_code(session, code),
    )
    return str(said)


@bp.get("/reach/projects")
@allowed(Permission.KEEP_PROJECTS, any_home)
def projects() -> Answer:
    """The projects that this person keeps."""
    session, number = reading(), page_number()
    known = reference(session)
    rows, total = queries.list_projects(
        session, access.homes(current_identity(), known), page=number, size=ROWS
    )
    ends, today = queries.ends_of(session, [each.code for each in rows]), now().date()
    days = {code: each.ended_on for code, each in ends.items()}
    listed = [
        Listed(each, owner_name(known, each.centre), days.get(each.code), each.ends_on < today)
        for each in rows
    ]
    return render_template(
        "reach/projects.html", page=Page(listed, number, total, ROWS), places=places(),
        href=lambda wanted: url_for("reach.projects", page=wanted),
    )  # fmt: skip


@bp.route("/reach/projects/new", methods=["GET", "POST"])
@allowed(Permission.KEEP_PROJECTS, any_home)
def project_new() -> Answer:
    """One more."""
    form = NewProjectForm.offering(_owners())
    if form.sent():
        centre, code = form.centre.data or "", form.code.data or ""
        known = reference(reading())
        require(Permission.KEEP_PROJECTS, access.resource_of(known, centre) if centre else ANYTHING)
        values = _values(form)
        try:
            with transaction() as session:
                service.add_project(session, code=code, centre=centre, values=values, now=now())
        except Conflict:
            form.code.errors = [_taken(code)]
        except Unacceptable as error:
            (form.code if service.CODE.fullmatch(code) is None else form.ends_on).errors = [_(error.message)]
        else:
            flash(_("The project is there. Now choose its courses and trainings."), "ok")
            return redirect(url_for("reach.project", code=code), 303)
    return render_template(
        "reach/project_form.html", form=form, places=places(), project=None
    ), 422 if form.problems else 200  # fmt: skip


@bp.route("/reach/projects/<code>/change", methods=["GET", "POST"])
@allowed(Permission.KEEP_PROJECTS, of_project)
def project_change(code: str) -> Answer:
    """Donor, title and days. One that has ended says so, and nothing that was typed is lost."""
    found, form = project_of(code), ProjectForm()
    if ended := back_if_ended(code):
        return ended
    if request.method == "GET":
        form.donor.data, form.title.data, form.seen.data = found.donor, found.title, queries.stamp_of(found)
        form.starts_on.data, form.ends_on.data = found.starts_on.isoformat(), found.ends_on.isoformat()
    elif form.sent():
        values = _values(form)
        try:
            with transaction() as session:
                held = queries.get_project(session, code, None)
                service.change_project(session, project=held, values=values, seen=form.seen.data or "")
        except Unacceptable as error:
            form.ends_on.errors = [_(error.message)]
        except Conflict as error:
            form.donor.errors = [_(error.message)]
            form.seen.data = queries.stamp_of(project_of(code))
        else:
            flash(_("Changed."), "ok")
            return redirect(url_for("reach.project", code=code), 303)
    return render_template(
        "reach/project_form.html", form=form, places=places(), project=found
    ), 422 if form.problems else 200  # fmt: skip
