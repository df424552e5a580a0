"""Short texts made comparable, without case, accents, Arabic vowel signs, spaces and outer punctuation."""

from __future__ import annotations

import re
import unicodedata

from learnhub.quiz.scripts import ONE_SIGN, plain_digits

# Only marks that a writer may leave out: accents, Hebrew points, Arabic vowel signs and the tatweel.
# Vowel signs of Devanagari or Thai are marks for Unicode too, but they are part of the word.
_OPTIONAL_MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]"
)


def normal_wording(text: str) -> str:
    """The form in which two answers are compared; empty only for a text without visible characters."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = plain_digits(_OPTIONAL_MARKS.sub("", folded)).translate(ONE_SIGN)
    spaced = " ".join(bare.split())
    return _without_outer_punctuation(spaced) or spaced


def _without_outer_punctuation(text: str) -> str:
    start, end = 0, len(text)
    while start < end and _outer(text[start]):
        start += 1
    while end > start and _outer(text[end - 1]):
        end -= 1
    return text[start:end]


def _outer(c: str) -> bool:
    return c.isspace() or unicodedata.category(c).startswith("P")
