"""Translating in a browser: right to left beside left to right, by keyboard, and nothing lost by closing the page."""

from __future__ import annotations

import os
import re
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import too_wide, violations
from tests.browser.site import EXAMPLE, Site
from tests.browser.staff import staff
from tests.browser.visitor import NewVisitor, Visitor

_numbers = count()


@pytest.fixture
def translator(new_visitor: NewVisitor, site: Site) -> Visitor:
    """Somebody who writes for a centre that does not lead the course."""
    return staff(new_visitor, site, "Salma", "author", "irtces")


@pytest.fixture
def desk(translator: Visitor) -> Page:
    """The first block of an Arabic translation that has just begun."""
    page = translator.open(f"/en/studio/courses/new/from/{EXAMPLE}")
    page.locator("#tongue").select_option("ar")
    page.locator("#code").fill(f"qira-a-{next(_numbers)}")
    page.get_by_role("button", name="Begin the draft").click()
    page.get_by_role("link", name="Next block to translate").click()
    expect(page.get_by_label("Translation")).to_be_focused()
    return page


def test_a_translator_goes_on_by_keyboard_and_loses_nothing(translator: Visitor, desk: Page) -> None:
    box = desk.get_by_label("Translation")
    expect(box).to_have_attribute("dir", "rtl")
    box.fill("قراءة النهر")
    box.press("Control+Enter")
    expect(desk.get_by_text("3 of 12 blocks translated")).to_be_visible()
    for tongue, direction in (("ar", "rtl"), ("en", "ltr")):
        block = desk.locator(f"pre.source[lang={tongue}]").first
        expect(block).to_have_css("direction", direction)
        expect(block).to_have_css("font-size", "16px")
        expect(block).not_to_have_css("font-family", re.compile("mono", re.IGNORECASE))
    desk.get_by_label("Translation").fill("ملخص لم يحفظ بعد")
    address = desk.url
    desk.close()
    again = translator.context.new_page()
    again.goto(address)
    expect(again.get_by_label("Translation")).to_have_value("ملخص لم يحفظ بعد")
    expect(again.get_by_text("Your text from this device is back.")).to_be_visible()
    again.get_by_role("button", name="Save and next block").click()
    expect(again.get_by_text("4 of 12 blocks translated")).to_be_visible()
    again.goto(address)
    expect(again.get_by_text("Your text from this device is back.")).to_have_count(0)


def test_the_pages_keep_the_rules_in_both_directions(translator: Visitor, desk: Page) -> None:
    draft = desk.url.split("/languages")[0]
    for language in ("en", "ar"):
        for rest in ("", "/lessons/return-periods.md?at=3", "/quizzes/final.yaml?at=2"):
            page = translator.open(
                f"{draft.removeprefix(translator.address)}/languages{rest}".replace("/en/", f"/{language}/")
            )
            assert violations(page) == []
            assert too_wide(page) == 0
            _keep(page, f"{language}{rest.replace('/', '-').partition('?')[0]}")


def _keep(page: Page, name: str) -> None:
    """Pictures of the page for people, where LEARNHUB_PICTURES names a folder."""
    folder = os.environ.get("LEARNHUB_PICTURES")
    for width in (360, 1280) if folder else ():
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
