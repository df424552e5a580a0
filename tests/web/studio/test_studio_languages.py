"""Translating a course block by block: the next block, what is lost, two translators, a newer original."""

from __future__ import annotations

from dataclasses import replace

import pytest
from author_support import EXAMPLE, NOW, staff, store
from flask import Flask

from learnhub.access.identity import Role
from learnhub.catalogue.publishing import publish
from learnhub.coursefile.document import CourseDocument
from learnhub.coursefile.loose import read_loose
from learnhub.coursefile.reader import read_folder
from learnhub.db import reading, transaction
from learnhub.studio.queries.drafts import find_draft_of, find_part, parts_of
from learnhub.studio.service.drafts import remove_part, save_part
from tests.web.client import Page, PageClient

CODE = "reading-the-river-fr"
LESSON = "lessons/staff-gauge.md"
SAVE, KEEP = "Save and next block", "Keep as in the original"


@pytest.fixture
def author(site: Flask) -> PageClient:
    browser: PageClient = staff(site, centre="irtces")
    return browser


@pytest.fixture
def draft(site: Flask, author: PageClient) -> str:
    """A French translation that has just begun; gives its id."""
    page = author.get("/en/studio/courses/new/from/reading-the-river")
    page.send("Begin the draft", {"tongue": "fr", "title": "Lire la rivière"})
    with site.app_context():
        found = find_draft_of(reading(), CODE)
        assert found is not None
        return found.id


def at(draft: str, rest: str = "") -> str:
    return f"/en/studio/courses/{draft}/languages{rest}"


def text_of(site: Flask, draft: str, path: str = LESSON) -> str:
    with site.app_context():
        part = find_part(reading(), draft, path)
        assert part is not None
        return part.text


def write(site: Flask, draft: str, old: str, new: str, path: str = LESSON) -> None:
    """Somebody writes with another page of the studio."""
    with site.app_context(), transaction() as session:
        found, part = find_draft_of(session, CODE), find_part(session, draft, path)
        assert found is not None
        assert part is not None
        text = part.text.replace(old, new, 1)
        save_part(session, draft=found, path=path, text=text, base_rev=part.rev, actor=None, now=NOW)


def publish_again(site: Flask, old: str, new: str) -> None:
    """The original has a further version, with other words in a lesson."""
    course = read_folder(EXAMPLE).document
    assert course is not None
    lessons = tuple(replace(each, markdown=each.markdown.replace(old, new)) for each in course.lessons)
    put_out(site, replace(course, lessons=lessons))


def put_out(site: Flask, course: CourseDocument) -> None:
    with site.app_context(), transaction() as session:
        publish(session, document=course, files=store(site), now=NOW, actor="test")


def tags(page: Page) -> list[str]:
    return [tag.text for tag in page.main.all("span") if "tag" in (tag.get("class") or "").split()]


def test_blocks_are_translated_one_after_the_other(site: Flask, author: PageClient, draft: str) -> None:
    page = author.get(at(draft)).click("Next block to translate")
    assert page.form(SAVE).all("textarea")[0].get("dir") == "ltr"
    page = page.send(SAVE, {"text": "Lire la rivière, encore"})
    assert "2 of" not in page.title
    course = read_loose(text_of(site, draft, "course.yaml")) or {}
    assert (
        course["title"] == "Lire la rivière"
    )  # it was translated when the draft began, so the next field was first
    assert course["summary"] == "Lire la rivière, encore"
    page = page.send(SAVE, {"text": "Lire une échelle"})
    course = read_loose(text_of(site, draft, "course.yaml")) or {}
    assert course["outcomes"][0] == {"id": "read", "text": "Lire une échelle"}
    assert "5 of 12 blocks translated" in page.text  # two of them are sources, which may stay


def test_a_block_of_a_lesson_keeps_its_place(site: Flask, author: PageClient, draft: str) -> None:
    before = text_of(site, draft)
    first = before.split("---\n")[2].split("\n\n")[0]
    page = author.get(at(draft, f"/{LESSON}?at=1")).send(SAVE, {"text": "Au bord de l’eau.\r\n"})
    assert text_of(site, draft) == before.replace(first, "Au bord de l’eau.")
    page = page.send(SAVE)  # it has lost a term, and that is meant
    assert page.form(SAVE).all("input")[1].get("value") == "2"


def test_what_the_translation_has_lost_is_told_before_the_next_block(
    site: Flask, author: PageClient, draft: str
) -> None:
    path = "/lessons/return-periods.md?at=3"
    page = author.get(at(draft, path)).send(SAVE, {"text": "Les crues reviennent."})
    assert "In the original, and not in the translation:" in page.text
    assert page.form(SAVE).all("input")[1].get("value") == "3"
    page = page.send(SAVE)
    assert page.form(SAVE).all("input")[1].get("value") == "5"  # a formula needs no translation
    page = author.get(at(draft, path)).send(
        SAVE, {"text": "Les [[période de retour|périodes]] des crues : $T$ années."}
    )
    assert page.form(SAVE).all("input")[1].get("value") == "5"


