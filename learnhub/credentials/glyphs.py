"""Which signs our fonts can print, read from their `cmap` tables, and what to print when one is missing.

The format is that of the OpenType specification, "cmap – Character to Glyph Index Mapping Table"; formats 4
and 12 are read, which all fonts here have. Pure but for `covered`, which reads the font files it is given.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

JOINERS = frozenset("\u200c\u200d")  # they have no shape of their own, but Persian and Indic names need them
BREAK = "\u200b"
LONGEST_WORD = 40


@dataclass(frozen=True, slots=True)
class Printable:
    """A text as it can be printed. `missing` are the signs for which no font has a shape."""

    text: str
    missing: tuple[str, ...]


def covered(fonts: Iterable[Path]) -> frozenset[int]:
    """The code points for which at least one of these fonts has a glyph."""
    found: set[int] = set()
    for font in fonts:
        found |= cmap_of(font.read_bytes())
    return frozenset(found)


def cmap_of(data: bytes) -> set[int]:
    """The code points of a TrueType font. Raises ValueError if it has no Unicode table that we read."""
    table = _table(data, b"cmap")
    (count,) = struct.unpack_from(">H", data, table + 2)
    found: set[int] = set()
    for i in range(count):
        platform, encoding, offset = struct.unpack_from(">HHL", data, table + 4 + 8 * i)
        if (platform, encoding) not in {(0, 3), (0, 4), (3, 1), (3, 10)}:
            continue
        (form,) = struct.unpack_from(">H", data, table + offset)
        if form == 4:
            found |= _format_4(data, table + offset)
        elif form == 12:
            found |= _format_12(data, table + offset)
    if not found:
        raise ValueError("the font has no Unicode character map of format 4 or 12")
    return found


def _table(data: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", data, 4)
    for i in range(count):
        name, _sum, offset, _length = struct.unpack_from(">4sLLL", data, 12 + 16 * i)
        if name == tag:
            return int(offset)
    raise ValueError(f"the font has no table {tag.decode()}")


def _format_4(data: bytes, at: int) -> set[int]:
    (doubled,) = struct.unpack_from(">H", data, at + 6)
    ends = struct.unpack_from(f">{doubled // 2}H", data, at + 14)
    starts = struct.unpack_from(f">{doubled // 2}H", data, at + 16 + doubled)
    deltas = struct.unpack_from(f">{doubled // 2}H", data, at + 16 + 2 * doubled)
    offsets_at = at + 16 + 3 * doubled
    offsets = struct.unpack_from(f">{doubled // 2}H", data, offsets_at)
    found = set()
    for i, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if offsets[i]:
                place = offsets_at + 2 * i + offsets[i] + 2 * (code - start)
                (glyph,) = struct.unpack_from(">H", data, place)
                if not glyph:
                    continue
            if (glyph + deltas[i]) & 0xFFFF:
                found.add(code)
    return found


def _format_12(data: bytes, at: int) -> set[int]:
    (groups,) = struct.unpack_from(">L", data, at + 12)
    found: set[int] = set()
    for i in range(groups):
        start, end, glyph = struct.unpack_from(">LLL", data, at + 16 + 12 * i)
        found.update(range(start if glyph else start + 1, end + 1))
    return found


def printable(text: str, known: frozenset[int]) -> Printable:
    """The text without the words that cannot be printed.

    A word with one sign missing goes as a whole: half a name would be a wrong name. Words without blanks
    between them (Chinese) count as one, for the same reason.
    """
    kept, missing = [], []
    for word in _tidy(text).split():
        wrong = [sign for sign in word if ord(sign) not in known and sign not in JOINERS]
        missing += wrong
        if not wrong:
            kept.append(_breakable(word))
    return Printable(" ".join(kept), tuple(dict.fromkeys(missing)))


def _tidy(text: str) -> str:
    # composed, so that a letter and its accent are looked up as the one sign that the font draws
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        sign if sign in JOINERS or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"} else ""
        for sign in composed.replace("\t", " ").replace("\n", " ")
    )


def _breakable(word: str) -> str:
    if len(word) <= LONGEST_WORD:
        return word
    return BREAK.join(word[i : i + LONGEST_WORD] for i in range(0, len(word), LONGEST_WORD))
