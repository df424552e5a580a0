"""Whether a lesson was clear: learners say so, and their course team reads it without names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from learnhub.access.permissions import Permission
from learnhub.catalogue.content import StepInfo
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import NotFound
from learnhub.learning.context import Here, here
from learnhub.learning.forms import UnclearForm
from learnhub.learning.itemstats import FEWEST
from learnhub.learning.queries.feedback import Heard, feedback_csv, feedback_of, find_word, texts_page
from learnhub.learning.service.feedback import say, take_back
from learnhub.learning.views import bp
from learnhub.learning.views.insights import asked_version
from learnhub.learning.views.team import course_resource
from learnhub.web.csvfile import csv_file
from learnhub.web.guards import allowed, signed_in
from learnhub.web.paging import Page, page_number

PAGE_SIZE = 50


def _of_learner(code: str, lesson: str) -> tuple[Here, StepInfo, int]:
    at = here(code)
    step = at.version.step(lesson)
    if at.row is None or step.kind != "lesson":
        raise NotFound(_("You are not enrolled in this course."))
    return at, step, at.row.person_id


@bp.get("/courses/<code>/<lesson>/clear")
@signed_in
def was_clear(code: str, lesson: str) -> str:
    """What the learner said of a lesson, to change or take back."""
    at, step, person = _of_learner(code, lesson)
    said = find_word(reading(), person_id=person, version=at.version, step=step)
    form = _form()
    if said is not None:
        form.clear.data, form.unclear.data = "yes" if said.clear else "no", said.unclear
    return _clear_page(at, step, form, said)


def _form() -> UnclearForm:
    form = UnclearForm()
    form.clear.choices = [("yes", _("Clear")), ("no", _("Not clear"))]
    return form


def _clear_page(at: Here, step: StepInfo, form: UnclearForm, said: Any) -> str:
    return render_template("learning/clear.html", at=at, step=step, form=form, said=said, fewest=FEWEST)


@bp.post("/courses/<code>/<lesson>/clear")
@signed_in
def say_clear(code: str, lesson: str) -> str | tuple[str, int] | BaseResponse:
    """One press says whether; who says that it was not may say what, on a page of its own."""
    at, step, person = _of_learner(code, lesson)
    short = "unclear" not in request.form
    if request.form.get("do") == "back":
        with transaction() as session:
            take_back(session, person_id=person, version=at.version, step=step)
        flash(_("What you said of this lesson is taken back."), "ok")
        return redirect(url_for("learning.lesson", code=code, lesson=lesson), 303)
    form = _form()
    if not form.sent():
        said = find_word(reading(), person_id=person, version=at.version, step=step)
        return _clear_page(at, step, form, said), 422
    clear = form.clear.data == "yes"
    text = _kept(at, step, person) if short else (form.unclear.data or "").strip()
    with transaction() as session:
        say(session, person_id=person, version=at.version, step=step, clear=clear, unclear=text, now=now())
    if short and not clear:
        return redirect(url_for("learning.was_clear", code=code, lesson=lesson), 303)
    flash(_("Thank you. Your answer goes to the course team, without your name."), "ok")
    return redirect(url_for("learning.lesson", code=code, lesson=lesson), 303)


def _kept(at: Here, step: StepInfo, person: int) -> str:
    """Words of an earlier time: pressing a button under the lesson does not remove them."""
    said = find_word(reading(), person_id=person, version=at.version, step=step)
    return said.unclear if said else ""


@bp.get("/courses/<code>/learners/feedback")
@allowed(Permission.VIEW_COURSE_REPORT, course_resource)
def feedback(code: str) -> str:
    """Lesson by lesson how many found it clear, and in their words what was not."""
    version, versions = asked_version(code)
    found = feedback_of(reading(), version)
    wanted = [each for each in found.lessons if each.step.id == request.args.get("at")]
    shown, number = wanted or found.lessons, page_number()
    rows = texts_page(reading(), version, shown, page=number, size=PAGE_SIZE)
    at = wanted[0].step.id if wanted else None
    return render_template(
        "learning/feedback.html", code=code, version=version, versions=versions, found=found, at=at, fewest=FEWEST,
        page=Page(rows, number, sum(each.texts for each in shown), PAGE_SIZE), titles=_titles(found.lessons),
        address=lambda n: url_for("learning.feedback", code=code, version=version.number, at=at, page=n),
    )  # fmt: skip


def _titles(lessons: list[Heard]) -> dict[str, str]:
    return {each.step.id: each.step.title for each in lessons}


@bp.get("/courses/<code>/learners/feedback.csv")
@allowed(Permission.VIEW_COURSE_REPORT, course_resource)
def feedback_file(code: str) -> Response:
    """The same of all lessons that may be shown, as a file."""
    version, _versions = asked_version(code)

    def pieces() -> Iterator[str]:
        session = reading()  # that of the stream: the page's own has ended when the first piece is asked for
        yield from feedback_csv(session, version, feedback_of(session, version).lessons)

    return csv_file(f"learnhub-{code}-feedback.csv", pieces())


@bp.app_template_global("answers_words")
def _answers_words(count: int) -> str:
    return str(ngettext("One answer", "%(num)s answers", count))
