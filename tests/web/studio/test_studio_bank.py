"""The bank of questions: found by words, kind, theme and outcome; copied with a note of where they come from."""

from __future__ import annotations

import pytest
from author_support import EXAMPLE, draft_of, staff
from flask import Flask

from learnhub.access.identity import Role
from learnhub.coursefile.quizedit import Data, questions_of, read_quiz
from learnhub.db import reading
from learnhub.studio.queries.drafts import find_part
from tests.web.client import Page, PageClient, form_values

COURSE = (EXAMPLE / "course.yaml").read_bytes()


@pytest.fixture
def author(site: Flask) -> PageClient:
    return staff(site)


@pytest.fixture
def target(site: Flask) -> str:
    """A draft whose final quiz is nearly empty."""
    quiz = b"title: Mine\nkind: practice\nminutes: 5\nquestions:\n  - {id: q4, kind: single}\n"
    course = COURSE.replace(b"code: reading-the-river", b"code: mine").replace(
        b"title: Reading the river", b"title: Mine"
    )
    return draft_of(site, {"quizzes/final.yaml": quiz, "course.yaml": course})


def bank(author: PageClient, draft: str, query: str = "") -> Page:
    return author.get(f"/en/studio/courses/{draft}/quizzes/final/bank{query}")


def pull(page: Page, where: str, status: int = 303) -> Page:
    (form,) = [each for each in page.main.all("form") if each.get("method") == "post"]
    return page.client.post(form.get("action"), {**form_values(form), "where": where}, status)


def places(page: Page) -> list[str]:
    return [button.get("value") for button in page.main.all("button") if button.get("name") == "where"]


def quiz_of(site: Flask, draft: str) -> Data:
    with site.app_context():
        part = find_part(reading(), draft, "quizzes/final.yaml")
        assert part is not None
        found = read_quiz(part.text)
        assert found is not None
        return found


def test_published_questions_are_found_and_pulled(site: Flask, author: PageClient, target: str) -> None:
    page = bank(author, target, "?q=peak+STAFF+gauge&kind=short_text")
    assert places(page) == []
    page = bank(author, target, "?q=ruler&kind=short_text&theme=HYDROLOGY&outcome=gauge")
    assert places(page) == ["v/reading-the-river/final/q5"]
    page = pull(page, "v/reading-the-river/final/q5")
    question = questions_of(quiz_of(site, target))[1]
    assert (question["id"], question["kind"], question["outcome"]) == ("q5", "short_text", "read")
    assert "Pulled from Reading the river, version 1, question q5" in page.text
    page = pull(bank(author, target), "v/reading-the-river/final/q4")
    assert questions_of(quiz_of(site, target))[2]["id"] == "q1", "q4 is taken"


def test_a_question_with_a_long_id_is_pulled(site: Flask, author: PageClient, target: str) -> None:
    name = "q" * 80
    quiz = f"title: Long\nkind: practice\nminutes: 5\nquestions:\n  - {{id: {name}, kind: single, prompt: Why?}}\n"
    course = COURSE.replace(b"code: reading-the-river", b"code: long")
    other = draft_of(site, {"quizzes/final.yaml": quiz.encode(), "course.yaml": course})
    pull(bank(author, target), f"d/{other}/final/{name}")
    assert questions_of(quiz_of(site, target))[1]["id"] == name


def test_a_pair_stays_behind_and_an_unknown_outcome_too(site: Flask, author: PageClient) -> None:
    course = COURSE.replace(b"code: reading-the-river", b"code: other").replace(b"id: read,", b"id: see,")
    course = course.replace(b"State the chance of a flood over several years", b"Something else")
    draft = draft_of(site, {"course.yaml": course})
    pull(bank(author, draft), "v/reading-the-river/before/q1")
    copied = questions_of(quiz_of(site, draft))[-1]
    assert "pair" not in copied
    assert copied["outcome"] == "see", "the outcome with the same words"
    pull(bank(author, draft), "v/reading-the-river/final/q1")
    assert "outcome" not in questions_of(quiz_of(site, draft))[-1]


