"""Gaps: where something is missing, and what could be done about it. Functions of values."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from learnhub.centres.domain import FrameworkFacts, ItemFacts, Reference, ThemeFacts
from learnhub.kernel.letters import folded
from learnhub.reach.figures import Table
from learnhub.reach.reference import NO_COUNTRY, NO_REGION, REGIONS
from learnhub.reach.views.dashboard_words import TOO_LOW, share_of

SMALL_GROUPS = ("LDC", "SIDS")
_PERCENT = re.compile(r"[1-9]\d?", re.ASCII)
LEAST_KNOWN = 10  # below so many learners of known country a share says nothing


@dataclass(frozen=True, slots=True)
class ThemeGap:
    """A family of themes with its number of centres by region; regions without one are gaps."""

    theme: ThemeFacts
    centres: Mapping[str, int]

    @property
    def missing(self) -> tuple[str, ...]:
        """Regions without a centre."""
        return tuple(region for region, number in self.centres.items() if not number)


@dataclass(frozen=True, slots=True)
class CountryGap:
    """A Member State without learners, its region, and the groups that it is in."""

    iso2: str
    region: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoalGap:
    """A goal with its targets: how many have a course, and which have none; themes that could serve it."""

    goal: ItemFacts
    targets: int
    missing: tuple[ItemFacts, ...]
    themes: tuple[ThemeFacts, ...]


@dataclass(frozen=True, slots=True)
class ShareGap:
    """A theme or centre whose share of learners from a group lies below the set share."""

    code: str
    group: str
    share: Fraction
    part: int
    known: int


def themes_without_centre(known: Reference) -> list[ThemeGap]:
    """Families of themes that have no open centre in at least one region; a centre counts for its host country."""
    found = []
    for theme in known.theme_children():
        family = known.narrower(theme.code)
        centres = dict.fromkeys(REGIONS, 0)
        for centre in known.centres.values():
            region = known.region_of(centre)
            if not centre.closed_on and region in centres and not family.isdisjoint(centre.themes):
                centres[region] += 1
        gap = ThemeGap(theme, centres)
        if gap.missing:
            found.append(gap)
    return found


def countries_without_learners(
    known: Reference, reached: Collection[str], day: date, language: str
) -> list[CountryGap]:
    """Member States of UNESCO without a learner, those of small groups first, then by region and name."""
    missing = [
        CountryGap(
            iso2,
            country.region,
            tuple(group for group in ("LDC", "LLDC", "SIDS") if group in known.groups_at(iso2, day)),
        )
        for iso2, country in known.countries.items()
        if country.unesco_member == "yes" and not country.closed_on and iso2 not in reached
    ]
    order = {region: place for place, region in enumerate(REGIONS)}

    def place(gap: CountryGap) -> tuple[bool, int, str]:
        name = folded(known.official_name(gap.iso2, language))
        return not gap.groups, order.get(gap.region, len(order)), name

    return sorted(missing, key=place)


def goals_with_gaps(framework: FrameworkFacts, covered: Collection[str], known: Reference) -> list[GoalGap]:
    """Goals with targets that no published course serves; an item without parts stands for itself.

    Means of implementation (targets with a letter) count like the others.
    """
    items = [item for item in framework.items if not item.closed_on]
    found = []
    for goal in (item for item in items if not item.parent):
        targets = [item for item in items if item.parent == goal.code] or [goal]
        missing = tuple(item for item in targets if f"{framework.code}:{item.code}" not in covered)
        if missing:
            themes = _serving(goal.code, known.themes.values()) if framework.code == "SDG" else ()
            found.append(GoalGap(goal, len(targets), missing, themes))
    return found


def _serving(goal: str, themes: Iterable[ThemeFacts]) -> tuple[ThemeFacts, ...]:
    return tuple(theme for theme in themes if goal in theme.sdgs and not theme.closed_on)[:3]


def low_shares(tables: Mapping[str, Table], least: Fraction, codes: Sequence[str]) -> list[ShareGap]:
    """Rows of Q03 below the set share, lowest first; rows with too few learners of known country are left out."""
    found = []
    for group, table in tables.items():
        for code in codes:
            value = table.at(code)
            share = share_of(value) if value.denominator else None
            if share is not None and share < least and int(value.denominator or 0) >= LEAST_KNOWN:
                found.append(ShareGap(code, group, share, int(value.numerator), int(value.denominator or 0)))
    return sorted(found, key=lambda gap: (gap.group, gap.share, gap.code))


def set_share(text: str) -> Fraction | None:
    """The share below which a row is a gap: whole per cent from 1 to 99; 30 without a word, None for another one."""
    if not text:
        return TOO_LOW
    return Fraction(int(text), 100) if _PERCENT.fullmatch(text) else None


def countries_of(table: Table) -> set[str]:
    """Countries with at least one learner."""
    return {code for code in table.axes[0] if code not in {NO_COUNTRY, NO_REGION} and table.at(code).value}
