"""Blocks that two people changed at once: both side by side until somebody keeps one, or both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from learnhub.accounts.queries import names_of
from learnhub.db import transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import N_, NotFound
from learnhub.studio.domain import Draft, Part
from learnhub.studio.queries.clashes import open_clashes
from learnhub.studio.service.clashes import Keep, settle_clash
from learnhub.studio.views import bp
from learnhub.studio.views.draft import edits_draft, person_id, the_draft
from learnhub.web.identity import current_identity

KEEP: dict[str, Keep] = {"theirs": "theirs", "mine": "mine", "both": "both"}


def clashes_shown(
    session: Session, draft: Draft, parts: Mapping[str, Part], path: str
) -> list[dict[str, Any]]:
    """What is not settled in a part, each side with its author, its text and what its button sends; the reader's own
    side stands first."""
    found = open_clashes(session, draft.id, parts, path)
    people = {who for each in found for who in (each.noted.theirs_by, each.noted.mine_by) if who}
    names, me = names_of(session, people), current_identity().person_id
    shown = []
    for each in found:
        sides = [
            {"keep": keep, "own": who == me, "name": names.get(who or 0) or "", "text": block.body if block else ""}
            for keep, who, block in (
                ("mine", each.noted.mine_by, each.mine), ("theirs", each.noted.theirs_by, each.theirs)
            )
        ]  # fmt: skip
        sides.sort(key=lambda side: not side["own"])
        for side in sides:
            side["label"] = _("Yours") if side["own"] else side["name"] or _("Theirs")
        shown.append({"id": each.noted.id, "sides": sides})
    return shown


@bp.post("/courses/<draft_id>/lessons/<lesson>/clashes/<clash_id>")
@edits_draft
def settle(draft_id: str, lesson: str, clash_id: str) -> Response:
    """Keep one of the two, or both: the button says which."""
    keep = KEEP.get(request.form.get("keep", ""))
    if keep is None:
        raise NotFound(N_("There is no such button."))
    try:
        with transaction() as session:
            settle_clash(
                session, draft=the_draft(draft_id), path=f"lessons/{lesson}.md", clash_id=clash_id,
                keep=keep, actor=person_id(), now=now(),
            )  # fmt: skip
    except NotFound as error:
        flash(_(error.message), "warn")
    else:
        flash(_("Settled. What stood there before is among the earlier texts."), "ok")
    return redirect(url_for("studio.lesson", draft_id=draft_id, lesson=lesson), 303)
