"""Fills an empty instance with the simulated network, in one transaction of the caller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from learnhub.access.identity import Role
from learnhub.accounts.domain import WORDING
from learnhub.accounts.models import Consent, Residence
from learnhub.catalogue.content import Version, load_version
from learnhub.catalogue.files import FileStore
from learnhub.catalogue.publishing import publish
from learnhub.centres.load import load_reference
from learnhub.centres.service import OPERATOR, give_role
from learnhub.centres.snapshot import reference
from learnhub.coursefile.document import CourseDocument
from learnhub.db import table
from learnhub.demo.crowd import Account, account_of
from learnhub.demo.journey import Fact, Journey, Who
from learnhub.demo.people import People, Simulated, joining_times
from learnhub.demo.projects import keep_projects, project_tags
from learnhub.demo.sheets import keep_sheets
from learnhub.demo.team import SignIn, sign_ins
from learnhub.demo.texts import write_texts
from learnhub.demo.trainings import Guest, Trainings
from learnhub.demo.works import write_works
from learnhub.learning.queries import ATTEMPT, ENROLMENT, PERSON
from learnhub.learning.service.certificates import issue
from learnhub.ledger.service import entry_row, insert_rows, new_salts, seal
from learnhub.reach.releases.calendar import REVIEW, Stage, whole_period
from learnhub.reach.releases.service import ask_release
from learnhub.records.service.finding import look

SEED = 2026
LEARNERS = 1_500
YEARS = timedelta(days=730)
FIRST_CENTRE = "icharm"  # the team's centre when there is no course
_IDS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Filled:
    """How much there is now."""

    people: int
    enrolments: int
    certificates: int
    records: int


class _Holder(NamedTuple):
    """What the issue of a certificate needs of an enrolment."""

    id: int
    person_id: int
    name: str


def is_empty(session: Session) -> bool:
    """Whether nobody has an account here."""
    return session.scalar(select(PERSON.c.id).limit(1)) is None


def team_of(documents: Sequence[CourseDocument]) -> tuple[SignIn, ...]:
    """Who can sign in: the team belongs to the centre that leads the first course."""
    return sign_ins(documents[0].metadata.centres[0] if documents else FIRST_CENTRE)


def fill(
    session: Session, *, documents: Sequence[CourseDocument], files: FileStore, password_hash: str,
    now: datetime, learners: int = LEARNERS, seed: int = SEED,
) -> Filled:  # fmt: skip
    """Two years of the simulated network that end at `now`. Call it only if the instance `is_empty`.

    The same seed and `now` draw the same people and activity; keys, salts and certificate numbers are random.
    """
    rng = Random(seed)
    start = now - YEARS
    load_reference(session, now=start)
    versions = [
        _published(session, document, files, start + timedelta(minutes=n + 1))
        for n, document in enumerate(documents)
    ]
    team = team_of(documents)
    people = People(rng, reference(session))
    crowd = _team_people(people, team, start + timedelta(hours=1))
    crowd += [
        people.draw(at)
        for at in joining_times(rng, learners, start + timedelta(days=1), now - timedelta(hours=3))
    ]
    accounts = [account_of(rng, person, number, password_hash, now) for number, person in enumerate(crowd)]
    ids = _store_accounts(session, accounts)
    _give_roles(session, team, accounts, ids, start + timedelta(hours=2))
    journeys = _journeys(rng, versions, accounts, ids, now)
    certificates = _store_journeys(session, journeys)
    trainings = Trainings(
        rng, reference(session), [Guest(a.person, a.ledger_id) for a in accounts if a.confirmed_at], now
    )
    trainings.hold(start, team[0].scope.id)
    trainings.after_courses(journeys, frozenset(a.ledger_id for a in accounts if a.person.follow_up))
    keep_sheets(session, trainings.facts, known=reference(session), people=ids)
    facts = [fact for account in accounts for fact in account.facts]
    facts += [fact for journey in journeys for fact in journey.facts] + trainings.facts
    home = team[0].scope.id
    courses = [(each.metadata.code, each.metadata.centres[0]) for each in documents]
    facts += project_tags(courses, trainings.facts, home=home, start=start)
    keep_projects(session, home=home, start=start, now=now)
    _record(session, facts)
    _find_duplicates(session, now)
    if documents:
        numbers = (ids[account.ledger_id] for account in accounts)
        members = dict(zip(team, numbers, strict=False))
        write_texts(session, document=documents[0], team=members, now=now)
        for version in versions:
            write_works(session, version=version, journeys=journeys, team=members, now=now)
    return Filled(len(accounts), len(journeys), certificates, len(facts))


def ask_for_figures(session: Session, *, now: datetime) -> None:
    """Have the figures of the last whole year released to everybody, when a newcomer has had time to sign in."""
    final = now.date() - whole_period(str(now.year - 1)).end > REVIEW
    ask_release(
        session,
        scope="net",
        period=str(now.year - 1),
        stage=Stage.FINAL if final else Stage.PROVISIONAL,
        as_of=now.replace(hour=0, minute=0, second=0, microsecond=0),
        languages=("en", "fr"),
        now=now,
        job_at=now + timedelta(minutes=1),
        public=True,
    )


def _find_duplicates(session: Session, now: datetime) -> None:
    """What the hourly job would find: the crowd has namesakes of one year and country."""
    last, people = 0, 1
    while people:
        looked = look(session, now=now, after=last)
        last, people = looked.last, looked.people


def _published(session: Session, document: CourseDocument, files: FileStore, now: datetime) -> Version:
    return load_version(
        session, publish(session, document=document, files=files, now=now, actor="operator").version_id
    )


def _team_people(people: People, team: Sequence[SignIn], joined: datetime) -> list[Simulated]:
    return [people.team_member(each.login, each.name, joined) for each in team]


def _ids(session: Session, keys: Any, target: Any, wanted: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for first in range(0, len(wanted), _IDS_AT_ONCE):
        chunk = wanted[first : first + _IDS_AT_ONCE]
        found.update(session.execute(select(keys, target).where(keys.in_(chunk))).all())
    return found


def _store_accounts(session: Session, accounts: Sequence[Account]) -> dict[str, int]:
    """Accounts, residences and consents; the numbers of the accounts by their ledger id."""
    session.execute(insert(PERSON), [account.values for account in accounts])
    ids = _ids(session, PERSON.c.ledger_id, PERSON.c.id, [account.ledger_id for account in accounts])
    homes = [{**row, "person_id": ids[a.ledger_id]} for a in accounts for row in a.residences]
    consents = [
        {
            "person_id": ids[a.ledger_id],
            "purpose": purpose,
            "wording": WORDING,
            "given": True,
            "at": a.confirmed_at,
        }
        for a in accounts
        if a.confirmed_at
        for purpose in (("account", "follow-up") if a.person.follow_up else ("account",))
    ]
    session.execute(insert(table(Residence)), homes)
    session.execute(insert(table(Consent)), consents)
    return ids


def _give_roles(
    session: Session, team: Sequence[SignIn], accounts: Sequence[Account], ids: dict[str, int], now: datetime
) -> None:
    for each, account in zip(team, accounts, strict=False):
        if each.role is not Role.LEARNER:
            give_role(
                session,
                person_id=ids[account.ledger_id],
                role=each.role,
                scope=each.scope,
                actor=OPERATOR,
                now=now,
            )


def _journeys(
    rng: Random, versions: Sequence[Version], accounts: Sequence[Account], ids: dict[str, int], now: datetime
) -> list[Journey]:
    journeys = []
    for account in accounts:
        who = Who(ids[account.ledger_id], account.ledger_id, account.values["name"], account.person.skill)
        for place, plan in account.plans(rng, len(versions), now):
            journey = Journey(rng, who, versions[place], now)
            journey.run(plan)
            journeys.append(journey)
    return journeys


def _store_journeys(session: Session, journeys: Sequence[Journey]) -> int:
    """Enrolments, attempts and certificates, each in the order of time; gives the number of certificates."""
    rows = sorted((journey.row for journey in journeys), key=lambda row: row["enrolled_at"])
    if not rows:
        return 0
    session.execute(insert(ENROLMENT), rows)
    ids = _ids(session, ENROLMENT.c.key, ENROLMENT.c.id, [row["key"] for row in rows])
    attempts = [{**row, "enrolment_id": ids[j.row["key"]]} for j in journeys for row in j.attempts]
    if attempts:
        session.execute(insert(ATTEMPT), sorted(attempts, key=lambda row: row["submitted_at"]))
    done = sorted((j for j in journeys if j.certified is not None), key=lambda j: j.row["completed_at"])
    for j in done:
        holder = _Holder(ids[j.row["key"]], j.who.person_id, j.who.name)
        issue(session, row=holder, version=j.version, results=j.certified or {}, now=j.row["completed_at"])
    return len(done)


def _record(session: Session, facts: list[Fact]) -> None:
    """Write the ledger in the order of time and seal it at the end of every month."""
    ordered = sorted(facts, key=lambda fact: fact.at)
    for _, month in groupby(ordered, key=lambda fact: (fact.at.year, fact.at.month)):
        page = list(month)
        salts = new_salts(len(page))
        rows = [
            entry_row(fact.record, now=fact.at, actor=fact.actor, reason=fact.reason, salt=salt)
            for fact, salt in zip(page, salts, strict=True)
        ]
        insert_rows(session, rows)
        seal(session, now=page[-1].at)
