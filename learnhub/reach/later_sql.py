"""Rows that only some indicators need: time spent, events, participations, pairs of quizzes, answers.

Each table is made from the snapshot alone, with the first question that looks at it (rules SC3, DD3-5, TB3).
Amounts stay exact: `amount` / `per` is hours, marks are decimals, and nothing is divided before the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from learnhub.reach.indicators import Base

# A session counts from where earlier ones of the person end, in whatever course, and to its 120th minute. As
# all earlier ones began before it, what they cover of it is all that lies before the latest of their ends.
SPENT = """
CREATE TABLE spent AS
WITH cut AS (
  SELECT session_id, person, object, started_at,
    least(ended_at, started_at + INTERVAL 120 MINUTE) AS until
  FROM session WHERE {slice}
), alone AS (
  SELECT person, object, started_at, until,
    greatest(started_at, coalesce(max(until) OVER (
      PARTITION BY person ORDER BY started_at, session_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), started_at)) AS since
  FROM cut
)
SELECT person, object, 'online'::a_mode AS mode, started_at::DATE AS day,
  greatest(0, epoch_us(until) - epoch_us(since)) AS amount, 3600000000 AS per, 0::UTINYINT AS half_days
FROM alone
ORDER BY day
"""

ATTENDED = """
INSERT INTO spent
SELECT person, object, mode, day,
  (coalesce(given, scheduled) * 1000000)::BIGINT,
  CASE WHEN given IS NULL THEN 1000000 * days ELSE 1000000 END,
  CASE WHEN given >= 4 OR given IS NULL AND scheduled >= 4 * days THEN 2 ELSE 1 END
FROM attendance
ORDER BY day
"""

# Outreach is here for its heads alone.
HELD = """
CREATE TABLE held AS
SELECT no, no AS object, mode, kind, end_date, gender, heads
FROM object JOIN (
  SELECT event_id, unnest(['F', 'M', 'X', 'U']) AS gender,
    unnest([headcount_f, headcount_m, headcount_x, headcount_u]) AS heads
  FROM event
) ON event_id = id
WHERE type = 'event'
"""

# Of an event without scheduled hours nobody can say who was there in full.
PARTICIPATION = """
CREATE TABLE participation AS
WITH whole AS (
  SELECT row_number() OVER ()::INTEGER AS no, person, object,
    coalesce(any_value(scheduled) > 0
      AND sum(coalesce(given * days, scheduled)) * 10 >= 8 * any_value(scheduled) * any_value(days), false)
      AS is_full
  FROM attendance GROUP BY person, object
)
SELECT w.no, w.person, w.object, a.mode, o.end_date, w.is_full
FROM whole w
JOIN (SELECT DISTINCT person, object, mode FROM attendance) a ON a.person = w.person AND a.object = w.object
JOIN object o ON o.no = w.object
"""

REGISTRATION = """
CREATE TABLE registration AS
WITH whole AS (
  SELECT row_number() OVER ()::INTEGER AS no, person, object, NOT bool_or(present) AS absent
  FROM attendance_row GROUP BY person, object
)
SELECT w.no, w.person, w.object, r.mode, o.end_date, w.absent
FROM whole w
JOIN (SELECT DISTINCT person, object, mode FROM attendance_row) r ON r.person = w.person AND r.object = w.object
JOIN object o ON o.no = w.object
"""

# An attempt whose marks are gone, or are none, has no score; where one mark cannot be read none is.
SCORED = """
CREATE TABLE IF NOT EXISTS scored AS
SELECT person, object, attempt_id, quiz_kind AS kind, submitted_at, item_marks,
  list_sum(marks)::DECIMAL(14, 6) AS total, len(marks)::INTEGER AS items
FROM (
  SELECT *,
    list_transform(string_split(item_marks, ';'), lambda mark: try_cast(mark AS DECIMAL(12, 6))) AS marks
  FROM attempt WHERE quiz_kind IN ('pre', 'post') AND item_marks <> ''
) WHERE len(list_filter(marks, lambda mark: mark IS NULL)) = 0
"""

PAIR = """
CREATE TABLE pair AS
WITH pre AS (
  SELECT * FROM scored WHERE kind = 'pre' AND {slice}
  QUALIFY row_number() OVER (PARTITION BY person, object ORDER BY submitted_at, attempt_id) = 1
)
SELECT row_number() OVER ()::INTEGER + {before} AS no, pre.person, pre.object, post.submitted_at::DATE AS day,
  pre.total AS pre, pre.items AS pre_items, post.total AS post, post.items AS post_items
