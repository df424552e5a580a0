"""Pairs are found among accounts that changed, within their blocks, and go when nothing holds any more."""

from __future__ import annotations

import pytest
from records_support import NOW, SURE, found, make, officer, person
from sqlalchemy import select, update

from learnhub.accounts.models import Person
from learnhub.accounts.privacy import erase_person
from learnhub.db import reading, table, transaction
from learnhub.records.domain import Because, Status
from learnhub.records.models import DuplicateKey
from learnhub.records.queries.people import find_person
from learnhub.records.service.deciding import Why
from learnhub.records.service.finding import MOST, look
from learnhub.records.service.merging import merge, refuse, unmerge

pytestmark = pytest.mark.usefixtures("example")
SURE_NOT = Why(Because.DIFFERENT_PEOPLE)


def test_both_rules_find_and_the_likelier_pair_comes_first() -> None:
    one, two = make(email="amina@example.org"), make("Otto Mann", email="amina@example.org", confirmed=False)
    three = make("YUSUF, Amina", email="other@example.org")
    make("Amina Yusuf", year=1991)
    make("Amina Yusuf", country="NA")
    pairs = found()
    assert [(p.first_id, p.second_id, p.rules, p.score) for p in pairs] == [
        (one.id, three.id, "name", 50),
        (one.id, two.id, "email", 60),
    ][::-1]


def test_an_address_that_nobody_has_confirmed_makes_no_pair() -> None:
    make("Amina", email="amina@example.org", confirmed=False, year=None)
    make("Otto", email="amina@example.org", confirmed=False, year=None)
    assert found() == []


def test_only_what_changed_is_looked_at_again() -> None:
    one = make(email="amina@example.org")
    make("Otto Mann")
    with transaction() as session:
        assert look(session, now=NOW).people == 2
        assert look(session, now=NOW).people == 0
    two = make("Amina Yusuf", email="second@example.org")
    with transaction() as session:
        again = look(session, now=NOW)
    assert (again.people, again.pairs) == (1, 1)
    with transaction() as session:
        session.execute(
            update(table(Person)).where(table(Person).c.id == two.id).values(birth_year=1970, ledger_rev=2)
        )
    assert found() == []
    assert len(list(reading().scalars(select(DuplicateKey)))) == 3
    assert person(one).birth_year == 1990


def test_a_look_goes_on_where_the_last_one_stopped() -> None:
    accounts = [make() for _ in range(5)]
    with transaction() as session:
        first = look(session, now=NOW, batch=3)
        rest = look(session, now=NOW, after=first.last, batch=3)
    assert (first.last, first.people, first.pairs) == (accounts[2].id, 3, 3)
    assert (rest.last, rest.people, rest.pairs) == (accounts[4].id, 2, 7)


def test_a_crowded_block_brings_no_crowd_of_pairs() -> None:
    for _ in range(MOST + 3):
        make()
    assert len(found()) == MOST * (MOST - 1) // 2 + 3 * MOST


def test_a_decision_stands() -> None:
    make(), make()
    (pair,) = found()
    with transaction() as session:
        refuse(session, pair_id=pair.id, officer=officer(), why=SURE_NOT, now=NOW)
        session.execute(update(table(Person)).values(ledger_rev=Person.ledger_rev + 1))
    (pair,) = found()
    assert pair.status == Status.REFUSED


def test_the_address_of_an_account_that_gave_way_leads_to_the_kept_one() -> None:
    kept, given = make(email="new@example.org"), make("Amina Y.", email="old@example.org", year=1970)
    rosa = officer()
    with transaction() as session:
        change = merge(session, kept_id=kept.id, given_id=given.id, officer=rosa, why=SURE, now=NOW).id
    assert found() == []
    again = make("A. Yusuf", email="old@example.org", confirmed=False, year=None)
    (pair,) = found()
    assert (pair.first_id, pair.second_id, pair.rules) == (kept.id, again.id, "former")
    with transaction() as session:
        session.execute(
            update(table(Person)).where(Person.id != given.id).values(ledger_rev=Person.ledger_rev + 1)
        )
    assert [each.rules for each in found()] == ["former"], "nothing that they say now tells it"
    with transaction() as session:
        unmerge(session, change_id=change, officer=rosa, now=NOW)
    assert {(each.first_id, each.second_id, each.rules) for each in found()} == {
        (kept.id, again.id, "former"),
        (given.id, again.id, "email"),
    }


def test_the_address_of_an_account_leads_through_a_chain_of_merges_to_its_end() -> None:
    one, two, three = make(email="old@example.org"), make("Amina Y.", year=1970), make("A. Y.", year=1980)
    rosa = officer()
    for kept, given in ((two, one), (three, two)):
        with transaction() as session:
            merge(session, kept_id=kept.id, given_id=given.id, officer=rosa, why=SURE, now=NOW)
    again = make("A. Yusuf", email="old@example.org", confirmed=False, year=None)
    (pair,) = found()
    assert (pair.first_id, pair.second_id, pair.rules) == (three.id, again.id, "former")


def test_accounts_that_gave_way_or_were_erased_are_not_looked_at() -> None:
    kept, given, gone = make(), make(), make()
    found()
    with transaction() as session:
        merge(session, kept_id=kept.id, given_id=given.id, officer=officer(), why=SURE, now=NOW)
        erase_person(session, person=session.get_one(Person, gone.id), now=NOW, actor="test")
    make("Otto Mann")
    with transaction() as session:
        session.execute(update(table(Person)).values(ledger_rev=Person.ledger_rev + 1))
        assert look(session, now=NOW).people == 3, "the kept one, the officer and Otto"


def test_an_account_of_a_sheet_is_found_by_its_address_until_somebody_confirms_the_address() -> None:
    waiting = make(email="amina@example.org", confirmed=False, confirmed_person=False)
    make("Otto", email="amina@example.org", confirmed=False)  # anybody may type an address
    assert find_person(reading(), None, "Amina@example.org") == waiting.id
    owner = make(email="amina@example.org")
    assert find_person(reading(), None, "amina@example.org") == owner.id
