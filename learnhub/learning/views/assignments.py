"""Assignments: read the task, write, hand in, take back, see what was returned, ask for another look."""

from __future__ import annotations

import secrets

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from learnhub.catalogue.content import StepInfo, Version
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Conflict, NotFound, Unacceptable
from learnhub.learning.context import Here, here, retired
from learnhub.learning.domain import deadline_day
from learnhub.learning.handed import FOLDER, KINDS, MOST_BYTES, HandedFiles, looked_at
from learnhub.learning.queries.work import latest_key
from learnhub.learning.service import work as works
from learnhub.learning.service.enrolling import LEFT
from learnhub.learning.service.marking import MOST_APPEAL, ask_again
from learnhub.learning.service.work import NO_MORE_FILE, StoredFile, Written
from learnhub.learning.views import bp
from learnhub.learning.views.courses import step_address
from learnhub.learning.views.reading import note_visit
from learnhub.learning.workpage import Typed, WorkPage, work_page
from learnhub.web.errors import status_of
from learnhub.web.guards import public, signed_in
from learnhub.web.identity import current_identity, my_id
from learnhub.web.numbers import whole_number
from learnhub.web.settings import current_settings
from learnhub.web.templating import address, local_time, same_for_every_visitor

MOST_TYPED = 200_000  # characters of a field that are looked at


def _step(version: Version, assignment: str) -> StepInfo:
    step = version.step(assignment)
    if step.kind != "assignment":
        raise NotFound
    return step


@bp.get("/courses/<code>/assignment/<assignment>")
@public
def assignment(code: str, assignment: str) -> str | BaseResponse:
    """The task and its criteria, for everybody; for a learner what she writes, handed in and got back."""
    if number := retired(code):
        return redirect(url_for("catalogue.past_version", code=code, number=number), 302)
    at = here(code)
    step = _step(at.version, assignment)
    if not current_identity().signed_in:
        same_for_every_visitor()
    note_visit(at, step.id)
    return _page(work_page(reading(), at, step))


def _page(shown: WorkPage) -> str:
    at, step = shown.at, shown.step
    return render_template(
        "learning/assignment.html", shown=shown, at=at, step=step, task=shown.task, kinds=KINDS,
        html=at.version.tasks[step.id]["html"], most_bytes=MOST_BYTES, most_appeal=MOST_APPEAL,
        writer=secrets.token_hex(8), before=at.version.before(step), after=at.version.after(step),
        step_address=step_address, today=deadline_day(now()), local_time=local_time,
    )  # fmt: skip


def _learner(code: str, assignment: str) -> tuple[Here, StepInfo]:
    """The course of a learner of it. Raises NotFound for everybody else."""
    at = here(code)
    step = _step(at.version, assignment)
    if at.row is None:
        raise NotFound(_("You are not enrolled in this course."))
    return at, step


def _again(at: Here, step: StepInfo, place: str, message: str, status: int) -> tuple[str, int]:
    """The page once more, with what was typed and what is wrong with it; a file comes after the text is stored."""
    typed = Typed(_written().text or "", _written().number, status == 409) if place == "text" else None
    shown = work_page(reading(), at, step, typed=typed, problems=[(place, _(message))])
    if shown.unsaved:
        shown = work_page(reading(), at, step, typed=typed, problems=[("typed", _(message))])
    return _page(shown), status


def _written(file: StoredFile | None = None) -> Written:
    form = request.form
    text = form.get("text")
    return Written(
        number=whole_number(form.get("number")) or 0,
        rev=whole_number(form.get("rev")) or 0,
        writer=form.get("writer", "")[:40],
        text=None if text is None else text[:MOST_TYPED],
        file=file,
    )


def _store(at: Here, step: StepInfo, written: Written) -> int:
    """Save; gives how often it was saved."""
    task = at.version.document.assignment(step.id)
    with transaction() as session:
        work = works.save_work(
            session, person_id=my_id(), version=at.version, assignment=task, written=written, now=now()
        )
        return int(work.rev)


@bp.post("/courses/<code>/assignment/<assignment>")
@signed_in
def write_work(code: str, assignment: str) -> tuple[str, int] | BaseResponse:
    """The buttons of the page: save, take the file away, or go on to handing in. Whatever is wrong, the text stays."""
    at, step = _learner(code, assignment)
    try:
        _store(at, step, _written())
    except (Conflict, Unacceptable) as error:
        return _again(at, step, "text", error.message, status_of(error))
    try:
        _store_file(at, step, away=request.form.get("do") == "drop")
    except Unacceptable as error:
        return _again(at, step, "file", error.message, 422)
    if request.form.get("do") == "hand":
        return _towards_handing_in(at, step)
    return redirect(address("learning.assignment", code=code, assignment=assignment) + "#write", 303)