FROM pre JOIN (FROM scored WHERE kind = 'post' AND {slice}) post
  ON post.person = pre.person AND post.object = pre.object AND post.submitted_at > pre.submitted_at
QUALIFY row_number() OVER (
  PARTITION BY pre.person, pre.object ORDER BY post.submitted_at, post.attempt_id
) = 1
"""

FIRST_TRY = """
CREATE TABLE first_try AS
SELECT row_number() OVER ()::INTEGER + {before} AS no, s.person, s.object, s.kind, s.submitted_at::DATE AS day,
  s.item_marks, s.total, s.items, 100 * s.total >= o.pass_mark * s.items AS passed,
  coalesce(max(s.submitted_at) FILTER (WHERE s.kind = 'post') OVER (PARTITION BY s.person, s.object)
    > s.submitted_at, false) AS matched
FROM (FROM scored WHERE {slice}) s JOIN object o ON o.no = s.object
QUALIFY row_number() OVER (
  PARTITION BY s.person, s.object, s.kind ORDER BY s.submitted_at, s.attempt_id
) = 1
"""

ANSWER = """
CREATE TABLE answer AS
WITH invited AS (
  SELECT person, object, kind, min(invited_at) AS invited_at FROM response GROUP BY person, object, kind
), latest AS (
  SELECT r.* FROM response r JOIN invited i USING (person, object, kind)
  WHERE r.responded_at >= i.invited_at
    AND date_diff('day', i.invited_at, r.responded_at) <= CASE r.kind WHEN 'L1' THEN 60 ELSE 90 END
  QUALIFY row_number() OVER (
    PARTITION BY person, object, kind ORDER BY r.responded_at DESC, r.response_id DESC
  ) = 1
)
SELECT row_number() OVER ()::INTEGER AS no, i.person, i.object, i.kind, coalesce(o.mode, 'online') AS mode,
  i.invited_at::DATE AS day, l.responded_at IS NOT NULL AS answered, l.satisfaction, l.applied,
  CASE WHEN l.nps >= 9 THEN 1 WHEN l.nps <= 6 THEN -1 WHEN l.nps IS NOT NULL THEN 0 END::TINYINT AS points
FROM invited i JOIN object o ON o.no = i.object
LEFT JOIN latest l ON l.person = i.person AND l.object = i.object AND l.kind = i.kind
"""

MADE_WHEN_ASKED: dict[Base, tuple[str, ...]] = {
    Base.SPENT: (SPENT, ATTENDED),
    Base.HELD: (HELD,),
    Base.PARTICIPATION: (PARTICIPATION,),
    Base.REGISTRATION: (REGISTRATION,),
    Base.PAIR: (SCORED, PAIR),
    Base.FIRST_TRY: (SCORED, FIRST_TRY),
    Base.ANSWER: (ANSWER,),
}

SLICE_ROWS = 2_000_000
_CREATE = re.compile(r"CREATE TABLE (\w+) AS")


def statements(base: Base, rows: int) -> Iterator[str]:
    """The statements that make the tables of a base. `rows` is how many sessions there are.

    What looks at all rows of a person together is done for a share of all people at a time, as it does not fit into
    the memory otherwise.
    """
    slices = max(1, -(-rows // SLICE_ROWS))
    for statement in MADE_WHEN_ASKED.get(base, ()):
        for number in range(slices if "{slice}" in statement else 1):
            yield _of_slice(statement, number, slices)


def _of_slice(statement: str, number: int, slices: int) -> str:
    before = "0"
    if number:
        statement = _CREATE.sub(r"INSERT INTO \1", statement)
        before = f"(SELECT count(*)::INTEGER FROM {statement.split()[2]})"  # noqa: S608 - a table of our own
    return statement.replace("{slice}", f"person % {slices} = {number}").replace("{before}", before)
