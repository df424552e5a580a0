"""The lesson editor: what is typed is kept, whoever else writes; the preview is the learner's page."""

from __future__ import annotations

import time

import pytest
from author_support import NOW, draft_of, staff
from flask import Flask

from learnhub.access.identity import Role
from learnhub.accounts.models import Person
from learnhub.centres.models import Membership
from learnhub.db import reading, transaction
from learnhub.studio.queries.drafts import find_part
from tests.statements import statements
from tests.web.client import Page, PageClient

LESSON = "lessons/staff-gauge"


@pytest.fixture
def author(site: Flask) -> PageClient:
    return staff(site)


@pytest.fixture
def draft(site: Flask) -> str:
    return draft_of(site)


def text(site: Flask, draft: str, path: str = f"{LESSON}.md") -> str:
    with site.app_context():
        part = find_part(reading(), draft, path)
        assert part is not None
        return part.text


def editor(author: PageClient, draft: str, language: str = "en") -> Page:
    return author.get(f"/{language}/studio/courses/{draft}/{LESSON}")


def fields(page: Page) -> dict[str, str | list[str]]:
    """What the form of the page holds."""
    form = page.form("Save and show")
    values: dict[str, str | list[str]] = {}
    for field in form.all("input", "textarea"):
        if field.get("type") == "checkbox":
            if field.has("checked"):
                values["outcomes"] = [*values.get("outcomes", []), field.get("value")]
        elif field.name == "textarea":
            values[field.get("name")] = "".join(part.words for part in field.walk()).removeprefix("\n")
        else:
            values[field.get("name")] = field.get("value")
    return values


def save(author: PageClient, draft: str, given: dict[str, str | list[str]]) -> tuple[int, dict[str, object]]:
    """Save as the script does."""
    answer = author.client.post(
        f"/en/studio/courses/{draft}/{LESSON}", data=given, headers={"Accept": "application/json"}
    )
    return answer.status_code, answer.get_json() or {}


def test_saving_unchanged_keeps_the_bytes(site: Flask, author: PageClient, draft: str) -> None:
    before = text(site, draft)
    assert editor(author, draft).send("Save and show").title == "Reading a staff gauge"
    assert text(site, draft) == before


def test_what_is_typed_is_kept_whatever_it_is(site: Flask, author: PageClient, draft: str) -> None:
    typed = {"title": "T" * 5_000, "minutes": "a while", "body": "Unfinished $x\n\n::: box\r\nopen"}
    page = editor(author, draft).send("Save and show", typed)
    assert page.title == "T" * 5_000
    assert "Line 3" in page.text
    kept = text(site, draft)
    assert kept.endswith("Unfinished $x\n\n::: box\nopen")
    assert "minutes: a while" in kept
    assert "T" * 5_000 in kept


def test_the_time_of_the_course_follows_that_of_the_lesson(
    site: Flask, author: PageClient, draft: str
) -> None:
    assert "\nminutes: 55\n" in text(site, draft, "course.yaml")
    editor(author, draft).send("Save and show", {"minutes": "25"})
    assert "\nminutes: 65\n" in text(site, draft, "course.yaml")


def test_front_matter_that_can_not_be_read_is_edited_as_text(site: Flask, author: PageClient) -> None:
    draft = draft_of(site, {f"{LESSON}.md": b"---\ntitle: [\n---\nText.\n"})
    page = editor(author, draft)
    assert "Mend them here" in page.text
    page.send("Save and show", {"body": "---\ntitle: Mended\nminutes: 5\noutcomes: []\n---\nText.\n"})
    assert editor(author, draft).title == "Mended"


