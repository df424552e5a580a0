"""Checks of lesson texts: each fault is named on its line."""

from __future__ import annotations

import pytest
from course_samples import MP3, MP4, PNG, VTT, example_files, with_lesson
from hypothesis import given, settings
from hypothesis import strategies as st

from learnhub.coursefile.reader import read_files
from learnhub.coursefile.words import count_words

AUDIO = "::: audio assets/talk.mp3 A talk\ntranscript: assets/talk.md\nminutes: 4\n:::\n"
VIDEO = (
    "::: video assets/walk.mp4 A walk\ncaptions: assets/walk.vtt\nlow: assets/low.mp4\n"
    "transcript: assets/talk.md\nminutes: 3\n:::\n"
)
FILES = {
    "assets/talk.mp3": MP3[:200],
    "assets/talk.md": b"What is said.\n",
    "assets/walk.mp4": MP4,
    "assets/low.mp4": MP4[:900],
    "assets/walk.vtt": VTT,
}

GOOD = [
    "Money: $5 and $6, or US$ 7.\n",
    "A line with $a < b$ and $\\text{50 \\%}$.\n",
    "`[[code]]` and `<b>` in code.\n",
    "```\n::: note\n[[x]] <b> # H\n```\n",
    "::: note\n```\n:::\n```\n:::\n",
    "::: note\n::: example Inside\ntext\n:::\n:::\n",
    "> a quotation [@wmo2008, @undrr2015]\n",
    "See <https://www.undrr.org/> or [write](mailto:a@b.org).\n",
    "| a | b |\n|---|---|\n| [[staff gauge\\|gauges]] | [[Return  Period]] |\n",
    "a &lt; b and \\$5 \\$\n",
    "***\n",
    "1. one\n\n   $$x = 1$$\n\n2. two\n",
    "$$a\n= b$$\n",
    "$$\na\n+ b\n= c\n$$\n",
    "A price of $ 5, or 5 $\n",
    "$a\\$b$ and $x\\%$\n",
    "Words.\n\n    $$ in code\n",
    "Words.\n\n    ::: in code\n",
    "[see $x$ and \\$5](https://x.org)\n",
    "a ] (b) and [c] (d)\n",
    "::: note\ntext\n\n    :::\n\n:::\n",
    "A line and\n$$x = 1$$\n",
    "A line and\n::: note\ntext\n:::\n",
]


@pytest.mark.parametrize("text", GOOD)
def test_what_is_allowed(text: str) -> None:
    assert with_lesson(text) == []


def test_sound_and_film() -> None:
    assert with_lesson(AUDIO + "\n" + VIDEO.replace("low:", "\nlow:"), FILES) == []


