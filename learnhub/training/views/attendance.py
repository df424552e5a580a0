"""The sheet of one day: who was there, for how long, in which way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from learnhub.access.permissions import Permission
from learnhub.centres.queries import get_centre
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import N_, NotFound
from learnhub.training import queries
from learnhub.training.domain import BLANK, Mode, check_day, check_runs, newest_day
from learnhub.training.forms import PEOPLE, DayForm, people_in, read_day
from learnhub.training.models import Training
from learnhub.training.queries.people import Listed, people_among
from learnhub.training.service import attending
from learnhub.training.views import bp
from learnhub.training.views.people import listed_people
from learnhub.training.views.trainings import Answer, centre_resource, me, training_of
from learnhub.training.words import MARKS, MODES
from learnhub.web.guards import allowed
from learnhub.web.i18n import listed
from learnhub.web.paging import Page, page_number


def _day(training: Training) -> date:
    """The day that the address asks for, if attendance can be recorded. Raises NotFound, Unacceptable, Conflict."""
    try:
        day = date.fromisoformat(request.args.get("day", ""))
    except ValueError as error:
        raise NotFound(N_("A sheet is of one day. Open it from the page of the training.")) from error
    check_runs(training.status)
    today = newest_day(now())
    check_day(day, starts_on=training.starts_on, ends_on=training.ends_on, today=today)
    return day


def _names(people: Sequence[Listed], numbers: Sequence[int]) -> str:
    return listed([each.name for each in people if each.person_id in numbers])


def _sheet(training: Training, day: date, page: Page[Listed], sent: DayForm) -> str:
    """The page: what is stored, or what was sent where that needs another look."""
    session = reading()
    held = queries.rows_of_day(session, training.id, day, [each.person_id for each in page.items])
    void = queries.void_among(session, [key for key, _mark in held.values()])
    marks = {number: mark for number, (_key, mark) in held.items()}
    return render_template(
        "training/attendance.html", centre=get_centre(session, training.centre_id), training=training, day=day,
        page=page, sent=sent, shown={**marks, **sent.shown}, held=marks, seen={**marks, **sent.seen},
        blank=BLANK, marks=MARKS,
        void={number for number, (key, _mark) in held.items() if key in void},
        modes=[(each.value, MODES[each]) for each in (Mode.IN_PERSON, Mode.LIVE_ONLINE)],
        address=lambda n: url_for(
            "training.attendance", code=training.centre_id, training=training.id, day=day, page=n
        ),
    )  # fmt: skip


@bp.get("/centre/<code>/trainings/<int:training>/attendance")
@allowed(Permission.KEEP_TRAININGS, centre_resource)
def attendance(code: str, training: int) -> str:
    """The sheet as it is stored."""
    found = training_of(code, training)
    return _sheet(found, _day(found), listed_people(found), DayForm())


@bp.post("/centre/<code>/trainings/<int:training>/attendance")
@allowed(Permission.KEEP_TRAININGS, centre_resource)
def save_attendance(code: str, training: int) -> Answer:
    """Store the sheet, as a whole."""
    found = training_of(code, training)
    day, number = _day(found), page_number()
    people = people_among(reading(), found, people_in(request.form))
    sent = read_day(request.form, [each for each in people if not each.erased], found.mode)
    page = Page(people, number, queries.listed_counts(reading(), [training]).get(training, 0), PEOPLE)
    if sent.problems:
        return _sheet(found, day, page, sent), 422
    actor, today = me(), newest_day(now())
    with transaction() as session:
        held = queries.get_training(session, code, training, lock=True)
        saved = attending.save_day(
            session, training=held, day=day, rows=sent.rows, today=today, now=now(), actor=actor
        )
    if saved.clashes:
        return _clash(found, day, page, sent, saved.clashes)
    words = ngettext("One row is stored.", "%(num)s rows are stored.", saved.stored)
    flash(words if saved.stored else _("Nothing has changed."), "ok")
    if saved.others:
        words = _(
            "Changed by somebody else meanwhile, and left so: %(names)s", names=_names(people, saved.others)
        )
        flash(words, "warn")
    if saved.void:
        flash(_("Void, and left as it is: %(names)s", names=_names(people, saved.void)), "warn")
    back = url_for("training.attendance", code=code, training=training, day=day, page=number)
    return redirect(back, 303)


def _clash(
    training: Training, day: date, page: Page[Listed], sent: DayForm, clashes: Sequence[int]
) -> Answer:
    """Two people have changed the same rows: what was sent stays on the page, beside what holds now."""
    for each in page.items:
        if each.person_id in clashes:
            words = _(
                "%(name)s: somebody else has stored something else meanwhile. Choose what is right, and save.",
                name=each.name,
            )
            sent.problems.append((f"status-{each.person_id}", words))
            del sent.seen[each.person_id]  # the page shows now what holds
    return _sheet(training, day, page, sent), 409
