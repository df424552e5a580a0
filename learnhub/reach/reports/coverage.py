"""What the fonts of the documents can draw, and how a text is brought to what they can.

`data/coverage.txt` holds the ranges of code points, so that no font need be read; a test compares it with the fonts.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import cache
from pathlib import Path

RANGES = Path(__file__).parent / "data" / "coverage.txt"
JOINERS = frozenset("\u200c\u200d")
BREAK = "\u200b"
LONGEST_RUN = 28
STAND_IN = "?"


@cache
def ranges() -> tuple[tuple[int, int], ...]:
    """First and last code point of each range, in order."""
    pairs = (part.partition("-") for part in RANGES.read_text("ascii").split())
    return tuple((int(first, 16), int(last or first, 16)) for first, _, last in pairs)


def has_shape(sign: str) -> bool:
    """Whether one of the fonts has this sign."""
    known = ranges()
    i = bisect_right(known, (ord(sign), 0x110000)) - 1
    return i >= 0 and known[i][0] <= ord(sign) <= known[i][1]


def fitted(text: str, *, whole: bool = False) -> str:
    """The text with a question mark for each sign that no font has, and long runs made breakable.

    The typesetter refuses a document with a sign that it cannot draw, and a report must not fail for a name.
    Signs of control, direction and private use go: they draw nothing and can turn a line around. `whole`: nothing
    is made breakable, for addresses that people copy.
    """
    composed = unicodedata.normalize("NFC", text.replace("\n", " ").replace("\t", " "))
    kept = (sign for sign in composed if sign in JOINERS or not unicodedata.category(sign).startswith("C"))
    drawn = "".join(sign if sign in JOINERS or has_shape(sign) else STAND_IN for sign in kept)
    return drawn if whole else " ".join(_breakable(word) for word in drawn.split(" "))


def _breakable(word: str) -> str:
    if len(word) <= LONGEST_RUN:
        return word
    return BREAK.join(word[i : i + LONGEST_RUN] for i in range(0, len(word), LONGEST_RUN))
