"""A sign-in ends, or its cookie goes, while somebody fills in a form: what she typed comes back, and can be sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from learnhub.accounts.models import SignInSession
from learnhub.db import transaction
from learnhub.web.typed import MOST_CARRIED, Sent
from tests.web.client import Page, PageClient

Another = Callable[..., PageClient]
PASSWORD = "river stone cloud"
FINAL = "/en/courses/reading-the-river/quiz/final"
SAVE, CHECK = "Save and go on later", "Check answers and finish"
TITLE = "This was not saved"
HALF_A_SIGN = '["/en/me","","",false,false,[["a","b \\ud800 c"]]]'
OURS = {"Origin": "http://localhost"}


def learner(browser: PageClient, name: str, email: str) -> PageClient:
    """Somebody in the course, with a browser that says where its forms come from, as all do."""
    browser.headers |= OURS
    browser.get("/en/register?course=reading-the-river").send(
        "Create account and start", {"name": name, "email": email, "password": PASSWORD}
    )
    return browser


@pytest.fixture
def ada(visitor: PageClient) -> PageClient:
    return learner(visitor, "Ada Okafor", "ada@example.org")


def end_sessions(site: Flask) -> None:
    """All devices are signed out from elsewhere."""
    with site.app_context(), transaction() as session:
        for each in session.scalars(select(SignInSession)):
            each.revoked_at = datetime.now(UTC)


def lose_cookies(client: PageClient) -> None:
    client.client.delete_cookie("lh")


def sign_in_there(page: Page, login: str = "ada@example.org", status: int = 200) -> Page:
    return page.send("Sign in", {"login": login, "password": PASSWORD}, status)


def answered(client: PageClient) -> str:
    """The short text that the server has of the final."""
    return str(client.get(FINAL).values(SAVE)["q.q5"])


def send_button(page: Page) -> str:
    return next(each.text for each in page.main.all("button") if each.text.startswith("Send it now"))


@pytest.mark.parametrize("gone", ["session", "cookie"])
@pytest.mark.parametrize("button", [SAVE, CHECK])
def test_a_paper_comes_back_and_is_saved_with_one_press(
    site: Flask, ada: PageClient, gone: str, button: str
) -> None:
    paper = ada.get(FINAL)
    if gone == "session":
        end_sessions(site)
    else:
        lose_cookies(ada)
    refused = paper.send(button, {"q.q5": "Staff gauge", "q.q1": "0", "q.q4": "25 m³"}, 403)
    assert refused.title == TITLE
    assert "You are not signed in any more" in refused.text
    assert "Staff gauge" in refused.response.text
    assert "What else the form held 0" in refused.text
    assert "q.q" not in refused.text, "names of fields mean nothing to people"
    assert refused.response.headers["Cache-Control"] == "no-store"
    signed_in = sign_in_there(refused)
    assert (signed_in.title, signed_in.person) == (TITLE, "Ada Okafor")
    assert answered(ada) == ""
    saved = signed_in.send(send_button(signed_in))
    assert saved.address == FINAL
    values = saved.values(SAVE)
    assert (values["q.q5"], values["q.q1"], values["q.q4"]) == ("Staff gauge", "0", "25 m³")


def test_a_wrong_password_keeps_the_paper(site: Flask, ada: PageClient) -> None:
    paper = ada.get(FINAL)
    end_sessions(site)
    refused = paper.send(SAVE, {"q.q5": "Staff gauge"}, 403)
    wrong = refused.send("Sign in", {"login": "ada@example.org", "password": "a wrong password"}, 422)
    assert "Staff gauge" in wrong.response.text
    signed_in = sign_in_there(wrong)
    signed_in.send(send_button(signed_in))
    assert answered(ada) == "Staff gauge"


def test_another_who_signs_in_sends_nothing_unless_she_presses(
    site: Flask, ada: PageClient, another: Another
) -> None:
    learner(another(), "Bo Chen", "bo@example.org")
    paper = ada.get(FINAL)
    end_sessions(site)
    signed_in = sign_in_there(paper.send(SAVE, {"q.q5": "Staff gauge"}, 403), "bo@example.org")
    assert signed_in.person == "Bo Chen"
    assert "Bo Chen" in send_button(signed_in)
    assert answered(ada) == ""


def test_signed_in_again_elsewhere_the_old_page_gives_a_button_at_once(ada: PageClient) -> None:
    paper = ada.get(FINAL)
    lose_cookies(ada)
    sign_in_there(ada.get("/en/sign-in"), status=303)
    refused = paper.send(SAVE, {"q.q5": "Staff gauge"}, 400)
    assert refused.title == TITLE
    refused.send(send_button(refused))
    assert answered(ada) == "Staff gauge"


def test_a_button_alone_that_comes_too_late_leads_to_the_sign_in(ada: PageClient) -> None:
    token = ada.get("/en/me/security").tree.all("input")[0].get("value")
    lose_cookies(ada)
    ada.headers |= {"Referer": "http://localhost/en/me/security"}
    signing = ada.post("/en/me/security/others", {"csrf_token": token}, 403)
    assert "You are not signed in. Nothing was stored" in signing.text
    assert sign_in_there(signing, status=303).address == "/en/me/security"


@pytest.mark.parametrize("origin", [{"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_form_of_another_site_is_neither_shown_nor_sent(ada: PageClient, origin: dict[str, str]) -> None:
    ada.headers |= origin
    for cookies in (True, False):
        if not cookies:
            lose_cookies(ada)
        page = ada.post(FINAL, {"q.q5": "Words of a stranger", "do": "save"}, 400)
        assert page.title == "This form could not be read"
        assert "Words of a stranger" not in page.response.text


def test_of_an_unknown_place_words_are_shown_and_not_sent(ada: PageClient) -> None:
    ada.headers.pop("Origin")
    page = ada.post(FINAL, {"q.q5": "Perhaps of a stranger", "do": "save"}, 400)
    assert "Perhaps of a stranger" in page.response.text
    assert not [each for each in page.main.all("button") if each.text.startswith("Send")]


def test_a_script_that_saves_in_passing_gets_no_page(site: Flask, ada: PageClient) -> None:
    values = ada.get(FINAL).values(SAVE)
    end_sessions(site)
    ada.headers |= {"Accept": "application/json"}
    answer = ada.client.post(f"{FINAL}/answers", data={**values, "q.q5": "Staff gauge"}, headers=ada.headers)
    assert answer.status_code == 303
    assert "Staff gauge" not in answer.text


def test_a_form_without_words_leads_to_the_sign_in_as_ever(site: Flask, ada: PageClient) -> None:
    page = ada.get(FINAL)
    end_sessions(site)
    assert ada.post("/en/me/security/others", page.values("Sign out")).title == "Sign in"


def test_passwords_are_never_given_back(site: Flask, ada: PageClient) -> None:
    page = ada.get("/en/me/email")
    button = next(each.text for each in page.main.all("button"))
    end_sessions(site)
    refused = page.send(button, {"email": "new@example.org", "present": PASSWORD}, 403)
    assert "new@example.org" in refused.response.text
    assert PASSWORD not in refused.response.text
    assert "kept" not in refused.values("Sign in")


def test_a_sign_in_without_its_cookie_is_tried_once_more(ada: PageClient, another: Another) -> None:
    device = another()
    device.headers |= OURS
    page = device.get(f"/en/sign-in?next={FINAL}")
    lose_cookies(device)
    again = sign_in_there(page, status=400)
    assert again.values("Sign in")["login"] == "ada@example.org"
    assert PASSWORD not in again.response.text
    assert sign_in_there(again, status=303).address == FINAL


@pytest.mark.parametrize(
    "parcel",
    ["", "x", "[]", "{}", "null", '["//evil","","",false,false,[["a","b c"]]]', "[" * 100_000, HALF_A_SIGN],
)
def test_a_parcel_that_is_none_signs_in_as_ever(ada: PageClient, another: Another, parcel: str) -> None:
    device = another()
    values = {**device.get("/en/sign-in").values("Sign in"), "kept": parcel}
    page = device.post("/en/sign-in", {**values, "login": "ada@example.org", "password": PASSWORD})
    assert page.person == "Ada Okafor"


def test_a_form_that_is_too_large_is_shown_alone(site: Flask, ada: PageClient) -> None:
    paper = ada.get(FINAL)
    end_sessions(site)
    refused = paper.send(SAVE, {"q.q5": "water " * (MOST_CARRIED // 6 + 1)}, 403)
    assert "copy what you need" in refused.text
    assert "kept" not in refused.values("Sign in")


def test_a_form_goes_through_its_parcel_unchanged() -> None:
    sent = Sent(
        "/en/a?b=c", "/en/d", "studio", (("text", 'One "line"\r\nand\ttwo'), ("text", "水")), multipart=True
    )
    assert Sent.unpacked(sent.parcel) == sent
