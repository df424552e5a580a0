"""A lesson compiled block by block is the lesson that learners see."""

from __future__ import annotations

from dataclasses import replace

from course_samples import example

from learnhub.coursefile.blocks import blocks_of, title_of
from learnhub.coursefile.compile.blocks import compile_blocks
from learnhub.coursefile.compile.text import compile_lesson


def test_the_blocks_together_are_what_learners_see() -> None:
    document = example()
    for lesson in document.lessons:
        starts = [block.first for block in blocks_of("a.md", lesson.markdown)]
        found = compile_blocks(document, lesson.markdown, starts, lambda path: f"/{path}")
        whole = compile_lesson(document, lesson.id, lambda path: f"/{path}").html
        assert "".join("".join([*found.blocks, found.after]).split()) == "".join(whole.split())
        kinds = [block.kind for block in blocks_of("a.md", lesson.markdown)]
        assert all(html or kind == "note" for html, kind in zip(found.blocks, kinds, strict=True))


def test_notes_belong_to_no_block_and_numbers_run_through() -> None:
    document = replace(example(), lessons=())
    text = "One[^a].\n\nTwo[^b].\n\n[^a]: First.\n\n[^b]: Second.\n"
    starts = [block.first for block in blocks_of("a.md", text)]
    found = compile_blocks(document, text, starts, str)
    assert "#fn-1" in found.blocks[0]
    assert "#fn-2" in found.blocks[1]
    assert "First." in found.after
    assert "Second." in found.after


def test_a_title_is_found_whatever_the_rest_looks_like() -> None:
    assert title_of("lessons/a.md", '---\ntitle: "A: b"\nminutes: x\n---\n') == "A: b"
    assert title_of("quizzes/a.yaml", "title: Plain\nquestions: [\n") == "Plain"
    assert title_of("assets/a.csv", "1,2") == "a.csv"
