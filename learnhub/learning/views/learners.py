"""The learners of a course for its team: who is where, whom to look after, and what was decided about whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from flask import (
    Response,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from learnhub.access.permissions import Permission
from learnhub.access.policy import permits
from learnhub.catalogue.content import Version, load_version
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Unacceptable
from learnhub.learning.chosen import Chosen, chosen_from
from learnhub.learning.context import course_card
from learnhub.learning.domain import completion_holds, deadline_day
from learnhub.learning.forms import DueForm, ExcuseForm, PutForm, TryForm
from learnhub.learning.mails import post_decision
from learnhub.learning.queries.choosing import condition, count_chosen
from learnhub.learning.queries.cohorts import cohorts_of, get_cohort
from learnhub.learning.queries.keys import marked_anew_of
from learnhub.learning.queries.learners import (
    changes_of,
    get_learner,
    learners_csv,
    learners_page,
)
from learnhub.learning.queries.work import WORK, most_points, states_of
from learnhub.learning.service import deciding
from learnhub.learning.service.progress import unpassed_quizzes
from learnhub.learning.views import bp
from learnhub.learning.views.team import course_resource
from learnhub.learning.workwords import state_words
from learnhub.web.csvfile import csv_file
from learnhub.web.guards import allowed
from learnhub.web.i18n import long_date
from learnhub.web.identity import current_identity, my_id
from learnhub.web.paging import Page, page_number
from learnhub.web.settings import current_settings

PAGE_SIZE = 50
QUIET = timedelta(days=14)  # what the page offers as a time without a sign of study


def state_names() -> dict[str, str]:
    """How the page calls the states of `learning.chosen`."""
    return {
        "": _("Everybody who has not left"),
        "running": _("Not completed"),
        "new": _("Not begun"),
        "late": _("Deadline over, not completed"),
        "completed": _("Course completed"),
        "left": _("Left the course"),
    }


def in_force(code: str) -> Version:
    """The version that new learners of this course get."""
    return load_version(reading(), course_card(code).version_id)


def alone(chosen: Chosen, version: Version) -> str:
    """The name of the one learner that a page is about; empty where it is about several."""
    return get_learner(reading(), version, chosen.learner)[0].name if chosen.learner else ""


def decided(reason: str) -> deciding.Decision:
    """A decision of this moment."""
    return deciding.Decision(my_id(), now(), reason)


@bp.app_template_global("counted")
def _counted(total: int) -> str:
    return str(ngettext("One learner", "%(num)s learners", total))


@bp.app_template_global("decision_words")
def _decision_words(change: Any, version: Version) -> str:
    """What a row of `learner_change` says; `version` is the learner's."""
    what = {step.id: step.title for step in version.steps}.get(change.subject, change.subject)
    if change.kind == "due" and what:
        what = long_date(date.fromisoformat(what))
    words: dict[str, str] = {
        "try": _("One more try at “%(quiz)s”.", quiz=what),
        "due": _("Deadline %(day)s.", day=what) if what else _("Deadline of the cohort."),
        "excused": _("Excused from “%(step)s”.", step=what),
        "cohort": _("Put in the cohort “%(name)s”.", name=what) if what else _("Taken out of the cohort."),
        "moved": _("Moved to version %(n)s.", n=what),
    }
    return words[change.kind]


@bp.get("/courses/<code>/learners")
@allowed(Permission.VIEW_COURSE_REPORT, course_resource)
def learners(code: str) -> str:
    """Who is where; a filter that stands in the address, and what can be done for those it leaves."""
    version, chosen, session, today = (
        in_force(code),
        chosen_from(request.args),
        reading(),
        deadline_day(now()),
    )
    which = condition(chosen, version.course_id, version.id, today)
    number, total = page_number(), count_chosen(session, which)
    rows = learners_page(session, version, which, page=number, size=PAGE_SIZE)
    return render_template(
        "learning/learners.html", code=code, version=version, chosen=chosen, today=today, total=total,
        page=Page(rows, number, total, PAGE_SIZE), states=state_names(), quiet=(now().date() - QUIET).isoformat(),
        cohorts=cohorts_of(session, version.course_id),
        guides=permits(current_identity(), Permission.GUIDE_LEARNERS, course_resource(code)),
        address=lambda n: url_for("learning.learners", code=code, page=n, **chosen.as_query),
    )  # fmt: skip


