"""Words for search, the same for texts and questions, in the scripts of six languages. Pure.

Words are folded (`kernel.letters`), and kept both as they are and stemmed; articles of Arabic and elided ones of French
fall off.
Chinese is cut into pairs of neighbouring signs, and into single signs so that a question of one sign finds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

from learnhub.kernel.letters import folded, plain_digits

EDITION = 2
"""Raised with every change of the terms that a text gives: courses that were published before are indexed anew."""

# Python takes a mark for the end of a word. Those of Arabic stand in the middle of one, as vowels of India do.
_MARKS = "".join(sign for sign in map(chr, range(0x300, 0x1900)) if unicodedata.category(sign)[0] == "M")
_SIGN = rf"(?:[^\W_]|[{_MARKS}])"
_TOKENS = re.compile(rf"{_SIGN}+(?:['’]{_SIGN}+)*")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_ARTICLES = ("وال", "بال", "كال", "فال", "ال", "لل")
_ELIDED = re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'(?=..)")  # French: l'eau, d'inondation
_STEMMERS = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian", "ar": "arabic"}
MAX_TERM = 60


def fold(word: str) -> str:
    """A word as it is looked for. The Russian й stays a letter of its own, for endings are told by it."""
    return "й".join(map(folded, word.casefold().split("й"))).replace("’", "'")


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
    whole = fold(word)
    bare = _without_article(whole)
    yield whole
    yield bare
    yield "=" + _stem(bare, language)


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """The words of a text, each once, and whether it is a run of Chinese signs."""
    for token in dict.fromkeys(_TOKENS.findall(unicodedata.normalize("NFKC", plain_digits(text)))):
        for part in re.split(f"({_HAN.pattern})", token):
            if fold(part):
                yield part, _HAN.fullmatch(part) is not None


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def index_terms(text: str, language: str) -> set[str]:
    """All terms under which a text is found; a stem begins with `=`."""
    terms: set[str] = set()
    for part, chinese in _parts(text):
        terms.update([*part, *_pairs(part)] if chinese else _forms(part, language))
    return {term[:MAX_TERM] for term in terms}


def query_terms(text: str) -> list[list[str]]:
    """For each word of a question the terms of which one must occur; at most 12 words are looked at."""
    groups: list[list[str]] = []
    for part, chinese in _parts(text):
        if chinese:
            groups.extend([pair] for pair in _pairs(part) or [part])
        else:
            forms = dict.fromkeys(form for language in _STEMMERS for form in _forms(part, language))
            groups.append([term[:MAX_TERM] for term in forms])
    return groups[:12]
