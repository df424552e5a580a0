"""Courses, events, enrolment units and learning facts as of a moment (rules SC2-5, DD2, DD3, TB1, TB2, TB5).

Each statement makes one table of the snapshot. Lines that say nothing of when they were recorded (centres,
courses, mappings) count with the last version known at the as-of, or the first one if all came later.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

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

# A course that was taken off the catalogue keeps its history; a draft never had one. What a centre offers has numbers
# in a row: rows in their order have those of a centre together.
OBJECTS = """
CREATE TABLE object AS
SELECT row_number() OVER (ORDER BY lead, type, id)::INTEGER AS no, * FROM (
  SELECT 'course' AS type, course_id AS id, centre_id AS lead, '' AS co_centres, coalesce(theme, '') AS theme,
    'course' AS kind, nominal_hours AS hours, pass_mark_pct AS pass_mark,
    NULL::DATE AS start_date, NULL::DATE AS end_date, NULL AS mode
  FROM course WHERE status = 'published' OR (status <> 'draft' AND published_at IS NOT NULL)
  UNION ALL
  SELECT 'event', event_id, centre_id, coalesce(co_centres, ''), coalesce(theme, ''),
    kind, scheduled_hours, NULL, start_date, end_date, CASE mode WHEN 'online' THEN 'live_online' ELSE mode END
  FROM event WHERE status = 'held'
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
WHERE l.weight > 0 AND l.framework <> 'PROJECT'
"""

# Donor projects are no framework of goals. What was tagged after the as-of was not yet of the project then.
OBJECT_PROJECTS = """
CREATE TABLE object_project AS
WITH latest AS (
  SELECT object_type, object_id, target, weight FROM read_parquet(getvariable('target_map'))
  WHERE framework = 'PROJECT' AND recorded_at <= getvariable('as_of')
  QUALIFY row_number() OVER (PARTITION BY object_type, object_id, target ORDER BY rev DESC, seq DESC) = 1
)
SELECT o.no AS object, l.target AS project
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

LABELS = """
CREATE TYPE a_theme AS ENUM (SELECT theme FROM object UNION SELECT '' ORDER BY ALL);
CREATE TYPE a_centre AS ENUM (
  SELECT centre FROM object_centre WHERE centre IS NOT NULL UNION SELECT '' ORDER BY ALL
);
CREATE TYPE a_code AS ENUM (
  SELECT code FROM object_code UNION SELECT goal FROM object_code UNION SELECT '' ORDER BY ALL
);
ALTER TABLE object ALTER theme TYPE a_theme;
ALTER TABLE object_centre ALTER centre TYPE a_centre;
ALTER TABLE object_code ALTER code TYPE a_code;
ALTER TABLE object_code ALTER goal TYPE a_code
"""

OBJECT_GOALS = """
CREATE TABLE object_goal AS SELECT object, goal, sum(weight) AS weight FROM object_code GROUP BY object, goal
"""

# Highest revision first, then who was there first, in one number: a sort of all versions costs three times that.
ENROLMENTS = """
CREATE TABLE enrolment AS
WITH latest AS (
  SELECT max({place}) AS place FROM read_parquet(getvariable('enrolments'))
  WHERE recorded_at <= getvariable('as_of')
  GROUP BY enrolment_id
)
SELECT l.enrolment_id, a.no AS person, o.no AS object, l.enrolled_at, l.progress_pct,
  l.completed_at::DATE AS completed, l.certificate_at::DATE AS certified,
  l.withdrawn_at IS NOT NULL AS withdrawn,
  l.certificate_at IS NOT NULL
    AND (l.certificate_revoked_at IS NULL OR l.certificate_revoked_at > getvariable('as_of')) AS valid
FROM read_parquet(getvariable('enrolments')) l
SEMI JOIN latest ON latest.place = {place}
JOIN account a ON a.person_id = l.person_id
JOIN object o ON o.type = 'course' AND o.id = l.course_id
WHERE l.recorded_at <= getvariable('as_of') AND l.role = 'learner' AND NOT coalesce(l.void, false)
"""

# Which of several enrolments came last is looked up for the few units that have several; for all of them together
# it would take more memory than everything else.
UNITS = """
CREATE TABLE begun AS
SELECT person, object,
  min(enrolled_at)::DATE AS enrolled,
  bool_or(withdrawn) AS withdrawn,
  count(*) > 1 AS several,
  min(completed) AS completed,
  max(progress_pct) AS progress,
  min(certified) AS certified,
  bool_or(valid) AS valid
FROM enrolment GROUP BY person, object
"""

WITHDRAWN = """
UPDATE begun SET withdrawn = l.withdrawn
FROM (
  SELECT person, object, arg_max(withdrawn, (enrolled_at, enrolment_id)) AS withdrawn
  FROM enrolment SEMI JOIN (SELECT person, object FROM begun WHERE several) USING (person, object)
  GROUP BY person, object
) l WHERE l.person = begun.person AND l.object = begun.object
"""

SESSIONS = """
CREATE TABLE session AS
WITH latest AS (
  SELECT session_id, enrolment_id, started_at, ended_at FROM read_parquet(getvariable('sessions'))
  WHERE recorded_at <= getvariable('as_of')
  {latest sessions}
)
SELECT l.session_id, e.person, e.object, l.started_at::DATE AS day, l.started_at, l.ended_at
FROM latest l JOIN enrolment e ON e.enrolment_id = l.enrolment_id
WHERE l.ended_at > l.started_at
"""

ATTEMPTS = """
CREATE TABLE attempt AS
WITH latest AS (
  SELECT attempt_id, enrolment_id, quiz_kind, submitted_at, item_marks, void
  FROM read_parquet(getvariable('quiz_attempts'))
  WHERE recorded_at <= getvariable('as_of')
  {latest quiz_attempts}
)
SELECT l.attempt_id, e.person, e.object, l.submitted_at::DATE AS day, l.quiz_kind, l.submitted_at, l.item_marks
FROM latest l JOIN enrolment e ON e.enrolment_id = l.enrolment_id
WHERE l.submitted_at IS NOT NULL AND NOT coalesce(l.void, false)
"""

# A row outside the days of its event is an error of the sheet: it neither counts nor registers.
ATTENDANCE_ROWS = """
CREATE TABLE attendance_row AS
WITH latest AS (
  SELECT * FROM read_parquet(getvariable('attendance'))
  WHERE recorded_at <= getvariable('as_of')
  {latest attendance}
)
SELECT l.attendance_id, a.no AS person, o.no AS object, l.date AS day,
  CASE coalesce(l.mode, o.mode) WHEN 'online' THEN 'live_online' ELSE coalesce(l.mode, o.mode) END AS mode,
  l.status = 'present' AND l.date IS NOT NULL AND coalesce(l.hours, o.hours, 0) > 0 AS present,
  l.hours AS given, o.hours AS scheduled, (date_diff('day', o.start_date, o.end_date) + 1)::INTEGER AS days
FROM latest l
JOIN account a ON a.person_id = l.person_id
JOIN object o ON o.type = 'event' AND o.id = l.event_id AND o.kind = 'training'
WHERE NOT coalesce(l.void, false) AND (l.date IS NULL OR l.date BETWEEN o.start_date AND o.end_date)
"""

MODES = """
CREATE TYPE a_mode AS ENUM (
  SELECT mode FROM attendance_row WHERE mode IS NOT NULL UNION SELECT 'online' UNION SELECT 'in_person' ORDER BY ALL
)
"""

# Blank hours are the event's hours spread over its days; in person beats online, then the longer stay.
ATTENDANCES = """
CREATE TABLE attendance AS
SELECT person, object, day, mode::a_mode AS mode, given, scheduled, days FROM attendance_row WHERE present
QUALIFY row_number() OVER (
  PARTITION BY person, object, day
  ORDER BY mode = 'in_person' DESC, coalesce(given, scheduled / days) DESC, attendance_id
) = 1
"""

# Rungs count from the top: certified, completed, explored, viewed, no_show.
STANDINGS = """
CREATE TABLE unit AS
SELECT row_number() OVER ()::INTEGER AS no, * FROM (
  SELECT b.person, b.object, b.enrolled, b.completed, b.certified, b.withdrawn, b.valid,
    l.day IS NOT NULL OR b.completed IS NOT NULL AS active,
    l.day IS NOT NULL AND b.completed IS NULL AND (
      b.withdrawn OR l.day < (getvariable('as_of') - INTERVAL 90 DAY)::DATE
    ) AS dropped,
    CASE WHEN b.valid THEN 1 WHEN b.completed IS NOT NULL THEN 2 WHEN b.progress >= 50 THEN 3
      WHEN l.day IS NOT NULL THEN 4 ELSE 5 END::UTINYINT AS rung
  FROM begun b LEFT JOIN (
    SELECT person, object, max(day) AS day FROM (
      SELECT person, object, day FROM session
      UNION ALL
      SELECT person, object, day FROM attempt
    ) GROUP BY person, object
  ) l ON l.person = b.person AND l.object = b.object
)
"""

# A view: the rows are there already, nearly in the order of days, and each question takes those of a period.
FACTS = """
CREATE VIEW fact AS
SELECT person, object, day, 'online'::a_mode AS mode FROM session
UNION ALL
SELECT person, object, day, 'online'::a_mode FROM attempt
UNION ALL
SELECT person, object, completed, 'online'::a_mode FROM unit WHERE completed IS NOT NULL
UNION ALL
SELECT person, object, day, mode FROM attendance
"""

FIRST_FACTS = """
CREATE TABLE first_fact AS SELECT person, min(day) AS day FROM fact GROUP BY person
"""

# As recorded; which answer holds depends on the person, and is decided where answers are asked for.
RESPONSES = """
CREATE TABLE response AS
WITH latest AS (
  SELECT * FROM read_parquet(getvariable('surveys'))
  WHERE recorded_at <= getvariable('as_of')
  {latest surveys}
)
SELECT l.response_id, a.no AS person, o.no AS object, l.kind, l.invited_at, l.responded_at,
  l.satisfaction, l.nps, l.applied
FROM latest l
JOIN account a ON a.person_id = l.person_id
JOIN (
  SELECT id, arg_min(no, type) AS no FROM object WHERE kind <> 'outreach' GROUP BY id
) o ON o.id = l.object_id
"""

STATEMENTS = (
    CENTRES,
    COURSES,
    EVENTS,
    OBJECTS,
    OBJECT_CENTRES,
    MAPPINGS,
    OBJECT_PROJECTS,
    OBJECT_CODES,
    LABELS,
    OBJECT_GOALS,
    ENROLMENTS,
    UNITS,
    WITHDRAWN,
    SESSIONS,
    ATTEMPTS,
    ATTENDANCE_ROWS,
    MODES,
    ATTENDANCES,
    STANDINGS,
    FACTS,
    FIRST_FACTS,
    RESPONSES,
)

# Which version of a row counts.
_LATEST = {
    "sessions": "PARTITION BY session_id ORDER BY rev DESC, recorded_at DESC, seq DESC",
    "quiz_attempts": "PARTITION BY attempt_id ORDER BY rev DESC, recorded_at DESC, seq DESC",
    "surveys": "PARTITION BY response_id ORDER BY rev DESC, recorded_at DESC, seq DESC",
    "attendance": "PARTITION BY attendance_id ORDER BY rev DESC, seq",
}


def statements(revised: Collection[str]) -> Iterator[str]:
    """The statements in order. `revised` are the kinds of which a row has more than one version.

    Of the other kinds every row is its only version; looking for the latest would sort millions of them.
    """
    for statement in STATEMENTS:
        for kind, order in _LATEST.items():
            choice = f"QUALIFY row_number() OVER ({order}) = 1" if kind in revised else ""
            statement = statement.replace(f"{{latest {kind}}}", choice)
        yield statement