@bp.get("/courses/<code>/learners.csv")
@allowed(Permission.VIEW_COURSE_REPORT, course_resource)
def learners_file(code: str) -> Response:
    """The same of all whom the filter leaves, streamed; the last line counts them."""
    version, chosen, today = in_force(code), chosen_from(request.args), deadline_day(now())

    def pieces() -> Iterator[str]:
        which = condition(chosen, version.course_id, version.id, today)
        yield from learners_csv(reading(), version, which)

    return csv_file(f"learnhub-{code}-learners.csv", pieces())


@bp.get("/courses/<code>/learners/<int:enrolment>")
@allowed(Permission.VIEW_COURSE_REPORT, course_resource)
def learner(code: str, enrolment: int) -> str:
    """One learner: how far, by when, and every decision about her."""
    return _learner_page(code, enrolment, {})


def _hers(code: str, enrolment: int) -> tuple[Version, Any, Any]:
    """The learner's own version, what pages show of her, and her enrolment."""
    newest = in_force(code)
    shown, row = get_learner(reading(), newest, enrolment)
    version = load_version(reading(), row.pinned_id) if row.pinned_id else newest
    return version, shown, row


def _learner_page(code: str, enrolment: int, forms: dict[str, Any]) -> str:
    version, shown, row = _hers(code, enrolment)
    limited = [(quiz.id, quiz.title) for quiz in version.quizzes.values() if quiz.attempts]
    todo = [(step.id, step.title) for step in version.steps if not (row.done | row.excused) & step.mask]
    todo += [
        (step.id, step.title)
        for step in version.steps
        if step.kind == "quiz" and row.done & step.mask and not row.excused & step.mask
    ]
    made = {
        "try": TryForm(prefix="try-"),
        "due": DueForm(prefix="due-"),
        "excused": ExcuseForm(prefix="excused-"),
        **forms,
    }
    made["try"].quiz.choices, made["excused"].step.choices = limited, todo
    if not forms:
        made["due"].day.data = row.due_on
    return render_template(
        "learning/learner.html", code=code, version=version, newest=in_force(code), learner=shown, row=row, forms=made,
        limited=limited, todo=todo, changes=changes_of(reading(), enrolment), today=deadline_day(now()),
        problems=[problem for form in made.values() for problem in form.problems],
        guides=permits(current_identity(), Permission.GUIDE_LEARNERS, course_resource(code)),
        anew=marked_anew_of(reading(), enrolment), titles={step.id: step.title for step in version.steps},
        works=_works_of(enrolment), unpassed=() if completion_holds(row) else unpassed_quizzes(version, row),
    )  # fmt: skip


def _works_of(enrolment: int) -> dict[str, str]:
    """Where the learner's works stand, by assignment, in words."""
    session = reading()
    found = states_of(session, WORK.c.enrolment_id == enrolment).get(enrolment, {})
    return {name: state_words(state, most_points(session, state, name)) for name, state in found.items()}


def _tell(
    session: Session, kind: str, what: str | date, row: Any, version: Version, why: deciding.Decision
) -> None:
    post_decision(
        session, kind, what, row=row, version=version, why=why, public_url=current_settings().public_url
    )


