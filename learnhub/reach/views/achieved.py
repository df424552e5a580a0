"""What visitors are told of the network and of each centre: a few figures of the published release that holds now."""

from __future__ import annotations

from sqlalchemy.orm import Session

from learnhub.catalogue.hooks import Achieved, Figure
from learnhub.kernel.errors import NotFound
from learnhub.reach.releases import access, queries, summary
from learnhub.reach.releases.models import Release
from learnhub.reach.releases.verify import MANIFEST, Problem
from learnhub.reach.views.release_words import FigureNames, stage_name, written_for_all
from learnhub.web.settings import current_settings

SHOWN = ("R04", "R08", "H03", "S02")
OPEN = "public"


def achieved(session: Session, centre: str | None) -> Achieved | None:
    """Counts that a stranger understands, as the page of impact has them; None while there is nothing to show, or the
    release is not as it was signed."""
    scope = access.CENTRE + centre if centre else access.NETWORK
    release = next(iter(queries.current_public(session, scope)), None)
    if release is None or damaged(release):
        return None
    told = {each.indicator: each for each in headlines(release)}
    names = FigureNames()
    figures = tuple(
        Figure(names[code], written_for_all(told[code].value, told[code].unit), code)
        for code in SHOWN
        if code in told and told[code].value is not None
    )
    if not figures:
        return None
    stage = stage_name(release.stage)
    return Achieved(figures, release.period, release.id, release.name, stage, release.as_of)


def damaged(release: Release) -> list[Problem]:
    """The files of the public view that are not as they were signed; a folder that is gone has none to show."""
    try:
        return queries.damage(current_settings(), release, OPEN)
    except NotFound as error:
        return [Problem(MANIFEST, error.message)]


def headlines(release: Release) -> tuple[summary.Headline, ...]:
    """The key figures of the public view."""
    return summary.headlines(
        queries.folder_of(current_settings(), release.id) / OPEN, release.manifests[OPEN]
    )
