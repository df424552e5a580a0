"""Addresses that somebody made up: they lead nowhere else, and nothing fails at them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter, Rule

from tests.web.client import PageClient

LARGE = [2**31, 2**63, 9 * 10**30]
ELSEWHERE = [
    "//evil.example", "/%09/evil.example", "/%0a/evil.example", "/%0d%0aSet-Cookie:%20a=b", "/%5c/evil.example",
    "%09//evil.example", "https:evil.example", "https://evil.example/", "javascript:alert(1)", "/%00/evil.example",
    "%2f%2fevil.example", "/%0b/evil.example", "/en/%5cevil.example", "%20//evil.example", "evil.example",
]  # fmt: skip


@pytest.fixture
def learner(visitor: PageClient) -> PageClient:
    """Somebody with an account."""
    typed = {"name": "Zainab Okonkwo", "password": "river stone cloud"}
    visitor.get("/en/register").send("Create account", typed)
    return visitor


@pytest.mark.parametrize("target", ELSEWHERE)
def test_after_sign_in_one_stays_here(
    learner: PageClient, another: Callable[..., PageClient], target: str
) -> None:
    answer = learner.fetch(f"/en/sign-in?next={target}")
    assert answer.status_code == (404 if "%00" in target else 303)
    assert answer.location in {None, "/en/me"}
    if "%00" not in target:
        hidden = another().get(f"/en/sign-in?next={target}").tree.all("input")
        assert [each.get("value") for each in hidden if each.get("name") == "next"] == [""]


def test_after_sign_in_one_goes_on(learner: PageClient) -> None:
    target = "/en/courses?q=river%20level&page=2"
    assert learner.redirect(f"/en/sign-in?next={target.replace('&', '%26')}").endswith(
        target.partition("%")[2]
    )


def test_a_form_that_was_sent_too_late_leads_back_to_itself(visitor: PageClient, site: Flask) -> None:
    token = visitor.get("/en/register").values("Create account")["csrf_token"]
    form = "/en/courses/reading-the-river/quiz/final?shown=1"
    for host, expected in {"localhost": "next=/en/courses/", "evil.example": ""}.items():
        answer = visitor.client.post(
            "/en/courses/reading-the-river/enrol",
            data={"csrf_token": token},
            headers={"Referer": f"http://{host}{form}"},
        )
        assert answer.status_code == 303
        assert answer.location.startswith("/en/sign-in")
        assert ("next=" in answer.location) == bool(expected)


def numbered(site: Flask) -> list[Rule]:
    return [
        rule
        for rule in site.url_map.iter_rules()
        if any(isinstance(each, IntegerConverter) for each in rule._converters.values())
    ]


@pytest.mark.parametrize("number", LARGE)
def test_no_number_is_too_large(learner: PageClient, site: Flask, number: int) -> None:
    known = {"lang": "en", "code": "reading-the-river", "what": "settle"}

    def part(found: re.Match[str]) -> str:
        return str(number) if found[1] == "int" else known.get(found[2], "x")

    rules = numbered(site)
    assert len(rules) > 20
    for rule in rules:
        address = re.sub(r"<(?:(\w+)[^:>]*:)?(\w+)>", part, rule.rule)
        assert learner.fetch(address).status_code in ({404} if "GET" in (rule.methods or ()) else {404, 405})


@pytest.mark.parametrize(
    "address",
    [
        "/en/courses?q=%00",
        "/en/cases?q=a%00b",
        "/en/centres?q=%00",
        "/en/studio/media?q=%00",
        "/en/c?number=%00",
    ],
)
def test_nothing_is_found_under_a_nul(learner: PageClient, address: str) -> None:
    assert learner.fetch(address).status_code == 404
