"""What changed from one release of a period to a later one: read from the folders alone, so everybody may ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module

from learnhub.config import Settings
from learnhub.reach.publication.model import Revision
from learnhub.reach.publication.parameters import View
from learnhub.reach.releases.calendar import whole_period
from learnhub.reach.releases.diff import Why, revisions
from learnhub.reach.releases.models import Release
from learnhub.reach.releases.queries import intact_folder
from learnhub.reach.releases.summary import changes

COMPARING = "learnhub.reach.releases.comparing"  # brings the engine: docs/decisions/0005


def changed_since(settings: Settings, releases: Sequence[Release], view: str) -> tuple[Revision, ...]:
    """Every figure that differs between the first and the last of these releases, which follow one another.

    Its reasons are all that were given on the way, for this figure, or else for its indicator. Raises Conflict if files
    of one of them are not as they were signed.
    """
    given: dict[tuple[str, ...], set[str]] = defaultdict(set)
    folders = [intact_folder(settings, each, view) for each in releases]
    for release, folder in list(zip(releases, folders, strict=True))[1:]:
        for each in changes(folder, release.manifests[view]):
            given[each.indicator, each.filters] |= set(each.reasons)
            given[each.indicator,] |= set(each.reasons)
    earlier = import_module(COMPARING).earlier_release
    first, last = (earlier(settings, each).figures(View(view)) for each in (releases[0], releases[-1]))
    found = revisions(
        first,
        last,
        Why({}),
        view=View(view),
        period=whole_period(releases[0].period),
        previous_release=releases[0].name,
    )
    return tuple(replace(each, reasons=_reasons(given, each)) for each in found)


def _reasons(given: dict[tuple[str, ...], set[str]], each: Revision) -> tuple[str, ...]:
    """The codes for a figure, in the order of the alphabet."""
    return tuple(
        sorted(given.get((each.indicator, each.filters)) or given.get((each.indicator,)) or each.reasons)
    )
