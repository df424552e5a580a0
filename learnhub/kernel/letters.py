"""One spelling for letters that keyboards, phones and habits write in several ways, in every script.

`one_spelling` brings together what is the same letter: marking compares answers by it, so it never makes two words
one that a teacher would tell apart by more than a mark. `folded` goes on from there to letters that people write for
one another although they differ: search finds by it, and duplicates of people are looked for by it, since one too many
does no harm there.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# Only marks that a writer may leave out: accents, Hebrew points, Arabic vowel signs and the tatweel.
# Vowel signs of Devanagari or Thai are marks for Unicode too, but they are part of the word.
_OPTIONAL_MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
    "\u08d3-\u08e1\u08e3-\u08ff\ufe20-\ufe2f]"
)
# What no normal form brings together: ligatures, strokes through letters, the Turkish i without a dot, and the letters
# of Arabic that Persian and Urdu keyboards, or habits of a country, write with another sign.
_ONE_LETTER = str.maketrans(
    {
        "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i",
        "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۃ": "ة",
    }
)  # fmt: skip
_EXCHANGED = str.maketrans({"ة": "ه", "ې": "ي", "ð": "d", "þ": "th"})


@cache
def _plain() -> dict[int, str]:
    """Digits, and signs that are not seen. Beyond these planes there are none, which a test holds."""
    return {
        code: "" if digit is None else str(digit)
        for code in (*range(0x80, 0x20000), *range(0xE0000, 0xE0080))
        if (digit := unicodedata.decimal(chr(code), None)) is not None
        or unicodedata.category(chr(code)) == "Cf"
    }


def plain_digits(text: str) -> str:
    """Decimal digits of all scripts as 0-9, without invisible characters such as direction marks."""
    return text if text.isascii() else text.translate(_plain())


def plain_lines(text: str) -> str:
    """A text whose lines end in one way, however they were typed, sent or stored."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def one_spelling(text: str) -> str:
    """A text without case and optional marks, each letter and digit in one writing."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return plain_digits(_OPTIONAL_MARKS.sub("", plain).translate(_ONE_LETTER))


def folded(text: str) -> str:
    """A text as a search or a sorted list compares it."""
    return one_spelling(text).translate(_EXCHANGED)
