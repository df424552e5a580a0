"""From the exact figures of a release to the rows behind them, as they were known at its as-of."""

from __future__ import annotations

from typing import Any

from flask import url_for

from learnhub.kernel.clock import iso
from learnhub.reach.compose.plan import CENTRE, COUNTRY, NETWORK, PROJECT
from learnhub.reach.indicators import INDICATORS
from learnhub.reach.releases import access
from learnhub.reach.releases.calendar import whole_period
from learnhub.reach.releases.models import Release
from learnhub.reach.releases.summary import Headline

MEASURES = {each.name: each for plan in (NETWORK, CENTRE, COUNTRY, PROJECT) for each in plan.key_figures}
_FILTERS = {access.CENTRE: "centre", access.COUNTRY: "country", access.PROJECT: "project"}


def rows_address(found: Release, each: Headline) -> str:
    """The page of the rows that a key figure counts; empty for an indicator that there is no more.

    Whoever may see the exact figures of a release may see these rows.
    """
    measure = MEASURES.get(each.indicator)
    if measure is None or measure.code not in INDICATORS:
        return ""
    period = whole_period(found.period)
    values: dict[str, Any] = {
        name: found.scope.removeprefix(sign)
        for sign, name in _FILTERS.items()
        if found.scope.startswith(sign)
    }
    values |= {"from": period.start.isoformat(), "to": period.end.isoformat(), "as_of": iso(found.as_of)}
    values |= dict(measure.arguments)
    return url_for("reach.behind", **values, code=measure.code)
