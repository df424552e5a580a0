"""The trainings to come, for everybody."""

from __future__ import annotations

from flask import render_template, url_for
from flask_babel import gettext as _

from learnhub.centres.snapshot import reference
from learnhub.db import reading
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Gone
from learnhub.training import queries
from learnhub.training.views import bp
from learnhub.training.words import MODES, STATES
from learnhub.web.guards import public
from learnhub.web.i18n import language
from learnhub.web.identity import current_identity
from learnhub.web.paging import Page, page_number

ROWS = 50


@bp.get("/trainings")
@public
def calendar() -> str:
    """What is to come in the whole network, and what is running; the next one first."""
    session, number = reading(), page_number()
    rows, total = queries.coming(session, now().date(), page=number, size=ROWS)
    return render_template(
        "training/calendar.html", page=Page(rows, number, total, ROWS), known=reference(session), modes=MODES,
        states=STATES, address=lambda n: url_for("training.calendar", page=n),
    )  # fmt: skip


@bp.get("/trainings/<int:number>")
@public
def announced(number: int) -> str:
    """What a centre announces of a training, and whom to ask for a place."""
    session = reading()
    found, known = queries.get_announced(session, number), reference(session)
    if found.ends_on < now().date():
        raise Gone(_("This training is over. The calendar has those to come."))
    theme, centre = known.themes.get(found.theme), known.centres[found.centre_id]
    me = current_identity().person_id
    items = [known.item(queries.FRAMEWORK, each) for each in queries.targets_of(session, found.key)]
    return render_template(
        "training/announced.html", training=found, centre=centre, modes=MODES, states=STATES, targets=items,
        theme=theme.label(language()) if theme else found.theme,
        known=known, others=queries.co_centres(session, number),
        listed=me is not None and queries.is_listed(session, number, me),
    )  # fmt: skip
