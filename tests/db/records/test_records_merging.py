"""A merge is one version in the ledger; the closed account's learning goes over, and all of it comes back."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from flask import Flask
from records_support import (
    LATER,
    NOW,
    SURE,
    Account,
    enrolled,
    enrolment_versions,
    found,
    make,
    officer,
    person,
    the_course,
    versions,
)  # fmt: skip
from sqlalchemy import select

from learnhub.access.identity import Role, Scope, ScopeKind
from learnhub.accounts.models import Person, SignInSession
from learnhub.accounts.privacy import erase_person, export_person
from learnhub.accounts.queries import find_by_login
from learnhub.accounts.service import open_session
from learnhub.api.domain import Scope as TokenScope
from learnhub.api.queries import find_bearer
from learnhub.api.service import make_token
from learnhub.centres.service import OPERATOR, give_role
from learnhub.db import reading, transaction
from learnhub.kernel.errors import Conflict, NotFound, Unacceptable
from learnhub.learning.hooks import titles_of
from learnhub.learning.models import Enrolment
from learnhub.learning.queries import my_enrolments
from learnhub.learning.service.progress import close_lesson
from learnhub.records.domain import Because, Status
from learnhub.records.models import RecordChange
from learnhub.records.queries.history import get_line, history
from learnhub.records.service.deciding import Officer, Why
from learnhub.records.service.merging import (
    follow_erasures,
    merge,
    put_off,
    put_on_list,
    refuse,
    reopen,
    unmerge,
)

pytestmark = pytest.mark.usefixtures("example")


def merged(kept: Account, given: Account, by: Officer) -> int:
    with transaction() as session:
        return merge(session, kept_id=kept.id, given_id=given.id, officer=by, why=SURE, now=NOW).id


def undone(change: int, by: Officer) -> list[str]:
    with transaction() as session:
        return unmerge(session, change_id=change, officer=by, now=LATER)


def courses(account: Account) -> list[str]:
    return [row.code for row in my_enrolments(reading(), account.id)]


def test_the_ledger_says_who_decided_and_what_and_again_when_it_is_undone() -> None:
    kept, given, rosa = make(), make(), officer()
    change = merged(kept, given, rosa)
    reason, actor, version = versions(given)[-1]
    assert (reason, actor, version.merged_into, version.rev) == ("MERGE", rosa.ledger_id, kept.ledger_id, 2)
    assert undone(change, rosa) == []
    reason, actor, version = versions(given)[-1]
    assert (reason, actor, version.merged_into, version.rev) == ("UNMERGE", rosa.ledger_id, "", 3)
    assert person(given).ledger_rev == 3
    assert len(versions(kept)) == 1


def test_everything_else_that_is_counted_of_her_stays() -> None:
    kept, given, rosa = make(), make(year=1985, country="NA"), officer()
    before = versions(given)[-1][2]
    undone(merged(kept, given, rosa), rosa)
    after = versions(given)[-1][2]
    assert replace(after, rev=before.rev, recorded_at=before.recorded_at) == before


def test_the_closed_account_is_signed_out_and_cannot_be_signed_in_to() -> None:
    kept, given, rosa = make(email="a@example.org"), make(email="b@example.org"), officer()
    number = person(given).learner_number or ""
    with transaction() as session:
        open_session(session, person_id=given.id, device="x", stay=False, now=NOW)
        token = make_token(
            session, person_id=given.id, name="x", scopes=[TokenScope.PARTNER], days=30, now=NOW
        )
    change = merged(kept, given, rosa)
    assert find_bearer(reading(), token, NOW) is None
    assert [p.id for p in find_by_login(reading(), "b@example.org")] == []
    assert [p.id for p in find_by_login(reading(), number)] == []
    assert person(given).password_hash is None
    assert [row.revoked_at for row in reading().scalars(select(SignInSession))] == [NOW]
    assert [p.id for p in find_by_login(reading(), "a@example.org")] == [kept.id]
    undone(change, rosa)
    assert [p.id for p in find_by_login(reading(), "b@example.org")] == [given.id]
    assert [p.id for p in find_by_login(reading(), number)] == [given.id]
    assert person(given).email_confirmed_at == NOW
    assert person(given).password_hash == "!"


def test_an_address_that_somebody_took_meanwhile_is_told_and_not_taken_back() -> None:
    kept, given, rosa = make(), make(email="b@example.org"), officer()
    change = merged(kept, given, rosa)
    make("Otto Mann", email="b@example.org")
    assert undone(change, rosa) == ["email"]
    assert person(given).email == "b@example.org"
    assert person(given).email_confirmed_at is None


def test_learning_goes_over_and_comes_back_with_what_was_done_since() -> None:
    kept, given, rosa = make(), make(), officer()
    enrolled(given)
    change = merged(kept, given, rosa)
    assert courses(kept) == ["reading-the-river"]
    assert courses(given) == []
    version = the_course()
    lesson = next(step for step in version.steps if step.kind == "lesson")
    with transaction() as session:
        close_lesson(session, person_id=kept.id, version=version, step=lesson, now=LATER)
    key = reading().scalars(select(Enrolment.key)).one()
    assert enrolment_versions(key)[-1][1].person_id == kept.ledger_id
    undone(change, rosa)
    assert courses(kept) == []
    row = my_enrolments(reading(), given.id)[0]
    assert row.done == lesson.mask
    reason, last = enrolment_versions(key)[-1]
    assert (reason, last.person_id, last.progress_pct > 0, last.rev) == ("UNMERGE", given.ledger_id, True, 3)
    with transaction() as session:  # the counter of the row and the ledger agree: learning goes on
        second = [step for step in version.steps if step.kind == "lesson"][1]
        close_lesson(session, person_id=given.id, version=version, step=second, now=LATER)


def test_where_both_are_enrolled_the_kept_enrolment_goes_on() -> None:
    kept, given, rosa = make(), make(), officer()
    enrolled(kept)
    enrolled(given)
    change = merged(kept, given, rosa)
    assert (courses(kept), courses(given)) == (["reading-the-river"], ["reading-the-river"])
    undone(change, rosa)
    assert {row.person_id for row in reading().scalars(select(Enrolment))} == {kept.id, given.id}


def test_merges_in_a_chain_are_undone_from_the_end() -> None:
    one, two, three, rosa = make(), make(), make(), officer()
    enrolled(one)
    first, second = merged(two, one, rosa), merged(three, two, rosa)
    assert courses(three) == ["reading-the-river"]
    with pytest.raises(Conflict, match="given way since"):
        undone(first, rosa)
    undone(second, rosa)
    undone(first, rosa)
    assert courses(one) == ["reading-the-river"]
    with pytest.raises(Conflict, match="undone already"):
        undone(first, rosa)


def test_what_cannot_be_merged_says_what_to_do() -> None:
    kept, given, rosa = make(), make(), officer()
    unconfirmed, staff = make(confirmed_person=False), make()
    with transaction() as session:
        give_role(
            session, person_id=staff.id, role=Role.AUTHOR, scope=Scope(ScopeKind.CENTRE, "icharm"),
            actor=OPERATOR, now=NOW,
        )  # fmt: skip
    merged(kept, given, rosa)
    me = Account(rosa.person_id, rosa.ledger_id)
    for keep, give, words in (
        (kept, kept, "one account already"),
        (kept, given, "given way"),
        (given, staff, "itself given way"),
        (kept, me, "own account"),
        (me, kept, "own account"),
        (unconfirmed, kept, "confirmed account"),
        (kept, staff, "role"),
    ):
        with pytest.raises(Conflict, match=words):
            merged(keep, give, rosa)
    with pytest.raises(Unacceptable), transaction() as session:
        merge(session, kept_id=kept.id, given_id=staff.id, officer=rosa, why=Why(Because.OTHER), now=NOW)
    merged(staff, make(), rosa)


def test_a_centre_decides_about_its_own_people_only() -> None:
    mine, theirs, shared = make(home="icharm"), make(home="irck"), make(home="irck")
    enrolled(shared)
    local, network = officer("icharm"), officer()
    with pytest.raises(NotFound):
        merged(mine, theirs, local)
    whole = merged(mine, shared, local)
    assert get_line(reading(), local.own, whole).whole
    undone(whole, local)
    across = merged(mine, theirs, network)
    with pytest.raises(NotFound):
        undone(across, local)


def test_of_a_merge_across_centres_each_side_learns_only_that_it_happened() -> None:
    mine, theirs = make("Amina Yusuf", home="icharm"), make("Amina Y.", home="irck")
    network = officer()
    with transaction() as session:
        why = Why(Because.OTHER, "told by telephone")
        merge(session, kept_id=mine.id, given_id=theirs.id, officer=network, why=why, now=NOW)
    for own, account, name in (("icharm", mine, "Amina Yusuf"), ("irck", theirs, "Amina Y.")):
        (line,), total = history(reading(), frozenset({own}), page=1, size=10)
        assert (line.people, line.whole, line.note, line.actor, total) == (
            {account.id: name},
            False,
            "",
            "",
            1,
        )
    assert history(reading(), frozenset({"arce"}), page=1, size=10) == ([], 0)
    (line,), _total = history(reading(), None, page=1, size=10)
    assert (line.whole, line.note, line.actor) == (True, "told by telephone", "Rosa Officer")


def test_pairs_are_refused_put_off_and_opened_again() -> None:
    make(), make()
    (pair,), rosa = found(), officer()
    with transaction() as session:
        put_off(session, pair_id=pair.id, officer=rosa, now=NOW, note="asked the centre")
    assert found()[0].status == Status.UNSURE
    with transaction() as session:
        why = Why(Because.DIFFERENT_PEOPLE)
        change = refuse(session, pair_id=pair.id, officer=rosa, why=why, now=NOW).id
    assert found()[0].status == Status.REFUSED
    with pytest.raises(Conflict), transaction() as session:
        refuse(session, pair_id=pair.id, officer=rosa, why=why, now=NOW)
    with transaction() as session:
        reopen(session, change_id=change, officer=rosa, now=NOW)
    assert found()[0].status == Status.OPEN


def test_a_refusal_is_not_undone_where_the_two_were_taken_for_one_person_since() -> None:
    one, other = make(), make()
    (pair,), rosa = found(), officer()
    why = Why(Because.DIFFERENT_PEOPLE)
    with transaction() as session:
        change = refuse(session, pair_id=pair.id, officer=rosa, why=why, now=NOW).id
    merged(one, other, rosa)
    with pytest.raises(Conflict), transaction() as session:
        reopen(session, change_id=change, officer=rosa, now=LATER)
    assert found()[0].status == Status.MERGED


def test_two_accounts_that_two_officers_compare_at_once_are_one_case(example: Flask) -> None:
    one, other, rosa = make(), make("Amina Y."), officer()
    start = Barrier(4)

    def compare(_number: int) -> int:
        with example.app_context():
            start.wait()
            with transaction() as session:
                return put_on_list(session, one=one.id, other=other.id, officer=rosa, now=NOW)

    with ThreadPoolExecutor(4) as pool:
        cases = set(pool.map(compare, range(4)))
    assert cases == {pair.id for pair in found()}


def test_a_merge_is_not_undone_while_the_kept_account_gives_way(example: Flask) -> None:
    one, two, three, rosa = make(), make(), make(), officer()
    enrolled(one)
    first = merged(two, one, rosa)
    with ThreadPoolExecutor(1) as pool:
        with transaction() as session:
            merge(session, kept_id=three.id, given_id=two.id, officer=rosa, why=SURE, now=NOW)
            waiting = pool.submit(_undone_in, example, first, rosa)
            with pytest.raises(TimeoutError):
                waiting.result(0.5)
        with pytest.raises(Conflict, match="given way since"):
            waiting.result(20)
    assert courses(three) == ["reading-the-river"]


def _undone_in(app: Flask, change: int, by: Officer) -> list[str]:
    with app.app_context():
        return undone(change, by)


def test_erasing_the_kept_account_reaches_the_one_that_gave_way() -> None:
    kept, given, rosa = make(), make("Amina Y.", email="b@example.org"), officer()
    change = merged(kept, given, rosa)
    with transaction() as session:
        assert follow_erasures(session, now=NOW) == 0
        erase_person(session, person=session.get_one(Person, kept.id), now=NOW, actor="test")
    with transaction() as session:
        assert follow_erasures(session, now=NOW) == 1
    gone = person(given)
    assert (gone.name, gone.status, gone.erased_at) == ("", "erased", NOW)
    line = reading().get_one(RecordChange, change)
    assert line.kept is None, "the address that was put aside is gone, too"
    assert versions(given)[-1][2].merged_into == kept.ledger_id, "they still count once"
    with pytest.raises(NotFound):
        undone(change, rosa)


def test_what_was_put_aside_is_in_nobodys_export() -> None:
    kept, given, rosa = make(email="a@example.org"), make("Amina Y.", email="b@example.org"), officer()
    merged(kept, given, rosa)
    for account in (kept, given):
        told = json.loads("".join(export_person(reading(), person_id=account.id, titles=titles_of, now=NOW)))
        assert "duplicate_pair" in told
        assert all(set(row) & {"kept", "actor_id", "other_id"} == set() for row in told["record_change"])
    (line,) = told["record_change"]
    assert (line["kind"], line["because"]) == ("merge", "evidence")
