"""Names are compared in any script; what a clerk may write either way does not count, what is spelling does."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.records.names import alike, folded_name, name_words

SAME = [
    ("José García", "GARCIA, Jose"),
    ("Łukasz Øverås", "lukasz overas"),
    ("Nguyễn Thị Ánh", "nguyen thi anh"),
    ("Straße", "STRASSE"),
    ("O’Neil, Anne-Marie", "anne marie o'neil"),
    ("أحمد مصطفى", "احمد مصطفي"),
    ("مُحَمَّد", "محمد"),
    ("فاطمه", "فاطمة"),
    ("Алёна Ёлкина", "Алена Елкина"),
    ("Αθηνά", "αθηνα"),
    ("王小明", "王 小明".replace(" ", "")),
    ("ｗａｎｇ　ｌｅｉ", "Wang Lei"),
    ("İpek Işık", "ipek isik"),
    ("M. K. Rao", "Rao M K"),
]
DIFFERENT = [
    ("राम", "रमा"),  # a vowel of Devanagari is a mark, and parts two names
    ("Amina Yusuf", "Amina Yosef"),
    ("李娜", "李那"),
    ("กานต์", "กนต"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name_are_equal(one: str, other: str) -> None:
    assert folded_name(one) == folded_name(other) != ""


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_names_stay_two(one: str, other: str) -> None:
    assert folded_name(one) != folded_name(other)


def test_words_that_are_all_in_the_other_name_are_alike() -> None:
    assert alike("Maria Fernanda López", "María López")
    assert not alike("Maria", "Maria López"), "one word is too little"
    assert not alike("Maria Gómez", "Maria Fernanda López")


@given(st.text(max_size=40))
def test_folding_is_done_once(name: str) -> None:
    assert folded_name(folded_name(name)) == folded_name(name)


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Lo", "Zs"]), max_size=30))
def test_how_the_signs_are_composed_does_not_matter(name: str) -> None:
    forms = {folded_name(unicodedata.normalize(form, name)) for form in ("NFC", "NFD", "NFKC", "NFKD")}
    assert len(forms) == 1


@given(st.lists(st.sampled_from(["Ana", "Пётр", "王", "نور", "de", "la"]), max_size=5), st.randoms())
def test_the_order_of_words_does_not_matter(words: list[str], random: object) -> None:
    shuffled = sorted(words, reverse=True)
    assert name_words(" ".join(words)) == name_words("  ".join(shuffled))
