"""The foot of a page says what it weighed on the line."""

from __future__ import annotations

import gzip
import random

from hypothesis import given
from hypothesis import strategies as st

from learnhub.web.weight import MARK, Ready, packed, plain, stylesheets

SHEET = "/static/0123456789ab/core.css"
HEAD = f'<head><link rel="stylesheet" href="{SHEET}"></head>'


def page(body: bytes) -> bytes:
    return HEAD.encode() + body + f"<p>{MARK} KB, styles included</p>".encode()


def noise(count: int) -> bytes:
    """Bytes that no packer makes smaller."""
    return random.Random(1).randbytes(count)


def test_the_number_is_the_packed_page_and_its_styles() -> None:
    sent = packed(page(noise(7_000)), {SHEET: 5_000}, 9)
    assert 7_000 < len(sent) < 7_300
    assert b"<p>12 KB, styles included</p>" in gzip.decompress(sent)


def test_without_gzip_the_plain_sizes_count() -> None:
    assert b"<p>40 KB, styles included</p>" in plain(page(b" " * 25_000), {SHEET: 15_000})


def test_only_the_mark_at_the_foot_is_filled_in() -> None:
    told = MARK.encode()
    assert plain(page(told + b" in a lesson"), {}).count(told) == 1


def test_what_is_no_page_of_ours_stays_as_it_is() -> None:
    assert plain(b"{}", {}) == b"{}"
    assert gzip.decompress(packed(b"{}", {}, 1)) == b"{}"


def test_stylesheets_are_looked_for_in_the_head_alone() -> None:
    assert stylesheets(page(b'<a href="/static/0123456789ab/other.css">')) == [SHEET]


@given(st.binary(max_size=400), st.integers(1, 9))
def test_both_forms_hold_the_same_page(body: bytes, level: int) -> None:
    whole = page(body.replace(b"@", b""))
    there = gzip.decompress(packed(whole, {}, level))
    before, _, after = whole.partition(MARK.encode())
    assert there.startswith(before)
    assert there.endswith(after)


@given(st.text(max_size=60), st.text(min_size=1, max_size=300), st.text(max_size=60), st.integers(1, 9))
def test_a_part_packed_before_changes_nothing_of_the_page(
    head: str, part: str, tail: str, level: int
) -> None:
    whole = page((head + part + tail).replace("@", "").encode())
    ready = Ready.of(part.replace("@", ""))
    there = gzip.decompress(packed(whole, {}, level, [ready]))
    before, _, after = whole.partition(MARK.encode())
    assert there.startswith(before)
    assert there.endswith(after)


def test_parts_that_begin_with_the_same_words_are_found_where_they_stand() -> None:
    same = "the same words at the beginning, more than sixty-four of these signs, "
    first, second = same + "then one end", same + "then another end"
    whole = page(f"{same}<b>{second}</b>{first}<i>{second}</i>".encode())
    parts = [Ready.of(first), Ready.of(second)]
    sent = packed(whole, {}, 1, parts)
    assert gzip.decompress(sent) == plain(whole, {})
    assert all(part.deflated in sent for part in parts)


def test_a_part_that_the_page_does_not_hold_is_left_out() -> None:
    assert gzip.decompress(packed(page(b"one"), {}, 1, [Ready.of("another")])) == plain(page(b"one"), {})


@given(st.lists(st.text(max_size=400), min_size=2, max_size=5), st.integers(1, 9))
def test_gaps_of_every_length_stand_between_parts_packed_before(gaps: list[str], level: int) -> None:
    parts = [f"<article>part {number}{' of the course' * 9}</article>" for number in range(len(gaps) - 1)]
    text = "".join(gap.replace("@", "") + part for gap, part in zip(gaps, [*parts, ""], strict=True))
    whole = page(text.encode())
    ready = [Ready.of(part) for part in parts]
    there = gzip.decompress(packed(whole, {}, level, ready))
    before, _, after = whole.partition(MARK.encode())
    assert there.startswith(before)
    assert there.endswith(after)
