"""Roles of a centre, help with a lost password, and the first administrator."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from structlog.testing import capture_logs

from learnhub.access.identity import Role
from learnhub.accounts.models import Person
from learnhub.accounts.privacy import erase_person
from learnhub.accounts.service import issue_token, use_link
from learnhub.centres.models import Membership
from learnhub.db import reading, transaction
from tests.web.learning.learning_support import Browser, plain_text

PEOPLE = "/en/centre/icharm/people"
NEW_PASSWORD = "three words in a row"
Account, Roles, SignedIn = Callable[..., int], Callable[..., int], Callable[[int], Browser]


def roles_in_force() -> list[tuple[int, str]]:
    session = reading()
    session.expire_all()
    found = session.scalars(select(Membership).where(Membership.to_at.is_(None)).order_by(Membership.id))
    return [(each.person_id, each.role.value) for each in found]


def test_a_centre_s_page_leads_those_who_work_there_to_its_work(
    coordinator: Browser, administrator: Browser, account: Account, signed_in: SignedIn
) -> None:
    work = 'href="/en/centre/icharm"'
    for worker in (administrator, coordinator):
        assert work in worker.text("/en/centres/icharm")
    assert 'href="/en/centre/ihe-delft"' not in coordinator.text("/en/centres/ihe-delft")
    assert work not in signed_in(account("A Learner")).text("/en/centres/icharm")


def test_what_does_not_fit_into_the_bar_stands_under_the_name(
    account: Account, role: Roles, signed_in: SignedIn, administrator: Browser
) -> None:
    person = account("Many Roles")
    for held in (Role.AUTHOR, Role.CENTRE_COORDINATOR, Role.FACILITATOR, Role.RECORDS_OFFICER):
        role(person, held, "icharm")
    frame = signed_in(person).text("/en/help").partition("<main")[0]
    menu = frame.partition('<details class="menu">')[2]
    places = ["/en/me", "/en/courses", "/en/studio", "/en/centre/icharm", "/en/studio/marking"]
    rest = ["/en/records", "/en/reach/dashboard", "/en/centres"]
    assert [frame.count(f'<a href="{place}"') for place in places + rest] == [1] * 8
    assert [menu.count(f'<a href="{place}"') for place in places + rest] == [0] * 5 + [1] * 3
    assert 'href="/en/records"' in administrator.text("/en/help")


def give(browser: Browser, login: str, role: Role | str) -> str:
    """Give a role through the page; what the page says afterwards."""
    answer = browser.press(PEOPLE, "/people", login=login, role=str(role))
    return plain_text(answer.text if answer.status_code == 422 else browser.text(PEOPLE))


def test_who_looks_after_a_centre_sees_its_people(
    coordinator: Browser, administrator: Browser, account: Account, role: Roles, signed_in: SignedIn
) -> None:
    assert "Naoko Sato" in coordinator.text(PEOPLE)
    assert "Naoko Sato" in administrator.text(PEOPLE)
    assert coordinator.get("/en/centre/ihe-delft/people").status_code == 403
    assert coordinator.get("/en/centre/nowhere/people").status_code == 404
    for other in (Role.FACILITATOR, Role.AUTHOR, Role.REVIEWER, Role.LEARNER):
        person = account(f"Some {other}")
        role(person, other, "icharm")
        assert signed_in(person).get(PEOPLE).status_code == 403


def test_a_visitor_is_asked_to_sign_in(example: Flask) -> None:
    answer = Browser(example.test_client()).get(PEOPLE)
    assert (answer.status_code, "/sign-in" in answer.location) == (303, True)


def test_a_coordinator_gives_and_ends_roles_of_the_team(coordinator: Browser, account: Account) -> None:
    person = account("Kofi Mensah", login="kofi")
    said = give(coordinator, "KOFI", Role.FACILITATOR)
    assert "The role is given." in said
    assert "Kofi Mensah facilitator" in said
    assert (person, "facilitator") in roles_in_force()
    assert "holds this role already" in give(coordinator, "kofi", Role.FACILITATOR)
    ended = coordinator.press(PEOPLE, "/end")
    assert ended.status_code == 303
    assert (person, "facilitator") not in roles_in_force()


def test_roles_go_to_learner_numbers_too(coordinator: Browser, account: Account) -> None:
    person = account("Kofi Mensah")
    number = reading().scalars(select(Person.learner_number).where(Person.id == person)).one()
    assert "The role is given." in give(coordinator, number.replace("-", " ").lower(), Role.AUTHOR)


def test_a_coordinator_makes_no_coordinators(
    coordinator: Browser, administrator: Browser, account: Account
) -> None:
    account("Kofi Mensah", login="kofi")
    page = coordinator.text(PEOPLE)
    assert 'value="facilitator"' in page
    assert 'value="centre_coordinator"' not in page
    before = roles_in_force()
    for wished in (Role.CENTRE_COORDINATOR, Role.ADMINISTRATOR, Role.NETWORK_COORDINATOR, "emperor", ""):
        answer = coordinator.press(PEOPLE, "/people", login="kofi", role=str(wished))
        assert answer.status_code == 422
    assert roles_in_force() == before
    assert "The role is given." in give(administrator, "kofi", Role.CENTRE_COORDINATOR)


def test_a_role_goes_to_a_confirmed_address_only(coordinator: Browser, account: Account) -> None:
    account("Stranger", email="rector@uni.edu")
    assert "the address is not confirmed" in give(coordinator, "rector@uni.edu", Role.FACILITATOR)
    rector = account("The rector", email="rector@uni.edu", confirmed=True)
    assert "The role is given." in give(coordinator, "Rector@Uni.edu", Role.FACILITATOR)
    assert roles_in_force()[-1] == (rector, "facilitator")


@pytest.mark.parametrize("login", ["", "   ", "nobody", "x" * 5000, "\x00", "' OR 1=1", "@"])
def test_nobody_is_given_nothing(coordinator: Browser, login: str) -> None:
    assert coordinator.press(PEOPLE, "/people", login=login, role="facilitator").status_code == 422


def test_a_coordinator_ends_no_role_that_she_could_not_give(
    coordinator: Browser, administrator: Browser, account: Account, role: Roles
) -> None:
    other = role(account("Delft"), Role.FACILITATOR, "ihe-delft")
    peer = role(account("Peer"), Role.CENTRE_COORDINATOR, "icharm")
    token = coordinator.form(PEOPLE, "/people").values["csrf_token"]
    for membership in (other, peer):
        answer = coordinator.send(f"{PEOPLE}/{membership}/end", {"csrf_token": token})
        assert answer.status_code == 403
    for membership in ("999999", "9" * 30, "0"):
        assert coordinator.send(f"{PEOPLE}/{membership}/end", {"csrf_token": token}).status_code == 404
    mine = administrator.form(PEOPLE, "/people").values["csrf_token"]
    assert administrator.send(f"{PEOPLE}/{peer}/end", {"csrf_token": mine}).status_code == 303
    assert administrator.send(f"{PEOPLE}/{peer}/end", {"csrf_token": mine}).status_code == 303
    assert "This role has ended already." in administrator.text(PEOPLE)


def test_a_role_that_ended_opens_nothing(coordinator: Browser, administrator: Browser) -> None:
    number = reading().scalars(select(Membership.id).where(Membership.role == Role.CENTRE_COORDINATOR)).one()
    token = administrator.form(PEOPLE, "/people").values["csrf_token"]
    administrator.send(f"{PEOPLE}/{number}/end", {"csrf_token": token})
    assert coordinator.get(PEOPLE).status_code == 403


def test_an_erased_member_does_not_close_the_page(
    coordinator: Browser, account: Account, role: Roles
) -> None:
    gone = account("Gone Person")
    role(gone, Role.AUTHOR, "icharm")
    with transaction() as session:
        person = session.get(Person, gone)
        assert person is not None
        erase_person(session, person=person, now=datetime.now(UTC), actor="test")
    assert "Gone Person" not in coordinator.text(PEOPLE)


def make_code(browser: Browser, person: str) -> tuple[int, str]:
    answer = browser.press(PEOPLE, "/people/code", person=person)
    return answer.status_code, plain_text(answer.text)


def code_in(text: str) -> str:
    return text.partition("an older one stops working. ")[2].split()[0]


def test_a_code_opens_an_account_of_the_centre_once(
    example: Flask, coordinator: Browser, account: Account
) -> None:
    account("Kofi Mensah", login="kofi", made_by="icharm")
    status, text = make_code(coordinator, "kofi")
    assert status == 200
    assert "Code for \u2068Kofi Mensah\u2069" in text
    learner = Browser(example.test_client())
    opened = learner.press("/en/recover", "/recover/code", code=code_in(text).lower())
    assert opened.status_code == 303
    assert learner.press(opened.location, "", password=NEW_PASSWORD).location == "/en/me"
    assert "Kofi" in learner.text("/en/me")
    again = Browser(example.test_client())
    assert again.press("/en/recover", "/recover/code", code=code_in(text)).status_code == 422
    assert again.get(opened.location).status_code == 410


def test_who_made_a_code_for_whom_is_in_the_log(coordinator: Browser, account: Account) -> None:
    person = account("Kofi Mensah", login="kofi", made_by="icharm")
    with capture_logs() as lines:
        _status, text = make_code(coordinator, "kofi")
    (line,) = [line for line in lines if line["event"] == "code for a password made"]
    assert (line["about"], line["centre"]) == (person, "icharm")
    assert code_in(text) not in str(lines)


def test_a_new_code_takes_the_place_of_the_old_one(
    example: Flask, coordinator: Browser, account: Account
) -> None:
    account("Kofi Mensah", login="kofi", made_by="icharm")
    old, new = (code_in(make_code(coordinator, "kofi")[1]) for _ in range(2))
    visitor = Browser(example.test_client())
    assert visitor.press("/en/recover", "/recover/code", code=old).status_code == 422
    assert visitor.press("/en/recover", "/recover/code", code=new).status_code == 303


def test_a_centre_helps_only_accounts_that_it_made(
    coordinator: Browser, account: Account, role: Roles
) -> None:
    account("Self made", login="self")
    account("Of Delft", login="delft", made_by="ihe-delft")
    boss = account("Boss", login="boss", made_by="icharm")
    role(boss, Role.ADMINISTRATOR)
    for login in ("self", "delft", "boss", "nobody", "", "x" * 3000):
        status, text = make_code(coordinator, login)
        assert status == 422
        assert "an older one stops working" not in text


@pytest.fixture
def link(example: Flask) -> str:
    """The address that the server prints at its first start."""
    with transaction() as session:
        token = issue_token(
            session, purpose="administrator", person_id=None, lasts=timedelta(days=1), now=datetime.now(UTC)
        )
    return f"/en/first-administrator/{token}"


def test_the_first_administrator_is_made_once(example: Flask, link: str) -> None:
    first, second = Browser(example.test_client()), Browser(example.test_client())
    late = second.form(link)
    answers = {"name": ["Ada Admin"], "email": ["ada@example.org"], "password": [NEW_PASSWORD]}
    assert first.press(link, "", name="", email="ada", password="short").status_code == 422
    assert (
        first.press(link, "", name="Ada", email="ada@example.org", password=NEW_PASSWORD).location
        == "/en/centres"
    )
    assert first.get(PEOPLE).status_code == 200
    gone = second.get(link)
    assert gone.status_code == 410
    assert "if there is one, sign in" in gone.text
    assert second.submit(late, ("", ""), answers).status_code == 410
    assert [role for _, role in roles_in_force()] == ["administrator"]


def test_of_two_at_the_same_instant_one_becomes_the_administrator(example: Flask, link: str) -> None:
    browsers = [Browser(example.test_client()) for _ in range(2)]
    forms = [browser.form(link) for browser in browsers]
    ready = threading.Barrier(len(browsers))

    def send(number: int) -> int:
        typed = {"name": "Ada", "email": f"ada{number}@example.org", "password": NEW_PASSWORD}
        ready.wait(20)
        return browsers[number].client.post(link, data={**forms[number].values, **typed}).status_code

    with ThreadPoolExecutor() as pool:
        assert sorted(pool.map(send, range(len(browsers)))) == [303, 410]
    with transaction() as session:
        assert [role for _, role in roles_in_force()] == ["administrator"]
        assert session.scalar(select(func.count()).select_from(Person)) == 1


def test_a_link_is_used_up_for_whoever_waited_behind_its_user(example: Flask, link: str) -> None:
    token = link.rsplit("/", 1)[1]
    waiting = threading.Event()

    def use() -> bool:
        with example.app_context():
            waiting.set()
            with transaction() as session:
                return use_link(session, token=token, purpose="administrator", now=datetime.now(UTC))

    with ThreadPoolExecutor() as pool:
        with transaction() as session:
            assert use_link(session, token=token, purpose="administrator", now=datetime.now(UTC))
            behind = pool.submit(use)
            assert waiting.wait(20)
        assert behind.result(30) is False


@pytest.mark.parametrize(
    ("token", "status"), [("x", 410), ("0" * 43, 410), ("%00", 404), ("é", 410), ("x" * 2000, 410)]
)
def test_a_made_up_link_makes_nobody(example: Flask, token: str, status: int) -> None:
    assert Browser(example.test_client()).get(f"/en/first-administrator/{token}").status_code == status


def test_the_link_is_no_use_when_there_is_an_administrator(
    link: str, administrator: Browser, example: Flask
) -> None:
    assert Browser(example.test_client()).get(link).status_code == 410
