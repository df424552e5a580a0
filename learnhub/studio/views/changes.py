"""What differs: the draft against the version that readers have, or against what was approved."""

from __future__ import annotations

from flask import render_template, request

from learnhub.coursefile.blocks import title_of
from learnhub.coursefile.diff import PartChange, diff_parts, texts_of
from learnhub.db import reading
from learnhub.studio.domain import Draft, Parts
from learnhub.studio.queries.drafts import in_force_elsewhere, parts_of
from learnhub.studio.queries.history import present_texts, texts_in_force, texts_of_change
from learnhub.studio.queries.reviews import decisions_of
from learnhub.studio.service.drafts import read_draft
from learnhub.studio.views import bp
from learnhub.studio.views.draft import file_store, sees_draft, the_draft


def compared(draft: Draft, parts: Parts, since: str) -> tuple[tuple[PartChange, ...], bool]:
    """What changed since the version in force or the last approval, and whether there is one to compare with."""
    session = reading()
    if since == "approved":
        approved = [each for each in decisions_of(session, draft.id) if each.approved]
        if not approved:
            return (), False
        return diff_parts(texts_of_change(session, draft.id, approved[-1].seq), present_texts(parts)), True
    if draft.base_version_id is None:
        return diff_parts({}, present_texts(parts)), False
    document = read_draft(session, draft, file_store()).document
    # a course that can be read is compared as it would be written, so that another way of writing it is no change
    now = texts_of(document) if document is not None else present_texts(parts)
    elsewhere = in_force_elsewhere(session, draft)
    return diff_parts(
        texts_in_force(session, elsewhere[0] if elsewhere else draft.base_version_id), now
    ), True


def names_of_parts(changes: tuple[PartChange, ...]) -> dict[str, str]:
    """What each part is called, from its blocks."""
    return {
        each.path: title_of(each.path, "".join(block.block.text for block in each.blocks)) for each in changes
    }


@bp.get("/courses/<draft_id>/changes")
@sees_draft
def changes(draft_id: str) -> str:
    """Block by block and word by word."""
    draft = the_draft(draft_id)
    since = "approved" if request.args.get("since") == "approved" else "published"
    found, known = compared(draft, parts_of(reading(), draft.id), since)
    return render_template(
        "studio/changes.html", draft=draft, here="changes", since=since, known=known,
        parts=[each for each in found if each.change != "same"], titles=names_of_parts(found),
    )  # fmt: skip
