"""Works that wait for somebody of a course team: the queue, one work with its criteria, and giving marks."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby, pairwise
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from learnhub.access.identity import Identity
from learnhub.access.permissions import Permission
from learnhub.access.policy import Resource, permits
from learnhub.accounts.queries import names_of
from learnhub.catalogue.content import load_version
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Conflict, Forbidden, NotFound
from learnhub.learning.forms import MarksForm, marks_form
from learnhub.learning.mails import post_marks
from learnhub.learning.marking import Stage, apart, may_correct, may_mark, may_see, most_points
from learnhub.learning.queries.marking import (
    MOST_COUNTED,
    STAGES,
    Queue,
    count_waiting,
    earlier_tries,
    get_handed_work,
    marks_somewhere,
    next_work,
    queue_page,
    resource_of_work,
    tasks_of_queue,
)
from learnhub.learning.service.marking import OWN, Marking, Typed, give_marks, open_marking
from learnhub.learning.views import bp
from learnhub.learning.views.courses import task_elsewhere
from learnhub.web.guards import allowed, signed_in
from learnhub.web.i18n import comma
from learnhub.web.identity import current_identity, my_id
from learnhub.web.paging import Page, page_number
from learnhub.web.settings import current_settings

PAGE_SIZE = 25


@bp.app_template_global("stage_words")
def stage_words() -> dict[str, str]:
    """How pages call what a work waits for."""
    return {
        "": _("Everything that waits"),
        "waiting": _("Waiting for marks"),
        "second": _("Second look"),
        "appeal": _("Appeal"),
        "done": _("Decided"),
    }


@bp.app_template_global("nav_waiting")
def _waiting() -> Markup:
    """How many works wait for this marker, beside the link to them; nothing for none."""
    count = count_waiting(reading(), current_identity())
    if not count:
        return Markup("")
    said = f"{count}+" if count == MOST_COUNTED else str(count)
    words = _("%(number)s waiting", number=said)
    return Markup('<span aria-hidden="true">\u00a0({})</span><span class="vh">{}{}</span>').format(
        said, comma(), words
    )


@bp.app_template_global("works_words")
def _works_words(total: int) -> str:
    return str(ngettext("One work", "%(num)s works", total))


@bp.app_template_global("signed")
def _signed(value: int) -> str:
    """A difference with its sign; the minus is the one of mathematics."""
    return f"{value:+d}".replace("-", "\u2212") if value else "0"


def asked_queue() -> Queue:
    """Which works: what the address asks for; what makes no sense is left out."""
    course, _colon, assignment = request.args.get("of", "").partition(":")
    stage = request.args.get("stage", "")
    return Queue(course[:60], assignment[:60], stage if stage in STAGES else "")


def work_resource(key: str) -> Resource:
    """The course of a work. To those who do not guide its learners the work is not there."""
    session = reading()
    resource = resource_of_work(session, get_handed_work(session, key))
    if not permits(current_identity(), Permission.GUIDE_LEARNERS, resource):
        raise NotFound
    return resource


@bp.get("/studio/marking")
@signed_in
def marking() -> str:
    """What waits, the oldest first."""
    session, identity, queue = reading(), current_identity(), asked_queue()
    if not marks_somewhere(session, identity):
        raise Forbidden(_("Marking is for those who guide learners. Ask the coordinator of your centre."))
    number = page_number()
    rows, total = queue_page(session, identity, queue, page=number, size=PAGE_SIZE)
    return render_template(
        "learning/marking.html", page=Page([_line(row) for row in rows], number, total, PAGE_SIZE), queue=queue,
        tasks=_tasks(identity, queue), first=next_work(session, identity, queue),
        address=lambda n: url_for("learning.marking", **queue.as_query, page=n),
    )  # fmt: skip


def _line(row: Any) -> dict[str, Any]:
    """A work as the queue shows it."""
    version = load_version(reading(), row.version_id)
    stage = row.state if row.state != "handed_in" else "second" if row.second_asked_at else "waiting"
    if row.asked_at is not None and row.answered_at is None:
        stage = "appeal"
    title = version.document.assignment(row.assignment).title
    return {"row": row, "version": version, "title": title, "stage": stage}


def _tasks(identity: Identity, queue: Queue) -> list[tuple[str, str]]:
    """What to choose from, by what the address says of it: assignments, and courses that have several."""
    found = []
    for code, rows in groupby(tasks_of_queue(reading(), identity), key=lambda row: row.code):
        tasks = list(rows)
        version = load_version(reading(), tasks[0].version_id)
        titles = {step.id: step.title for step in version.steps}
        whole = Queue(code).of
        if len(tasks) > 1 or queue.of == whole:
            found.append((whole, version.title))
        for row in tasks:
            name = titles.get(row.assignment, row.assignment)
            words = _("%(course)s: %(task)s", course=version.title, task=name)
            found.append((Queue(code, row.assignment).of, words))
    return found


@bp.get("/studio/marking/<key>")
@allowed(Permission.GUIDE_LEARNERS, work_resource)
def marking_work(key: str) -> str:
    """One work: what was asked, what was handed in, and the criteria."""
    at = opened(key)
    form = marks_form(at.task.criteria)
    form.seen.data = at.seen
    return _page(at, form)


def opened(key: str) -> Marking:
    """The work, for somebody else than its learner."""
    at = open_marking(reading(), key)
    if at.row.person_id == current_identity().person_id:
        raise Forbidden(OWN)
    return at


def _page(at: Marking, form: MarksForm, meanwhile: str = "") -> str:
    session, me = reading(), my_id()
    shown = may_see(at.stage, at.marks, me)
    asked = [at.row.second_asked_by] if at.row.second_asked_by else []
    task_html = task_elsewhere(at.version.tasks[at.task.id]["html"], at.version.document.metadata.code)
    return render_template(
        "learning/marking_work.html", at=at, marker=me, task_html=task_html, form=form, shown=shown,
        most=most_points(at.task.criteria),
        names=names_of(session, [given.marker for given in at.marks] + asked), meanwhile=meanwhile, queue=asked_queue(),
        differs=[apart(one, two) for one, two in pairwise(shown)], stages=stage_words(),
        marks_it=may_mark(at.stage, at.marks, learner=at.row.person_id, marker=me), done=at.stage is Stage.DONE,
        corrects=may_correct(at.stage, at.marks, me), earlier=earlier_tries(session, at.row),
        next=next_work(session, current_identity(), asked_queue(), but=at.row.key),
    )  # fmt: skip


@bp.post("/studio/marking/<key>")
@allowed(Permission.GUIDE_LEARNERS, work_resource)
def mark_work(key: str) -> str | tuple[str, int] | Response:
    """Give marks, and go on to the next work of the same queue."""
    at = opened(key)
    form = marks_form(at.task.criteria)
    if not form.sent():
        return _page(at, form), 422
    typed = Typed(
        form.points,
        form.remarks,
        form.remark.data or "",
        form.again.data,
        form.seen.data or "",
    )
    try:
        with transaction() as session:
            given = give_marks(session, key=key, typed=typed, marker=my_id(), now=now())
            post_marks(session, open_marking(session, key), given, current_settings().public_url)
    except Conflict as conflict:
        at = opened(key)
        form.seen.data = at.seen
        return _page(at, form, _(conflict.message)), 409
    said: Mapping[str, Any] = {"points": given.total, "most": most_points(at.task.criteria)}
    flash(_("Marks given: %(points)s of %(most)s.", **said), "ok")
    return _on()


def _on() -> Response:
    """To the next work of the queue, or to the queue if nothing waits."""
    queue = asked_queue()
    following = next_work(reading(), current_identity(), queue)
    if following is None:
        return redirect(url_for("learning.marking", **queue.as_query), 303)
    return redirect(url_for("learning.marking_work", key=following, **queue.as_query), 303)
