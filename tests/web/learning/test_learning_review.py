"""The result of a quiz: what each kind of answer earns and is told, and what stays covered."""

from __future__ import annotations

import pytest
from learning_support import (
    COURSE,
    RIGHT,
    Browser,
    SignedIn,
    WithRole,
    hand_in,
    plain_text,
    review_of,
    section,
)

from learnhub.access.identity import Role


def test_a_review_begins_with_a_way_to_each_question(enrolled: Browser) -> None:
    html = review_of(enrolled, {**RIGHT, "q.q1": ["1"], "q.q2": ["0"], "q.q3": []})
    listed = html.partition('<ol class="q-nav"')[2].partition("</ol>")[0]
    ways = {
        each.partition('"')[0]: plain_text("<a" + each.partition("</a>")[0])
        for each in listed.split('href="#r-')[1:]
    }
    assert [ways[q].rpartition(", ")[2] for q in ("q1", "q2", "q3", "q4")] == [
        "Not right",
        "Partly correct",
        "Not answered",
        "Correct",
    ]
    assert all(f'id="r-{question}"' in html for question in ways)


@pytest.mark.parametrize(
    ("answers", "marks", "says"),
    [
        ({"q.q1": ["0"]}, "1 of 1", "Correct"),
        ({"q.q1": ["1"]}, "0 of 1", "Not right"),
        ({"q.q1": ["7"]}, "0 of 1", "Not answered"),
        ({"q.q1": ["x"]}, "0 of 1", "Not answered"),
        ({}, "0 of 1", "Not answered"),
    ],
)
def test_one_right_option(enrolled: Browser, answers: dict[str, list[str]], marks: str, says: str) -> None:
    text = section(review_of(enrolled, answers), "q1")
    assert f"{marks} mark" in text
    assert says in text


@pytest.mark.parametrize(
    ("question", "answers", "marks", "says"),
    [
        ("q2", {"q.q2": ["0", "1"]}, "2 of 2", "Correct"),
        ("q2", {"q.q2": ["1"]}, "1 of 2", "Partly correct. Right choices: 1 of 2. Wrong choices: 0."),
        (
            "q2",
            {"q.q2": ["0", "1", "2"]},
            "1 of 2",
            "Partly correct. Right choices: 2 of 2. Wrong choices: 1.",
        ),
        ("q2", {"q.q2": ["2"]}, "0 of 2", "Not right"),
        ("q2", {}, "0 of 2", "Not answered"),
        ("q3", {"q.q3": ["false"]}, "1 of 1", "Correct"),
        ("q3", {"q.q3": ["true"]}, "0 of 1", "Not right"),
        ("q3", {"q.q3": ["perhaps"]}, "0 of 1", "Not answered"),
        ("q4", {"q.q4": ["25 m³"]}, "1 of 1", "Correct. We read this as 25 m"),
        ("q4", {"q.q4": ["25,4 m3"]}, "1 of 1", "We read this as 25.4 m"),
        ("q4", {"q.q4": ["25 000 L"]}, "1 of 1", "We read this as 25000 L"),
        ("q4", {"q.q4": ["٢٥ m³"]}, "1 of 1", "We read this as 25 m"),
        ("q4", {"q.q4": ["२५ m³"]}, "1 of 1", "We read this as 25 m"),
        ("q4", {"q.q4": ["2.5×10^1 m³"]}, "1 of 1", "Correct"),
        ("q4", {"q.q4": ["25"]}, "0.5 of 1", "The number is right; check the unit."),
        ("q4", {"q.q4": ["25 L"]}, "0.5 of 1", "The number is right; check the unit."),
        ("q4", {"q.q4": ["250 m³"]}, "0 of 1", "The unit is right; check the number."),
        ("q4", {"q.q4": ["1,234 m³"]}, "0 of 1", "if you meant thousands, write 1234."),
        ("q4", {"q.q4": ["a lot"]}, "0 of 1", "Could not be read. We could not read “a lot” as a number."),
        ("q4", {"q.q4": ["9" * 200]}, "0 of 1", "has more digits than we can read"),
        ("q4", {"q.q4": ["   "]}, "0 of 1", "Not answered"),
        ("q5", {"q.q5": ["  STAFF   gauge "]}, "1 of 1", "Correct"),
        ("q5", {"q.q5": ["thermometer"]}, "0 of 1", "Not right"),
        ("q5", {}, "0 of 1", "Not answered"),
        ("q6", {"q.q6.0": ["1"], "q.q6.1": ["2"], "q.q6.2": ["3"]}, "1 of 1", "Correct"),
        ("q6", {"q.q6.0": ["2"], "q.q6.1": ["1"], "q.q6.2": ["3"]}, "0.33 of 1", "right order: 2 of 3."),
        ("q6", {"q.q6.0": ["3"], "q.q6.1": ["2"], "q.q6.2": ["1"]}, "0 of 1", "Not right"),
        ("q6", {"q.q6.0": ["1"]}, "0 of 1", "Give every item a place of its own."),
        ("q6", {}, "0 of 1", "Not answered"),
        ("q7", {"q.q7.0": ["0"], "q.q7.1": ["1"]}, "1 of 1", "Correct"),
        ("q7", {"q.q7.0": ["0"], "q.q7.1": ["2"]}, "0.5 of 1", "Right pairs: 1 of 2."),
        ("q7", {"q.q7.0": ["1"], "q.q7.1": ["0"]}, "0 of 1", "Not right"),
        ("q7", {}, "0 of 1", "Not answered"),
    ],
)
def test_the_other_kinds(
    enrolled: Browser, question: str, answers: dict[str, list[str]], marks: str, says: str
) -> None:
    text = section(review_of(enrolled, answers), question)
    assert f"{marks} mark" in text
    assert says in text


