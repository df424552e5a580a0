"""Quizzes and questions in the studio: nothing typed is lost, and learners' own page and marks to try them."""

from __future__ import annotations

import pytest
from author_support import EXAMPLE, NOW, draft_of, staff
from flask import Flask
from sqlalchemy import select

from learnhub.access.identity import Role
from learnhub.accounts.service import NewAccount, register
from learnhub.catalogue.content import load_version
from learnhub.catalogue.models import Course
from learnhub.coursefile.emit import emit
from learnhub.coursefile.loose import read_loose
from learnhub.coursefile.quizedit import Data, questions_of, read_quiz
from learnhub.db import reading, transaction
from learnhub.learning.service.attempts import submit
from learnhub.learning.service.enrolling import enrol
from learnhub.studio.models.drafts import DraftRow
from learnhub.studio.queries.drafts import find_part
from tests.web.client import Page, PageClient, Typed, form_values
from tests.web.markup import Element

FINAL = "quizzes/final.yaml"
TEXT = (EXAMPLE / FINAL).read_text(encoding="utf-8")


def text_of(site: Flask, draft: str, path: str = FINAL) -> str:
    with site.app_context():
        part = find_part(reading(), draft, path)
        assert part is not None
        return part.text


def quiz_of(site: Flask, draft: str) -> Data:
    found = read_quiz(text_of(site, draft))
    assert found is not None
    return found


def ids(site: Flask, draft: str) -> list[str]:
    return [question["id"] for question in questions_of(quiz_of(site, draft))]


def send_form(page: Page, form: Element, typed: Typed, status: int = 303) -> Page:
    """Send a form by a button whose words are not its own."""
    return page.client.post(form.get("action"), {**form_values(form), **typed}, status)


def press(page: Page, name: str, value: str) -> Page:
    """Press the button with this name and value."""
    for form in page.tree.all("form"):
        for button in form.all("button"):
            if (button.get("name"), button.get("value")) == (name, value):
                assert not button.has("disabled")
                return send_form(page, form, {name: value})
    raise AssertionError(f"no button {name}={value}")


@pytest.fixture
def draft(site: Flask) -> str:
    return draft_of(site)


@pytest.fixture
def author(site: Flask) -> PageClient:
    return staff(site)


def quiz_page(author: PageClient, draft: str) -> Page:
    return author.get(f"/en/studio/courses/{draft}/quizzes/final")


def question_page(author: PageClient, draft: str, question: str) -> Page:
    return author.get(f"/en/studio/courses/{draft}/quizzes/final/questions/{question}")


def test_saving_every_page_unchanged_keeps_the_bytes(site: Flask, author: PageClient, draft: str) -> None:
    quiz_page(author, draft).send("Save settings")
    for question in ids(site, draft):
        page = question_page(author, draft, question)
        assert not page.problems
        page.send("Save question")
    assert text_of(site, draft) == TEXT


def test_settings_are_kept_right_or_wrong(site: Flask, author: PageClient, draft: str) -> None:
    page = quiz_page(author, draft).send(
        "Save settings", {"title": " River  quiz ", "pass_mark": "١٠٠", "attempts": "often", "draw": "90"}
    )
    quiz = quiz_of(site, draft)
    assert (quiz["title"], quiz["pass_mark"], quiz["attempts"], quiz["draw"]) == (
        "River quiz",
        100,
        "often",
        90,
    )
    assert quiz["shuffle"] is False
    assert "Write a whole number." in page.text
    assert page.values("Save settings")["attempts"] == "often"
    page.send("Save settings", {"attempts": "0", "draw": "", "intro": ""})
    assert "intro" not in quiz_of(site, draft)
    assert text_of(site, draft).count("\n") == TEXT.count("\n") - 1


