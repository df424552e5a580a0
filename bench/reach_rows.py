"""A network's training records of any size, made by formula: the same seed gives the same rows.

DuckDB writes the lines of the ledger (their layout is in docs/ledger.md), with their salts and digests, in
portions of enrolments. Numbers of enrolments follow time, and grow with it: half of all lie in the last third.
Of each number a few MD5 digests are the dice, so no portion depends on another one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb

PORTION = 20_000
START, DAYS = "2018-01-01", 2_920
BEFORE = datetime(2017, 12, 31, tzinfo=UTC)
AS_OF = datetime(2026, 6, 30, 12, 0, tzinfo=UTC)
EARLIER = datetime(2025, 1, 31, 12, 0, tzinfo=UTC)
YEAR = 2024
COLUMNS = ("kind", "key", "rev", "recorded_at", "body", "reason", "actor", "salt", "digest")
_REASON, _ACTOR = "FIRST", "bench"


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of everything, by the number of enrolments."""

    enrolments: int

    @property
    def persons(self) -> int:
        """30 % of the enrolments."""
        return max(1, self.enrolments * 3 // 10)

    @property
    def courses(self) -> int:
        """One for 500 enrolments, 20 to 3,000."""
        return min(3_000, max(20, self.enrolments // 500))

    @property
    def events(self) -> int:
        """One for 1,000 enrolments; at least 5."""
        return max(5, self.enrolments // 1_000)


# One number of 64 bits for each thing; `part` takes 16 bits of it as a share of n, `wide` 32 bits.
_MACROS = """
CREATE MACRO dice(what, i) AS md5_number_lower($seed || what || i)::UBIGINT;
CREATE MACRO part(h, place, n) AS ((((h >> (16 * place)) & 65535)::BIGINT * n) >> 16)::INTEGER;
CREATE MACRO wide(h, n) AS (((h & 4294967295)::BIGINT * n) >> 32)::BIGINT;
CREATE MACRO name(letter, i) AS letter || substr(md5($seed || letter || i), 1, 12);
CREATE MACRO moment(share) AS TIMESTAMP '$start' + to_seconds(($days * 86400 * sqrt(share))::BIGINT);
CREATE MACRO iso(t) AS coalesce(strftime(t, '%Y-%m-%dT%H:%M:%SZ'), '');
CREATE MACRO member(i) AS CASE WHEN i % 200 = 7 THEN i + 1 ELSE i END;
"""

_COURSES = """
SELECT 'courses', 'k' || i, 1, iso(TIMESTAMP '$start'),
  'k' || i || ',' || (SELECT code FROM centre WHERE no = i % $centres) || ',Course ' || i || ','
  || (SELECT code FROM theme WHERE no = i % $themes) || ',en,' || (4 + i % 30) || ',$startT00:00:00Z,published,60'
FROM range($courses) t(i)
"""
_TARGETS = """
SELECT 'target_map', 'course/k' || i || '/SDG/' || target, 1, iso(TIMESTAMP '$start'),
  'course,k' || i || ',SDG,' || target || ',' || CASE WHEN i % 3 = 0 THEN '0.5' ELSE '1' END
FROM range($courses) t(i), LATERAL (
  SELECT unnest(CASE i % 3 WHEN 0 THEN ['13.' || (1 + i % 3), '6.' || (1 + i % 6)]
    WHEN 1 THEN ['4.' || (1 + i % 7)] ELSE [] END) AS target)
"""
_EVENTS = """
SELECT 'events', 'v' || i, 1, iso(day + INTERVAL 2 DAY),
  'v' || i || ',' || (SELECT code FROM centre WHERE no = i % $centres) || ',,Training ' || i || ','
  || (SELECT code FROM theme WHERE no = i % $themes) || ',' || CASE WHEN i % 10 = 9 THEN 'outreach' ELSE 'training' END
  || ',' || ['in_person', 'in_person', 'online'][1 + i % 3] || ',held,'
  || (SELECT host FROM centre WHERE no = i % $centres)
  || ',' || day::DATE || ',' || (day::DATE + 1) || ',12,' || (i % 7) || ',' || (i % 5) || ',0,' || (i % 3)
  || ',' || iso(day + INTERVAL 2 DAY)
FROM (SELECT i, moment((i + 0.5) / $events) AS day FROM range($first_event, $last_event) t(i))
"""

# Few countries have many learners.
_SKEWED = "1 + (part(h, 1, {n}) * part(h, 2, 65536) >> 16)"
_PERSONS = """
SELECT 'persons', id, rev, iso(tick), id || ',' || rev || ',' || iso(tick) || ',' || tick::DATE || ','
  || CASE WHEN i % 500 = 499 THEN 'test' WHEN i % 50 = 1 THEN 'offline' ELSE 'learner' END || ',confirmed,'
  || substr('FFFFFFFFFFMMMMMMMMXU', 1 + part(h, 0, 20), 1)
  || ',' || CASE WHEN part(h, 1, 10) = 0 THEN '' ELSE (1950 + part(h, 1, 60))::VARCHAR END
  || ',' || CASE WHEN part(h, 2, 25) = 0 THEN '' ELSE land(h >> (3 * rev)) END
  || ',' || land(h) || ',' || CASE WHEN i % 200 = 7 AND rev = 2 THEN name('p', i + 1) ELSE '' END
FROM (
  SELECT i, h, unnest(CASE WHEN i % 200 = 7 OR i % 33 = 5 THEN [1, 2] ELSE [1] END) AS rev, name('p', i) AS id,
    moment(i / $persons) + to_days(200 * (rev - 1)) AS tick
  FROM (SELECT i, dice('p', i) AS h FROM range($lowest, $highest) t(i))
)
"""
_MADE = """
CREATE OR REPLACE TEMP TABLE made AS
SELECT i, h, name('e', i) AS id, name('p', least(wide(dice('ep', i), i * 3 // 10 + 1), $persons - 1)) AS person,
  'k' || (part(h, 0, 65536) * part(h, 1, $courses) >> 16) AS course, moment((i + 1) / $enrolments) AS tick,
  part(h, 2, 100) AS luck, part(h, 3, 40) AS later
FROM (SELECT i, dice('e', i) AS h FROM range($low, $high) t(i))
"""
# Half complete, most of them with a certificate; a tenth withdraws; the rest is on the way or never came.
_ENROLMENTS = """
SELECT 'enrolments', id, rev, iso(seen), id || '.' || rev || ',' || id || ',' || rev || ',' || iso(seen) || ','
  || person || ',' || course || ',learner,' || iso(tick) || ','
  || CASE WHEN rev = 1 THEN '0,,,,' WHEN luck < 50 THEN '100,' || iso(done) || ','
       || CASE WHEN luck < 40 THEN iso(done) ELSE '' END || ',' || CASE luck WHEN 7 THEN iso(done) ELSE '' END || ','
     WHEN luck < 60 THEN '20,,,,' || iso(done) ELSE (luck::INT || ',,,,') END || ',0'
FROM (
  SELECT *, tick + to_days((12 + later)::INT) AS done, CASE rev WHEN 1 THEN tick ELSE done END AS seen
  FROM (SELECT *, unnest(CASE WHEN luck < 75 THEN [1, 2] ELSE [1] END) AS rev FROM made)
)
"""
_SESSIONS = """
SELECT 'sessions', id || '-' || j, 1, iso(until),
  id || '-' || j || ',' || id || ',' || iso(since) || ',' || iso(until) || ',' || iso(until)
FROM (
  SELECT id, j, tick + to_days((5 * j)::INT) + to_minutes(part(g, 0, 4000)) AS since,
    since + to_seconds(600 + part(g, 1, 7000)) AS until
  FROM (SELECT id, tick, j, dice('s', i * 3 + j) AS g FROM made, range($sessions) r(j) WHERE luck < 85)
)
"""
_ATTEMPTS = """
SELECT 'quiz_attempts', id || '-' || kind, 1, iso(tick),
  id || '-' || kind || ',' || id || ',' || kind || ',' || iso(tick) || ','
  || (SELECT text FROM marks WHERE no = (h >> CASE kind WHEN 'pre' THEN 3 ELSE 23 END) & 1023)
  || ',' || iso(tick) || ',0'
FROM (
  SELECT id, h, unnest(['pre', 'post']) AS kind,
    tick + to_days(CASE kind WHEN 'pre' THEN 1 ELSE (10 + later)::INT END) AS tick
  FROM made WHERE luck < 45
)
"""
_ATTENDANCE = """
SELECT 'attendance', id, 1, iso(tick),
  id || ',1,' || iso(tick) || ',v' || v || ',' || person || ',' || (day::DATE + d::INT) || ',,'
  || CASE WHEN part(g, 2, 12) = 0 THEN 'absent' ELSE 'present' END || ','
  || CASE WHEN part(g, 3, 3) = 0 THEN '' ELSE '5.5' END || ',0'
FROM (
  SELECT v, n, d, g, name('a', v || '-' || n || '-' || d) AS id,
    name('p', least(wide(g, v * $persons // $events + 1), $persons - 1)) AS person,
    moment((v + 0.5) / $events) AS day, moment((v + 0.5) / $events) + INTERVAL 3 DAY AS tick
  FROM (
    SELECT v, n, dice('a', v * 100 + n) AS g
    FROM range($first_event, $last_event) t(v), range(25) r(n) WHERE v % 10 <> 9
  ), range(2) s(d)
)
"""
_SURVEYS = """
SELECT 'surveys', id || '-l', 1, iso(tick), id || '-l,' || person || ',' || course || ',L1,' || iso(tick) || ','
  || CASE WHEN luck % 2 = 0 THEN iso(tick + INTERVAL 2 DAY) || ',' || (1 + part(h, 1, 5)) || ',' || part(h, 3, 11)
     ELSE ',,' END || ',,'
  || iso(tick + INTERVAL 2 DAY)
FROM (
  SELECT id, person, course, luck, h, tick + to_days((15 + later)::INT) AS tick FROM made WHERE luck < 12
)
"""

_TELLING = (_EVENTS, _PERSONS, _ENROLMENTS, _SESSIONS, _ATTEMPTS, _ATTENDANCE, _SURVEYS)

_ENTRY = """
SELECT kind, key, rev, recorded_at, body, '{reason}', '{actor}', salt,
  sha256(concat_ws(chr(10), kind, key, rev, recorded_at, '{reason}', '{actor}', salt, body))
FROM (
  SELECT *, substr(md5($seed || kind || key || rev), 1, 12) AS salt
  FROM ({rows}) t(kind, key, rev, recorded_at, body)
)
ORDER BY {order}
"""


class Rows:
    """The rows of a ledger of this size. `sessions` is how many stays an enrolment has at most."""

    def __init__(
        self,
        size: Size,
        centres: Sequence[tuple[str, str]],
        countries: Sequence[str],
        themes: Sequence[str],
        *,
        sessions: int = 3,
        seed: int = 7,
    ) -> None:
        self.size = size
        self._fixed: dict[str, Any] = {
            "seed": f"'{seed}'", "start": START, "days": DAYS, "enrolments": size.enrolments, "persons": size.persons,
            "courses": size.courses, "events": size.events, "sessions": sessions, "centres": len(centres),
            "themes": len(themes),
        }  # fmt: skip
        self._db = duckdb.connect(":memory:", config={"threads": "2", "memory_limit": "700MB"})
        self._list("centre", ("code", "host"), list(centres))
        self._list("theme", ("code",), [(code,) for code in themes])
        self._list("country", ("code",), [(code,) for code in countries])
        self._list("marks", ("text",), [(";".join(f"{n:010b}"),) for n in range(1024)])
        self._do(_MACROS)
        self._db.execute("SET VARIABLE lands = $lands", {"lands": list(countries)})
        self._do(f"CREATE MACRO land(h) AS getvariable('lands')[{_SKEWED.format(n=len(countries))}]")

    def portions(self) -> Iterator[list[tuple[Any, ...]]]:
        """Rows of `COLUMNS`: first what is taught where, then the enrolments in portions, each by recording time."""
        yield self._entries([_COURSES, _TARGETS], order="body")
        for low in range(0, self.size.enrolments, PORTION):
            at = self._share(low, min(low + PORTION, self.size.enrolments))
            self._do(_MADE, **at)
            yield self._entries(_TELLING, order="recorded_at, kind, key, rev", **at)

    def _share(self, low: int, high: int) -> dict[str, int]:
        """The numbers of these enrolments, and of the persons and events that belong to the same time."""
        size = self.size
        return {
            "low": low, "high": high,
            "lowest": low * size.persons // size.enrolments, "highest": high * size.persons // size.enrolments,
            "first_event": low * size.events // size.enrolments,
            "last_event": high * size.events // size.enrolments,
        }  # fmt: skip

    def _entries(self, kinds: Sequence[str], *, order: str, **at: int) -> list[tuple[Any, ...]]:
        rows = " UNION ALL ".join(f"({kind})" for kind in kinds)
        return self._do(_ENTRY.format(rows=rows, reason=_REASON, actor=_ACTOR, order=order), **at).fetchall()

    def _do(self, sql: str, **more: Any) -> duckdb.DuckDBPyConnection:
        for name, value in sorted({**self._fixed, **more}.items(), key=lambda each: -len(each[0])):
            sql = sql.replace(f"${name}", str(value))
        return self._db.execute(sql)

    def _list(self, table: str, columns: Sequence[str], rows: list[tuple[str, ...]]) -> None:
        names = ", ".join(f"{name} VARCHAR" for name in columns)
        self._db.execute(f"CREATE TABLE {table} (no INTEGER, {names})")
        marks = ", ".join("?" * (len(columns) + 1))
        self._db.executemany(
            f"INSERT INTO {table} VALUES ({marks})", [(n, *row) for n, row in enumerate(rows)]
        )
