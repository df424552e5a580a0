"""A release beside an earlier one of the same period: what both show, and why it differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from learnhub.centres.snapshot import reference
from learnhub.config import Settings
from learnhub.kernel.errors import N_, Unacceptable
from learnhub.ledger.queries import Cursor
from learnhub.reach.compose.observing import definitions_of
from learnhub.reach.disclosure.revisions import Earlier
from learnhub.reach.indicators import INDICATORS, METHODOLOGY
from learnhub.reach.projects.queries import tagged
from learnhub.reach.publication.model import Code, Publication, Revision
from learnhub.reach.publication.observation import DIMENSIONS, Number, Observation, Observed
from learnhub.reach.publication.parameters import View
from learnhub.reach.queries import engine_of, reference_lists, refreshed
from learnhub.reach.releases.calendar import whole_period
from learnhub.reach.releases.changes import Place, touched_between
from learnhub.reach.releases.diff import Told, Why, read_figures, revisions
from learnhub.reach.releases.folder import read_manifest
from learnhub.reach.releases.footprints import footprints
from learnhub.reach.releases.models import Release
from learnhub.reach.releases.queries import folder_of


@dataclass(frozen=True, slots=True)
class Before:
    """A release of the same period that is out: its folder, its manifest, its place in the ledger."""

    name: str
    folder: Path
    about: Mapping[str, Any]
    place: Place

    def figures(self, view: View) -> dict[tuple[str, ...], Told]:
        """The figures of one of its views."""
        names = (path for path in (self.folder / view).glob("*.csv") if path.stem.endswith(f"_{view}"))
        return read_figures(next(names).read_bytes())

    def edition(self, like: Publication, regions: Mapping[str, str], objects: Sequence[Code] = ()) -> Earlier:
        """Its exact figures, and what it holds back from partners. `like` is a publication of the same methodology.

        `objects` are courses and events, and its donor project, with notes on what is whose.

        The public view holds the same back, or more.
        """
        internal, partner = self.figures(View.INTERNAL), self.figures(View.PARTNER)
        exact = tuple(_observation(key, told) for key, told in internal.items())
        # the internal view says it of countries without a row as well; earlier versions left it to the partner view
        held_back = frozenset(
            key for figures in (internal, partner) for key, told in figures.items() if told.held_back
        )
        codes = {each.indicator.partition(".")[0] for each in exact} & INDICATORS.keys()
        countries = tuple(Code("ref_area", code, code, region) for code, region in regions.items())
        others = (each for each in like.code_lists if each.code_list in {"course", "event", "country_group"})
        publication = replace(
            like, observations=exact, tables=(), key_figures=(), revisions=(), definitions=definitions_of(codes),
            code_lists=(*countries, *others, *objects),
        )  # fmt: skip
        return Earlier(publication, held_back)


def _observation(key: tuple[str, ...], told: Told) -> Observation:
    dimensions: dict[str, Any] = dict(zip(DIMENSIONS, key[3:], strict=True))
    return Observation(
        indicator=key[0], name="", unit=told.unit, period_start=date.fromisoformat(key[1]),
        period_end=date.fromisoformat(key[2]), value=_whole(told.value), numerator=_whole(told.numerator),
        denominator=_whole(told.denominator), obs_status=Observed(told.status), **dimensions,
    )  # fmt: skip


def _whole(value: Fraction | None) -> Number | None:
    """A number of a file as publications have it."""
    return value.numerator if value is not None and value.denominator == 1 else value


def compared(
    session: Session, settings: Settings, first: Release, second: Release, view: str
) -> tuple[Revision, ...]:
    """Every figure that differs between two releases of one scope and period. Raises Unacceptable."""
    if (first.scope, first.period) != (second.scope, second.period):
        raise Unacceptable(N_("Compare two releases of the same period and scope."))
    if first.state != "made" or second.state != "made":
        raise Unacceptable(N_("This release is not made yet."))
    before, after = earlier_release(settings, first), earlier_release(settings, second)
    why = why_between(session, settings, before, after.place)
    shown = View(view)
    return revisions(
        before.figures(shown), after.figures(shown), why, view=shown, period=whole_period(first.period),
        previous_release=first.name,
    )  # fmt: skip


def earlier_release(settings: Settings, release: Release) -> Before:
    """A release that is out. Raises Unacceptable if its files are gone."""
    folder = folder_of(settings, release.id)
    try:
        about = read_manifest(folder / View.INTERNAL)
    except (FileNotFoundError, ValueError) as error:
        raise Unacceptable(
            f"The files of the earlier release {release.id} are gone: put them back from a backup first."
        ) from error
    place = Place(release.as_of, Cursor(release.last_xid or 0, release.last_entry or 0))
    return Before(release.name, folder, about, place)


def why_between(session: Session, settings: Settings, before: Before, place: Place) -> Why:
    """What changed between a release and a later place in the ledger."""
    countries = reference(session).countries

    def region_of(code: str) -> str:
        return countries[code].region if code in countries else ""

    manifest, mirror = refreshed(session, settings), engine_of(settings).mirror
    lists = before.about["reference_lists"].get("countries_and_groups_sha256")
    project = before.about["filters"].get("project", "")
    tags = [set(tagged(session, project, each.as_of)) if project else set() for each in (before.place, place)]
    return Why(
        touched_between(session, before.place, place, region_of, partial(footprints, mirror, manifest)),
        method=before.about["methodology"] != METHODOLOGY,
        lists=lists != reference_lists(session).digest or tags[0] != tags[1],
    )
