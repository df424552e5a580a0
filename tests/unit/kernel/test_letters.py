"""Letters that are written in several ways have one spelling; different letters stay apart where marks are given."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.kernel.letters import folded, one_spelling, plain_digits

ONE = [
    ("مِيَاهٌ", "مياه"), ("ميـــاه", "مياه"), ("أسئلة إدارة آلة", "اسيلة ادارة الة"), ("هدى", "هدي"), ("یک", "يك"),
    ("ہھە", "ههه"), ("ﻻ", "لا"), ("cœur", "COEUR"), ("æ", "ae"), ("Ǿ", "o"), ("Łódź", "lodz"), ("Đ", "d"), ("ß", "SS"),
    ("ışık İ", "isik i"), ("ё", "е"), ("ｗｉｄｅ", "wide"), ("١٢۳", "123"), ("soft\u00adhyphen", "softhyphen"),
]  # fmt: skip
APART = [("ة", "ه"), ("ð", "d"), ("þ", "th")]


@pytest.mark.parametrize(("one", "other"), ONE)
def test_one_letter_has_one_spelling(one: str, other: str) -> None:
    assert one_spelling(one) == one_spelling(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_a_search_finds_letters_that_marking_keeps_apart(one: str, other: str) -> None:
    assert one_spelling(one) != one_spelling(other)
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("कि", "कु"), ("が", "か"), ("ء", ""), ("ث", "ت"), ("ц", "ч")])
def test_different_letters_stay_different(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@given(st.text(max_size=30))
def test_a_spelling_stays_as_it_is(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text(max_size=30), st.sampled_from(["NFC", "NFD"]))
def test_it_does_not_matter_how_a_text_is_stored(text: str, form: str) -> None:
    assert one_spelling(unicodedata.normalize(form, text)) == one_spelling(text)


def test_every_digit_is_plain_and_nothing_unseen_stays() -> None:
    for sign in map(chr, range(0x110000)):
        digit = unicodedata.decimal(sign, None)
        if digit is not None or unicodedata.category(sign) == "Cf":
            assert plain_digits(f"é{sign}") == ("é" if digit is None else f"é{digit}")