def _store_file(at: Here, step: StepInfo, *, away: bool) -> None:
    """Keep the file that came, or take away the one that is there. Raises Unacceptable for one that can't be taken."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        if away:
            _file_alone(at, step, NO_MORE_FILE)
        return
    looked = looked_at(sent.filename, sent.read(MOST_BYTES + 1))
    folder = HandedFiles(current_settings().folder(FOLDER))
    key = folder.put(looked.data)
    try:
        _file_alone(at, step, StoredFile(key, looked.name, looked.kind, len(looked.data), looked.sha256))
    except Exception:
        folder.drop([key])
        raise


def _file_alone(at: Here, step: StepInfo, file: StoredFile) -> None:
    before = _written(file)
    _store(at, step, Written(before.number, before.rev, before.writer, None, file))


def _towards_handing_in(at: Here, step: StepInfo) -> tuple[str, int] | BaseResponse:
    shown = work_page(reading(), at, step)
    problem = works.lacking(shown.task, shown.draft) if shown.draft is not None else works.NOTHING
    if problem is not None:
        return _again(at, step, "file" if problem == works.NO_FILE else "text", problem, 422)
    return redirect(url_for("learning.confirm_work", code=at.card.code, assignment=step.id), 303)


@bp.post("/courses/<code>/assignment/<assignment>/text")
@signed_in
def autosave_work(code: str, assignment: str) -> Response | tuple[Response, int]:
    """The text from the page's script, kept at once."""
    instant = now()
    try:
        rev = _store(*_learner(code, assignment), _written())
    except NotFound:
        return jsonify(problem=_(LEFT)), 404
    except Conflict as error:
        return jsonify(problem=_(error.message)), 409
    except Unacceptable as error:
        return jsonify(problem=_(error.message)), 422
    state = _("All changes saved, %(time)s", time=f"{instant:%H:%M} UTC")
    return jsonify(state=state, at=f"{instant:%Y-%m-%dT%H:%M:%SZ}", rev=rev)


@bp.get("/courses/<code>/assignment/<assignment>/hand-in")
@signed_in
def confirm_work(code: str, assignment: str) -> str | BaseResponse:
    """What would be handed in, and what that means."""
    at, step = _learner(code, assignment)
    shown = work_page(reading(), at, step)
    if shown.draft is None or works.lacking(shown.task, shown.draft) is not None:
        return redirect(url_for("learning.assignment", code=code, assignment=assignment), 303)
    return render_template("learning/hand_in.html", shown=shown, at=at, step=step, today=deadline_day(now()))


@bp.post("/courses/<code>/assignment/<assignment>/hand-in")
@signed_in
def hand_in_work(code: str, assignment: str) -> BaseResponse:
    """Hand in, once."""
    at, step = _learner(code, assignment)
    task, written = at.version.document.assignment(step.id), _written()
    try:
        with transaction() as session:
            works.hand_in(
                session, person_id=my_id(), version=at.version, assignment=task, number=written.number,
                rev=written.rev, now=now(),
            )  # fmt: skip
        flash(
            _("Your work is handed in. Somebody of the course team marks it; you find the marks here."), "ok"
        )
    except (Conflict, Unacceptable) as error:
        flash(_(error.message), "warn")
    return redirect(url_for("learning.assignment", code=code, assignment=assignment), 303)


@bp.post("/courses/<code>/assignment/<assignment>/take-back")
@signed_in
def take_work_back(code: str, assignment: str) -> BaseResponse:
    """Go on with a work that nobody has marked yet."""
    at, step = _learner(code, assignment)
    try:
        with transaction() as session:
            works.withdraw_hand_in(session, person_id=my_id(), key=_latest(at, step), now=now())
        flash(_("Your work is yours again. Hand it in when it is ready."), "ok")
    except Conflict as error:
        flash(_(error.message), "warn")
    return redirect(url_for("learning.assignment", code=code, assignment=assignment), 303)


def _latest(at: Here, step: StepInfo) -> str:
    """The key of what the learner handed in last. Raises NotFound if there is nothing."""
    found = latest_key(reading(), at.row.id, step.id) if at.row is not None else None
    if found is None:
        raise NotFound
    return found


@bp.post("/courses/<code>/assignment/<assignment>/appeal")
@signed_in
def appeal_work(code: str, assignment: str) -> tuple[str, int] | BaseResponse:
    """Ask for another look at what was returned."""
    at, step = _learner(code, assignment)
    reason = request.form.get("reason", "")
    try:
        with transaction() as session:
            ask_again(session, person_id=my_id(), key=_latest(at, step), reason=reason, now=now())
    except Unacceptable as error:
        return _again(at, step, "reason", error.message, 422)
    except Conflict as error:
        flash(_(error.message), "warn")
    else:
        flash(_("Somebody else of the course team looks at your work again. You find the answer here."), "ok")
    return redirect(url_for("learning.assignment", code=code, assignment=assignment), 303)
