"""What belongs to a donor project: the donor's indicators, and the courses and trainings that are tagged to it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from learnhub.access.permissions import Permission
from learnhub.centres.snapshot import reference
from learnhub.db import reading, transaction
from learnhub.formats.sheets import Sheet
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Conflict, NotFound
from learnhub.reach.compose.observing import unit_of
from learnhub.reach.compose.plan import PROJECT
from learnhub.reach.forms import DonorIndicatorForm
from learnhub.reach.indicators import INDICATORS
from learnhub.reach.projects import queries, service
from learnhub.reach.projects.models import DonorIndicator, DonorProject
from learnhub.reach.publication.donors import DonorSheetError, Fault, aliases_of
from learnhub.reach.publication.numbers import UNITS
from learnhub.reach.releases.queries import unnamed
from learnhub.reach.views import bp
from learnhub.reach.views import dashboard_words as words
from learnhub.reach.views.donor_words import said_of_field
from learnhub.reach.views.navigation import places
from learnhub.reach.views.project_end import turns
from learnhub.reach.views.projects import (
    ROWS,
    back_if_ended,
    of_project,
    owner_name,
    project_days,
    project_of,
)
from learnhub.web.guards import allowed
from learnhub.web.paging import Page, page_number

Answer = str | BaseResponse | tuple[str, int]
MOST_AT_ONCE = 100
_FIELDS = {Fault.DAY: "baseline_day", Fault.BASELINE: "baseline_day", Fault.INDICATOR: "indicator"}


def units() -> dict[str, str]:
    """The unit of each of our indicators that a donor report has."""
    return {each.name: unit_of(each) for each in PROJECT.key_figures if each.code in INDICATORS}


def written(value: Fraction | int | None, unit: str) -> str:
    """A number by its unit, in the reader's language."""
    kind = UNITS[unit]
    return words.percent(value) if kind.percent else words.decimal(value, kind.places)


def _targets(project: DonorProject) -> dict[str, str]:
    """The target of each of the donor's indicators, as it is written elsewhere."""
    known = units()
    found = queries.aliases(reading(), project, known)
    fractions = ((each, None if each.target is None else Fraction(each.target)) for each in found)
    return {each.code: written(target, known[each.indicator]) for each, target in fractions}


def _act(code: str, act: Callable[[Session, DonorProject], object], said: str) -> BaseResponse:
    """Do what a button says, and go back to the project; what somebody else did meanwhile is said there."""
    try:
        with transaction() as session:
            act(session, queries.get_project(session, code, None))
    except (Conflict, NotFound) as error:
        flash(_(error.message), "warn")
    else:
        flash(said, "ok")
    return redirect(url_for("reach.project", code=code), 303)


@bp.get("/reach/projects/<code>")
@allowed(Permission.KEEP_PROJECTS, of_project)
def project(code: str) -> Answer:
    """What a project is, its donor's indicators, its courses and trainings."""
    session, found, number = reading(), project_of(code), page_number()
    names = sorted(queries.tagged(session, code))
    shown = queries.things(session, names[(number - 1) * ROWS : number * ROWS])
    return render_template(
        "reach/project.html", project=found, owner=owner_name(reference(session), found.centre),
        indicators=queries.indicators_of(session, code), targets=_targets(found), days=project_days(found),
        turns=turns(found), unused=not names and unnamed(session, code), late=found.ends_on < now().date(),
        page=Page(shown, number, len(names), ROWS), places=places(),
        href=lambda wanted: url_for("reach.project", code=code, page=wanted),
    )  # fmt: skip


def _form() -> DonorIndicatorForm:
    form = DonorIndicatorForm()
    named = {each.name: INDICATORS[each.code].name for each in PROJECT.key_figures if each.code in INDICATORS}
    form.indicator.choices = [(name, f"{name} {gettext(said)}") for name, said in sorted(named.items())]
    return form


def _acceptable(form: DonorIndicatorForm, donor: str) -> bool:
    """Whether the numbers can be taken; False: the form says at which field what is wrong."""
    values = {"donor": donor, **form.values()}
    try:
        aliases_of(Sheet(list(values), [(1, list(values.values()))]), units())
    except DonorSheetError as error:
        for problem in error.faults:
            name = _FIELDS.get(problem.fault) or (
                "baseline" if problem.typed == values["baseline"] else "target"
            )
            field = form[problem.typed if problem.fault is Fault.EMPTY else name]
            field.errors = [said_of_field(problem)]
    return not form.problems


