"""The courses and events that people took part in, from the mirror: the ledger has no way from a person to them."""

from __future__ import annotations

from collections.abc import Sequence

from learnhub.reach.duck import open_duckdb
from learnhub.reach.manifest import Manifest
from learnhub.reach.mirror import Mirror

_TOLD = {
    "enrolments": "SELECT DISTINCT person_id, 'course', course_id FROM read_parquet($files)",
    "attendance": "SELECT DISTINCT person_id, 'event', event_id FROM read_parquet($files)",
}


def footprints(mirror: Mirror, manifest: Manifest, people: Sequence[str]) -> dict[str, set[tuple[str, str]]]:
    """Person -> (`course` or `event`, id) of every version of every record of hers."""
    found: dict[str, set[tuple[str, str]]] = {}
    connection = open_duckdb(mirror.folder / "scratch", mirror.memory_mb)
    try:
        for kind, told in _TOLD.items():
            files = mirror.files(manifest, kind)
            if not files:
                continue
            rows = connection.execute(
                f"{told} WHERE list_contains($people::VARCHAR[], person_id)",
                {"files": files, "people": list(dict.fromkeys(people))},
            ).fetchall()
            for person, what, name in rows:
                found.setdefault(person, set()).add((what, name))
    finally:
        connection.close()
    return found
