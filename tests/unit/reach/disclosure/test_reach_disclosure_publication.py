"""A whole product of the golden network in each view, and the attacker who holds all of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from learnhub.reach.compose.asking import Confined
from learnhub.reach.disclosure.apply import hidden_figures, protected, shielded
from learnhub.reach.disclosure.kinds import Kind, kind_of
from learnhub.reach.publication.model import Publication, Revision
from learnhub.reach.publication.observation import TOTAL, Confidential, Key, Observed
from learnhub.reach.publication.parameters import Quality, View
from tests.unit.reach.disclosure.attacker import Bounds, Equation, Program, additive
from tests.unit.reach.disclosure.golden_publication import C01, EARLY, NET, Golden
from tests.unit.reach.disclosure.readers import Readers
from tests.unit.reach.disclosure.told import earlier_of

K = 5
SEXES, REGIONS = "FMXU", ("AFR", "ARB", "APA", "ENA", "LAC", "UNK")


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Golden:
    return Golden(tmp_path_factory.mktemp("golden"))


@pytest.fixture(scope="module")
def exact(golden: Golden) -> Publication:
    return golden.publication()


@pytest.fixture(scope="module")
def hidden(exact: Publication) -> dict[Key, Confidential]:
    return hidden_figures(exact)


@pytest.fixture(scope="module")
def partner(exact: Publication, hidden: dict[Key, Confidential]) -> Publication:
    return shielded(exact, View.PARTNER, hidden=hidden)


@pytest.fixture(scope="module")
def public(exact: Publication, hidden: dict[Key, Confidential]) -> Publication:
    return shielded(exact, View.PUBLIC, hidden=hidden)


def key(indicator: str, **codes: str) -> Key:
    places = (
        "centre",
        "course",
        "event",
        "theme",
        "mode",
        "ref_area",
        "region",
        "sex",
        "age",
        "country_group",
    )
    found = tuple(codes.get(place, TOTAL) for place in (*places, "framework", "target"))
    return (indicator, "2024-01-01", "2024-12-31", *found)


def bounds_of(readers: Readers, hidden: Mapping[Key, Confidential], *shown: Publication) -> int:
    """Let the linear program bound every small count; how many there were."""
    seen = 0
    for program, names in readers.programs(shown):
        small = [name for name in sorted(names) if _is_small_count(readers, hidden, tuple(name.split("|")))]
        assert program.narrow(small, K - 1) == {}
        seen += len(small)
    return seen


def _is_small_count(readers: Readers, hidden: Mapping[Key, Confidential], place: Key) -> bool:
    value = readers.exact.by_key[place].value or 0
    return hidden[place] is Confidential.PRIMARY and kind_of(place[0]) is Kind.COUNT and 1 <= value < K


@pytest.mark.parametrize("about", [NET, C01], ids=["network", "centre"])
def test_no_linear_program_over_all_files_bounds_a_small_count(golden: Golden, about: Confined) -> None:
    exact = golden.publication(about=about)
    readers = Readers(exact, golden.regions)
    assert len(readers.sums) > 80
    assert readers.hold()
    hidden = hidden_figures(exact)
    assert bounds_of(readers, hidden, shielded(exact, View.PARTNER, hidden=hidden)) > 30


def test_golden_table_stands_in_the_product_as_alone(partner: Publication) -> None:
    table = {
        region: [partner.at(key("R04", region=region, sex=sex)).value for sex in (*SEXES, TOTAL)]
        for region in (*REGIONS, TOTAL)
    }
    assert table == {
        "AFR": [11, 8, 0, 0, 19],
        "ARB": [None, None, 0, 0, None],
        "APA": [5, 6, 0, 0, 11],
        "ENA": [0, None, None, 0, None],
        "LAC": [None, None, 0, 0, 9],
        "UNK": [None, 0, 0, None, None],
        TOTAL: [25, None, None, None, 49],
    }
    # Beside 19 in the region Africa, 22 in Priority Africa would tell the three in the Arab States.
    assert partner.phrase == "49 (F 25; SIDS 9; LDC 14)"


def test_a_number_under_two_codes_is_held_back_under_both(partner: Publication) -> None:
    """Learners of all goals together (F01) are the learners reached (R04)."""
    twins = [
        (each, partner.by_key["R04", *each.key[1:]])
        for each in partner.observations
        if each.indicator == "F01" and each.target == TOTAL
    ]
    assert len(twins) == len(REGIONS) + 1
    assert [one.suppressed for one, _ in twins] == [other.suppressed for _, other in twins]
    assert any(one.suppressed and one.region == "ENA" for one, _ in twins)


def test_partner_view_says_that_a_figure_is_held_back_and_not_why(partner: Publication) -> None:
    assert {each.conf_status for each in partner.observations} == {Confidential.FREE, Confidential.SUPPRESSED}
    for each in partner.observations:
        assert each.contributors is None
        assert each.largest_share is None
        if each.suppressed:
            assert (each.value, each.numerator, each.denominator) == (None, None, None)
    disclosure = partner.parameters.disclosure
    assert (disclosure.k, disclosure.n_mean, disclosure.round, disclosure.algorithm) == (
        5,
        10,
        None,
        "sdc-1.0",
    )
    held_back = sum(each.suppressed for each in partner.observations)
    assert disclosure.primary + disclosure.secondary == held_back > 100
    assert partner.parameters.view is View.PARTNER


def test_nothing_small_is_published(partner: Publication, public: Publication) -> None:
    for view in (partner, public):
        for each in view.observations:
            if each.value is not None and kind_of(each.indicator) is Kind.COUNT:
                assert not 0 < each.value < K, each


def test_undefined_is_not_held_back(exact: Publication, partner: Publication) -> None:
    undefined = {each.key for each in exact.observations if each.obs_status is Observed.UNDEFINED}
    assert undefined
    assert all(partner.at(place).obs_status is Observed.UNDEFINED for place in undefined)


def test_rates_are_held_back_with_the_counts_that_they_tell(exact: Publication, partner: Publication) -> None:
    assert partner.at(key("E05.no_show")).suppressed
    assert partner.at(key("E01")).suppressed  # beside it E03 would tell the no-shows
    assert partner.at(key("C03")).suppressed  # its base is E01
    assert partner.at(key("Q01")).suppressed  # one person of unknown gender is left out of its base
    assert partner.at(key("E03")).value == 44
    assert partner.at(key("L02", course="K01")).value == exact.at(key("L02", course="K01")).value
    assert partner.at(key("L02", course="K02")).value is None


def test_internal_view_is_exact(exact: Publication) -> None:
    shown = protected(exact, View.INTERNAL)
    assert shown.observations == exact.observations
    assert (shown.parameters.disclosure.algorithm, shown.parameters.disclosure.primary) == ("", 0)


def test_public_view_rounds_what_the_partner_view_shows(partner: Publication, public: Publication) -> None:
    for before, after in zip(partner.observations, public.observations, strict=True):
        kind = kind_of(before.indicator)
        assert after.suppressed or not before.suppressed
        if after.value is None or kind is Kind.FREE:
            continue
        assert (after.numerator, after.denominator) == (None, None)
        assert before.value is not None
        if kind in {Kind.COUNT, Kind.SUM}:
            assert after.rounded_to == 5
            assert after.value % 5 == 0
            assert abs(Fraction(after.value) - before.value) <= Fraction(5, 2)
        elif kind is Kind.RATE:
            assert (after.value * 100).denominator == 1
            assert (before.denominator or 0) >= 20
    assert public.at(key("R04")).value == 50
    assert public.phrase == "50 (F 25; SIDS 10; LDC 15)"
    assert public.parameters.disclosure.round == 5


def test_no_linear_program_over_a_rounded_table_bounds_a_small_count(
    exact: Publication, public: Publication
) -> None:
    places = [(region, sex) for region in (*REGIONS, TOTAL) for sex in (*SEXES, TOTAL)]
    shown = {place: public.at(key("R04", region=place[0], sex=place[1])).value for place in places}
    true = {place: exact.at(key("R04", region=place[0], sex=place[1])).value or 0 for place in places}
    equations: list[Equation] = [
        *(additive([f"{r}{s}" for s in SEXES], f"{r}{TOTAL}", {}) for r in (*REGIONS, TOTAL)),
        *(additive([f"{r}{s}" for r in REGIONS], f"{TOTAL}{s}", {}) for s in (*SEXES, TOTAL)),
    ]
    bounds: dict[str, Bounds] = {
        f"{region}{sex}": (max(0, int(value) - 2), int(value) + 2)
        for (region, sex), value in shown.items()
        if value is not None
    }
    primary = [f"{r}{s}" for r, s in places if shown[r, s] is None and 1 <= true[r, s] < K]
    assert len(primary) == 11
    assert Program(equations, bounds).narrow(primary, K - 1) == {}


def test_two_releases_of_one_period_tell_no_small_change(golden: Golden, exact: Publication) -> None:
    first = golden.publication(as_of=EARLY, release="2024-F1")
    earlier = earlier_of(first, shielded(first, View.PARTNER))
    hidden = hidden_figures(exact, earlier=[earlier])
    second = shielded(exact, View.PARTNER, hidden=hidden)
    compared = 0
    for each in second.observations:
        before = earlier.values.get(each.key)
        if each.value is None or before is None or each.key in earlier.hidden or each.numerator is not None:
            continue
        if kind_of(each.indicator) is Kind.COUNT and 0 < abs(Fraction(each.value) - before) < K:
            assert each.value >= K
            assert before >= K
            compared += 1
    assert compared
    assert bounds_of(Readers(exact, golden.regions), hidden, second) > 30


def test_an_attacker_with_two_releases_who_knows_what_stayed_the_same(
    golden: Golden, exact: Publication, partner: Publication, hidden: dict[Key, Confidential]
) -> None:
    # The same ledger, published again in another product order: nothing that was held back appears.
    readers = Readers(exact, golden.regions)
    first = partner
    turned = replace(exact, observations=exact.observations[::-1])
    alone = shielded(turned, View.PARTNER)
    assert _hidden([alone]) != _hidden([first])  # another pattern, as safe alone
    second = shielded(turned, View.PARTNER, earlier=[earlier_of(exact, first)])
    assert _hidden([first]) <= _hidden([second])
    assert bounds_of(readers, hidden, first, second) > 30


def _hidden(shown: Collection[Publication]) -> set[Key]:
    return {each.key for publication in shown for each in publication.observations if each.suppressed}


def test_one_person_leaving_changes_no_published_small_count(
    exact: Publication, partner: Publication
) -> None:
    """N - 1: with and without one person of a country, no published cell tells about her."""
    place = key("R04", ref_area="KE", sex="F")
    fewer = tuple(
        replace(each, value=each.value - 1)
        if each.value is not None
        and each.indicator == "R04"
        and each.ref_area in {"KE", TOTAL}
        and each.region in {"AFR", TOTAL}
        and each.sex in {"F", TOTAL}
        and (each.ref_area, each.region) != ("KE", "AFR")
        and each.key[1:7] == place[1:7]
        and (each.age, each.country_group) == (TOTAL, TOTAL)
        else each
        for each in exact.observations
    )
    after = shielded(exact.with_observations(fewer), View.PARTNER, earlier=[earlier_of(exact, partner)])
    for old, new in zip(partner.observations, after.observations, strict=True):
        if old.value is not None and new.value is not None and old.value != new.value:
            assert old.value >= K
            assert new.value >= K


def test_own_centre_stays_exact_for_its_coordinator(
    exact: Publication, hidden: dict[Key, Confidential]
) -> None:
    shown = shielded(exact, View.PARTNER, exact_centres={"C03"}, hidden=hidden)
    small = {each.key for each in exact.observations if each.centre == "C03" and 0 < (each.value or 0) < K}
    assert small
    assert all(shown.at(place).value == exact.at(place).value for place in small)
    assert any(each.suppressed for each in shown.observations)


def test_words_tell_no_more_than_the_cells(exact: Publication, hidden: dict[Key, Confidential]) -> None:
    revisions = (
        Revision("R04", "", 60, 49, "persons", ("MERGE",)),
        Revision("R04", "gender=X", 2, 1, "persons", ("CORRECT",)),
        Revision("R04", "gender=F", 26, 25, "persons", ("LATE",)),
        Revision("R04", "gender=M", 30, 22, "persons", ("LATE",)),
        Revision("F01", "goal=SDG:4", 20, 27, "persons", ("LIST",)),
        Revision("Z99", "country=KE", 20, 27, "persons", ("LIST",)),
    )
    quality = Quality(coverage={"gender": Fraction(48, 49), "age": None})
    asked = replace(exact, revisions=revisions, parameters=replace(exact.parameters, quality=quality))
    shown = shielded(asked, View.PARTNER, hidden=hidden)
    assert [(each.previous, each.new) for each in shown.revisions] == [
        (60, 49), (None, None), (26, 25), (None, None), (20, 27), (None, None),
    ]  # fmt: skip
    assert [each.reasons for each in shown.revisions] == [each.reasons for each in revisions]
    assert shown.parameters.quality.coverage == {"gender": None, "age": None}  # one is unknown
    public = shielded(asked, View.PUBLIC, hidden=hidden)
    assert [(each.previous, each.new) for each in public.revisions][:3] == [(60, 50), (None, None), (25, 25)]
    assert shielded(replace(asked, phrase=""), View.PARTNER, hidden=hidden).phrase == ""
