"""Merge two accounts of one person, and undo it. Decide about a pair.

In the ledger a merge is one version of the person who gives way, with `merged_into`; figures follow it (DD1). The
account that gives way is closed and its learning goes over to the kept one, so that she finds all of it in one place.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from learnhub.access.identity import Role
from learnhub.accounts.models import Person
from learnhub.accounts.privacy import erase_person
from learnhub.accounts.queries import get_person
from learnhub.centres.identity import grants_of
from learnhub.db import inserting, table
from learnhub.kernel.errors import N_, Conflict, NotFound
from learnhub.ledger.records import PersonRecord
from learnhub.ledger.service import record
from learnhub.records.domain import Because, Change, Rule, Status, email_key, evidence, score
from learnhub.records.models import DuplicateKey, DuplicatePair, RecordChange
from learnhub.records.queries.accounts import facts_of, last_version
from learnhub.records.queries.history import get_line
from learnhub.records.service.deciding import Officer, Why, check_reach, close_change, open_change, write_down
from learnhub.records.service.moving import Moved, close_account, give_back, open_account, take_over
from learnhub.training.service.handing import lock_trainings

SYSTEM = "records"
AT_ONCE = 100


def merge(
    session: Session,
    *,
    kept_id: int,
    given_id: int,
    officer: Officer,
    why: Why,
    now: datetime,
    pair_id: int | None = None,
) -> RecordChange:
    """Take two accounts for one person: `given_id` gives way to `kept_id`.

    Raises NotFound if one is not of the officer's centres, Conflict if they cannot be merged, with what to do first.
    """
    why.check(Change.MERGE)
    centres = check_reach(session, officer, kept_id, given_id)
    _lock(session, kept_id, given_id)
    merged = version_merged(session, kept_id=kept_id, given_id=given_id, officer=officer, now=now)
    kept, given = get_person(session, kept_id), get_person(session, given_id)
    given.ledger_rev = merged.rev
    record(session, [merged], now=now, actor=officer.ledger_id, reason="MERGE")
    session.flush()
    _keep_address(session, given)
    moved = replace(
        take_over(session, kept_id=kept.id, given_id=given.id), **close_account(session, given, now)
    )
    _settle(session, kept_id, given_id, Status.MERGED)
    return write_down(
        session, change=Change.MERGE, officer=officer, why=why, now=now, people=centres, person_id=given.id,
        other_id=kept.id, pair_id=pair_id, kept=moved.text(),
    )  # fmt: skip


def _lock(session: Session, *person_ids: int) -> None:
    """Both accounts in the order of their numbers, so that two officers cannot wait for one another; their trainings
    before them, as sheets do it."""
    lock_trainings(session, *person_ids)
    for each in sorted(person_ids):
        session.get(Person, each, with_for_update=True, populate_existing=True)


def version_merged(
    session: Session, *, kept_id: int, given_id: int, officer: Officer, now: datetime
) -> PersonRecord:
    """The version that a merge would write, for the preview and for the act. Raises Conflict if none may be."""
    if kept_id == given_id:
        raise Conflict(N_("These are one account already."))
    kept, given = get_person(session, kept_id), get_person(session, given_id)
    version = last_version(session, given.ledger_id)
    if version.merged_into:
        raise Conflict(N_("This account has given way to another one already."))
    if last_version(session, kept.ledger_id).merged_into:
        raise Conflict(N_("The account to be kept has itself given way. Merge with the one it went to."))
    if officer.person_id in {kept_id, given_id}:
        raise Conflict(N_("This is your own account. Ask another records officer to decide."))
    _check_accounts(kept, given)
    if any(grant.role is not Role.LEARNER for grant in grants_of(session, given_id, now)):
        raise Conflict(
            N_("The account that would give way has a role. End the role first, or keep this account.")
        )
    return replace(version, rev=given.ledger_rev + 1, recorded_at=None, merged_into=kept.ledger_id)


def _check_accounts(kept: Person, given: Person) -> None:
    if "test" in {kept.account_type, given.account_type}:
        raise Conflict(N_("One of the accounts is a test account. Test accounts are never counted."))
    if kept.status == "unconfirmed" and given.status == "confirmed":
        raise Conflict(N_("Keep the confirmed account: an unconfirmed person is not counted."))


def _forget_keys(session: Session, person_id: int) -> None:
    keys = table(DuplicateKey)
    session.execute(delete(keys).where(keys.c.person_id == person_id))


def _keep_address(session: Session, given: Person) -> None:
    """Leave the address where pairs are looked for: a centre may send it again in next year's sheet."""
    _forget_keys(session, given.id)
    key = email_key(facts_of(session, [given.id])[given.id])
    if key is not None:
        confirmed = given.email_confirmed_at is not None
        session.add(
            DuplicateKey(person_id=given.id, rev=0, confirmed=confirmed, email_key=key, name_key=None)
        )
        session.flush()


def _settle(session: Session, one: int, other: int, status: Status) -> None:
    pairs = table(DuplicatePair)
    first, second = sorted((one, other))
    this = (pairs.c.first_id == first, pairs.c.second_id == second)
    session.execute(update(pairs).where(*this).values(status=status))


