"""What a certificate says and whether it holds, as values; the printed text of its facts."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from learnhub.kernel.ids import plain_signs, tidy_number

GROUPS = 3  # of four signs each, see learnhub.learning.service.certificates
MOST_OUTCOMES = 6  # on the printed page; other pages show all
LONGEST_OUTCOME = 220


class Standing(StrEnum):
    """Whether a certificate holds."""

    VALID = "valid"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Facts:
    """What was frozen at the issue, besides the name. `country` is ISO 3166-1 alpha-2; marks are text.

    `steps` are all of the course, `done` those that the holder did, `needed` those that the certificate asked for: None
    where it was issued before they were kept. `minutes` are of what she did; where `done` is None, of the whole course.
    """

    course: str
    code: str
    version: int
    language: str
    minutes: int
    steps: int
    centre: str
    centre_id: str
    city: str
    country: str
    outcomes: tuple[str, ...]
    marks: str
    max_marks: int
    percent: str
    done: int | None = None
    needed: int | None = None

    @classmethod
    def from_json(cls, text: str) -> Facts:
        """Read what the issue wrote. Raises KeyError if a fact is missing."""
        data: Mapping[str, Any] = json.loads(text)
        later = dict.fromkeys(("done", "needed"))
        values = {name: {**later, **data}[name] for name in cls.__slots__}
        return cls(**{**values, "outcomes": tuple(values["outcomes"])})


@dataclass(frozen=True, slots=True)
class Holding:
    """A certificate as pages and documents see it. An empty name means that the holder erased the account."""

    serial: str
    name: str
    facts: Facts
    person_id: int
    completed_at: datetime
    issued_at: datetime
    revoked_at: datetime | None
    reason: str
    replacement: str | None

    @property
    def standing(self) -> Standing:
        """Whether it holds."""
        if self.revoked_at is None:
            return Standing.VALID
        return Standing.REPLACED if self.replacement else Standing.WITHDRAWN

    @property
    def holder_removed(self) -> bool:
        """Whether the account behind it was erased."""
        return not self.name

    @property
    def compact(self) -> str:
        """The number as it stands in addresses."""
        return compact(self.serial)


def compact(serial: str) -> str:
    """A number without hyphens."""
    return serial.replace("-", "")


@dataclass(frozen=True, slots=True)
class Typed:
    """A number that somebody typed: `serial` if it can be one; `signs` is how many it had."""

    serial: str | None
    signs: int

    @property
    def wrong_length(self) -> bool:
        """Whether signs are missing or too many, rather than wrong."""
        return self.signs != 4 * GROUPS


def read_number(typed: str) -> Typed:
    """Read a number with or without hyphens, blanks, small letters, or `LH-` before it; also the end of an address, for
    the document prints the address too."""
    signs = plain_signs(typed.strip("/ ").rpartition("/")[2])
    if signs.startswith("LH") and len(signs) == 4 * GROUPS + 2:
        signs = signs[2:]  # no number holds an L, so nothing else can be meant
    return Typed(tidy_number(signs, GROUPS), len(signs))


def shortened(text: str, limit: int) -> str:
    """The text, cut at a word if it is longer than `limit` signs."""
    if len(text) <= limit:
        return text
    head, _, _ = text[:limit].rpartition(" ")
    return (head or text[: limit - 1]).rstrip(" ,;:.") + "…"


def chosen_outcomes(outcomes: Iterable[str]) -> list[str]:
    """The outcomes that a page has room for."""
    return [shortened(outcome, LONGEST_OUTCOME) for outcome in list(outcomes)[:MOST_OUTCOMES]]


def starts_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction reads from the right (rule P2 of Unicode Annex 9)."""
    for sign in text:
        kind = unicodedata.bidirectional(sign)
        if kind in {"L", "R", "AL"}:
            return kind != "L"
    return False
