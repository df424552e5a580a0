"""A quiz as a learner takes it, without scripts: every kind of question, saving, other devices, two tabs."""

from __future__ import annotations

import re

import pytest
from learning_support import (
    CHECK,
    COURSE,
    FINAL,
    OPEN,
    RIGHT,
    SAVE,
    Browser,
    PageForm,
    SignedIn,
    hand_in,
    plain_text,
    review_of,
    section,
)
from sqlalchemy import func, select

from learnhub.db import reading
from learnhub.learning.models import Attempt, Enrolment


def attempts() -> list[Attempt]:
    session = reading()
    session.expire_all()
    return list(session.scalars(select(Attempt).order_by(Attempt.id)))


def test_who_hears_the_page_hears_the_question_at_its_fields(enrolled: Browser) -> None:
    html = enrolled.text(FINAL)
    for number, question in enumerate(re.findall(r'<fieldset class="q" id="q-([^"]+)"', html), start=1):
        part = html.partition(f'id="q-{question}"')[2].partition("</fieldset>")[0]
        ids = part.partition('aria-labelledby="')[2].partition('"')[0].split()
        named, asked = (
            plain_text("<p" + part.partition(f'id="{each}"')[2].partition("</")[0]) for each in ids
        )
        assert named == f"Question {number}"
        assert len(asked) > 10, question


def test_everything_right_passes_and_shows_why(enrolled: Browser) -> None:
    page = review_of(enrolled, RIGHT)
    assert "You passed with 8 of 8 marks" in page
    assert "the river has no memory" in plain_text(page)
    assert [(a.marks, a.max_marks, a.passed) for a in attempts()] == [("8", 8, True)]


def test_an_empty_form_can_be_handed_in(enrolled: Browser) -> None:
    assert "0 of 8 marks: not passed yet" in review_of(enrolled, {})


def test_saving_keeps_everything_for_another_device(
    enrolled: Browser, learner: int, signed_in: SignedIn
) -> None:
    answers = {**RIGHT, "q.q4": ["fifty?"], "q.q2": ["1", "2"], "q.q6.2": [""]}
    saved = enrolled.submit(enrolled.form(FINAL, FINAL), SAVE, answers)
    assert (saved.status_code, saved.location) == (303, f"{FINAL}#state")
    page = signed_in(learner).text(FINAL)
    values = enrolled.form(FINAL, FINAL).values
    assert "7 of 7 answers saved" in page
    assert {name: values[name] for name in RIGHT} == {name: answers[name] for name in RIGHT}
    assert "We could not read “fifty?” as a number" in page
    assert [a.submitted_at for a in attempts()] == [None]


def test_an_answer_can_be_taken_back(enrolled: Browser) -> None:
    enrolled.submit(enrolled.form(FINAL, FINAL), SAVE, RIGHT)
    form = enrolled.form(FINAL, FINAL)
    form.values.pop("q.q1")
    form.values.pop("q.q2")
    enrolled.submit(form, SAVE, {"q.q5": [""]})
    page = enrolled.text(FINAL)
    assert "4 of 7 answers saved" in page
    assert "q.q1" not in enrolled.form(FINAL, FINAL).values


def test_a_page_from_before_takes_no_answer_away(enrolled: Browser) -> None:
    old, new = enrolled.form(FINAL, FINAL), enrolled.form(FINAL, FINAL)
    elsewhere = {"q.q1": ["0"], "q.q2": ["0"], "q.q5": ["gauge"], "q.q6.0": ["1"], "q.q7.0": ["0"]}
    enrolled.submit(new, SAVE, elsewhere)
    enrolled.submit(old, SAVE, {"q.q3": ["false"], "q.q5": ["Staff gauge"]})
    values = enrolled.form(FINAL, FINAL).values
    kept = {name: values[name] for name in ("q.q1", "q.q2", "q.q3", "q.q6.0", "q.q7.0")}
    assert kept == {"q.q1": ["0"], "q.q2": ["0"], "q.q3": ["false"], "q.q6.0": ["1"], "q.q7.0": ["0"]}
    assert values["q.q5"] == ["Staff gauge"], "what is answered on both: the later one"


def test_a_page_from_before_brings_no_old_answer_back(enrolled: Browser) -> None:
    enrolled.submit(enrolled.form(FINAL, FINAL), SAVE, RIGHT)
    old, new = enrolled.form(FINAL, FINAL), enrolled.form(FINAL, FINAL)
    enrolled.submit(new, SAVE, {"q.q1": ["1"], "q.q5": [""]})
    done = enrolled.submit(old, CHECK, {"q.q4": ["26 m³"]})
    assert done.location.endswith(OPEN), "one answer was taken back on the newer page"
    values = enrolled.form(FINAL, FINAL).values
    assert (values["q.q1"], values["q.q4"], values["q.q5"]) == (["1"], ["26 m³"], [""])


