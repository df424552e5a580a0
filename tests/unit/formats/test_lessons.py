"""Foreign texts become courses: a lesson for each section, readable by the reader of course files."""
# ruff: noqa: E501 - texts are read best in lines as they are written

from __future__ import annotations

from docx_samples import docx, item, p, picture
from test_pictures import NOTED, PLACE

from learnhub.coursefile.reader import read_files
from learnhub.coursefile.starter import About
from learnhub.formats.docx import read_docx
from learnhub.formats.lessons import Section, bare, course_files, sections_of
from learnhub.formats.losses import SENTENCES, Losses
from learnhub.formats.markdown import Block, blocks_to_markdown, table
from learnhub.formats.markdownfolder import has_markdown, read_markdown_folder

ABOUT = About("river-course", "The river", "en", "icharm", "Anna Lake", ("FLOOD-RISK",), "ICHARM")


def heading(text: str, level: int) -> Block:
    return Block("heading", text, level)


def test_one_highest_heading_is_the_title_and_the_next_level_makes_lessons() -> None:
    blocks = [
        heading("The \\*river\\*", 1),
        Block("text", "Before."),
        heading("One", 2),
        Block("text", "a"),
        heading("Two", 2),
    ]
    title, sections = sections_of(blocks, "", Losses())
    assert title == "The *river*"
    assert [(s.title, len(s.blocks)) for s in sections] == [("The *river*", 1), ("One", 1), ("Two", 0)]


def test_levels_are_moved_into_those_of_lessons() -> None:
    losses = Losses()
    blocks = [
        heading("A", 1), heading("deep first", 3), heading("section", 2), heading("sub", 3), heading("too *deep*", 4), heading("B", 1)
    ]  # fmt: skip
    _title, (first, _second) = sections_of(blocks, "T", losses)
    assert blocks_to_markdown(first.blocks) == "## deep first\n\n## section\n\n### sub\n\n**too deep**"
    assert losses.counts == {"heading-deep": 1}
    assert bare("**a** \\*b [c](d) `e`") == "a *b c e"


def test_a_text_without_headings_is_one_lesson_and_a_long_one_is_cut() -> None:
    losses = Losses()
    assert [s.title for s in sections_of([Block("text", "x")], "T", losses)[1]] == ["T"]
    long = [Block("text", "x" * 20_000)] * 5
    assert [s.title for s in sections_of(long, "T", losses)[1]] == ["T", "T (2)", "T (3)"]
    assert losses.counts == {"long": 2}
    assert sections_of([], "T", losses)[1] == [Section("T")]


def test_a_document_becomes_a_course_that_lacks_only_what_an_author_must_say() -> None:
    found = read_docx(
        docx(
            p("The river", "Titel"), p("Levels", "berschrift1"), p("Read the gauge."), item("calm", 1), item("clear", 1),
            picture("rId1", "A gauge"), p("A gauge", "Beschriftung"), p("Floods", "berschrift1"), p("They come."), picture("rId2"),
        )
    )  # fmt: skip
    title, sections = sections_of(found.blocks, found.title, found.losses)
    files = course_files(ABOUT, sections, notes=found.notes, assets=found.assets)
    assert title == "The river"
    assert sorted(files) == ["assets/image-1.png", "course.yaml", "lessons/floods.md", "lessons/levels.md"]
    problems = read_files(files).problems
    assert {problem.message.partition(";")[0] for problem in problems} == {
        "the lesson has no activity", "no question measures `o1`", "write some text here", "words in the summary: 0",
    } - {"words in the summary: 0"}  # fmt: skip
    assert [loss.code for loss in found.losses.report()] == ["picture-kind"]


FOLDER = {
    "book/10-floods.md": "Floods\n======\n\nThey <b>come</b>. See [the gauge](02-gauge.md), [the web](https://example.org), [data](data/peaks.csv).\n",
    "book/02-gauge.md": "---\ntitle: Reading a gauge\n---\n# Gauge\n\n### Deep\n\nText ![a gauge](pics/gauge.png) more.\n\n![alone](pics/gauge.png 'A \"gauge\"')\n\n```\n# code <b>\n```\n",
    "book/readme.md": "Welcome.\n\n- a\n- b\n",
    "book/pics/gauge.png": NOTED["image/png"],
    "book/data/peaks.csv": "year,peak\n",
    "book/slides.pptx": b"PK",
}


