"""What officers did, with the coded reasons; and undoing it."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Conflict, Forbidden, NotFound
from learnhub.ledger.records import EnrolmentRecord, PersonRecord
from learnhub.records.domain import UNDOABLE, Change
from learnhub.records.forms import NoteForm
from learnhub.records.preview import Shift
from learnhub.records.queries.accounts import visible_people
from learnhub.records.queries.history import Line, erasures, get_line, history
from learnhub.records.queries.people import course_of
from learnhub.records.service import correcting, merging
from learnhub.records.service.deciding import Officer
from learnhub.records.views import bp
from learnhub.records.views.officer import (
    Page,
    centre_name,
    country_name,
    course_title,
    foretell,
    keeps_records,
    mine,
    note_act,
    officer,
    tell,
)
from learnhub.records.words import BECAUSE, CHANGES, FIELDS, FIGURES, GENDERS, LACKING
from learnhub.web.i18n import long_date
from learnhub.web.paging import Page as Shown
from learnhub.web.paging import page_number

PAGE_SIZE = 50


@bp.get("/history")
@keeps_records
def changes() -> str:
    """All acts that this officer may know of, the latest first."""
    number, own = page_number(), mine()
    lines, total = history(reading(), own, page=number, size=PAGE_SIZE)
    return render_template(
        "records/history.html", page=Shown(lines, number, total, PAGE_SIZE), changes=CHANGES, because=BECAUSE,
        listing=lambda n: url_for("records.changes", page=n),
        sees_all=own is None,
    )  # fmt: skip


@bp.get("/erased")
@keeps_records
def erased() -> str:
    """Accounts that were erased, by surrogate."""
    if mine() is not None:
        raise Forbidden(_("These pages are open to records officers of the network."))
    number = page_number()
    rows, total = erasures(reading(), page=number, size=PAGE_SIZE)
    return render_template(
        "records/erased.html", page=Shown(rows, number, total, PAGE_SIZE),
        listing=lambda n: url_for("records.erased", page=n),
    )  # fmt: skip


def _can_undo(line: Line) -> bool:
    return line.whole and line.undone_at is None and line.kind in UNDOABLE


@bp.route("/history/<int:change>", methods=["GET", "POST"])
@keeps_records
def change(change: int) -> Page:
    """One act; and undoing it, after a look at what changes."""
    line, form, who = get_line(reading(), mine(), change), NoteForm(), officer()
    if form.sent():
        if line.undone_at is None and not _can_undo(line):
            raise NotFound(_("This can’t be undone here."))
        try:
            _undo(line, who)
        except Conflict as error:
            tell(error)
        return redirect(url_for("records.change", change=change), 303)
    shifts, hindrance = _effect(line, who)
    return render_template(
        "records/change.html", line=line, form=form, undo=_can_undo(line) and not hindrance, hindrance=hindrance,
        linked=visible_people(reading(), who.own, line.people), shifts=shifts, changes=CHANGES, because=BECAUSE,
        figures=FIGURES, centre=centre_name, fields=FIELDS, course=_course(line), said=_said,
    ), 422 if request.method == "POST" else 200  # fmt: skip


def _course(line: Line) -> str:
    """The title of the course whose enrolment was made void; blank for other acts."""
    if line.kind is not Change.VOID_ENROLMENT or not line.object_key:
        return ""
    code = course_of(reading(), line.object_key)
    return course_title(code) if code else ""


def _said(name: str, answer: list[str]) -> str:
    """An answer of a correction in words, of the country with the day since which it holds."""
    code, *since = answer
    if name == "gender":
        return str(GENDERS[code])
    if not code:
        return str(_("Not known"))
    if name != "country":
        return code
    (day,) = since
    named = country_name(code)
    return (
        _("%(country)s since %(day)s", country=named, day=long_date(date.fromisoformat(day)))
        if day
        else named
    )


def _effect(line: Line, who: Officer) -> tuple[list[Shift] | None, str]:
    """What undoing would change in figures, or what stands against it; None where no figure is asked."""
    version: PersonRecord | EnrolmentRecord
    try:
        if _can_undo(line) and line.kind is Change.MERGE:
            version = merging.version_apart(reading(), change_id=line.id, officer=who)
        elif _can_undo(line) and line.kind is Change.VOID_ENROLMENT:
            version = correcting.version_again(reading(), change_id=line.id, officer=who)
        else:
            return None, ""
    except (Conflict, NotFound) as error:
        return None, _(error.message)
    return foretell(version), ""


def _undo(line: Line, who: Officer) -> None:
    lacking: list[str] = []
    with transaction() as session:
        match line.kind:
            case Change.MERGE:
                lacking = merging.unmerge(session, change_id=line.id, officer=who, now=now())
            case Change.REFUSE:
                merging.reopen(session, change_id=line.id, officer=who, now=now())
            case Change.VOID_ENROLMENT:
                correcting.restore_enrolment(session, change_id=line.id, officer=who, now=now())
            case _:
                correcting.restore_attendance(session, change_id=line.id, officer=who, now=now())
    note_act("undo", change=line.id, kind=line.kind)
    flash(_("Undone. The ledger keeps both versions."), "ok")
    for each in lacking:
        flash(LACKING[each], "warn")
