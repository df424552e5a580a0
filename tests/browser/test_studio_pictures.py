"""What is pasted into a lesson: pictures, asked for their words at once and made smaller on the device, and text."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import violations
from tests.browser.site import Site
from tests.browser.staff import staff
from tests.browser.test_studio_files import photo
from tests.browser.visitor import NewVisitor

_PASTE = """([text, type]) => {
  const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], "image.png", { type }));
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.getElementById("body").dispatchEvent(event);
}"""

_PASTE_WORDS = """([html, plain]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", plain);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.getElementById("body").dispatchEvent(event);
}"""
_OF_WORD = (
    "<html><head><style>p {}</style></head><body><p class=MsoNormal>A flood of 10<sup>6</sup> m<sup>3</sup></p>"
    "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]>"
    "<span style='mso-list:Ignore'>1.<span>&nbsp; </span></span><![endif]>Read the gauge</p></body></html>"
)


@pytest.fixture
def lesson(new_visitor: NewVisitor, site: Site) -> Page:
    """A lesson, open for somebody who writes it."""
    draft = site.draft_of_example("pictured")
    return staff(new_visitor, site, "Pia", "author").open(draft + "/lessons/return-periods")


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


def test_a_pasted_picture_becomes_a_figure_with_words_and_text_keeps_its_form(
    lesson: Page, tmp_path: Path
) -> None:
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

    lesson.locator("#body").press("Control+End")
    lesson.evaluate(_PASTE_WORDS, [_OF_WORD, "A flood of 106 m3"])
    expect(lesson.locator("#body")).to_have_value(re.compile(r"A flood of 10⁶ m³\n\n1\. Read the gauge"))
    lesson.route("**/pasted", lambda route: route.abort())
    lesson.evaluate(_PASTE_WORDS, [_OF_WORD, "The words without a line"])
    expect(lesson.locator("#body")).to_have_value(re.compile("The words without a line"))
