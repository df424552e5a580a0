"""Who else is here."""

from __future__ import annotations

from flask import jsonify, request
from werkzeug.wrappers import Response

from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.studio.domain import Draft
from learnhub.studio.queries.presence import Colleague, colleagues
from learnhub.studio.service.presence import be_here
from learnhub.studio.views import bp
from learnhub.studio.views.draft import person_id, sees_draft
from learnhub.web.i18n import listed
from learnhub.web.identity import current_identity


@bp.app_template_global("studio_colleagues")
def _colleagues(draft: Draft) -> list[Colleague]:
    """The others who are here."""
    return colleagues(reading(), draft.id, without=current_identity().person_id, now=now())


@bp.post("/courses/<draft_id>/presence")
@sees_draft
def presence(draft_id: str) -> Response:
    """I am here; who else is?"""
    place = request.form.get("place", "")[:120]
    with transaction() as session:
        be_here(session, draft_id=draft_id, person_id=person_id(), place=place, now=now())
        others = colleagues(session, draft_id, without=person_id(), now=now())
    return jsonify(names=listed(other.name for other in others))
