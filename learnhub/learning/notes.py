"""Remarks of the quiz engine in the reader's language; the catalogue has them, since authors see them too."""

from __future__ import annotations

from learnhub.catalogue.remarks import WORDS, words

__all__ = ["WORDS", "words"]
