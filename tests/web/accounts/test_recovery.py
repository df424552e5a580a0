"""A lost password comes back by mail, or through the centre; every link and code works once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text, update

from learnhub.access.identity import NETWORK, Role, Scope, ScopeKind
from learnhub.accounts.domain import BY_ADDRESS, CENTRE_CODE, LETTERS
from learnhub.accounts.models import Person
from learnhub.accounts.service import issue_token
from learnhub.app import tasks
from learnhub.centres.service import OPERATOR, give_role
from learnhub.db import transaction
from learnhub.jobs.mail import send_mail
from learnhub.jobs.worker import Worker
from learnhub.kernel.clock import now
from tests.databases import TestDatabase
from tests.web.accounts.conftest import PASSWORD, Registered, tries
from tests.web.client import Page, PageClient

Register = Callable[..., Registered]
Another = Callable[..., PageClient]
Rows = Callable[..., Sequence[Any]]
NEW = "four calm rivers"


def ask(client: PageClient, login: str) -> Page:
    """Ask for a link."""
    return client.get("/en/recover").send("Send the link", {"login": login}, status=200)


def link_in(mail: str) -> str:
    """The address that a mail has."""
    return mail.split("http://localhost")[1].split("\\n", maxsplit=1)[0]


def code_for(site: Flask, *, ago: timedelta = timedelta()) -> str:
    """A code that a coordinator made for the first person."""
    with site.app_context(), transaction() as session:
        return issue_token(
            session, purpose="centre-reset", person_id=1, lasts=CENTRE_CODE, now=now() - ago, printed=True
        )


def test_by_mail(register: Register, another: Another, mails: Callable[[], list[str]], rows: Rows) -> None:
    made = register(email="ada@example.org")
    device = another()
    assert "a link is on its way" in ask(device, "ADA@example.org").text
    link = link_in(mails()[-1])
    assert device.get(link).title == "Choose a new password"
    assert device.get(link).title == "Choose a new password", "mail programs open links too"
    page = device.get(link).send("Save the new password", {"password": NEW})
    assert page.person == "Ada Okafor"
    assert "All other devices were signed out" in page.text
    assert made.client.get("/en/me").title == "Sign in"
    assert rows("select email_confirmed_at from person")[0][0] is not None, "the mail came to its owner"
    assert device.get(link, 410).title == "This link works no more"
    other = another()
    other.get("/en/sign-in").send("Sign in", {"login": "ada@example.org", "password": PASSWORD}, status=422)
    assert other.get("/en/sign-in").send("Sign in", {"login": "ada@example.org", "password": NEW}).person


def test_a_new_password_leads_to_where_work_waits(
    site: Flask, register: Register, another: Another, mails: Callable[[], list[str]]
) -> None:
    register(email="ada@example.org")
    with site.app_context(), transaction() as session:
        scope = Scope(ScopeKind.CENTRE, "icharm")
        give_role(session, actor=OPERATOR, person_id=1, role=Role.AUTHOR, scope=scope, now=now())
    device = another()
    ask(device, "ada@example.org")
    page = device.get(link_in(mails()[-1])).send("Save the new password", {"password": NEW})
    assert page.address == "/en/studio"


def test_who_takes_over_an_account_of_a_sheet_gets_mail_in_the_language_she_reads(
    site: Flask, register: Register, another: Another, mails: Callable[[], list[str]], rows: Rows
) -> None:
    register(email="ada@example.org")
    for status, language in (("unconfirmed", "fr"), ("confirmed", "en")):
        with site.app_context(), transaction() as session:
            session.execute(update(Person).values(status=status, language="en"))
        device = another()
        ask(device, "ada@example.org")
        link = link_in(mails()[-1]).replace("/en/", "/fr/")
        device.get(link).send("Enregistrer le nouveau mot de passe", {"password": NEW})
        assert rows("select language from person")[0][0] == language, "a choice of her own stays"


def test_an_unknown_address_is_answered_in_the_same_words(
    register: Register, another: Another, mails: Callable[[], list[str]]
) -> None:
    register(email="ada@example.org")
    before = len(mails())
    known, unknown = ask(another(), "ada@example.org"), ask(another(), "nobody@example.org")
    assert known.text == unknown.text
    assert len(mails()) == before + 1


def test_a_number_is_told_who_helps_accounts_without_an_address(
    register: Register, another: Another, mails: Callable[[], list[str]]
) -> None:
    made = register()
    before = len(mails())
    known, unknown = ask(another(), made.number), ask(another(), "2345-6789-2345")
    assert known.text == unknown.text
    assert "An account without an e-mail address gets no link: its centre gives a code" in known.text
    assert len(mails()) == before


def test_only_the_newest_link_works(
    register: Register, another: Another, mails: Callable[[], list[str]]
) -> None:
    register(email="ada@example.org")
    device = another()
    ask(device, "ada@example.org")
    ask(device, "ada@example.org")
    older, newer = (link_in(mail) for mail in mails()[-2:])
    device.get(older, 410)
    device.get(newer)


def test_a_link_runs_out(
    site: Flask, register: Register, another: Another, mails: Callable[[], list[str]]
) -> None:
    register(email="ada@example.org")
    device = another()
    ask(device, "ada@example.org")
    link = link_in(mails()[-1])
    engine = site.extensions["sqlalchemy"]
    with site.app_context(), engine.engine.begin() as connection:
        connection.execute(text("update one_time_token set expires_at = '2026-01-01 00:00:00'"))
    device.get(link, 410)


def test_a_weak_password_does_not_use_up_the_link(
    register: Register, another: Another, mails: Callable[[], list[str]]
) -> None:
    register(email="ada@example.org")
    device = another()
    ask(device, "ada@example.org")
    link = link_in(mails()[-1])
    page = device.get(link).send("Save the new password", {"password": "short"}, status=422)
    assert page.problems == ["Choose a password of 10 characters or more"]
    assert page.send("Save the new password", {"password": NEW}).person == "Ada Okafor"


def test_by_a_code_of_the_centre(site: Flask, register: Register, another: Another) -> None:
    number = register().number
    code = code_for(site)
    device = another()
    typed = code.lower().replace("-", " ")
    page = device.get("/en/recover").send("Use the code", {"code": typed})
    assert page.title == "Choose a new password"
    page = page.send("Save the new password", {"password": NEW, "stay": "y"})
    assert page.person == "Ada Okafor"
    assert f"Your learner number is {number}." in page.tree.text, "she may have lost it as well"
    cookie = device.client.get_cookie(site.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    assert cookie.expires is not None, "signed in when the browser ends"
    again = another().get("/en/recover").send("Use the code", {"code": code}, status=422)
    assert "was used" in again.problems[0]


def test_the_owner_is_told_of_a_new_password(
    site: Flask, register: Register, another: Another, mails: Callable[[], list[str]]
) -> None:
    made = register(email="ada@example.org")
    made.client.get(link_in(mails()[-1])).send("This address is mine")
    known = len(mails())
    page = another().get("/fr/recover").send("Utiliser le code", {"code": code_for(site)})
    page.send("Enregistrer le nouveau mot de passe", {"password": NEW})
    (mail,) = mails()[known:]
    assert "ada@example.org" in mail
    assert "The password of your LearnHub account was changed" in mail


def test_nobody_is_told_at_an_address_that_may_be_anothers(
    site: Flask, register: Register, another: Another, mails: Callable[[], list[str]]
) -> None:
    register(email="ada@example.org")
    known = len(mails())
    page = another().get("/en/recover").send("Use the code", {"code": code_for(site)})
    page.send("Save the new password", {"password": NEW})
    assert len(mails()) == known


def test_a_code_holds_for_seven_days(site: Flask, register: Register, another: Another) -> None:
    register()
    old = code_for(site, ago=CENTRE_CODE + timedelta(minutes=1))
    page = another().get("/en/recover").send("Use the code", {"code": old}, status=422)
    assert "has run out" in page.problems[0]


def test_a_new_password_ends_codes_and_links(
    site: Flask, register: Register, another: Another, mails: Callable[[], list[str]]
) -> None:
    made = register(email="ada@example.org")
    ask(another(), "ada@example.org")
    link, code = link_in(mails()[-1]), code_for(site)
    form = made.client.get("/en/me/security")
    form.send("Change the password", {"present": PASSWORD, "password": NEW})
    another().get(link, 410)
    another().get("/en/recover").send("Use the code", {"code": code}, status=422)


def test_who_takes_on_a_role_is_beyond_a_code_that_was_made_before(
    site: Flask, register: Register, another: Another
) -> None:
    register()
    code = code_for(site)
    with site.app_context(), transaction() as session:
        role = Role.ADMINISTRATOR
        give_role(session, actor=OPERATOR, person_id=1, role=role, scope=NETWORK, now=now())
    page = another().get("/en/recover").send("Use the code", {"code": code}, status=422)
    assert "was used, or has run out" in page.problems[0]


def test_a_code_of_a_centre_that_helps_no_more(site: Flask, register: Register, another: Another) -> None:
    made = register()
    code = code_for(site)
    made.client.get("/en/me/data").send("Save my data", {"helper": "icharm"})
    another().get("/en/recover").send("Use the code", {"code": code}, status=422)


@pytest.mark.parametrize("code", ["7KQM", "7KQM-2X9D-4HTC-AAAA", "0000-0000-0000-0000", "nonsense"])
def test_a_code_that_is_none(visitor: PageClient, code: str) -> None:
    page = visitor.get("/en/recover").send("Use the code", {"code": code}, status=422)
    assert "misspelt" in page.problems[0]
    entry = next(each for each in page.tree.all("input") if each.get("name") == "code")
    assert entry.get("value") == code


@pytest.mark.parametrize(
    ("place", "ip"), [("198.51.100.4", "198.51.100.4"), ("2001:db8:1:2::/64", "2001:db8:1:2::9")]
)
def test_codes_cannot_be_guessed_by_the_hundred(site: Flask, another: Another, place: str, ip: str) -> None:
    tries(site, "code", place, BY_ADDRESS)
    page = another(ip=ip).get("/en/recover").send("Use the code", {"code": "7KQM"}, status=429)
    assert int(page.response.headers["Retry-After"]) > 0


def test_the_worker_writes_the_mail_into_the_outbox(
    site: Flask, test_database: TestDatabase, register: Register, rows: Rows
) -> None:
    register(email="ada@example.org")
    outbox = test_database.settings.folder("outbox")
    for file in outbox.iterdir():
        file.unlink()
    worker = Worker(site, tasks(test_database.settings), now)
    assert worker.work_once()
    assert not worker.work_once()
    (file,) = outbox.iterdir()
    mail = file.read_bytes().decode()
    assert "To: ada@example.org" in mail
    assert "Subject: Confirm your e-mail address for LearnHub" in mail
    (job,) = rows("select state, payload from job")
    assert job.state == "done"
    assert "ada" not in str(job.payload), "the address goes when the mail is gone"


def test_who_waits_for_a_link_does_not_wait_for_letters_to_a_course(
    site: Flask, test_database: TestDatabase, register: Register, another: Another
) -> None:
    register(email="ada@example.org")
    worker = Worker(site, tasks(test_database.settings), now)
    assert worker.work_once()
    with site.app_context(), transaction() as session:
        for n in range(3):
            send_mail(session, to=f"b{n}@example.org", subject="News of your course", text="Hello", now=now())
    ask(another(), "ada@example.org")
    outbox = test_database.settings.folder("outbox")
    before = set(outbox.iterdir())
    assert worker.work_once()
    (file,) = set(outbox.iterdir()) - before
    assert "To: ada@example.org" in file.read_bytes().decode()


def test_others_who_register_with_an_address_do_not_keep_its_owner_out(
    register: Register, another: Another, mails: Callable[[], list[str]], rows: Rows
) -> None:
    register(email="ada@example.org")
    another().get(link_in(mails()[-1])).send("This address is mine")
    for n in range(LETTERS.tries):
        register(name=f"Other {n}", email="ada@example.org")
    before = len(mails())
    ask(another(), "ada@example.org")
    (letter,) = mails()[before:]
    page = another().get(link_in(letter)).send("Save the new password", {"password": NEW})
    assert page.person == "Ada Okafor"


def test_nobody_has_an_address_flooded(
    register: Register, another: Another, mails: Callable[[], list[str]]
) -> None:
    made = register(email="ada@example.org")
    for more in range(LETTERS.tries):
        ask(another(), "ada@example.org")
        if more:
            made.client.get("/en/me/email").send("Save the address", {"present": PASSWORD})
    newest, known = link_in(mails()[-1]), len(mails())
    assert "a link is on its way" in ask(another(), "ada@example.org").text, "no word of whose address it is"
    page = made.client.get("/en/me/email").send("Save the address", {"present": PASSWORD})
    assert "Several letters went to this address" in page.text
    assert len(mails()) == known
    another().get(newest)
