"""How a migration runs: one transaction each, on the connection that `learnhub.cli.database.upgrade` opened.

For a new migration, with `LEARNHUB_INSTANCE` naming an instance whose database is at the head:
`.venv/bin/alembic -c migrations/alembic.ini revision --autogenerate --rev-id 0002 -m "what changes"`.
Then read what it wrote: CHECK constraints and triggers are not found by comparison and are written by hand.
"""

from __future__ import annotations

from typing import Any

from alembic import context
from sqlalchemy import Connection

from learnhub.cli.database import all_tables, new_engine
from learnhub.config import load_settings


def refuse_orphans(ctx: Any, **_: Any) -> None:
    """Fail the migration, so that it is rolled back, if it left a row whose parent is gone."""
    if ctx.connection.dialect.name != "sqlite":
        return
    orphans = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(5)
    if orphans:
        found = [tuple(orphan) for orphan in orphans]
        raise RuntimeError(f"rows without their parent (table, row, parent, key): {found}")


def run(connection: Connection) -> None:
    """Run what Alembic was asked for on this connection."""
    context.configure(
        connection=connection,
        target_metadata=all_tables() if context.config.cmd_opts else None,
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,
        transaction_per_migration=True,
        on_version_apply=refuse_orphans,
    )
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with new_engine(load_settings()).connect() as opened:
        run(opened)
