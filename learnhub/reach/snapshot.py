"""What is expensive per as-of, made once and kept: persons, units and facts as known at a moment."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime

import duckdb

from learnhub.reach import facts_sql, persons_sql
from learnhub.reach.aside import Aside
from learnhub.reach.indicators import Base
from learnhub.reach.layout import KINDS, is_timeless
from learnhub.reach.manifest import Manifest
from learnhub.reach.mirror import Mirror
from learnhub.reach.patience import Phase, step, stoppable
from learnhub.reach.period import PeriodRows
from learnhub.reach.reference import ReferenceLists

TIMELESS = tuple(kind for kind in KINDS if is_timeless(kind))
# Needed to make the others, and for nothing after the one by whose name they stand here.
DONE_WITH = {
    "account": ("person_now", "account_of", "merge_edge", "merged"),
    "residence": ("person_version", "person_latest"),
    "attempt": ("enrolment",),
    "unit": ("begun",),
    "response": ("account",),
}
# Most of all rows, with long keys and marks, and read once for each kind of question.
AS_FILES = ("session", "attempt")
# Versions of a record in one number: the highest revision first, then who was there first. In eight bytes as long as
# the ledger has no more entries than four of them can number.
FOUR_BYTES = 2**32
PLACE = "(rev::BIGINT * 4294967296 - seq)"
PLACE_IN_LARGE = "(rev::HUGEINT * 1099511627776 - seq)"
# Countries where somebody lives; in those that are on no list nobody has a region.
PLACES = """
CREATE TYPE a_region AS ENUM (SELECT region FROM country WHERE region <> '' UNION SELECT 'UNK' ORDER BY ALL);
CREATE TABLE place AS
SELECT r.country, coalesce(nullif(k.region, ''), 'UNK')::a_region AS region,
  coalesce(k.member_state, false) AS member_state
FROM (SELECT unnest(enum_range(NULL::a_country))::a_country AS country) r
LEFT JOIN country k ON k.iso2 = r.country::VARCHAR
"""


@dataclass(slots=True)
class Snapshot:
    """Tables in the schema `schema`, true for what was recorded up to `as_of` among the first `seq` entries.

    `erased` is how many of these blanked another entry.
    """

    schema: str
    as_of: datetime
    reference: str
    generation: str
    seq: int
    erased: int
    readers: int = 0
    tables: int = 0
    periods: dict[PeriodRows, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    bases: set[Base] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)
    cursors: list[duckdb.DuckDBPyConnection] = field(default_factory=list)

    def leave(self) -> None:
        """Close the cursors that wait for a reader: each holds the whole database."""
        while self.cursors:
            self.cursors.pop().close()


def plain(instant: datetime) -> datetime:
    """The instant as the mirror keeps it: UTC, without saying so."""
    return instant.astimezone(UTC).replace(tzinfo=None)


def build(
    cursor: duckdb.DuckDBPyConnection,
    mirror: Mirror,
    manifest: Manifest,
    snapshot: Snapshot,
    reference: ReferenceLists,
    aside: Aside,
) -> None:
    """Fill the schema of `snapshot`. Raises duckdb.IOException if a part has been replaced meanwhile."""
    try:
        cursor.execute(f"CREATE SCHEMA {snapshot.schema}")
        cursor.execute(f"SET schema = '{snapshot.schema}'")
        cursor.execute("SET VARIABLE as_of = $at::TIMESTAMP", {"at": plain(snapshot.as_of)})
        for kind in KINDS:
            cursor.execute(f"SET VARIABLE {kind} = $files", {"files": mirror.files(manifest, kind)})
        revised = {kind for kind, parts in manifest.parts.items() if any(part.revised for part in parts)}
        place = PLACE if manifest.seq < FOUR_BYTES else PLACE_IN_LARGE
        statements = [
            statement.replace("{place}", place)
            for statement in (*persons_sql.STATEMENTS, *facts_sql.statements(revised))
        ]
        with stoppable(cursor.interrupt):
            for number, statement in enumerate(statements):
                step(Phase.STANDING, number, len(statements))
                _make(cursor, statement, snapshot.schema, aside)
        _load_reference(cursor, reference)
    except BaseException:
        cursor.execute("SET schema = 'main'")
        cursor.execute(f"DROP SCHEMA IF EXISTS {snapshot.schema} CASCADE")
        aside.drop(snapshot.schema)
        raise
    finally:
        cursor.close()


def _make(cursor: duckdb.DuckDBPyConnection, statement: str, schema: str, aside: Aside) -> None:
    """Make a table, as a file if it is one of those, and drop what nothing needs any more."""
    name = made_by(statement)
    if name in AS_FILES:
        file = str(aside.place_of(schema, name)).replace("'", "''")
        query = statement.partition(f"CREATE TABLE {name} AS")[2]
        cursor.execute(f"COPY ({query}) TO '{file}' (FORMAT parquet, COMPRESSION lz4)")
        statement = f"CREATE VIEW {name} AS FROM read_parquet('{file}')"
    cursor.execute(statement)
    for table in DONE_WITH.get(name, ()):
        cursor.execute(f"DROP TABLE {table}")


def made_by(statement: str) -> str:
    """The name of the table that a statement makes; empty if it makes something else."""
    words = statement.split(maxsplit=3)
    return words[2] if words[:2] == ["CREATE", "TABLE"] else ""


def _load_reference(cursor: duckdb.DuckDBPyConnection, reference: ReferenceLists) -> None:
    cursor.execute(
        "CREATE TABLE country AS SELECT unnest($codes::VARCHAR[]) AS iso2, "
        "unnest($regions::VARCHAR[]) AS region, unnest($members::BOOLEAN[]) AS member_state",
        {
            "codes": [country.iso2 for country in reference.countries],
            "regions": [country.region for country in reference.countries],
            "members": [country.member_state for country in reference.countries],
        },
    )
    cursor.execute(PLACES)
    rows = reference.memberships()
    cursor.execute(
        "CREATE TABLE membership AS SELECT grp, iso2::a_country AS iso2, from_date, to_date FROM ("
        "SELECT unnest($groups::VARCHAR[]) AS grp, unnest($codes::VARCHAR[]) AS iso2, "
        "unnest($since::DATE[]) AS from_date, unnest($until::DATE[]) AS to_date) "
        "WHERE iso2 IN (SELECT country::VARCHAR FROM place)",
        {
            "groups": [row[0] for row in rows],
            "codes": [row[1] for row in rows],
            "since": [row[2] for row in rows],
            "until": [row[3] for row in rows],
        },
    )


def is_current(
    cursor: duckdb.DuckDBPyConnection, mirror: Mirror, manifest: Manifest, snapshot: Snapshot
) -> bool:
    """Whether nothing that the snapshot should hold has come in since it was made.

    The ledger grows all the time; a past as-of stays true as long as only later records come in.
    """
    if manifest.erased != snapshot.erased or manifest.seq < snapshot.seq:
        return False
    if manifest.seq == snapshot.seq:
        return True
    for kind in KINDS:
        fresh = [part for part in manifest.parts[kind] if part.last_seq > snapshot.seq]
        if not fresh:
            continue
        if kind in TIMELESS:
            return False
        files = [str(mirror.folder / part.file) for part in fresh]
        found = cursor.execute(
            "SELECT 1 FROM read_parquet($files) WHERE seq > $seq AND recorded_at <= $at::TIMESTAMP LIMIT 1",
            {"files": files, "seq": snapshot.seq, "at": plain(snapshot.as_of)},
        ).fetchone()
        if found:
            return False
    snapshot.seq = manifest.seq
    return True
