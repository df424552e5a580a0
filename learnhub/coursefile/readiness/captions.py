"""Findings in a file of captions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .finding import Note, filled

_TIME: Final = r"(?:\d+:)?[0-5]\d:[0-5]\d\.\d{3}"
_TIMES: Final = re.compile(rf"{_TIME}[ \t]*-->[ \t]*{_TIME}(?!\d).*")
"""What players read: WebVTT, section 6.3, asks less than the grammar for authors. They leave out a caption with other
times, such as those of SubRip with a comma."""


def caption_notes(data: bytes) -> Iterator[Note]:
    """That there is no caption in the file, or the first one that no player shows."""
    lines = data.decode("utf-8-sig", "replace").splitlines()
    timed = [(number, line.strip()) for number, line in enumerate(lines) if "-->" in line]
    if not timed:
        yield Note(0, "captions-empty")
    wrong = next(((number, line) for number, line in timed if not _TIMES.fullmatch(line)), None)
    if wrong:
        yield Note(wrong[0], "captions-times", filled(text=wrong[1][:60]))
