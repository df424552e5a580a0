"""Courses, events, enrolment units and learning facts as of a moment (rules SC2-5, DD2, DD3, TB1, TB2, TB5).

Each statement makes one table of the snapshot. Lines that say nothing of when they were recorded (centres,
courses, mappings) count with the last version known at the as-of, or the first one if all came later.
"""

from __future__ import annotations

CENTRES = """
CREATE TABLE centre AS
SELECT centre_id AS id FROM read_parquet(getvariable('centres')) GROUP BY centre_id
"""

COURSES = """
CREATE TABLE course AS
SELECT course_id, centre_id, theme, nominal_hours, pass_mark_pct, status, published_at
FROM read_parquet(getvariable('courses'))
QUALIFY row_number() OVER (
  PARTITION BY course_id
  ORDER BY recorded_at <= getvariable('as_of') DESC,
    CASE WHEN recorded_at <= getvariable('as_of') THEN rev ELSE -rev END DESC,
    CASE WHEN recorded_at <= getvariable('as_of') THEN seq ELSE -seq END DESC
) = 1
"""

EVENTS = """
CREATE TABLE event AS
SELECT * FROM read_parquet(getvariable('events'))
WHERE recorded_at <= getvariable('as_of')
QUALIFY row_number() OVER (PARTITION BY event_id ORDER BY rev DESC, recorded_at DESC, seq DESC) = 1
"""

# A course that was taken off the catalogue keeps its history; a draft never had one.
OBJECTS = """
CREATE TABLE object AS
SELECT row_number() OVER (ORDER BY type, id)::INTEGER AS no, * FROM (
  SELECT 'course' AS type, course_id AS id, centre_id AS lead, '' AS co_centres, coalesce(theme, '') AS theme,
    nominal_hours AS hours, NULL::DATE AS start_date, NULL::DATE AS end_date, NULL AS mode
  FROM course WHERE status = 'published' OR (status <> 'draft' AND published_at IS NOT NULL)
  UNION ALL
  SELECT 'event', event_id, centre_id, coalesce(co_centres, ''), coalesce(theme, ''),
    scheduled_hours, start_date, end_date, mode
  FROM event WHERE kind = 'training' AND status = 'held'
)
"""

OBJECT_CENTRES = """
CREATE TABLE object_centre AS
SELECT no AS object, lead AS centre FROM object
UNION
SELECT object, trim(centre) FROM (
  SELECT no AS object, unnest(string_split(co_centres, ';')) AS centre FROM object WHERE co_centres <> ''
) WHERE trim(centre) <> ''
"""

MAPPINGS = """
CREATE TABLE mapping AS
WITH latest AS (
  SELECT object_type, object_id, framework, target, weight
  FROM read_parquet(getvariable('target_map'))
  QUALIFY row_number() OVER (
    PARTITION BY object_type, object_id, framework, target
    ORDER BY recorded_at <= getvariable('as_of') DESC,
      CASE WHEN recorded_at <= getvariable('as_of') THEN rev ELSE -rev END DESC,
      CASE WHEN recorded_at <= getvariable('as_of') THEN seq ELSE -seq END DESC
  ) = 1
)
SELECT o.no AS object, l.framework, l.target, l.weight
FROM latest l JOIN object o ON o.type = l.object_type AND o.id = l.object_id
WHERE l.weight > 0
"""

OBJECT_CODES = """
CREATE TABLE object_code AS
SELECT object, framework || ':' || target AS code,
  framework || ':' || string_split(target, '.')[1] AS goal, weight FROM mapping
UNION ALL
SELECT o.no, f.framework || ':none', f.framework || ':none', 1
FROM object o CROSS JOIN (SELECT 'SDG' AS framework UNION SELECT framework FROM mapping) f
WHERE NOT EXISTS (SELECT 1 FROM mapping m WHERE m.object = o.no AND m.framework = f.framework)
"""

ENROLMENTS = """
CREATE TABLE enrolment AS
WITH latest AS (
  SELECT * FROM read_parquet(getvariable('enrolments'))
  WHERE recorded_at <= getvariable('as_of')
  QUALIFY row_number() OVER (PARTITION BY enrolment_id ORDER BY rev DESC, seq) = 1
)
SELECT l.enrolment_id, a.no AS person, o.no AS object, l.enrolled_at, l.progress_pct, l.completed_at,
  l.certificate_at, l.certificate_revoked_at, l.withdrawn_at
FROM latest l
JOIN account a ON a.person_id = l.person_id
JOIN object o ON o.type = 'course' AND o.id = l.course_id
WHERE l.role = 'learner' AND NOT coalesce(l.void, false)
"""

