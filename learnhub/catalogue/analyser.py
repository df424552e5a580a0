"""Words for search, the same for texts and questions, in the scripts of six languages. Pure.

Words are folded (case, accents, Arabic letter forms, articles of Arabic and elided ones of French) and kept both
as they are and stemmed.
Chinese is cut into pairs of neighbouring signs, and into single signs so that a question of one sign finds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

_TOKENS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_VARIANTS = str.maketrans(
    {"’": "'", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": None}
)
_ARTICLES = ("وال", "بال", "كال", "فال", "ال", "لل")
_ELIDED = re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'(?=..)")  # French: l'eau, d'inondation
_STEMMERS = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian", "ar": "arabic"}
MAX_TERM = 60


def fold(word: str) -> str:
    """A word without case, accents and variant letters."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).casefold().replace("ё", "е"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).translate(_VARIANTS)


def _without_article(word: str) -> str:
    if elided := _ELIDED.match(word):
        return word[elided.end() :]
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 3:
            return word.removeprefix(article)
    return word


@cache
def _stemmer(name: str) -> Any:
    # the package loads thirty languages, a quarter of a second that a start need not pay for
    return import_module("snowballstemmer").stemmer(name)


@lru_cache(maxsize=50_000)
def _stem(word: str, language: str) -> str:
    name = _STEMMERS.get(language)
    if name is None:
        return word
    return str(_stemmer(name).stemWord(word))


def _forms(word: str, language: str) -> Iterator[str]:
    folded = fold(word)
    bare = _without_article(folded)
    yield folded
    yield bare
    yield "=" + _stem(bare, language)


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def index_terms(text: str, language: str) -> list[str]:
    """All terms under which a text is found; a stem begins with `=`."""
    terms: list[str] = []
    for token in _TOKENS.findall(unicodedata.normalize("NFKC", text)):
        for part in re.split(f"({_HAN.pattern})", token):
            if _HAN.fullmatch(part):
                terms.extend([*part, *_pairs(part)])
            elif part:
                terms.extend(dict.fromkeys(_forms(part, language)))
    return [term[:MAX_TERM] for term in terms]


def query_terms(text: str, languages: tuple[str, ...] = ("en", "fr", "es", "ru", "ar")) -> list[list[str]]:
    """For each word of a question the terms of which one must occur; at most 12 words are looked at."""
    groups: list[list[str]] = []
    for token in _TOKENS.findall(unicodedata.normalize("NFKC", text)):
        for part in re.split(f"({_HAN.pattern})", token):
            if _HAN.fullmatch(part):
                groups.extend([pair] for pair in _pairs(part) or [part])
            elif part:
                folded = fold(part)
                bare = _without_article(folded)
                stems = ["=" + _stem(bare, language) for language in languages]
                groups.append([term[:MAX_TERM] for term in dict.fromkeys([folded, bare, *stems])])
    return groups[:12]
