"""Values of the reference data: half-open times in a group, and a theme tree that cannot loop for ever."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from learnhub.access.policy import Resource
from learnhub.centres.domain import CentreFacts, CentreFilter, CountryFacts, Reference, Spell, ThemeFacts

DAYS = st.dates(date(1960, 1, 1), date(2060, 1, 1))
CODES = st.sampled_from("ABCDEF")


def spell(start: date | None, end: date | None, scheduled: date | None = None) -> Spell:
    return Spell("LDC", "NP", start, end, scheduled, "member", "high", "")


def theme(code: str, broader: str, closed: date | None = None) -> ThemeFacts:
    return ThemeFacts(code, broader, {"en": code}, "HYD", (), "", closed)


def country(iso2: str, region: str, closed: date | None = None) -> CountryFacts:
    return CountryFacts(
        iso2,
        iso2 + "X",
        {"en": iso2},
        iso2,
        region,
        "yes",
        un_member=True,
        note="",
        closed_on=closed,
    )


def centre(
    centre_id: str, host: str, themes: tuple[str, ...] = (), closed: date | None = None
) -> CentreFacts:
    kind = ("City", "2", "HYD", "global", 2010, 2011, "active", "", "high", "pages")
    return CentreFacts(centre_id, centre_id.upper(), f"Centre {centre_id}", host, "", *kind, themes, closed)


@given(DAYS, st.integers(1, 9000), DAYS)
def test_a_spell_holds_from_its_first_day_to_the_eve_of_its_last(start: date, length: int, day: date) -> None:
    end = start + timedelta(days=length)
    assert spell(start, end).holds_on(day) is (start <= day < end)
    assert spell(start, end).holds_on(start)
    assert not spell(start, end).holds_on(end)


@given(st.none() | DAYS, DAYS, DAYS)
def test_a_planned_end_changes_nothing(start: date | None, planned: date, day: date) -> None:
    assert spell(start, None, planned).holds_on(day) is spell(start, None).holds_on(day)
    assert spell(None, None, planned).holds_on(day)


@given(st.dictionaries(CODES, CODES | st.just("")), CODES)
def test_narrower_themes_are_found_in_any_tree_even_a_broken_one(tree: dict[str, str], code: str) -> None:
    known = Reference(1, {}, (), {}, {each: theme(each, broader) for each, broader in tree.items()}, {})
    found = known.narrower(code)
    assert (code in found) is (code in tree)
    for each in found - {code}:
        assert tree[each] in found
    for each, broader in tree.items():
        assert (each in found) or broader not in found


def test_what_is_closed_is_not_offered_but_keeps_its_name() -> None:
    gone = date(2025, 1, 1)
    known = Reference(
        1,
        {"KE": country("KE", "AFR"), "SU": country("SU", "ENA", gone)},
        (),
        {},
        {"WATER": theme("WATER", ""), "OLD": theme("OLD", "", gone)},
        {"new": centre("new", "KE", ("WATER",)), "old": centre("old", "KE", closed=gone)},
    )
    assert known.country_choices("en") == [("KE", "KE")]
    assert known.country_name("SU", "en") == "SU"
    assert [(theme.code, theme.label("en")) for theme in known.theme_children()] == [("WATER", "WATER")]
    assert known.themes["OLD"].label("en") == "OLD"
    assert [each.id for each in known.find_centres(CentreFilter())] == ["new"]


def test_a_resource_takes_region_and_country_from_the_leading_centre() -> None:
    known = Reference(
        1,
        {"KE": country("KE", "AFR")},
        (),
        {},
        {},
        {"one": centre("one", "KE"), "two": centre("two", "XX")},
    )
    assert known.centre_resource("one", "two") == Resource(("one", "two"), region="AFR", country="KE")
    assert known.centre_resource("two", public=True) == Resource(("two",), country="XX", public=True)
    assert known.centre_resource("new") == Resource(("new",))


def test_lists_handed_out_are_the_receiver_s_own() -> None:
    known = Reference(1, {"KE": country("KE", "AFR")}, (), {}, {}, {})
    known.country_choices("en").insert(0, ("", "-"))
    assert known.country_choices("en") == [("KE", "KE")]
