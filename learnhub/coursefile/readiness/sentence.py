"""The form of a sentence of the checklist."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is found, and how to mend it; names in `%(…)s` are filled from the finding."""

    item: str
    reason: str
    mend: str
    blocking: bool = False
