"""Compiled lessons: the markup of the design, complete, safe and in the language of the course."""

from __future__ import annotations

import re
import sys
import time
from dataclasses import replace

import pytest
from course_samples import MP3, MP4, VTT, example, example_files
from hypothesis import given, settings
from hypothesis import strategies as st

from learnhub.coursefile.compile.labels import LABELS
from learnhub.coursefile.compile.slugs import HeadingIds, slug, term_id
from learnhub.coursefile.compile.text import CompiledLesson, compile_lesson, compile_text
from learnhub.coursefile.document import CourseDocument, Reference, Term
from learnhub.coursefile.reader import read_files

EXAMPLE = example()


def address(path: str) -> str:
    return f"/media/{path}"


def compiled(markdown: str, document: CourseDocument = EXAMPLE, **addresses: str) -> CompiledLesson:
    lesson = replace(document.lessons[0], markdown=markdown)
    document = replace(document, lessons=(lesson, *document.lessons[1:]))
    return compile_lesson(document, lesson.id, address, **addresses)  # type: ignore[arg-type]


def in_language(language: str) -> CourseDocument:
    return replace(EXAMPLE, metadata=replace(EXAMPLE.metadata, language=language))  # type: ignore[arg-type]


def test_the_example_as_a_whole() -> None:
    lesson = compile_lesson(EXAMPLE, "staff-gauge", address)
    assert [name for name, _ in lesson.headings] == [
        "s-level-and-time-belong-together",
        "s-when-waves-disturb-the-reading",
        "s-references",
    ]
    assert all(f'id="{name}"' in lesson.html for name, _ in lesson.headings)
    assert lesson.figures == 1
    assert 140 < lesson.words < 200
    assert 400 < lesson.bytes < len(lesson.html.encode()) / 2
    ids = re.findall(r' id="([^"]*)"', lesson.html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]*)"', lesson.html)) <= set(ids)
    assert "style=" not in lesson.html
    assert not re.search("[\ue000\ue001]", lesson.html)


def test_a_lesson_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        compile_lesson(EXAMPLE, "nowhere", address)