def test_questions_move_copy_go_and_come_back(site: Flask, author: PageClient, draft: str) -> None:
    page = press(quiz_page(author, draft), "do", "down.q1")
    assert ids(site, draft)[:3] == ["q2", "q1", "q3"]
    page = press(page, "do", "up.q1")
    assert text_of(site, draft) == TEXT
    page = press(page, "do", "copy.q4")
    assert ids(site, draft)[3:6] == ["q4", "q8", "q5"]
    page = press(page, "do", "drop.q8")
    assert text_of(site, draft) == TEXT
    page = press(page, "do", "drop.q2")
    assert "The question was removed." in page.text
    press(quiz_page(author, draft), "do", "down.q1")
    page.send("Undo")
    assert ids(site, draft) == ["q3", "q2", "q1", "q4", "q5", "q6", "q7"]


def test_a_new_question_is_written_step_by_step(site: Flask, author: PageClient, draft: str) -> None:
    page = quiz_page(author, draft).send("Add a question", {"kind": "single"})
    assert page.title == "Question 8"
    assert not page.problems, "who has only just begun is not blamed"
    page = page.send(
        "Save question", {"prompt": "What is $T$?", "options.0.text": "Time", "options.1.feedback": "No"}
    )
    assert questions_of(quiz_of(site, draft))[7] == {
        "id": "q8", "kind": "single", "prompt": "What is $T$?",
        "options": [{"text": "Time"}, {"text": "", "feedback": "No"}],
    }  # fmt: skip
    assert "This is still missing." in page.text
    assert page.values("Save question")["options.1.feedback"] == "No"
    page = page.send("Save question", {"options.1.text": "Space", "correct": "0", "explanation": "It is."})
    assert "to mend" not in page.text
    assert "<math" in str(page.response.text)
    page = page.send("Add rows")
    assert "options.6.text" in page.values("Save question")
    page = page.send("Save, then add a question")
    assert page.title == "Question 9"
    kind = questions_of(quiz_of(site, draft))[8]["kind"]
    assert kind == questions_of(quiz_of(site, draft))[7]["kind"]


def test_rows_move_and_what_was_typed_beside_them_stays(site: Flask, author: PageClient, draft: str) -> None:
    page = question_page(author, draft, "q6")
    form = page.form("Save question")
    page = send_form(page, form, {"press": "items.2.up", "prompt": "Sort these."})
    question = questions_of(quiz_of(site, draft))[5]
    assert question["items"] == ["Look at the water line", "Note level and time", "Read the scale"]
    assert question["prompt"] == "Sort these."
    press(page, "press", "items.0.drop")
    assert len(questions_of(quiz_of(site, draft))[5]["items"]) == 2


def test_another_kind_takes_the_answers_along(site: Flask, author: PageClient, draft: str) -> None:
    page = question_page(author, draft, "q1").send("Change kind", {"kind": "multiple"})
    assert page.values("Save question")["options.0.correct"] == "1"
    page = page.send("Change kind", {"kind": "short_text"})
    assert page.values("Save question")["accepted"] == "1 in 50"
    for kind in ("true_false", "numeric", "ordering", "matching", "single"):
        page = page.send("Change kind", {"kind": kind})
        assert page.values("Save question")["was"] == kind
    assert questions_of(quiz_of(site, draft))[0]["prompt"].startswith("What is the chance")


def test_an_empty_quiz_says_what_it_needs(site: Flask, author: PageClient) -> None:
    draft = draft_of(
        site, {FINAL: b"title: Final quiz\nkind: final\npass_mark: 60\ncolour: red\nquestions: []\n"}
    )
    page = quiz_page(author, draft)
    assert "No question yet" in page.text
    assert "One at least is needed." in page.text
    page = page.send("Add a question", {"kind": "true_false"})
    page = page.send("Save question", {"prompt": "Yes?", "answer": "true", "explanation": "Yes."})
    assert "to mend" not in page.text
    assert quiz_of(site, draft)["colour"] == "red", "what no form knows is kept"


def test_a_new_name_gives_a_new_address(author: PageClient, draft: str) -> None:
    page = question_page(author, draft, "q3").send("Save question", {"id": "hundred"})
    assert page.address.endswith("/questions/hundred")
    question_page_status = author.get(page.address.replace("hundred", "q3"), 404)
    assert "removed or renamed" in question_page_status.text


