"""Short texts made comparable: one spelling for each letter, and no spaces and punctuation around the words."""

from __future__ import annotations

import re
import unicodedata

from learnhub.kernel.letters import one_spelling
from learnhub.quiz.scripts import ONE_SIGN

_RAISED = re.compile("(?<=[0-9])(?=[⁰¹²³⁴-⁹⁺⁻])")
_FRACTION = re.compile("(?<=[0-9])(?=[¼-¾⅐-⅞])")


def normal_wording(text: str) -> str:
    """The form in which two answers are compared; empty only for a text without visible characters."""
    # 10² is 10^2 and not 102; 2½ is not 21/2
    apart = _FRACTION.sub(" ", _RAISED.sub("^", text))
    spaced = " ".join(one_spelling(apart).translate(ONE_SIGN).split())
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