def test_the_preview_is_the_page_of_the_learner(site: Flask, author: PageClient, draft: str) -> None:
    seen = author.get(f"/en/studio/courses/{draft}/preview/staff-gauge")
    read = author.get("/en/courses/reading-the-river/staff-gauge")
    prose = [
        [each.text for each in page.tree.all("div") if "prose" in each.get("class").split()]
        for page in (seen, read)
    ]
    assert prose[0] == prose[1]
    assert prose[0]
    assert "frame-ancestors 'self'" in seen.response.headers["Content-Security-Policy"]
    assert "frame-src 'self'" in editor(author, draft).response.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in read.response.headers["Content-Security-Policy"]
    assert len(seen.response.headers.getlist("Content-Security-Policy")) == 1
    for link in ("Back to writing", "To the course"):
        seen.click(link)
    assert author.redirect(f"/en/studio/courses/{draft}/preview").endswith("/preview/staff-gauge")


def prose(page: Page) -> list[str]:
    """The texts of a lesson's page."""
    return [each.text for each in page.tree.all("div") if "prose" in each.get("class").split()]


def test_a_preview_shows_what_is_written_now(site: Flask, author: PageClient, draft: str) -> None:
    editor(author, draft).send("Save and show", {"body": "Not a <b>tag</b> and $x^2$, [[no such term]].\n"})
    seen = author.get(f"/en/studio/courses/{draft}/preview/staff-gauge")
    assert "Not a <b>tag</b> and" in seen.text
    assert "no such term" in seen.text


def test_two_people_in_different_blocks_are_brought_together(
    site: Flask, author: PageClient, draft: str
) -> None:
    other = staff(site)
    given = fields(editor(author, draft))
    body = str(given["body"])
    first = fields(editor(other, draft)) | {"body": "Theirs, at the start.\n\n" + body}
    assert save(other, draft, first)[0] == 200
    status, told = save(author, draft, {**given, "body": body.rstrip("\n") + "\n\nMine, at the end.\n"})
    assert status == 200
    assert told["clashes"] == []
    assert str(told["body"]).startswith("Theirs, at the start.")
    assert str(told["body"]).rstrip().endswith("Mine, at the end.")
    on = {**given, "rev": str(told["own"]), "body": body.rstrip("\n") + "\n\nMine, at the end, and on.\n"}
    status, told = save(author, draft, on)
    assert told["clashes"] == []
    assert "Theirs" in text(site, draft)
    assert "and on" in text(site, draft)


def test_two_people_in_one_block_see_both_side_by_side(site: Flask, author: PageClient, draft: str) -> None:
    other = staff(site)
    line = "The river rises in spring when the snow melts."
    editor(author, draft).send("Save and show", {"body": line + "\n"})
    mine = editor(author, draft)
    theirs = fields(editor(other, draft)) | {"body": line.replace("spring", "early spring") + "\n"}
    assert save(other, draft, theirs)[0] == 200
    page = mine.send("Save and show", {"body": line.replace("spring", "late spring") + "\n"}, status=200)
    assert "Both texts are kept" in page.text
    kept = text(site, draft)
    assert "early spring" in kept
    assert "late spring" in kept


def both_write(site: Flask, draft: str, one: PageClient, two: PageClient) -> None:
    """Two people change one block."""
    line = "The river rises in spring when the snow melts."
    editor(one, draft).send("Save and show", {"body": line + "\n\nMore.\n"})
    first, second = fields(editor(one, draft)), fields(editor(two, draft))
    save(one, draft, first | {"body": line.replace("spring", "early spring") + "\n\nMore.\n"})
    status, told = save(two, draft, second | {"body": line.replace("spring", "late spring") + "\n\nMore.\n"})
    assert status == 200
    assert [side["label"] for side in told["open"][0]["sides"]] == ["Yours", "author of icharm"]


def test_a_clash_is_seen_by_both_until_one_of_them_settles_it(
    site: Flask, author: PageClient, draft: str
) -> None:
    other = staff(site)
    for keep, stays in (("mine", "late"), ("theirs", "early"), ("both", "early, late")):
        both_write(site, draft, author, other)
        checklist = f"/en/studio/courses/{draft}/checklist"
        assert "Two people changed this block at once" in author.get(checklist).text
        for person in (author, other):
            page = editor(person, draft)
            assert "Both texts are kept" in page.text
            assert "early spring" in page.text
        mine = fields(editor(author, draft))
        on = str(mine["body"]).replace("early spring", "early early spring")
        status, told = save(author, draft, mine | {"body": on})
        assert status == 200
        assert len(told["open"]) == 1
        assert "early early" in told["open"][0]["sides"][0]["text"]
        buttons = {
            "both": "Keep both",
            "mine": "Keep this one: Yours",
            "theirs": "Keep this one: author of icharm",
        }
        page = editor(other, draft).send(buttons[keep])
        assert "Both texts are kept" not in page.text
        assert [word for word in ("early", "late") if f"{word} spring" in text(site, draft)] == stays.split(
            ", "
        )
        assert "More." in text(site, draft)
        assert "Two people changed this block at once" not in author.get(checklist).text


