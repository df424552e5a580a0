"""Lessons and assignments of a draft on the very page that learners will see, with links to other previews."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from learnhub.coursefile.outline import step_path
from learnhub.db import reading
from learnhub.kernel.errors import N_, NotFound
from learnhub.resources.queries import pages_of
from learnhub.studio.preview import PreviewAt, lesson_for_page, preview_at, resources_of, task_for_page
from learnhub.studio.queries.drafts import parts_of, published_number
from learnhub.studio.views import bp
from learnhub.studio.views.draft import file_store, sees_draft, the_draft
from learnhub.web.security import may_be_framed
from learnhub.web.templating import address


@bp.get("/courses/<draft_id>/preview")
@sees_draft
def preview_course(draft_id: str) -> Response:
    """The first lesson."""
    draft, session = the_draft(draft_id), reading()
    at = preview_at(draft, parts_of(session, draft_id), 0)
    first = next((step.id for step in at.version.steps if step.kind == "lesson"), None)
    if first is None:
        raise NotFound(N_("There is no lesson yet. Add one in the outline."))
    return redirect(url_for("studio.preview", draft_id=draft_id, lesson=first), 302)


@bp.get("/courses/<draft_id>/preview/glossary")
@sees_draft
def preview_glossary(draft_id: str) -> Response:
    """Where terms of a lesson lead: to the words that the draft has for them."""
    return redirect(url_for("studio.facts", draft_id=draft_id, section="glossary"), 302)


@bp.get("/courses/<draft_id>/preview/<lesson>")
@sees_draft
def preview(draft_id: str, lesson: str) -> str:
    """Exactly the page of a learner who is not enrolled."""
    draft, session = the_draft(draft_id), reading()
    parts = parts_of(session, draft_id)
    if f"lessons/{lesson}.md" not in parts:
        raise NotFound(N_("This part of the course is not there any more."))
    at = preview_at(draft, parts, published_number(session, draft) + 1)
    shown = lesson_for_page(parts, lesson, file_store(), pages_of(session, resources_of(parts)))
    may_be_framed()
    return render_template(
        "studio/preview.html", draft=draft, at=at, lesson=shown,
        **_places(at, lesson), **_links(draft_id),
    )  # fmt: skip


@bp.get("/courses/<draft_id>/preview/assignment/<assignment>")
@sees_draft
def preview_assignment(draft_id: str, assignment: str) -> str:
    """The page of an assignment as somebody sees it who is not enrolled."""
    draft, session = the_draft(draft_id), reading()
    parts = parts_of(session, draft_id)
    if step_path("assignment", assignment) not in parts:
        raise NotFound(N_("This part of the course is not there any more."))
    at = preview_at(draft, parts, published_number(session, draft) + 1)
    shown, html = task_for_page(parts, assignment, file_store(), pages_of(session, resources_of(parts)))
    return render_template(
        "studio/preview_assignment.html", draft=draft, at=at, shown=shown, task=shown.task, html=html,
        **_places(at, assignment), **_links(draft_id),
    )  # fmt: skip


def _places(at: PreviewAt, lesson: str) -> dict[str, Any]:
    """The step and its neighbours. Raises NotFound for one that no module names."""
    steps = at.version.steps
    here = next((place for place, step in enumerate(steps) if step.id == lesson), None)
    if here is None:
        raise NotFound(N_("No module names this part. Add it in the outline."))
    return {
        "step": steps[here],
        "before": steps[here - 1] if here else None,
        "after": steps[here + 1] if here + 1 < len(steps) else None,
    }


def _links(draft_id: str) -> dict[str, Any]:
    """The addresses of a learner's page, each leading to what the draft has in its place."""

    def step_address(_code: str, kind: str, step: str) -> str:
        if kind == "lesson":
            return url_for("studio.preview", draft_id=draft_id, lesson=step)
        if kind == "assignment":
            return url_for("studio.preview_assignment", draft_id=draft_id, assignment=step)
        return url_for("studio.quiz", draft_id=draft_id, quiz=step)

    def link(endpoint: str, **values: Any) -> str:
        if endpoint == "learning.course":
            return url_for("studio.outline", draft_id=draft_id)
        return address(endpoint, **values)

    return {"step_address": step_address, "url_for": link}
