"""Two releases of one period: every figure that differs, with the codes of why."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from learnhub.reach.asked import Period
from learnhub.reach.publication.manifest import period_name
from learnhub.reach.publication.model import Publication, Revision
from learnhub.reach.publication.numbers import data_text
from learnhub.reach.publication.observation import DIMENSIONS, TOTAL, Confidential, Observed
from learnhub.reach.publication.parameters import View
from learnhub.reach.releases.reasons import WATCHED, Cause, Touched

Key = tuple[str, ...]
KEY = ("indicator", "period_start", "period_end", *DIMENSIONS)
UNKNOWN_AREA = "ZZ"
_AREA = KEY.index("ref_area")
RATES = frozenset({"ratio", "points", "number"})
LISTED = ("country_group", "region", "framework", "target")


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as a release tells it; `value` is None where it is held back or undefined. `held_back` is True in the
    internal view for what others do not see."""

    value: Fraction | None
    status: str
    unit: str
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    held_back: bool = False


@dataclass(frozen=True, slots=True)
class Why:
    """What changed between two releases: entries by cause, the method, the lists."""

    touched: Mapping[Cause, Touched]
    method: bool = False
    lists: bool = False

    def codes(self, indicator: str, labels: Mapping[str, str]) -> tuple[str, ...]:
        """The codes for one figure; all that came in where nothing is about this part of a table alone."""
        watched = indicator.partition(".")[0] in WATCHED
        causes = [cause for cause in self.touched if watched or cause is not Cause.LONGER]
        found = [cause for cause in causes if self.touched[cause].reaches(indicator, labels)]
        if self.method:
            found.append(Cause.METHOD)
        if self.lists and any(labels.get(name, TOTAL) != TOTAL for name in LISTED):
            found.append(Cause.LIST)
        order = list(Cause)
        return tuple(cause.value for cause in sorted(set(found or causes or [Cause.LONGER]), key=order.index))


def read_figures(content: bytes) -> dict[Key, Told]:
    """The figures of a release's tidy CSV file, by key. Raises ValueError, KeyError for another file."""
    found = {}
    for row in csv.DictReader(io.StringIO(content.decode())):
        key = tuple(row[name].removeprefix("'") for name in KEY)
        value, numerator, denominator = (
            Fraction(row[name]) if row[name] else None for name in ("value", "numerator", "denominator")
        )
        held_back = row["conf_status"] != Confidential.FREE
        found[key] = Told(value, row["obs_status"], row["unit"], numerator, denominator, held_back)
    return found


def figures_of(publication: Publication) -> dict[Key, Told]:
    """The same of a publication, its numbers rounded as its files carry them."""
    found = {}
    for each in publication.observations:
        value = None if each.value is None else Fraction(data_text(each.value))
        found[each.key] = Told(value, each.obs_status.value, each.unit)
    return found


def revisions(
    before: Mapping[Key, Told],
    after: Mapping[Key, Told],
    why: Why,
    *,
    view: View,
    period: Period,
    previous_release: str,
) -> tuple[Revision, ...]:
    """Every figure that both releases show, or that is new or gone, and that is not the same, by key.

    A figure that one of them holds back is not listed: the list would say what is held back. Nor is one of a country
    that one of them does not name, outside the internal view: it had nobody there, or few.
    """
    made = []
    named = {UNKNOWN_AREA, *(_areas(before) & _areas(after))}
    shapes = {_shape(key) for key in before} & {_shape(key) for key in after}
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        if _hidden(old) or _hidden(new) or _shape(key) not in shapes:
            continue
        if view is not View.INTERNAL and key[_AREA] not in named:
            continue
        was, now = _value(old, new), _value(new, old)
        if was == now:
            continue
        labels = dict(zip(DIMENSIONS, key[3:], strict=True))
        unit = (new or old or Told(None, "", "number")).unit
        made.append(
            Revision(
                key[0], filters_text(key, period), was, now, unit, why.codes(key[0], labels), previous_release
            )
        )
    return tuple(made)


def filters_text(key: Key, period: Period) -> str:
    """The part of a table that a key names: `ref_area=KE&sex=F`; with its period where it is not the release's own."""
    labels = zip(DIMENSIONS, key[3:], strict=True)
    parts = [f"{name}={code}" for name, code in labels if code != TOTAL]
    told = Period(date.fromisoformat(key[1]), date.fromisoformat(key[2]))
    if told != period:
        parts.append(f"period={period_name(told.start, told.end)}")
    return "&".join(parts)


def _shape(key: Key) -> tuple[Key, tuple[bool, ...]]:
    """Indicator, period and the dimensions that cut it: a table that only one release has is no revision."""
    return key[:3], tuple(code == TOTAL for code in key[3:])


def _areas(figures: Mapping[Key, Told]) -> set[str]:
    return {key[_AREA] for key in figures}


def _hidden(told: Told | None) -> bool:
    return told is not None and told.status == Observed.SUPPRESSED


def _value(told: Told | None, other: Told | None) -> Fraction | None:
    """A category that a release does not name had nobody in it; a rate of it is undefined."""
    if told is not None:
        return told.value
    return None if other is not None and other.unit in RATES else Fraction(0)
