"""A file over the limit in a browser: it is told beside the field, in the reader's language, and not sent."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import violations
from tests.browser.site import PLANNED, Site
from tests.browser.staff import staff
from tests.browser.visitor import NewVisitor, Visitor


@pytest.fixture
def author(new_visitor: NewVisitor, site: Site) -> Visitor:
    """Somebody who writes for a centre and enrols its people."""
    return staff(new_visitor, site, "Lara", "centre_coordinator")


def choose(page: Page, field: str, path: Path, size: int) -> None:
    """A file of this many bytes; from the disk, since carrying the bytes to the browser takes long."""
    with path.open("wb") as file:
        file.truncate(size)
    page.locator(field).set_input_files(path)


def fill_the_rest(page: Page, field: str) -> None:
    """What the form needs beside the file, so that the browser lets it go."""
    for each in page.locator(f"form:has({field}) input:required").all():
        each.fill("River")


def sent(page: Page) -> list[str]:
    """The addresses that forms are sent to from now on."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url) if request.method == "POST" else None)
    return found


def expect_refused(page: Page, field: str, words: str) -> None:
    expect(page.locator(f"{field}-e")).to_have_text(words)
    expect(page.locator(field)).to_have_attribute("aria-invalid", "true")
    assert f"{field[1:]}-e" in str(page.locator(field).get_attribute("aria-describedby")).split()


def bare(words: str) -> str:
    """Without the signs that keep a number in one piece."""
    return words.replace("\u2068", "").replace("\u2069", "")


IMPORT = f"/en/courses/{PLANNED}/people/import"
FIELDS = [
    ("/en/studio/media", "#file", "rain.csv", 2_100_000, "2.1 MB; at most 2.0 MB", "Add the file"),
    ("/en/studio/media", "#file", "map.SVG", 600_000, "600 KB; at most 500 KB", "Add the file"),
    ("/fr/studio/courses/new", "#f-file", "a.zip", 16_100_000, "16,1 Mo", "Ouvrir le fichier"),
    (IMPORT, "#sheet", "a.csv", 10_300_000, "10.3 MB; at most 10.0 MB", "Check the sheet"),
]


def test_a_file_over_the_limit_is_told_and_not_sent(author: Visitor, tmp_path: Path) -> None:
    for address, field, name, size, words, button in FIELDS:
        page = author.open(address)
        posts = sent(page)
        choose(page, field, tmp_path / name, size)
        error = page.locator(f"{field}-e")
        expect(error).to_be_visible()
        assert words in bare(error.inner_text())
        fill_the_rest(page, field)
        page.get_by_role("button", name=button).click()
        expect(page.locator(field)).to_be_focused()
        expect_refused(page, field, error.inner_text())
        assert posts == []
    assert violations(page) == []
    choose(page, "#sheet", tmp_path / "small.csv", 10)
    expect(page.locator("#sheet")).to_have_attribute("aria-invalid", "false")
    expect(error).to_have_text("")
    page.get_by_role("button", name="Check the sheet").click()
    expect(page.locator("#problems")).to_be_visible()
    assert len(posts) == 1
    author.complaints.clear()  # the browser notes the refused request


def test_a_photo_is_looked_at_after_it_was_made_smaller(author: Visitor, tmp_path: Path) -> None:
    """One that no script can make smaller is refused when the form goes, not before."""
    page = author.open("/en/studio/media")
    posts = sent(page)
    choose(page, "#file", tmp_path / "a.png", 5_200_000)
    expect(page.locator("#file-e")).to_have_count(0)
    fill_the_rest(page, "#file")
    page.get_by_role("button", name="Add the file").click()
    expect(page.locator("#file-e")).to_contain_text("5.2 MB")
    assert posts == []
