"""An address can be given and put right later; without one a sheet with the number and a centre stand in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from tests.web.accounts.conftest import PASSWORD, Registered
from tests.web.client import Page, PageClient

Register = Callable[..., Registered]
Another = Callable[..., PageClient]
Rows = Callable[..., Sequence[Any]]
Mails = Callable[[], list[str]]
COURSE = "reading-the-river"


def give(client: PageClient, email: str, *, password: str = PASSWORD, status: int = 303) -> Page:
    """Write this address and the password into the form."""
    form = client.get("/en/me/email")
    return form.send("Save the address", {"email": email, "present": password}, status=status)


def link_in(mail: str) -> str:
    """The address that a mail has."""
    return mail.split("http://localhost")[1].split("\\n", maxsplit=1)[0]


def sign_in(client: PageClient, login: str, *, status: int = 303) -> Page:
    """Try to sign in with the password of all."""
    return client.get("/en/sign-in").send("Sign in", {"login": login, "password": PASSWORD}, status=status)


def test_an_address_given_later_is_confirmed_and_signs_in(
    register: Register, another: Another, mails: Mails, rows: Rows
) -> None:
    made = register()
    page = give(made.client, "Ada@Example.org")
    assert "A link is on its way to ada@example.org" in page.text
    assert "not confirmed" in page.text
    made.client.get(link_in(mails()[-1])).send("This address is mine")
    assert rows("select email, email_confirmed_at is not null from person") == [("ada@example.org", True)]
    assert sign_in(another(), "ada@example.org").person.startswith("Ada")
    assert sign_in(another(), made.number).person.startswith("Ada")


def test_a_misspelt_address_is_put_right_and_its_links_work_no_more(
    register: Register, another: Another, mails: Mails, rows: Rows
) -> None:
    made = register(email="ada@exmaple.org")
    another().get("/en/recover").send("Send the link", {"login": "ada@exmaple.org"}, status=200)
    old = [link_in(mail) for mail in mails()]
    give(made.client, "ada@example.org")
    assert [another().get(link, status=410).status for link in old] == [410, 410]
    assert rows("select email, email_confirmed_at from person") == [("ada@example.org", None)]
    assert "do not know this pair" in sign_in(another(), "ada@exmaple.org", status=422).text


def test_the_same_address_again_sends_the_link_again(register: Register, mails: Mails) -> None:
    made = register(email="ada@example.org")
    give(made.client, "ada@example.org")
    first, second = mails()
    assert link_in(first) != link_in(second)
    made.client.get(link_in(second)).send("This address is mine")
    page = give(made.client, "ada@example.org")
    assert "on its way" not in page.text
    assert len(mails()) == 2, "a confirmed address needs no further mail"


def test_a_confirmed_address_is_told_when_it_is_left(register: Register, mails: Mails, rows: Rows) -> None:
    made = register(email="ada@example.org")
    made.client.get(link_in(mails()[-1])).send("This address is mine")
    page = give(made.client, "")
    assert "no e-mail address now" in page.text
    assert "was changed" in mails()[-1]
    assert "ada@example.org" in mails()[-1]
    assert rows("select email from person") == [(None,)]


@pytest.mark.parametrize(
    ("email", "password", "says"),
    [("ada@example.org", "another one entirely", "not your password"), ("ada", PASSWORD, "with an @ sign")],
)
def test_nothing_changes_without_the_password_or_with_no_address(
    register: Register, rows: Rows, email: str, password: str, says: str
) -> None:
    made = register()
    assert says in give(made.client, email, password=password, status=422).text
    assert rows("select email from person") == [(None,)]


def test_the_number_has_a_sheet_of_its_own(register: Register) -> None:
    made = register()
    assert made.page.click("To print").title == "Your learner number"
    sheet = made.client.get("/en/me/number").text
    assert made.number in sheet
    assert "/en/sign-in" in sheet
    assert "Nobody can help you yet" in sheet


def test_the_centre_of_the_course_helps_whoever_has_no_address(another: Another, rows: Rows) -> None:
    client = another()
    form = client.get(f"/en/register?course={COURSE}")
    form.send("Create account and start", {"name": "Ada Okafor", "password": PASSWORD})
    (centre,) = rows("select home_centre from person")[0]
    assert centre == rows("select centre_id from course_centre where position = 0")[0][0]
    assert "ICHARM" in client.get("/en/me/number").text
    client.get("/en/me/data").send("Save my data", {"helper": ""})
    assert rows("select home_centre from person") == [("",)]
    client.get("/en/me/data").send("Save my data", {"helper": "erce"})
    assert "ERCE (Lodz)" in client.get("/en/me/number").text


def test_whoever_has_an_address_needs_no_centre(another: Another, rows: Rows) -> None:
    form = another().get(f"/en/register?course={COURSE}")
    form.send("Create account and start", {"name": "A", "password": PASSWORD, "email": "ada@example.org"})
    assert rows("select home_centre from person") == [("",)]