def test_nothing_is_handed_in_that_the_page_did_not_show(enrolled: Browser) -> None:
    enrolled.submit(enrolled.form(FINAL, FINAL), SAVE, RIGHT)
    old, new = enrolled.form(FINAL, FINAL), enrolled.form(FINAL, FINAL)
    enrolled.submit(new, SAVE, {"q.q1": ["1"]})
    done = enrolled.submit(old, CHECK, {})
    shown = enrolled.get(done.location.partition("#")[0])
    assert "Some answers were given on another page or device" in shown.text
    assert "no-store" in shown.headers["Cache-Control"]
    now = enrolled.form(done.location, FINAL)
    assert now.values["q.q1"] == ["1"]
    assert "/attempts/" in enrolled.submit(now, CHECK, {}).location
    for address in (done.location, f"{FINAL}{OPEN}"):
        again = enrolled.get(address.partition("#")[0])
        assert "nothing was handed in" not in again.text, "it was, and this is the next try"


def order_shown(form: PageForm) -> list[str]:
    return form.values["q.q6.shown"]


def test_lines_are_put_in_order_with_buttons(enrolled: Browser) -> None:
    before = order_shown(enrolled.form(FINAL, FINAL))
    assert before != ["0", "1", "2"], "the right order is never shown first"
    pressed = enrolled.press(FINAL, FINAL, ("move", f"q6.{before[2]}.up"), q__q5="gauge")
    assert pressed.location == f"{FINAL}#q.q6.{before[2]}", "the keyboard goes on beside the line"
    form = enrolled.form(FINAL, FINAL)
    assert order_shown(form) == [before[0], before[2], before[1]]
    assert [form.values[f"q.q6.{item}"] for item in order_shown(form)] == [["1"], ["2"], ["3"]]
    assert form.values["q.q5"] == ["gauge"], "what else was typed is saved, too"
    assert ("move", f"q6.{before[0]}.up") in form.disabled
    enrolled.press(FINAL, FINAL, ("move", f"q6.{before[0]}.down"))
    assert order_shown(enrolled.form(FINAL, FINAL)) == [before[2], before[0], before[1]]


def test_the_buttons_lead_to_the_right_order(enrolled: Browser) -> None:
    for _ in range(6):
        form = enrolled.form(FINAL, FINAL)
        shown = order_shown(form)
        wrong = [n for n in range(2) if shown[n] > shown[n + 1]]
        if not wrong:
            break
        enrolled.submit(form, ("move", f"q6.{shown[wrong[0]]}.down"), {})
    assert order_shown(enrolled.form(FINAL, FINAL)) == ["0", "1", "2"]
    assert "1 of 1 mark" in section(review_of(enrolled, {}), "q6")


@pytest.mark.parametrize(
    "move", ["q6.9.up", "q6.².up", "q6.x.down", "q6.0", "q1.0.up", "..up", "q6." + "9" * 5000 + ".up"]
)
def test_a_move_that_no_button_sends_saves_and_moves_nothing(enrolled: Browser, move: str) -> None:
    form = enrolled.form(FINAL, FINAL)
    answer = enrolled.send(FINAL, {**form.values, "move": [move], "q.q5": ["gauge"]})
    assert answer.status_code == 303
    again = enrolled.form(FINAL, FINAL)
    assert order_shown(again) == order_shown(form)
    assert again.values["q.q5"] == ["gauge"]


@pytest.mark.parametrize(
    "shown", [["0", "0", "0"], ["0", "1"], ["٠", "١", "٢"], ["²", "0", "1"], ["9" * 5000] * 3, []]
)
def test_lines_that_no_page_shows_are_not_moved(enrolled: Browser, shown: list[str]) -> None:
    form = enrolled.form(FINAL, FINAL)
    answer = enrolled.send(FINAL, {**form.values, "move": ["q6.0.up"], "q.q6.shown": shown})
    assert answer.status_code == 303


