"""What an upgrade promises, on both databases: all or nothing, children survive, two at once do no harm."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import inspect, text

from learnhub.cli.base import CannotStart
from learnhub.cli.database import at, head, new_engine, upgrade
from learnhub.cli.doctor import doctor
from learnhub.cli.startup import unprepared
from learnhub.config import Settings

NewInstance = Callable[[str], Settings]
Migrations = Callable[[dict[str, str]], Path]
BOTH = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])

PARENT_AND_CHILD = """
op.create_table("parent", sa.Column("id", sa.Integer, primary_key=True), sa.Column("note", sa.Text))
op.create_table(
    "child",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("parent_id", sa.Integer, nullable=False),
    sa.ForeignKeyConstraint(["parent_id"], ["parent.id"], name="fk_child", ondelete="CASCADE"),
)
op.execute("INSERT INTO parent (id) VALUES (1), (2)")
op.execute("INSERT INTO child (id, parent_id) VALUES (1, 1), (2, 2), (3, 2)")
"""


def rows(settings: Settings, statement: str) -> list[tuple[object, ...]]:
    engine = new_engine(settings)
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


@BOTH
def test_it_goes_to_the_newest_and_says_from_where(
    kind: str, new_instance: NewInstance, migrations: Migrations
) -> None:
    settings = new_instance(kind)
    widen = "op.add_column('parent', sa.Column('x', sa.Text))"
    folder = migrations({"0001": PARENT_AND_CHILD, "0002": widen})
    assert upgrade(settings, "0001", folder=folder) == (None, "0001")
    assert upgrade(settings, folder=folder) == ("0001", "0002")
    assert upgrade(settings, folder=folder) == ("0002", "0002")


@BOTH
def test_a_migration_that_fails_leaves_nothing_behind(
    kind: str, new_instance: NewInstance, migrations: Migrations
) -> None:
    settings = new_instance(kind)
    broken = "op.create_table('half', sa.Column('id', sa.Integer))\nraise LookupError('stop')"
    folder = migrations({"0001": PARENT_AND_CHILD, "0002": broken})
    with pytest.raises(LookupError, match="stop"):
        upgrade(settings, folder=folder)
    engine = new_engine(settings)
    assert at(engine) == "0001"
    assert not inspect(engine).has_table("half")


@BOTH
def test_a_database_that_a_newer_version_used_is_left_alone(
    kind: str, new_instance: NewInstance, migrations: Migrations
) -> None:
    settings = new_instance(kind)
    upgrade(settings, folder=migrations({"0001": PARENT_AND_CHILD}))
    with new_engine(settings).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(CannotStart, match="newer LearnHub has used this database: it is at 9999"):
        upgrade(settings)
    done = CliRunner().invoke(doctor, obj=settings)
    assert "Put the newer version back" in done.output
    assert "Put the newer version back" in unprepared(settings)


@BOTH
def test_rebuilding_a_parent_keeps_its_children(
    kind: str, new_instance: NewInstance, migrations: Migrations
) -> None:
    settings = new_instance(kind)
    rebuild = "with op.batch_alter_table('parent', recreate='auto') as batch:\n    batch.drop_column('note')"
    upgrade(settings, folder=migrations({"0001": PARENT_AND_CHILD, "0002": rebuild}))
    assert rows(settings, "SELECT count(*) FROM child") == [(3,)]
    assert {column["name"] for column in inspect(new_engine(settings)).get_columns("parent")} == {"id"}


@BOTH
def test_a_migration_that_leaves_orphans_is_undone(
    kind: str, new_instance: NewInstance, migrations: Migrations
) -> None:
    settings = new_instance(kind)
    orphans = "op.execute('INSERT INTO child (id, parent_id) VALUES (9, 99)')"
    with pytest.raises(Exception, match=r"without their parent|foreign key"):
        upgrade(settings, folder=migrations({"0001": PARENT_AND_CHILD, "0002": orphans}))
    assert rows(settings, "SELECT count(*) FROM child") == [(3,)]
    assert at(new_engine(settings)) == "0001"


def _upgrade(settings: Settings, folder: Path, outcomes: multiprocessing.Queue[object]) -> None:
    outcomes.put(upgrade(settings, folder=folder))


@BOTH
def test_two_upgrades_at_once_do_the_work_once(
    kind: str, new_instance: NewInstance, migrations: Migrations
) -> None:
    settings = new_instance(kind)
    folder = migrations({"0001": PARENT_AND_CHILD})
    context = multiprocessing.get_context("spawn")
    outcomes = context.Queue()
    both = [context.Process(target=_upgrade, args=(settings, folder, outcomes)) for _ in range(2)]
    for process in both:
        process.start()
    found = sorted((outcomes.get(timeout=60) for _ in both), key=str)
    for process in both:
        process.join(60)
    assert found == [("0001", "0001"), (None, "0001")]
    assert rows(settings, "SELECT count(*) FROM child") == [(3,)]


def test_two_ends_are_refused_in_a_sentence(migrations: Migrations) -> None:
    folder = migrations({"0001": "pass", "0002": "pass"})
    (folder / "versions" / "other.py").write_text('revision = "000x"\ndown_revision = "0001"\n')
    with pytest.raises(CannotStart, match="2 ends \\(0002, 000x\\)"):
        head(folder)


def test_without_migrations_it_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="full copy of its source"):
        head(tmp_path)
