"""Numbers as learners type them, in any of the platform's languages, read by rule and never by guess.

The rule for the marks between digits, after digits of all scripts have become 0-9:

1. ``٫`` is always a decimal mark; ``٬``, spaces and apostrophes always part thousands.
2. When both comma and point occur, the last one is the decimal mark and the other parts thousands.
3. A comma or point that occurs more than once parts thousands.
4. A comma or point that occurs once is the decimal mark: ``1,234`` is 1.234, and so is ``1.234``. As some
   would mean one thousand two hundred and thirty-four, the echo then says how to write that.

A per cent sign, a currency sign (``US$`` too) or a code of three capitals may stand before the number.

Thousands must be parted rightly (three digits, or the lakh pattern 12,34,567); whatever breaks the rule is
not read at all.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from learnhub.kernel.letters import plain_digits
from learnhub.quiz.outcomes import Note
from learnhub.quiz.scripts import ONE_SIGN
from learnhub.quiz.units import flatten_powers, read_unit

MOST_DIGITS = 40
MOST_EXPONENT = 99

_MARKS = str.maketrans({"＋": "+", "➕": "+", "，": ",", "،": ",", "．": ".", "。": ".", "｡": ".", "＾": "^"})
_UNIT_IN_ONE_SIGN = re.compile("[℃℉\u3371-\u33df％﹪＄﹩￠-￦]")
_CURRENCY = (
    "".join(sign for sign in map(chr, range(0x24, 0x20D0)) if unicodedata.category(sign) == "Sc") + "﷼"
)
_BEFORE = re.compile(
    rf"""(?P<sign>[+-]?)[ ]?
    (?:(?P<money>[A-Z]{{0,2}}[{_CURRENCY}]|[A-Z]{{3}}(?=[ ]?[0-9.,+-]))[ ]?(?P<amount>.*)
      |(?P<share>[%٪‰])[ ]?(?P<bare>[+-]?[ ]?[0-9.,'٫٬ ]+))\Z""",
    re.VERBOSE,
)
_BODY = r"[.,٫]?[0-9]+(?:[ .,'٫٬][0-9]+)*[.,٫]?"
_TIMES = r"[×xXхХ*·⋅∙•✕]"
_NUMBER = re.compile(
    rf"""[=≈~]?[ ]?(?P<sign>[+-]?)[ ]?
    (?:
        (?P<ten>10)[ ]?(?:\^|\*\*)[ ]?(?P<power>[+-]?[0-9]+)
      | (?P<body>{_BODY})
        (?:[eEеЕ](?P<short>[+-]?[0-9]+) | [ ]?{_TIMES}[ ]?10[ ]?(?:\^|\*\*)[ ]?(?P<long>[+-]?[0-9]+))?
    )
    (?![0-9.,'٫٬^])[ ]?""",
    re.VERBOSE,
)
_UNIT_START = re.compile(rf"(?!{_TIMES}[ ]?[0-9]|[eEеЕ][+-]?[0-9])(?:[^\W\d_]|[%٪‰°º/\"′″])")
_THREES = re.compile(r"[0-9]{1,3}(?:[^0-9][0-9]{3})+\Z")
_LAKHS = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}\Z")
_LIKE_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}\Z")


@dataclass(frozen=True, slots=True)
class NumberReading:
    """What was read: the exact ``value`` (``None`` when unreadable), the unit in one writing, and a note."""

    value: Decimal | None
    unit: str
    note: Note


def read_number(text: str) -> NumberReading:
    """Read a number and the unit after it (or a currency sign before it); see the module for the rule."""
    plain = _plain(text)
    found = _NUMBER.match(plain)
    if found is None:
        return _unreadable(text)
    rest = plain[found.end() :]
    unit = read_unit(rest) if rest else None
    if rest and (unit is None or not _starts_a_unit(rest)):
        return _unreadable(text)
    body = "1" if found["ten"] else found["body"]
    digits = _digits(body)
    if digits is None:
        return _unreadable(text)
    exponent = found["power"] or found["short"] or found["long"] or "0"
    if len(digits) > MOST_DIGITS or len(exponent) > 4 or abs(int(exponent)) > MOST_EXPONENT:
        return _unreadable(text, "number_too_long")
    value = Decimal(f"{found['sign']}{digits}E{exponent}")
    thousands = exponent == "0" and _LIKE_THOUSANDS.match(body) is not None
    return _read(value, str(unit or ""), found["sign"].strip("+") + body if thousands else "")


def format_value(value: Decimal) -> str:
    """A number for people: plain digits with a point, or ``1.2×10^20`` when these would be long."""
    power = value.adjusted()
    if not value or -9 <= power <= 14:
        return f"{value:f}"
    sign, digits, _ = value.as_tuple()
    first, rest = str(digits[0]), "".join(map(str, digits[1:])).rstrip("0")
    return f"{'-' if sign else ''}{first}{'.' if rest else ''}{rest}×10^{power}"


def _plain(text: str) -> str:
    """ASCII digits, signs and marks, single spaces, powers as ``^3``; a unit before the number goes to the end."""
    spelt = _UNIT_IN_ONE_SIGN.sub(lambda sign: unicodedata.normalize("NFKC", sign.group()), text)
    signs = plain_digits(flatten_powers(spelt)).translate(ONE_SIGN).translate(_MARKS)
    shown = " ".join(signs.split())
    before = _BEFORE.match(shown)
    if before is None:
        return shown
    number, unit = before["amount"] or before["bare"], before["money"] or before["share"]
    return f"{before['sign']}{number} {unit}"


def _starts_a_unit(rest: str) -> bool:
    return _UNIT_START.match(rest) is not None or unicodedata.category(rest[0]) == "Sc"


def _digits(body: str) -> str | None:
    """Digits with at most one point, by the rule of the module; ``None`` when they break the rule."""
    marks = [c for c in body if c in ",.٫"]
    decimal = marks[-1] if marks and marks.count(marks[-1]) == 1 else ""
    if "٫" in marks and decimal != "٫":
        return None
    whole, _, part = body.partition(decimal) if decimal else (body, "", "")
    if not whole.isdigit() and whole and not _parted(whole):
        return None
    if part and not part.isdigit():
        return None
    if not part and decimal and len(marks) > 1:
        return None
    plain = "".join(c for c in whole if c.isdigit()) or "0"
    return f"{plain}.{part}" if part else plain


def _parted(whole: str) -> bool:
    one_mark = len({c for c in whole if not c.isdigit()}) == 1
    return one_mark and bool(_THREES.match(whole) or _LAKHS.match(whole))


def _read(value: Decimal, unit: str, like_thousands: str) -> NumberReading:
    shown = f"{format_value(value)} {unit}".rstrip()
    if not like_thousands:
        return NumberReading(value, unit, Note("number_read", {"reading": shown}))
    thousands = like_thousands.replace(",", "").replace(".", "")
    return NumberReading(value, unit, Note("number_read_decimal", {"reading": shown, "thousands": thousands}))


def _unreadable(text: str, code: str = "number_unreadable") -> NumberReading:
    shown = " ".join(text.split())
    if len(shown) > 40:
        shown = f"{shown[:39]}…"
    return NumberReading(None, "", Note(code, {"text": shown}))
