"""Files of the media library in a browser: a large photo is made smaller before it is sent, if one wants it."""

from __future__ import annotations

import random
import struct
import zlib

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import Site
from tests.browser.staff import staff
from tests.browser.visitor import NewVisitor


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def photo(width: int = 3200, height: int = 600) -> bytes:
    """A picture with some noise in it, as PNG."""
    chance = random.Random(7)
    rows = b"".join(
        b"\0" + bytes((column * 255 // width) ^ chance.getrandbits(3) for column in range(width))
        for _row in range(height)
    )
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(rows))
        + _chunk(b"IEND", b"")
    )


@pytest.fixture
def library(new_visitor: NewVisitor, site: Site) -> Page:
    """The library, open for somebody who writes for a centre."""
    return staff(new_visitor, site, "Mira", "author").open("/en/studio/media")


def test_a_large_photo_is_made_smaller_if_one_wants_it(library: Page) -> None:
    data = photo()
    assert len(data) > 300_000
    library.locator("#file").set_input_files({"name": "River.png", "mimeType": "image/png", "buffer": data})
    offer = library.get_by_label("Make it smaller before it is sent")
    expect(offer).to_be_visible()  # it takes a moment to try
    expect(offer).to_be_checked()
    library.locator("#title").fill("The river")
    library.locator("#words").fill("A grey river.")
    library.locator("#credit").fill("Anna Lake")
    library.get_by_role("button", name="Add the file").click()
    expect(library.get_by_role("heading", level=1)).to_have_text("The river")
    expect(library.get_by_text("1600 × 300")).to_be_visible()
    expect(library.get_by_role("link", name="river.webp")).to_be_visible()

    library.goto(library.url.rsplit("/", 1)[0])
    library.locator("#file").set_input_files({"name": "River.png", "mimeType": "image/png", "buffer": data})
    library.get_by_label("Make it smaller before it is sent").uncheck()
    library.locator("#title").fill("The whole river")
    library.locator("#words").fill("A grey river.")
    library.locator("#credit").fill("Anna Lake")
    library.get_by_role("button", name="Add the file").click()
    expect(library.get_by_text("3200 × 600")).to_be_visible()


def test_a_small_picture_goes_as_it_is(library: Page) -> None:
    library.locator("#file").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": photo(40, 30)}
    )
    expect(library.locator("#shrink")).to_be_hidden()
