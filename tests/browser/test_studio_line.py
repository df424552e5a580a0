"""What an author types when the line drops, the tab is closed, the sign-in ends, or a colleague writes too."""

from __future__ import annotations

import re
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.saving import expect_nothing_waits, expect_state
from tests.browser.site import Site
from tests.browser.visitor import NewVisitor, Visitor

_numbers = count()


@pytest.fixture(scope="session")
def draft(site: Site) -> str:
    """The address of a draft of the example course."""
    return site.draft_of_example("drafted")


@pytest.fixture(scope="session")
def team(browser: Browser, site: Site) -> list[Any]:
    """Two who write for the centre, as their browsers remember them."""
    remembered = []
    for name in ("Dana", "Emil"):
        context = browser.new_context()
        visitor = Visitor(context, context.new_page(), site.address)
        visitor.register(name, email=f"{name.lower()}@example.org")
        site.command(
            "people", "grant", f"{name.lower()}@example.org", "author", "--centre", "icharm", "--unconfirmed"
        )
        remembered.append(context.storage_state())
        context.close()
    return remembered


@pytest.fixture
def dana(new_visitor: NewVisitor, team: list[Any]) -> Visitor:
    return new_visitor(storage_state=team[0])


@pytest.fixture
def emil(new_visitor: NewVisitor, team: list[Any]) -> Visitor:
    return new_visitor(storage_state=team[1])


@pytest.fixture
def lesson(dana: Visitor, draft: str) -> str:
    """The address of a new lesson."""
    page, title = dana.open(draft), f"Lesson number {next(_numbers)}"
    page.locator("#s-title").fill(title)
    page.get_by_role("button", name="Add it and write").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page.url.removeprefix(dana.address)


def write(page: Page, words: str) -> None:
    """Type at the end of the text."""
    page.locator("#body").press("Control+End")
    page.keyboard.type(words)


def seen(page: Page, words: str) -> None:
    """What the learner would see."""
    expect(page.frame_locator("#seen").locator(".prose")).to_contain_text(words)


def test_the_way_back_leads_to_the_outline_as_it_is_now(dana: Visitor, draft: str, lesson: str) -> None:
    """Who has added a lesson and goes back sees it there, and does not add it again."""
    title = dana.page.get_by_role("heading", level=1).inner_text()
    dana.page.go_back()
    expect(dana.page.locator("#s-title")).to_be_visible()
    expect(dana.page.get_by_role("link", name=title, exact=True)).to_be_visible()


def test_each_change_is_saved_and_seen(dana: Visitor, lesson: str) -> None:
    page = dana.open(lesson)
    write(page, "\n\n## A new part\n\nThe gauge of $x^2$ [[no such term]].\n")
    expect_state(page, "Draft saved")
    seen(page, "The gauge of")
    expect(page.locator("#problem-list")).to_contain_text("no such term")
    expect(page.locator("#heads")).to_contain_text("A new part")
    page.get_by_role("button", name="Phone width").click()
    assert page.evaluate("document.getElementById('seen').contentWindow.innerWidth") < 370
    page.reload()
    expect(page.locator("#body")).to_have_value(re.compile("A new part"))


def test_without_a_line_the_text_waits_and_survives_the_tab(dana: Visitor, lesson: str) -> None:
    visitor = dana
    page = visitor.open(lesson)
    visitor.context.set_offline(True)
    write(page, "\n\nWritten without a line.\n")
    expect_state(page, "No line. Your text waits on this device.")
    page.close()
    visitor.context.set_offline(False)
    again = visitor.context.new_page()
    again.goto(visitor.address + lesson)
    expect(again.locator("#body")).to_have_value(re.compile("Written without a line"))
    seen(again, "Written without a line")
    expect_nothing_waits(again)


def test_two_who_write_at_once_get_what_both_wrote(dana: Visitor, emil: Visitor, lesson: str) -> None:
    one, two = dana.open(lesson), emil.open(lesson)
    write(one, "\n\nDana was here.\n")
    expect_state(one, "Draft saved")
    two.locator("#body").press("Control+Home")
    two.keyboard.type("Emil was here.\n\n")
    expect_state(two, "Saved, together with what others changed meanwhile.")
    expect(two.locator("#body")).to_have_value(re.compile(r"^Emil was here\.\n\n(.|\n)*Dana was here\."))
    two.keyboard.type("He goes on. ")
    expect_state(two, "Draft saved")
    expect(two.locator("#body")).to_have_value(re.compile(r"Emil was here\.\n\nHe goes on\. "))
    one.reload()
    expect(one.locator("#here")).to_have_text("Also here: Emil")


