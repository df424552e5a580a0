"""The page of tokens: made, shown once, used, revoked; for those who may see more than everybody."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import Flask

from learnhub.access.identity import NETWORK, Role, Scope, ScopeKind
from learnhub.accounts.domain import token_hash
from learnhub.accounts.service import issue_token
from learnhub.api.models import ApiToken
from learnhub.db import reading, transaction
from learnhub.kernel import clock
from tests.web.api.conftest import Program
from tests.web.client import Page, PageClient
from tests.web.reach.conftest import Enter

PAGE = "/en/me/tokens"
YEAR = "/reach/data?indicator=R04&period=2024&as_of=2025-06-30"


def make(person: PageClient, **typed: str) -> Page:
    """Make a token; the page that shows it."""
    values = {"name": "warehouse", "exact": "y", "days": "30", **typed}
    return person.get(PAGE).send("Make a token", {k: v for k, v in values.items() if v}, status=200)


def text_of(page: Page) -> str:
    """The token on the page."""
    found = re.findall(r"lh_[\w-]{40,}", page.text)
    assert len(found) == 1
    return str(found[0])


def test_a_token_is_shown_once_and_kept_as_digest(golden: Flask, administrator: PageClient) -> None:
    page = make(administrator)
    text = text_of(page)
    assert page.response.headers["Cache-Control"] == "no-store"
    assert "lh_" not in administrator.get(PAGE).text
    with golden.app_context():
        row = reading().query(ApiToken).one()
        assert row.token_hash == token_hash(text)
        assert (row.name, row.scopes) == ("warehouse", "reach:exact")
        assert (row.expires_at - row.created_at).days == 30
    assert "never" in page.text
    assert Program(golden, text).read(YEAR)["rows"][0][4] == 49
    page = administrator.get(PAGE)
    assert "never" not in page.text
    assert "By token" in page.click("Who looked at exact figures").text


def test_a_revoked_token_opens_nothing(golden: Flask, administrator: PageClient) -> None:
    text = text_of(make(administrator))
    Program(golden, text).read(YEAR)
    button = next(b.text for b in administrator.get(PAGE).main.all("button") if b.text.startswith("Revoke"))
    page = administrator.get(PAGE).send(button)
    assert "No token yet" in page.text
    Program(golden, text).refused(YEAR, 401)


def test_a_new_password_ends_tokens(golden: Flask, administrator: PageClient, visitor: PageClient) -> None:
    before = text_of(make(administrator))
    with golden.app_context(), transaction() as session:
        owner = session.query(ApiToken).one().person_id
        link = issue_token(
            session, purpose="reset", person_id=owner, lasts=timedelta(hours=1), now=clock.now()
        )
    page = visitor.get(f"/en/reset/{link}")
    assert "ends the tokens" in page.text
    page.send("Save the new password", {"password": "four quiet lakes"})
    Program(golden, before).refused(YEAR, 401)
    again = text_of(make(visitor))
    page = visitor.get("/en/me/security")
    assert "ends the tokens" in page.text
    page.send("Change the password", {"present": "four quiet lakes", "password": "five quiet lakes"})
    Program(golden, again).refused(YEAR, 401)
    assert "No token yet" in visitor.get(PAGE).text


def test_nobody_revokes_the_token_of_another(golden: Flask, administrator: PageClient, enter: Enter) -> None:
    make(administrator)
    with golden.app_context():
        token_id = reading().query(ApiToken).one().id
    other = enter(Role.NETWORK_COORDINATOR, NETWORK)
    values = make(other).values("Make a token")
    page = other.post(f"/en/me/tokens/{token_id}/revoke", {"csrf_token": values["csrf_token"]}, status=404)
    assert "There is no such token" in page.text


def test_what_is_missing_is_said(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(PAGE).send("Make a token", {"name": " "}, status=422)
    assert page.problems == ["Give the token a name, so that you know it again."]
    page = administrator.get(PAGE).send("Make a token", {"name": "x"}, status=422)
    assert "choose at least one" in page.text


def test_tokens_are_not_for_everybody(site: Flask, enter: Enter, visitor: PageClient) -> None:
    assert "/sign-in" in visitor.redirect(PAGE)
    assert enter(None).fetch(PAGE).status_code == 403
    national = enter(Role.NATIONAL_VIEWER, Scope(ScopeKind.COUNTRY, "KE")).get(PAGE)
    assert "Exact figures" not in national.text
    assert "partner view" in national.text
