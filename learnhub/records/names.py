"""How names of people are compared, whatever their script: spelling that carries no difference is folded."""

from __future__ import annotations

import unicodedata

# Marks above or below letters of these scripts tell how to pronounce; two spellings of one name differ in them.
# In the scripts of India and South-East Asia a mark is a vowel, so it stays.
_MARKS_FALL = frozenset({"LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW", "ARMENIAN", "COPTIC"})
# Letters that keyboards and clerks exchange for one another, and that no normal form brings together.
_SAME = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th",
        "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ە": "ه", "ـ": "",
        "ё": "е", "ς": "σ",
    }
)  # fmt: skip


def _script(sign: str) -> str:
    return unicodedata.name(sign, "").partition(" ")[0]


def _without_marks(text: str) -> str:
    kept, falls = [], True
    for sign in unicodedata.normalize("NFKD", text):
        kind = unicodedata.category(sign)[0]
        if unicodedata.combining(sign):
            if falls:
                continue
        elif kind != "M":
            falls = kind != "L" or _script(sign) in _MARKS_FALL
        kept.append(sign)
    return unicodedata.normalize("NFC", "".join(kept))


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared, in no order of their own: `García, José` is `jose garcia`.

    Case, width, accents, vowel points, hyphens and full stops do not count; the order of the words does not either.
    """
    folded = _without_marks(unicodedata.normalize("NFKC", name).casefold()).translate(_SAME)
    kept = "".join(sign if unicodedata.category(sign)[0] in "LMN" else _gap(sign) for sign in folded)
    return tuple(sorted(kept.split()))


def _gap(sign: str) -> str:
    """What stands for a sign that is no letter: an apostrophe joins (`O'Neil`, `O’Neil`), the rest parts words."""
    joins = sign in "'’ʼʻ`´" or unicodedata.category(sign) == "Cf"
    return "" if joins else " "


def folded_name(name: str) -> str:
    """The words of a name in one text: equal for two spellings of one name."""
    return " ".join(name_words(name))


def alike(one: str, other: str) -> bool:
    """Whether the words of one name are all in the other, and there are at least two of them."""
    fewer, more = sorted((set(name_words(one)), set(name_words(other))), key=len)
    return len(fewer) > 1 and fewer <= more
