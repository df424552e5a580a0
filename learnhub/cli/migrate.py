"""Running Alembic. A file of its own because importing Alembic costs half a second that most starts save."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from learnhub.cli.database import MIGRATIONS


def run(connection: Connection, revision: str, folder: Path = MIGRATIONS) -> None:
    """Upgrade the database behind this connection to `revision`.

    In the transaction that the connection has open, or else in one of its own for each migration.
    """
    if connection.dialect.name == "sqlite" and not connection.in_transaction():
        # Outside any transaction, or the pragma does nothing. With foreign keys on, rebuilding a parent
        # table would delete its children by ON DELETE CASCADE.
        cast(Any, connection.connection.driver_connection).execute("PRAGMA foreign_keys=OFF")
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, revision)