def test_one_block_written_by_two_stands_there_twice(dana: Visitor, emil: Visitor, lesson: str) -> None:
    one, two = dana.open(lesson), emil.open(lesson)
    line = "The river rises in spring when the snow melts in the hills."
    for page, word in ((one, "early"), (two, "late")):
        value = page.locator("#body").input_value()
        page.locator("#body").fill(f"{line.replace('spring', word + ' spring')}\n\n{value}")
        expect(page.locator("#save-state")).not_to_have_text("Not saved yet")
    expect(two.locator("#body")).to_have_value(
        re.compile("early spring(.|\n)*late spring|late spring(.|\n)*early")
    )


def test_the_preview_stands_where_one_writes(dana: Visitor, lesson: str) -> None:
    page = dana.open(lesson)
    frame = page.frame_locator("#seen")
    expect(frame.locator("h1")).to_be_in_viewport()
    long = [
        f"Paragraph number {n} of a long lesson, with words of its own about {n} rivers." for n in range(60)
    ]
    page.locator("#body").fill("\n\n".join(long) + "\n")
    write(page, "\n\nThe confluence ends it.")
    expect(frame.get_by_text("The confluence ends it.")).to_be_in_viewport()
    page.locator("#body").press("Control+Home")
    page.keyboard.type("Headwaters begin. ")
    expect(frame.get_by_text("Headwaters begin.")).to_be_in_viewport()


def test_both_see_what_stands_twice_until_one_settles_it(dana: Visitor, emil: Visitor, lesson: str) -> None:
    one = dana.open(lesson)
    line = "The river rises in spring when the snow melts in the hills."
    one.locator("#body").fill(line + "\n")
    expect_state(one, "Draft saved")
    one.reload()
    two = emil.open(lesson)
    one.locator("#body").fill(line.replace("spring", "early spring") + "\n")
    expect_state(one, "Draft saved")
    two.locator("#body").fill(line.replace("spring", "late spring") + "\n")
    expect(two.locator("#clashes pre")).to_have_count(2)
    write(one, "\n\nAnd on.")
    for page, colleague in ((one, "Emil"), (two, "Dana")):
        expect(page.locator("#clashes strong")).to_have_text(["Yours", colleague])
    one.reload()
    expect(one.locator("#clashes pre")).to_have_count(2)
    two.locator("#clashes").get_by_role("button", name="Keep this one").first.click()
    expect(two.locator("#clashes")).to_have_count(0)
    expect(two.locator("#body")).to_have_value(re.compile("^(?!(.|\n)*early spring)(.|\n)*late spring"))


def test_a_lost_sign_in_keeps_the_text(dana: Visitor, lesson: str) -> None:
    visitor = dana
    page = visitor.open(lesson)
    visitor.context.clear_cookies()
    write(page, "\n\nKept on the device.\n")
    expect_state(page, "You are not signed in any more")
    visitor.complaints.clear()  # the browser notes the refused request
    visitor.sign_in("dana@example.org")
    visitor.open(lesson)
    expect(page.locator("#body")).to_have_value(re.compile("Kept on the device"))
    expect_state(page, "Draft saved")


def test_marks_are_put_in_by_buttons_and_dialogs(dana: Visitor, lesson: str) -> None:
    page = dana.open(lesson)
    page.locator("#body").fill("Levees\n")
    page.locator("#body").press("Control+a")
    page.get_by_role("button", name="Bold").click()
    expect(page.locator("#body")).to_have_value(re.compile(r"^\*\*Levees\n?\*\*"))
    page.locator("#body").fill("Begin.\n")
    page.get_by_role("button", name="Formula").click()
    page.get_by_label("Formula in TeX").fill("p = 1/T")
    page.get_by_role("button", name="Insert").click()
    expect(page.locator("#body")).to_have_value("Begin.\n\n$$p = 1/T$$")
    page.get_by_role("button", name="Note or box").click()
    page.locator("#box-kind").select_option("check")
    page.locator("#box-title").fill("Think")
    page.get_by_role("button", name="Insert").click()
    expect(page.locator("#body")).to_have_value(re.compile("::: check Think\n…\n\n---answer---\n…\n:::"))
    page.keyboard.press("Control+z")
    expect(page.locator("#body")).to_have_value("Begin.\n\n$$p = 1/T$$")


