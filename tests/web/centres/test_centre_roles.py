"""Roles for more than a centre, who gave them, and the mail that tells of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from learnhub.access.identity import Role
from learnhub.accounts.models import Person
from learnhub.db import reading, transaction
from learnhub.jobs.models import Job
from tests.web.learning.learning_support import Browser, plain_text

ROLES, PEOPLE = "/en/operate/roles", "/en/centre/icharm/people"
RELEASES = 'href="/en/reach/releases"'
Account, Roles, SignedIn = Callable[..., int], Callable[..., int], Callable[[int], Browser]


def mails() -> list[dict[str, str]]:
    """Mail that waits to be sent, the first asked for first."""
    return list(reading().scalars(select(Job.payload).where(Job.name == "mail").order_by(Job.id)))


def give(browser: Browser, login: str, role: Role, place: str) -> str:
    answer = browser.press(ROLES, "", login=login, role=role.value, held_for=place)
    return plain_text(answer.text if answer.status_code == 422 else browser.text(ROLES))


def test_an_administrator_gives_and_ends_a_role_for_a_country(
    administrator: Browser, account: Account, signed_in: SignedIn
) -> None:
    viewer = signed_in(account("Hye-jin Park", login="hyejin"))
    said = give(administrator, "hyejin", Role.NATIONAL_VIEWER, "country:KE")
    assert "Hye-jin Park national viewer, Kenya" in said
    assert "Given by: Ada Admin End" in said
    assert RELEASES in viewer.text("/en/help").partition("<main")[0]
    assert "holds this role already" in give(administrator, "hyejin", Role.NATIONAL_VIEWER, "country:KE")
    page = administrator.text(ROLES)
    assert page.index("Ada Admin") < page.index("Hye-jin Park")
    number = page.rpartition("/end")[0].rpartition("/")[2]
    token = administrator.form(ROLES, "").values["csrf_token"]
    assert administrator.send(f"{ROLES}/{number}/end", {"csrf_token": token}).status_code == 303
    assert "Hye-jin Park" not in administrator.text(ROLES)
    assert RELEASES not in viewer.text("/en/help").partition("<main")[0]


@pytest.mark.parametrize("centre", ["", "icharm"])
def test_many_roles_are_paged(administrator: Browser, account: Account, role: Roles, centre: str) -> None:
    for n in range(52):
        role(account(f"Officer {n:02}"), Role.RECORDS_OFFICER, centre)
    address = PEOPLE if centre else ROLES
    first, second = administrator.text(address), administrator.text(f"{address}?page=2")
    assert "Officer 48" in first
    assert "Officer 51" not in first
    assert "?page=2" in first
    assert "Officer 51" in second
    assert "Officer 48" not in second


def test_a_role_is_held_for_what_it_is_meant_for(administrator: Browser, account: Account) -> None:
    account("Kofi Mensah", login="kofi")
    before = administrator.text(ROLES).count("<tr")
    for role, place in (
        (Role.NATIONAL_VIEWER, "network:"),
        (Role.ADMINISTRATOR, "country:KE"),
        (Role.RECORDS_OFFICER, "region:AFR"),
    ):
        assert "This role is not held for that." in give(administrator, "kofi", role, place)
    for place in ("country:XX", "centre:icharm", "nonsense", ""):
        assert (
            administrator.press(ROLES, "", login="kofi", role="administrator", held_for=place).status_code
            == 422
        )
    assert administrator.text(ROLES).count("<tr") == before


def test_others_neither_see_nor_give_these_roles(
    coordinator: Browser, account: Account, role: Roles, administrator: Browser
) -> None:
    token = coordinator.form(PEOPLE, "/people").values["csrf_token"]
    assert coordinator.get(ROLES).status_code == 403
    typed = {"csrf_token": token, "login": "x", "role": "administrator", "held_for": "network:"}
    assert coordinator.send(ROLES, typed).status_code == 403
    held = role(account("Officer"), Role.RECORDS_OFFICER)
    assert coordinator.send(f"{ROLES}/{held}/end", {"csrf_token": token}).status_code == 403
    assert "Roles beyond a centre" not in coordinator.text(PEOPLE)
    assert ROLES in administrator.text(PEOPLE)
    assert "records officer" in administrator.text(PEOPLE)


def test_the_last_administrator_stays(administrator: Browser) -> None:
    number = administrator.text(ROLES).rpartition("/end")[0].rpartition("/")[2]
    token = administrator.form(ROLES, "").values["csrf_token"]
    assert administrator.send(f"{ROLES}/{number}/end", {"csrf_token": token}).status_code == 303
    assert "This is the last administrator: give the role to somebody else first." in administrator.text(
        ROLES
    )


def test_who_gets_a_role_is_told_in_her_language(
    example: Flask, administrator: Browser, account: Account
) -> None:
    person = account("Awa Diop", email="awa@example.org", confirmed=True)
    account("Kofi Mensah", login="kofi")
    with transaction() as session:
        found = session.get(Person, person)
        assert found is not None
        found.language = "fr"
    before = len(mails())
    administrator.press(PEOPLE, "/people", login="awa@example.org", role="facilitator")
    administrator.press(PEOPLE, "/people", login="kofi", role="facilitator")
    (mail,) = mails()[before:]
    assert mail["to"] == "awa@example.org"
    assert mail["subject"] == "Votre nouveau rôle dans LearnHub\u202f: animation"
    assert "ICHARM" in mail["text"]
    assert "/fr/sign-in" in mail["text"]
    assert "Ada Admin" in mail["text"]
    number = administrator.text(PEOPLE).partition("/end")[0].rpartition("/")[2]
    token = administrator.form(PEOPLE, "/people").values["csrf_token"]
    administrator.send(f"{PEOPLE}/{number}/end", {"csrf_token": token})
    assert "a pris fin" in mails()[-1]["subject"]
