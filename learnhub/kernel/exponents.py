"""Raised and lowered characters without markup: 10 with a raised 6 must never become 106."""

from __future__ import annotations

import re
from typing import Final

_RAISED: Final = str.maketrans("0123456789+-−–=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿ")
_LOWERED: Final = str.maketrans("0123456789+-−–=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎")
_NUMBER: Final = re.compile(r"[+\-−–]?[0-9][0-9.,/]*")


def exponent(text: str) -> str:
    """The same raised, `^2.5` for a number that has no raised characters, other words as they are."""
    if all(ord(sign) in _RAISED for sign in text):
        return text.translate(_RAISED)
    return f"^{text}" if _NUMBER.fullmatch(text) else text


def index(text: str) -> str:
    """The same lowered, or as it is where there are no such characters."""
    return text.translate(_LOWERED) if all(ord(sign) in _LOWERED for sign in text) else text
