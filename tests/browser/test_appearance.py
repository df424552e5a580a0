"""Light or dark by choice: the same colours as those of a device that is set so, with nothing to read against."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Page

from tests.browser.looking import violations
from tests.browser.visitor import NewVisitor

OTHER: dict[str, Literal["light", "dark"]] = {"light": "dark", "dark": "light"}


def colours(page: Page) -> list[str]:
    """Ground and ink of the page, and what the browser draws fields in."""
    script = "(() => { const s = getComputedStyle(document.body); return [s.backgroundColor, s.color]; })()"
    scheme = "getComputedStyle(document.documentElement).colorScheme"
    return [*page.evaluate(script), str(page.evaluate(scheme)).split()[-1]]


@pytest.mark.parametrize(("chosen", "label"), [("dark", "Dark"), ("light", "Light")])
def test_a_choice_wins_over_the_device(
    new_visitor: NewVisitor, chosen: Literal["light", "dark"], label: str
) -> None:
    page = new_visitor(color_scheme=OTHER[chosen]).open("/en/appearance")
    before = colours(page)
    page.get_by_label(label, exact=True).check()
    page.get_by_role("button", name="Keep this choice").click()
    page.get_by_text("Your choice is kept on this device.").wait_for()
    assert violations(page) == []
    page.goto(page.url.replace("/appearance", "/courses"))
    assert violations(page) == []
    page.emulate_media(color_scheme=OTHER[chosen])
    wanted = colours(new_visitor(color_scheme=chosen).open("/en/courses"))
    assert colours(page)[:2] == wanted[:2] != before[:2]
    assert colours(page)[2] == chosen
