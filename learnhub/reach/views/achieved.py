"""What visitors are told of the network and of each centre: a few figures of the published release that holds now."""

from __future__ import annotations

from sqlalchemy.orm import Session

from learnhub.catalogue.hooks import Achieved, Figure
from learnhub.reach.releases import access, queries, summary
from learnhub.reach.views.release_words import FigureNames, stage_name, written_for_all
from learnhub.web.settings import current_settings

SHOWN = ("R04", "R08", "H03", "S02")
OPEN = "public"


def achieved(session: Session, centre: str | None) -> Achieved | None:
    """Counts that a stranger understands, as the page of impact has them; None while there is nothing to show.

    Read from the signed file of key figures alone: one that is not as it was signed gives no figure.
    """
    scope = access.CENTRE + centre if centre else access.NETWORK
    release = next(iter(queries.current_public(session, scope)), None)
    if release is None:
        return None
    folder = queries.folder_of(current_settings(), release.id) / OPEN
    told = {each.indicator: each for each in summary.headlines(folder, release.manifests[OPEN])}
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
