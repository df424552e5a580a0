"""Where people stop, how long a step takes, how questions do: for the course team, and not below ten people."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext as _

from learnhub.access.permissions import Permission
from learnhub.access.policy import permits
from learnhub.catalogue.content import Version
from learnhub.db import reading
from learnhub.kernel.clock import now
from learnhub.learning.itemstats import FEWEST
from learnhub.learning.queries.insights import (
    MOST_TIMES,
    MOST_TRIES,
    Insights,
    insights_csv,
    insights_of,
    versions_learned,
)
from learnhub.learning.views import bp
from learnhub.learning.views.learners import in_force
from learnhub.learning.views.team import course_resource
from learnhub.quiz.model import Multiple, Quiz, Single, TrueFalse
from learnhub.web.csvfile import csv_file
from learnhub.web.guards import allowed
from learnhub.web.i18n import in_one_piece, with_comma
from learnhub.web.identity import current_identity

EASY, HARD, WEAK = Fraction(90), Fraction(30), 10  # beyond these a question deserves a second look


def asked_version(code: str) -> tuple[Version, list[tuple[Version, int]]]:
    """The version that the address names, else the one with the most learners; and all, with their learners."""
    newest = in_force(code)
    versions = versions_learned(reading(), newest)
    most = max(versions, key=lambda pair: pair[1], default=(newest, 0))[0]
    wanted = request.args.get("version", "")
    return next((each for each, _n in versions if str(each.number) == wanted), most), versions


def _asked(code: str) -> tuple[Insights, list[tuple[Version, int]]]:
    version, versions = asked_version(code)
    newest = version.id == in_force(code).id
    return insights_of(reading(), version, in_force=newest, now=now()), versions


@bp.get("/courses/<code>/insights")
@allowed(Permission.VIEW_COURSE_REPORT, course_resource)
def insights(code: str) -> str:
    """The funnel, times and questions of one version."""
    found, versions = _asked(code)
    stops = max((each.passage.stopped for each in found.steps), default=0)
    return render_template(
        "learning/insights.html", code=code, version=found.version, found=found, versions=versions, fewest=FEWEST,
        stops=stops, most_times=MOST_TIMES, most_tries=MOST_TRIES, options=option_rows, remark=remark,
        hundredths=hundredths,
        guides=permits(current_identity(), Permission.GUIDE_LEARNERS, course_resource(code)),
    )  # fmt: skip


@bp.get("/courses/<code>/insights.csv")
@allowed(Permission.VIEW_COURSE_REPORT, course_resource)
def insights_file(code: str) -> Response:
    """The same as a file."""
    found, _versions = _asked(code)
    return csv_file(f"learnhub-{code}-insights.csv", insights_csv(found))


def option_rows(quiz: Quiz, item: Any) -> list[tuple[str, bool, int]]:
    """(text, whether it is right, how many chose it) of every option; nothing for a question without options."""
    question = quiz.question(item.question)
    match question:
        case Single(options=options) | Multiple(options=options):
            return [(each.text, each.correct, item.chosen.get(n, 0)) for n, each in enumerate(options)]
        case TrueFalse(answer=answer):
            said = [(_("True"), answer), (_("False"), not answer)]
            return [(text, right, item.chosen.get(n, 0)) for n, (text, right) in enumerate(said)]
    return []


def hundredths(value: int) -> str:
    """A correlation as the page's language writes it."""
    whole, rest = divmod(abs(value), 100)
    text = with_comma(f"{whole}.{rest:02d}")
    return in_one_piece(f"−{text}") if value < 0 else text


def remark(item: Any) -> str:
    """What a question deserves a second look for; nothing for most."""
    if item.discrimination is not None and item.discrimination < 0:
        return str(_("Those who do well in the rest do worse here: look at the key and the wording."))
    if item.facility < HARD:
        return str(_("Hard: few have it right."))
    if item.facility > EASY:
        return str(_("Easy: nearly all have it right."))
    if item.discrimination is not None and item.discrimination < WEAK:
        return str(_("It hardly tells who knows from who does not."))
    return ""
