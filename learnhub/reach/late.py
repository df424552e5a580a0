"""How many records of a period came after it was closed: they are in a later release than they should have been.

A record is late if its day lies in the period and its first version was recorded after the 31st day from the
period's end (docs/reach.md). A corrected or a voided record is not late by that.

What was recorded more than 31 days after its own day can be late for some period, and is not much as a rule: it is
taken from each part of the mirror once. Of a part that is full of it, as after an import of old records, nothing
is taken, and the part itself is read with each question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from threading import Lock

import duckdb

from learnhub.reach.manifest import Manifest
from learnhub.reach.mirror import Mirror
from learnhub.reach.snapshot import plain

CLOSING = timedelta(days=31)
MOST_OF_A_PART = 5_000  # rows
# What of a record is its key, its enrolment, its event, its person and its day.
_COLUMNS = {
    "sessions": ("session_id", "enrolment_id", "''", "''", "started_at"),
    "quiz_attempts": ("attempt_id", "enrolment_id", "''", "''", "submitted_at"),
    "enrolments": ("enrolment_id", "enrolment_id", "''", "''", "enrolled_at"),
    "attendance": ("attendance_id", "''", "event_id", "person_id", "date"),
}
_ROWS = """
SELECT '{kind}' AS kind, {key} AS key, {enrolment} AS enrolment_id, {event} AS event_id, {person} AS person_id,
  {day}::TIMESTAMP AS day, recorded_at FROM read_parquet(${kind}) WHERE rev = 1