def test_a_block_may_stay_as_it_is_but_not_by_mistake(author: PageClient, draft: str) -> None:
    page = author.get(at(draft, f"/{LESSON}?at=1")).send(SAVE)
    assert tags(author.get(at(draft, f"/{LESSON}")))[2] == "Not translated"
    page = author.get(at(draft, f"/{LESSON}?at=1")).send(KEEP)
    assert page.form(SAVE)
    assert tags(author.get(at(draft, f"/{LESSON}")))[2] == "Translated"


def test_two_translators_of_one_block_lose_nothing(site: Flask, author: PageClient, draft: str) -> None:
    page = author.get(at(draft, f"/{LESSON}?at=1"))
    author.get(at(draft, f"/{LESSON}?at=1")).send(SAVE, {"text": "Première version."})
    answer = page.send(SAVE, {"text": "Seconde version."}, status=409)
    assert "Première version." in answer.text
    assert answer.form(SAVE).all("textarea")[0].text.strip() == "Seconde version."
    answer.send(SAVE)
    assert "Seconde version." in text_of(site, draft)


def test_a_translation_that_was_saved_empty_is_written_later(
    site: Flask, author: PageClient, draft: str
) -> None:
    for path, name in (("course.yaml", "summary"), ("quizzes/final.yaml", "title")):
        number = 1 if path == "course.yaml" else 0
        author.get(at(draft, f"/{path}?at={number}")).send(SAVE, {"text": ""})
        page = author.get(at(draft, f"/{path}?at={number}"))
        assert "Not in the translation" in tags(page)
        page.send(SAVE, {"text": "Lire un fleuve"})
        assert (read_loose(text_of(site, draft, path)) or {})[name] == "Lire un fleuve"


def test_a_question_that_was_taken_out_meanwhile_leaves_the_words_to_who_typed(
    site: Flask, author: PageClient, draft: str
) -> None:
    path = "quizzes/final.yaml"
    page = author.get(at(draft, f"/{path}?at=2"))
    quiz = text_of(site, draft, path)
    write(site, draft, quiz[quiz.index("- id: q1") : quiz.index("- id: q2")], "", path)
    told = page.send(SAVE, {"text": "Que mesure-t-on ?"}, 409)
    assert "This part of the course is not there any more." in told.text
    assert "Que mesure-t-on ?" in told.text


def test_an_origin_that_is_no_entry_does_not_keep_a_newer_original_away(
    site: Flask, author: PageClient, draft: str
) -> None:
    write(site, draft, "based_on:\n", "based_on:\n  - somewhere\n", "course.yaml")
    publish_again(site, "A mayor asks:", "A mayor of a town asks:")
    page = author.get(at(draft)).send("Go on with the newer version")
    assert "The original has a newer version" not in page.text


def test_questions_and_lists_are_translated(site: Flask, author: PageClient, draft: str) -> None:
    page = author.get(at(draft, "/quizzes/final.yaml"))
    page = page.click("Translate it Question q5: Accepted answers, one a line")
    page.send(SAVE, {"text": "échelle\r\nlimnimètre"})
    quiz = read_loose(text_of(site, draft, "quizzes/final.yaml")) or {}
    assert quiz["questions"][4]["accepted"] == ["échelle", "limnimètre"]


def test_a_newer_original_is_told_and_taken_when_somebody_says_so(
    site: Flask, author: PageClient, draft: str
) -> None:
    path = "/lessons/return-periods.md"
    author.get(at(draft, f"{path}?at=1")).send(SAVE, {"text": "Un maire demande."})
    publish_again(site, "A mayor asks:", "A mayor of a town asks:")
    page = author.get(at(draft))
    assert "The original has a newer version" in page.text
    page = page.send("Go on with the newer version")
    assert "The original has a newer version" not in page.text
    page = author.get(at(draft, path))
    assert tags(page).count("Original changed") == 1
    assert "Un maire demande." in text_of(site, draft, path[1:])
    course = read_loose(text_of(site, draft, "course.yaml")) or {}
    assert course["based_on"][0]["version"] == 2
    page = author.get(at(draft, f"{path}?at=1")).send(SAVE, {"text": "Une maire demande : cent ans?"})
    assert "Original changed" not in tags(author.get(at(draft, path)))