def test_the_script_saves_one_answer_and_says_how_it_was_read(enrolled: Browser) -> None:
    form = enrolled.form(FINAL, FINAL)
    base = {name: form.values[name] for name in ("csrf_token", "version", "number")}
    first = enrolled.send(f"{FINAL}/answers", {**base, "q.q4": ["16,7 L"]})
    second = enrolled.send(f"{FINAL}/answers", {**base, "shown": ["q2"], "q.q2": ["0"]})
    assert first.status_code == second.status_code == 200
    assert first.get_json()["read"] == {"q4": "We read this as 16.7 L."}
    assert second.get_json()["saved"] == ["q2", "q4"]
    assert second.get_json()["state"].startswith("2 of 7 answers saved")
    third = enrolled.send(f"{FINAL}/answers", {**base, "shown": ["q2"]})
    assert third.get_json()["saved"] == ["q4"], "nothing chosen any more"


def test_a_second_tab_shows_the_first_result_and_counts_nothing(enrolled: Browser) -> None:
    first, second = enrolled.form(FINAL, FINAL), enrolled.form(FINAL, FINAL)
    one = hand_in(enrolled, {"q.q1": ["0"]}, form=first)
    two = enrolled.submit(second, CHECK, RIGHT)
    assert two.status_code == 303
    assert two.location == f"{one.location}?again=1"
    page = enrolled.text(two.location)
    assert "handed in already" in page
    assert "1 of 8 marks" in page
    assert len(attempts()) == 1


def test_saving_after_handing_in_changes_nothing(enrolled: Browser) -> None:
    form = enrolled.form(FINAL, FINAL)
    done = hand_in(enrolled, {"q.q1": ["0"]}, form=form)
    autosaved = enrolled.send(f"{FINAL}/answers", {**form.values, "q.q1": ["1"]})
    assert autosaved.status_code == 409
    assert "handed in already" in autosaved.get_json()["problem"]
    assert enrolled.submit(form, SAVE, {"q.q1": ["1"]}).location == f"{done.location}?again=1"
    assert [(a.answers, a.marks) for a in attempts()] == [('{"q1":{"chosen":[0]}}', "1")]


def test_tries_are_limited_and_the_best_one_counts(enrolled: Browser) -> None:
    some = {"q.q1": ["0"], "q.q3": ["false"], "q.q5": ["gauge"]}
    assert "3 tries left" in enrolled.text(FINAL)
    hand_in(enrolled, some)
    assert "2 tries left" in enrolled.text(FINAL)
    hand_in(enrolled, {"q.q1": ["0"]})
    assert "One try left" in enrolled.text(FINAL)
    form = enrolled.form(FINAL, FINAL)
    hand_in(enrolled, {})
    page = enrolled.text(FINAL)
    assert "You have used all tries of this quiz" in page
    assert "3 of 8 marks" in page
    more = enrolled.send(FINAL, {**form.values, "number": ["4"], "do": ["check"], **RIGHT})
    assert more.status_code == 409
    assert len(attempts()) == 3


def test_what_was_handed_in_is_found_again(enrolled: Browser) -> None:
    first, second = hand_in(enrolled, {}).location, hand_in(enrolled).location
    results = enrolled.text("/en/me/results")
    assert [f'href="{each}"' in results for each in (first, second)] == [True, True]
    assert "Try 2 Try 1 8 of 8" in " ".join(plain_text(results).split()), (
        "no column of its own, for small screens"
    )
    assert "See your tries" in enrolled.text(FINAL)
    enrolled.press(f"{COURSE}/leave", "")
    assert f'href="{second}"' in enrolled.text("/en/me/results"), "results stay"
    assert "You passed with 8 of 8 marks" in enrolled.text(second)


def test_a_pass_is_never_lost(enrolled: Browser) -> None:
    hand_in(enrolled)
    hand_in(enrolled, {})
    page = plain_text(enrolled.text("/en/me/results"))
    assert "8 of 8" in page
    results = reading().scalars(select(Enrolment.results)).one()
    assert results == '{"final":["8",8,true,2]}'


def test_an_open_try_has_no_review(enrolled: Browser) -> None:
    enrolled.submit(enrolled.form(FINAL, FINAL), SAVE, RIGHT)
    number = attempts()[0].id
    assert enrolled.get(f"{FINAL}/attempts/{number}").status_code == 404


def test_looking_at_a_quiz_stores_nothing(enrolled: Browser) -> None:
    first, second = enrolled.text(FINAL), enrolled.text(FINAL)
    assert [line for line in first.split("\n") if "csrf" not in line] == [
        line for line in second.split("\n") if "csrf" not in line
    ]
    assert reading().scalar(select(func.count()).select_from(Attempt)) == 0


def test_a_visitor_is_told_how_to_take_the_quiz(visitor: Browser, browser: Browser) -> None:
    assert "this needs an account and your enrolment" in visitor.text(FINAL)
    assert browser.press(FINAL, "/enrol").status_code == 303