def test_marks_find_the_word_and_go_when_pressed_again(dana: Visitor, lesson: str) -> None:
    page = dana.open(lesson)
    body, bold, italic = (
        page.locator("#body"), *(page.get_by_role("button", name=name, exact=True) for name in ("Bold", "Italics"))
    )  # fmt: skip

    def at(text: str, begin: int, end: int) -> None:
        body.fill(text)
        body.evaluate("(field, [from, to]) => field.setSelectionRange(from, to)", [begin, end])

    at("High levees hold", 7, 7)
    bold.click()
    expect(body).to_have_value("High **levees** hold")
    page.keyboard.type("X")
    expect(body).to_have_value("High **leXvees** hold")
    italic.click()
    expect(body).to_have_value("High ***leXvees*** hold")
    bold.click()
    expect(body).to_have_value("High *leXvees* hold")
    italic.click()
    expect(body).to_have_value("High leXvees hold")
    at("Levees hold", 0, 6)
    bold.click()
    expect(body).to_have_value("**Levees** hold")
    bold.click()
    expect(body).to_have_value("Levees hold")
    at("**Levees** hold", 0, 10)
    bold.click()
    expect(body).to_have_value("Levees hold")
    for empty in ("", "堤防"):
        at(empty, len(empty), len(empty))
        bold.click()
        expect(body).to_have_value(f"{empty}****")
        page.keyboard.type("new")
        expect(body).to_have_value(f"{empty}**new**")
    at("", 0, 0)
    italic.click()
    expect(body).to_have_value("**")
    italic.click()
    expect(body).to_have_value("")


def test_a_line_is_a_heading_or_an_item_and_plain_again(dana: Visitor, lesson: str) -> None:
    page = dana.open(lesson)
    body = page.locator("#body")
    body.fill("## Dikes")
    for name, text in (
        ("List", "- Dikes"),
        ("Numbered list", "1. Dikes"),
        ("Heading", "## Dikes"),
        ("Heading", "Dikes"),
    ):
        page.get_by_role("button", name=name, exact=True).click()
        expect(body).to_have_value(text)
    body.fill("one\n\ntwo\n- three")
    body.press("Control+a")
    page.get_by_role("button", name="Numbered list", exact=True).click()
    expect(body).to_have_value("1. one\n\n2. two\n3. three")


def test_formatted_text_is_pasted_as_markdown(dana: Visitor, lesson: str) -> None:
    page = dana.open(lesson)
    page.locator("#body").fill("Before.")
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text/html", "<h2>Title</h2><ul><li>one</li><li><b>two</b></li></ul><script>x</script>");
            data.setData("text/plain", "Title one two");
            document.getElementById("body").dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    expect(page.locator("#body")).to_have_value("Before.\n\n## Title\n\n- one\n- **two**")


def test_a_step_is_dragged_to_another_place(dana: Visitor, draft: str) -> None:
    page = dana.open(draft)
    page.set_viewport_size({"width": 1280, "height": 3_000})
    steps = page.locator("[data-step]")
    expect(steps.first).to_have_attribute("data-step", "before")
    page.drag_and_drop('[data-step="before"] .what', '[data-step="final"] .what')
    expect(steps.first).to_have_attribute("data-step", "staff-gauge")


def test_without_scripts_a_course_is_written_with_buttons(new_visitor: NewVisitor, team: list[Any]) -> None:
    page = new_visitor(scripts=False, storage_state=team[1]).open("/en/studio/courses/new")
    page.get_by_label("Title").fill("Written without scripts")
    page.get_by_role("button", name="Begin the course").click()
    page.get_by_role("button", name=re.compile("Down.*: Lesson 1")).click()
    page.get_by_role("link", name="Lesson 1", exact=True).click()
    expect(page.locator("#tools")).to_be_hidden()
    page.get_by_label("Lesson text").fill("A text of my own.\n")
    page.get_by_role("button", name="Save and show").click()
    expect(page.get_by_label("Lesson text")).to_have_value("A text of my own.\n")