UNITS = """
CREATE TABLE unit AS
SELECT row_number() OVER ()::INTEGER AS no, * FROM (
  SELECT person, object,
    min(enrolled_at)::DATE AS enrolled,
    arg_max(withdrawn_at IS NOT NULL, (enrolled_at, enrolment_id)) AS withdrawn,
    min(completed_at)::DATE AS completed,
    max(progress_pct) AS progress
  FROM enrolment GROUP BY person, object ORDER BY enrolled
)
"""

SESSIONS = """
CREATE TABLE session AS
WITH latest AS (
  SELECT session_id, enrolment_id, started_at, ended_at FROM read_parquet(getvariable('sessions'))
  WHERE recorded_at <= getvariable('as_of')
  QUALIFY row_number() OVER (PARTITION BY session_id ORDER BY rev DESC, recorded_at DESC, seq DESC) = 1
)
SELECT l.session_id, e.person, e.object, l.started_at, l.ended_at
FROM latest l JOIN enrolment e ON e.enrolment_id = l.enrolment_id
WHERE l.ended_at > l.started_at
"""

ATTEMPTS = """
CREATE TABLE attempt AS
WITH latest AS (
  SELECT attempt_id, enrolment_id, quiz_kind, submitted_at, item_marks, void
  FROM read_parquet(getvariable('quiz_attempts'))
  WHERE recorded_at <= getvariable('as_of')
  QUALIFY row_number() OVER (PARTITION BY attempt_id ORDER BY rev DESC, recorded_at DESC, seq DESC) = 1
)
SELECT l.attempt_id, e.person, e.object, l.quiz_kind, l.submitted_at, l.item_marks
FROM latest l JOIN enrolment e ON e.enrolment_id = l.enrolment_id
WHERE l.submitted_at IS NOT NULL AND NOT coalesce(l.void, false)
"""

# Blank hours are the event's hours spread over its days; in person beats online, then the longer stay.
ATTENDANCES = """
CREATE TABLE attendance AS
WITH latest AS (
  SELECT * FROM read_parquet(getvariable('attendance'))
  WHERE recorded_at <= getvariable('as_of')
  QUALIFY row_number() OVER (PARTITION BY attendance_id ORDER BY rev DESC, seq) = 1
), present AS (
  SELECT l.attendance_id, a.no AS person, o.no AS object, l.date AS day,
    CASE coalesce(l.mode, o.mode) WHEN 'online' THEN 'live_online' ELSE coalesce(l.mode, o.mode) END AS mode,
    l.hours AS given, o.hours AS scheduled, date_diff('day', o.start_date, o.end_date) + 1 AS days
  FROM latest l
  JOIN account a ON a.person_id = l.person_id
  JOIN object o ON o.type = 'event' AND o.id = l.event_id
  WHERE l.status = 'present' AND NOT coalesce(l.void, false) AND l.date BETWEEN o.start_date AND o.end_date
)
SELECT person, object, day, mode, given, scheduled, days FROM present
WHERE coalesce(given, scheduled) > 0
QUALIFY row_number() OVER (
  PARTITION BY person, object, day
  ORDER BY mode = 'in_person' DESC, coalesce(given, scheduled / days) DESC, attendance_id
) = 1
"""

FACTS = """
CREATE TABLE fact AS
SELECT DISTINCT person, object, day, mode FROM (
  SELECT person, object, started_at::DATE AS day, 'online' AS mode FROM session
  UNION ALL
  SELECT person, object, submitted_at::DATE, 'online' FROM attempt
  UNION ALL
  SELECT person, object, completed, 'online' FROM unit WHERE completed IS NOT NULL
  UNION ALL
  SELECT person, object, day, mode FROM attendance
) ORDER BY day, person
"""

FIRST_FACTS = """
CREATE TABLE first_fact AS SELECT person, min(day) AS day FROM fact GROUP BY person
"""

STATEMENTS = (
    CENTRES,
    COURSES,
    EVENTS,
    OBJECTS,
    OBJECT_CENTRES,
    MAPPINGS,
    OBJECT_CODES,
    ENROLMENTS,
    UNITS,
    SESSIONS,
    ATTEMPTS,
    ATTENDANCES,
    FACTS,
    FIRST_FACTS,
)
