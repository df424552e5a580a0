"""Who is on the list of a training."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from learnhub.access.permissions import Permission
from learnhub.centres.queries import get_centre
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Conflict
from learnhub.training import queries
from learnhub.training.forms import MOST_LINES, PEOPLE, ListForm
from learnhub.training.models import Training
from learnhub.training.queries.people import Listed, find_people, people_page
from learnhub.training.service import attending
from learnhub.training.views import bp
from learnhub.training.views.trainings import Answer, centre_resource, me, training_of
from learnhub.web.guards import allowed
from learnhub.web.paging import Page, page_number


def listed_people(training: Training) -> Page[Listed]:
    """A page of the list, as the centre may see it."""
    session, number = reading(), page_number()
    rows = people_page(session, training, page=number, size=PEOPLE)
    return Page(rows, number, queries.listed_counts(session, [training.id]).get(training.id, 0), PEOPLE)


def _page(code: str, training: int, form: ListForm) -> str:
    found = training_of(code, training)
    return render_template(
        "training/people.html", centre=get_centre(reading(), code), training=found, form=form,
        page=listed_people(found), most=MOST_LINES,
        address=lambda n: url_for("training.people", code=code, training=training, page=n),
    )  # fmt: skip


@bp.get("/centre/<code>/trainings/<int:training>/people")
@allowed(Permission.KEEP_TRAININGS, centre_resource)
def people(code: str, training: int) -> str:
    """The list, and more people for it."""
    return _page(code, training, ListForm())


@bp.post("/centre/<code>/trainings/<int:training>/people")
@allowed(Permission.KEEP_TRAININGS, centre_resource)
def add_people(code: str, training: int) -> Answer:
    """Put those on the list whom the lines mean; lines that mean nobody are given back."""
    form = ListForm()
    if not form.sent():
        return _page(code, training, form), 422
    lines = form.lines()
    if len(lines) > MOST_LINES:
        form.people.errors = [_("Write at most %(n)s people at once", n=MOST_LINES)]
        return _page(code, training, form), 422
    found, actor = find_people(reading(), lines), me()
    with transaction() as session:
        held = queries.get_training(session, code, training, lock=True)
        people = {person: line for line, person in reversed(found.items())}  # of two lines the first one
        added = attending.put_on_list(session, training=held, people=people, now=now(), actor=actor)
    words = ngettext("One person is on the list now.", "%(num)s more people are on the list now.", added)
    unknown = [line for line in lines if line not in found]
    if added or not unknown:
        flash(words if added else _("They were all on the list already."), "ok")
    if unknown:
        slips = _("Nobody signs in with what is left here: look for slips, or use another of the three.")
        form.people.errors, form.people.data = [slips], "\n".join(unknown)
        return _page(code, training, form), 422
    return redirect(url_for("training.people", code=code, training=training), 303)


@bp.post("/centre/<code>/trainings/<int:training>/people/<int:person>/remove")
@allowed(Permission.KEEP_TRAININGS, centre_resource)
def remove_person(code: str, training: int, person: int) -> BaseResponse:
    """Take somebody off who was put on it by mistake."""
    actor = me()
    try:
        with transaction() as session:
            held = queries.get_training(session, code, training, lock=True)
            attending.take_off_list(session, training=held, person_id=person, now=now(), actor=actor)
    except Conflict as error:
        flash(_(error.message), "bad")
    else:
        flash(_("Taken off the list."), "ok")
    return redirect(url_for("training.people", code=code, training=training), 303)