PARTS = [
    ("$T$", '<math alttext="T"><mrow><mi>T</mi></mrow></math>'),
    ("$$T$$", '<math display="block" alttext="T">'),
    ("$x_1_2$", "<code>x_1_2</code>"),
    ("costs $5 and $6", "<p>costs $5 and $6</p>"),
    (
        '![A <b> gauge &amp; "more"](assets/gauge.svg "Read $T$ here")',
        '<figure><div class="drawing" role="region" tabindex="0" aria-label="Figure 1">'
        '<img src="/media/assets/gauge.svg" alt="A &lt;b&gt; gauge &amp; &quot;more&quot;" '
        'width="640" height="380" loading="lazy"></div><figcaption>Read <math alttext="T">',
    ),
    ('![Two\nlines](assets/gauge.svg "c")', 'alt="Two lines"'),
    ('![Words](assets/none.svg "c")', "<figure><p>Words</p><figcaption>c</figcaption></figure>"),
    ("a ![Words *x*](assets/gauge.svg) b", "<p>a Words x b</p>"),
    (
        "[[Staff  gauge|gauges]]",
        '<dfn><a class="term" href="glossary#s-term-staff-gauge" '
        'title="A ruler that stands in the water and shows its level.">gauges</a></dfn>',
    ),
    ("[[unknown]]", "<p>unknown</p>"),
    ("[@undrr2015; @wmo2008]", '[<a href="#ref-undrr2015">1</a>, <a href="#ref-wmo2008">2</a>]'),
    ("[@undrr2015]", 'Reduction 2015–2030. <a href="https://www.undrr.org/">https://www.undrr.org/</a></li>'),
    ("[@unknown]", "<p>[unknown]</p>"),
    ("[see](lesson:return-periods)", '<a href="return-periods">see</a>'),
    ("[the data](assets/readings.csv)", '<a href="/media/assets/readings.csv">the data (CSV, 1 KB)</a>'),
    ("[data](assets/none.csv)", '<a href="/media/assets/none.csv">data</a>'),
    ("[x](https://example.org)", '<a href="https://example.org">x</a>'),
    ("::: note\na\n:::", '<div class="box box-note"><p class="box-label">Note</p>\n<p>a</p>'),
    ("::: caution\na\n:::", '<div class="box box-caution"><p class="box-label">Take care</p>'),
    (
        "::: case In *Japan*\na\n:::",
        '<div class="box box-case"><p class="box-label">Real case: In <em>Japan</em></p>',
    ),
    ("::: activity\na\n:::", '<div class="box box-try"><p class="box-label">Activity</p>'),
    (
        "::: check\na\n---answer---\nb\n:::",
        '<div class="box box-try"><p class="box-label">Check yourself</p>\n<p>a</p>\n'
        "<details><summary>Show the answer</summary>\n<p>b</p>\n</details>\n</div>",
    ),
    ("::: strange\na\n:::", '<div class="box"><p class="box-label">strange</p>'),
    (
        "| A | B |\n|:--|--:|\n| 1 | 2 |",
        '<div class="scroll" role="region" tabindex="0" aria-label="Table 1: A, B"><table>\n<thead>\n<tr>\n'
        '<th scope="col">A</th>\n<th scope="col" class="r">B</th>',
    ),
    ("a[^n]\n\n[^n]: note", '<sup><a href="#fn-1" id="fnref-1">1</a></sup>'),
    ("a[^n] b[^n]\n\n[^n]: note", '<a class="back" href="#fnref-1-1" aria-label="Back to the text">↩</a>'),
    ("Term\n: Meaning", "<dl>\n<dt>Term</dt>\n<dd>Meaning</dd>\n</dl>"),
    ("# One\n\n#### Four", '<h2 id="s-one">One</h2>\n<h3 id="s-four">Four</h3>'),
    ("## A `b` $c$ [[staff gauge]]\n\nx", 'id="s-a-b-c-staff-gauge"'),
    ("## H ![pic](assets/gauge.svg)\n\nx", 'id="s-h-pic"'),
    ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>"),
    ("```python\na < b\n```", "<pre><code>a &lt; b\n</code></pre>"),
]


@pytest.mark.parametrize(("markdown", "part"), PARTS)
def test_each_mark_has_its_markup(markdown: str, part: str) -> None:
    assert part in compiled(markdown).html


def test_a_term_is_marked_as_such_once() -> None:
    html = compiled("[[staff gauge]] and [[staff gauge]]").html
    assert html.count("<dfn>") == 1
    assert html.count('class="term"') == 2


def test_links_into_the_course() -> None:
    html = compile_lesson(EXAMPLE, "staff-gauge", address).html
    assert 'href="return-periods"' in html
    assert 'href="glossary#s-term-staff-gauge"' in html


