"""The trainings of somebody who took part."""

from __future__ import annotations

from flask import render_template, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session

from learnhub.centres.snapshot import reference
from learnhub.db import reading
from learnhub.kernel.clock import now
from learnhub.training.queries import attended, foremost
from learnhub.training.views import bp
from learnhub.training.words import MARKS, MODES, STATES
from learnhub.web.guards import signed_in
from learnhub.web.identity import my_id
from learnhub.web.paging import Page, page_number

ROWS, NEXT = 20, 3


@bp.get("/me/trainings")
@signed_in
def mine() -> str:
    """Where they are, on which days she was there, and for how long."""
    session, number = reading(), page_number()
    rows, total = attended(session, my_id(), now().date(), page=number, size=ROWS)
    return render_template(
        "training/mine.html", page=Page(rows, number, total, ROWS), known=reference(session), modes=MODES,
        states=STATES, marks=MARKS, address=lambda n: url_for("training.mine", page=n),
    )  # fmt: skip


def on_my_learning(session: Session, person_id: int) -> Markup:
    """What is to come, and the way to all of them; nothing if she is on no list."""
    today = now().date()
    first = foremost(session, person_id, today, most=NEXT)
    if not first:
        return Markup("")
    made = render_template(
        "training/_coming.html", coming=[each for each in first if each.ends_on >= today],
        known=reference(session), modes=MODES, states=STATES,
    )  # fmt: skip
    return Markup(made)  # noqa: S704 - an escaping template
