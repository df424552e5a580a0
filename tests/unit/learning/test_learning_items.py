"""Which item a mark in the ledger belongs to."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from learnhub.learning.service.attempts import decimals
from learnhub.quiz.answers import Stated
from learnhub.quiz.grading import mark_paper
from learnhub.quiz.model import quiz_from_data
from learnhub.quiz.paper import draw_paper

QUESTIONS = [
    {"id": f"q{n}", "kind": "true_false", "prompt": "So?", "answer": True, "explanation": "So."}
    for n in range(6)
]


@settings(deadline=None)
@given(st.text(max_size=8), st.integers(1, 6) | st.none(), st.booleans(), st.sets(st.integers(0, 5)))
def test_marks_stand_for_the_drawn_items_in_the_order_of_the_quiz(
    seed: str, draw: int | None, shuffle: bool, right: set[int]
) -> None:
    data = {"id": "final", "title": "Final", "kind": "final", "shuffle": shuffle, "questions": QUESTIONS}
    quiz = quiz_from_data(data | ({"draw": draw} if draw else {}))
    paper = draw_paper(quiz, seed)
    answers = {f"q{n}": Stated(n in right) for n in range(6)}
    result = mark_paper(quiz, paper, answers)
    assert list(result.item_ids) == sorted(item.question_id for item in paper.items)
    marks = [int(int(item_id[1:]) in right) for item_id in result.item_ids]
    assert [int(mark) for mark in decimals(result.item_marks)] == marks
    if draw is None:
        assert result.item_ids == tuple(f"q{n}" for n in range(6)), "every try has the same items"


def test_marks_of_the_ledger_have_six_decimals_rounded_half_up() -> None:
    marks = [Fraction(1, 3), Fraction(2, 3), Fraction(1), Fraction(0), Fraction(1, 2_000_000)]
    assert [format(mark, "f") for mark in decimals(marks)] == ["0.333333", "0.666667", "1", "0", "0.000001"]
