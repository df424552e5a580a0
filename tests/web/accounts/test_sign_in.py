"""Sign in and out; guessing is slow; nothing leads away from this server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import text

from learnhub.accounts.domain import BY_ACCOUNT, BY_ADDRESS, FROM_ANYWHERE
from tests.web.accounts.conftest import PASSWORD, Registered, tries
from tests.web.client import Page, PageClient

Register = Callable[..., Registered]
Another = Callable[..., PageClient]
Rows = Callable[..., Sequence[Any]]
UNKNOWN = "We do not know this pair of name and password. Check both, or get a new password."


def sign_in(
    client: PageClient, login: str, password: str = PASSWORD, status: int = 303, **typed: str
) -> Page:
    """Fill in the form."""
    page = client.get("/en/sign-in")
    return page.send("Sign in", {"login": login, "password": password, **typed}, status=status)


def test_in_and_out_again(register: Register, another: Another, rows: Rows) -> None:
    made, device = register(email="ada@example.org"), another()
    page = sign_in(device, " ADA@Example.org ")
    assert page.person == "Ada Okafor"
    out = page.send("Sign out")
    assert (out.person, out.address) == ("", "/en/")
    assert device.get("/en/me/data").title == "Sign in"
    assert made.client.get("/en/me/data").person == "Ada Okafor", "only this device is signed out"
    assert [row[0] is None for row in rows("select revoked_at from sign_in_session order by id")] == [
        True,
        False,
    ]


def test_a_token_that_was_signed_out_is_worth_nothing(register: Register, another: Another) -> None:
    made, thief = register(), another()
    stolen = made.client.client.get_cookie("lh")
    made.client.get("/en/me/data").send("Sign out")
    assert stolen is not None
    thief.client.set_cookie("lh", stolen.value)
    assert thief.get("/en/me/data").title == "Sign in"


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("ada@example.org", "a wrong password"),
        ("nobody@example.org", PASSWORD),
        ("7KQM-2X9D-4HTC", PASSWORD),
        ("x", "y"),
    ],
)
def test_a_wrong_pair_is_answered_in_the_same_words(
    register: Register, visitor: PageClient, login: str, password: str
) -> None:
    register(email="ada@example.org")
    page = sign_in(visitor, login, password, status=422)
    assert page.problems == [UNKNOWN]
    assert page.values("Sign in")["login"] == login
    assert page.values("Sign in")["password"] == ""


def test_both_are_needed(visitor: PageClient) -> None:
    page = sign_in(visitor, " ", "", status=422)
    assert page.problems == ["Write your e-mail address or learner number", "Write your password"]


def test_two_accounts_with_one_address_open_with_their_own_password(
    register: Register, another: Another
) -> None:
    register(email="shared@example.org", name="First One", password="the first password")
    register(email="shared@example.org", name="Second One", password="the second password")
    assert sign_in(another(), "shared@example.org", "the second password").person == "Second One"
    assert sign_in(another(), "shared@example.org", "the first password").person == "First One"


def test_ten_wrong_tries_close_an_account_for_a_quarter_of_an_hour(
    register: Register, another: Another
) -> None:
    register(email="ada@example.org")
    for _try in range(BY_ACCOUNT.tries):
        sign_in(another(), "ada@example.org", "a wrong password", status=422)
    page = sign_in(another(), "Ada@example.org", status=429)
    assert page.title == "Too many tries"
    assert 0 < int(page.response.headers["Retry-After"]) <= 900
    assert "15 minutes" in page.text


def test_nobody_shuts_others_out_of_their_accounts_from_elsewhere(
    register: Register, another: Another
) -> None:
    register(email="ada@example.org")
    for _try in range(BY_ACCOUNT.tries):
        sign_in(another(ip="203.0.113.77"), "ada@example.org", "a wrong password", status=422)
    sign_in(another(ip="203.0.113.77"), "ada@example.org", status=429)
    assert sign_in(another(), "ada@example.org").person == "Ada Okafor"


def test_many_places_together_get_no_more_tries_than_a_few_would(
    site: Flask, register: Register, another: Another
) -> None:
    register(email="ada@example.org")
    tries(site, "account", "email:ada@example.org", FROM_ANYWHERE)
    assert sign_in(another(ip="203.0.113.77"), "ada@example.org", status=429).title == "Too many tries"


def test_a_number_gets_no_more_tries_by_being_written_in_other_ways(
    register: Register, another: Another
) -> None:
    signs = register().number.replace("-", "")
    for place in range(BY_ACCOUNT.tries):
        written = f"{signs[: place + 1]} {signs[place + 1 :]}"
        sign_in(another(), written, "a wrong password", status=422)
    sign_in(another(), signs.lower(), status=429)


def test_a_network_of_the_newer_kind_is_one_place(register: Register, another: Another) -> None:
    register(email="ada@example.org")
    for host in range(BY_ACCOUNT.tries):
        sign_in(another(ip=f"2001:db8:1:2::{host}"), "ada@example.org", "a wrong password", status=422)
    sign_in(another(ip="2001:db8:1:2:aaaa::1"), "ada@example.org", status=429)
    assert sign_in(another(ip="2001:db8:1:3::1"), "ada@example.org").person == "Ada Okafor"


def test_a_success_ends_the_counting(register: Register, another: Another) -> None:
    register(email="ada@example.org")
    for _round in range(2):
        for _try in range(BY_ACCOUNT.tries - 1):
            sign_in(another(), "ada@example.org", "a wrong password", status=422)
        assert sign_in(another(), "ada@example.org").person == "Ada Okafor"


def test_one_place_cannot_try_all_accounts(site: Flask, register: Register, another: Another) -> None:
    register(email="ada@example.org")
    tries(site, "address", "198.51.100.4", BY_ADDRESS)
    page = sign_in(another(ip="198.51.100.4"), "ada@example.org", status=429)
    assert int(page.response.headers["Retry-After"]) > 0
    assert sign_in(another(ip="198.51.100.5"), "ada@example.org").person == "Ada Okafor"


def test_a_window_that_is_over_is_forgotten(
    site: Flask, register: Register, another: Another, rows: Rows
) -> None:
    register(email="ada@example.org")
    tries(site, "account", "email:ada@example.org", FROM_ANYWHERE)
    sign_in(another(), "ada@example.org", status=429)
    engine = site.extensions["sqlalchemy"]
    with site.app_context(), engine.engine.begin() as connection:
        connection.exec_driver_sql("update throttle set until = '2026-01-01 00:00:00'")
    assert sign_in(another(), "ada@example.org").person == "Ada Okafor"


def test_keys_of_tries_do_not_tell_whom_they_are_about(visitor: PageClient, rows: Rows) -> None:
    sign_in(visitor, "ada@example.org", status=422)
    keys = [row.key for row in rows("select key from throttle")]
    assert len(keys) == 3
    assert all(len(key) == 64 and "ada" not in key and "127.0" not in key for key in keys)


OUTSIDE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "/\tevil\\x",
    "evil.example",
    "http:evil.example",
    "/%09/evil.example/\\",
]


@pytest.mark.parametrize("target", OUTSIDE)
def test_no_way_leads_off_this_server(register: Register, another: Another, target: str) -> None:
    register(email="ada@example.org")
    device = another()
    page = sign_in(device, "ada@example.org", next=target)
    assert page.address == "/en/me"
    assert device.redirect(
        "/en/sign-in?" + "next=" + target.replace("\\", "%5C").replace("\t", "%09")
    ).endswith("/en/me")


def test_a_page_that_needs_an_account_comes_after_signing_in(register: Register, another: Another) -> None:
    register(email="ada@example.org")
    device = another()
    page = device.get("/en/me/security")
    assert page.title == "Sign in"
    done = page.send("Sign in", {"login": "ada@example.org", "password": PASSWORD})
    assert done.title == "Password and devices"


def test_the_cookie_is_for_this_server_and_no_script(register: Register, another: Another) -> None:
    register(email="ada@example.org")
    device = another()
    page = device.get("/en/sign-in")
    fields = {**page.values("Sign in"), "login": "ada@example.org", "password": PASSWORD}
    response = device.client.post("/en/sign-in", data=fields)
    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires" not in cookie, "gone with the browser, unless one stays"
    page = (second := another()).get("/en/sign-in")
    fields = {**page.values("Sign in"), "login": "ada@example.org", "password": PASSWORD, "stay": "y"}
    assert "Expires" in second.client.post("/en/sign-in", data=fields).headers["Set-Cookie"]


def test_a_session_from_before_does_not_survive_the_sign_in(register: Register, another: Another) -> None:
    register(email="ada@example.org")
    device = another()
    device.get("/en/sign-in")
    before = device.client.get_cookie("lh")
    sign_in(device, "ada@example.org")
    after = device.client.get_cookie("lh")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    thief = another()
    thief.client.set_cookie("lh", before.value)
    assert thief.get("/en/").person == ""


def test_an_old_hash_is_made_anew_with_the_next_sign_in(
    site: Flask, register: Register, another: Another, rows: Rows
) -> None:
    register(email="ada@example.org")
    weak = PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash(PASSWORD)
    engine = site.extensions["sqlalchemy"]
    with site.app_context(), engine.engine.begin() as connection:
        connection.execute(text("update person set password_hash = :weak"), {"weak": weak})
    sign_in(another(), "ada@example.org")
    (stored,) = rows("select password_hash from person")
    assert "m=19456,t=2" in stored.password_hash
    assert sign_in(another(), "ada@example.org").person == "Ada Okafor"
