"""Contrast, syllables and reading level, against values worked out by hand or published."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_readiness_findings import LESSON, example

from learnhub.coursefile.reader import read_files
from learnhub.coursefile.readiness import checklist
from learnhub.coursefile.readiness.contrast import contrast, read_colour, svg_notes
from learnhub.coursefile.readiness.reading import level, sentences, syllables

COLOUR = st.tuples(*[st.integers(0, 255)] * 3)


@given(COLOUR, COLOUR)
def test_contrast_is_even_handed_and_between_1_and_21(
    one: tuple[int, int, int], two: tuple[int, int, int]
) -> None:
    assert 1 <= contrast(one, two) == contrast(two, one) <= 21
    assert contrast(one, one) == 1


def test_contrast_of_known_pairs() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == 21
    assert round(contrast((118, 118, 118), (255, 255, 255)), 2) == 4.54
    assert read_colour("#FFF") == read_colour("white") == read_colour("rgb(255, 255, 255)") == (255, 255, 255)
    assert read_colour("url(#g)") is read_colour("none") is None


def drawing(inside: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">\n{inside}\n</svg>'.encode()


GREY = '<text x="20" y="40" fill="#999">Peak</text>'
DARK = '<rect x="0" y="0" width="200" height="100" fill="#123"/>'


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        (GREY, ["Peak"]),
        ('<text x="20" y="40">Peak</text>', []),
        ('<text x="20" y="40" fill="#777" font-size="30">Peak</text>', []),
        ('<text x="20" y="40" fill="#777" font-size="19" font-weight="bold">Peak</text>', []),
        (f"{DARK}<text x='20' y='40' fill='white'>Peak</text>", []),
        (f"{DARK}<text x='20' y='40' fill='#234'>Peak</text>", ["Peak"]),
        (f"<text x='20' y='40' fill='white'>Peak</text>{DARK}", ["Peak"]),
        ('<g fill="#999"><text x="20" y="40">P<tspan fill="black">eak</tspan></text></g>', ["P"]),
        (f'<g transform="translate(500 0)">{DARK}</g><text x="20" y="40" fill="white">Peak</text>', ["Peak"]),
        (f'<g transform="scale(2)">{DARK}</g><text x="300" y="40" fill="white">Peak</text>', []),
        ('<path d="M0 0H200V100H0Z" fill="#123"/><text x="20" y="40" fill="white">Peak</text>', []),
        ('<rect width="100%" height="100%" fill="url(#g)"/><text x="20" y="40" fill="white">Peak</text>', []),
        (f'<g opacity="0.5">{GREY}</g>', []),
        (f'<g transform="rotate(90)">{GREY}</g>', []),
        (f"<defs>{GREY}</defs>", []),
        ('<text x="20" y="40" fill="#999">…</text>', []),
        ("<text", []),
    ],
)
def test_text_that_is_hard_to_see(inside: str, found: list[str]) -> None:
    assert [dict(note.params)["text"] for note in svg_notes(drawing(inside))] == found


def test_a_document_type_is_not_read() -> None:
    assert svg_notes(b'<!DOCTYPE svg [<!ENTITY a "b">]>' + drawing(GREY)) == []


@pytest.mark.parametrize(
    ("language", "word", "count"),
    [
        ("en", "river", 2), ("en", "the", 1), ("en", "caused", 1), ("en", "flooded", 2), ("en", "table", 2),
        ("fr", "rivière", 2), ("fr", "eau", 1), ("fr", "vallée", 2),
        ("es", "ciudad", 2), ("es", "veía", 3), ("es", "agua", 2), ("es", "río", 2), ("es", "maya", 2),
        ("ru", "наводнение", 5), ("en", "xyz", 1), ("en", "hmm", 1),
    ],
)  # fmt: skip
def test_syllables(language: str, word: str, count: int) -> None:
    assert syllables(word, language) == count


@given(st.text(min_size=1, max_size=30), st.sampled_from(["en", "fr", "es", "ru"]))
def test_every_word_has_a_syllable(word: str, language: str) -> None:
    assert syllables(word, language) >= 1


def test_the_formula_of_flesch_by_hand() -> None:
    found = level(["The man saw the red cat. " * 20], "en")
    assert found is not None
    # 6 words a sentence, 1 syllable a word
    assert found.value == Fraction("206.835") - 6 * Fraction("1.015") - Fraction("84.6")
    assert found.easy
    assert level(["The man saw the cat."], "en") is None


def test_sentences_end_in_every_script() -> None:
    assert len(sentences("One. Two? Three! 4.5 m deep.")) == 4
    assert len(sentences("水位上升。为什么？因为下雨！")) == 3
    assert len(sentences("هل ارتفع الماء؟ نعم ارتفع.")) == 2


@pytest.mark.parametrize("language", ["ar", "zh"])
def test_arabic_and_chinese_have_their_own_measure(language: str) -> None:
    text = {"ar": "ارتفع ماء النهر. ", "zh": "河水上升了，人们从桥上观看。"}[language] * 60
    found = level([text], language)
    assert found is not None
    assert found.easy
    hard = level([text.replace(".", "").replace("。", "，") + "."], language)
    assert hard is not None
    assert not hard.easy or hard.value > found.value
    assert level([text], "xx") is None


def test_a_second_look_at_a_big_course_is_quick() -> None:
    files = example()
    text = files[LESSON].decode()
    for number in range(60):
        files[f"lessons/l{number}.md"] = f"{text}\n\nNumber {number}.\n".encode() * 4
    problems = read_files(example()).problems
    checklist(files, problems)
    files["lessons/l7.md"] += b"\nOne sentence more.\n"
    start = time.process_time()
    checklist(files, problems)
    assert time.process_time() - start < 0.3  # about 60 ms where it was written