def test_drafts_of_ones_centres_are_in_the_bank_and_others_are_not(
    site: Flask, author: PageClient, target: str
) -> None:
    other = draft_of(site, {"course.yaml": COURSE.replace(b"code: reading-the-river", b"code: second")})
    foreign = draft_of(
        site, {"course.yaml": COURSE.replace(b"code: reading-the-river", b"code: third")}, "hidroex"
    )
    seen = places(bank(author, target, "?q=ruler"))
    assert f"d/{other}/final/q5" in seen
    assert not [where for where in seen if foreign in where]
    page = pull(bank(author, target), f"d/{other}/final/q5")
    assert "Pulled from Reading the river, draft, question q5" in page.text
    pull(bank(author, target), f"d/{foreign}/final/q5", 404)
    assert len(questions_of(quiz_of(site, target))) == 2


def test_a_quiz_does_not_offer_its_own_questions(author: PageClient, target: str) -> None:
    assert not [where for where in places(bank(author, target)) if where.startswith(f"d/{target}/final/")]


def test_a_changed_draft_is_found_as_it_is_now(author: PageClient, site: Flask, target: str) -> None:
    other = draft_of(site, {"course.yaml": COURSE.replace(b"code: reading-the-river", b"code: second")})
    assert not places(bank(author, target, "?q=zanzibar"))
    page = author.get(f"/en/studio/courses/{other}/quizzes/final/questions/q1")
    page.send("Save question", {"prompt": "Where is Zanzibar?"})
    assert places(bank(author, target, "?q=zanzibar")) == [f"d/{other}/final/q1"]


def test_pages_of_the_bank(author: PageClient, site: Flask, target: str) -> None:
    rows = b"".join(b"  - {id: q%d, kind: single, prompt: Page %d}\n" % (n, n) for n in range(60))
    quiz = b"title: Long\nkind: practice\nminutes: 5\nquestions:\n" + rows
    course = COURSE.replace(b"code: reading-the-river", b"code: second")
    draft_of(site, {"course.yaml": course, "quizzes/final.yaml": quiz})
    page = bank(author, target, "?q=page")
    assert "60 questions" in page.text
    assert len(places(page)) == 20
    assert len(places(bank(author, target, "?q=page&page=3"))) == 20
    for language in ("ar", "es", "fr", "ru", "zh"):
        author.get(f"/{language}/studio/courses/{target}/quizzes/final/bank")


def test_who_may_not_write_has_no_bank(site: Flask, target: str) -> None:
    staff(site, Role.REVIEWER).get(f"/en/studio/courses/{target}/quizzes/final/bank", 403)


def test_the_note_of_the_origin_follows_its_question(author: PageClient, target: str) -> None:
    page = pull(bank(author, target), "v/reading-the-river/final/q5")
    page = author.get(f"/en/studio/courses/{target}/quizzes/final/questions/q5")
    page.send("Save question", {"id": "gauge"})
    quiz = author.get(f"/en/studio/courses/{target}/quizzes/final")
    assert quiz.text.count("Pulled from Reading the river, version 1, question q5") == 1
    (form,) = [each for each in quiz.main.all("form") if each.get("action").endswith("/questions")]
    quiz = author.post(form.get("action"), {**form_values(form), "do": "drop.gauge"})
    assert "Pulled from" not in quiz.text
    assert "Pulled from" in quiz.send("Undo").text
    quiz = author.get(f"/en/studio/courses/{target}/quizzes/final")
    (form,) = [each for each in quiz.main.all("form") if each.get("action").endswith("/questions")]
    author.post(form.get("action"), {**form_values(form), "do": "drop.gauge"})
    page = author.get(f"/en/studio/courses/{target}/quizzes/final").send("Add a question")
    quiz = page.send("Save question", {"id": "gauge", "prompt": "Another one"}).client.get(
        f"/en/studio/courses/{target}/quizzes/final"
    )
    assert "Another one" in quiz.text
    assert "Pulled from" not in quiz.text