def test_who_takes_one_of_the_two_away_has_settled_it(site: Flask, author: PageClient, draft: str) -> None:
    other = staff(site)
    both_write(site, draft, author, other)
    late = "The river rises in late spring when the snow melts.\n\n"
    page = editor(other, draft)
    again = page.send("Save and show", {"body": str(fields(page)["body"]).replace(late, "")})
    assert "Both texts are kept" not in again.text


def test_a_right_withdrawn_while_typing_is_said_and_nothing_is_saved(
    site: Flask, author: PageClient, draft: str
) -> None:
    before, given = text(site, draft), fields(editor(author, draft))
    with site.app_context(), transaction() as session:
        for row in session.query(Membership):
            row.to_at = NOW
    status, _told = save(author, draft, given | {"body": "Mine.\n"})
    assert status == 403
    assert text(site, draft) == before


def test_a_text_too_large_is_given_back(site: Flask, author: PageClient, draft: str) -> None:
    before, given = text(site, draft), fields(editor(author, draft))
    status, told = save(author, draft, given | {"body": "é" * 120_000})
    assert status == 200
    assert editor(author, draft).text.count("50000 are allowed") == 1
    status, told = save(author, draft, given | {"rev": str(told["rev"]), "body": "x" * 1_200_000})
    assert status == 413
    assert before != text(site, draft)


def test_who_reviews_reads_and_does_not_write(site: Flask, draft: str) -> None:
    reviewer = staff(site, Role.REVIEWER)
    page = editor(reviewer, draft)
    assert "Save and show" not in page.text
    values = {
        "csrf_token": next(f.get("value") for f in page.tree.all("input") if f.get("name") == "csrf_token")
    }
    assert save(reviewer, draft, {**values, "rev": "1", "body": "x"})[0] == 403


def test_earlier_texts_come_back_whole_or_block_by_block(site: Flask, author: PageClient, draft: str) -> None:
    editor(author, draft).send("Save and show", {"body": "One.\n\nTwo.\n\nThree.\n"})
    editor(author, draft).send(
        "Save and show", {"body": "One, changed.\n\nTwo.\n\nThree, changed.\n\nFour.\n"}
    )
    page = author.get(f"/en/studio/courses/{draft}/{LESSON}/earlier/2")
    page.send("Take back this block 1")
    assert text(site, draft).endswith("One.\n\nTwo.\n\nThree, changed.\n\nFour.\n")
    page = author.get(f"/en/studio/courses/{draft}/{LESSON}/earlier/2")
    page.send("Take back the whole earlier text")
    assert text(site, draft).endswith("One.\n\nTwo.\n\nThree.\n")
    assert "same as the present one" in author.get(f"/en/studio/courses/{draft}/{LESSON}/earlier/2").text
    author.get(f"/en/studio/courses/{draft}/{LESSON}/earlier/99", 404)
    assert "put back" in editor(author, draft).text


def test_who_else_is_here(site: Flask, author: PageClient, draft: str) -> None:
    other = staff(site)
    here = f"/en/studio/courses/{draft}/presence"
    given = {"csrf_token": str(fields(editor(author, draft))["csrf_token"]), "place": f"{LESSON}.md"}
    assert author.client.post(here, data=given).get_json() == {"names": ""}
    with site.app_context(), transaction() as session:
        for row in session.query(Person).order_by(Person.id.desc()).limit(1):
            row.name = "Awa Sow"
    theirs = {**given, "csrf_token": str(fields(editor(other, draft))["csrf_token"])}
    assert "author of icharm" in other.client.post(here, data=theirs).get_json()["names"]
    assert "Also here: Awa Sow" in editor(author, draft).text


