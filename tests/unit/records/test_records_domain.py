"""Which accounts may be one person, what speaks for it, and who decides."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.records.domain import (
    REASONS,
    UNDOABLE,
    Change,
    Evidence,
    Facts,
    Rule,
    Verdict,
    email_key,
    evidence,
    may_decide,
    name_key,
    rules_of,
    score,
)

AMINA = Facts(
    "Amina Yusuf", "amina@example.org", email_confirmed=True, birth_year=1990, country="KE", gender="F"
)
FACTS = st.builds(
    Facts,
    name=st.sampled_from(["", "Amina Yusuf", "YUSUF Amina", "Amina Njeri Yusuf", "Otto Mann"]),
    email=st.sampled_from(["", "amina@example.org", "otto@example.org"]),
    email_confirmed=st.booleans(),
    birth_year=st.sampled_from([None, 1990, 1991]),
    country=st.sampled_from(["", "KE", "NA"]),
    gender=st.sampled_from(["", "F", "M", "X", "N"]),
)
CENTRES = st.frozensets(st.sampled_from(["arce", "irck", "icharm"]))


def test_one_address_is_enough_once_somebody_has_confirmed_it() -> None:
    stranger = Facts("Otto Mann", "amina@example.org")
    assert rules_of(AMINA, stranger) == (Rule.EMAIL,)
    assert rules_of(replace(AMINA, email_confirmed=False), stranger) == ()


def test_name_birth_year_and_country_together_are_enough() -> None:
    other = Facts("YUSUF, Amina", birth_year=1990, country="KE")
    assert rules_of(AMINA, other) == (Rule.NAME,)
    for change in (
        {"birth_year": 1991},
        {"country": "NA"},
        {"birth_year": None},
        {"country": ""},
        {"name": ""},
    ):
        assert rules_of(AMINA, replace(other, **change)) == (), change


def test_the_evidence_says_what_each_answer_says() -> None:
    other = Facts("Amina Njeri Yusuf", birth_year=1991, country="KE", gender="N")
    assert evidence(AMINA, other) == (
        Evidence("email", Verdict.UNKNOWN, 0),
        Evidence("name", Verdict.ALIKE, 15),
        Evidence("birth_year", Verdict.DIFFERS, -30),
        Evidence("country", Verdict.SAME, 5),
        Evidence("gender", Verdict.UNKNOWN, 0),
    )
    assert score(evidence(AMINA, AMINA)) == 100
    assert score(evidence(AMINA, other)) == 0
    assert score(evidence(AMINA, replace(AMINA, email=""))) == 50


def test_not_saying_is_no_gender_that_could_agree_or_differ() -> None:
    silent = replace(AMINA, gender="N")
    assert evidence(silent, silent)[-1].verdict is Verdict.UNKNOWN
    assert evidence(AMINA, silent)[-1].points == 0


@given(FACTS, FACTS)
def test_it_does_not_matter_who_comes_first(one: Facts, other: Facts) -> None:
    assert rules_of(one, other) == rules_of(other, one)
    assert evidence(one, other) == evidence(other, one)
    assert 0 <= score(evidence(one, other)) <= 100


@given(FACTS, FACTS)
def test_whoever_may_be_one_person_shares_a_block(one: Facts, other: Facts) -> None:
    shared = {email_key(one), name_key(one)} & {email_key(other), name_key(other)} - {None}
    assert bool(rules_of(one, other)) <= bool(shared)


@given(CENTRES, CENTRES, CENTRES)
def test_a_centre_decides_only_about_its_own(
    own: frozenset[str], one: frozenset[str], other: frozenset[str]
) -> None:
    assert may_decide(own=own, one=one, other=other) is (bool(own & one) and bool(own & other))
    assert may_decide(own=None, one=one, other=other)


@pytest.mark.parametrize("change", Change)
def test_every_act_has_its_reasons(change: Change) -> None:
    assert len(set(REASONS[change])) == len(REASONS[change]) > 0
    assert set(REASONS) >= UNDOABLE
