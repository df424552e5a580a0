"""What the tables of the code say is what the migrations make; and every migration can be taken back."""

from __future__ import annotations

from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, Inspector, inspect, text

from learnhub.cli.database import MIGRATIONS, all_tables, at, new_engine, revisions, upgrade
from learnhub.config import Settings
from tests.databases import TestDatabase

TRIGGERS = {
    "sqlite": "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger "
    "WHERE NOT tgisinternal",
}


def table_facts(look: Inspector) -> dict[str, dict[str, Any]]:
    """All that constrains each table, in no particular order; asked for all tables at once."""
    keys, foreign, unique = (
        look.get_multi_pk_constraint(),
        look.get_multi_foreign_keys(),
        look.get_multi_unique_constraints(),
    )
    checks, indexes = look.get_multi_check_constraints(), look.get_multi_indexes()
    return {
        place[1]: {
            "columns": {
                each["name"]: (str(each["type"]), each["nullable"], each["default"]) for each in columns
            },
            "key": sorted(keys[place]["constrained_columns"]),
            "foreign": sorted(
                (str(key["name"]), key["constrained_columns"], key["referred_table"], key["referred_columns"])
                for key in foreign[place]
            ),
            "unique": sorted((str(each["name"]), sorted(each["column_names"])) for each in unique[place]),
            "checks": sorted((str(each["name"]), each["sqltext"]) for each in checks[place]),
            "indexes": sorted(
                (str(each["name"]), each["column_names"], bool(each["unique"]), condition(each))
                for each in indexes[place]
            ),
        }
        for place, columns in look.get_multi_columns().items()
        if place[1] != "alembic_version"
    }


def condition(index: Any) -> str:
    """The WHERE of a partial index."""
    options = index.get("dialect_options", {})
    return str(options.get("sqlite_where", options.get("postgresql_where", "")))


def facts(engine: Engine) -> dict[str, dict[str, Any]]:
    """Every table, and the triggers."""
    with engine.connect() as connection:
        found = table_facts(inspect(connection))
        rows = connection.execute(text(TRIGGERS[engine.dialect.name])).all()
    found["triggers"] = {"all": sorted(tuple(row) for row in rows)}
    return found


def to(settings: Settings, revision: str) -> None:
    """Bring the database up or down to a revision."""
    config = Config(attributes={})
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = new_engine(settings)
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        down = revision == "base" or (at(engine) or "") > revision
        (command.downgrade if down else command.upgrade)(config, revision)
        connection.commit()


@pytest.mark.usefixtures("app")
def test_the_tables_of_the_code_are_those_of_the_migrations(test_database: TestDatabase) -> None:
    declared = new_engine(test_database.empty("declared"))
    all_tables().create_all(declared)
    migrated = new_engine(test_database.settings)
    expected, found = facts(declared), facts(migrated)
    assert set(found) == set(expected)
    for table in sorted(expected):
        assert found[table] == expected[table], table


def test_every_migration_goes_up_down_and_up_again(test_database: TestDatabase) -> None:
    settings = test_database.empty("steps")
    engine = new_engine(settings)
    steps = sorted(revisions())
    assert steps[0] == "0001"
    for number, step in enumerate(steps):
        before = steps[number - 1] if number else "base"
        to(settings, step)
        there = facts(engine)
        to(settings, before)
        assert at(engine) == (None if before == "base" else before)
        if before == "base":
            assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
        to(settings, step)
        assert facts(engine) == there
    assert upgrade(settings) == (steps[-1], steps[-1])
