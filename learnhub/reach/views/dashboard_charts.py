"""Drawings of the dashboard, with the sentences that say what they show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from markupsafe import Markup

from learnhub.centres.domain import Reference
from learnhub.reach.charts.bars import Part, share_bar
from learnhub.reach.charts.lines import Series, line_chart
from learnhub.reach.charts.sheet import About
from learnhub.reach.charts.worldmap import world_map
from learnhub.reach.reference import NO_COUNTRY
from learnhub.reach.views import dashboard_words as words
from learnhub.reach.views.dashboard_figures import Bar, Trend
from learnhub.web.i18n import direction, language, listed

NAMED = 6


def mirrored() -> bool:
    """Whether time runs from right to left on this page."""
    return direction(language()) == "rtl"


def trend_chart(trend: Trend) -> Markup:
    """Learners reached, and those at trainings, over time."""
    values = [value for value in trend.reached if value is not None]
    finding = ""
    if values:
        finding = _(
            "Learners reached lie between %(least)s and %(most)s; the last value is %(last)s.",
            least=words.count(min(values)), most=words.count(max(values)), last=words.count(values[-1]),
        )  # fmt: skip
    series = [Series(_("Learners"), trend.reached), Series(_("Trainings"), trend.trained)]
    about = About("tr", _("Learners reached over time"), finding)
    return line_chart(about, trend.labels, series, say=words.count, mirrored=mirrored())


def map_of(counts: Mapping[str, int], known: Reference) -> Markup:
    """Learners by country as circles."""
    largest = sorted(
        ((number, code) for code, number in counts.items() if number and code != NO_COUNTRY),
        key=lambda each: (-each[0], each[1]),
    )[:NAMED]
    named = [f"{words.country(known, code)} {words.count(number)}" for number, code in largest]
    finding = _("Largest circles: %(countries)s.", countries=listed(named)) if named else ""
    about = About("wm", _("Learners reached by country of residence"), finding)
    return world_map(about, counts, say=words.count)


def gender_bar(rows: Sequence[Bar]) -> Markup:
    """Women, men, another gender and unknown as one bar."""
    said = listed(f"{row.label} {row.of_all}" for row in rows)
    return share_bar([Part(row.label, row.value, row.look) for row in rows], said)
