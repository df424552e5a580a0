"""Finding centres and themes, and the lists that the published data files carry."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from learnhub.access.identity import Grant, Identity, Role, Scope, ScopeKind
from learnhub.access.permissions import Permission
from learnhub.centres.domain import CentreFilter
from learnhub.centres.queries import find_centre, get_centre, list_centres, reference_rows
from learnhub.centres.snapshot import reference
from learnhub.kernel.errors import NotFound


def found(session: Session, **wanted: str) -> list[str]:
    centres, total = list_centres(session, CentreFilter(**wanted), size=100)
    assert len(centres) == total
    return [centre.id for centre in centres]


def test_centres_are_found_by_their_host(session: Session) -> None:
    assert found(session, country="JP") == ["icharm"]
    assert found(session, country="PY") == ["cih-itaipu"]
    assert {"icharm", "irck", "istic"} <= set(found(session, region="APA"))
    assert not set(found(session, region="AFR")) & set(found(session, region="APA"))


def test_a_theme_stands_for_its_narrower_ones(session: Session) -> None:
    assert "irck" in found(session, theme="GEOSCIENCES")
    assert found(session, theme="KARST") == ["irck"]
    assert set(found(session, theme="COASTAL-ECOHYDRO")) < set(found(session, theme="WATER"))
    assert found(session, theme="NO-SUCH-THEME") == []


@pytest.mark.parametrize(
    "q",
    ["karst", "GUILIN", "chine karst", "中国 irck", "Китай karst", "الصّـين karst"],
)
def test_words_are_sought_in_name_city_and_country(session: Session, q: str) -> None:
    assert found(session, q=q) == ["irck"]


@pytest.mark.parametrize("q", ["Japan", "日本", "Япония", "اليابان", "ﺍﻟﻴﺎﺑﺎﻥ", "Japon"])
def test_a_country_is_found_by_its_name_in_any_language(session: Session, q: str) -> None:
    assert found(session, q=q) == ["icharm"]


def test_accents_do_not_matter_and_every_word_must_fit(session: Session) -> None:
    assert found(session, q="japon") == found(session, q="JAPÓN") == ["icharm"]
    assert found(session, q="karst tokyo") == []


def test_pages_cut_the_list_without_loss(session: Session) -> None:
    whole = found(session)
    pages = [list_centres(session, CentreFilter(), page=n, size=20) for n in range(1, 6)]
    assert [centre.id for page, _ in pages for centre in page] == whole
    assert {total for _, total in pages} == {71}
    assert [len(page) for page, _ in pages] == [20, 20, 20, 11, 0]


def test_a_centre_says_how_sure_its_facts_are(session: Session) -> None:
    assert get_centre(session, "icharm").confirmed
    assert not get_centre(session, "isedc").confirmed
    assert get_centre(session, "watershed-ir").short_name.startswith("International Centre for Integrated")
    assert find_centre(session, "nowhere") is None
    with pytest.raises(NotFound):
        get_centre(session, "nowhere")


def test_names_and_trees_speak_the_reader_s_language(session: Session) -> None:
    known = reference(session)
    assert known.country_name("CI", "fr") == "Côte d’Ivoire"
    assert known.country_name("CN", "zh") == "中国"
    assert known.country_name("CN", "pt") == known.country_name("CN", "en") == "China"
    assert known.country_name("XX", "en") == "XX"
    assert known.country_name("PS", "en") == "Palestinian Territories"
    assert known.official_name("PS", "en") == "State of Palestine"
    assert known.official_name("IR", "es") == "Irán (República Islámica del)"
    assert known.official_name("KE", "fr") == "Kenya"
    assert known.official_name("XX", "en") == "XX"
    names = [name for _, name in known.country_choices("fr")]
    assert len(names) == 249
    assert (
        names.index("Égypte")
        < names.index("Espagne")
        < names.index("États-Unis d’Amérique")
        < names.index("Finlande")
    )
    assert "Russie – Fédération de Russie" in names, (
        "found by the name in use and by the one that figures print"
    )
    english = dict(known.country_choices("en"))
    assert english["BO"] == "Bolivia (Plurinational State of)"
    assert english["LC"] == "Saint Lucia"
    assert english["MM"] == "Myanmar (Burma)"
    assert known.theme_children()[0].label("ru") == "Водные науки и управление водными ресурсами"
    tree = [code for top in known.theme_children() for code in known.narrower(top.code)]
    assert sorted(tree) == sorted(known.themes)
    assert len(tree) == 86


def test_only_current_frameworks_are_offered(session: Session) -> None:
    frameworks = reference(session).frameworks
    assert frameworks["SDG"].offered
    assert len([item for item in frameworks["SDG"].items if not item.parent]) == 17
    goal = reference(session).item("SDG", "4")
    assert goal is not None
    assert (goal.label("fr"), goal.label("pt")) == ("Éducation de qualité", "Quality education")
    assert not frameworks["SAMOA"].offered
    assert not frameworks["IKCEST-2018"].offered


def test_a_region_holder_reaches_the_centres_hosted_there(session: Session) -> None:
    known = reference(session)
    regional = Identity(
        1, grants=frozenset({Grant(Role.NETWORK_COORDINATOR, Scope(ScopeKind.REGION, "ARB"))})
    )
    assert known.permitted_centres(regional, Permission.VIEW_REACH) == set(found(session, region="ARB"))
    assert known.permitted_centres(regional, Permission.MANAGE_MEMBERS) == frozenset()
    assert known.centre_resource("no-such-centre").centres == ("no-such-centre",)


def test_pages_ask_the_database_one_small_thing(session: Session) -> None:
    reference(session)
    session.commit()
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        found(session, q="water", theme="WATER")
        reference(session).country_choices("ar")
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len(statements) == 1
    assert "reference_load" in statements[0]


def test_published_rows_have_the_layout_of_the_published_files(session: Session) -> None:
    countries, groups = reference_rows(session)
    by_code = {row["iso2"]: row for row in countries}
    assert by_code["EG"] == {
        "iso2": "EG",
        "name": "Egypt",
        "unesco_region": "ARB",
        "priority_africa": "1",
        "member_state": "1",
    }
    assert by_code["HK"]["member_state"] == by_code["FJ"]["priority_africa"] == "0"
    assert sum(row["member_state"] == "1" for row in countries) == 194
    assert sum(row["priority_africa"] == "1" for row in countries) == 54
    assert {"iso2": "ST", "group": "LDC", "valid_from": "1982-01-01", "valid_to": "2024-12-13"} in groups
    assert {"iso2": "NP", "group": "LDC", "valid_from": "1971-11-18", "valid_to": ""} in groups


@pytest.mark.parametrize(
    ("group", "members"), [("LDC", 44), ("LLDC", 32), ("SIDS", 57), ("AU", 55), ("G77", 134)]
)
def test_groups_have_as_many_members_as_the_official_lists(
    session: Session, group: str, members: int
) -> None:
    today = datetime(2026, 11, 22, tzinfo=UTC).date()
    assert len(reference(session).members_at(group, today)) == members


def test_a_country_leaves_a_group_on_the_day_itself(session: Session) -> None:
    known = reference(session)
    assert "LDC" in known.groups_at("BT", date(2023, 12, 12))
    assert "LDC" not in known.groups_at("BT", date(2023, 12, 13))
    assert "LDC" not in known.groups_at("BT", date(1971, 11, 17))
    assert "G77" in known.groups_at("BT", date(1900, 1, 1))
