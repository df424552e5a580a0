"""Numbers as people type them, states, cuts, directions, and the character maps of fonts."""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, replace
from datetime import UTC, datetime

import pytest
from credential_samples import FACTS, SERIAL, holding
from hypothesis import given
from hypothesis import strategies as st

from learnhub.credentials.domain import (
    Facts,
    Standing,
    chosen_outcomes,
    compact,
    read_number,
    shortened,
    starts_right_to_left,
)
from learnhub.credentials.glyphs import cmap_of, covered, printable
from learnhub.credentials.labels import LABELS, labels_of, result_words, study_time
from learnhub.credentials.make import FONTS
from learnhub.kernel.ids import printed_number
from learnhub.learning.domain import certificate_facts

LATER = datetime(2026, 11, 1, tzinfo=UTC)
LATIN = frozenset(range(32, 127))


@given(st.randoms())
def test_a_number_is_read_however_it_is_written(random: object) -> None:
    serial = printed_number(3)
    for typed in (
        serial,
        serial.lower(),
        compact(serial),
        serial.replace("-", " – "),
        f" LH-{serial}",
        f"lh{compact(serial)}",
        serial.translate({ord("0") + n: 0x660 + n for n in range(10)}),
        f"learn.example.org/c/{compact(serial)}",
        f"https://learn.example.org/pt/c/{serial}/",
    ):
        assert read_number(typed).serial == serial


def test_full_width_signs_are_read_too() -> None:
    serial = printed_number(3)
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in compact(serial))
    assert read_number(wide).serial == serial


@pytest.mark.parametrize("place", range(12))
def test_a_wrong_sign_is_noticed_at_every_place(place: int) -> None:
    serial = compact(printed_number(3))
    wrong = "A" if serial[place] != "A" else "B"
    read = read_number(serial[:place] + wrong + serial[place + 1 :])
    assert read.serial is None
    assert not read.wrong_length


@pytest.mark.parametrize("typed", ["", "7K3M", "7K3M-29QX-V8TD-2", "١٢٣"])
def test_a_missing_sign_is_told_from_a_wrong_one(typed: str) -> None:
    assert read_number(typed).wrong_length


def test_what_the_issue_writes_can_be_read() -> None:
    values = {name: getattr(FACTS, name) for name in Facts.__slots__}
    assert Facts.from_json(certificate_facts(**{**values, "outcomes": list(FACTS.outcomes)})) == FACTS


def test_standing() -> None:
    valid = holding()
    assert valid.standing is Standing.VALID
    assert replace(valid, revoked_at=LATER).standing is Standing.WITHDRAWN
    assert replace(valid, revoked_at=LATER, replacement=SERIAL).standing is Standing.REPLACED
    assert replace(valid, name="").holder_removed
    assert not valid.holder_removed


@given(st.text(max_size=300), st.integers(min_value=2, max_value=250))
def test_a_cut_text_fits_and_a_short_one_is_left_alone(text: str, limit: int) -> None:
    cut = shortened(text, limit)
    assert len(cut) <= limit
    if len(text) <= limit:
        assert cut == text
    else:
        assert cut.endswith("…")


def test_six_outcomes_at_most() -> None:
    assert chosen_outcomes(["one"] * 9) == ["one"] * 6


@pytest.mark.parametrize(
    ("text", "rtl"),
    [
        ("Amina أمينة", False),
        ("أمينة Amina", True),
        ("12 أمينة", True),
        ("שלום", True),
        ("", False),
        ("12", False),
    ],
)
def test_the_first_letter_gives_the_direction(text: str, rtl: bool) -> None:
    assert starts_right_to_left(text) is rtl


@pytest.mark.parametrize(("minutes", "text"), [(45, "45 min"), (60, "1 h"), (185, "3 h 5 min"), (0, "0 min")])
def test_study_time(minutes: int, text: str) -> None:
    assert study_time(LABELS["en"], minutes) == text


