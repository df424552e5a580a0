"""How names of people are compared, whatever their script: spelling that carries no difference is folded."""

from __future__ import annotations

import unicodedata

from learnhub.kernel.letters import folded


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared, in no order of their own: `García, José` is `jose garcia`.

    Case, width, accents, vowel points, hyphens and full stops do not count; the order of the words does not either.
    """
    plain = unicodedata.normalize("NFC", folded(name))
    kept = "".join(sign if unicodedata.category(sign)[0] in "LMN" else _gap(sign) for sign in plain)
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