@pytest.mark.parametrize(
    ("lang", "read"), [("en", "25.4 m³"), ("fr", "25,4 m³"), ("ar", "\u206625.4 m³\u2069")]
)
def test_a_number_with_its_unit_stays_in_one_piece(enrolled: Browser, lang: str, read: str) -> None:
    address = hand_in(enrolled, RIGHT | {"q.q4": ["25.4 m³"]}).location
    review = enrolled.text(address.replace("/en/", f"/{lang}/"))
    assert read in review
    assert '<bdi dir="ltr">25 m³ ± 2 %</bdi>' in review


def test_right_answers_stay_covered_while_there_is_a_try(enrolled: Browser) -> None:
    wrong = {"q.q1": ["1"], "q.q4": ["1 m³"], "q.q5": ["ruler"], "q.q7.0": ["1"], "q.q6.0": ["1"]}
    first = hand_in(enrolled, wrong).location
    covered = plain_text(enrolled.text(first))
    secrets = [
        "right answer",
        "Accepted",
        "stage gauge",
        "the river has no memory",
        "Right order",
        "± 2",
        "missed",
    ]
    assert [secret for secret in secrets if secret in covered] == []
    assert "are shown when you have passed or used your last try" in covered
    hand_in(enrolled, wrong)
    hand_in(enrolled, wrong)
    opened = plain_text(enrolled.text(first))
    assert [secret for secret in secrets if secret not in opened] == []


def test_a_pass_opens_the_book(enrolled: Browser) -> None:
    assert "stage gauge" in review_of(enrolled, RIGHT)


def test_the_review_of_another_person_is_not_found(
    enrolled: Browser, with_role: WithRole, signed_in: SignedIn
) -> None:
    done = hand_in(enrolled).location
    assert enrolled.get(done).status_code == 200
    for other in (with_role(Role.LEARNER, "icharm"), with_role(Role.ADMINISTRATOR, "")):
        other.press(COURSE, "/enrol")
        assert other.get(done).status_code == 404
