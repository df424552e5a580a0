"""Tokens and looks: what is stored, and what erasure leaves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from learnhub.accounts.models import Person
from learnhub.accounts.service import NewAccount, register
from learnhub.api.domain import Scope
from learnhub.api.queries import find_bearer, get_token, list_looks, tokens_of
from learnhub.api.service import MOST_TOKENS, make_token, note_look, note_use, revoke_token
from learnhub.db import transaction
from learnhub.kernel.errors import Conflict, NotFound, Unacceptable

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def person_id(app: Flask) -> int:
    """Somebody."""
    with transaction() as session:
        return register(session, account=NewAccount(name="Leila B.", password_hash="!"), now=NOW).id


def test_a_token_leads_to_its_person_until_it_ends(person_id: int) -> None:
    with transaction() as session:
        text = make_token(
            session, person_id=person_id, name="a", scopes=[Scope.EXACT, Scope.PARTNER], days=30, now=NOW
        )
        found = find_bearer(session, text, NOW)
        assert found is not None
        assert found.identity.person_id == person_id
        assert found.scopes == {Scope.EXACT, Scope.PARTNER}
        assert find_bearer(session, text, NOW + timedelta(days=30)) is None
        assert find_bearer(session, text + "x", NOW) is None
        note_use(session, token_id=found.token_id, now=NOW)
        note_use(session, token_id=found.token_id, now=NOW + timedelta(seconds=59))
        token = get_token(session, found.token_id, person_id)
        assert token.last_used_at == NOW
        note_use(session, token_id=found.token_id, now=NOW + timedelta(seconds=60))
        assert token.last_used_at == NOW + timedelta(seconds=60)
        with pytest.raises(NotFound):
            get_token(session, found.token_id, person_id + 1)
        assert revoke_token(session, token_id=found.token_id, person_id=person_id, now=NOW) == "a"
        assert find_bearer(session, text, NOW) is None
        assert tokens_of(session, person_id) == []


def test_the_account_of_somebody_erased_opens_nothing(person_id: int) -> None:
    with transaction() as session:
        text = make_token(session, person_id=person_id, name="a", scopes=[Scope.EXACT], days=30, now=NOW)
        person = session.get(Person, person_id)
        assert person is not None
        person.erased_at = NOW
        session.flush()
        assert find_bearer(session, text, NOW) is None


def test_what_cannot_be_made(person_id: int) -> None:
    with transaction() as session:
        with pytest.raises(Unacceptable, match="choose at least one"):
            make_token(session, person_id=person_id, name="a", scopes=[], days=30, now=NOW)
        with pytest.raises(Unacceptable, match="offered"):
            make_token(session, person_id=person_id, name="a", scopes=[Scope.EXACT], days=31, now=NOW)
        for _ in range(MOST_TOKENS):
            make_token(session, person_id=person_id, name="a", scopes=[Scope.EXACT], days=30, now=NOW)
        with pytest.raises(Conflict, match="twenty"):
            make_token(session, person_id=person_id, name="a", scopes=[Scope.EXACT], days=30, now=NOW)


def test_looks_are_listed_by_person_and_way(person_id: int) -> None:
    with transaction() as session:
        for number in range(5):
            note_look(
                session, person_id=person_id, way="page" if number else "token", subject="reach.table",
                question="x" * 2000 + str(number), now=NOW + timedelta(minutes=number),
            )  # fmt: skip
        found, total = list_looks(session, size=2, page=2)
        assert (len(found), total) == (2, 5)
        assert [look.at.minute for look in found] == [2, 1]
        assert len(found[0].question) == 1000
        assert list_looks(session, way="token")[1] == 1
        assert list_looks(session, person_id=person_id + 1) == ([], 0)
