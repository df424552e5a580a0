"""What was simulated is what the services would have written, in the operational tables and in the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from learnhub.accounts.models import Person
from learnhub.catalogue.content import load_version
from learnhub.catalogue.shelf import shelf
from learnhub.centres.models import Membership
from learnhub.config import load_settings
from learnhub.db import reading
from learnhub.demo.service import Filled, is_empty
from learnhub.demo.team import sign_ins
from learnhub.kernel.clock import iso
from learnhub.kernel.ids import tidy_number
from learnhub.learning.domain import progress_percent, results_from_json
from learnhub.learning.models import Attempt, Certificate, Enrolment
from learnhub.learning.service.attempts import decimals
from learnhub.ledger.models import LedgerEntry
from learnhub.ledger.queries import latest
from learnhub.ledger.records import AttemptRecord, EnrolmentRecord, PersonRecord, SessionRecord
from learnhub.ledger.verify import verify
from learnhub.quiz.answers import answers_from_text
from learnhub.quiz.grading import mark_paper
from learnhub.quiz.paper import draw_paper
from learnhub.reach.queries import compute, tabulate
from learnhub.reach.query import parse_query
from tests.db.demo.conftest import LEARNERS, NOW


def in_force(session: Session, kind: type[Any]) -> dict[str, Any]:
    """The version in force of each row of a kind."""
    return {entry.key: kind.from_line(entry.body) for entry in latest(session, kind.entry_kind)}


def gist(session: Session) -> tuple[list[Any], list[Any], list[Any]]:
    """What was drawn, without keys and tokens."""
    people = session.execute(
        select(Person.name, Person.residence, Person.gender, Person.birth_year, Person.created_at).order_by(
            Person.id
        )
    ).all()
    enrolments = session.execute(
        select(Enrolment.enrolled_at, Enrolment.done, Enrolment.results, Enrolment.completed_at).order_by(
            Enrolment.id
        )
    ).all()
    attempts = session.execute(
        select(Attempt.submitted_at, Attempt.answers, Attempt.marks).order_by(Attempt.id)
    ).all()
    return list(people), list(enrolments), list(attempts)


def test_the_same_seed_draws_the_same_network(app: object, filled: Callable[..., Filled]) -> None:
    first_count = filled()
    first = gist(reading())
    assert filled() == first_count
    assert gist(reading()) == first
    filled(seed=2)
    assert gist(reading()) != first


def test_everybody_is_there(network: Session) -> None:
    people = list(network.scalars(select(Person)))
    assert len(people) == LEARNERS + len(sign_ins("icharm"))
    assert {person.account_type for person in people} == {"learner"}
    assert {person.status for person in people} == {"confirmed", "unconfirmed"}
    assert {person.gender for person in people} >= {"F", "M", "N", ""}
    assert len({person.residence for person in people}) > 40
    assert not is_empty(network)


def test_each_role_is_held_by_its_sign_in(network: Session) -> None:
    held = network.execute(
        select(Person.login, Membership.role).join(Membership, Membership.person_id == Person.id)
    ).all()
    wanted = {(each.login, each.role) for each in sign_ins("icharm")}
    assert {*map(tuple, held), ("learner", "learner")} == wanted


def test_the_ledger_says_what_the_tables_say(network: Session) -> None:
    (card,) = shelf(network).cards.values()
    version = load_version(network, card.version_id)
    told = in_force(network, EnrolmentRecord)
    rows = list(network.scalars(select(Enrolment)))
    assert len(rows) == len(told)
    for row in rows:
        fact = told[row.key]
        assert fact.rev == row.ledger_rev
        assert (fact.completed_at, fact.withdrawn_at) == (row.completed_at, row.withdrawn_at)
        assert fact.certificate_at == row.completed_at
        assert fact.progress_pct == progress_percent(row.done, version.all_steps)
    known = in_force(network, PersonRecord)
    for person in network.scalars(select(Person)):
        fact = known[person.ledger_id]
        assert (fact.rev, fact.status, fact.residence) == (person.ledger_rev, person.status, person.residence)


def test_time_of_study_is_that_of_the_sessions(network: Session) -> None:
    """What people read of their hours, and what coordinators read, come to the same."""
    told: Counter[str] = Counter()
    for stay in in_force(network, SessionRecord).values():
        told[stay.enrolment_id] += int((stay.ended_at - stay.started_at).total_seconds())
    assert told
    assert {row.key: row.studied for row in network.scalars(select(Enrolment)) if row.studied} == told


def test_marks_follow_from_the_stored_answers(network: Session) -> None:
    told = in_force(network, AttemptRecord)
    best: dict[tuple[int, str], Fraction] = {}
    for row in network.scalars(select(Attempt)):
        quiz = load_version(network, row.version_id).quizzes[row.quiz]
        result = mark_paper(quiz, draw_paper(quiz, row.seed), answers_from_text(row.answers))
        assert (row.marks, row.max_marks, row.passed) == (str(result.marks), result.max_marks, result.passed)
        assert told[row.key].item_marks == decimals(result.item_marks)
        place = (row.enrolment_id, row.quiz)
        best[place] = max(best.get(place, Fraction(0)), result.marks)
    kept = {
        (row.id, quiz): found.marks
        for row in network.scalars(select(Enrolment))
        for quiz, found in results_from_json(row.results).items()
    }
    assert kept == best


def test_learners_know_more_afterwards(network: Session) -> None:
    shares: dict[str, list[Fraction]] = {"pre": [], "post": []}
    for fact in in_force(network, AttemptRecord).values():
        if fact.quiz_kind in shares:
            shares[fact.quiz_kind].append(Fraction(sum(map(Fraction, fact.item_marks)), len(fact.item_marks)))
    means = {kind: sum(found) / len(found) for kind, found in shares.items()}
    assert means["post"] > means["pre"] + Fraction(1, 10)


def test_whoever_completed_holds_a_certificate(network: Session) -> None:
    completed = dict(
        network.execute(
            select(Enrolment.id, Enrolment.completed_at).where(Enrolment.completed_at.is_not(None))
        ).all()
    )
    held = dict(network.execute(select(Certificate.enrolment_id, Certificate.issued_at)).all())
    assert held == completed
    assert len(held) > 10
    assert all(tidy_number(serial, 3) == serial for serial in network.scalars(select(Certificate.serial)))


def test_the_ledger_is_sealed_in_the_order_of_time_and_nothing_lies_ahead(network: Session) -> None:
    instants = list(network.scalars(select(LedgerEntry.recorded_at).order_by(LedgerEntry.entry_id)))
    assert instants == sorted(instants)
    assert instants[-1] <= iso(NOW)
    assert verify(network) == []


def test_parts_add_up_and_trainings_count(network: Session, tmp_path: Path) -> None:
    settings = load_settings({}, instance=tmp_path)
    for year in (2025, 2026):
        query = parse_query("R04", iso(NOW), f"{year}-01-01", f"{year}-12-31")
        whole = compute(network, settings, query, now=NOW).value
        assert whole
        for cut in ("gender", "age", "region", "country"):
            parts = tabulate(network, settings, replace(query, by=(cut,)), now=NOW)
            values = [found.value for labels, found in parts.cells.items() if "*" not in labels]
            assert sum(value or 0 for value in values) == whole
    in_person = parse_query("R04", iso(NOW), "2024-11-22", "2026-11-22", "mode=in_person")
    assert compute(network, settings, in_person, now=NOW).value
