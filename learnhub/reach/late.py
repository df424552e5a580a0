"""How many records of a period came after it was closed: they are in a later release than they should have been.

A record is late if its day lies in the period and its first version was recorded after the 31st day from the
period's end (docs/reach.md). A corrected or a voided record is not late by that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

import duckdb

from learnhub.reach.mirror import Mirror
from learnhub.reach.snapshot import plain

CLOSING = timedelta(days=31)
_NEEDED = (
    "sessions", "quiz_attempts", "enrolments", "attendance", "courses", "events", "persons", "target_map",
)  # fmt: skip
_WHEN = "rev = 1 AND recorded_at > $closing AND recorded_at <= $as_of"
_LATE = """
WITH late AS (
  SELECT 's' AS kind, session_id AS key, enrolment_id, '' AS event_id, '' AS person_id
  FROM read_parquet($sessions) WHERE {when} AND started_at >= $start AND started_at < $after
  UNION ALL
  SELECT 'q', attempt_id, enrolment_id, '', ''
  FROM read_parquet($quiz_attempts) WHERE {when} AND submitted_at >= $start AND submitted_at < $after
  UNION ALL
  SELECT 'e', enrolment_id, enrolment_id, '', ''
  FROM read_parquet($enrolments) WHERE {when} AND enrolled_at >= $start AND enrolled_at < $after
  UNION ALL
  SELECT 'a', attendance_id, '', event_id, person_id
  FROM read_parquet($attendance) WHERE {when} AND date >= $start AND date < $after
)
SELECT count(DISTINCT (l.kind, l.key)) FROM late l {within}
"""
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
  GROUP BY person_id HAVING arg_max(residence, rev) = $country
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


def late_rows(
    cursor: duckdb.DuckDBPyConnection,
    *,
    mirror: Mirror,
    as_of: datetime,
    start: date,
    end: date,
    filters: Mapping[str, str | Sequence[str]],
) -> int:
    """Late records known at the as-of, of a centre (or several) or of residents of a country if `filters` name one.

    Raises duckdb.IOException if a part has been replaced meanwhile.
    """
    closing = datetime.combine(end + CLOSING, time(23, 59, 59))
    if plain(as_of) <= closing:
        return 0
    manifest = mirror.manifest()
    values: dict[str, object] = {kind: mirror.files(manifest, kind) for kind in _NEEDED}
    values |= {"closing": closing, "as_of": plain(as_of), "start": start, "after": end + timedelta(days=1)}
    values |= filters
    if (centre := filters.get("centre")) is not None:
        values["centre"] = [centre] if isinstance(centre, str) else sorted(centre)
    within = " ".join(_WITHIN[key] for key in filters if key in _WITHIN)
    sql = _LATE.replace("{when}", _WHEN).replace("{within}", within)
    used = {name: value for name, value in values.items() if f"${name}" in sql}
    found = cursor.execute(sql, used).fetchone()
    return int(found[0]) if found else 0
