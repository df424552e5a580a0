"""Identifiers: their form, that none comes twice, and what the check sign finds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from learnhub.kernel.ids import opaque_id, opaque_ids, printed_number, printed_numbers, tidy_number

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
NUMBER = re.compile(f"[{SIGNS}]{{4}}(-[{SIGNS}]{{4}})*")


def test_surrogates_have_their_form_and_none_comes_twice() -> None:
    made = [*opaque_ids("p", 5000), opaque_id("p")]
    assert len(set(made)) == 5001
    assert all(re.fullmatch(f"p[{SIGNS.lower()}]{{12}}", each) for each in made)
    assert opaque_ids("p", 0) == []


def test_every_sign_comes_as_often_as_the_others() -> None:
    signs = "".join(each[1:] for each in opaque_ids("p", 5000)).upper()
    counts = [signs.count(sign) for sign in SIGNS]
    assert sum(counts) == 60_000
    assert all(1700 < count < 2300 for count in counts)  # 2000, give or take seven standard deviations


def test_printed_numbers_have_their_form_and_none_comes_twice() -> None:
    made = [*printed_numbers(3000), printed_number()]
    assert len(set(made)) == 3001
    assert all(NUMBER.fullmatch(each) and len(each) == 14 for each in made)
    assert printed_numbers(0) == []


@given(st.integers(1, 5))
def test_a_number_is_read_as_people_type_it(groups: int) -> None:
    number = printed_number(groups)
    assert tidy_number(f" {number.lower().replace('-', ' ')} ", groups) == number
    assert tidy_number(number[:-1], groups) is None
    eastern, wide = {ord("0") + n: 0x6F0 + n for n in range(10)}, {n: n + 0xFEE0 for n in range(0x30, 0x5B)}
    assert (
        tidy_number(number.translate(eastern), groups)
        == tidy_number(number.translate(wide), groups)
        == number
    )


@given(st.data())
def test_a_wrong_sign_is_found(data: st.DataObject) -> None:
    number = printed_number()
    place = data.draw(st.sampled_from([n for n, sign in enumerate(number) if sign != "-"]))
    other = data.draw(st.sampled_from([sign for sign in SIGNS if sign != number[place]]))
    assert tidy_number(number[:place] + other + number[place + 1 :]) is None


def test_the_check_sign_never_changes() -> None:
    """Numbers are printed on certificates: those of today must hold for ever."""
    for number in ("2345-6789-ABC7", "ZZZZ-ZZZZ-ZZZD", "7KQM-2X9D-4HT4"):
        assert tidy_number(number) == number
