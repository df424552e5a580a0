"""Pages of the course team: who learns how far, the same as CSV, and enrolling people from a sheet."""

from __future__ import annotations

from collections.abc import Iterator

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
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse

from learnhub.access.permissions import Permission
from learnhub.access.policy import Resource, permits
from learnhub.accounts.forms import gender_choices
from learnhub.catalogue.content import load_version
from learnhub.catalogue.shelf import Card, shelf
from learnhub.centres.snapshot import reference
from learnhub.db import reading, transaction
from learnhub.formats.sheets import MOST_BYTES, MOST_ROWS, SheetError
from learnhub.kernel.clock import now
from learnhub.learning import drafts
from learnhub.learning.context import course_card
from learnhub.learning.forms import SheetForm, StoreForm
from learnhub.learning.queries.cohorts import cohorts_of, get_cohort
from learnhub.learning.queries.reporting import count_learners, report_csv, report_page
from learnhub.learning.service.deciding import Decision
from learnhub.learning.service.importing import (
    get_target,
    namesakes,
    people_of_file,
    plan_import,
    put_sheet_in_cohort,
    store_import,
)
from learnhub.learning.sheet import People
from learnhub.learning.showing import report_rows
from learnhub.learning.views import bp
from learnhub.learning.words import problem_words
from learnhub.web.csvfile import csv_file
from learnhub.web.fragments import page
from learnhub.web.guards import allowed
from learnhub.web.i18n import language
from learnhub.web.i18n import number as number_words
from learnhub.web.identity import current_identity, my_id
from learnhub.web.numbers import whole_number
from learnhub.web.paging import Page, page_number
from learnhub.web.settings import current_settings

PAGE_SIZE = 100
SHOWN = 50


def course_resource(code: str, **_others: object) -> Resource:
    """The course as policies see it: its centres, and the country and region of the one that leads."""
    return reference(reading()).centre_resource(*_centres(course_card(code)))


def _centres(card: Card) -> tuple[str, ...]:
    return load_version(reading(), card.version_id).document.metadata.centres


@bp.get("/courses/<code>/report")
@allowed(Permission.VIEW_COURSE_REPORT, course_resource)
def report(code: str) -> str:
    """Completion and results per learner, a hundred to a page."""
    card = course_card(code)
    session = reading()
    version = load_version(session, card.version_id)
    total = count_learners(session, card.course_id)
    number = page_number()
    rows = report_page(session, version, page=number, size=PAGE_SIZE)
    shown = Page(rows, number, total, PAGE_SIZE)
    words = ngettext("One learner", "%(num)s learners", total)
    table = report_rows(version, rows)
    may_import = code not in shelf(session).retired and permits(
        current_identity(), Permission.IMPORT_PEOPLE, course_resource(code)
    )
    return page(
        ("report", version.id, not rows, number, shown.count, may_import),
        "learning/report.html",
        lambda: {
            "version": version,
            "code": code,
            "page": shown,
            "rows": table,
            "total": words,
            "may_import": may_import,
            "address": lambda n: url_for("learning.report", code=code, page=n),
        },
        lambda: {"rows": table, "total": words},
    )


@bp.get("/courses/<code>/report.csv")
@allowed(Permission.VIEW_COURSE_REPORT, course_resource)
def report_file(code: str) -> Response:
    """The same of all learners, streamed; the last line counts them."""
    card = course_card(code)
    version = load_version(reading(), card.version_id)

    def pieces() -> Iterator[str]:
        yield from report_csv(reading(), version)

    return csv_file(f"learnhub-{code}-report.csv", pieces())


def _read(code: str, name: str, data: bytes) -> People:
    return people_of_file(reading(), name=name, data=data, code=code, today=now().date())


def _country(code: str) -> str:
    return reference(reading()).country_name(code, language()) if code else ""


@bp.route("/courses/<code>/people/import", methods=["GET", "POST"])
@allowed(Permission.IMPORT_PEOPLE, course_resource)
def import_people(code: str) -> str | tuple[str, int]:
    """Choose a sheet; see what storing it would do."""
    card = course_card(code)
    form = SheetForm()
    about = {"card": card, "code": code, "most_rows": MOST_ROWS, "most_mb": MOST_BYTES // 1_000_000}
    upload = request.files.get("sheet")
    if not form.sent() or not isinstance(upload, FileStorage) or not upload.filename:
        if request.method == "POST":
            form.sheet.errors = [_("Choose a file: CSV or XLSX, with one person to a row")]
        status = 422 if request.method == "POST" else 200
        return render_template("learning/import.html", form=form, **about), status
    data = upload.read(MOST_BYTES + 1)
    try:
        people = _read(code, upload.filename, data)
    except SheetError as error:
        form.sheet.errors = [_(error.message, **error.values)]
        return render_template("learning/import.html", form=form, **about), 422
    token = drafts.put(current_settings(), my_id(), data)
    plan = plan_import(reading(), rows=people.rows, course_id=card.course_id)
    store, cohorts = StoreForm(formdata=None, token=token), cohorts_of(reading(), card.course_id)
    store.cohort.choices = [("0", _("No change")), *((str(each.id), each.name) for each in cohorts)]
    return render_template(
        "learning/import_check.html", plan=plan, people=people, store=store, shown=SHOWN, cohorts=cohorts,
        problems=[(p.number, problem_words(p), p.cell) for p in people.problems],
        country=_country, genders=dict(gender_choices()),
        twins=namesakes(reading(), rows=plan.new, course_id=card.course_id, centres=_centres(card)), **about,
    )  # fmt: skip


@bp.post("/courses/<code>/people/store")
@allowed(Permission.IMPORT_PEOPLE, course_resource)
def store_people(code: str) -> BaseResponse:
    """Store the rows that can be stored, in one go."""
    card = course_card(code)
    path = drafts.get(current_settings(), my_id(), request.form.get("token", ""))
    people = _read(code, path.name, path.read_bytes())
    with transaction() as session:
        plan = plan_import(session, rows=people.rows, course_id=card.course_id)
        target = get_target(session, code)
        stored = store_import(session, plan=plan, target=target, now=now(), actor="centre-import")
        wanted = whole_number(request.form.get("cohort")) or 0
        if wanted:
            changed = put_sheet_in_cohort(
                session, rows=people.rows, course_id=card.course_id,
                cohort=get_cohort(session, card.course_id, wanted), why=Decision(my_id(), now(), ""),
            )  # fmt: skip
    path.unlink(missing_ok=True)
    flash(
        _("Enrolled: %(n)s. Already stored: %(known)s. Left out: %(out)s.", n=number_words(stored),
          known=number_words(len(plan.enrolled)), out=number_words(people.left_out)),
        "ok",
    )  # fmt: skip
    if not wanted:
        return redirect(url_for("learning.report", code=code), 303)
    flash(ngettext("One learner changed cohort.", "%(num)s learners changed cohort.", changed), "ok")
    return redirect(url_for("learning.learners", code=code, cohort=wanted), 303)
