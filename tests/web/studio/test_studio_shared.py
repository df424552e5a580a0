"""Cases, sites and terms in a draft: taken, shown, newer versions told and taken, published with the course."""

from __future__ import annotations

from dataclasses import replace

from author_support import EXAMPLE, NOW, draft_of, staff, store
from flask import Flask
from resource_pages import CASE, TITLE, begin, publish, put_out

from learnhub.access.identity import Role
from learnhub.catalogue.publishing import publish as publish_course
from learnhub.coursefile.document import Term
from learnhub.coursefile.loose import read_loose
from learnhub.coursefile.reader import read_folder
from learnhub.db import reading, transaction
from learnhub.resources.queries import get_versions
from learnhub.studio.queries.drafts import parts_of
from tests.web.client import Page, PageClient

LESSON = "lessons/staff-gauge.md"
NAME = "cases/the-dike-at-the-bend"


def text_of(site: Flask, draft: str, path: str) -> str:
    with site.app_context():
        found = parts_of(reading(), draft)
        return found[path].text if path in found else ""


def mark_on(page: Page) -> str:
    """The mark as the page shows it; the words of an element have no line ends."""
    shown = next(each.text for each in page.tree.all("code") if "embed" in each.text)
    return shown.removesuffix(":::").strip() + "\n:::"


def embed(browser: PageClient, draft: str, mark: str) -> None:
    page = browser.get(f"/en/studio/courses/{draft}/lessons/staff-gauge")
    body = str(page.values("Save and show")["body"])
    page.send("Save and show", {"body": f"{body}\n\n{mark}\n"})


def test_a_case_is_taken_embedded_and_told_when_there_is_a_newer_version(site: Flask) -> None:
    author, centre = staff(site), staff(site, Role.AUTHOR, "irtces")
    written, draft = publish(centre, centre="irtces"), draft_of(site)
    page = author.get(f"/en/studio/courses/{draft}/shared")
    assert "Nothing yet" in page.text
    page = page.send(f"Put into this draft: {TITLE}")
    assert "No lesson embeds it yet." in page.text
    mark = mark_on(page)
    assert mark.startswith(f"::: embed {NAME} ")
    assert "No lesson embeds this" in author.get(f"/en/studio/courses/{draft}/checklist").text
    embed(author, draft, mark)
    seen = author.get(f"/en/studio/courses/{draft}/preview/staff-gauge")
    assert CASE["failed"] in seen.text
    version = mark.split()[3]
    assert any(link == f"/en/{NAME}/{version}" for link in seen.links().values())
    assert "latest version" in author.get(f"/en/studio/courses/{draft}/shared").text

    put_out(written, cost="Two million yen.")
    found = author.get(f"/en/studio/courses/{draft}/checklist")
    assert f"There is a newer version of “{TITLE}”" in found.text
    assert f"/en/studio/courses/{draft}/shared" in found.links().values()
    page = author.get(f"/en/studio/courses/{draft}/shared")
    page.send(f"Take the version of {version}.2: {TITLE}")
    assert f"::: embed {NAME} {version}.2\n" in text_of(site, draft, LESSON)
    assert "Two million yen." in text_of(site, draft, f"{NAME}.yaml")
    assert "newer version" not in author.get(f"/en/studio/courses/{draft}/checklist").text
    assert "Two million yen." in author.get(f"/en/studio/courses/{draft}/preview/staff-gauge").text


def test_the_words_of_a_copy_that_was_changed_are_no_version(site: Flask) -> None:
    author = staff(site)
    publish(author)
    draft = draft_of(site)
    author.get(f"/en/studio/courses/{draft}/shared").send(f"Put into this draft: {TITLE}")
    text = text_of(site, draft, f"{NAME}.yaml")
    changed = draft_of_with(site, text.replace("Not known.", "Nothing."))
    page = author.get(f"/en/studio/courses/{changed}/shared")
    assert "not what was published" in page.text
    found = author.get(f"/en/studio/courses/{changed}/checklist")
    assert f"“{TITLE}” does not say what was published" in found.text
    page.send(f"Take the version of {page_version(text)}: {TITLE}")
    assert text_of(site, changed, f"{NAME}.yaml") == text


def page_version(text: str) -> str:
    return text.split('"')[1]


def draft_of_with(site: Flask, text: str) -> str:
    """A draft of the example under another code, with this file of a case."""
    course = (EXAMPLE / "course.yaml").read_bytes().replace(b"code: reading-the-river", b"code: other-river")
    return draft_of(site, {f"{NAME}.yaml": text.encode(), "course.yaml": course})


