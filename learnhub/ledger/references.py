"""Which row points at which: what must be in the ledger for a row to make sense."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple


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


def references(kind: str, row: Mapping[str, str]) -> Iterator[Reference]:
    """The keys that a row of a file names, from the texts of its columns; a blank names none."""
    if kind == "target_map":
        yield Reference("object_id", row["object_id"], (f"{row['object_type']}s",))
    for column, kinds in _POINTS_AT.get(kind, {}).items():
        for key in filter(None, row[column].split(";")):
            yield Reference(column, key, kinds)