def test_sound_and_film_wait_and_say_their_size() -> None:
    files = example_files() | {
        "assets/talk.mp3": MP3,
        "assets/talk.md": b"# A talk\n\nThe *river* rises.\n[Go](a.md)!\n\n<script>alert(1)</script>\n",
        "assets/walk.md": b"x" * 30_000,
        "assets/walk.mp4": MP4,
        "assets/low.mp4": MP4[:900],
        "assets/walk.vtt": VTT,
    }
    files["lessons/staff-gauge.md"] += (
        b"\n::: audio assets/talk.mp3 An engineer <explains>\ntranscript: assets/talk.md\nminutes: 4\n:::\n\n"
        b"::: video assets/walk.mp4 A walk\ncaptions: assets/walk.vtt\nlow: assets/low.mp4\n"
        b"transcript: assets/walk.md\nminutes: 3\n:::\n"
    )
    document = read_files(files).document
    assert document is not None
    made = compile_lesson(document, "staff-gauge", address)
    html = made.html
    assert (
        '<div class="media"><div><strong>An engineer &lt;explains&gt;</strong><br>'
        '<span class="muted small">Sound, 4 minutes</span></div>'
        '<details><summary class="btn btn-2 btn-s">Play, 1.2 MB</summary>'
        '<audio controls preload="none"><source src="/media/assets/talk.mp3" type="audio/mpeg"></audio>'
        "</details></div><details><summary>Read the transcript</summary>\n<p><strong>A talk</strong></p>\n"
        "<p>The <em>river</em> rises.<br>\n[Go](a.md)!</p>\n"
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n</details>"
    ) in html
    assert 'Film, 3 minutes. <a href="/media/assets/walk.md">Read the transcript</a> (30 KB)' in html
    assert "A talk" not in [title for _name, title in made.headings]
    assert (
        '<video controls preload="none"><source src="/media/assets/walk.mp4" type="video/mp4">'
        '<track kind="captions" src="/media/assets/walk.vtt" srclang="en" label="Captions" default></video>'
    ) in html
    assert (
        '<details><summary class="btn btn-2 btn-s">Smaller film, 1 KB</summary>'
        '<video controls preload="none"><source src="/media/assets/low.mp4" type="video/mp4">'
        '<track kind="captions" src="/media/assets/walk.vtt" srclang="en" label="Captions" default></video></details>'
    ) in html


@pytest.mark.parametrize(
    ("language", "said"), [("ar", "(CSV، 1 كيلوبايت)"), ("zh", "(CSV，1 KB)"), ("fr", "(CSV, 1 ko)")]
)
def test_a_comma_is_that_of_the_language(language: str, said: str) -> None:
    assert said in compile_text(in_language(language), "[the data](assets/readings.csv)", address)


def test_a_missing_sound_shows_its_title() -> None:
    assert "<p><strong>A talk</strong></p>" in compiled("::: audio assets/none.mp3 A talk\n:::").html


def test_a_sound_without_facts() -> None:
    document = replace(EXAMPLE, assets=(replace(EXAMPLE.assets[1], path="assets/a.mp3", size=2_500_000),))
    html = compiled("::: audio assets/a.mp3 A talk\n:::", document).html
    assert '<span class="muted small">Sound</span>' in html
    assert "Play, 2.5 MB" in html


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_every_language_has_its_words(language: str) -> None:
    html = compiled("::: example Title\na\n:::\n\n[@wmo2008]", in_language(language)).html
    labels = LABELS[language]
    assert f"{labels.boxes['example']}{labels.colon}Title" in html
    assert f">{labels.references}</h2>" in html
    assert len(set(labels.boxes.values())) == 7


def test_sizes_as_people_write_them() -> None:
    assert LABELS["en"].size(0) == "1 KB"
    assert LABELS["en"].size(2_400) == "2 KB"
    assert LABELS["en"].size(999_499) == "999 KB"
    assert LABELS["en"].size(999_500) == "1.0 MB"
    assert LABELS["fr"].size(1_250_000) == "1,2 Mo"


def test_ids_of_headings_in_all_scripts() -> None:
    assert slug("Was heißt „Risiko“?") == "was-heisst-risiko"
    assert slug("فترات العَودة بلا خوف") == "فترات-العودة-بلا-خوف"
    assert slug("水文站 2.0") == "水文站-2-0"
    assert term_id("!") == "s-term-x"
    ids = HeadingIds()
    assert [ids.take(title) for title in ("A b", "a-b", "?", "a b 2", "A B")] == [
        "s-a-b",
        "s-a-b-2",
        "s-part",
        "s-a-b-2-2",
        "s-a-b-3",
    ]
    assert 'id="s-水文站"' in compiled("## 水文站\n\nx").html