def test_what_no_lesson_embeds_is_taken_out(site: Flask) -> None:
    author, draft = staff(site), draft_of(site)
    publish(author)
    page = author.get(f"/en/studio/courses/{draft}/shared").send(f"Put into this draft: {TITLE}")
    mark = mark_on(page)
    embed(author, draft, mark)
    used = author.get(f"/en/studio/courses/{draft}/shared")
    assert "Used in" in used.text
    token = page.values(f"Take out: {TITLE}")
    author.post(f"/en/studio/courses/{draft}/shared/remove", token, status=409)
    assert text_of(site, draft, f"{NAME}.yaml")
    embedded = text_of(site, draft, LESSON)
    form = author.get(f"/en/studio/courses/{draft}/lessons/staff-gauge")
    form.send("Save and show", {"body": str(form.values("Save and show")["body"]).replace(mark, "")})
    assert mark in embedded
    page = author.get(f"/en/studio/courses/{draft}/shared").send(f"Take out: {TITLE}")
    assert "It is out of this draft." in page.response.get_data(as_text=True)
    assert text_of(site, draft, f"{NAME}.yaml") == ""


def test_a_term_goes_into_the_glossary_and_stays_what_was_published(site: Flask) -> None:
    author, draft = staff(site), draft_of(site)
    written = begin(author, "term", title="Return period")
    written = put_out(written, definition="The time between floods.", source="WMO (2008).")
    page = author.get(f"/en/studio/courses/{draft}/shared?kind=terms").send(
        "Put into this draft: Return period"
    )
    assert "latest version" in page.text
    course = text_of(site, draft, "course.yaml")
    glossary = (read_loose(course) or {})["glossary"]
    assert glossary[1] == {
        "term": "return period",  # as the course spells it
        "definition": "The time between floods.",
        "resource": "return-period",
        "version": glossary[1]["version"],
    }
    facts = author.get(f"/en/studio/courses/{draft}/facts/glossary")
    facts.send("Save facts")
    assert text_of(site, draft, "course.yaml") == course
    facts = facts.send("Save facts", {"glossary.1.definition": "Something else."})
    assert "resource" not in text_of(site, draft, "course.yaml")


def test_a_script_gets_the_mark(site: Flask) -> None:
    author, draft = staff(site), draft_of(site)
    publish(author)
    values = author.get(f"/en/studio/courses/{draft}/shared").values(f"Put into this draft: {TITLE}")
    take = f"/en/studio/courses/{draft}/shared/take"
    answer = author.client.post(
        take, data=values, headers={"Accept": "application/json"}, environ_overrides=author.environ
    )
    assert answer.get_json()["mark"].startswith(f"::: embed {NAME} ")
    author.post(take, {**values, "name": "cases/none"}, status=404)
    author.post(take, {**values, "name": "lessons/a"}, status=404)


def test_only_those_who_write_the_draft_take_something(site: Flask) -> None:
    author, draft, reviewer = staff(site), draft_of(site), staff(site, Role.REVIEWER)
    publish(author)
    values = author.get(f"/en/studio/courses/{draft}/shared").values(f"Put into this draft: {TITLE}")
    page = reviewer.get(f"/en/studio/courses/{draft}/shared")
    assert "Put into this draft" not in page.text
    token = next(each for each in page.tree.all("input") if each.get("name") == "csrf_token").get("value")
    reviewer.post(f"/en/studio/courses/{draft}/shared/take", {**values, "csrf_token": token}, status=403)
    staff(site, Role.AUTHOR, "irtces").get(f"/en/studio/courses/{draft}/shared", 403)


def test_a_glossary_leads_to_the_page_of_a_shared_term(site: Flask) -> None:
    author = staff(site)
    written = begin(author, "term", title="Return period")
    put_out(written, definition="The time between floods.", source="WMO (2008).")
    with site.app_context(), transaction() as session:
        published = get_versions(session, "term", "return-period")[0].version
        document = read_folder(EXAMPLE).document
        assert document is not None
        shared = Term("return period", "The time between floods.", "return-period", published)
        other = Term("gauge", "Other words.", "return-period", published)
        changed = replace(document, glossary=(shared, replace(document.glossary[0]), other))
        publish_course(session, document=changed, files=store(site), now=NOW, actor="test")
    for page in ("courses/reading-the-river/glossary", "courses/reading-the-river/v/2/glossary"):
        links = [each for each in author.get(f"/en/{page}").links().values() if "/terms/" in each]
        assert links == [f"/en/terms/return-period/{published}"]
    assert "Reading the river" in author.get("/en/terms/return-period").links()
    assert f"\u2066{published}\u2069" in author.get("/ar/terms/return-period").text


def test_a_draft_is_told_when_what_it_embeds_was_retired(site: Flask) -> None:
    author, written, draft = (
        staff(site),
        publish(staff(site, Role.AUTHOR, "irtces"), centre="irtces"),
        draft_of(site),
    )
    page = author.get(f"/en/studio/courses/{draft}/shared").send(f"Put into this draft: {TITLE}")
    embed(author, draft, mark_on(page))
    checklist = f"/en/studio/courses/{draft}/checklist"
    assert "was retired" not in author.get(checklist).text
    manager = staff(site, Role.CENTRE_COORDINATOR, "irtces")
    manager.get(written.address).send("Retire", {"why": "The figures were wrong."})
    assert f"“{TITLE}”, here in the version of" in author.get(checklist).text
    assert "was retired and is not offered any more" in author.get(checklist).text