@pytest.mark.parametrize(
    ("question", "answer", "verdict"),
    [
        ("q1", {"q.q1": "0"}, "Correct"), ("q1", {"q.q1": "1"}, "Not right"),
        ("q2", {"q.q2": ["0", "2"]}, "Not right"), ("q3", {"q.q3": "false"}, "Correct"),
        ("q4", {"q.q4": "25000 L"}, "Correct"), ("q4", {"q.q4": "25"}, "Partly correct"),
        ("q5", {"q.q5": "Stage Gauge"}, "Correct"), ("q6", {"q.q6.0": "1", "q.q6.1": "2", "q.q6.2": "3"}, "Correct"),
        ("q7", {"q.q7.0": "0", "q.q7.1": "1"}, "Correct"), ("q7", {}, "Not answered"),
    ],
)  # fmt: skip
def test_trying_marks_as_learners_are_marked(
    author: PageClient, draft: str, question: str, answer: dict[str, str | list[str]], verdict: str
) -> None:
    page = author.get(f"/en/studio/courses/{draft}/quizzes/final/questions/{question}/try")
    page = page.send("Mark this answer", answer, 200)
    (line,) = [each for each in page.main.all("p") if "mark-line" in each.get("class")]
    assert line.text.startswith(verdict)
    kept = page.values("Mark this answer").get(f"q.{question}", "")
    assert sorted(kept) == sorted(answer.get(f"q.{question}", ""))


def test_many_answers_are_tried_at_once(author: PageClient, draft: str) -> None:
    page = author.get(f"/en/studio/courses/{draft}/quizzes/final/questions/q4/try")
    rows = {row.all("th")[0].text: row.text for row in page.main.all("tr") if row.all("th") and row.all("td")}
    assert "Correct" in rows["25 m³"]
    assert "Correct" in rows["25000 L"]
    assert "The number is right; check the unit." in rows["25"]
    page = page.send("Mark all of these", {"samples": "٢٥ m3\n\nmany"}, 200)
    rows = {row.all("th")[0].text: row.text for row in page.main.all("tr") if row.all("td")}
    assert list(rows) == ["٢٥ m3", "many"]
    assert "Could not be read" in rows["many"]


def test_lines_of_an_ordering_move_while_trying(author: PageClient, draft: str) -> None:
    page = author.get(f"/en/studio/courses/{draft}/quizzes/final/questions/q6/try")
    shown = page.values("Mark this answer")["q.q6.shown"]
    page = send_form(page, page.form("Mark this answer"), {"move": f"q6.{shown[0]}.down"}, 200)
    assert page.values("Mark this answer")["q.q6.shown"] == [shown[1], shown[0], shown[2]]
    assert "What the learner sees afterwards" not in page.text
    again = send_form(page, page.form("Mark this answer"), {"move": "nonsense"}, 200)
    assert again.values("Mark this answer")["q.q6.shown"] == [shown[1], shown[0], shown[2]]


def test_what_cannot_be_asked_yet_says_why(author: PageClient, draft: str) -> None:
    page = question_page(author, draft, "q1").send("Save and try it", {"explanation": ""})
    assert "This question can't be asked yet." in page.text
    assert "This is still missing." in page.text


def test_two_people_in_one_quiz(site: Flask, author: PageClient, draft: str) -> None:
    other = staff(site, Role.CENTRE_COORDINATOR)
    mine, hers = question_page(author, draft, "q1"), question_page(other, draft, "q2")
    hers.send("Save question", {"prompt": "Hers"})
    mine.send("Save question", {"prompt": "Mine"})
    assert [each["prompt"] for each in questions_of(quiz_of(site, draft))[:2]] == ["Mine", "Hers"]
    mine, hers = question_page(author, draft, "q1"), question_page(other, draft, "q1")
    hers.send("Save question", {"prompt": "Hers again"})
    page = mine.send("Save question", {"prompt": "Mine again"})
    assert "Both texts are kept" in page.tree.text
    assert "Hers again" in page.text
    assert "Mine again" in page.text
    page = press(page, "do", "drop.~1")
    assert "Hers again" not in page.text
    assert len(ids(site, draft)) == 7


