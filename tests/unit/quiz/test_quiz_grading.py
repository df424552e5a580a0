"""Marks are exact, between nothing and full, and say why."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.catalogue.remarks import WORDS
from learnhub.quiz.answers import Chosen, Placed, Stated, Typed, parse_answer
from learnhub.quiz.grading import Note, Outcome, Verdict, grade, mark_paper
from learnhub.quiz.model import Multiple, Question, Quiz
from learnhub.quiz.paper import Paper, PaperItem, draw_paper
from tests.unit.quiz.samples import OWN, forms, questions, quiz_of, quizzes, right_answer, sample, sample_data


def codes(outcome: Outcome) -> list[str]:
    return [note.code for note in outcome.notes]


@given(st.data(), questions())
def test_marks_lie_between_nothing_and_full(data: st.DataObject, question: Question) -> None:
    outcome = grade(question, parse_answer(question, data.draw(forms(question))))

    assert 0 <= outcome.fraction <= 1
    assert outcome.marks == outcome.fraction * question.marks
    assert (outcome.verdict is Verdict.RIGHT) == (outcome.fraction == 1)
    assert (outcome.verdict is Verdict.PARTLY) == (0 < outcome.fraction < 1)
    assert set(codes(outcome)) <= set(WORDS)


@given(questions())
def test_the_right_answer_gets_full_marks(question: Question) -> None:
    outcome = grade(question, right_answer(question))

    assert (outcome.fraction, outcome.marks, outcome.verdict) == (1, question.marks, Verdict.RIGHT)


@given(questions())
def test_no_answer_gets_nothing(question: Question) -> None:
    outcome = grade(question, parse_answer(question, {}))

    assert (outcome.fraction, outcome.verdict, codes(outcome)) == (0, Verdict.UNANSWERED, ["not_answered"])


def multiple_of(own: Mapping[str, object]) -> Question:
    return sample("multiple", **own)


@given(OWN["multiple"].map(multiple_of), st.sets(st.integers(0, 5)), st.integers(0, 5))
def test_one_more_choice_never_counts_the_wrong_way(question: Question, chosen: set[int], more: int) -> None:
    assert isinstance(question, Multiple)
    more %= len(question.options)
    before = grade(question, Chosen(tuple(chosen - {more}))).fraction
    after = grade(question, Chosen(tuple(chosen | {more}))).fraction

    assert (after >= before) if question.options[more].correct else (after <= before)


@pytest.mark.parametrize(
    ("kind", "chosen", "fraction"),
    [
        ("single", (0,), 1),
        ("single", (1,), 0),
        ("single", (0, 1), 0),
        ("multiple", (0, 1), 1),
        ("multiple", (0,), Fraction(1, 2)),
        ("multiple", (0, 1, 2), Fraction(1, 2)),
        ("multiple", (0, 2), 0),
        ("multiple", (2, 3), 0),
        ("multiple", (0, 1, 2, 3), 0),
        ("multiple", (1, 1, 9), Fraction(1, 2)),
    ],
)
def test_choices(kind: str, chosen: tuple[int, ...], fraction: Fraction) -> None:
    outcome = grade(sample(kind), Chosen(chosen))

    assert outcome.fraction == fraction
    assert outcome.verdict is {1: Verdict.RIGHT, 0: Verdict.WRONG}.get(fraction, Verdict.PARTLY)


@pytest.mark.parametrize("kind", ["single", "multiple"])
def test_options_that_do_not_exist_are_no_answer(kind: str) -> None:
    assert grade(sample(kind), Chosen((7, -1))).verdict is Verdict.UNANSWERED


def test_choices_are_counted_for_the_learner() -> None:
    (note,) = grade(sample("multiple"), Chosen((0, 1, 2))).notes

    assert note == Note("options_counted", {"right": 2, "of": 2, "wrong": 1})


@pytest.mark.parametrize("truth", [True, False])
def test_a_statement_is_all_or_nothing(truth: bool) -> None:
    question = sample("true_false", answer=truth)

    assert grade(question, Stated(truth)).fraction == 1
    assert grade(question, Stated(not truth)).fraction == 0


@pytest.mark.parametrize(
    ("typed", "fraction", "notes"),
    [
        ("16.7 m³/s", 1, ["number_read"]),
        ("16,8 m3 s-1", 1, ["number_read"]),
        ("16.6 m^3/s", 1, ["number_read"]),
        ("16.80001 m³/s", 0, ["number_read", "check_number"]),
        ("16700 L/s", 1, ["number_read"]),
        ("16 600 l/s", 1, ["number_read"]),
        ("16599 L/s", 0, ["number_read", "check_number"]),
        ("16.7", Fraction(1, 2), ["number_read", "check_unit"]),
        ("16.7 m³", Fraction(1, 2), ["number_read", "check_unit"]),
        ("16.7 M³/s", Fraction(1, 2), ["number_read", "check_unit"]),
        ("16.7 L/s", Fraction(1, 2), ["number_read", "check_unit"]),
        ("99", 0, ["number_read"]),
        ("99 m", 0, ["number_read"]),
    ],
)
def test_number_and_unit_are_judged_apart(typed: str, fraction: Fraction, notes: list[str]) -> None:
    outcome = grade(sample("numeric"), Typed(typed))

    assert outcome.fraction == fraction
    assert codes(outcome) == notes


@pytest.mark.parametrize(
    ("typed", "fraction", "notes"),
    [
        ("-50", 1, ["number_read"]),
        ("-51", 1, ["number_read"]),
        ("-49", 1, ["number_read"]),
        ("-51.0000000000000000000000000000001", 0, ["number_read"]),
        ("50", 0, ["number_read"]),
        ("-50 m", 1, ["number_read", "unit_not_asked"]),
        ("-50,000", 1, ["number_read_decimal"]),
    ],
)
def test_a_tolerance_in_per_cent_is_exact_and_inclusive(typed: str, fraction: int, notes: list[str]) -> None:
    question = sample("numeric", answer="-50", tolerance="2 %", unit=None, units=None)
    outcome = grade(question, Typed(typed))

    assert outcome.fraction == fraction
    assert codes(outcome) == notes


COUNTED = [
    "5万",
    "5 万",
    "50千",
    "50 thousand",
    "50 mil",
    "50 тыс.",
    "50 ألف",
    "0,05 millón",
    "0.0005亿",
    "50 ٱلف",
]


@pytest.mark.parametrize("typed", COUNTED)
@pytest.mark.parametrize("unit", ["", "人"])
def test_a_count_may_be_written_with_a_word(typed: str, unit: str) -> None:
    question = sample("numeric", answer="50000", tolerance=None, unit=unit or None, units=None)

    assert grade(question, Typed(f"{typed} {unit}")).fraction == 1
    assert grade(question, Typed(f"{typed} {unit}".replace("5", "6"))).fraction < 1


@pytest.mark.parametrize(
    ("unit", "typed", "fraction"),
    [
        ("million m³", "5 million m³", 1),
        ("million m³", "5", Fraction(1, 2)),
        ("万元", "5万元", 1),
        ("millions de m³", "5 millions de m³", 1),
        ("kg", "5 千", Fraction(1, 2)),
        (None, "5 million", 1),
        ("m³", "5 billion m³", Fraction(1, 2)),
    ],
)
def test_a_question_may_ask_for_a_count(unit: str | None, typed: str, fraction: Fraction) -> None:
    question = sample("numeric", answer="5", tolerance=None, unit=unit, units=None)

    assert grade(question, Typed(typed)).fraction == fraction


@pytest.mark.parametrize("typed", ["5 millions d’euros", "5 millones de euros", "5 mille millions d'euros"])
def test_a_count_stands_before_its_unit_as_french_and_spanish_say_it(typed: str) -> None:
    answer = "5000000000" if "mille" in typed else "5000000"
    question = sample("numeric", answer=answer, tolerance=None, unit="euros", units=None)

    assert grade(question, Typed(typed)).fraction == 1


def test_no_tolerance_means_exact() -> None:
    question = sample("numeric", answer="0.1", tolerance=None, unit=None, units=None)

    assert grade(question, Typed("0,10")).fraction == 1
    assert grade(question, Typed("0.1000000000000000000000001")).fraction == 0


def test_a_number_that_cannot_be_read_is_not_called_wrong() -> None:
    outcome = grade(sample("numeric"), Typed("1,2.3"))

    assert (outcome.fraction, outcome.verdict) == (0, Verdict.UNREADABLE)
    assert outcome.notes == (Note("number_unreadable", {"text": "1,2.3"}),)


@pytest.mark.parametrize(
    ("accepted", "typed"),
    [
        ("Sendai Framework", " sendai   FRAMEWORK. "),
        ("Sendai Framework", "«Sendai Framework»"),
        ("évaporation", "Evaporation"),
        ("Straße", "STRASSE"),
        ("مُقَاوَمَة", "مقاومة"),
        ("مقاومة", "مقـــاومة"),
        ("أمن", "امن"),
        ("ёмкость", "Емкость"),
        ("مستوى المياه", "مستوي المياه"),
        ("كيمياء", "کیمیاء"),
        ("ٱلماء", "الماء"),
        ("مياه", "ﻣﻴﺎﻩ"),
        ("cœur", "COEUR"),
        ("Œuvre", "oeuvre"),
        ("Ångström", "angstrom"),
        ("Tromsø", "Tromso"),
        ("Łódź", "lodz"),
        ("ışık", "IŞIK"),
        ("l’aléa", "l'alea"),
        ("2015", "٢٠١٥"),
        ("early-warning", "early–warning"),
        ("水文学", "水文学。"),
        ("می\u200cشود", "میشود"),
        ("ＧＩＳ", "gis"),
        ("C++", "c++"),
        ("10²", "10^2"),
        ("m²", "m2"),
        ("2½", "2 1/2"),
    ],
)
def test_wordings_that_are_the_same(accepted: str, typed: str) -> None:
    assert grade(sample("short_text", accepted=["other", accepted]), Typed(typed)).verdict is Verdict.RIGHT


@pytest.mark.parametrize(
    ("accepted", "typed"),
    [
        ("Sendai", "Sendai Framework"),
        ("कि", "कु"),
        ("كتابة", "كتابه"),
        ("سماء", "سما"),
        ("год", "гот"),
        ("Þór", "Thor"),
        ("early warning", "earlywarning"),
        ("...", "?"),
        ("10²", "102"),
        ("2½", "21/2"),
    ],
)
def test_wordings_that_are_not_the_same(accepted: str, typed: str) -> None:
    assert grade(sample("short_text", accepted=[accepted]), Typed(typed)).verdict is Verdict.WRONG


@given(st.integers(2, 6))
def test_the_reverse_order_gets_nothing(count: int) -> None:
    question = sample("ordering", items=[f"step {i}" for i in range(count)])

    assert grade(question, Placed(tuple(range(count, 0, -1)))).fraction == 0


@given(st.permutations(range(1, 6)), st.integers(0, 3))
def test_putting_two_neighbours_right_never_costs_marks(places: list[int], at: int) -> None:
    question = sample("ordering", items=list("abcde"))
    before = grade(question, Placed(tuple(places))).fraction
    places[at : at + 2] = sorted(places[at : at + 2])

    assert grade(question, Placed(tuple(places))).fraction >= before


def test_marks_for_every_order_of_three() -> None:
    question = sample("ordering", items=list("abc"))
    third = Fraction(1, 3)

    marks = [grade(question, Placed(places)).fraction for places in permutations((1, 2, 3))]
    assert marks == [1, third, third, 0, 0, 0]


@pytest.mark.parametrize(
    ("places", "fraction"),
    [
        ((1, 2, 3, None), 0),
        ((1, 2, 3, 3), Fraction(2, 3)),
        ((1, 1, 1, 1), 0),
        ((1,), 0),
        ((1, 2, 3, 4, 5), 1),
    ],
)
def test_items_without_a_place_of_their_own_count_as_misplaced(
    places: tuple[int | None, ...], fraction: Fraction
) -> None:
    outcome = grade(sample("ordering"), Placed(places))

    assert outcome.fraction == fraction
    assert ("order_incomplete" in codes(outcome)) == (fraction != 1)


@pytest.mark.parametrize(
    ("choices", "fraction"),
    [((0, 1), 1), ((0, 2), Fraction(1, 2)), ((0, None), Fraction(1, 2)), ((1, 0), 0), ((0,), Fraction(1, 2))],
)
def test_matching_gives_the_share_of_right_pairs(choices: tuple[int | None, ...], fraction: Fraction) -> None:
    outcome = grade(sample("matching"), Placed(choices))

    assert outcome.fraction == fraction
    assert outcome.notes[0].params == {"right": fraction * 2, "of": 2}


def test_an_answer_of_another_kind_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="Typed is not an answer to a question of kind single"):
        grade(sample("single"), Typed("0"))


@given(quizzes(), st.text(max_size=5))
def test_a_perfect_paper_has_full_marks(quiz: Quiz, seed: str) -> None:
    paper = draw_paper(quiz, seed)
    result = mark_paper(quiz, paper, {question.id: right_answer(question) for question in quiz.questions})

    assert (result.marks, result.percent) == (result.max_marks, 100)
    assert result.passed is (None if quiz.pass_mark is None else True)
    assert result.item_marks == (1,) * len(paper.items)


@given(st.data(), quizzes())
def test_a_paper_adds_up(data: st.DataObject, quiz: Quiz) -> None:
    paper = draw_paper(quiz, "s")
    answers = {question.id: parse_answer(question, data.draw(forms(question))) for question in quiz.questions}
    result = mark_paper(quiz, paper, answers)

    assert [(item.question_id, item.position) for item in result.items] == [
        (item.question_id, item.position) for item in paper.items
    ]
    assert result.marks == sum(item.outcome.marks for item in result.items)
    assert result.max_marks == sum(quiz.question(item.question_id).marks for item in paper.items)
    assert result.percent * result.max_marks == result.marks * 100
    assert result.item_ids == tuple(
        q.id for q in quiz.questions if q.id in {i.question_id for i in paper.items}
    )
    assert dict(zip(result.item_ids, result.item_marks, strict=True)) == {
        item.question_id: item.outcome.fraction for item in result.items
    }


def test_marks_weigh_and_results_stand_in_the_order_of_the_quiz() -> None:
    quiz = quiz_of(
        [sample_data("true_false", "a", marks=3), sample_data("multiple", "b"), sample_data("single", "c")]
    )
    paper = Paper("s", (PaperItem("c", 1), PaperItem("b", 2), PaperItem("a", 3)))
    result = mark_paper(quiz, paper, {"a": Stated(False), "b": Chosen((0,))})  # noqa: FBT003 - the value is the point

    assert (result.marks, result.max_marks, result.percent) == (Fraction(7, 2), 5, 70)
    assert result.item_ids == ("a", "b", "c")
    assert result.item_marks == (1, Fraction(1, 2), 0)
    assert [item.outcome.verdict for item in result.items] == [
        Verdict.UNANSWERED,
        Verdict.PARTLY,
        Verdict.RIGHT,
    ]


@pytest.mark.parametrize(("right", "passed"), [(1, False), (2, True), (3, True)])
def test_passing_is_decided_without_rounding(right: int, passed: bool) -> None:
    rows = [sample_data("true_false", f"q{i}") for i in range(3)]
    quiz = quiz_of(rows, pass_mark=66)
    strict = quiz_of(rows, pass_mark=67)
    answers = {f"q{i}": Stated(i >= right) for i in range(3)}

    assert mark_paper(quiz, draw_paper(quiz, "s"), answers).passed is passed
    assert mark_paper(strict, draw_paper(strict, "s"), answers).passed is (right == 3)


def test_exactly_the_pass_mark_is_enough() -> None:
    rows = [sample_data("true_false", f"q{i}") for i in range(5)]
    quiz = quiz_of(rows, pass_mark=60)
    result = mark_paper(quiz, draw_paper(quiz, "s"), {f"q{i}": Stated(False) for i in range(3)})  # noqa: FBT003

    assert (result.percent, result.passed) == (60, True)


def test_an_empty_paper_gives_nothing_and_a_strange_one_is_refused() -> None:
    quiz = quiz_of(pass_mark=60)

    assert mark_paper(quiz, Paper("s", ()), {}).percent == 0
    with pytest.raises(KeyError):
        mark_paper(quiz, Paper("s", (PaperItem("q99", 1),)), {})
