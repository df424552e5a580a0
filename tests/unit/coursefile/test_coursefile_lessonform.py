"""A lesson as fields and back, single blocks taken back, and pasted text."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.coursefile.blocks import blocks_of
from learnhub.coursefile.compile.text import compile_lesson
from learnhub.coursefile.document import Lesson
from learnhub.coursefile.lessonform import (
    Heading,
    fields_of_lesson,
    headings_of,
    lesson_from,
    lesson_problems,
)
from learnhub.coursefile.pasted import to_markdown
from learnhub.coursefile.sketch import sketch
from learnhub.coursefile.takeback import differences, taken_back

FRONT = "---\ntitle: Levees\nminutes: 15\noutcomes: [o1, o2]\n---\n"
PATH = "lessons/a.md"
BLOCKS = st.lists(
    st.sampled_from(["One.", "Two.", "Three.", "## Head", "- a\n- b", "$$x$$"]), max_size=6, unique=True
)


def same(text: str) -> str:
    """The file that the form makes of a file."""
    f = fields_of_lesson(text)
    return lesson_from(text, title=f.title, minutes=f.minutes, outcomes=f.outcomes, body=f.body)


@given(st.sampled_from([FRONT, "", "---\n---\n", "---\ntitle: [\n---\n", "---\n- a\n---\n"]), st.text())
def test_a_form_that_is_sent_back_changes_nothing(front: str, body: str) -> None:
    assert same(front + body) == front + body


@given(
    st.text(),
    st.text(),
    st.text(alphabet="012a "),
    st.lists(st.sampled_from(["o1", "o2", "o3"]), unique=True),
)
def test_what_is_typed_stands_in_the_file(body: str, title: str, minutes: str, outcomes: list[str]) -> None:
    title, minutes = title.strip(), minutes.strip()
    made = lesson_from(FRONT + "Old.\n", title=title, minutes=minutes, outcomes=outcomes, body=body)
    found = fields_of_lesson(made)
    if not found.whole:
        assert (found.title, found.minutes, found.outcomes) == (title, minutes, tuple(outcomes))
    assert found.body == body or found.whole


def test_a_file_without_readable_front_matter_is_shown_whole() -> None:
    for text in (
        "Text.",
        "---\ntitle: [\n---\nText.",
        "---\ntitle: {a: b}\n---\nText.",
        "---\noutcomes: o1\n---\n",
    ):
        found = fields_of_lesson(text)
        assert found.whole
        assert found.body == text
    assert lesson_from("Text.", title="x", minutes="", outcomes=[], body="New.") == "New."


def test_headings_are_found_outside_code() -> None:
    body = "## One #\n\n```\n## no\n```\n\n### Two\n# no\n##no\n~~~~\n## no\n~~~\n## no\n~~~~\n## Three\n"
    assert headings_of(body) == [Heading(2, "One", 1), Heading(3, "Two", 7), Heading(2, "Three", 15)]


def test_problems_of_a_lesson_are_those_of_the_whole_course() -> None:
    course = (
        "format_version: 1\noutcomes: [{id: o1, text: Do}]\nglossary: [{term: levee, definition: A bank.}]\n"
    )
    text = FRONT + "[[levee]] [[dam]] [x](lesson:b) [y](lesson:c)\n"
    found = [
        (each.line, each.message)
        for each in lesson_problems(course, PATH, text, ["lessons/b.md", "assets/a.svg"])
    ]
    assert [line for line, _message in found] == sorted(line for line, _message in found)
    words = " ".join(message for _line, message in found)
    assert "dam" in words
    assert "o2" in words
    assert "levee" not in words
    assert "`c`" in words
    assert "`b`" not in words


@given(BLOCKS, BLOCKS)
def test_every_difference_taken_back_gives_the_old_text(old: list[str], new: list[str]) -> None:
    before, text = "\n\n".join(old) + "\n", "\n\n".join(new) + "\n"
    for _ in range(20):
        found = differences(PATH, before, text)
        if not found:
            break
        text = taken_back(PATH, before, text, found[0].place)
    bodies = sorted(block.body for block in blocks_of(PATH, text) if block.body)
    assert bodies == sorted(block.body for block in blocks_of(PATH, before) if block.body)


def test_one_difference_is_taken_back_and_the_rest_stays() -> None:
    old, new = "One.\n\nTwo.\n\nThree.\n", "One.\n\nTwo, changed.\n\nFour.\n"
    places = {each.new or each.old: each.place for each in differences(PATH, old, new)}
    assert taken_back(PATH, old, new, places["Two, changed."]) == "One.\n\nTwo.\n\nFour.\n"
    with pytest.raises(KeyError):
        taken_back(PATH, old, new, 0)
    with pytest.raises(KeyError):
        taken_back(PATH, old, new, 99)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>Hello <b>bold </b>and <i>it</i>.</p><p>Two</p>", "Hello **bold** and *it*.\n\nTwo"),
        ("<h1>T</h1><h3>U</h3>", "## T\n\n### U"),
        ("<ul><li>one<li>two<ul><li>deep</li></ul></li></ul>", "- one\n- two\n  - deep"),
        ("<ol><li>a</li><li>b</li></ol><p>c</p>", "1. a\n2. b\n\nc"),
        ("<li>loose</li>", "- loose"),
        (
            "<table><tr><th>A</th><th>B|x</th></tr><tr><td><p>1</p></td></tr></table>z",
            "| A | B\\|x |\n| --- | --- |\n| 1 |  |\n\nz",
        ),
        ("<table><tr><td>in<table><tr><td>ner</td></tr></table></td></tr>", "| in ner |\n| --- |"),
        ('<a href="https://x.org/a">z</a> <a href="javascript:x">y</a>', "[z](https://x.org/a) y"),
        ("<blockquote><p>q<br>r</p></blockquote>", "> q\n> r"),
        ('<b style="font-weight: normal"><p>a</p></b>', "a"),
        ("<script>x</script><style>y</style><title>t</title>k", "k"),
        ("<p># no</p><p>1. no</p><p>::: no</p><p>- no</p>", "\\# no\n\n1\\. no\n\n\\::: no\n\n\\- no"),
        ("a&nbsp;b &lt;img&gt; $5 [x](y) `c` *d*", "a b \\<img\\> \\$5 \\[x\\](y) \\`c\\` \\*d\\*"),
        ("<b></b><p></p>", ""),
        ("</p></table></ul></blockquote></script></b>ok", "ok"),
        ("16.7 m<sup>3</sup>/s, 10<sup>–6</sup>, CO<sub>2</sub>", "16.7 m³/s, 10⁻⁶, CO₂"),
        ("10<sup>2.5</sup>, 1<sup>st</sup>, h<sub>max</sub>", "10^2.5, 1st, hmax"),
        ("10<span style='vertical-align: super; font-size: 8pt'>6</span> a", "10⁶ a"),
        ("a <del>wrong</del><ins>right</ins> word", "a right word"),
        ("<p>a<div style='mso-element:comment-list'><div><p>Sure?</p></div></div><p>b", "a\n\nb"),
        (
            "<table><tr><td rowspan=2>Station</td><td colspan=2>Stage</td></tr><tr><td>min</td><td>max</td></tr>"
            "<tr><td>A</td><td>1</td><td>2</td></tr></table>",
            "| Station | Stage |  |\n| --- | --- | --- |\n|  | min | max |\n| A | 1 | 2 |",
        ),
        (
            '<math alttext="{\\displaystyle Q=ah^{b}}"><mi>Q</mi></math> and <math alttext="x"></math>',
            "$Q=ah^{b}$ and $x$",
        ),
    ],
)
def test_formatted_text_becomes_markdown(html: str, markdown: str) -> None:
    assert to_markdown(html) == markdown


def word_item(sign: str, text: str, level: int) -> str:
    """An item of a list as Word puts it on the clipboard: a paragraph with its sign in it."""
    return (
        f"<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level{level} lfo1'>"
        f"<![if !supportLists]><span><span style='mso-list:Ignore'>{sign}<span style='font:7.0pt \"Times New Roman\"'>"
        f"&nbsp;&nbsp; </span></span></span><![endif]>{text}<o:p></o:p></p>\n"
    )


def test_lists_of_word_stay_lists() -> None:
    html = "".join(
        [
            word_item("·", "a <b>reach</b>", 1),
            word_item("o", "straight", 2),
            word_item("§", "a gauge", 1),
            "<p class=MsoNormal>Then:</p>",
            word_item("3.", "read", 1),
            word_item("a)", "twice", 2),
            word_item("4.", "write", 1),
        ]
    )
    assert to_markdown(html) == (
        "- a **reach**\n  - straight\n- a gauge\n\nThen:\n\n3. read\n   1. twice\n4. write"
    )


def test_a_table_of_one_wide_row_and_many_narrow_ones_does_not_grow() -> None:
    html = f"<table><tr>{'<td>x</td>' * 4_000}</tr>{'<tr><td>y</td></tr>' * 4_000}</table>"
    text = to_markdown(html)
    assert len(text) < len(html)
    assert text.count("y") == 4_000


def test_what_no_clipboard_carries_is_said_where_it_stood() -> None:
    html = (
        "<p>Here <!--[if gte msEquation 12]><m:oMath><m:r>Q</m:r></m:oMath><![endif]--><![if !msEquation]>"
        '<img src="file:///C:/a.png"><![endif]> is.</p><p><!--[if gte vml 1]><v:shape/><![endif]--><![if !vml]>'
        '<img src="file:///C:/b.png"><![endif]></p><p>End <img src="https://example.org/button.png" width=16></p>'
        '<p>Map <img src="https://example.org/map.png" width="640"></p>'
    )
    assert to_markdown(html, "(picture)", "(formula)") == (
        "Here is.\n\n(formula)\n\n(picture)\n\nEnd\n\nMap\n\n(picture)"
    )


TAGS = ["sup", "p", "b", "i", "ul", "li", "table", "tr", "td", "h2", "a", "blockquote", "script", "br", "div"]


@given(
    st.lists(
        st.one_of(
            st.text(max_size=8), st.builds("<{}{}>".format, st.sampled_from(["", "/"]), st.sampled_from(TAGS))
        ),
        max_size=20,
    )
)
def test_whatever_is_pasted_gives_harmless_markdown(pieces: list[str]) -> None:
    text = to_markdown("".join(pieces))
    document = sketch("language: en\n")
    object.__setattr__(document, "lessons", (Lesson("a", "A", 1, (), text),))
    html = compile_lesson(document, "a", str).html
    assert "<script" not in html
    assert "<h1" not in html
    assert "<math" not in html


def test_what_is_hidden_ends_where_the_next_block_begins() -> None:
    html = '<p style="mso-hide:all">gone<p>One.<p style="display:none">gone<ul><li>Two.</ul>'
    assert to_markdown(html) == "One.\n\n- Two."


@pytest.mark.parametrize(
    ("piece", "around"),
    [
        ("<span>a", "{}"),
        ("<ul><li>a", "{}"),
        ("<blockquote>a", "{}"),
        ("<td colspan=50 rowspan=50>a</td>", "<table><tr>{}" + "<tr><td>b</td>" * 50),
    ],
)
def test_pasted_text_never_becomes_a_giant(piece: str, around: str) -> None:
    html = around.format(piece * (400_000 // len(piece)))
    began = process_time()
    assert len(to_markdown(html)) < 5_000_000
    assert process_time() - began < 5, "it was minutes, or gigabytes"
