"""A warning as a code with values, for pages that say it in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Self


class Code(StrEnum):
    """What a warning is about."""

    EARLY = "early"
    FEW_PAIRS = "few-pairs"
    FEW_ATTEMPTS = "few-attempts"
    LOW = "low"
    HELD_BACK = "held-back"
    OVERLAP = "overlap"
    RESPONDENTS = "respondents"
    STRANGER = "stranger"


class Caution(str):
    """The warning in English, as files and programs have it, with its code and what it names."""

    code: Code
    values: Mapping[str, str]

    __slots__ = ("code", "values")

    def __new__(cls, text: str, code: Code, **values: str) -> Self:
        """`values` are what pages put into their own sentence."""
        made = super().__new__(cls, text)
        made.code, made.values = code, values
        return made
