"""The trainings of somebody who took part."""

from __future__ import annotations

from flask import render_template, url_for

from learnhub.centres.snapshot import reference
from learnhub.db import reading
from learnhub.training.queries import attended
from learnhub.training.views import bp
from learnhub.training.words import MARKS, MODES, STATES
from learnhub.web.guards import signed_in
from learnhub.web.identity import my_id
from learnhub.web.paging import Page, page_number

ROWS = 20


@bp.get("/me/trainings")
@signed_in
def mine() -> str:
    """Where they are, on which days she was there, and for how long."""
    session, number = reading(), page_number()
    rows, total = attended(session, my_id(), page=number, size=ROWS)
    return render_template(
        "training/mine.html", page=Page(rows, number, total, ROWS), known=reference(session), modes=MODES,
        states=STATES, marks=MARKS, address=lambda n: url_for("training.mine", page=n),
    )  # fmt: skip
