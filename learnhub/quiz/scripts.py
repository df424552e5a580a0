"""One writing for signs that differ between scripts and keyboards: digits, dashes, apostrophes."""

from __future__ import annotations

import unicodedata

ONE_SIGN = str.maketrans(dict.fromkeys("‐‑‒–—−﹣－", "-") | dict.fromkeys("’‘ʼ＇`´", "'"))
"""Every dash and minus as ``-``, every apostrophe as ``'``; for ``str.translate``."""


def plain_digits(text: str) -> str:
    """Decimal digits of all scripts as 0-9, without invisible characters such as direction marks."""
    return text if text.isascii() else "".join(map(_plain_character, text))


def _plain_character(c: str) -> str:
    digit = unicodedata.decimal(c, None)
    if digit is not None:
        return str(digit)
    return "" if unicodedata.category(c) == "Cf" else c
