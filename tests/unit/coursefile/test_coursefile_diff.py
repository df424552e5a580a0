"""What differs between two texts, told block by block and word by word."""

from __future__ import annotations

from dataclasses import replace

from course_samples import example, example_files
from hypothesis import given, settings
from hypothesis import strategies as st

from learnhub.coursefile.align import likeness
from learnhub.coursefile.diff import Words, diff_documents, diff_parts, diff_words

LESSON = "lessons/a.md"
prose = st.lists(
    st.sampled_from(["river", "rises", " ", ", ", "\n\n", "$a$", "$$b$$", "水位", "# ", "- "]), max_size=30
).map("".join)


def told(old: str, new: str) -> list[tuple[str, str]]:
    (part,) = diff_parts({LESSON: old}, {LESSON: new})
    return [(change.change, change.block.body) for change in part.changed]


@settings(deadline=None)
@given(prose, prose)
def test_words_give_both_texts_back(old: str, new: str) -> None:
    runs = diff_words(old, new)
    assert "".join(run.text for run in runs if run.mark != "added") == old
    assert "".join(run.text for run in runs if run.mark != "removed") == new


@settings(deadline=None)
@given(prose, prose)
def test_blocks_give_both_texts_back(old: str, new: str) -> None:
    (part,) = diff_parts({LESSON: old}, {LESSON: new})
    assert "".join(change.new.text for change in part.blocks if change.new) == new
    before = [change.old for change in part.blocks if change.old]
    assert "".join(block.text for block in sorted(before, key=lambda block: block.first)) == old


def test_equal_texts_have_no_change() -> None:
    files = {name: data.decode() for name, data in example_files().items() if name.endswith((".md", ".yaml"))}
    assert all(part.change == "same" and not part.changed for part in diff_parts(files, files))


def test_each_kind_of_change_is_told() -> None:
    old = "One stays.\n\nTwo of us go.\n\nThree is changed here.\n\nFour moves.\n"
    new = "Four moves.\n\nOne stays.\n\nThree is changed there.\n\nFive is quite new.\n"
    assert told(old, new) == [
        ("moved", "Four moves."),
        ("removed", "Two of us go."),
        ("changed", "Three is changed there."),
        ("added", "Five is quite new."),
    ]


def test_a_formula_is_one_word_and_its_change_is_said() -> None:
    (part,) = diff_parts({LESSON: "So $a + b$ is it."}, {LESSON: "So $a - b$ is it."})
    (change,) = part.changed
    assert change.formula
    assert Words("removed", "$a + b$") in change.words
    assert Words("added", "$a - b$") in change.words


def test_money_is_no_formula() -> None:
    (part,) = diff_parts({LESSON: "It costs $5 and $6 here."}, {LESSON: "It costs $5 or $6 here."})
    assert not part.changed[0].formula


def test_neighbouring_words_are_told_as_one_change() -> None:
    assert diff_words("the risk is about even now", "the risk is slightly less now") == (
        Words("same", "the risk is "),
        Words("removed", "about even"),
        Words("added", "slightly less"),
        Words("same", " now"),
    )


def test_a_comma_is_a_change_of_its_block() -> None:
    assert told("One, two.\n\nThree.\n", "One two.\n\nThree.\n") == [("changed", "One two.")]


def test_a_file_that_came_or_went_is_told_and_course_yaml_comes_first() -> None:
    parts = diff_parts({"course.yaml": "a: 1\n", LESSON: "Text."}, {"course.yaml": "a: 1\n", "assets/b": "x"})
    assert [(part.path, part.change) for part in parts] == [
        ("course.yaml", "same"), ("assets/b", "added"), (LESSON, "removed"),
    ]  # fmt: skip


def test_documents_are_compared_as_their_files_and_assets_by_their_bytes() -> None:
    old = example()
    lesson = replace(old.lessons[0], markdown=old.lessons[0].markdown + "\n\nOne more.")
    asset = replace(old.assets[0], sha256="0" * 64)
    new = replace(old, lessons=(lesson, *old.lessons[1:]), assets=(asset, *old.assets[1:]))
    changed = {part.path: part.changed for part in diff_documents(old, new) if part.change != "same"}
    assert set(changed) == {f"lessons/{lesson.id}.md", asset.path}
    assert [change.change for change in changed[f"lessons/{lesson.id}.md"]] == ["added"]
    assert [change.change for change in changed[asset.path]] == ["changed"]


def test_likeness_is_between_nothing_and_one() -> None:
    assert likeness("a b", "a b") == 1
    assert likeness("a b", "c d") == 0
    assert likeness("", "") == 1


def test_very_long_texts_are_told_as_a_whole() -> None:
    old, new = "a " * 3000, "b a " * 2000
    assert [run.mark for run in diff_words(old, new)] == ["removed", "added"]