"""
_SEEN = """
CREATE OR REPLACE TABLE late_seen (
  part INTEGER, kind VARCHAR, key VARCHAR, enrolment_id VARCHAR, event_id VARCHAR, person_id VARCHAR,
  day TIMESTAMP, recorded_at TIMESTAMP
)
"""
_TAKE = """
INSERT INTO late_seen SELECT $part, * FROM ({rows}) WHERE recorded_at > day::DATE + INTERVAL 31 DAY
"""
_LATE = """
CREATE OR REPLACE TEMP TABLE late AS
SELECT DISTINCT kind, key, enrolment_id, event_id, person_id FROM ({rows})
WHERE recorded_at > $closing AND recorded_at <= $as_of AND day >= $start AND day < $after
"""
_COUNT = "SELECT count(DISTINCT (l.kind, l.key)) FROM temp.late l {within}"
_AT_CENTRE = """
WHERE l.enrolment_id IN (
  SELECT enrolment_id FROM read_parquet($enrolments) JOIN read_parquet($courses) USING (course_id)
  WHERE list_contains($centre, centre_id)
) OR l.event_id IN (
  SELECT event_id FROM read_parquet($events)
  WHERE list_has_any([trim(each) FOR each IN string_split(concat_ws(';', centre_id, co_centres), ';')], $centre)
)
"""
_IN_COUNTRY = """
LEFT JOIN (
  SELECT enrolment_id, any_value(person_id) AS person_id FROM read_parquet($enrolments) GROUP BY enrolment_id
) e ON e.enrolment_id = l.enrolment_id
WHERE coalesce(e.person_id, l.person_id) IN (
  SELECT person_id FROM read_parquet($persons) WHERE recorded_at <= $as_of
  GROUP BY person_id HAVING arg_max(coalesce(residence, 'ZZ'), rev) = $country
)
"""
_OF_PROJECT = """
WHERE l.enrolment_id IN (
  SELECT enrolment_id FROM read_parquet($enrolments) WHERE course_id IN ({tagged} AND object_type = 'course' {now})
) OR l.event_id IN ({tagged} AND object_type = 'event' {now})
""".replace(
    "{tagged}",
    "SELECT object_id FROM read_parquet($target_map) "
    "WHERE framework = 'PROJECT' AND target = $project AND recorded_at <= $as_of",
).replace("{now}", "GROUP BY object_id HAVING arg_max(weight, rev) > 0")
_WITHIN = {"centre": _AT_CENTRE, "country": _IN_COUNTRY, "project": _OF_PROJECT}
_NEEDED = ("enrolments", "courses", "events", "persons", "target_map")


class LateRows:
    """Counts late records in one database of DuckDB, which remembers what can be late; safe with threads."""

    def __init__(self, mirror: Mirror) -> None:
        self._mirror = mirror
        self._numbers: dict[str, int] = {}  # by the SHA-256 of a part
        self._full: set[str] = set()
        self._lock = Lock()

    def count(
        self,
        cursor: duckdb.DuckDBPyConnection,
        as_of: datetime,
        start: date,
        end: date,
        filters: Mapping[str, str | Sequence[str]],
    ) -> int:
        """Late records known at the as-of, of a centre (or several), of residents of a country or of a donor project if
        `filters` name one.

        Raises duckdb.IOException if a part has been replaced meanwhile.
        """
        closing = datetime.combine(end + CLOSING, time(23, 59, 59))
        if plain(as_of) <= closing:
            return 0
        manifest = self._mirror.manifest()
        with self._lock:
            self._take(cursor, manifest)
        files = self._full_parts(manifest)
        rows = ["SELECT * EXCLUDE (part) FROM late_seen", *(_rows_of(kind) for kind in files)]
        values: dict[str, object] = {
            "closing": closing, "as_of": plain(as_of), "start": start, "after": end + timedelta(days=1), **files,
        }  # fmt: skip
        cursor.execute(_LATE.replace("{rows}", " UNION ALL ".join(rows)), values)
        found = _number(cursor.execute(_COUNT.replace("{within}", "")))
        within = " ".join(_WITHIN[key] for key in filters if key in _WITHIN)
        if not found or not within:
            return found
        names: dict[str, object] = {kind: self._mirror.files(manifest, kind) for kind in _NEEDED}
        names |= {"as_of": plain(as_of), **filters}
        if (centre := filters.get("centre")) is not None:
            names["centre"] = [centre] if isinstance(centre, str) else sorted(centre)
        used = {name: value for name, value in names.items() if f"${name}" in within}
        return _number(cursor.execute(_COUNT.replace("{within}", within), used))

    def _take(self, cursor: duckdb.DuckDBPyConnection, manifest: Manifest) -> None:
        """What can be late of parts that were not there before, and nothing more of those that are not there now."""
        parts = {part.sha256: (kind, part.file) for kind in _COLUMNS for part in manifest.parts[kind]}
        if not self._numbers:
            cursor.execute(_SEEN)
        gone = [number for sha, number in self._numbers.items() if sha not in parts]
        if gone:
            cursor.execute("DELETE FROM late_seen WHERE list_contains($gone, part)", {"gone": gone})
        number = max(self._numbers.values(), default=0)
        self._numbers = {sha: known for sha, known in self._numbers.items() if sha in parts}
        for sha, (kind, file) in parts.items():
            if sha not in self._numbers:
                number += 1
                values: dict[str, object] = {"part": number, kind: [str(self._mirror.folder / file)]}
                rows = _number(cursor.execute(_TAKE.replace("{rows}", _rows_of(kind)), values))
                if rows > MOST_OF_A_PART:
                    cursor.execute("DELETE FROM late_seen WHERE part = $part", {"part": number})
                    self._full.add(sha)
                self._numbers[sha] = number
        self._full &= parts.keys()

    def _full_parts(self, manifest: Manifest) -> dict[str, list[str]]:
        found = {
            kind: [
                str(self._mirror.folder / part.file)
                for part in manifest.parts[kind]
                if part.sha256 in self._full
            ]
            for kind in _COLUMNS
        }
        return {kind: files for kind, files in found.items() if files}


def _rows_of(kind: str) -> str:
    names = dict(zip(("key", "enrolment", "event", "person", "day"), _COLUMNS[kind], strict=True))
    return _ROWS.format(kind=kind, **names)


def _number(found: duckdb.DuckDBPyConnection) -> int:
    row = found.fetchone()
    return int(row[0]) if row else 0
