"""Releases so wide that well over a thousand figures in one piece are unknown: bounds between them are audited too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from learnhub.reach.compose.observing import definitions_of
from learnhub.reach.disclosure import overlaps, room
from learnhub.reach.disclosure.apply import shielded
from learnhub.reach.disclosure.revisions import Earlier
from learnhub.reach.publication.model import Code, Publication
from learnhub.reach.publication.observation import TOTAL, Observation
from learnhub.reach.publication.parameters import Parameters, Status, View
from tests.unit.reach.disclosure.told import earlier_of

YEAR: dict[str, Any] = {"period_start": date(2025, 1, 1), "period_end": date(2025, 12, 31)}
LAC = ("CO", "CU", "LC", "MX", "PA")
ELSEWHERE = tuple(f"{one}{two}" for one in "QRSTVWXY" for two in "ABCDEFGHIJK")
"""Many places of one region, with few persons of each gender."""
GENDERS = ("F", "M", "X", "U")
Counts = Mapping[str, tuple[int, ...]]


def release(centre: str = TOTAL) -> Publication:
    """Learners by country or region and gender. Those of DM learn at another centre; else both know the same."""
    counts = dict.fromkeys(LAC, (5, 6, 0, 1)) | dict.fromkeys(ELSEWHERE, (2, 3, 1, 1))
    if centre == TOTAL:
        counts["DM"] = (6, 5, 0, 2)
    region = {country: "LAC" if country in {*LAC, "DM"} else "APA" for country in counts}
    figures = [_figure(centre, sum(map(sum, counts.values())))]
    for place, members in (*((code, [code]) for code in counts), *_regions(region)):
        kind = "region" if place in {"LAC", "APA"} else "ref_area"
        by_gender = [sum(counts[country][number] for country in members) for number in range(len(GENDERS))]
        figures.append(_figure(centre, sum(by_gender), **{kind: place}))
        figures += [
            _figure(centre, n, sex=sex, **{kind: place}) for sex, n in zip(GENDERS, by_gender, strict=True)
        ]
    for number, sex in enumerate(GENDERS):
        figures.append(_figure(centre, sum(row[number] for row in counts.values()), sex=sex))
    about = Parameters(
        release="2025-F1", status=Status.FINAL, scope=centre, **YEAR, as_of=datetime(2026, 6, 30, tzinfo=UTC),
        view=View.INTERNAL, title="Reach", language="en", methodology="1", generator="tests",
    )  # fmt: skip
    return Publication(
        parameters=about, observations=tuple(figures), definitions=definitions_of({"R04"}),
        code_lists=tuple(Code("ref_area", country, country, code) for country, code in region.items()),
    )  # fmt: skip


def _regions(region: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    return [(code, [each for each in region if region[each] == code]) for code in ("LAC", "APA")]


def _figure(centre: str, value: int, **codes: Any) -> Observation:
    return Observation(
        indicator="R04", name="R04", unit="persons", value=value, centre=centre, **YEAR, **codes
    )


def narrow(network: Publication, own: Publication) -> bool:
    """Whether both files say that few of DM are of unknown gender: the others are at least those of the centre."""
    seen = [
        each.value
        for publication in (network, own)
        for each in publication.observations
        if (each.region, each.sex) == ("LAC", "U")
    ]
    return None not in seen


def made(*scopes: str) -> dict[str, Publication]:
    """The partner views of releases, made one after the other."""
    shown: dict[str, Publication] = {}
    earlier: list[Earlier] = []
    for scope in scopes:
        exact = release(scope)
        shown[scope] = shielded(exact, View.PARTNER, earlier=earlier)
        earlier.append(earlier_of(exact, shown[scope]))
    return shown


@pytest.mark.parametrize(
    "order",
    [(TOTAL, "icharm"), ("icharm", TOTAL), (TOTAL, "icwc", "icharm")],
    ids=["network first", "centre first", "too much at once, so one after another"],
)
def test_a_wide_network_beside_its_centre_bounds_nobody(order: tuple[str, ...]) -> None:
    shown = made(*order)
    assert not narrow(shown[TOTAL], shown["icharm"])


def test_it_is_wide() -> None:
    """With the bounds left out, as beyond the limit, both files together give somebody away."""
    patch = pytest.MonkeyPatch()
    with patch.context() as changed:
        for module in (overlaps, room):
            changed.setattr(module, "MOST_CELLS", 1500)
        shown = made(TOTAL, "icharm")
    assert narrow(shown[TOTAL], shown["icharm"])
