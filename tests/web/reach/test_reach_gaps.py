"""The gap finder names what is missing, and leads to somebody who could help."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from flask import Flask

from learnhub.access.identity import Role
from learnhub.centres.snapshot import reference
from learnhub.db import reading
from learnhub.reach.figures import Table, Value
from learnhub.reach.query import Query, parse_as_of
from learnhub.reach.views.gaps_found import (
    countries_without_learners,
    goals_with_gaps,
    low_shares,
    set_share,
    themes_without_centre,
)
from tests.web.client import PageClient
from tests.web.reach.conftest import Enter
from tests.web.reach.test_reach_dashboard import rows

GAPS = "/en/reach/gaps"
WHEN = "period=2024&as_of=2025-06-30"
AS_OF = parse_as_of("2025-06-30T23:59:59Z")


def shares(**values: tuple[int, int]) -> Table:
    query = Query("Q03", AS_OF, date(2024, 1, 1), date(2024, 12, 31))
    cells: dict[tuple[str, ...], Value] = {
        (code,): Value(part, known, known) for code, (part, known) in values.items()
    }
    return Table(query, (tuple(values),), cells, None, ())


def test_only_shares_below_the_set_one_and_of_enough_people_are_gaps() -> None:
    table = shares(low=(2, 20), edge=(6, 20), high=(9, 20), few=(0, 9), nobody=(0, 0))
    found = low_shares({"LDC": table}, Fraction(30, 100), table.axes[0])
    assert [(gap.code, gap.share, gap.part, gap.known) for gap in found] == [("low", Fraction(1, 10), 2, 20)]


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("50", 50),
        ("1", 1),
        ("99", 99),
        ("0", None),
        ("100", None),
        ("", 30),
        ("x", None),
        ("-5", None),
        ("²", None),
    ],
)
def test_a_share_is_whole_per_cent_and_30_without_a_word(text: str, share: int | None) -> None:
    assert set_share(text) == (None if share is None else Fraction(share, 100))


def test_a_theme_is_missing_exactly_where_it_has_no_open_centre(example: Flask) -> None:
    known = reference(reading())
    found = themes_without_centre(known)
    assert found
    for gap in found:
        family = known.narrower(gap.theme.code)
        for region, number in gap.centres.items():
            there = [
                centre.id
                for centre in known.centres.values()
                if known.region_of(centre) == region and not family.isdisjoint(centre.themes)
            ]
            assert len(there) == number
        assert gap.missing


def test_countries_without_learners_are_member_states_that_nobody_comes_from(example: Flask) -> None:
    known = reference(reading())
    members = {code for code, country in known.countries.items() if country.unesco_member == "yes"}
    found = countries_without_learners(known, {"KE", "NP"}, date(2024, 12, 31), "fr")
    assert {gap.iso2 for gap in found} == members - {"KE", "NP"}
    grouped = [bool(gap.groups) for gap in found]
    assert grouped == sorted(grouped, reverse=True)
    assert "LDC" in next(gap for gap in found if gap.iso2 == "MW").groups
    places = [gap.iso2 for gap in found]
    assert places.index("BJ") < places.index("BF") < places.index("CF"), (
        "Bénin, Burkina Faso, République: by name"
    )


def test_a_target_is_missing_until_a_course_serves_it(example: Flask) -> None:
    known = reference(reading())
    everything = goals_with_gaps(known.frameworks["SDG"], set(), known)
    assert len(everything) == 17
    assert all(gap.targets == len(gap.missing) for gap in everything)
    water = next(gap for gap in everything if gap.goal.code == "6")
    assert water.themes
    served = {f"SDG:{item.code}" for item in water.missing}
    left = goals_with_gaps(known.frameworks["SDG"], served, known)
    assert "6" not in {gap.goal.code for gap in left}
    one = goals_with_gaps(known.frameworks["SDG"], {"SDG:6.5"}, known)
    assert len(next(gap for gap in one if gap.goal.code == "6").missing) == water.targets - 1


def test_the_page_names_gaps_and_ways_on(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(f"{GAPS}?{WHEN}")
    countries = rows(page, "Countries without learners")
    assert "Kenya" not in countries
    assert countries["Malawi"][1] == "LDC, LLDC"
    assert f"{len(countries)} Member States of UNESCO have no learner" in page.text
    centres = page.click("Ask a centre of the region to invite people: Malawi")
    assert "region=AFR" in centres.address
    goals = rows(page, "Targets without courses")
    assert any(name.startswith("13 ") for name in goals)


def test_another_framework_and_another_share_can_be_chosen(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(f"{GAPS}?{WHEN}")
    sendai = page.click("SENDAI")
    assert "framework=SENDAI" in sendai.address
    asked = sendai.send("Show", {"least": "99"})
    assert "framework=SENDAI" in asked.address
    assert "less than 99 %" in asked.text
    few, many = (
        rows(administrator.get(f"{GAPS}?{WHEN}&least={share}"), "Small shares of LDCs and SIDS")
        for share in (1, 99)
    )
    assert set(few) < set(many)


def test_a_coordinator_sees_gaps_of_her_own_centres(golden: Flask, enter: Enter) -> None:
    page = enter(Role.CENTRE_COORDINATOR, "C01").get(f"{GAPS}?{WHEN}&least=99")
    assert {"C02", "C03"}.isdisjoint(rows(page, "Small shares of LDCs and SIDS"))
    enter(None).get(GAPS, 403)
