"""The lesson editor: fields and text, saved by a button or as one types; problems with lines; earlier texts."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from learnhub.access.permissions import Permission
from learnhub.access.policy import permits
from learnhub.accounts.queries import names_of
from learnhub.catalogue.resourcewords import kind_titles
from learnhub.coursefile import limits
from learnhub.coursefile.lessonform import fields_of_lesson, headings_of, lesson_from, lesson_problems
from learnhub.coursefile.loose import read_loose
from learnhub.coursefile.problems import Problem
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import N_, Conflict, NotFound, Unacceptable
from learnhub.kernel.letters import plain_lines
from learnhub.studio.domain import COURSE, Draft, Overtaken, Part, Parts, Saved
from learnhub.studio.fieldview import field_name
from learnhub.studio.forms.lesson import LessonForm
from learnhub.studio.forms.media import licence_choices
from learnhub.studio.lessonwords import at_hand, mark_table
from learnhub.studio.mediawords import most_by_ending
from learnhub.studio.problemwords import said
from learnhub.studio.queries.drafts import find_part, parts_of, revisions_of, text_at
from learnhub.studio.queries.outline import outline_of
from learnhub.studio.queries.resources import offered, texts_of
from learnhub.studio.service.drafts import save_part
from learnhub.studio.service.outline import count_minutes
from learnhub.studio.views import bp
from learnhub.studio.views.clashes import clashes_shown
from learnhub.studio.views.draft import draft_resource, edits_draft, person_id, sees_draft, the_draft
from learnhub.studio.views.outline import step_page
from learnhub.studio.words import act_names, wordless
from learnhub.web.i18n import language
from learnhub.web.identity import current_identity
from learnhub.web.security import may_frame
from learnhub.web.templating import size as in_kb

Answer = str | Response | tuple[str, int] | tuple[Response, int]
EARLIER = 30


def _path(lesson: str) -> str:
    return f"lessons/{lesson}.md"


def _part(draft: Draft, lesson: str) -> Part:
    part = find_part(reading(), draft.id, _path(lesson))
    if part is None:
        raise NotFound(N_("This part of the course is not there any more."))
    return part


def outcomes_of(parts: Parts) -> list[tuple[str, str]]:
    """The outcomes of the course, as choices."""
    course = parts[COURSE].text if COURSE in parts else ""
    listed = (read_loose(course) or {}).get("outcomes")
    found = [each for each in (listed if isinstance(listed, list) else []) if isinstance(each, dict)]
    return [
        (str(each["id"]), str(each.get("text") or "") or wordless(n))
        for n, each in enumerate(found, start=1)
        if "id" in each
    ]


def _page(draft: Draft, lesson: str, **more: Any) -> str:
    session, path = reading(), _path(lesson)
    parts = parts_of(session, draft.id)
    part = parts.get(path)
    if part is None:
        raise NotFound(N_("This part of the course is not there any more."))
    course = parts[COURSE].text if COURSE in parts else ""
    given = {"text": part.text, "rev": part.rev, **more}
    fields = fields_of_lesson(given["text"])
    earlier, outline = revisions_of(session, draft.id, path, most=EARLIER), outline_of(parts)
    may_frame()
    return render_template(
        "studio/lesson.html", draft=draft, lesson=lesson, path=path, fields=fields,
        person=current_identity().person_id,
        writes=permits(current_identity(), Permission.EDIT_COURSE, draft_resource(draft.id)),
        outcomes=outcomes_of(parts), headings=headings_of(fields.body), size=len(fields.body.encode()),
        most=limits.LESSON_TEXT, problems=lesson_problems(course, path, given["text"], parts),
        marks=mark_table(), said=said, licences=licence_choices(), most_by_ending=most_by_ending(),
        **at_hand(parts, outline, lesson), following=outline.after(path), step_page=step_page,
        loose=any(step.path == path for step in outline.loose),
        offered=offered(session, texts_of(parts), draft.language), folders=kind_titles(),
        clashes=clashes_shown(session, draft, {path: part}, path),
        earlier=earlier, names=names_of(session, {row[2] for row in earlier if row[2]}), acts=act_names(),
        **given,
    )  # fmt: skip


@bp.get("/courses/<draft_id>/lessons/<lesson>")
@sees_draft
def lesson(draft_id: str, lesson: str) -> str:
    """Write a lesson and see it as learners will."""
    return _page(the_draft(draft_id), lesson)


@bp.post("/courses/<draft_id>/lessons/<lesson>")
@edits_draft
def save_lesson(draft_id: str, lesson: str) -> Answer:
    """Save, from the button or while somebody types; nothing is refused for being unfinished."""
    draft, form = the_draft(draft_id), LessonForm()
    try:
        saved = _save(draft, lesson, form)
    except Overtaken as error:
        return _overtaken(draft, lesson, error)
    except (Conflict, Unacceptable) as error:
        return _refused(draft, lesson, form, error)
    if by_script():
        return jsonify(_told(saved) | {"open": _open(draft, path=_path(lesson))})
    if saved.clashes:
        return _page(draft, lesson)
    if saved.merged:
        flash(_("Saved, together with what others changed meanwhile."), "ok")
    return redirect(url_for("studio.lesson", draft_id=draft_id, lesson=lesson, _anchor="as-seen"), 303)


def by_script() -> bool:
    """Whether the script of a page saves, and reads the answer."""
    return request.accept_mimetypes.best == "application/json"


def _save(draft: Draft, lesson: str, form: LessonForm) -> Saved:
    path = _path(lesson)
    with transaction() as session:
        before = text_at(session, draft.id, path, form.base_rev)
        if before is None:
            before = _part(draft, lesson).text
        text = lesson_from(
            before, title=form.title.data or "", minutes=form.minutes.data or "",
            outcomes=form.outcomes.data or (), body=plain_lines(form.body.data or ""),
        )  # fmt: skip
        saved = save_part(
            session, draft=draft, path=path, text=text, base_rev=form.base_rev, actor=person_id(), now=now()
        )
        if fields_of_lesson(before).minutes != fields_of_lesson(saved.text).minutes:
            count_minutes(session, draft=draft, actor=person_id(), now=now())
        return saved


def draft_saved() -> dict[str, str]:
    """That the draft is saved, and when."""
    instant = now()
    state = _("Draft saved %(time)s", time=f"{instant:%H:%M} UTC")
    return {"at": f"{instant:%Y-%m-%dT%H:%M:%SZ}", "state": state}


def _told(saved: Saved) -> dict[str, Any]:
    """What the script needs to know; the text only if it is another than was sent."""
    told: dict[str, Any] = {
        "rev": saved.rev,
        "own": saved.own or saved.rev,
        **draft_saved(),
        "clashes": [{"mine": each.mine or "", "theirs": each.theirs or ""} for each in saved.clashes],
    }
    if saved.merged:
        fields = fields_of_lesson(saved.text)
        told |= {
            "body": fields.body, "title": fields.title, "minutes": fields.minutes,
            "outcomes": list(fields.outcomes),
        }  # fmt: skip
    return told


def _open(draft: Draft, path: str) -> list[dict[str, Any]]:
    """What two people wrote at once in this lesson and nobody has settled, whoever of them asks."""
    session = reading()
    part = find_part(session, draft.id, path)
    return clashes_shown(session, draft, {path: part}, path) if part else []


def _overtaken(draft: Draft, lesson: str, error: Overtaken) -> Answer:
    if by_script():
        return jsonify(
            problem=_(error.message), theirs=fields_of_lesson(error.theirs).body, rev=error.rev
        ), 409
    return _page(draft, lesson, text=error.mine, theirs=error.theirs), 409


def _refused(draft: Draft, lesson: str, form: LessonForm, error: Conflict | Unacceptable) -> Answer:
    """The text that could not be saved stands in the form again."""
    if by_script():
        return jsonify(problem=_(error.message)), 422
    flash(_(error.message), "bad")
    text = lesson_from(
        _part(draft, lesson).text, title=form.title.data or "", minutes=form.minutes.data or "",
        outcomes=form.outcomes.data or (), body=plain_lines(form.body.data or ""),
    )  # fmt: skip
    return _page(draft, lesson, text=text), 422


@bp.get("/courses/<draft_id>/lessons/<lesson>/problems")
@sees_draft
def lesson_state(draft_id: str, lesson: str) -> Response:
    """What is to be mended in this lesson, with lines, and how large it is; for the script."""
    parts = parts_of(reading(), draft_id)
    part = parts.get(_path(lesson))
    if part is None:
        raise NotFound(N_("This part of the course is not there any more."))
    fields = fields_of_lesson(part.text)
    course = parts[COURSE].text if COURSE in parts else ""
    found = lesson_problems(course, part.path, part.text, parts)
    size = len(fields.body.encode())
    return jsonify(
        problems=[_mend(problem, fields.first_line) for problem in found],
        weight=f"{in_kb(size)} / {in_kb(limits.LESSON_TEXT)}", heavy=size > limits.LESSON_TEXT,
    )  # fmt: skip


def _mend(problem: Problem, first_line: int) -> dict[str, Any]:
    """A problem with its line in the text that the form shows; 0 for one of the fields above it."""
    line = max(1, problem.line - first_line + 1) if problem.path == "text" else 0
    place = _("Line %(n)s", n=line) if line else field_name(problem.path)
    message = said(problem.message)
    known = not isinstance(message, Markup)
    return {
        "line": line, "place": place, "message": message if known else problem.message,
        "lang": language() if known else "en",
    }  # fmt: skip
