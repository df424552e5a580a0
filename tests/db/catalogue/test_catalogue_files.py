"""Which files are published: kept with each version, and found again for the versions of earlier installations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from flask import Flask
from sqlalchemy import Connection, text

from learnhub.cli.database import MIGRATIONS, new_engine
from learnhub.config import Settings
from learnhub.coursefile.reader import read_folder
from learnhub.db import reading
from tests.databases import EXAMPLE, TestDatabase


@contextmanager
def alone(settings: Settings) -> Iterator[Connection]:
    engine = new_engine(settings)
    with engine.connect() as connection:
        yield connection
        connection.commit()
    engine.dispose()


def kept(settings: Settings) -> set[str]:
    with alone(settings) as connection:
        return {row[0] for row in connection.execute(text("SELECT sha256 FROM version_file"))}


def text_bytes(settings: Settings) -> int:
    with alone(settings) as connection:
        return int(connection.execute(text("SELECT text_bytes FROM course_version")).scalar_one())


def to(settings: Settings, revision: str, *, down: bool = False) -> None:
    config = Config(attributes={})
    config.set_main_option("script_location", str(MIGRATIONS))
    with alone(settings) as connection:
        config.attributes["connection"] = connection
        (command.downgrade if down else command.upgrade)(config, revision)


def test_files_of_earlier_versions_are_found_again(example: Flask, test_database: TestDatabase) -> None:
    document = read_folder(EXAMPLE).document
    assert document is not None
    wanted = {asset.sha256 for asset in document.assets}
    reading().close()
    test_database.drop_connections()
    settings = test_database.settings
    assert kept(settings) == wanted
    to(settings, "0015", down=True)
    to(settings, "head")
    assert kept(settings) == wanted


def test_texts_of_earlier_versions_are_measured_as_they_are_sent(
    example: Flask, test_database: TestDatabase
) -> None:
    reading().close()
    test_database.drop_connections()
    settings = test_database.settings
    sent = text_bytes(settings)
    to(settings, "0027", down=True)
    assert text_bytes(settings) > 1.8 * sent > 1_000
    to(settings, "head")
    assert text_bytes(settings) == sent
