"""The fixed words of the documents in the six languages (`data/words/`), and how dates and numbers are written.

Names of indicators, places and tables are not here: they come with the publication, in its own language.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from learnhub.reach.publication.numbers import UNITS, paper_text, shown
from learnhub.reach.publication.observation import Number, Observation

FOLDER = Path(__file__).parent / "data" / "words"
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
MINUS = "\N{MINUS SIGN}"
_SPACE = "\N{NO-BREAK SPACE}"
_MARKS = {  # decimal point, between thousands
    "en": (".", ","), "zh": (".", ","), "ar": (".", ","), "fr": (",", _SPACE), "es": (",", _SPACE), "ru": (",", _SPACE),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """One language: `said` looks a text up, the others write values."""

    language: str
    texts: Mapping[str, Any]

    def said(self, *path: str, **filled: object) -> str:
        """The text at this place, its braces filled. Raises KeyError for a place that does not exist."""
        text = self.listed(*path)
        assert isinstance(text, str)  # noqa: S101 - which places hold texts is fixed, and a test walks all
        return text.format(**filled) if filled else text

    def listed(self, *path: str) -> Any:
        """What stands at this place: a text, a list of texts or a group of them."""
        found: Any = self.texts
        for part in path:
            found = found[part]
        return found

    def number(self, value: Number | None, unit: str, places: int | None = None) -> str:
        """A number with the marks of the language, per cent with its sign."""
        text = paper_text(value, unit, *_MARKS[self.language], places=places).replace("-", MINUS)
        return text + _SPACE + "%" if value is not None and UNITS[unit].percent else text

    def observed(self, observation: Observation, *, sign: bool = True) -> str:
        """An observation as the document shows it; `sign`: per cent with its sign."""
        text = shown(observation, *_MARKS[self.language]).replace("-", MINUS)
        percent = (
            UNITS[observation.unit].percent and observation.value is not None and not observation.suppressed
        )
        return text + _SPACE + "%" if percent and sign else text

    def difference(self, value: Number, unit: str) -> str:
        """A change with its sign: `+29.8 %`, `−3.0`."""
        text = self.number(value, unit)
        return text if text.startswith(MINUS) else "+" + text

    def day(self, day: date) -> str:
        """A day in words."""
        text = self.said("date_first" if day.day == 1 else "date")
        return text.format(d=day.day, m=self.listed("months")[day.month - 1], y=day.year)

    def moment(self, moment: datetime) -> str:
        """A moment in words, UTC."""
        at = moment.astimezone(UTC)
        return self.said("as_of", day=self.day(at.date()), time=f"{at:%H:%M}")

    @staticmethod
    def is_years(start: date, end: date) -> bool:
        """Whether a period is of whole years, which are written as numbers."""
        return (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)

    def period(self, start: date, end: date) -> str:
        """A period: the year alone where it is one."""
        if self.is_years(start, end):
            return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
        return self.said("period", start=self.day(start), end=self.day(end))


@cache
def words_of(language: str) -> Words:
    """The words of a language, English where it is none of the six."""
    known = language if language in LANGUAGES else "en"
    return Words(known, json.loads((FOLDER / f"{known}.json").read_text("utf-8")))
