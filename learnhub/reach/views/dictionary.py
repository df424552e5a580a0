"""The dictionary of indicators: what is counted and how, open to everybody."""

from __future__ import annotations

from flask import render_template
from flask_babel import gettext as _

from learnhub.kernel.errors import NotFound
from learnhub.reach.indicators import INDICATORS, METHODOLOGY
from learnhub.reach.views import bp
from learnhub.web.guards import public
from learnhub.web.templating import same_for_every_visitor


@bp.get("/reach/indicators")
@public
def indicators() -> str:
    """All indicators with what they count."""
    same_for_every_visitor()
    return render_template("reach/indicators.html", indicators=INDICATORS.values(), methodology=METHODOLOGY)


@bp.get("/reach/indicators/<code>")
@public
def indicator(code: str) -> str:
    """The whole definition of one indicator."""
    same_for_every_visitor()
    found = INDICATORS.get(code)
    if found is None:
        raise NotFound(_("There is no such indicator. The list of indicators has them all."))
    return render_template("reach/indicator.html", indicator=found)
