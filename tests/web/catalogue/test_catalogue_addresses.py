"""Whatever else stands in the address of a list, its links lead on in the list."""

from __future__ import annotations

import pytest

from tests.web.client import Page, PageClient

HOSTILE = [
    "_scheme=javascript&_anchor=%0aalert(1)", "_external=1", "_method=DELETE", "_anchor=x", "lang=fr", "endpoint=x",
]  # fmt: skip


def led_to(page: Page) -> list[str]:
    """Where the links in the text of a page lead that keep what was asked for."""
    return [a.get("href") for a in page.main.all("a") if "?" in a.get("href")]


@pytest.mark.parametrize("asked", ["/en/centres?q=e", "/en/courses?theme=FLOOD-RISK&sort=newest"])
@pytest.mark.parametrize("more", HOSTILE)
def test_a_word_that_no_form_sends_is_in_no_link(visitor: PageClient, asked: str, more: str) -> None:
    plain = led_to(visitor.get(asked))
    assert [led_to(visitor.get(f"{asked}&{more}")), bool(plain)] == [plain, True]
