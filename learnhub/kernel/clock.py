"""The one place that reads the time. Everything below the edges gets `now` as a value."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The present instant, UTC, to the second: nothing we record needs more, and files compare byte by
    byte."""
    return datetime.now(UTC).replace(microsecond=0)


def iso(instant: datetime) -> str:
    """`2026-11-22T09:30:00Z`. Raises ValueError for an instant without a time zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(UTC).isoformat()[:19] + "Z"
