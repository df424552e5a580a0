"""Messages of a course team: to whom they go, in which language, what they say, and how they end."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from learning_support import COURSE, Browser, WithRole, plain_text
from sqlalchemy import delete, select, update

from learnhub.access.identity import Role
from learnhub.accounts.models import Person
from learnhub.accounts.service import NewAccount, register
from learnhub.app import tasks
from learnhub.catalogue.models import Course
from learnhub.centres.models import Membership
from learnhub.db import reading, transaction
from learnhub.jobs.mail import compose
from learnhub.jobs.worker import Worker
from learnhub.kernel.clock import now
from learnhub.learning.models import CourseMessage, Enrolment, MessageRefusal
from learnhub.learning.service.enrolling import enrol
from tests.web.signing_in import sign_in

WRITE, MESSAGES = f"{COURSE}/learners/message", f"{COURSE}/messages"
EARLY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def crowd(example: Flask) -> None:
    """Ann reads English, Béa French; Carl has not confirmed his address, Dora has none, Eve has left."""
    course = reading().scalars(select(Course)).one()
    for name, language in (("ann", "en"), ("bea", "fr"), ("carl", "en"), ("dora", "en"), ("eve", "en")):
        with transaction() as session:
            account = NewAccount(name=name, email=f"{name}@example.org", password_hash="!", language=language)
            person = register(session, account=account, now=EARLY)
            person.email_confirmed_at = None if name == "carl" else EARLY
            if name == "dora":
                person.email = None
            session.flush()
            enrol(session, person_id=person.id, course_id=course.id, all_steps=0, now=EARLY)
            if name == "eve":
                session.execute(
                    update(Enrolment).where(Enrolment.person_id == person.id).values(withdrawn_at=EARLY)
                )


@pytest.fixture
def post(example: Flask) -> Callable[[], dict[str, EmailMessage]]:
    """Let the worker do all there is; gives the mail that went out, by address."""
    for earlier in example.config["SETTINGS"].folder("outbox").glob("*.eml"):
        earlier.unlink()

    def work() -> dict[str, EmailMessage]:
        worker = Worker(example, tasks(example.config["SETTINGS"]), now)
        while worker.work_once():
            pass
        folder: Path = example.config["SETTINGS"].folder("outbox")
        found = {}
        for path in sorted(folder.glob("*.eml")):
            letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            assert isinstance(letter, EmailMessage)
            assert letter["To"] not in found, "twice to the same person"
            found[str(letter["To"])] = letter
            path.unlink()
        reading().rollback()  # the worker has sessions of its own; look anew
        return found

    return work


def write(browser: Browser, query: str = "", **more: str) -> int:
    fields = {"subject": "The live session", "text": "It is on Friday."} | {
        k.replace("_", "-"): v for k, v in more.items()
    }
    return browser.press(f"{WRITE}{query}", "", **fields).status_code


@pytest.mark.usefixtures("crowd")
def test_each_reader_gets_her_own_language_with_sender_reason_and_a_way_out(
    facilitator: Browser, post: Callable[[], dict[str, EmailMessage]]
) -> None:
    assert "Send to 4 learners" in facilitator.text(WRITE)
    assert "get it by mail: 2." in plain_text(facilitator.text(WRITE))
    assert write(facilitator, subject_fr="La séance", text_fr="Elle a lieu vendredi.") == 303
    letters = post()
    assert sorted(letters) == ["ann@example.org", "bea@example.org"]
    ann, bea = letters["ann@example.org"], letters["bea@example.org"]
    assert (ann["Subject"], bea["Subject"]) == ("The live session", "La séance")
    said = ann.get_content()
    assert "It is on Friday." in said
    assert "facilitator of icharm" in said
    assert "Reading the river" in said
    assert "Elle a lieu vendredi." in bea.get_content()
    assert "/fr/messages/stop/" in bea.get_content()
    assert ann["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert ann["List-Unsubscribe"].strip("<>") in said
    assert "sent by mail to 2 learners" in plain_text(facilitator.text(MESSAGES))
    assert post() == {}


@pytest.mark.usefixtures("crowd")
def test_the_filter_says_who_gets_it(
    facilitator: Browser, post: Callable[[], dict[str, EmailMessage]]
) -> None:
    with transaction() as session:
        ann = select(Person.id).where(Person.name == "ann").scalar_subquery()
        session.execute(update(Enrolment).where(Enrolment.person_id == ann).values(last_step="staff-gauge"))
    assert write(facilitator, "?at=staff-gauge") == 303
    assert sorted(post()) == ["ann@example.org"]


def as_learner(example: Flask, name: str) -> Browser:
    """The browser of somebody of the crowd."""
    person = reading().scalars(select(Person.id).where(Person.name == name)).one()
    reading().rollback()
    browser = Browser(example.test_client())
    sign_in(example, browser.client, person)
    return browser


MINE = "/en/me/messages"


@pytest.mark.usefixtures("crowd")
def test_who_has_no_address_finds_messages_in_her_learning(
    example: Flask, facilitator: Browser, post: Callable[[], dict[str, EmailMessage]]
) -> None:
    dora, eve = as_learner(example, "dora"), as_learner(example, "eve")
    assert "Messages of your course teams" not in dora.text("/en/me")
    write(facilitator, subject_fr="La séance", text_fr="Elle a lieu\nvendredi.")
    assert "It is on Friday." not in dora.text(MINE), "not before it is sent"
    post()
    assert "Messages of your course teams one new" in plain_text(dora.text("/en/me"))
    said = plain_text(dora.text(MINE))
    assert "The live session new" in said
    assert "Reading the river · facilitator of icharm" in said
    assert "It is on Friday." in said
    assert "Elle a lieu" in as_learner(example, "bea").text("/fr/me/messages")
    assert "It is on Friday." not in eve.text(MINE), "she has left"
    with transaction() as session:
        session.execute(update(CourseMessage).values(asked_at=now() - timedelta(days=15)))
    assert "one new" not in dora.text("/en/me")
    assert "It is on Friday." in dora.text(MINE)


@pytest.mark.usefixtures("crowd")
def test_messages_to_others_are_not_shown(
    example: Flask, facilitator: Browser, post: Callable[[], dict[str, EmailMessage]]
) -> None:
    dora, ann = as_learner(example, "dora"), as_learner(example, "ann")
    hers = reading().scalars(select(Enrolment.id).join(Person).where(Person.name == "dora")).one()
    reading().rollback()
    assert write(facilitator, f"?learner={hers}", text="To Dora alone.") == 303
    for nobody in ("?at=staff-gauge", "?state=completed"):
        assert "Nobody of those chosen can be written to." in facilitator.text(f"{WRITE}{nobody}")
    assert post() == {}
    assert "To Dora alone." in dora.text(MINE)
    assert "To Dora alone." not in ann.text(MINE)
    write(facilitator, "?state=new", text="To beginners.")
    post()
    assert "To beginners." in ann.text(MINE)
    with transaction() as session:
        session.execute(update(Enrolment).values(done=1))
    assert "To beginners." in ann.text(MINE), "that she has begun takes nothing away"


@pytest.mark.usefixtures("crowd")
def test_messages_are_paged(example: Flask, facilitator: Browser) -> None:
    for n in range(21):
        write(facilitator, text=f"Number {n}.")
        with transaction() as session:
            days = now() - timedelta(days=30 - n)
            session.execute(
                update(CourseMessage)
                .where(CourseMessage.ended_at.is_(None))
                .values(asked_at=days, ended_at=days)
            )
    dora = as_learner(example, "dora")
    first, second = dora.text(MINE), dora.text(f"{MINE}?page=2")
    assert ("Number 20." in first, "Number 0." in first) == (True, False)
    assert "Number 0." in second


@pytest.mark.usefixtures("crowd")
def test_one_press_ends_the_messages_for_good(
    facilitator: Browser, visitor: Browser, post: Callable[[], dict[str, EmailMessage]]
) -> None:
    write(facilitator)
    link = str(post()["ann@example.org"]["List-Unsubscribe"]).strip("<>").replace("http://localhost", "")
    assert "Send me no more messages" in visitor.text(link)
    assert reading().scalars(select(MessageRefusal)).all() == [], "looking ends nothing"
    done = visitor.send(link, {"List-Unsubscribe": ["One-Click"]})
    assert (done.status_code, "You get no more messages" in done.text) == (200, True)
    visitor.send(link, {})
    write(facilitator, text="It is on Monday.")
    assert sorted(post()) == ["bea@example.org"]
    visitor.send(link, {"do": ["again"]})
    write(facilitator, text="It is on Tuesday.")
    assert sorted(post()) == ["ann@example.org", "bea@example.org"]


@pytest.mark.parametrize("seal", ["1-1-" + "0" * 32, "x", "1-2", "1-1-é", "-", "9" * 30 + "-1-a"])
def test_a_made_up_link_ends_nothing(visitor: Browser, seal: str) -> None:
    assert visitor.get(f"/en/messages/stop/{seal}").status_code == 410
    assert visitor.send(f"/en/messages/stop/{seal}", {}).status_code == 410


@pytest.mark.usefixtures("crowd")
def test_what_is_missing_is_said_and_nothing_is_sent(facilitator: Browser) -> None:
    assert write(facilitator, subject="") == 422
    assert write(facilitator, subject_fr="La séance") == 422
    assert write(facilitator, subject="x" * 121) == 422
    assert write(facilitator, text="x" * 5_001) == 422
    assert reading().scalars(select(CourseMessage)).all() == []


@pytest.mark.usefixtures("crowd")
def test_a_line_break_makes_no_header(
    facilitator: Browser, post: Callable[[], dict[str, EmailMessage]]
) -> None:
    write(
        facilitator,
        subject="Hello\r\nBcc: all@example.org",
        subject_fr="Salut\r\nBcc: x@example.org",
        text_fr="x",
    )
    for letter in post().values():
        assert letter["Bcc"] is None


@pytest.mark.usefixtures("crowd")
def test_who_has_lost_her_role_sends_no_more(
    example: Flask, facilitator: Browser, post: Callable[[], dict[str, EmailMessage]]
) -> None:
    dora = as_learner(example, "dora")
    write(facilitator)
    post()
    write(facilitator, text="It is on Monday.")
    with transaction() as session:
        session.execute(delete(Membership))
    assert post() == {}
    hers = dora.text("/en/me/data/export")
    assert "It is on Friday." in hers
    assert "It is on Monday." not in hers


@pytest.mark.usefixtures("crowd")
def test_a_course_writes_ten_times_a_day_at_most(facilitator: Browser) -> None:
    assert [write(facilitator, text=f"Day {n}.") for n in range(10)] == [303] * 10
    refused = facilitator.press(WRITE, "", subject="Again", text="Words that took an hour.")
    assert refused.status_code == 429
    assert "Words that took an hour." in refused.text
    assert "Write again tomorrow." in refused.text
    ann = reading().scalars(select(Enrolment.id).order_by(Enrolment.id)).first()
    assert [write(facilitator, f"?learner={ann}") for _ in range(2)] == [429] * 2, "she got ten today"


@pytest.mark.usefixtures("crowd")
def test_a_second_press_and_the_way_back_send_nothing_twice(
    facilitator: Browser, post: Callable[[], dict[str, EmailMessage]]
) -> None:
    ann = reading().scalars(select(Enrolment.id).order_by(Enrolment.id)).first()
    assert [write(facilitator, f"?learner={ann}") for _ in range(2)] == [303, 303]
    assert facilitator.text(MESSAGES).count("It is on Friday.") == 1
    assert sorted(post()) == ["ann@example.org"]
    assert write(facilitator) == 303
    assert sorted(post()) == ["bea@example.org"], "the others, who were chosen by now"
    assert write(facilitator, text="It is on Monday.") == 303
    assert sorted(post()) == ["ann@example.org", "bea@example.org"]


@pytest.mark.usefixtures("crowd")
def test_messages_to_one_learner_stop_nobody_from_writing_to_others(facilitator: Browser) -> None:
    ann, bea = reading().scalars(select(Enrolment.id).order_by(Enrolment.id).limit(2))
    assert [write(facilitator, f"?learner={ann}", text=f"Day {n}.") for n in range(11)] == [303] * 10 + [429]
    assert [write(facilitator, f"?learner={bea}"), write(facilitator)] == [303, 303]


@pytest.mark.parametrize(
    ("role", "centre", "status"),
    [
        (Role.CENTRE_COORDINATOR, "icharm", 200),
        (Role.AUTHOR, "icharm", 403),
        (Role.FACILITATOR, "ihe-delft", 403),
        (Role.NETWORK_COORDINATOR, "", 403),
    ],
)
@pytest.mark.usefixtures("crowd")
def test_who_may_write(with_role: WithRole, role: Role, centre: str, status: int) -> None:
    person = with_role(role, centre)
    assert person.get(WRITE).status_code == status
    assert person.get(MESSAGES).status_code == status


def test_a_long_address_stays_one_in_the_header(example: Flask) -> None:
    address = f"<https://{'a-long-name-' * 8}.example.org/fr/messages/stop/1-2-3>"
    payload = {
        "to": "a@example.org",
        "subject": "é",
        "text": "é" * 200,
        "headers": {"List-Unsubscribe": address},
    }
    raw = compose(example.config["SETTINGS"], payload, EARLY).as_bytes()
    assert f"List-Unsubscribe: {address}\r\n".encode() in raw
    assert max(map(len, raw.partition(b"\r\n\r\n")[2].split(b"\r\n"))) <= 78


def test_a_subject_of_two_lines_is_sent_in_one(example: Flask) -> None:
    payload = {"to": "a@example.org", "subject": "Your review is asked for: Water\nin cities", "text": "…"}
    subject = compose(example.config["SETTINGS"], payload, EARLY)["Subject"]
    assert subject == "Your review is asked for: Water in cities"