BAD = [
    ("# Top\n", "a heading of level 1"),
    ("#### Deep\n", "a heading of level 4"),
    ("Words\n---\n", "an underlined heading"),
    ("<div>x</div>\n", "raw HTML `<div>x</div>`"),
    ("a <b>b</b>\n", "raw HTML `<b>`"),
    ("<!-- note -->\n", "raw HTML"),
    ('text ![w](assets/gauge.svg "c") text\n', "a picture inside a line"),
    ("![](assets/gauge.svg 'c')\n", "the figure has no description"),
    ("![words](assets/gauge.svg)\n", "the figure has no caption"),
    ("![words](assets/gage.svg 'c')\n", "there is no file assets/gage.svg; did you mean assets/gauge.svg?"),
    ("![words](assets/other-thing.png 'c')\n", "add it or correct the name"),
    ("![words](https://x.org/a.png 'c')\n", "is not a file of the course"),
    ("![words](assets/readings.csv 'c')\n", "is CSV, which is not a figure"),
    ("![words](assets/gauge.svg\n", "this figure is not complete"),
    ("[a](lesson:return-period)\n", "did you mean lesson:return-periods?"),
    ("[a](lesson:zzz)\n", "there is no lesson `zzz`; correct the id"),
    ("[a](assets/reading.csv)\n", "did you mean assets/readings.csv?"),
    ("[a](assets/zzz.pdf)\n", "there is no file assets/zzz.pdf; add it"),
    ("[a](other.md)\n", "leads nowhere"),
    ("[a](#there)\n", "leads nowhere"),
    ("[a](ftp://x.org)\n", "leads nowhere"),
    ("[see [[staff gauge]]](https://x.org)\n", "a term or citation stands in its words"),
    ("[see [@wmo2008]](https://x.org)\n", "a term or citation stands in its words"),
    ("[see](<a b\n", "this link is not complete"),
    ("[[gage]]\n", "`gage` is not in the glossary"),
    ("[[staff gage]]\n", "did you mean `staff gauge`?"),
    ("[[staff gauge\n", "this glossary mark is not complete"),
    ("[[a|b|c]]\n", "this glossary mark is not complete"),
    ("[@wmo2009]\n", "did you mean `wmo2008`?"),
    ("[@zzz]\n", "`zzz` is not in the references"),
    ("[@ wmo2008]\n", "this citation is not complete"),
    ("[^9] there\n", "there is no such footnote"),
    ("so $$x = 1$$ it is\n", "a displayed formula stands alone"),
    ("$$x = 1\n\ny$$\n", "a displayed formula stands alone"),
    ("[a $$ b](https://x.org)\n", "a displayed formula stands alone"),
    ("| a |\n|---|\n| [[gage\\|x]] |\n", "`gage` is not in the glossary"),
    ("$$x\ny\nz\n", "a displayed formula stands alone"),
    ("$$x$$ $$y$$\n", "a displayed formula stands alone"),
    ("$\\ce{H2O}$\n", "the command \\ce is not known"),
    ("$\\frac{1}{T$\n", "the braces of the formula"),
    ("$x_1_2$\n", "the formula cannot be read"),
    (f"${'x' * 2001}$\n", "more than 2000 characters"),
    ("::: tip\ntext\n:::\n", "`tip` is not a kind of box"),
    ("::: note\ntext\n", "this box is not closed"),
    ("::: check\ntext\n:::\n", "this check has no answer"),
    ("::: note\ntext\n\n---answer---\n\nx\n:::\n", "an answer mark stands"),
    ("text\n\n:::\n", "this line closes a box that is not open"),
    ("::: note\n" * 4 + "x\n" + ":::\n" * 4, "boxes stand more than 3 deep"),
    (AUDIO.replace(":::\n", "", 1).rstrip(":\n"), "this audio block is not closed"),
    (AUDIO.replace(" A talk", ""), "the audio has no title"),
    (AUDIO.replace("minutes: 4", "minutes: four"), "write the minutes as a whole number"),
    (AUDIO.replace("minutes: 4\n", ""), "the audio has no `minutes:`"),
    (
        AUDIO.replace("minutes: 4", "captions: x"),
        "`captions: x` is not known here; lines are transcript, minutes",
    ),
    (AUDIO.replace("talk.mp3", "walk.mp4"), "assets/walk.mp4 is MP4, which is not sound"),
    (AUDIO.replace("assets/talk.md", "assets/none.md"), "there is no file assets/none.md"),
    (VIDEO.replace("captions: assets/walk.vtt\n", ""), "the video has no `captions:`"),
    (
        VIDEO.replace("low: assets/low.mp4", "low: assets/talk.mp3"),
        "assets/talk.mp3 is MP3, which is not low",
    ),
]


@pytest.mark.parametrize(("text", "part"), BAD)
def test_each_fault_is_named_on_its_line(text: str, part: str) -> None:
    first = example_files()["lessons/staff-gauge.md"].count(b"\n") + 2
    found = [problem for problem in with_lesson(text, FILES) if problem.file.startswith("lessons")]
    named = [problem for problem in found if part in problem.message]
    assert named, [str(problem) for problem in found]
    assert first <= named[0].line < first + text.count("\n") + 1


@given(
    st.lists(st.sampled_from([text for text, _ in BAD] + GOOD) | st.text(max_size=8), max_size=5).map(
        "\n".join
    )
)
@settings(max_examples=60, deadline=None)
def test_whatever_is_written_the_check_ends_with_places_in_the_file(text: str) -> None:
    lines = example_files()["lessons/staff-gauge.md"].count(b"\n") + text.count("\n") + text.count("\r") + 2
    for problem in with_lesson(text, FILES):
        assert 1 <= problem.line <= lines
        assert problem.column >= 1
        assert problem.message


def test_line_and_column() -> None:
    first = example_files()["lessons/staff-gauge.md"].count(b"\n") + 2
    found = with_lesson("Fine words.\n\nMore of them and\nthen a [[gage]] here.\n")
    assert str(found[0]).startswith(f"lessons/staff-gauge.md:{first + 3}:8: text: `gage`")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("## A heading first\n", "the text begins with a heading"),
        ("Words.\n\n### Sub\n", "a subsection `###` before the first section"),
        ("Words only.\n", "the lesson has no activity"),
        ("", "the lesson has no text"),
        ("word " * 10_001, "has 50004 bytes; at most 50000"),
    ],
)
def test_faults_of_a_whole_text(text: str, part: str) -> None:
    files = example_files()
    head = files["lessons/staff-gauge.md"].split(b"---\n")[1]
    files["lessons/staff-gauge.md"] = b"---\n" + head + b"---\n" + text.encode()
    found = [str(problem) for problem in read_files(files).problems]
    assert any(part in line for line in found), found


def test_a_picture_of_pixels_is_a_figure_too() -> None:
    assert with_lesson('![words](assets/p.png "c")\n', {"assets/p.png": PNG}) == []


def test_words_in_scripts_without_spaces() -> None:
    assert count_words("The river’s level, 2.37 m.") == 5
    assert count_words("水文站的水位") == 3
    assert count_words("水文站 2.37 m") == 4
    assert count_words("مستوى النهر") == 2
    assert count_words("") == 0
