"""Marking: who sees which works and may mark them, what changes meanwhile, the queue page by page, and the mail."""

from __future__ import annotations

import pytest
from flask import Flask
from learning_support import Browser, SignedIn, WithRole, plain_text
from marking_support import (
    GOOD,
    POOR,
    QUEUE,
    give,
    hand_in_work,
    leads_to,
    marks,
    person,
    work_of,
)
from sqlalchemy import delete, select, update

from learnhub.access.identity import Role, Scope, ScopeKind
from learnhub.accounts.models import Person
from learnhub.centres.models import Membership
from learnhub.centres.service import OPERATOR, give_role
from learnhub.db import reading, transaction
from learnhub.jobs.models import Job
from learnhub.kernel.clock import now
from learnhub.learning.service.work import withdraw_hand_in
from tests.statements import statements

COURSES = "/en/courses"


@pytest.mark.parametrize(
    ("role", "centre", "queue", "work"),
    [
        (Role.FACILITATOR, "icharm", 200, 200),
        (Role.CENTRE_COORDINATOR, "icharm", 200, 200),
        (Role.ADMINISTRATOR, "", 200, 200),
        (Role.AUTHOR, "icharm", 403, 404),
        (Role.LEARNER, "icharm", 403, 404),
        (Role.NETWORK_COORDINATOR, "", 403, 404),
        (Role.FACILITATOR, "ihe-delft", 200, 404),
        (Role.CENTRE_COORDINATOR, "ihe-delft", 200, 404),
    ],
)
def test_who_sees_the_queue_and_a_work(
    planned: Flask, with_role: WithRole, role: Role, centre: str, queue: int, work: int
) -> None:
    key = hand_in_work(person("Amina Diallo"))
    device = with_role(role, centre)
    assert device.get(QUEUE).status_code == queue
    assert device.get(f"{QUEUE}/{key}").status_code == work
    assert ("Amina Diallo" in device.get(QUEUE).text) == (work == 200)


def test_a_visitor_is_asked_to_sign_in(planned: Flask, visitor: Browser) -> None:
    for address in (QUEUE, f"{QUEUE}/{hand_in_work(person('Amina'))}"):
        assert "/sign-in?next=" in visitor.get(address).location


def test_nobody_marks_her_own_work(planned: Flask, signed_in: SignedIn) -> None:
    facilitator = person("Fatou")
    make_facilitator(facilitator)
    key, device = hand_in_work(facilitator), signed_in(facilitator)
    assert "Nothing waits for marks." in device.text(QUEUE)
    assert "Nobody marks her own work." in device.text(f"{QUEUE}/{key}", 403)
    other = hand_in_work(person("Amina"))
    form = device.form(f"{QUEUE}/{other}", f"{QUEUE}/{other}")
    form.action = f"{QUEUE}/{key}"
    answer = device.submit(form, ("", ""), {name: [value] for name, value in GOOD.items()})
    assert answer.status_code == 403
    assert marks(key) == []


def make_facilitator(person_id: int) -> None:
    """Let a person guide the learners of the centre."""
    scope = Scope(ScopeKind.CENTRE, "icharm")
    with transaction() as session:
        give_role(session, person_id=person_id, role=Role.FACILITATOR, scope=scope, actor=OPERATOR, now=now())


def test_a_right_that_ends_while_she_types_lets_nothing_be_stored(
    planned: Flask, signed_in: SignedIn
) -> None:
    fatou = person("Fatou")
    make_facilitator(fatou)
    key, device = hand_in_work(person("Amina")), signed_in(fatou)
    form = device.form(f"{QUEUE}/{key}", f"{QUEUE}/{key}")
    with transaction() as session:
        session.execute(delete(Membership).where(Membership.person_id == fatou))
    answer = device.submit(form, ("", ""), {name: [value] for name, value in GOOD.items()})
    assert answer.status_code == 404
    assert marks(key) == []


def test_a_form_without_its_token_is_refused(marker: Browser) -> None:
    key = hand_in_work(person("Amina"))
    assert marker.send(f"{QUEUE}/{key}", {k: [v] for k, v in GOOD.items()}).status_code == 400
    assert marks(key) == []


def test_a_work_that_is_taken_back_can_not_be_marked(marker: Browser) -> None:
    learner = person("Amina")
    key = hand_in_work(learner)
    form = marker.form(f"{QUEUE}/{key}", f"{QUEUE}/{key}")
    with transaction() as session:
        withdraw_hand_in(session, person_id=learner, key=key, now=now())
    answer = marker.submit(form, ("", ""), {name: [value] for name, value in GOOD.items()})
    assert answer.status_code == 410
    assert "took this work back" in answer.text
    assert "Amina" not in marker.text(QUEUE)
    assert marks(key) == []


