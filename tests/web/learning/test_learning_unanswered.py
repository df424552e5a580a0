"""A press too early costs no try: Enter in a field saves, and open questions are shown before a paper is handed in."""

from __future__ import annotations

import pytest
from learning_support import CHECK, FINAL, HAND, OPEN, RIGHT, Browser, forms_of, plain_text
from sqlalchemy import select

from learnhub.db import reading
from learnhub.learning.models import Attempt

SHOWN = f"{FINAL}{OPEN.partition('#')[0]}"


def tries() -> list[bool]:
    """Of each try that is stored, whether it was handed in."""
    session = reading()
    session.expire_all()
    return [a.submitted_at is not None for a in session.scalars(select(Attempt).order_by(Attempt.number))]


def without(*questions: str) -> dict[str, list[str]]:
    """Right answers to all but these questions."""
    return {name: given for name, given in RIGHT.items() if name.split(".")[1] not in questions}


def notice(page: str) -> str:
    """What the page says of open questions."""
    return plain_text(page.partition('id="open"')[2].partition("<fieldset")[0])


def test_enter_in_a_field_saves_and_leads_back_to_it(enrolled: Browser) -> None:
    form = enrolled.form(FINAL, FINAL)
    first = form.buttons[0]  # what a browser presses when somebody presses Enter
    answer = enrolled.submit(form, first, {"q.q4": ["12"]})
    assert (answer.status_code, answer.location) == (303, f"{FINAL}#q-q4")
    assert tries() == [False]
    assert enrolled.form(FINAL, FINAL).values["q.q4"] == ["12"]
    again = enrolled.press(FINAL, FINAL, first)
    assert again.location == f"{FINAL}#state", "nothing is new"


@pytest.mark.parametrize("address", [FINAL, SHOWN])
def test_the_button_that_enter_presses_is_not_met_by_anybody_else(enrolled: Browser, address: str) -> None:
    page = enrolled.text(address)
    buttons = [each.partition(">")[0] for each in page.split('id="quiz"')[1].split("<button")[1:]]
    assert 'tabindex="-1" aria-hidden="true"' in buttons[0]
    assert not [each for each in buttons[1:] if "aria-hidden" in each]


def test_open_questions_are_shown_before_anything_is_handed_in(enrolled: Browser) -> None:
    early = enrolled.press(
        FINAL, FINAL, CHECK, **{n.replace(".", "__"): v for n, v in without("q2", "q5").items()}
    )
    assert (early.status_code, early.location) == (303, f"{FINAL}{OPEN}")
    assert tries() == [False]
    page = enrolled.text(early.location)
    assert "2 questions are still open" in notice(page)
    assert "no try is used up" in notice(page)
    assert [id_ for id_ in RIGHT if f'<a href="#{id_.replace(".", "-", 1)}">Question' in page] == [
        "q.q2",
        "q.q5",
    ]
    assert "3 tries left" in page
    form = enrolled.form(early.location, FINAL)
    assert {name: form.values[name] for name in without("q2", "q5")} == without("q2", "q5")


def test_nothing_answered_has_words_of_its_own(enrolled: Browser) -> None:
    early = enrolled.press(FINAL, FINAL, CHECK)
    assert "Nothing is answered yet" in notice(enrolled.text(early.location))
    assert enrolled.get(early.location).headers["Cache-Control"] == "private, no-store", "for the way back"


def test_lines_without_a_place_are_open_too(enrolled: Browser) -> None:
    some = {**RIGHT, "q.q6.1": [""], "q.q7.0": [""]}
    early = enrolled.submit(enrolled.form(FINAL, FINAL), CHECK, some)
    assert notice(enrolled.text(early.location)).count("answered in part") == 2
    assert tries() == [False]


def test_a_number_that_cannot_be_read_costs_no_try(enrolled: Browser) -> None:
    early = enrolled.submit(enrolled.form(FINAL, FINAL), CHECK, {**RIGHT, "q.q4": ["about 25"]})
    told = notice(enrolled.text(early.location))
    assert "One question is still open" in told
    assert "we could not read a number there" in told
    assert enrolled.form(FINAL, FINAL).values["q.q4"] == ["about 25"], "to be put right"
    assert tries() == [False]
    done = enrolled.press(early.location, FINAL, HAND)
    assert "7 of 8 marks" in enrolled.text(done.location)


def test_who_wants_to_hands_in_all_the_same(enrolled: Browser) -> None:
    early = enrolled.submit(enrolled.form(FINAL, FINAL), CHECK, without("q2"))
    form = enrolled.form(early.location, FINAL)
    done = enrolled.submit(form, HAND, {"q.q1": ["1"]})
    assert "5 of 8 marks" in enrolled.text(done.location), "what was changed here counts"
    assert tries() == [True]


def test_a_whole_paper_is_handed_in_at_once(enrolled: Browser) -> None:
    enrolled.submit(enrolled.form(FINAL, FINAL), CHECK, without("q2"))
    done = enrolled.submit(enrolled.form(SHOWN, FINAL), CHECK, {"q.q2": ["0", "1"]})
    assert "8 of 8 marks" in enrolled.text(done.location)
    assert "attempts" in done.location
    assert tries() == [True]


def test_the_list_is_gone_once_all_is_answered(enrolled: Browser) -> None:
    assert HAND not in forms_of(enrolled.text(FINAL))[-1].buttons
    enrolled.submit(enrolled.form(FINAL, FINAL), CHECK, without("q2"))
    assert HAND in enrolled.form(SHOWN, FINAL).buttons
    enrolled.press(SHOWN, FINAL, ("do", "save"), q__q2=["0"])
    assert HAND not in enrolled.form(SHOWN, FINAL).buttons
