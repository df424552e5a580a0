"""The sentence in which a count is quoted, `49 (F 25; Africa 22; SIDS 9; LDC 14)`."""

from __future__ import annotations

from collections.abc import Mapping

from learnhub.reach.disclosure.lines import K
from learnhub.reach.disclosure.rules import Number, small


def phrase(total: Number, parts: Mapping[str, Number | None], k: int = K) -> str:
    """The total and its parts. A part is left out if it is suppressed, or if it or its complement is small; an
    empty sentence if the total itself may not be said."""
    if small(total, k):
        return ""
    said = [
        f"{label} {count}"
        for label, count in parts.items()
        if count is not None and not small(count, k) and not small(total - count, k)
    ]
    return f"{total} ({'; '.join(said)})" if said else str(total)