def test_a_text_that_changed_meanwhile_is_shown_before_marks_are_taken(marker: Browser) -> None:
    learner = person("Amina")
    key = hand_in_work(learner)
    form = marker.form(f"{QUEUE}/{key}", f"{QUEUE}/{key}")
    with transaction() as session:
        withdraw_hand_in(session, person_id=learner, key=key, now=now())
    assert hand_in_work(learner, "My river is the Volta.") == key
    answer = marker.submit(form, ("", ""), {name: [value] for name, value in GOOD.items()})
    assert answer.status_code == 409
    assert "My river is the Volta." in answer.text
    assert "look at it once more" in answer.text
    give(marker, key, GOOD)
    assert work_of(key).state == "passed"


def test_the_queue_is_paged_and_filtered_by_what_stands_in_its_address(marker: Browser) -> None:
    keys = [hand_in_work(person(f"Learner {n:02}")) for n in range(26)]
    first, second = plain_text(marker.text(QUEUE)), plain_text(marker.text(f"{QUEUE}?page=2"))
    assert "26 works" in first
    assert "Learner 24" in first
    assert "Learner 25" not in first
    assert "Learner 25" in second
    give(marker, keys[0], GOOD)
    give(marker, keys[1], POOR, again="y")
    assert "25 works" in marker.text(QUEUE)
    assert "24 works" in marker.text(f"{QUEUE}?stage=waiting")
    assert "One work" in marker.text(f"{QUEUE}?stage=second&of=reading-the-river:plan")
    assert "No work fits." in marker.text(f"{QUEUE}?of=reading-the-river:other")
    assert "One work" in marker.text(f"{QUEUE}?stage=done")
    assert "25 works" in marker.text(f"{QUEUE}?stage=nonsense&of=:&page=x")


def test_next_stays_in_the_chosen_queue(marker: Browser) -> None:
    first, following = (hand_in_work(person(name)) for name in ("Amina", "Kofi"))
    chosen = "of=reading-the-river:plan&stage=waiting"
    form = marker.form(f"{QUEUE}/{first}?{chosen}", "stage=waiting")
    answer = marker.submit(form, ("", ""), {name: [value] for name, value in GOOD.items()})
    assert leads_to(answer).startswith(f"{QUEUE}/{following}?")
    assert "stage=waiting" in answer.location


def mails() -> list[dict[str, str]]:
    """The mail that waits to be sent."""
    reading().rollback()
    jobs = reading().scalars(select(Job.payload).where(Job.name == "mail").order_by(Job.id))
    return list(jobs)


def test_the_learner_gets_a_mail_in_her_language_once_it_is_decided(marker: Browser, second: Browser) -> None:
    learner = person("Amina", "amina@example.org")
    with transaction() as session:
        session.execute(
            update(Person).where(Person.id == learner).values(email_confirmed_at=now(), language="fr")
        )
    key = hand_in_work(learner)
    give(marker, key, POOR, again="y")
    assert mails() == []
    give(second, key, GOOD)
    mail = mails()[0]
    assert mail["to"] == "amina@example.org"
    assert "/fr/courses/reading-the-river/assignment/plan" in mail["text"]
    assert "8" in mail["text"]


def test_nobody_without_a_confirmed_address_gets_mail(marker: Browser) -> None:
    give(marker, hand_in_work(person("Amina", "amina@example.org")), GOOD)
    assert mails() == []


def test_the_navigation_says_how_much_waits_for_this_marker(
    marker: Browser, second: Browser, browser: Browser
) -> None:
    assert "Marking" in plain_text(marker.text(COURSES))
    assert "waiting" not in plain_text(marker.text(COURSES))
    first, _other = (hand_in_work(person(name)) for name in ("Amina", "Kofi"))
    assert "Marking (2) , 2 waiting" in plain_text(marker.text(COURSES))
    give(marker, first, POOR, again="y")
    assert "Marking (1) , 1 waiting" in plain_text(marker.text(COURSES)), "the second look is not hers"
    assert "Marking" not in plain_text(browser.text(COURSES))
    assert "Marking (2) , 2 waiting" in plain_text(second.text("/en/centre/icharm"))


def test_who_marks_nothing_is_not_asked_for(planned: Flask, browser: Browser) -> None:
    browser.text(COURSES)
    with statements() as seen:
        browser.text(COURSES)
    assert not [each for each in seen if "FROM work" in each]


def test_a_long_queue_asks_no_more_often_than_a_short_one(marker: Browser) -> None:
    hand_in_work(person("Amina"))
    marker.text(QUEUE)
    with statements() as short:
        marker.text(QUEUE)
    for n in range(8):
        hand_in_work(person(f"Learner {n}"))
    with statements() as long:
        marker.text(QUEUE)
    # once a second a page also asks whether public content has changed
    assert len(long) <= len(short) + 1 <= 10, long
