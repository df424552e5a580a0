"""Which row points at which: what must be in the ledger for a record to make sense."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from learnhub.ledger.records import Record, TargetRecord


class Reference(NamedTuple):
    """A key that must be there, in one of the kinds."""

    column: str
    key: str
    kinds: tuple[str, ...]


_POINTS_AT: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "courses": {"centre_id": ("centres",)},
    "persons": {"merged_into": ("persons",)},
    "events": {"centre_id": ("centres",), "co_centres": ("centres",)},
    "enrolments": {"person_id": ("persons",), "course_id": ("courses",)},
    "sessions": {"enrolment_id": ("enrolments",)},
    "quiz_attempts": {"enrolment_id": ("enrolments",)},
    "attendance": {"event_id": ("events",), "person_id": ("persons",)},
    "surveys": {"person_id": ("persons",), "object_id": ("courses", "events")},
}


def references(record: Record) -> Iterator[Reference]:
    """The keys that a record names; a blank names none."""
    if isinstance(record, TargetRecord):
        yield Reference("object_id", record.object_id, (f"{record.object_type}s",))
    for column, kinds in _POINTS_AT.get(record.entry_kind, {}).items():
        value = getattr(record, column)
        for key in (value,) if isinstance(value, str) else value:
            if key:
                yield Reference(column, key, kinds)
