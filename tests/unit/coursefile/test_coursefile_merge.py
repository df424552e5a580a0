"""Merging: no change is lost, independent changes come out the same in whatever order, conflicts keep both texts."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

import pytest
from course_samples import example_files
from hypothesis import given, settings
from hypothesis import strategies as st

from learnhub.coursefile.blocks import blocks_of
from learnhub.coursefile.merge import merge

pairs = pytest.mark.parametrize("pairs", [500, pytest.param(10_000, marks=pytest.mark.slow)])
LESSON, QUIZ = "lessons/a.md", "quizzes/a.yaml"


@dataclass(frozen=True)
class Act:
    """One change to block `place` of the base, or to the gap before it."""

    kind: str
    place: int
    text: str = ""


def applied(blocks: list[str], acts: list[Act]) -> str:
    """The text after the acts, done to the base directly: what a merge must come to."""
    by_place = {(act.kind == "insert", act.place): act for act in acts}
    result: list[str] = []
    for number in range(len(blocks) + 1):
        if act := by_place.get((True, number)):
            result.append(act.text)
        if number == len(blocks):
            break
        act = by_place.get((False, number))
        if act is None:
            result.append(blocks[number])
        elif act.kind == "edit":
            result.append(act.text)
    return "\n\n".join(result) + "\n" if result else ""


def block(chance: random.Random, serial: int) -> str:
    """A block of unique words, of some kind that a lesson has."""
    words = " ".join(f"w{serial}x{number}" for number in range(chance.randint(3, 9)))
    shape = chance.choice(
        [
            "{}",
            "{}",
            "## {}",
            "```\n{}\n```",
            "> {}",
            "$$ {} $$",
            "::: note {}\nInside.\n:::",
            "| {} |\n| - |",
        ]
    )
    return shape.format(words)


def edited(chance: random.Random, text: str, serial: int) -> str:
    """The block with some words put in the place of one of its words."""
    words = re.findall(r"w\d+x\d+", text)
    return text.replace(chance.choice(words), f"e{serial} e{serial}b", 1)


def acts_on(
    chance: random.Random, blocks: list[str], places: list[int], gaps: list[int], serial: int
) -> list[Act]:
    """Changes to these blocks and gaps."""
    acts = []
    for place in places:
        kind = chance.choice(["edit", "edit", "remove"])
        serial += 1
        acts.append(Act(kind, place, edited(chance, blocks[place], serial) if kind == "edit" else ""))
    for gap in gaps:
        serial += 1
        acts.append(Act("insert", gap, block(chance, serial)))
    return acts


@pairs
def test_independent_changes_lose_nothing_in_either_order(pairs: int) -> None:
    chance = random.Random(20261122)
    for number in range(pairs):
        blocks = [block(chance, serial) for serial in range(chance.randint(3, 9))]
        places = chance.sample(range(len(blocks)), chance.randint(2, len(blocks)))
        # an insertion belongs to the gap of a block that is left alone, so that both are surely independent
        free = [place for place in range(len(blocks)) if place not in places]
        gaps = [place for place in free if place == 0 or place - 1 not in places]
        half = chance.randint(0, len(places))
        middle = chance.randint(0, len(gaps))
        mine = acts_on(chance, blocks, places[:half], gaps[:middle], 1000)
        theirs = acts_on(chance, blocks, places[half:], gaps[middle:], 2000)
        base = applied(blocks, [])
        texts = applied(blocks, mine), applied(blocks, theirs)
        wanted = applied(blocks, mine + theirs)
        for one, other in (texts, texts[::-1]):
            merged = merge(base, one, other, LESSON)
            assert (merged.text, merged.conflicts) == (wanted, ()), (number, mine, theirs)


@pairs
def test_whatever_two_people_do_every_word_that_was_written_stays(pairs: int) -> None:
    chance = random.Random(11)
    for number in range(pairs):
        blocks = [block(chance, serial) for serial in range(chance.randint(1, 7))]
        base = applied(blocks, [])
        sides = []
        for serial in (1000, 2000):
            places = chance.sample(range(len(blocks)), chance.randint(0, len(blocks)))
            gaps = chance.sample(range(len(blocks) + 1), chance.randint(0, 2))
            acts = acts_on(chance, blocks, places, gaps, serial)
            sides.append((acts, applied(blocks, acts)))
        merged = merge(base, sides[0][1], sides[1][1], LESSON)
        written = {word for acts, _ in sides for act in acts for word in re.findall(r"\w+", act.text)}
        untouched = set(range(len(blocks))) - {
            act.place for acts, _ in sides for act in acts if act.kind != "insert"
        }
        kept = {word for place in untouched for word in re.findall(r"\w+", blocks[place])}
        assert written | kept <= set(re.findall(r"\w+", merged.text)), (number, sides)


any_blocks = st.lists(
    st.sampled_from(
        [
            "# A",
            "one two",
            "three\nfour",
            "- x\n- y",
            "$$ a $$",
            "::: note N\nin\n:::",
            "```\ncode\n\nmore\n```",
            "[a]: b",
        ]
    ),
    max_size=6,
).map("\n\n".join)
texts = st.one_of(any_blocks, st.text(alphabet="ab# \n-:$`|>[]^.1", max_size=60))


@settings(deadline=None)
@given(texts, st.sampled_from([LESSON, QUIZ, "course.yaml", "assets/a.csv"]))
def test_the_blocks_of_any_text_put_together_are_the_text(text: str, path: str) -> None:
    found = blocks_of(path, text)
    assert "".join(one.text for one in found) == text
    assert [one.first for one in found] == sorted(one.first for one in found)


@settings(deadline=None)
@given(texts, texts, st.sampled_from([LESSON, "course.yaml"]))
def test_a_side_that_did_nothing_gives_way(base: str, mine: str, path: str) -> None:
    assert merge(base, mine, base, path).text == mine
    assert merge(base, base, mine, path).text == mine
    assert merge(base, mine, mine, path).text == mine


@settings(deadline=None)
@given(texts, texts, texts)
def test_words_of_both_are_there_whatever_they_did(base: str, mine: str, theirs: str) -> None:
    text = merge(base, mine, theirs, LESSON).text
    for side in (mine, theirs):
        bodies = {one.body.strip() for one in blocks_of(LESSON, side)}
        new = bodies - {one.body.strip() for one in blocks_of(LESSON, base)}
        assert all(body in text for body in new)


def test_one_block_that_both_changed_stands_twice_and_is_told() -> None:
    base = "First.\n\nThe river rises.\n\nLast.\n"
    mine, theirs = base.replace("rises", "rises fast"), base.replace("rises", "falls")
    merged = merge(base, mine, theirs, LESSON)
    assert merged.text == "First.\n\nThe river falls.\n\nThe river rises fast.\n\nLast.\n"
    (conflict,) = merged.conflicts
    assert (conflict.base, conflict.mine, conflict.theirs) == (
        "The river rises.", "The river rises fast.", "The river falls.",
    )  # fmt: skip


def test_a_block_changed_by_one_and_removed_by_the_other_stays_as_changed() -> None:
    base = "First.\n\nThe river rises.\n\nLast.\n"
    merged = merge(base, base.replace("The river rises.\n\n", ""), base.replace("rises", "falls"), LESSON)
    assert merged.text == "First.\n\nThe river falls.\n\nLast.\n"
    assert merged.conflicts[0].mine is None


def test_a_block_that_one_moved_and_the_other_changed_is_changed_where_it_went() -> None:
    base = "One.\n\nTwo is here now.\n\nThree.\n\nFour.\n"
    mine = "One.\n\nThree.\n\nFour.\n\nTwo is here now.\n"
    theirs = base.replace("here now", "here still")
    for pair in ((mine, theirs), (theirs, mine)):
        merged = merge(base, *pair, LESSON)
        assert merged.text == "One.\n\nThree.\n\nFour.\n\nTwo is here still.\n"
        assert merged.conflicts == ()


def test_a_block_that_both_moved_stands_once() -> None:
    base = "One.\n\nTwo.\n\nThree.\n\nFour.\n"
    mine, theirs = "Two.\n\nOne.\n\nThree.\n\nFour.\n", "One.\n\nThree.\n\nTwo.\n\nFour.\n"
    merged = merge(base, mine, theirs, LESSON)
    assert sorted(merged.text.split("\n\n")) == sorted(base.split("\n\n"))


def test_a_block_that_one_moved_and_the_other_removed_stays_and_is_told() -> None:
    base = "One.\n\nTwo.\n\nThree.\n\nFour.\n"
    merged = merge(base, "One.\n\nThree.\n\nFour.\n\nTwo.\n", "One.\n\nThree.\n\nFour.\n", LESSON)
    assert merged.text == "One.\n\nThree.\n\nFour.\n\nTwo.\n"
    assert len(merged.conflicts) == 1


def test_two_new_blocks_in_one_place_both_stay_in_an_order_that_tells_nobody_was_quicker() -> None:
    base = "One.\n\nTwo.\n"
    mine, theirs = "One.\n\nFrom Awa.\n\nTwo.\n", "One.\n\nFrom Kenji.\n\nTwo.\n"
    assert merge(base, mine, theirs, LESSON) == merge(base, theirs, mine, LESSON)
    assert merge(base, mine, theirs, LESSON).text == "One.\n\nFrom Awa.\n\nFrom Kenji.\n\nTwo.\n"
    more = "One.\n\nFrom Awa.\n\nAnd more.\n\nTwo.\n"
    assert merge(base, mine, more, LESSON).text == merge(base, more, mine, LESSON).text == more


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (("minutes: ", "minutes: 1"), ("- lesson:", "- lesson: x-y\n      - lesson:")),
        (("title: ", "title: New "), ("format_version: 1", "format_version: 1\nnew: fact")),
    ],
)
def test_facts_and_steps_of_a_course_are_blocks_of_their_own(
    mine: tuple[str, str], theirs: tuple[str, str]
) -> None:
    base = example_files()["course.yaml"].decode()
    merged = merge(base, base.replace(*mine, 1), base.replace(*theirs, 1), "course.yaml")
    assert merged.text == base.replace(*mine, 1).replace(*theirs, 1)
    assert merged.conflicts == ()


def test_two_questions_are_independent_even_side_by_side_and_one_moves_with_its_change() -> None:
    items = "".join(
        f"  - id: {name}\n    prompt: {word}\n"
        for name, word in zip("abc", ["One", "Two", "Three"], strict=True)
    )
    base = f"title: Q\nquestions:\n{items}"
    mine, theirs = base.replace("One", "Uno"), base.replace("Two", "Dos")
    assert merge(base, mine, theirs, QUIZ).text == base.replace("One", "Uno").replace("Two", "Dos")
    first = "  - id: a\n    prompt: One\n"
    moved = base.replace(first, "") + first
    assert merge(base, moved, mine, QUIZ).text == moved.replace("One", "Uno")
    assert merge(base, mine, moved, QUIZ).text == moved.replace("One", "Uno")


def test_a_name_that_stands_twice_names_two_blocks() -> None:
    text = "questions:\n  - id: a\n    prompt: One\n  - id: a\n    prompt: Two\n"
    keys = [one.key for one in blocks_of(QUIZ, text)]
    assert len(set(keys)) == 3


def test_a_box_a_list_and_a_figure_are_one_block_each() -> None:
    head = "---\ntitle: T\n---\nA.\n\n::: check Why?\nQ\n---answer---\nB\n:::\n\n- a\n\n- b\n\n"
    text = head + "![x](assets/x.svg)\n\n[^1]: Note.\n\n[l]: http://example.org\n"
    kinds = [one.kind for one in blocks_of(LESSON, text)]
    assert kinds == ["edge", "fact", "edge", "paragraph", "box", "list", "figure", "note", "paragraph"]
