"""How DuckDB is opened: nothing from the network, bounded memory, spilling into the mirror, UTC."""

from __future__ import annotations

from pathlib import Path

import duckdb

THREADS = 2


def open_duckdb(scratch: Path, memory_mb: int) -> duckdb.DuckDBPyConnection:
    """A database in memory. `scratch` is where it spills; made if it is not there."""
    scratch.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "threads": str(THREADS),
            "memory_limit": f"{memory_mb}MB",
            "temp_directory": str(scratch),
            "preserve_insertion_order": "true",
        },
    )
    connection.execute("SET GLOBAL TimeZone = 'UTC'")
    return connection
