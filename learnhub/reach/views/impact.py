"""The public page of impact and its open data: published releases alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from learnhub.centres.snapshot import reference
from learnhub.db import reading
from learnhub.kernel.errors import NotFound
from learnhub.reach.releases import queries, summary
from learnhub.reach.releases.models import Release
from learnhub.reach.views import bp
from learnhub.reach.views.achieved import OPEN, damaged, headlines
from learnhub.reach.views.release_words import FigureNames, in_order, scope_name, stage_name, written_for_all
from learnhub.web.guards import public
from learnhub.web.settings import current_settings
from learnhub.web.templating import same_for_every_visitor

SHOWN = (
    "R04",
    "R05",
    "R03",
    "R08",
    "E01",
    "C01",
    "S02",
    "T01",
    "H03",
    "Q01",
    "Q03.LDC",
    "Q03.SIDS",
    "Q03.AFRICA",
)


@bp.get("/impact")
@public
def impact() -> str | BaseResponse:
    """What the network did, in the figures of the published release that holds now."""
    asked = request.args.get("period", "")
    if not asked:
        same_for_every_visitor()
    there = queries.current_public(reading())
    chosen = (
        next((each for each in there if each.period == asked), None) if asked else next(iter(there), None)
    )
    if asked and chosen is None:
        return redirect(url_for("reach.impact"), 302)
    problems = damaged(chosen) if chosen else []
    told = chosen if not problems else None
    years = [each for each in reversed(there) if "-" not in each.period and not damaged(each)]
    return render_template(
        "reach/impact.html", release=chosen, others=there, shown=_shown(told) if told else (),
        files=_files(told) if told else (), series=[(each, _of(each, "R04")) for each in years],
        damaged=problems, held=_held_back(told) if told else (), stage=stage_name, written=written_for_all,
        names=FigureNames(),
    )  # fmt: skip


@bp.get("/reach")
@public
def reach() -> BaseResponse:
    """Below this address lie all figures; what is open to everybody is the beginning."""
    return redirect(url_for("reach.impact"), 302)


@bp.get("/open-data")
@public
def open_data() -> str:
    """All open data files, release by release."""
    same_for_every_visitor()
    session = reading()
    found, _total = queries.list_releases(session, queries.EVERYBODY, size=200)
    known = reference(session)
    return render_template(
        "reach/open_data.html",
        releases=[(each, scope_name(known, each.scope), _files(each)) for each in found],
        stage=stage_name,
    )  # fmt: skip


def _shown(release: Release) -> list[summary.Headline]:
    """The key figures that a visitor understands, in this order; those that are held back are left out."""
    told = {each.indicator: each for each in headlines(release)}
    return [told[code] for code in SHOWN if code in told and told[code].value is not None]


def _held_back(release: Release) -> list[summary.Headline]:
    """Those of them that are not shown, so that nobody wonders where they are."""
    told = {each.indicator: each for each in headlines(release)}
    return [told[code] for code in SHOWN if code in told and told[code].held_back]


def _of(release: Release, indicator: str) -> summary.Headline | None:
    return next((each for each in headlines(release) if each.indicator == indicator), None)


def _files(release: Release) -> list[tuple[Mapping[str, Any], str]]:
    try:
        about = queries.manifest_of(current_settings(), release.id, OPEN)
    except NotFound:
        return []
    return in_order(about["files"])