def _kept(form: DonorIndicatorForm, code: str, number: int | None) -> bool:
    """Keep what the form says; False: it now says what is against it."""
    try:
        with transaction() as session:
            project = queries.get_project(session, code, None)
            row = queries.get_indicator(session, code, number) if number is not None else None
            service.keep_indicator(
                session, project=project, row=row, values=service.IndicatorValues(**form.values()),
                seen=form.seen.data or "",
            )  # fmt: skip
    except Conflict as error:
        form.code.errors = [_(error.message)]
        form.seen.data = _stamp(code, number)
        return False
    return True


def _stamp(code: str, number: int | None) -> str:
    return "" if number is None else queries.stamp_of(queries.get_indicator(reading(), code, number))


def _fill(form: DonorIndicatorForm, row: DonorIndicator) -> None:
    form.seen.data = queries.stamp_of(row)
    for name in form.values():
        form[name].data = getattr(row, name)


def _indicator_page(code: str, number: int | None) -> Answer:
    project, form = project_of(code), _form()
    if ended := back_if_ended(code):
        return ended
    row = queries.get_indicator(reading(), code, number) if number is not None else None
    if form.sent() and _acceptable(form, project.donor) and _kept(form, code, number):
        flash(_("Kept."), "ok")
        return redirect(url_for("reach.project", code=code), 303)
    if row is not None and request.method == "GET":
        _fill(form, row)
    return render_template(
        "reach/project_indicator.html", form=form, project=project, row=row, places=places()
    ), 422 if form.problems else 200  # fmt: skip


@bp.route("/reach/projects/<code>/indicators/new", methods=["GET", "POST"])
@allowed(Permission.KEEP_PROJECTS, of_project)
def project_indicator_new(code: str) -> Answer:
    """One more of the donor's indicators."""
    return _indicator_page(code, None)


@bp.route("/reach/projects/<code>/indicators/<int:number>", methods=["GET", "POST"])
@allowed(Permission.KEEP_PROJECTS, of_project)
def project_indicator(code: str, number: int) -> Answer:
    """One of them, to be changed."""
    return _indicator_page(code, number)


@bp.post("/reach/projects/<code>/indicators/<int:number>/remove")
@allowed(Permission.KEEP_PROJECTS, of_project)
def project_indicator_remove(code: str, number: int) -> Answer:
    """Take it out."""

    def drop(session: Session, project: DonorProject) -> None:
        service.drop_indicator(session, project=project, row=queries.get_indicator(session, code, number))

    return _act(code, drop, _("Taken out."))


def _sent_names() -> list[queries.Named]:
    """The courses and trainings that a form names, `course:ID`; at most so many at once."""
    pieces = (text.partition(":") for text in request.form.getlist("thing")[:MOST_AT_ONCE])
    return [
        (kind, name) for kind, _sign, name in pieces if kind in {"course", "event"} and name.isprintable()
    ]


@bp.get("/reach/projects/<code>/add")
@allowed(Permission.KEEP_PROJECTS, of_project)
def project_add(code: str) -> Answer:
    """Choose courses and trainings that are to be of the project."""
    session, project, number = reading(), project_of(code), page_number()
    if ended := back_if_ended(code):
        return ended
    typed = request.args.get("q", "")[:80]
    there = set(queries.tagged(session, code))
    offered = [each for each in queries.offered(session, project.centre, typed) if each.name not in there]
    page = Page(offered[(number - 1) * ROWS : number * ROWS], number, len(offered), ROWS)
    return render_template(
        "reach/project_add.html", project=project, words=typed, page=page, places=places(),
        href=lambda wanted: url_for("reach.project_add", code=code, q=typed or None, page=wanted),
    )  # fmt: skip


@bp.post("/reach/projects/<code>/add")
@allowed(Permission.KEEP_PROJECTS, of_project)
def project_tag(code: str) -> Answer:
    """Make them part of the project."""
    names = _sent_names()
    if not names:
        flash(_("Choose at least one course or training."), "warn")
        return redirect(url_for("reach.project_add", code=code), 303)
    return _act(
        code,
        lambda session, project: service.tag(session, project=project, names=names, now=now()),
        _("They are part of the project from now on."),
    )


@bp.post("/reach/projects/<code>/remove")
@allowed(Permission.KEEP_PROJECTS, of_project)
def project_untag(code: str) -> Answer:
    """Take one out."""
    return _act(
        code,
        lambda session, project: service.untag(session, project=project, names=_sent_names(), now=now()),
        _("It is not part of the project any more. Figures of earlier moments stay as they were."),
    )