def test_nobody_can_make_a_hole() -> None:
    forged = "\ue0000\ue001 &#xE000;0&#xE001;"
    document = replace(
        EXAMPLE,
        glossary=(Term("staff gauge", f'{forged}" onfocus="x'),),
        references=(Reference("wmo2008", forged),),
    )
    markdown = (
        f'$T$ {forged} [[staff gauge|w {forged}]] [@wmo2008] [a](https://x.org/{forged} "{forged}")\n\n'
        f'![{forged} "x](assets/gauge.svg "{forged}")\n\n## H {forged}\n\n'
        f"::: note {forged}\n`{forged}`\n:::\n"
    )
    html = compiled(markdown, document).html
    assert html.count("<math") == 1
    assert html.count("<img") == 1
    assert not re.search("[\ue000\ue001]", html)
    assert " onfocus=" not in re.sub(r'"[^"]*"', '""', html)


hostile = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JAVASCRIPT:a)",
        "![x](javascript:a 'y')",
        "[[staff gauge|<b onclick=x>]]",
        "$\\text{<img src=x onerror=a>}$",
        "$$\\href{javascript:a}{x}$$",
        "::: note <script>\n",
        ":::\n",
        "---answer---\n",
        "[^1]",
        "[^1]: <svg onload=x>\n",
        "| a |\n|--:|\n| <b> |\n",
        "[@wmo2008]",
        "`<b>`",
        "## <h2 onclick=x>\n",
        "\n\n",
        "&lt;script&gt;",
        "> ",
        "- ",
        "    ",
        "\ue0000\ue001",
        "&#xE000;",
        "$",
        "$$",
        "[[",
        "]]",
        "[@",
        "::: audio assets/gauge.svg <x>\n",
        "minutes: <x>\n",
        "<!--",
        "[r]: javascript:a\n",
        "[r]",
    ]
)


@given(st.lists(hostile | st.text(max_size=5), max_size=14).map("".join))
@settings(max_examples=150, deadline=None)
def test_whatever_is_written_the_page_is_safe(markdown: str) -> None:
    for html in (compiled(markdown).html, compile_text(EXAMPLE, markdown, address, prefix="q-")):
        assert not re.search(r"<\s*(script|svg|iframe|style|form)", html, re.IGNORECASE)
        assert not re.search(r"<[^>]*\s(on\w+|style)=", re.sub(r'"[^"]*"', '""', html), re.IGNORECASE)
        assert not re.search(r'(href|src)="\s*javascript', html, re.IGNORECASE)
        assert not re.search("[\ue000\ue001]", html)


def test_a_reference_list_without_a_heading_and_an_unnamed_table() -> None:
    html = compile_text(EXAMPLE, "|  |\n|--|\n| [@wmo2008] |", address, prefix="q-")
    assert 'aria-label="Table 1"' in html
    assert '<section aria-label="References"><ol class="refs">' in html


def test_sources_of_a_course_from_right_to_left_keep_their_own_direction() -> None:
    html = compiled("[@undrr2015]", in_language("ar")).html
    assert re.search(r'<li id="ref-undrr2015"><bdi>United.*</a></bdi></li>', html)


def test_texts_of_a_quiz() -> None:
    assert compile_text(EXAMPLE, "What is $T$?", address, inline=True) == (
        'What is <math alttext="T"><mrow><mi>T</mi></mrow></math>?'
    )
    html = compile_text(EXAMPLE, "Look [@wmo2008].[^1]\n\n[^1]: note", address, prefix="q1-")
    assert 'href="#ref-q1-wmo2008"' in html
    assert 'id="ref-q1-wmo2008"' in html
    assert 'id="fn-q1-1"' in html
    assert "<h2" not in html


def test_a_course_of_three_hours_compiles_in_two_seconds() -> None:
    text = re.sub(r"\[\^1\].*", "", EXAMPLE.lessons[0].markdown + "\n\n" + EXAMPLE.lessons[1].markdown) * 4
    lessons = tuple(replace(EXAMPLE.lessons[0], id=f"l{number}", markdown=text) for number in range(8))
    document = replace(EXAMPLE, lessons=lessons)
    start = time.process_time()
    for lesson in lessons:
        assert compile_lesson(document, lesson.id, address).words > 1_200
    assert time.process_time() - start < (2 if sys.gettrace() is None else 20)  # coverage costs time
