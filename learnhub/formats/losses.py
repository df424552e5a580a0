"""What did not come over from a foreign file: counted by kind, told in one sentence each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from learnhub.kernel.errors import N_

HEAVY: Final = 300_000
"""Bytes of a photo above which the media library offers to make it smaller."""
SENTENCES: Final[dict[str, str]] = {
    "picture-kind": N_(
        "Pictures that courses do not carry (EMF, WMF, GIF, TIFF) were left out. Save them as PNG and add them."
    ),
    "picture-damaged": N_("Pictures that are damaged or too large were left out."),
    "picture-heavy": N_(
        "Pictures are heavy for slow lines. Add them to the media library anew: it makes them smaller on your device."
    ),
    "picture-linked": N_("Pictures that are only linked, not in the file, were left out."),
    "picture-missing": N_(
        "Pictures that are not in the folder were left out; their descriptions stand in the text."
    ),
    "picture-words": N_("Pictures have no description yet. Write for each what one sees."),
    "picture-caption": N_("Pictures have no caption yet. Write one for each."),
    "drawing": N_("Charts, diagrams and drawn shapes were left out. Save them as pictures and add them."),
    "text-box": N_("Text boxes became paragraphs at the place where they were fixed."),
    "merged-cells": N_("Merged cells of tables were taken apart; the text stands in the first of them."),
    "table-in-table": N_("Tables inside tables became text."),
    "heading-deep": N_("Headings deeper than the third level became bold paragraphs."),
    "formula": N_("Formulas that could not be turned into TeX stand as plain text. Write them anew."),
    "formula-picture": N_("Formulas of an old editor are pictures or objects and were left out."),
    "tracked": N_("Tracked changes: insertions were taken as they are, deletions were left out."),
    "comments": N_("Comments were left out."),
    "header": N_("Headers and footers were left out."),
    "link": N_("Links that lead to no web page became plain words."),
    "raised": N_("Raised and lowered letters became ordinary ones where there is no such sign."),
    "symbol": N_("Signs of symbol fonts were left out. Look for gaps."),
    "html": N_("Raw HTML became plain text."),
    "file": N_("Files that courses do not carry were left out."),
    "broken-link": N_("Links to files that are not in the folder became plain words."),
    "long": N_("Lessons were cut into parts, since one may have 50 kB at most."),
}  # fmt: skip
"""A sentence for each kind of loss, marked for translation."""


@dataclass
class Losses:
    """Counts losses, with a few examples of each."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def note(self, code: str, example: str = "") -> None:
        """One more of this kind. Raises KeyError for a kind without a sentence."""
        SENTENCES[code]
        self.counts[code] += 1
        shown = self.examples.setdefault(code, [])
        if example and len(shown) < 3 and example[:60] not in shown:
            shown.append(example[:60])

    def weigh(self, path: str, data: bytes) -> None:
        """Note a photo that is heavy: nothing here can make it smaller."""
        if len(data) > HEAVY and not path.endswith(".svg"):
            self.note("picture-heavy", path.rpartition("/")[2])

    def report(self) -> tuple[Loss, ...]:
        """All losses in the order of the sentences."""
        return tuple(
            Loss(code, self.counts[code], tuple(self.examples[code]))
            for code in SENTENCES
            if self.counts[code]
        )


@dataclass(frozen=True, slots=True)
class Loss:
    """A kind of loss, how often it happened, and a few examples."""

    code: str
    count: int
    examples: tuple[str, ...]
