"""Studio home: what waits for me, and the drafts of my centres."""

from __future__ import annotations

from flask import render_template, url_for

from learnhub.access.permissions import Permission
from learnhub.centres.snapshot import reference
from learnhub.db import reading
from learnhub.kernel.errors import N_, Forbidden
from learnhub.studio.domain import Draft
from learnhub.studio.fieldview import field_name
from learnhub.studio.queries.drafts import centres_of, in_force_elsewhere, list_drafts
from learnhub.studio.queries.reviews import changed_after_approval
from learnhub.studio.views import bp
from learnhub.studio.words import TAGS, state_names
from learnhub.web.guards import signed_in
from learnhub.web.identity import current_identity
from learnhub.web.paging import Page, page_number

PAGE_SIZE = 20


bp.add_app_template_global(field_name, "studio_field")
bp.add_app_template_global(state_names, "studio_states")
bp.add_app_template_global(lambda: TAGS, "studio_tags")


@bp.app_template_global("studio_stale")
def _stale(draft: Draft) -> bool:
    """Whether a draft that is called approved was written in since."""
    return draft.id in changed_after_approval(reading(), [draft])


@bp.app_template_global("studio_elsewhere")
def _elsewhere(draft: Draft) -> int:
    """The number of the version in force, if it was published outside of this draft."""
    found = in_force_elsewhere(reading(), draft)
    return found[1] if found else 0


@bp.get("")
@signed_in
def home() -> str:
    """The drafts that I see, the latest first."""
    session, identity = reading(), current_identity()
    if not centres_of(session, identity, Permission.VIEW_COURSE):
        raise Forbidden(N_("The studio is for authors and reviewers. Ask the coordinator of your centre."))
    number = page_number()
    drafts, total = list_drafts(session, identity, page=number, size=PAGE_SIZE)
    return render_template(
        "studio/home.html", page=Page(drafts, number, total, PAGE_SIZE), known=reference(session),
        writes=bool(centres_of(session, identity)), states=state_names(), tags=TAGS,
        stale=changed_after_approval(session, drafts), listing=lambda n: url_for("studio.home", page=n),
    )  # fmt: skip