def test_pasted_text_becomes_markdown(site: Flask, author: PageClient, draft: str) -> None:
    given = {
        "csrf_token": str(fields(editor(author, draft))["csrf_token"]),
        "html": "<p>A <b>bold</b> word</p>",
    }
    answer = author.client.post(f"/en/studio/courses/{draft}/pasted", data=given)
    assert answer.get_json() == {"text": "A **bold** word"}

    given["html"] = "<p><img src='file:///C:/a.png'></p>"
    words = author.client.post(f"/en/studio/courses/{draft}/pasted", data=given).get_json()["text"]
    editor(author, draft).send("Save and show", {"body": words})
    assert words in author.get(f"/en/studio/courses/{draft}/checklist").text

    given["html"] = "<p>long" * 100_000
    assert author.client.post(f"/en/studio/courses/{draft}/pasted", data=given).status_code == 413


def test_problems_are_told_with_their_lines(site: Flask, author: PageClient, draft: str) -> None:
    editor(author, draft).send("Save and show", {"title": "", "body": "One.\n\n[[nothing]]\n"})
    told = author.fetch(f"/en/studio/courses/{draft}/{LESSON}/problems").get_json()
    assert 3 in [each["line"] for each in told["problems"]]
    assert any(each["line"] == 0 for each in told["problems"])
    assert told["heavy"] is False
    author.get(f"/en/studio/courses/{draft}/lessons/none", 404)


def test_the_editor_speaks_arabic(author: PageClient, draft: str) -> None:
    page = editor(author, draft, "ar")
    assert page.tree.all("html")[0].get("dir") == "rtl"
    area = page.tree.all("textarea")[0]
    assert (area.get("lang"), area.get("dir")) == ("en", "ltr")


def long_text() -> str:
    """5,000 words with 40 formulas."""
    words = [
        "the",
        "river",
        "rises",
        "after",
        "heavy",
        "rain",
        "and",
        "people",
        "near",
        "the",
        "dike",
        "ask",
        "how",
        "often",
    ]
    blocks = []
    for n in range(40):
        blocks.append(f"## Part {n}" if n % 5 == 0 else f"Block {n}.")
        blocks.append(" ".join(words[(n + k) % len(words)] for k in range(125)) + ".")
        blocks.append(rf"$$P_{{{n}}} = 1 - \left(1 - \frac{{1}}{{T_{{{n}}}}}\right)^{{n}} + \sqrt{{x_{n}}}$$")
    return "\n\n".join(blocks) + "\n"


def test_saving_and_previewing_a_long_lesson_are_quick(site: Flask, author: PageClient, draft: str) -> None:
    """The promise is 50 ms and 300 ms; the test allows for slower machines and looks at the best of several."""
    given = fields(editor(author, draft))
    saves, previews = [], []
    for n in range(4):
        given |= {"body": long_text() + f"Try {n}.\n"}
        started = time.process_time()
        status, told = save(author, draft, given)
        saves.append(time.process_time() - started)
        assert status == 200
        given |= {"rev": str(told["rev"])}
        started = time.process_time()
        answer = author.fetch(f"/en/studio/courses/{draft}/preview/staff-gauge")
        previews.append(time.process_time() - started)
        assert f"Try {n}." in answer.get_data(as_text=True)
    assert min(saves) < 0.05
    assert min(previews) < 0.3


def test_statements_of_the_editor_do_not_grow_with_the_course(site: Flask, author: PageClient) -> None:
    lessons = {f"lessons/more-{n}.md": b"---\ntitle: More\n---\nText.\n" for n in range(50)}
    assert queries(author, draft_of(site, lessons)) <= 12


def queries(author: PageClient, draft: str) -> int:
    """How many statements the page of the editor asks."""
    with statements() as said:
        editor(author, draft)
    return sum(each.lstrip().upper().startswith(("SELECT", "WITH")) for each in said)