def test_a_seventh_language_gets_english_words() -> None:
    assert labels_of("pt") is LABELS["en"]


@given(st.text(max_size=60))
def test_only_known_signs_are_left_and_whole_words_go(text: str) -> None:
    result = printable(text, LATIN)
    assert all(ord(sign) in LATIN or sign in "\u200b\u200c\u200d" for sign in result.text)
    assert all(ord(sign) not in LATIN for sign in result.missing)


def test_a_word_with_one_unknown_sign_goes_as_a_whole() -> None:
    assert printable("Ana Žižek Bo", LATIN).text == "Ana Bo"
    assert printable("Ana Žižek Bo", LATIN).missing == ("Ž", "ž")


def test_accents_written_apart_are_put_together() -> None:
    assert printable("Zoe\u0308", LATIN | {0xEB}).text == "Zoë"


def test_a_word_without_end_may_be_broken() -> None:
    assert printable("x" * 90, LATIN).text.replace("\u200b", "") == "x" * 90
    assert max(len(part) for part in printable("x" * 90, LATIN).text.split("\u200b")) == 40


def test_control_signs_and_directions_are_dropped() -> None:
    assert printable("A\u202eda\x00 \tB\n", LATIN).text == "Ada B"


def font_with(form: int, body: bytes) -> bytes:
    """A font of nothing but a character map."""
    cmap = struct.pack(">HHHHL", 0, 1, 3, 10, 12) + body
    return (
        struct.pack(">LHHHH", 0x10000, 1, 0, 0, 0) + struct.pack(">4sLLL", b"cmap", 0, 28, len(cmap)) + cmap
    )


def test_character_maps_of_both_formats_are_read() -> None:
    twelve = struct.pack(">HHLLL", 12, 0, 40, 0, 2) + struct.pack(">LLLLLL", 65, 67, 5, 0x20000, 0x20001, 9)
    assert cmap_of(font_with(12, twelve)) == {65, 66, 67, 0x20000, 0x20001}
    # two segments, the first through glyph ids of which the second is 0 (no glyph), and the closing one
    four = struct.pack(">HHHHHHH", 4, 0, 0, 4, 0, 0, 0) + struct.pack(">HHH", 66, 0xFFFF, 0)
    four += struct.pack(">HH", 65, 0xFFFF) + struct.pack(">HH", 0, 1) + struct.pack(">HHHH", 4, 0, 7, 0)
    assert cmap_of(font_with(4, four)) == {65}


@pytest.mark.parametrize(
    "data", [font_with(0, struct.pack(">H", 6)), struct.pack(">LHHHH", 0x10000, 0, 0, 0, 0)]
)
def test_a_font_without_such_a_map_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="font has no"):
        cmap_of(data)


def test_our_fonts_know_the_scripts_of_the_network() -> None:
    known = covered(sorted(FONTS.glob("*.ttf")))
    for sign in "AzñŻệЖѣΩأيگ李龘靐㐂、«»–’":
        assert ord(sign) in known, sign


@pytest.mark.parametrize(
    ("language", "marks", "most", "percent", "words"),
    [
        ("fr", "14.5", 15, "96.7", "14,5 sur 15 points (96,7 %)"),
        ("fr", "1", 1, "100.0", "1 sur 1 point (100,0 %)"),
        ("en", "1", 1, "100.0", "1 of 1 mark (100.0 %)"),
        ("ru", "20", 21, "95.2", "20 из 21 балла (95,2 %)"),
    ],
)
def test_a_result_is_said_in_the_numbers_of_its_language(
    language: str, marks: str, most: int, percent: str, words: str
) -> None:
    assert result_words(language, marks, most, percent) == words


def test_what_was_issued_before_steps_were_counted_is_still_read() -> None:
    kept = {**asdict(FACTS)}
    del kept["done"], kept["needed"]
    assert Facts.from_json(json.dumps(kept)) == FACTS
