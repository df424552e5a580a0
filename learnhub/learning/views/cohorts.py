"""Cohorts of a course: learners who begin and end together."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learnhub.access.permissions import Permission
from learnhub.access.policy import permits
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Unacceptable
from learnhub.learning.forms import CohortForm
from learnhub.learning.queries.cohorts import cohorts_of, get_cohort
from learnhub.learning.service import deciding
from learnhub.learning.views import bp
from learnhub.learning.views.learners import in_force
from learnhub.learning.views.team import course_resource
from learnhub.web.guards import allowed
from learnhub.web.identity import current_identity


def _written(form: CohortForm) -> dict[str, Any]:
    return {"name": form.name.data, "starts_on": form.starts_on.data, "ends_on": form.ends_on.data}


@bp.get("/courses/<code>/cohorts")
@allowed(Permission.VIEW_COURSE_REPORT, course_resource)
def cohorts(code: str) -> str:
    """All cohorts with their dates, and a new one."""
    return _list(code, CohortForm())


def _list(code: str, form: CohortForm) -> str:
    version = in_force(code)
    return render_template(
        "learning/cohorts.html", code=code, version=version, form=form,
        cohorts=cohorts_of(reading(), version.course_id),
        guides=permits(current_identity(), Permission.GUIDE_LEARNERS, course_resource(code)),
    )  # fmt: skip


@bp.post("/courses/<code>/cohorts")
@allowed(Permission.GUIDE_LEARNERS, course_resource)
def add_cohort(code: str) -> tuple[str, int] | Response:
    """One more cohort."""
    form, course_id = CohortForm(), in_force(code).course_id
    if not form.sent():
        return _list(code, form), 422
    try:
        with transaction() as session:
            deciding.add_cohort(session, course_id=course_id, now=now(), **_written(form))
    except Unacceptable as error:
        form.name.errors = [_(error.message)]
        return _list(code, form), 422
    flash(_("The cohort is stored. Choose its learners on the page of learners."), "ok")
    return redirect(url_for("learning.cohorts", code=code), 303)


@bp.route("/courses/<code>/cohorts/<int:cohort>", methods=["GET", "POST"])
@allowed(Permission.GUIDE_LEARNERS, course_resource)
def change_cohort(code: str, cohort: int) -> str | tuple[str, int] | Response:
    """Other dates for everybody in it."""
    version = in_force(code)
    row = get_cohort(reading(), version.course_id, cohort)
    form = CohortForm(data=row._asdict())
    if form.sent():
        try:
            with transaction() as session:
                deciding.change_cohort(session, cohort=row, **_written(form))
            flash(_("The cohort is stored."), "ok")
            return redirect(url_for("learning.cohorts", code=code), 303)
        except Unacceptable as error:
            form.name.errors = [_(error.message)]
    status = 422 if form.problems else 200
    return render_template("learning/cohort.html", code=code, version=version, form=form, cohort=row), status