def unmerge(session: Session, *, change_id: int, officer: Officer, now: datetime) -> list[str]:
    """Undo a merge: two persons again, each with her own learning.

    Gives what could not be put back because somebody else has it by now: `email`, `login`. Raises NotFound,
    Conflict if a later merge or an erasure stands in the way.
    """
    line = open_change(session, change_id, Change.MERGE)
    kept_id, given_id = line.other_id or 0, line.person_id or 0
    _lock(session, kept_id, given_id)
    apart = version_apart(session, change_id=change_id, officer=officer)  # of what holds while both are held
    kept, given = get_person(session, kept_id), get_person(session, given_id)
    given.ledger_rev = apart.rev
    record(session, [apart], now=now, actor=officer.ledger_id, reason="UNMERGE")
    session.flush()
    moved = Moved.of(line.kept)
    give_back(session, moved, kept=kept, given=given, officer=officer, now=now)
    lacking = open_account(session, given, moved)
    _forget_keys(session, given.id)
    _settle(session, kept.id, given.id, Status.OPEN)
    close_change(session, line, officer, now)
    return lacking


def version_apart(session: Session, *, change_id: int, officer: Officer) -> PersonRecord:
    """The version that undoing a merge would write; for the preview and for the act. Raises NotFound, Conflict."""
    line = get_line(session, officer.own, change_id)
    if not line.whole or line.kind is not Change.MERGE or line.person_id is None or line.other_id is None:
        raise NotFound(N_("There is no such entry in the history of your centre."))
    if line.undone_at is not None:
        raise Conflict(N_("This has been undone already."))
    kept, given = get_person(session, line.other_id), get_person(session, line.person_id)
    version = last_version(session, given.ledger_id)
    if version.merged_into != kept.ledger_id:
        raise Conflict(N_("The ledger says something else of this person by now."))
    if last_version(session, kept.ledger_id).merged_into:
        raise Conflict(N_("The kept account has given way since. Undo that merge first."))
    return replace(version, rev=given.ledger_rev + 1, recorded_at=None, merged_into="")


def put_on_list(session: Session, *, one: int, other: int, officer: Officer, now: datetime) -> int:
    """The case of two accounts that an officer wants to compare, made if there is none. Raises NotFound, Conflict."""
    check_reach(session, officer, one, other)
    if one == other:
        raise Conflict(N_("These are one account already."))
    first, second = sorted((one, other))
    found = facts_of(session, (first, second))
    session.execute(
        inserting(session, DuplicatePair)
        .values(
            first_id=first, second_id=second, rules="", score=score(evidence(found[first], found[second])),
            status=Status.OPEN, found_at=now,
        )
        .on_conflict_do_nothing()  # somebody may have put them there, also at the same instant
    )  # fmt: skip
    pairs = select(DuplicatePair).where(DuplicatePair.first_id == first, DuplicatePair.second_id == second)
    pair = session.scalars(pairs.with_for_update()).one()
    pair.rules = " ".join(dict.fromkeys([*pair.rules.split(), Rule.HAND]))
    session.flush()
    return pair.id


def refuse(session: Session, *, pair_id: int, officer: Officer, why: Why, now: datetime) -> RecordChange:
    """Two people: the pair goes from the queue for good, unless this is undone."""
    return _decide(session, Change.REFUSE, Status.REFUSED, pair_id, officer, why, now)


def put_off(session: Session, *, pair_id: int, officer: Officer, now: datetime, note: str) -> RecordChange:
    """Not sure: the pair waits on a list of its own, with what has been found out so far."""
    why = Why(Because.TOO_LITTLE, note)
    return _decide(session, Change.UNSURE, Status.UNSURE, pair_id, officer, why, now)


def reopen(session: Session, *, change_id: int, officer: Officer, now: datetime) -> None:
    """Undo a refusal: the pair is in the queue again."""
    line = open_change(session, change_id, Change.REFUSE)
    pair = session.get(DuplicatePair, line.pair_id, with_for_update=True)
    if pair is None:
        raise NotFound(N_("There is no such entry in the history."))
    check_reach(session, officer, pair.first_id, pair.second_id)
    if pair.status == Status.MERGED:
        raise Conflict(N_("Somebody has decided about this case already."))
    pair.status = Status.OPEN
    close_change(session, line, officer, now)


def _decide(
    session: Session,
    change: Change,
    status: Status,
    pair_id: int,
    officer: Officer,
    why: Why,
    now: datetime,
) -> RecordChange:
    why.check(change)
    pair = session.get(DuplicatePair, pair_id, with_for_update=True)
    if pair is None:
        raise NotFound(N_("There is no such case, or it is not of your centre alone."))
    centres = check_reach(session, officer, pair.first_id, pair.second_id)
    if pair.status in {Status.MERGED, Status.REFUSED}:
        raise Conflict(N_("Somebody has decided about this case already."))
    pair.status = status
    return write_down(
        session, change=change, officer=officer, why=why, now=now, people=centres, person_id=pair.first_id,
        other_id=pair.second_id, pair_id=pair.id,
    )  # fmt: skip


def follow_erasures(session: Session, *, now: datetime) -> int:
    """Erase accounts that gave way to one that has been erased since: they are the same person. Gives how many."""
    people, changes = table(Person), table(RecordChange)
    kept, given = people.alias(), people.alias()
    found = session.scalars(
        select(given.c.id)
        .join(changes, changes.c.person_id == given.c.id)
        .join(kept, kept.c.id == changes.c.other_id)
        .where(
            changes.c.kind == Change.MERGE, changes.c.undone_at.is_(None), kept.c.erased_at.is_not(None),
            given.c.erased_at.is_(None),
        )
        .limit(AT_ONCE)
    ).all()  # fmt: skip
    for person_id in found:
        erase_person(session, person=get_person(session, person_id), now=now, actor=SYSTEM)
    return len(found)
