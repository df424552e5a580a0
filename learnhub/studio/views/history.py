"""What happened to a draft, and its published versions; bringing one back."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learnhub.access.permissions import Permission
from learnhub.accounts.queries import names_of
from learnhub.catalogue.queries import versions_of
from learnhub.centres.snapshot import reference
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.studio.queries.reviews import events_of
from learnhub.studio.reviewwords import event_names, kind_names, reason_names
from learnhub.studio.service.publishing import restore_version
from learnhub.studio.views import bp
from learnhub.studio.views.draft import sees_draft, the_draft
from learnhub.studio.views.reviewing import may_do, needs
from learnhub.web.identity import current_identity
from learnhub.web.paging import Page, page_number

PAGE_SIZE = 50


@bp.get("/courses/<draft_id>/history")
@sees_draft
def history(draft_id: str) -> str:
    """Who asked, approved and published what, and when."""
    draft, session = the_draft(draft_id), reading()
    number = page_number()
    events, total = events_of(session, draft.id, page=number, size=PAGE_SIZE)
    versions = versions_of(session, draft.course_id) if draft.course_id else ()
    return render_template(
        "studio/history.html", draft=draft, here="history", page=Page(events, number, total, PAGE_SIZE),
        versions=versions, acts=event_names(), kinds=kind_names(), reasons=reason_names(), known=reference(session),
        names=names_of(session, {each.published_by for each in versions if each.published_by}),
        writes=may_do(draft.id, Permission.EDIT_COURSE),
        listing=lambda n: url_for("studio.history", draft_id=draft.id, page=n),
    )  # fmt: skip


@bp.post("/courses/<draft_id>/history/<int:number>/restore")
@needs(Permission.EDIT_COURSE)
def restore(draft_id: str, number: int) -> Response:
    """Make a published version the text of the draft again."""
    with transaction() as session:
        restore_version(
            session, draft=the_draft(draft_id), number=number, actor=current_identity(), now=now()
        )
    flash(
        _("Version %(n)s is the text of the draft again. What stood there is in the history.", n=number), "ok"
    )
    return redirect(url_for("studio.changes", draft_id=draft_id), 303)
