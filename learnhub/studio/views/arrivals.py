"""What came over from a file: the report, as long as the draft is there."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learnhub.db import reading, transaction
from learnhub.formats.losses import SENTENCES
from learnhub.kernel.clock import now
from learnhub.kernel.errors import N_, NotFound
from learnhub.studio.arrival import Arrival
from learnhub.studio.problemwords import placed
from learnhub.studio.queries.arrivals import arrival_of, open_arrival
from learnhub.studio.service.arrivals import put_away
from learnhub.studio.views import bp
from learnhub.studio.views.draft import edits_draft, person_id, sees_draft, the_draft


@bp.app_template_global("lost_words")
def lost_words(arrival: Arrival) -> list[tuple[str, int, tuple[str, ...]]]:
    """What did not come over, in the reader's language: the sentence, how often (0: it is not counted), examples."""
    lost = [(_(SENTENCES[loss.code]), loss.count, loss.examples) for loss in arrival.losses]
    return [*lost, *((placed(problem), 0, ()) for problem in arrival.left_out)]


@bp.app_template_global("open_arrival")
def open_report(draft_id: str) -> Arrival | None:
    """The report that pages of this draft show until somebody puts it away."""
    return open_arrival(reading(), draft_id)


@bp.get("/courses/<draft_id>/came-over")
@sees_draft
def came_over(draft_id: str) -> str:
    """The report."""
    draft, kept = the_draft(draft_id), arrival_of(reading(), draft_id)
    if kept is None:
        raise NotFound(N_("This draft was not made from a file."))
    return render_template("studio/came_over.html", draft=draft, arrival=kept.arrival)


@bp.post("/courses/<draft_id>/came-over")
@edits_draft
def put_report_away(draft_id: str) -> Response:
    """It was read, and what was lost is mended or not missed."""
    with transaction() as session:
        put_away(session, draft=the_draft(draft_id), actor=person_id(), now=now())
    flash(_("The report is put away. It stays in the history of the draft."), "ok")
    return redirect(url_for("studio.checklist", draft_id=draft_id), 303)
