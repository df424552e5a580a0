"""The words that hold a place in a new lesson, in every language in which a course can begin."""

from __future__ import annotations

from functools import cache

from learnhub.coursefile.starter import PLACEHOLDERS
from learnhub.web.i18n import LANGUAGES, translations


@cache
def placeholders() -> frozenset[str]:
    """In all languages: a course may have begun in another than the one that it states now."""
    return frozenset(translations(code).gettext(text) for code in LANGUAGES for text in PLACEHOLDERS)
