"""Accounts of simulated persons: their rows, what the ledger was told, and the courses they choose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from learnhub.demo.journey import Fact, Plan
from learnhub.demo.people import Simulated, later_day
from learnhub.kernel.ids import opaque_id, printed_number
from learnhub.ledger.records import PersonRecord

MORE_COURSES = (0.45, 0.35, 0.5)  # chance of a second, third, fourth course
HELPED = "demonstration"  # who made the accounts that a centre imported


@dataclass
class Account:
    """A person with her account. `confirmed_at` is None if a centre made it and she never signed in."""

    person: Simulated
    ledger_id: str
    values: dict[str, Any]
    confirmed_at: datetime | None
    residences: list[dict[str, Any]] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)

    def plans(self, rng: Random, courses: int, now: datetime) -> Iterator[tuple[int, Plan]]:
        """The courses that the person enrols in, by their place in the list."""
        if self.person.login == "learner":
            yield from _shown_plans(courses, now)
            return
        if self.person.login:
            return
        chosen = sorted(range(courses), key=lambda n: rng.random() * (n + 2))
        at = self.person.joined + timedelta(minutes=0 if self.person.imported else rng.randint(1, 30))
        for n, place in enumerate(chosen):
            starts = max(at, self.confirmed_at or at) + timedelta(minutes=rng.randint(2, 50))
            yield place, self._plan(rng, at, starts)
            if n < len(MORE_COURSES) and rng.random() > MORE_COURSES[n]:
                return
            at = starts + timedelta(
                days=int(rng.expovariate(1 / 45)), hours=rng.randint(1, 20), minutes=rng.randint(0, 59)
            )
            if at > now - timedelta(hours=2):
                return

    def _plan(self, rng: Random, at: datetime, starts: datetime) -> Plan:
        drive = 0.6 * self.person.zeal + 0.4 * rng.random()
        if self.confirmed_at is None or drive < 0.22:
            return Plan(at, starts, 0)
        if drive < 0.58:
            return Plan(at, starts, rng.uniform(0.05, 0.9), leaves=rng.random() < 0.3)
        return Plan(at, starts, 1)


def _shown_plans(courses: int, now: datetime) -> Iterator[tuple[int, Plan]]:
    """The courses of the learner that visitors sign in as: done, half done, just begun."""
    for place, (days, share) in enumerate(((75, 1), (20, 0.5), (2, 0))):
        if place < courses:
            at = now - timedelta(days=days)
            yield place, Plan(at, at + timedelta(minutes=10), share)


def account_of(rng: Random, person: Simulated, number: int, password_hash: str, now: datetime) -> Account:
    """The account as registration, or the import by a centre, would have made it, and what changed since."""
    ledger_id = opaque_id("p")
    confirmed = person.joined
    if person.imported:
        confirmed = person.joined + timedelta(minutes=rng.randint(60, 20_000))
    signed_in = confirmed <= now and not (person.imported and rng.random() < 0.15)
    day = person.joined.date()
    values = {
        "ledger_id": ledger_id, "name": person.name, "email": None, "login": person.login or None,
        "learner_number": printed_number(), "password_hash": password_hash if signed_in else None,
        "language": person.language, "gender": person.gender, "birth_year": person.birth_year,
        "residence": person.residence, "residence_from": day if person.residence else None,
        "occupation": person.occupation, "follow_up": person.follow_up, "home_centre": person.home_centre,
        "account_type": "learner", "status": "unconfirmed" if person.imported else "confirmed",
        "ledger_rev": 0, "created_at": person.joined, "email_confirmed_at": None, "erased_at": None,
    }  # fmt: skip
    if number % 3 == 2:
        values |= {
            "email": f"learner{number}@example.org",
            "email_confirmed_at": person.joined if signed_in else None,
        }
    account = Account(person, ledger_id, values, confirmed if signed_in else None)
    if person.residence:
        account.residences.append(
            {"country": person.residence, "from_date": day, "recorded_at": person.joined}
        )
    _tell(account, person.joined, HELPED if person.imported else ledger_id, "FIRST")
    if person.imported and signed_in:
        values["status"] = "confirmed"
        _tell(account, confirmed, ledger_id, "CONFIRM")
    if person.moved_to and signed_in:
        _move(account, later_day(rng, confirmed, now))
    return account


def _move(account: Account, at: datetime) -> None:
    """She lives elsewhere from that day on, and says so at once."""
    day = at.date()
    if day <= account.values["residence_from"]:
        return
    account.values |= {"residence": account.person.moved_to, "residence_from": day}
    account.residences.append({"country": account.person.moved_to, "from_date": day, "recorded_at": at})
    _tell(account, at, account.ledger_id, "CORRECT")


def _tell(account: Account, at: datetime, actor: str, reason: str) -> None:
    values = account.values
    values["ledger_rev"] += 1
    since = values["residence_from"] or account.person.joined.date()
    fact = PersonRecord(
        person_id=account.ledger_id, rev=values["ledger_rev"], valid_from=since, status=values["status"],
        account_type=values["account_type"], gender=values["gender"], birth_year=values["birth_year"],
        residence=values["residence"],
    )  # fmt: skip
    account.facts.append(Fact(at, fact, actor, reason))
