"""Attendance from a sheet: choose it, see what would happen, store it."""

from __future__ import annotations

from flask import flash, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse

from learnhub.access.permissions import Permission
from learnhub.access.policy import permits
from learnhub.centres.queries import get_centre
from learnhub.db import reading, transaction
from learnhub.formats.sheets import Sheet, SheetError, read_sheet
from learnhub.kernel.clock import now
from learnhub.learning import drafts
from learnhub.learning.forms import SheetForm
from learnhub.training import queries
from learnhub.training.domain import newest_day
from learnhub.training.models import Training
from learnhub.training.service.importing import Plan, plan_sheet, store_sheet
from learnhub.training.views import bp
from learnhub.training.views.trainings import Answer, centre_resource, me, to_training, training_of
from learnhub.training.words import FATES, MARKS, problem_words
from learnhub.web.guards import allowed
from learnhub.web.i18n import language
from learnhub.web.identity import current_identity, my_id
from learnhub.web.settings import current_settings

MOST_BYTES, MOST_ROWS, SHOWN = 2_000_000, 5_000, 50


def _makes(code: str) -> bool:
    """Whether who sends the sheet may make accounts."""
    return permits(current_identity(), Permission.IMPORT_PEOPLE, centre_resource(code))


def _read(name: str, data: bytes) -> Sheet:
    """Raises SheetError."""
    if len(data) > MOST_BYTES:
        raise SheetError("The file has more than %(most)s MB. Split it into several files.", most=2)
    sheet = read_sheet(name, data)
    if len(sheet.rows) > MOST_ROWS:
        raise SheetError(
            "The sheet has more than %(most)s rows. Split it into several files.", most=MOST_ROWS
        )
    return sheet


def _page(training: Training, form: SheetForm) -> str:
    return render_template(
        "training/import.html", centre=get_centre(reading(), training.centre_id), training=training, form=form,
        makes=_makes(training.centre_id), most_rows=MOST_ROWS, most_mb=MOST_BYTES // 1_000_000,
    )  # fmt: skip


@bp.route("/centre/<code>/trainings/<int:training>/attendance/import", methods=["GET", "POST"])
@allowed(Permission.KEEP_TRAININGS, centre_resource)
def import_sheet(code: str, training: int) -> Answer:
    """Choose a sheet; see what storing it would do."""
    found, form, upload = training_of(code, training), SheetForm(), request.files.get("sheet")
    if not form.sent() or not isinstance(upload, FileStorage) or not upload.filename:
        if request.method == "POST":
            form.sheet.errors = [_("Choose a file: CSV or XLSX, with one person to a row")]
        return _page(found, form), 422 if request.method == "POST" else 200
    data = upload.read(MOST_BYTES + 1)
    try:
        sheet = _read(upload.filename, data)
    except SheetError as error:
        form.sheet.errors = [_(error.message, **error.values)]
        return _page(found, form), 422
    today = newest_day(now())
    plan = plan_sheet(reading(), training=found, sheet=sheet, today=today, makes=_makes(code))
    return _check(found, sheet, plan, drafts.put(current_settings(), my_id(), data))


def _check(training: Training, sheet: Sheet, plan: Plan, token: str) -> str:
    return render_template(
        "training/import_check.html", centre=get_centre(reading(), training.centre_id), training=training, plan=plan,
        sheet=sheet, token=token, shown=SHOWN, marks=MARKS, fates=FATES,
        problems=[(each.number, problem_words(each), each.cell) for each in plan.problems],
    )  # fmt: skip


@bp.post("/centre/<code>/trainings/<int:training>/attendance/store")
@allowed(Permission.KEEP_TRAININGS, centre_resource)
def store_attendance(code: str, training: int) -> BaseResponse:
    """Store what can be stored, in one go."""
    training_of(code, training)
    path = drafts.get(current_settings(), my_id(), request.form.get("token", ""))
    sheet, actor, makes = _read(path.name, path.read_bytes()), me(), _makes(code)
    today = newest_day(now())
    with transaction() as session:
        held = queries.get_training(session, code, training, lock=True)
        plan = plan_sheet(session, training=held, sheet=sheet, today=today, makes=makes)
        stored = store_sheet(session, training=held, plan=plan, language=language(), now=now(), actor=actor)
    path.unlink(missing_ok=True)
    if stored or not plan.joining:
        flash(ngettext("One day of a person is stored.", "%(num)s days of people are stored.", stored), "ok")
    if plan.joining:
        words = ngettext(
            "One person is on the list now.", "%(num)s more people are on the list now.", plan.joining
        )
        flash(words, "ok")
    return to_training(code, training)
