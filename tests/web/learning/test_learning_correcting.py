"""Marks that hold, put right by who gave them: what is kept, what follows, what is refused, and that it is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from learning_support import Browser, plain_text
from marking_support import (
    GOOD,
    POOR,
    QUEUE,
    appeal,
    do_the_rest,
    give,
    hand_in_work,
    leads_to,
    marks,
    person,
    version_in_force,
    work_of,
)
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from learnhub.accounts.models import Person
from learnhub.centres.models import Membership
from learnhub.db import reading, transaction
from learnhub.jobs.models import Job
from learnhub.kernel.clock import now
from learnhub.learning.models import Certificate, Enrolment
from learnhub.learning.service.certificates import withdraw
from learnhub.ledger.models import LedgerEntry

WHY = {"why": "A slip: 1 was typed for 4."}


def correct(marker: Browser, key: str, fields: dict[str, str]) -> TestResponse:
    """Fill the form of a correction and send it."""
    address = f"{QUEUE}/{key}/correct"
    form = marker.form(address, address)
    return marker.submit(form, ("", ""), {name: [value] for name, value in fields.items()})


def enrolment() -> Enrolment:
    reading().rollback()
    return reading().scalars(select(Enrolment)).one()


def last_entry() -> LedgerEntry:
    return (
        reading().scalars(select(LedgerEntry).order_by(LedgerEntry.entry_id.desc())).first() or LedgerEntry()
    )


def withdraw_certificate() -> None:
    with transaction() as session:
        certificate = session.scalars(select(Certificate).where(Certificate.revoked_at.is_(None))).one()
        steps = version_in_force().all_steps
        withdraw(session, certificate=certificate, reason="slip", all_steps=steps, now=now(), actor="test")


def test_a_slip_is_put_right_and_both_marks_are_kept(marker: Browser, second: Browser) -> None:
    learner = person("Amina", "amina@example.org")
    with transaction() as session:
        session.execute(
            update(Person).where(Person.id == learner).values(email_confirmed_at=now(), language="fr")
        )
    key = hand_in_work(learner)
    give(marker, key, POOR)
    assert "Correct these marks" in marker.text(f"{QUEUE}/{key}")
    assert "Correct these marks" not in second.text(f"{QUEUE}/{key}")
    assert leads_to(correct(marker, key, {**GOOD, **WHY})) == f"{QUEUE}/{key}"
    page = plain_text(marker.text(f"{QUEUE}/{key}"))
    assert "Marks corrected: 8 of 10." in page
    assert "A slip: 1 was typed for 4." in page
    assert "Against the marks before: +6 points; the outcome changed." in page
    assert [each.total for each in marks(key)] == [2, 8]
    assert work_of(key).state == "passed"
    mail = (
        reading().scalars(select(Job.payload).where(Job.name == "mail").order_by(Job.id.desc())).first() or {}
    )
    assert "A slip: 1 was typed for 4." in mail["text"]
    assert "/fr/courses/reading-the-river/assignment/plan" in mail["text"]


def test_the_learner_reads_that_and_why(marker: Browser, browser: Browser, learner: int) -> None:
    key = hand_in_work(learner)
    give(marker, key, GOOD)
    correct(marker, key, {**GOOD, "points-sources": "2", **WHY})
    page = plain_text(browser.text("/en/courses/reading-the-river/assignment/plan"))
    assert "These marks were corrected:" in page
    assert WHY["why"] in page
    assert "9 of 10" in page


def test_a_pass_by_correction_completes_the_course(marker: Browser, learner: int) -> None:
    key = hand_in_work(learner)
    do_the_rest(learner)
    give(marker, key, POOR)
    correct(marker, key, {**GOOD, **WHY})
    assert enrolment().completed_at is not None
    assert len(reading().scalars(select(Certificate)).all()) == 1
    assert last_entry().rev == enrolment().ledger_rev


def test_a_pass_taken_back_opens_the_step_again(marker: Browser, browser: Browser, learner: int) -> None:
    key = hand_in_work(learner)
    give(marker, key, GOOD)
    before = enrolment()
    done, rev = before.done, before.ledger_rev
    correct(marker, key, {**POOR, **WHY})
    row = enrolment()
    assert row.done == done & ~version_in_force().step("plan").mask
    assert (last_entry().rev, last_entry().reason) == (rev + 1, "CORRECT")
    assert work_of(key).state == "revise"
    page = plain_text(browser.text("/en/courses/reading-the-river/assignment/plan"))
    assert "To be revised" in page
    assert "Ask for another look" in page
    assert hand_in_work(learner, "Once more.")


def test_a_certificate_in_force_holds_the_pass(marker: Browser, learner: int) -> None:
    key = hand_in_work(learner)
    do_the_rest(learner)
    give(marker, key, GOOD)
    answer = correct(marker, key, {**POOR, **WHY})
    assert answer.status_code == 409
    assert "withdraw the certificate first" in plain_text(answer.text)
    assert WHY["why"] in answer.text
    assert len(marks(key)) == 1
    assert leads_to(correct(marker, key, {**GOOD, "points-people": "4", **WHY}))
    assert enrolment().completed_at is not None


def test_without_its_certificate_the_pass_is_taken_back_and_can_be_earned_anew(
    marker: Browser, second: Browser, learner: int
) -> None:
    key = hand_in_work(learner)
    do_the_rest(learner)
    give(marker, key, GOOD)
    withdraw_certificate()
    assert leads_to(correct(marker, key, {**POOR, **WHY}))
    row = enrolment()
    assert row.renewing
    first = row.completed_at
    again = hand_in_work(learner, "Now with numbers.")
    give(second, again, GOOD)
    row = enrolment()
    assert (row.renewing, row.completed_at) == (False, first)
    valid = reading().scalars(select(Certificate).where(Certificate.revoked_at.is_(None))).all()
    assert len(valid) == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({**GOOD, "why": "  "}, "Write what is put right"),
        ({**GOOD, **WHY, "points-hazard": "5"}, "give whole points from 0 to"),
        ({**POOR, **WHY}, "These are the marks that hold already."),
        ({**GOOD, "why": "x" * 501}, "Use 500 characters or fewer"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    marker: Browser, fields: dict[str, str], said: str
) -> None:
    key = hand_in_work(person("Amina"))
    give(marker, key, POOR)
    answer = correct(
        marker, key, {**fields, "remark-people": "" if fields["points-hazard"] == "1" else "Who?"}
    )
    assert answer.status_code == 422
    assert said in plain_text(answer.text)
    assert fields["why"].strip() in answer.text
    assert len(marks(key)) == 1


def test_nobody_else_corrects_and_nothing_that_waits_is_corrected(
    marker: Browser, second: Browser, learner: int
) -> None:
    key = hand_in_work(learner)
    assert marker.get(f"{QUEUE}/{key}/correct").status_code == 409
    give(marker, key, POOR)
    assert second.get(f"{QUEUE}/{key}/correct").status_code == 409
    appeal(learner, key, "Look at the numbers again.")
    assert marker.get(f"{QUEUE}/{key}/correct").status_code == 409
    give(second, key, GOOD)
    assert marker.get(f"{QUEUE}/{key}/correct").status_code == 409
    assert second.get(f"{QUEUE}/{key}/correct").status_code == 200


def test_two_pages_of_one_marker_do_not_correct_twice(marker: Browser) -> None:
    key = hand_in_work(person("Amina"))
    give(marker, key, POOR)
    address = f"{QUEUE}/{key}/correct"
    form = marker.form(address, address)
    correct(marker, key, {**GOOD, **WHY})
    late = marker.submit(form, ("", ""), {"why": ["Typed before."], "points-people": ["2"]})
    assert late.status_code == 409
    assert "This work changed while you were writing" in plain_text(late.text)
    assert "Typed before." in late.text
    assert len(marks(key)) == 2


def test_a_further_try_decides_instead(marker: Browser, learner: int) -> None:
    key = hand_in_work(learner)
    give(marker, key, POOR)
    hand_in_work(learner, "Once more.")
    answer = correct(marker, key, {**GOOD, **WHY})
    assert answer.status_code == 409
    assert "a further try meanwhile" in plain_text(answer.text)


def test_who_lost_the_right_while_marking_gets_her_words_back(marker: Browser) -> None:
    key = hand_in_work(person("Amina"))
    give(marker, key, POOR)
    address = f"{QUEUE}/{key}/correct"
    form = marker.form(address, address)
    with transaction() as session:
        for held in session.scalars(select(Membership)):
            held.to_at = now() - timedelta(seconds=1)
    back = marker.submit(form, ("", ""), {"remark": ["Three remarks in one."], "why": [WHY["why"]]})
    assert back.status_code in (403, 404)
    assert "This was not saved" in plain_text(back.text)
    assert "Three remarks in one." in back.text
    assert WHY["why"] in back.text
    assert len(marks(key)) == 1
