"""The checklist of a draft: what stands in the way of publishing it, and what could be better."""

from __future__ import annotations

from flask import render_template

from learnhub.access.permissions import Permission
from learnhub.db import reading
from learnhub.studio.findings import lines_of
from learnhub.studio.queries.drafts import parts_of
from learnhub.studio.service.readiness import checklist_of
from learnhub.studio.views import bp
from learnhub.studio.views.draft import file_store, sees_draft, the_draft
from learnhub.studio.views.reviewing import may_do


@bp.get("/courses/<draft_id>/checklist")
@sees_draft
def checklist(draft_id: str) -> str:
    """Every line of the checklist, with each finding, its mend and its place."""
    session, draft = reading(), the_draft(draft_id)
    found = checklist_of(session, draft, file_store())
    lines = lines_of(found, draft_id, parts_of(session, draft_id))
    return render_template(
        "studio/checklist.html",
        draft=draft,
        here="checklist",
        found=found,
        lines=lines,
        writes=may_do(draft_id, Permission.EDIT_COURSE),
    )
