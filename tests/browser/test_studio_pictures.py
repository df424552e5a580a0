"""A picture pasted into a lesson: asked for its words at once, made smaller on the device, shown as a figure."""

from __future__ import annotations

import base64
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import violations
from tests.browser.site import EXAMPLE, Site
from tests.browser.test_studio_files import photo
from tests.browser.visitor import NewVisitor

_PASTE = """([text, type]) => {
  const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], "image.png", { type }));
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.getElementById("body").dispatchEvent(event);
}"""


@pytest.fixture
def lesson(new_visitor: NewVisitor, site: Site) -> Page:
    """A lesson, open for somebody who writes it."""
    folder = site.folder / "pictured"
    shutil.copytree(site.folder / "courses" / EXAMPLE, folder)
    course = folder / "course.yaml"
    course.write_text(course.read_text().replace(f"code: {EXAMPLE}", "code: pictured"))
    found = re.search(r"draft (\w+)\.", site.command("studio", "open", str(folder), "--centre", "icharm"))
    assert found
    visitor = new_visitor()
    visitor.register("Pia", email="pia@example.org")
    site.command("people", "grant", "pia@example.org", "author", "--centre", "icharm")
    return visitor.open(f"/en/studio/courses/{found[1]}/lessons/return-periods")


def is_told_before_it_is_sent(lesson: Page, path: Path) -> None:
    """A drawing over the limit, chosen in the dialog: told at the field, not sent, and the dialog can be left."""
    posts: list[str] = []
    lesson.on("request", lambda request: posts.append(request.url) if "/pasted/" in request.url else None)
    path.write_text("<svg>" + " " * 600_000 + "</svg>")
    lesson.get_by_role("button", name="New picture").click()
    dialog = lesson.locator("#d-picture")
    lesson.locator("#picture-file").set_input_files(path)
    expect(lesson.locator("#picture-file-e")).to_contain_text("at most")
    lesson.locator("#picture-words").fill("A map.")
    lesson.locator("#picture-title").fill("Map")
    dialog.get_by_role("button", name="Add it and insert").click()
    expect(lesson.locator("#picture-file")).to_be_focused()
    expect(dialog).to_be_visible()
    assert posts == []
    lesson.locator("#picture-words").fill("")
    lesson.locator("#picture-title").fill("")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_hidden()


def test_a_pasted_picture_becomes_a_figure_with_words(lesson: Page, tmp_path: Path) -> None:
    is_told_before_it_is_sent(lesson, tmp_path / "map.svg")
    lesson.locator("#body").press("Control+End")
    # another picture than that of other tests, since a library has each file once
    lesson.evaluate(_PASTE, [base64.b64encode(photo(2400)).decode(), "image/png"])
    words = lesson.get_by_label("What the picture says, in words").last
    expect(words).to_be_focused()
    expect(lesson.get_by_role("img", name="The picture")).to_be_visible()
    add = lesson.get_by_role("button", name="Add it and insert")
    add.click()
    expect(lesson.locator("#d-picture")).to_be_visible()  # not without words
    words.fill("A grey river, seen from the bridge.")
    lesson.locator("#picture-title").fill("The river")
    assert violations(lesson) == []
    add.click()
    expect(lesson.locator("#d-picture")).to_be_hidden()
    figure = '![A grey river, seen from the bridge.](assets/image.webp "The river. Pia, CC-BY-4.0")'
    expect(lesson.locator("#body")).to_have_value(re.compile(re.escape(figure)))
    shown = lesson.frame_locator("#seen").get_by_alt_text("A grey river, seen from the bridge.")
    expect(shown).to_have_attribute("width", "1600")
    expect(shown).to_have_attribute(
        "srcset", re.compile("image-w480.webp 480w, .*image-w960.webp 960w, .*1600w")
    )
