"""The triggers that make the ledger append-only, on both databases.

An entry may change in one way only: its line and salt give way to a line that an entry of kind `erasures` already
records. So the key to the lock is itself a row that is sealed and published, and there is no moment in which the table
is open. Whether the new line is what erasing leaves, and no other fact, `verify` finds out.

A migration calls `create_functions` before it makes the tables and `create_triggers` after; `create_all` does both by
itself.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, event

REFUSED = "the ledger is append-only"
TABLES = ("ledger_entry", "ledger_block")

_KEPT = ("entry_id", "kind", "key", "rev", "recorded_at", "reason", "actor", "digest", "xid")

_SAME = " AND ".join(f"NEW.{name} = OLD.{name}" for name in _KEPT)
_RECORDED = """NEW.salt = '' AND EXISTS (
  SELECT 1 FROM ledger_entry AS e
  WHERE e.kind = 'erasures' AND e.key = CAST(OLD.entry_id AS VARCHAR(20))
    AND e.body = CAST(OLD.entry_id AS VARCHAR(20)) || ',"' || replace(NEW.body, '"', '""') || '"')"""
_IS_ERASURE = f"{_SAME} AND {_RECORDED}"

_REFUSE = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
_SAME_ENTRY = "SELECT 1 FROM ledger_entry WHERE entry_id = NEW.entry_id"
_SAME_REV = "SELECT 1 FROM ledger_entry WHERE kind = NEW.kind AND key = NEW.key AND rev = NEW.rev"
_SAME_BLOCK = "SELECT 1 FROM ledger_block WHERE block_id = NEW.block_id OR block_hash = NEW.block_hash"
# INSERT OR REPLACE deletes without asking a trigger that guards deletions; hence the third of each table.
_SQLITE = {
    "ledger_entry": (
        ("no_delete", f"BEFORE DELETE ON ledger_entry {_REFUSE}"),
        ("no_update", f"BEFORE UPDATE ON ledger_entry WHEN NOT ({_IS_ERASURE}) {_REFUSE}"),
        (
            "no_replace",
            f"BEFORE INSERT ON ledger_entry WHEN EXISTS ({_SAME_ENTRY}) OR EXISTS ({_SAME_REV}) {_REFUSE}",
        ),
    ),
    "ledger_block": (
        ("no_delete", f"BEFORE DELETE ON ledger_block {_REFUSE}"),
        ("no_update", f"BEFORE UPDATE ON ledger_block {_REFUSE}"),
        (
            "no_replace",
            f"BEFORE INSERT ON ledger_block WHEN EXISTS ({_SAME_BLOCK}) {_REFUSE}",
        ),
    ),
}

_CALL = "EXECUTE FUNCTION ledger_refuse()"
_POSTGRESQL = {
    "ledger_entry": (
        ("no_delete", f"BEFORE DELETE ON ledger_entry FOR EACH ROW {_CALL}"),
        ("no_update", "BEFORE UPDATE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_only_erase()"),
        ("no_truncate", f"BEFORE TRUNCATE ON ledger_entry FOR EACH STATEMENT {_CALL}"),
    ),
    "ledger_block": (
        ("no_delete", f"BEFORE DELETE ON ledger_block FOR EACH ROW {_CALL}"),
        ("no_update", f"BEFORE UPDATE ON ledger_block FOR EACH ROW {_CALL}"),
        ("no_truncate", f"BEFORE TRUNCATE ON ledger_block FOR EACH STATEMENT {_CALL}"),
    ),
}

# `ledger_shift` lifts the numbers of a new cluster above those that a restored ledger already holds.
_FUNCTIONS = (
    """DO $do$ BEGIN IF to_regproc('ledger_shift') IS NULL THEN
  CREATE FUNCTION ledger_shift() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT 0::bigint';
  END IF; END $do$""",
    """CREATE OR REPLACE FUNCTION ledger_xid() RETURNS bigint LANGUAGE sql VOLATILE AS
'SELECT pg_current_xact_id()::text::bigint + ledger_shift()'""",
    """CREATE OR REPLACE FUNCTION ledger_horizon() RETURNS bigint LANGUAGE sql STABLE AS
'SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + ledger_shift()'""",
    f"""CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation'; END $f$""",
    f"""CREATE OR REPLACE FUNCTION ledger_only_erase() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF NOT ({_IS_ERASURE}) THEN
    RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $f$""",
)


def create_functions(connection: Connection) -> None:
    """Make what the tables and triggers call, if the database needs it; safe to repeat."""
    if connection.dialect.name == "postgresql":
        for statement in _FUNCTIONS:
            connection.exec_driver_sql(statement)


def create_triggers(connection: Connection, tables: tuple[str, ...] = TABLES) -> None:
    """Lock the tables; safe to repeat."""
    drop_triggers(connection, tables)
    create_functions(connection)
    on_postgresql = connection.dialect.name == "postgresql"
    for name in tables:
        for suffix, rule in (_POSTGRESQL if on_postgresql else _SQLITE)[name]:
            connection.exec_driver_sql(f"CREATE TRIGGER {name}_{suffix} {rule}")
    if on_postgresql and "ledger_entry" in tables:  # whoever made the table: the order of entries rests on it
        connection.exec_driver_sql("ALTER TABLE ledger_entry ALTER COLUMN xid SET DEFAULT ledger_xid()")


def drop_triggers(connection: Connection, tables: tuple[str, ...] = TABLES) -> None:
    """Unlock the tables, for a migration that rebuilds them; the caller locks them again in the same step."""
    on_table = connection.dialect.name == "postgresql"
    for name in tables:
        for suffix, _rule in (_POSTGRESQL if on_table else _SQLITE)[name]:
            target = f" ON {name}" if on_table else ""
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}_{suffix}{target}")


def attach(entries: Table, blocks: Table) -> None:
    """Have `create_all` make functions and triggers with the tables."""

    def before(_target: Table, connection: Connection, **_: Any) -> None:
        create_functions(connection)

    def after(target: Table, connection: Connection, **_: Any) -> None:
        create_triggers(connection, (target.name,))

    for table in (entries, blocks):
        event.listen(table, "before_create", before)
        event.listen(table, "after_create", after)