def test_a_quiz_that_no_form_can_show_is_edited_as_text(site: Flask, author: PageClient) -> None:
    draft = draft_of(site, {FINAL: b"title: [a\nquestions: words\n"})
    page = quiz_page(author, draft)
    assert "The forms cannot show this quiz" in page.text
    assert "Line 2" in page.text
    page = page.send("Save text", {"text": TEXT})
    assert "to mend" not in page.text
    assert text_of(site, draft) == TEXT
    assert quiz_page(author, draft).title == "Show what you can do"


def test_reviewers_look_and_strangers_do_not(site: Flask, draft: str) -> None:
    reviewer = staff(site, Role.REVIEWER)
    page = quiz_page(reviewer, draft)
    assert "Save settings" not in page.text
    reviewer.get(f"/en/studio/courses/{draft}/quizzes/final/questions/q1/try")
    reviewer.get(f"/en/studio/courses/{draft}/quizzes/final/questions/q1", 403)
    for stranger in (staff(site, Role.AUTHOR, "hidroex"), staff(site, Role.LEARNER)):
        stranger.get(f"/en/studio/courses/{draft}/quizzes/final", 403)


@pytest.mark.parametrize("language", ["ar", "es", "fr", "ru", "zh"])
def test_pages_in_every_language(author: PageClient, draft: str, language: str) -> None:
    for rest in ("", "/text", *(f"/questions/q{n}" for n in range(1, 8)), "/questions/q4/try"):
        author.get(f"/{language}/studio/courses/{draft}/quizzes/final{rest}")


def test_bad_input_is_a_clear_answer(site: Flask, author: PageClient, draft: str) -> None:
    page = question_page(author, draft, "q1")
    long = page.send(
        "Save question", {"prompt": "x" * 20_000, "marks": "9" * 40, "options.0.text": "\x00\x07 A "}
    )
    assert "This has 20000 characters; at most 8000 are allowed." in long.text
    question = questions_of(quiz_of(site, draft))[0]
    assert len(question["prompt"]) == 20_000
    assert question["options"][0]["text"] == "A"
    author.get(f"/en/studio/courses/{draft}/quizzes/none", 404)
    quiz = quiz_page(author, draft)
    wrong: list[Typed] = [{"do": "burn.q1"}, {"do": "drop.q99"}]
    for fields in wrong:
        form = next(each for each in quiz.main.all("form") if each.get("action").endswith("/questions"))
        send_form(quiz, form, fields, 404)


def test_a_quiz_that_people_have_handed_in_says_so(site: Flask, author: PageClient, draft: str) -> None:
    with site.app_context(), transaction() as session:
        course = session.scalars(select(Course)).one()
        session.get_one(DraftRow, draft).course_id = course.id
        steps = load_version(session, course.version_id or 0)
        for name in ("Amina", "Wanjiru"):
            learner = register(
                session, account=NewAccount(name=name, email="", password_hash="!"), now=NOW
            ).id
            enrol(session, person_id=learner, course_id=course.id, all_steps=steps.all_steps, now=NOW)
            step = steps.step("final")
            for number in (1, 2):
                submit(
                    session,
                    person_id=learner,
                    version=steps,
                    step=step,
                    number=number,
                    form={"q.q1": ["0"]},
                    now=NOW,
                )
    assert "2 people have handed in this quiz as it is published." in question_page(author, draft, "q1").text
    other = author.get(f"/en/studio/courses/{draft}/quizzes/before/questions/q1")
    assert "handed in" not in other.text


def test_a_new_question_has_the_only_outcome_chosen(site: Flask) -> None:
    course = read_loose((EXAMPLE / "course.yaml").read_text(encoding="utf-8")) or {}
    one = emit({**course, "outcomes": course["outcomes"][:1]}).encode()
    author, draft = staff(site), draft_of(site, {"course.yaml": one})
    author.get(f"/en/studio/courses/{draft}/quizzes/final").send("Add a question")
    with site.app_context():
        part = find_part(reading(), draft, "quizzes/final.yaml")
        assert part is not None
        assert (read_loose(part.text) or {})["questions"][-1]["outcome"] == course["outcomes"][0]["id"]
