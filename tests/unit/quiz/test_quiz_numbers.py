"""Numbers and units are read by rule in every script, or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.catalogue.remarks import WORDS
from learnhub.quiz.answers import read_number
from learnhub.quiz.numbers import format_value
from learnhub.quiz.outcomes import Note
from learnhub.quiz.units import read_unit, same_unit

SCRIPTS = {
    "western": "0123456789",
    "arabic": "٠١٢٣٤٥٦٧٨٩",
    "persian": "۰۱۲۳۴۵۶۷۸۹",
    "hindi": "०१२३४५६७८९",
    "wide": "０１２３４５６７８９",
}
values = st.decimals(min_value=-(10**12), max_value=10**12, places=4)


@given(values, st.sampled_from(sorted(SCRIPTS)), st.sampled_from(".,٫．，"), st.sampled_from("-−–—－➖"))
def test_every_script_and_decimal_mark_gives_the_exact_value(
    value: Decimal, script: str, mark: str, minus: str
) -> None:
    digits = str.maketrans("0123456789.-", SCRIPTS[script] + mark + minus)

    assert read_number(f"{value:f}".translate(digits)).value == value


@given(
    values,
    st.sampled_from([" ", "\u00a0", "\u2009", "\u202f", "'", "’", "٬"]),
    st.sampled_from([",", ".", "٫"]),
)
def test_thousands_may_be_parted(value: Decimal, gap: str, mark: str) -> None:
    written = f"{value:,.4f}".replace(".", "\0").replace(",", gap).replace("\0", mark)

    assert read_number(written).value == value


@given(values)
def test_comma_and_point_part_thousands_in_both_traditions(value: Decimal) -> None:
    english = f"{value:,.4f}"

    assert read_number(english).value == value
    assert read_number(english.translate(str.maketrans(",.", ".,"))).value == value


@given(
    values, st.integers(-20, 20), st.sampled_from(["{}e{}", "{}E{}", "{}×10^{}", "{} x 10^{}", "{}·10**{}"])
)
def test_powers_of_ten_are_exact(value: Decimal, power: int, form: str) -> None:
    assert read_number(form.format(f"{value:f}", power)).value == Decimal(f"{value:f}E{power}")


@given(values, st.sampled_from(["", "m", "m³/s", "%", "°C", "€", "people/km²"]))
def test_the_echo_can_be_read_again(value: Decimal, unit: str) -> None:
    first = read_number(f"{value:f} {unit}")
    again = read_number(str(first.note.params["reading"]))

    assert (again.value, again.unit) == (first.value, first.unit) == (value, unit)


@given(st.text(max_size=30))
def test_reading_never_fails_and_always_says_what_it_did(text: str) -> None:
    reading = read_number(text)

    assert reading.note.code in WORDS
    assert (reading.value is None) == (reading.note.code in {"number_unreadable", "number_too_long"})


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("16.7 m³/s", "16.7", "m³/s"),
        ("16,7m3/s", "16.7", "m³/s"),
        ("16.7 m^3 s^-1.", "16.7", "m³/s"),
        ("≈ 16.7", "16.7", ""),
        ("= 16.7", "16.7", ""),
        ("+5", "5", ""),
        ("- 5", "-5", ""),
        (".5", "0.5", ""),
        (",5", "0.5", ""),
        ("5.", "5", ""),
        ("1 234,", "1234", ""),
        ("1,234,567", "1234567", ""),
        ("1.234.567", "1234567", ""),
        ("12,34,567", "1234567", ""),
        ("12,34,567.8", "1234567.8", ""),
        ("١٬٢٣٤", "1234", ""),
        ("١٬٢٣٤٫٥", "1234.5", ""),
        ("1,234٫5", "1234.5", ""),
        ("1 234,567", "1234.567", ""),
        ("1234,567", "1234.567", ""),
        ("\u200f١٦٫٧\u200f م³/ث", "16.7", "م³/ث"),
        ("10^3", "1000", ""),
        ("10⁻³ m", "0.001", "m"),
        ("-10^2", "-100", ""),
        ("1,2×10³ m", "1200", "m"),
        ("1,2е3", "1200", ""),
        ("5 e", "5", "e"),
        ("€5", "5", "€"),
        ("$ 1,234.5", "1234.5", "$"),
        ("20 per cent", "20", "%"),
        ("5 ٪", "5", "%"),
        ("5 ° C", "5", "°C"),
        ("5 l", "5", "L"),
        ("60 mm/24h", "60", "mm/24 h"),
        ("5 kg CO2e/kWh", "5", "kg·CO2e/kWh"),
        ("5 /s", "5", "s⁻¹"),
        ("\u200f-٥", "-5", ""),
        ("5 ℃", "5", "°C"),
        ("5℃", "5", "°C"),
        ("5 °С", "5", "°C"),
        ("12 ㎢", "12", "km²"),
        ("5 ㎥/s", "5", "m³/s"),
        ("%50", "50", "%"),
        ("٪ ٥٠", "50", "%"),
        ("-%5", "-5", "%"),
        ("%-5", "-5", "%"),
        ("５０％", "50", "%"),
        ("USD 5", "5", "USD"),
        ("EUR 1.234,5", "1234.5", "EUR"),
        ("US$5", "5", "US$"),
        ("-$5", "-5", "$"),
        ("￥5", "5", "¥"),
        ("$5/kg", "5", "$/kg"),
        ("1。5", "1.5", ""),
        ("1ʼ000", "1000", ""),
        ("١،٥", "1.5", ""),
    ],
)
def test_how_a_text_is_read(text: str, value: str, unit: str) -> None:
    reading = read_number(text)

    assert (reading.value, reading.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "abc", "€", "-", ",", "m", "½", "5 ?", "--5", "±5", "(5)", "5-", "5-6", "5 or 6", "5/6",
        "1,2.3", "1.2.3", "1..2", "1,234.", "1, 234", "12 13", "1 23", "1 2345", "12,345,6", "1,23,4567",
        "1'234 567", "1,234'567.8", "1٬234,567.8", "1٫5.2", "1٫234,5", "1.234 567", "12.5..",
        "1.2x103", "1.2×10^3.5", "10^3^2", "2^3", "5 e3", "1e3.5",
        "%50%", "% 50 m", "USD", "5₂", "ABCD 5", "-$-5", "0٬5",
        "5 m, 6 m", "5 ± 1", "5 m ± 1 m", "5 m/", "5 m)", "5 (m", "5 L/(s km", "5 ((m))", "5 m//s",
    ],
)  # fmt: skip
def test_what_breaks_the_rule_is_not_read(text: str) -> None:
    reading = read_number(text)

    assert (reading.value, reading.unit, reading.note.code) == (None, "", "number_unreadable")


def test_an_unreadable_number_is_quoted() -> None:
    assert read_number("1,2.3").note.params["text"] == "1,2.3"
    assert read_number("x" * 60).note.params["text"] == "x" * 39 + "…"


@pytest.mark.parametrize("text", ["1" * 41, "0." + "1" * 41, "1e100", "1e-100", "1e99999", "10^100"])
def test_a_number_beyond_all_measure_is_refused(text: str) -> None:
    reading = read_number(text)

    assert (reading.value, reading.note.code) == (None, "number_too_long")


@pytest.mark.parametrize("text", ["1,234", "1.234", "12,345", "-999,000"])
def test_a_mark_that_may_part_thousands_is_read_as_decimal_and_the_echo_says_so(text: str) -> None:
    reading = read_number(text)
    plain = text.replace(",", ".")

    assert reading.value == Decimal(plain)
    thousands = plain.replace(".", "")
    assert reading.note == Note("number_read_decimal", {"reading": plain, "thousands": thousands})


@pytest.mark.parametrize("text", ["0,234", "1,2345", "1234,567", "1,23", "1 234,567", "1.234e3", "٠٫٢٣٤"])
def test_without_doubt_the_echo_is_short(text: str) -> None:
    assert read_number(text).note.code == "number_read"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("16.70", "16.70"),
        ("0", "0"),
        ("0E+20", "000"),
        ("1E+3", "1000"),
        ("1E+20", "1×10^20"),
        ("-1.50E+20", "-1.5×10^20"),
        ("1.25E-12", "1.25×10^-12"),
    ],
)
def test_long_numbers_are_shown_with_a_power_of_ten(value: str, shown: str) -> None:
    assert format_value(Decimal(value)) == (shown if shown != "000" else f"{Decimal(value):f}")


SAME = [
    [
        "m3/s",
        "m³/s",
        "m^3/s",
        "m**3/s",
        "m³ s⁻¹",
        "m3.s-1",
        "m³·s⁻¹",
        "m3*s^-1",
        "s-1 m3",
        "m³ per s",
        "㎥/s",
        "m³∕s",
    ],
    ["L/(s km²)", "l/s/km2", "L s⁻¹ km⁻²", "L·s-1·km-2"],
    ["µm", "μm"],
    ["mL", "ml", "㎖"],
    ["%", "per cent", "percent", "٪", "％"],
    ["°C", "ºC", "℃", "° C"],
    ["person-days", "person·days", "days person"],
    ["mm/24 h", "mm/24h", "mm per 24 h"],
    ["1/1", "", "5", "m)"],
]


@pytest.mark.parametrize("writings", SAME[:-1], ids=lambda writings: writings[0])
def test_writings_of_one_unit_are_the_same(writings: list[str]) -> None:
    assert all(same_unit(one, other) for one in writings for other in writings)
    assert len({str(read_unit(text)) for text in writings if not text.startswith(("s-1", "days"))}) == 1


def test_different_units_are_not_the_same() -> None:
    kinds = [writings[0] for writings in SAME[:-1]] + ["m", "M", "m²", "mm/h", "MW", "mW"]

    assert all(same_unit(one, other) == (one == other) for one in kinds for other in kinds)


@pytest.mark.parametrize("text", SAME[-1])
def test_what_is_not_a_unit_is_never_the_same(text: str) -> None:
    assert not same_unit(text, text)


def test_a_unit_over_itself_has_no_name() -> None:
    assert str(read_unit("m/m")) == ""