@bp.post("/courses/<code>/learners/<int:enrolment>/try")
@allowed(Permission.GUIDE_LEARNERS, course_resource)
def one_more_try(code: str, enrolment: int) -> tuple[str, int] | BaseResponse:
    """One try more at a quiz."""
    version, _shown, row = _hers(code, enrolment)
    form = TryForm(prefix="try-")
    form.quiz.choices = [(quiz, quiz) for quiz in version.quizzes]
    if not form.sent():
        return _learner_page(code, enrolment, {"try": form}), 422
    quiz, why = form.quiz.data, decided(form.reason.data or "")
    with transaction() as session:
        deciding.give_try(session, row=row, version=version, quiz=quiz, why=why)
        _tell(session, "try", version.step(quiz).title, row, version, why)
    flash(_("She has one try more."), "ok")
    return redirect(url_for("learning.learner", code=code, enrolment=enrolment), 303)


@bp.post("/courses/<code>/learners/<int:enrolment>/due")
@allowed(Permission.GUIDE_LEARNERS, course_resource)
def other_deadline(code: str, enrolment: int) -> tuple[str, int] | BaseResponse:
    """A deadline of her own, or that of her cohort again."""
    version, _shown, row = _hers(code, enrolment)
    form = DueForm(prefix="due-")
    if not form.sent():
        return _learner_page(code, enrolment, {"due": form}), 422
    day, why = form.day.data, decided(form.reason.data or "")
    try:
        with transaction() as session:
            deciding.set_due(session, row=row, day=day, why=why)
            if day:
                _tell(session, "due", day, row, version, why)
    except Unacceptable as error:
        form.day.errors = [_(error.message)]
        return _learner_page(code, enrolment, {"due": form}), 422
    flash(_("The deadline is stored."), "ok")
    return redirect(url_for("learning.learner", code=code, enrolment=enrolment), 303)


@bp.post("/courses/<code>/learners/<int:enrolment>/excuse")
@allowed(Permission.GUIDE_LEARNERS, course_resource)
def excuse_step(code: str, enrolment: int) -> tuple[str, int] | BaseResponse:
    """Let her leave a step out."""
    version, _shown, row = _hers(code, enrolment)
    form = ExcuseForm(prefix="excused-")
    form.step.choices = [(step.id, step.title) for step in version.steps]
    if not form.sent():
        return _learner_page(code, enrolment, {"excused": form}), 422
    step, why = version.step(form.step.data), decided(form.reason.data or "")
    with transaction() as session:
        completed = deciding.excuse(session, row=row, version=version, step=step, why=why)
        _tell(session, "excused", step.title, row, version, why)
    words = _("The step is excused, and the course is completed.") if completed else _("The step is excused.")
    flash(words, "ok")
    return redirect(url_for("learning.learner", code=code, enrolment=enrolment), 303)


@bp.route("/courses/<code>/learners/cohort", methods=["GET", "POST"])
@allowed(Permission.GUIDE_LEARNERS, course_resource)
def put_in_cohort(code: str) -> str | tuple[str, int] | BaseResponse:
    """Put the chosen learners into a cohort, or into none."""
    version, chosen = in_force(code), chosen_from(request.args)
    which = condition(chosen, version.course_id, version.id, deadline_day(now()))
    form, cohorts = PutForm(), cohorts_of(reading(), version.course_id)
    form.cohort.choices = [*((str(each.id), each.name) for each in cohorts), ("0", _("No cohort"))]
    if not form.sent():
        page = render_template(
            "learning/put.html", code=code, version=version, form=form, total=count_chosen(reading(), which),
            chosen=chosen, cohorts=cohorts, alone=alone(chosen, version),
        )  # fmt: skip
        return (page, 422) if request.method == "POST" else page
    with transaction() as session:
        wanted = int(form.cohort.data)
        cohort = get_cohort(session, version.course_id, wanted) if wanted else None
        count = deciding.put_in_cohort(session, which=which, cohort=cohort, why=decided(""))
    flash(ngettext("One learner changed cohort.", "%(num)s learners changed cohort.", count), "ok")
    return redirect(url_for("learning.learners", code=code, **Chosen(cohort=wanted).as_query), 303)
