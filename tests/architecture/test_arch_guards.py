"""No page without a declared guard."""

from __future__ import annotations

from flask import Flask

from learnhub import create_app
from learnhub.access.permissions import Permission
from learnhub.config import load_settings

KNOWN = {"public", "signed-in", *(permission.value for permission in Permission)}


def guards(app: Flask) -> dict[str, str]:
    """Endpoint -> guard; empty where none is declared."""
    return {name: str(getattr(view, "guard", "")) for name, view in app.view_functions.items()}


def test_every_endpoint_says_who_may_use_it(test_app: Flask) -> None:
    found = guards(test_app)
    assert len(found) > 30
    assert {name: guard for name, guard in found.items() if guard not in KNOWN} == {}


def test_the_test_would_see_an_open_page(tmp_path) -> None:  # type: ignore[no-untyped-def]
    app = create_app(load_settings({}, instance=tmp_path))
    app.add_url_rule("/open", "open", lambda: "")
    assert guards(app)["open"] not in KNOWN


def test_pages_have_their_language_in_the_address(test_app: Flask) -> None:
    """What is the same in all languages (files, the front door, health) stands on its own."""
    without = {
        rule.rule for rule in test_app.url_map.iter_rules() if not rule.rule.startswith("/<lang:lang>/")
    }
    assert without <= {
        "/",
        "/files/<digest>/<name>",
        "/healthz",
        "/readyz",
        "/metrics",
        "/c",
        *(rule for rule in without if rule.startswith(("/api/", "/c/", "/robots", "/sitemap", "/favicon"))),
    }


def test_nothing_is_changed_by_looking(test_app: Flask) -> None:
    """Words for acts in an address are for POST alone."""
    acts = ("sign-out", "revoke", "withdraw", "erase", "submit", "enrol", "leave", "import", "remove")
    looks = []
    for rule in test_app.url_map.iter_rules():
        methods = rule.methods or set()
        last = rule.rule.rstrip("/").rsplit("/", 1)[-1]
        if last in acts and "GET" in methods and "POST" not in methods:
            looks.append(rule.rule)
    assert looks == []
