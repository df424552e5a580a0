"""The trainings of somebody who took part."""

from __future__ import annotations

from flask import render_template

from learnhub.centres.snapshot import reference
from learnhub.db import reading
from learnhub.training.queries import attended
from learnhub.training.views import bp
from learnhub.training.words import MARKS, MODES, STATES
from learnhub.web.guards import signed_in
from learnhub.web.i18n import language
from learnhub.web.identity import my_id


@bp.get("/me/trainings")
@signed_in
def mine() -> str:
    """Where they are, on which days she was there, and for how long."""
    session = reading()
    return render_template(
        "training/mine.html", trainings=attended(session, my_id()), known=reference(session), modes=MODES,
        states=STATES, marks=MARKS, lang=language(),
    )  # fmt: skip
