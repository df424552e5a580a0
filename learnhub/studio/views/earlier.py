"""Earlier texts of a lesson, block by block beside the present one; taking back one block or all."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learnhub.access.permissions import Permission
from learnhub.access.policy import permits
from learnhub.coursefile.takeback import differences, taken_back
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import N_, NotFound
from learnhub.studio.forms.lesson import BlockForm, RestoreForm
from learnhub.studio.queries.drafts import find_part, text_at
from learnhub.studio.service.drafts import restore_part, save_part
from learnhub.studio.views import bp
from learnhub.studio.views.draft import draft_resource, edits_draft, person_id, sees_draft, the_draft
from learnhub.web.identity import current_identity


def _earlier(draft_id: str, path: str, rev: int) -> str:
    text = text_at(reading(), draft_id, path, rev)
    if text is None:
        raise NotFound(N_("There is no such earlier text."))
    return text


@bp.get("/courses/<draft_id>/lessons/<lesson>/earlier/<int:rev>")
@sees_draft
def earlier_lesson(draft_id: str, lesson: str, rev: int) -> str:
    """What differs, each with a way back."""
    draft, path = the_draft(draft_id), f"lessons/{lesson}.md"
    old, present = _earlier(draft_id, path, rev), find_part(reading(), draft_id, path)
    return render_template(
        "studio/earlier.html", draft=draft, lesson=lesson, rev=rev, present=present,
        blocks=differences(path, old, present.text if present else ""),
        writes=permits(current_identity(), Permission.EDIT_COURSE, draft_resource(draft_id)),
    )  # fmt: skip


@bp.post("/courses/<draft_id>/lessons/<lesson>/earlier")
@edits_draft
def restore_lesson(draft_id: str, lesson: str) -> Response:
    """Make an earlier text the present one. The present one stays among the earlier ones."""
    draft, form, path = the_draft(draft_id), RestoreForm(), f"lessons/{lesson}.md"
    with transaction() as session:
        restore_part(session, draft=draft, path=path, rev=form.wanted, actor=person_id(), now=now())
    flash(_("The earlier text is back. The text before it stands among the earlier ones."), "ok")
    return redirect(url_for("studio.lesson", draft_id=draft_id, lesson=lesson), 303)


@bp.post("/courses/<draft_id>/lessons/<lesson>/earlier/block")
@edits_draft
def restore_block(draft_id: str, lesson: str) -> Response:
    """Undo one difference; what was written elsewhere meanwhile stays."""
    draft, form, path = the_draft(draft_id), BlockForm(), f"lessons/{lesson}.md"
    with transaction() as session:
        base = text_at(session, draft_id, path, form.seen)
        try:
            text = taken_back(path, _earlier(draft_id, path, form.wanted), base or "", form.place)
        except KeyError as error:
            raise NotFound(N_("There is no such earlier text.")) from error
        save_part(
            session, draft=draft, path=path, text=text, base_rev=form.seen, actor=person_id(), now=now(),
            act="restore",
        )  # fmt: skip
    flash(_("The block is as it was. The text before it stands among the earlier ones."), "ok")
    return redirect(url_for("studio.lesson", draft_id=draft_id, lesson=lesson), 303)
