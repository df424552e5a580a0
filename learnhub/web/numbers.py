"""Numbers that come with a request."""

from __future__ import annotations

MOST = 999_999_999


def whole_number(text: str | None, most: int = MOST) -> int | None:
    """The number that a field or an address says in digits 0 to 9; None for anything else, or for more than `most`."""
    given = text or ""
    if not (given.isascii() and given.isdigit()) or len(given) > len(str(most)):
        return None
    return int(given) if int(given) <= most else None
