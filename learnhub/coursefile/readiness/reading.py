"""Reading level, by a published formula for each language where there is one.

English: Flesch (1948), 206.835 - 1.015 w/s - 84.6 y/w. French: Kandel and Moles (1958), 207 - 1.015 w/s - 73.6 y/w.
Spanish: Fernández Huerta (1959), 206.84 - 1.02 w/s - 60 y/w. Russian: Oborneva (2006), 206.835 - 1.3 w/s - 60.1 y/w.
With words w, sentences s and syllables y these give about 0 (very hard) to 100 (very easy). Arabic: LIX of
Björnsson (1968), w/s + 100 l/w with long words l of more than 6 letters; it needs no syllables, which unvowelled
Arabic does not show. Chinese: characters per sentence; formulas for Chinese need lists of words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

from ..words import count_words

LEAST_WORDS: Final = 100
"""A shorter text has no reading level worth the name."""
LONG_SENTENCE: Final = 45

_STOP: Final = re.compile(r"(?<=[.!?؟])[\"”’»)]*\s+|(?<=[。！？])[”’」』]*")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_VOWELS: Final = {
    "en": re.compile(r"[aeiouy]+", re.IGNORECASE),
    "fr": re.compile(r"[aeiouyàâäéèêëîïôöùûüÿœæ]+", re.IGNORECASE),
    # a weak vowel joins the strong one beside it; with an accent it stands alone
    "es": re.compile(r"[iuü]?[aeoáéóíú](?:[iuy](?![aeoáéóíú]))?|[iuü]+|y(?![aeiouáéíóú])", re.IGNORECASE),
    "ru": re.compile(r"[аеёиоуыэюя]", re.IGNORECASE),
}
_MARKS: Final = re.compile("[\u064b-\u0652\u0670\u0640]")


@dataclass(frozen=True, slots=True)
class Level:
    """What a formula says of a text, with the value to aim at and whether it is met."""

    formula: str
    value: Fraction
    aim: str
    easy: bool

    @property
    def rounded(self) -> str:
        """The value as it is shown, to a whole number."""
        return str(round(self.value))


@dataclass(frozen=True, slots=True)
class _Ease:
    name: str
    base: Fraction
    per_sentence: Fraction
    per_word: Fraction
    aim: int


# Flesch's own scale calls 30 to 50 "difficult". Words of Russian are longer, so its scale lies about 10 lower.
_EASE: Final = {
    "en": _Ease("Flesch", Fraction("206.835"), Fraction("1.015"), Fraction("84.6"), 40),
    "fr": _Ease("Kandel-Moles", Fraction(207), Fraction("1.015"), Fraction("73.6"), 40),
    "es": _Ease("Fernández Huerta", Fraction("206.84"), Fraction("1.02"), Fraction(60), 40),
    "ru": _Ease("Oborneva", Fraction("206.835"), Fraction("1.3"), Fraction("60.1"), 30),
}
_LIX_AIM: Final = 60
_CHINESE_AIM: Final = 45


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph."""
    return [part for part in (part.strip() for part in _STOP.split(text)) if _WORD.search(part)]


@lru_cache(maxsize=20_000)
def syllables(word: str, language: str) -> int:
    """Syllables of a word, by its groups of vowels; at least one."""
    pattern = _VOWELS.get(language, _VOWELS["en"])
    count = len(pattern.findall(word))
    lower = word.lower()
    silent = {"en": ("e", "es", "ed"), "fr": ("e", "es", "ent")}.get(language, ())
    if count > 1 and lower.endswith(silent) and not lower.endswith(("le", "les", "ted", "ded", "ée", "ées")):
        count -= 1
    return max(1, count)


def level(paragraphs: Sequence[str], language: str) -> Level | None:
    """The reading level of a text, or None when it is too short or the language has no measure."""
    parts = [sentence for paragraph in paragraphs for sentence in sentences(paragraph)]
    text = " ".join(parts)
    if not parts or count_words(text) < LEAST_WORDS:
        return None
    if language in _EASE:
        return _ease(_EASE[language], text, len(parts), language)
    measure = _OTHER.get(language)
    return measure(text, len(parts)) if measure else None


def _ease(formula: _Ease, text: str, sentence_count: int, language: str) -> Level:
    words = _WORD.findall(text)
    spoken = sum(syllables(word, language) for word in words)
    value = (
        formula.base
        - formula.per_sentence * Fraction(len(words), sentence_count)
        - formula.per_word * Fraction(spoken, len(words))
    )
    return Level(formula.name, value, f"≥ {formula.aim}", value >= formula.aim)


def _lix(text: str, sentence_count: int) -> Level:
    words = _WORD.findall(_MARKS.sub("", text))
    long = sum(len(word) > 6 for word in words)
    value = Fraction(len(words), sentence_count) + Fraction(100 * long, len(words))
    return Level("LIX", value, f"≤ {_LIX_AIM}", value <= _LIX_AIM)


def _chinese(text: str, sentence_count: int) -> Level:
    characters = sum(len(word) for word in _WORD.findall(text))
    value = Fraction(characters, sentence_count)
    return Level("字/句", value, f"≤ {_CHINESE_AIM}", value <= _CHINESE_AIM)


_OTHER: Final[dict[str, Callable[[str, int], Level]]] = {"ar": _lix, "zh": _chinese}
