"""A paper is drawn from its seed alone: a selection without repetition, the same on every machine."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from learnhub.quiz.model import Quiz
from learnhub.quiz.paper import draw_paper
from tests.unit.quiz.samples import quiz_of, quizzes, sample_data

seeds = st.text(max_size=20)
THREE = [sample_data("true_false", f"q{i}") for i in range(3)]
ORDERING = sample_data("ordering", "steps", items=["one", "two"])


@given(quizzes(), seeds)
def test_a_paper_is_a_selection_without_repetition(quiz: Quiz, seed: str) -> None:
    paper = draw_paper(quiz, seed)
    ids = [item.question_id for item in paper.items]

    assert len(ids) == min(quiz.draw or len(quiz.questions), len(quiz.questions))
    assert len(set(ids)) == len(ids)
    assert set(ids) <= {question.id for question in quiz.questions}
    assert [item.position for item in paper.items] == list(range(1, len(ids) + 1))
    for item in paper.items:
        assert sorted(item.option_order) == list(range(len(item.option_order)))


@given(quizzes(), seeds)
def test_a_seed_always_gives_the_same_paper(quiz: Quiz, seed: str) -> None:
    assert draw_paper(quiz, seed) == draw_paper(quiz, seed)


@given(quizzes(), seeds)
def test_an_ordering_is_never_shown_in_the_right_order(quiz: Quiz, seed: str) -> None:
    for item in draw_paper(quiz, seed).items:
        if quiz.question(item.question_id).kind == "ordering":
            assert list(item.option_order) != sorted(item.option_order)


def test_two_items_are_always_shown_the_other_way_round() -> None:
    quiz = quiz_of([ORDERING], shuffle=False)

    assert {draw_paper(quiz, str(n)).items[0].option_order for n in range(40)} == {(1, 0)}


def test_this_paper_is_drawn_wherever_the_code_runs() -> None:
    paper = draw_paper(quiz_of(draw=5), "attempt-1")

    assert [(item.question_id, item.option_order) for item in paper.items] == [
        ("q2", (2, 3, 0, 1)),
        ("q1", (1, 0, 2)),
        ("q6", (1, 0, 2, 3)),
        ("q7", (0, 2, 1)),
        ("q3", ()),
    ]


def test_without_shuffling_the_source_order_stays() -> None:
    quiz = quiz_of(shuffle=False)
    items = draw_paper(quiz, "any").items

    assert [item.question_id for item in items] == [question.id for question in quiz.questions]
    assert items[0].option_order == (0, 1, 2)
    assert items[1].option_order == (0, 1, 2, 3)


def test_a_selection_without_shuffling_keeps_the_source_order_and_still_varies() -> None:
    quiz = quiz_of(THREE, shuffle=False, draw=2)
    drawn = {tuple(item.question_id for item in draw_paper(quiz, str(n)).items) for n in range(60)}

    assert drawn == {("q0", "q1"), ("q0", "q2"), ("q1", "q2")}


def test_every_order_is_about_equally_likely() -> None:
    quiz = quiz_of(THREE)
    orders = Counter(tuple(item.question_id for item in draw_paper(quiz, str(n)).items) for n in range(1200))

    assert len(orders) == 6
    assert all(140 <= count <= 260 for count in orders.values())


def test_the_options_of_a_question_do_not_depend_on_its_neighbours() -> None:
    one, other = sample_data("multiple", "a"), sample_data("single", "b")
    alone = draw_paper(quiz_of([one]), "s").items[0]
    together = {item.question_id: item for item in draw_paper(quiz_of([other, one]), "s").items}

    assert together["a"].option_order == alone.option_order


def test_the_choices_of_a_matching_come_in_every_order_even_without_shuffling() -> None:
    quiz = quiz_of([sample_data("matching", distractors=None)], shuffle=False)

    assert {draw_paper(quiz, str(n)).items[0].option_order for n in range(40)} == {(0, 1), (1, 0)}


def test_the_only_choice_of_a_matching_needs_no_order() -> None:
    lonely = sample_data("matching", pairs=[{"left": "a", "right": "b"}], distractors=None)

    assert draw_paper(quiz_of([lonely]), "s").items[0].option_order == (0,)
