"""An assignment of a draft: its task, its criteria, and its text where the form is not enough."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learnhub.coursefile import limits
from learnhub.coursefile.assignmentcheck import by_field
from learnhub.coursefile.assignmentform import assignment_from, fields_of_assignment, read_assignment
from learnhub.coursefile.outline import step_path
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Conflict, Unacceptable
from learnhub.studio.domain import Overtaken, Saved
from learnhub.studio.kindwords import answer_kinds
from learnhub.studio.problemwords import said, said_all
from learnhub.studio.queries.assignments import AssignmentDesk, get_assignment_desk
from learnhub.studio.service.assignments import ask_for, change_assignment
from learnhub.studio.service.drafts import save_part
from learnhub.studio.service.outline import count_minutes
from learnhub.studio.views import bp
from learnhub.studio.views.draft import edits_draft, person_id, sees_draft, the_draft
from learnhub.studio.views.lesson import by_script, draft_saved
from learnhub.studio.views.quizzes import may_write, posted, rev_in_form, tell
from learnhub.studio.words import wordless
from learnhub.web.identity import current_identity
from learnhub.web.numbers import whole_number

Page = str | Response | tuple[str, int] | tuple[Response, int]
LEAST_ROWS = 3


def _more() -> int:
    return min(whole_number(request.args.get("more")) or 0, limits.CRITERIA)


def _page(draft_id: str, desk: AssignmentDesk, *, text: str | None = None, rev: int = 0) -> Page:
    """The form, or the text where the form cannot show it; with a text that could not be saved if there is one."""
    data = desk.data if text is None else read_assignment(text)
    if data is None:
        return _text_page(draft_id, desk)
    fields, begun = fields_of_assignment(data), bool(data.get("task") or data.get("criteria"))
    spare = max(LEAST_ROWS - len(fields.rows), 0 if len(fields.rows) >= limits.CRITERIA else 1) + _more()
    page = render_template(
        "studio/assignment.html", draft=the_draft(draft_id), desk=desk, fields=fields,
        rev=rev or desk.rev, rows=[*fields.rows, *({} for _n in range(spare))], overtaken=text is not None,
        problems=said_all(by_field(desk.problems)) if begun and text is None else {},
        answers=answer_kinds(), writes=may_write(draft_id), person=current_identity().person_id,
        outcomes=[(name, words or wordless(n)) for n, (name, words) in enumerate(desk.outcomes, start=1)],
    )  # fmt: skip
    return (page, 409) if text is not None else page


@bp.get("/courses/<draft_id>/assignments/<assignment>")
@sees_draft
def assignment(draft_id: str, assignment: str) -> Page:
    """Write the task, and say by what it is marked."""
    return _page(draft_id, get_assignment_desk(reading(), draft_id, assignment))


@bp.post("/courses/<draft_id>/assignments/<assignment>")
@edits_draft
def save_assignment(draft_id: str, assignment: str) -> Page:
    """Keep what was typed, right or wrong."""
    press, do = request.form.get("press", ""), request.form.get("do", "")
    try:
        saved = _save(draft_id, assignment, press)
    except (Conflict, Unacceptable) as error:
        if by_script():
            return _refused(error)
        if not isinstance(error, Overtaken):
            raise
        desk = get_assignment_desk(reading(), draft_id, assignment)
        return _page(draft_id, desk, text=error.mine, rev=error.rev)
    if by_script():
        return jsonify(_told(saved))
    tell(saved)
    return redirect(_next_page(draft_id, assignment, press, do), 303)


def _save(draft_id: str, assignment: str, press: str) -> Saved:
    form, draft = posted(), the_draft(draft_id)
    with transaction() as session:
        saved = change_assignment(
            session, draft=draft, assignment=assignment, rev=rev_in_form(),
            change=lambda data: assignment_from(form, data, press), actor=person_id(), now=now(),
        )  # fmt: skip
        ask_for(
            session, draft=draft, assignment=assignment, needed="needed" in form, actor=person_id(), now=now()
        )
        return saved


def _told(saved: Saved) -> dict[str, Any]:
    """What the script needs to know. Where others changed something, the form goes on from its own revision, so that
    what it does not show is not taken back."""
    own = rev_in_form() if saved.merged else saved.rev
    return {"rev": saved.own or own, **draft_saved()}


def _refused(error: Conflict | Unacceptable) -> Page:
    """Why nothing was saved, for the script."""
    if isinstance(error, Overtaken):
        both = _("Somebody else changed the same settings meanwhile. Press Save: you see both and decide.")
        return jsonify(problem=both), 409
    return jsonify(problem=_(error.message)), 422


def _next_page(draft_id: str, assignment: str, press: str, do: str) -> str:
    here: dict[str, Any] = {"draft_id": draft_id, "assignment": assignment}
    if do == "more":
        return url_for("studio.assignment", more=3, _anchor="criteria", **here)
    if do == "see":
        return url_for("studio.preview_assignment", **here)
    if not press:
        flash(_("Assignment saved."), "ok")
    return url_for("studio.assignment", _anchor="criteria" if press else None, **here)


def _text_page(draft_id: str, desk: AssignmentDesk) -> str:
    return render_template(
        "studio/assignment_text.html", draft=the_draft(draft_id), desk=desk, writes=may_write(draft_id),
        found=desk.problems, typed=desk.part.text, rev=desk.rev, said=said,
    )  # fmt: skip


@bp.get("/courses/<draft_id>/assignments/<assignment>/text")
@sees_draft
def assignment_text(draft_id: str, assignment: str) -> str:
    """The assignment as the text file that it is, with what is wrong in it by line."""
    return _text_page(draft_id, get_assignment_desk(reading(), draft_id, assignment))


@bp.post("/courses/<draft_id>/assignments/<assignment>/text")
@edits_draft
def save_assignment_text(draft_id: str, assignment: str) -> Response:
    """Keep the text, right or wrong."""
    get_assignment_desk(reading(), draft_id, assignment)
    with transaction() as session:
        saved = save_part(
            session, draft=the_draft(draft_id), path=step_path("assignment", assignment),
            text=request.form.get("text", ""), base_rev=rev_in_form(), actor=person_id(), now=now(),
        )  # fmt: skip
        count_minutes(session, draft=the_draft(draft_id), actor=person_id(), now=now())
    tell(saved)
    return redirect(url_for("studio.assignment_text", draft_id=draft_id, assignment=assignment), 303)