def folder(**more: bytes) -> dict[str, bytes]:
    files = {name: text.encode() if isinstance(text, str) else text for name, text in FOLDER.items()}
    return files | more


def test_a_folder_of_markdown() -> None:
    found = read_markdown_folder(folder())
    assert [section.title for section in found.sections] == ["Readme", "Reading a gauge", "Floods"]
    texts = [blocks_to_markdown(section.blocks) for section in found.sections]
    assert texts[0] == "Welcome.\n\n- a\n- b"
    assert texts[1] == (
        '## Deep\n\nText \n\n![a gauge](assets/gauge.png "")\n\n more.\n\n![alone](assets/gauge.png "A ”gauge”")\n\n```\n# code <b>\n```'
    )
    assert (
        texts[2]
        == "They \\<b>come\\</b>. See [the gauge](lesson:reading-a-gauge), [the web](https://example.org), [data](assets/peaks.csv)."
    )
    assert PLACE not in found.assets["assets/gauge.png"]
    assert dict(found.losses.counts) == {"html": 1, "picture-caption": 1, "file": 1}
    files = course_files(ABOUT, found.sections, notes={}, assets=found.assets)
    assert {name for name in files if name.startswith("assets/")} == {"assets/gauge.png", "assets/peaks.csv"}
    messages = {
        problem.message for problem in read_files(files).problems if problem.file.startswith("lessons/")
    }
    assert {message.partition(";")[0] for message in messages} <= {
        "the lesson has no activity",
        "the figure has no caption",
        "the text begins with a heading",
    }


def test_a_file_with_several_highest_headings_is_several_lessons() -> None:
    found = read_markdown_folder({"a.md": b"# One\n\nx\n\n# Two\n\ny\n", "b.markdown": b"# Three\n\nz"})
    assert [section.title for section in found.sections] == ["One", "Two", "Three"]
    assert has_markdown({"A.MD": b""})
    assert not has_markdown({"a.txt": b""})


def test_broken_pictures_of_a_folder_are_told() -> None:
    found = read_markdown_folder(
        {
            "a.md": b"![x](b.png) ![y](https://example.org/c.png) ![z](d.gif) ![w](lost.png)",
            "b.png": b"no",
            "d.gif": b"GIF89a",
        }
    )
    assert dict(found.losses.counts) == {
        "picture-damaged": 1, "picture-linked": 1, "picture-kind": 1, "picture-missing": 1,
    }  # fmt: skip
    assert found.assets == {}


def test_links_from_text_to_text_lead_to_the_lessons_that_they_become() -> None:
    found = read_markdown_folder(
        {
            "a/one.md": b"# Same\n\n[on](two%20more.md#part), [far](../b.md), [gone](lost.md), [top](#x)",
            "a/two more.md": b"# Same\n\nx\n\n# Later\n\n![p](my%20pic.csv)",
            "a/my pic.csv": b"a,b\n",
            "b.md": b"[first](a/one.md)",
        }
    )
    texts = [blocks_to_markdown(section.blocks) for section in found.sections]
    assert texts[0] == "[on](lesson:same-2), [far](lesson:b), gone, top"
    assert texts[3] == "[first](lesson:same)"
    assert list(found.assets) == ["assets/my-pic.csv"]
    assert found.losses.counts["broken-link"] == 2
    files = course_files(ABOUT, found.sections, notes={}, assets=found.assets)
    assert not [
        each
        for each in read_files(files).problems
        if "lesson:" in each.message or "no lesson" in each.message
    ]


def test_every_loss_has_a_sentence() -> None:
    losses = Losses()
    for code in SENTENCES:
        losses.note(code, "x")
        losses.note(code, "x")
    assert [(loss.code, loss.count, loss.examples) for loss in losses.report()] == [
        (code, 2, ("x",)) for code in SENTENCES
    ]


def test_tables_are_filled_up() -> None:
    assert table([["a", "b"], ["c"]]) == "| a | b |\n|---|---|\n| c |  |"
    assert table([]) == ""