def test_a_source_that_moved_on_while_somebody_typed_keeps_her_text(
    site: Flask, author: PageClient, draft: str
) -> None:
    path = "/lessons/return-periods.md"
    page = author.get(at(draft, f"{path}?at=1"))
    publish_again(site, "A mayor asks:", "A mayor of a town asks:")
    author.get(at(draft)).send("Go on with the newer version")
    answer = page.send(SAVE, {"text": "Un maire demande."}, status=409)
    assert "The original of this block has changed meanwhile" in answer.text
    assert "Un maire demande." in answer.text
    author.post(at(draft), {"csrf_token": answer.form(SAVE).all("input")[0].get("value") or ""}, 409)


def test_parts_that_are_gone_or_broken_are_said(site: Flask, author: PageClient, draft: str) -> None:
    write(site, draft, "title:", "title: [", "quizzes/final.yaml")
    with site.app_context(), transaction() as session:
        found = find_draft_of(session, CODE)
        assert found is not None
        remove_part(session, draft=found, path=LESSON, actor=None, now=NOW)
    page = author.get(at(draft))
    assert {"Not in the translation", "Can’t be read as it stands"} <= set(tags(page))
    assert "taken out of the translation" in author.get(at(draft, f"/{LESSON}")).text
    author.get(at(draft, "/quizzes/final.yaml")).click("To its text")
    author.get(at(draft, "/lessons/none.md"), 404)
    author.get(at(draft, "/../facts"), 404)


def test_a_text_that_is_too_long_stays_in_the_form(author: PageClient, draft: str) -> None:
    page = author.get(at(draft, f"/{LESSON}?at=1")).send(SAVE, {"text": "x" * 60_001}, status=422)
    assert "This is too long" in page.text
    assert len(page.form(SAVE).all("textarea")[0].text.strip()) == 60_001


def test_only_authors_of_the_centre_translate(site: Flask, author: PageClient, draft: str) -> None:
    staff(site).get(at(draft), 403)
    reviewer = staff(site, Role.REVIEWER, "irtces")
    assert "Translate it" not in reviewer.get(at(draft, f"/{LESSON}?at=1")).text
    token = next(e for e in reviewer.get(at(draft)).tree.all("input") if e.get("name") == "csrf_token")
    values = {"csrf_token": token.get("value") or "", "number": "1", "do": "save", "text": "x"}
    reviewer.post(at(draft, f"/{LESSON}"), values, 403)  # type: ignore[arg-type]


def test_a_reviewer_reads_a_part_beside_its_original_and_comes_back_to_comment(
    site: Flask, author: PageClient, draft: str
) -> None:
    review = at(draft, f"/{LESSON}").replace("/languages/", "/review/")
    assert author.get(review).links()["Read it beside the original"] == at(draft, f"/{LESSON}")
    assert author.get(at(draft, f"/{LESSON}")).links()["Comments on this part"] == review
    with site.app_context(), transaction() as session:
        found, text = (
            find_draft_of(session, CODE),
            "---\ntitle: Ours\nminutes: 5\noutcomes: [o1]\n---\nWords.\n",
        )
        assert found is not None
        save_part(session, draft=found, path="lessons/ours.md", text=text, base_rev=0, actor=None, now=NOW)
    assert "beside the original" not in author.get(review.replace(LESSON, "lessons/ours.md")).text


def test_drawings_with_words_are_listed_until_the_translation_has_its_own(
    site: Flask, author: PageClient
) -> None:
    course = read_folder(EXAMPLE).document
    assert course is not None
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><text x="1" y="1">Water level</text></svg>'
    with site.app_context():
        digest = store(site).put(drawing)
    assets = tuple(
        replace(each, sha256=digest, size=len(drawing), data=drawing) if each.path.endswith(".svg") else each
        for each in course.assets
    )
    put_out(site, replace(course, assets=assets))
    page = author.get("/en/studio/courses/new/from/reading-the-river")
    begun = page.send("Begin the draft", {"tongue": "fr", "title": "Lire la rivière"})
    assert "gauge.svg Water level" in begun.text
    assert begun.links()["gauge.svg"] == f"/files/{digest}/gauge.svg"
    write(site, begun.address.split("/")[4], "assets/gauge.svg", "assets/echelle.svg")
    assert "Water level" not in author.get(begun.address).text


def test_every_course_has_the_page_and_the_original_names_its_translations(
    site: Flask, author: PageClient, draft: str
) -> None:
    own = staff(site)
    own.get("/en/studio/courses/new").send("Open as a draft")
    with site.app_context():
        found = find_draft_of(reading(), "reading-the-river")
        assert found is not None
    page = own.get(at(found.id))
    assert "This course was written in English." in page.text
    page.click("Translate or adapt the published version")
    assert parts_in(site, draft)


def parts_in(site: Flask, draft: str) -> set[str]:
    with site.app_context():
        return set(parts_of(reading(), draft))
