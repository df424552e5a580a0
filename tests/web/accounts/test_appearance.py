"""Light or dark: kept on the device, with an account or without, and on pages that are made once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.web.accounts.conftest import Registered
from tests.web.client import Page, PageClient

Register = Callable[..., Registered]
PAGES = ("/en/", "/en/courses", "/ar/courses/reading-the-river", "/en/courses/reading-the-river/staff-gauge")
NOWHERE = "/en/courses/nowhere"


def theme(page: Page) -> str:
    """What the page says on its first element."""
    return page.tree.all("html")[0].get("data-theme")


def choose(client: PageClient, chosen: str) -> Page:
    """Choose with the page that the foot of every page leads to."""
    page = client.get("/en/").click("Light or dark")
    return page.send("Keep this choice", {"theme": chosen})


@pytest.mark.parametrize("chosen", ["light", "dark"])
def test_a_visitor_chooses_and_others_see_nothing_of_it(
    visitor: PageClient, another: Callable[[], PageClient], chosen: str
) -> None:
    for path in PAGES:
        visitor.get(path)  # kept as finished bytes from now on
    page = choose(visitor, chosen)
    assert "Your choice is kept on this device." in page.text
    assert page.main.all("input")[1].get("name") == "theme"
    assert [each.get("value") for each in page.main.all("input") if each.has("checked")] == [chosen]
    assert {theme(visitor.get(path)) for path in PAGES} == {chosen}
    assert theme(visitor.get(NOWHERE, 404)) == chosen
    assert {theme(another().get(path)) for path in PAGES} == {""}
    choose(visitor, "")
    assert {theme(visitor.get(path)) for path in PAGES} == {""}


def test_the_choice_outlasts_signing_in_and_out(visitor: PageClient, register: Register) -> None:
    client = register(email="ada@example.org").client
    assert theme(client.get("/en/me")) == ""
    choose(client, "dark")
    assert theme(client.get("/en/me")) == "dark"
    after = client.get("/en/me").send("Sign out")
    assert (theme(after), after.person) == ("dark", "")
    assert theme(visitor.get("/en/")) == ""


@pytest.mark.parametrize("made_up", ["neon", 'dark" onload="x', "x" * 5000])
def test_there_are_no_other_themes(visitor: PageClient, made_up: str) -> None:
    form = visitor.get("/en/appearance").values("Keep this choice")
    refused = visitor.post("/en/appearance", {**form, "theme": made_up}, 422)
    assert len(refused.problems) == 1
    assert theme(refused) == ""
