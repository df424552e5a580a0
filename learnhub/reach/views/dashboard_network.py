"""The network beside one's own centres: exact figures are one's own, those of the network come protected.

Live figures of the whole network, cut at will, would tell single people of other centres; so a coordinator of a centre
sees the network as partners do, in the release that holds (specification, section 4.1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from learnhub.db import reading
from learnhub.reach.releases import access, queries, summary
from learnhub.reach.releases.models import Release
from learnhub.reach.views.dashboard_asked import Asked
from learnhub.reach.views.dashboard_figures import Tile
from learnhub.reach.views.release_words import written
from learnhub.web.identity import current_identity
from learnhub.web.settings import current_settings

PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class Beside:
    """The network's release, and (code, what is counted, own figure, the network's) for each headline.

    The network's figure is empty where it is held back.
    """

    release: Release
    rows: tuple[tuple[str, str, str, str], ...]


def network_release(year: int) -> Release | None:
    """The network's release of a year that is open to the reader as a partner, else its latest one."""
    session = reading()
    reader = access.reader_of(current_identity(), session)
    found, _total = queries.list_releases(session, reader, scope=access.NETWORK, size=200)
    open_ones = [each for each in found if PARTNER in reader.views_of(each)]
    fitting = [each for each in open_ones if each.period == str(year)]
    return max(
        fitting or open_ones, key=lambda each: (each.period[:4], queries.name_of(each).rank), default=None
    )


def beside(asked: Asked, tiles: Sequence[Tile]) -> Beside | None:
    """The headlines of the reader's centres beside those of the network; None for who sees the network exactly."""
    release = network_release(asked.period.end.year) if asked.scope is not None else None
    if release is None:
        return None
    settings = current_settings()
    folder = queries.folder_of(settings, release.id) / PARTNER
    told = {each.indicator: each for each in summary.headlines(folder, release.manifests[PARTNER])}
    rows = []
    for tile in tiles:
        other = told.get(".".join((tile.code, *(value for _name, value in tile.arguments))))
        if other is not None:
            rows.append(
                (tile.code, tile.label, tile.big, "" if other.held_back else written(other.value, other.unit))
            )
    return Beside(release, tuple(rows)) if rows else None
