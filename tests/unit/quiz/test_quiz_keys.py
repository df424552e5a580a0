"""Answers are marked by the key of another text of the quiz where both texts ask the same."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import SAMPLES, quiz_of, right_answer, sample, sample_data

from learnhub.quiz.answers import Answer, Chosen, Placed, Stated, Typed
from learnhub.quiz.grading import grade
from learnhub.quiz.keys import Marking, by_key_of, rekeyed
from learnhub.quiz.model import Matching, Ordering, Quiz

OPTIONS = SAMPLES["single"]["options"]
FLOOD, PLAIN, HOUSE = (option["text"] for option in OPTIONS)


def with_right(kind: str, *right: str, order: tuple[int, ...] = ()) -> dict[str, Any]:
    """The options of a sample with another key, perhaps in another order."""
    texts = [option["text"] for option in SAMPLES[kind]["options"]]
    places = order or range(len(texts))
    return {"options": [{"text": texts[n], "correct": texts[n] in right} for n in places]}


@pytest.mark.parametrize(
    ("kind", "changes", "answer", "before", "after"),
    [
        ("single", with_right("single", HOUSE), Chosen((2,)), 0, 1),
        ("single", with_right("single", HOUSE, order=(2, 1, 0)), Chosen((2,)), 0, 1),
        ("single", with_right("single", HOUSE, order=(2, 1, 0)), Chosen((0,)), 1, 0),
        ("multiple", with_right("multiple", "Poverty", order=(3, 0, 2, 1)), Chosen((0,)), Fraction(1, 2), 1),
        ("true_false", {"answer": True}, Stated(value=True), 0, 1),
        ("numeric", {"answer": "167"}, Typed("167 m³/s"), 0, 1),
        ("numeric", {"unit": "L/s", "units": []}, Typed("16.7 L/s"), Fraction(1, 2), 1),
        ("short_text", {"accepted": ["Hyogo"]}, Typed("hyogo"), 0, 1),
        ("ordering", {"items": ["Act", "Warn", "Forecast", "Observe"]}, Placed((4, 3, 2, 1)), 0, 1),
        ("ordering", {"items": ["Act", "Warn", "Forecast", "Observe"]}, Placed((1, 2, 3, 4)), 1, 0),
    ],
)
def test_an_answer_is_worth_what_the_right_key_says(
    kind: str, changes: dict[str, Any], answer: Answer, before: Fraction, after: Fraction
) -> None:
    seen, right = sample(kind), sample(kind, **changes)
    found = rekeyed(seen, right)
    assert found is not None
    assert grade(seen, answer).fraction == before
    assert grade(found, answer).fraction == after


def test_choices_of_pairs_keep_the_numbers_that_answers_name_them_by() -> None:
    swapped = [
        {"left": "Exposure", "right": "A flood"},
        {"left": "Hazard", "right": "A drought plan"},
    ]
    found = rekeyed(
        sample("matching"), sample("matching", pairs=swapped, distractors=["Houses on the plain"])
    )
    assert isinstance(found, Matching)
    assert found.pairs == (("Hazard", "A drought plan"), ("Exposure", "A flood"))
    assert found.choices == ("A flood", "Houses on the plain", "A drought plan")
    assert grade(found, Placed((2, 0))).fraction == 1


def test_terms_that_stand_there_twice_are_matched_by_their_places() -> None:
    pairs = [{"left": "River", "right": "Nile"}, {"left": "River", "right": "Oder"}]
    seen = sample("matching", pairs=pairs, distractors=[])
    found = rekeyed(seen, sample("matching", pairs=pairs[::-1], distractors=[]))
    assert found is not None
    assert grade(found, Placed((1, 0))).fraction == 1


def test_the_right_order_is_known_in_the_numbers_that_answers_use() -> None:
    found = rekeyed(sample("ordering"), sample("ordering", items=["Warn", "Observe", "Act", "Forecast"]))
    assert isinstance(found, Ordering)
    assert [found.items[index] for index in found.key] == ["Warn", "Observe", "Act", "Forecast"]


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("single", {"prompt": "Which of these is no hazard?"}),
        ("single", {"options": [*OPTIONS[:2], {"text": "A mud house"}]}),
        ("single", {"options": OPTIONS[:2]}),
        ("numeric", {"unit": None, "units": None}),
        ("ordering", {"items": ["Observe", "Forecast", "Warn", "Run"]}),
        ("matching", {"distractors": ["A dam"]}),
        ("matching", {"pairs": [{"left": "Hazards", "right": "A flood"}, SAMPLES["matching"]["pairs"][1]]}),
    ],
)
def test_a_question_that_asks_something_else_has_no_key_for_it(kind: str, changes: dict[str, Any]) -> None:
    assert rekeyed(sample(kind), sample(kind, **changes)) is None


def test_another_kind_is_another_question() -> None:
    prompt = str(SAMPLES["single"]["prompt"])
    assert rekeyed(sample("single"), sample("true_false", prompt=prompt)) is None


def test_a_question_keeps_its_weight_and_takes_the_explanation() -> None:
    found = rekeyed(sample("true_false", marks=3), sample("true_false", answer=True, explanation="Anew."))
    assert found is not None
    assert (found.marks, found.explanation) == (3, "Anew.")


@given(st.sampled_from(sorted(SAMPLES)))
def test_its_own_key_changes_nothing(kind: str) -> None:
    question = sample(kind)
    quiz = Quiz(id="final", title="Final", kind="final", questions=(question,))
    keys = by_key_of(quiz, quiz, set(), Marking(quiz))
    assert (keys.changed, keys.others) == ((), ())
    answer = right_answer(question)
    assert grade(keys.marking.quiz.questions[0], answer) == grade(question, answer)


def quiz_with(**changes: object) -> Quiz:
    """Two statements; the second one as given."""
    return quiz_of([sample_data("true_false", "q1"), sample_data("true_false", "q2", **changes)])


def test_what_only_explains_is_no_other_key() -> None:
    seen = quiz_with()
    keys = by_key_of(seen, quiz_with(explanation="In other words."), set(), Marking(seen))
    assert keys.changed == ()


def test_changes_follow_one_another() -> None:
    seen = quiz_with()
    first = by_key_of(seen, quiz_with(answer=True), set(), Marking(seen))
    assert first.changed == ("q2",)
    again = by_key_of(seen, quiz_with(answer=True), set(), first.marking)
    assert again.changed == ()
    reworded = by_key_of(seen, quiz_with(prompt="Another one."), set(), first.marking)
    assert (reworded.changed, reworded.others) == ((), ("q2",))
    assert reworded.marking.share("q2", {"q2": Stated(value=True)}) == 1, (
        "the key put right first still holds"
    )


def test_a_question_taken_out_gives_full_marks_to_everybody_who_was_asked_it() -> None:
    seen = quiz_with()
    gone = by_key_of(seen, quiz_of([sample_data("true_false", "q1")]), {"q1", "q2"}, Marking(seen))
    assert gone.marking.given == {"q2"}, "a question that is still asked has its key"
    assert gone.changes(Marking(seen), {}) == {"q2"}
    result = gone.marking.of(gone.marking.paper("seed"), {})
    assert dict(zip(result.item_ids, result.item_marks, strict=True)) == {"q1": 0, "q2": 1}
    still = by_key_of(seen, None, set(), gone.marking)
    assert still.marking.given == {"q2"}, "what was given stays given"
    back = by_key_of(seen, quiz_with(), set(), gone.marking)
    assert (back.changed, back.marking.given) == (("q2",), frozenset())


def test_a_quick_look_finds_the_answers_that_are_worth_something_else() -> None:
    seen = quiz_with()
    keys = by_key_of(seen, quiz_with(answer=True), set(), Marking(seen))
    assert keys.changes(Marking(seen), {"q2": Stated(value=True)}) == {"q2"}
    assert keys.changes(Marking(seen), {"q1": Stated(value=True)}) == set()


def test_a_tolerance_alone_is_another_key() -> None:
    seen = quiz_of([sample_data("numeric")])
    keys = by_key_of(seen, quiz_of([sample_data("numeric", tolerance="1")]), set(), Marking(seen))
    assert keys.changed == ("q1",)
    question = keys.marking.quiz.question("q1")
    assert getattr(question, "tolerance", None) == Decimal(1)
