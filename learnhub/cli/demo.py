"""`learnhub demo`: the platform with a simulated network in an instance of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

import click
from flask import Flask

from learnhub import create_app
from learnhub.accounts.passwords import hash_password
from learnhub.catalogue.files import FileStore
from learnhub.cli.base import CannotStart, is_there, keep_private, sentences, settings_or_exit
from learnhub.cli.database import at, new_engine, upgrade_database
from learnhub.cli.serve import greet, refuse_taken_port, run_server
from learnhub.cli.startup import make_ready
from learnhub.config import INSTANCE, PREFIX, STAMP, Settings
from learnhub.coursefile.document import CourseDocument
from learnhub.coursefile.reader import read_folder
from learnhub.db import db, reading, transaction
from learnhub.demo.service import LEARNERS, ask_for_figures, fill, is_empty, team_of
from learnhub.demo.team import PASSWORD, table_of
from learnhub.kernel.clock import iso, now
from learnhub.ledger.service import seal


@click.command()
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", type=click.IntRange(1, 64), help="Server processes.")
@click.option("--server", type=click.Choice(["granian", "waitress"]), help="Default: granian if it is there.")
@click.option(
    "--jobs/--no-jobs", default=True, help="Run background jobs here, too (default), or not at all."
)
@click.option(
    "--learners", type=click.IntRange(0, 20_000), default=LEARNERS, help="How many to simulate, once."
)
@click.option("--prepare-only", is_flag=True, help="Make the demonstration and stop before listening.")
def demo(
    host: str | None,
    port: int | None,
    workers: int | None,
    server: str | None,
    jobs: bool,
    learners: int,
    prepare_only: bool,
) -> None:
    """Start LearnHub with a simulated network, apart from any real data (in instance/demo)."""
    choose_instance()
    settings = settings_or_exit(host=host, port=port, workers=workers, demo=True)
    if not prepare_only:
        refuse_taken_port(settings)
    keep_private()
    with sentences():
        app = prepared(settings, learners)
        if prepare_only:
            return
        greet(app, settings)
    click.echo(table_of(team_of(_documents(settings)[:1])))
    run_server(app, settings, server=server, jobs=jobs)


def choose_instance() -> None:
    """An instance of its own, unless the environment names one. Child processes read the environment, too."""
    os.environ[f"{PREFIX}DEMO"] = "true"
    if f"{PREFIX}INSTANCE" not in os.environ:
        os.environ[f"{PREFIX}INSTANCE"] = str(INSTANCE / "demo")
        os.environ.pop(f"{PREFIX}DATABASE_URL", None)


def prepared(settings: Settings, learners: int = LEARNERS) -> Flask:
    """The application on a demonstration that is made once. Raises CannotStart if there are real data."""
    app = create_app(settings)
    with app.app_context():
        _refuse_real_data(settings)
        upgrade_database(settings)
        if is_empty(reading()):
            _mark(settings)
            _fill(settings, learners)
        db.session.remove()
        db.engine.dispose()
    make_ready(app)
    return app


def _refuse_real_data(settings: Settings) -> None:
    """Before anything is changed: people whom no demonstration made are real."""
    if (settings.instance / STAMP).is_file() or not is_there(settings) or at(new_engine(settings)) is None:
        return
    if not is_empty(reading()):
        raise CannotStart(
            f"{settings.instance} holds data that no demonstration made: "
            f"name another folder in {PREFIX}INSTANCE."
        )
    db.session.remove()


def _mark(settings: Settings) -> None:
    """Stamp the instance before it is filled, so that whatever uses it knows what it is."""
    stamp = settings.folder("") / STAMP
    stamp.write_text(f"{iso(now())}: everything in this instance is simulated.\n", encoding="utf-8")


def _documents(settings: Settings) -> list[CourseDocument]:
    folders = sorted(path.parent for path in settings.courses.glob("*/course.yaml"))
    return [
        document for document in (read_folder(folder).document for folder in folders) if document is not None
    ]


def _fill(settings: Settings, learners: int) -> None:
    click.echo("Simulating two years of a network; this takes a moment ...")
    documents: Sequence[CourseDocument] = _documents(settings)
    hashed = hash_password(PASSWORD)
    with transaction() as session:
        made = fill(
            session,
            documents=documents,
            files=FileStore(settings.instance),
            password_hash=hashed,
            now=now(),
            learners=learners,
        )
    with transaction() as session:
        seal(session, now=now())
        ask_for_figures(session, now=now())
    _count_once(settings)
    click.echo(
        f"{made.people} people, {made.enrolments} enrolments, {made.certificates} certificates, "
        f"{made.records} training records."
    )


def _count_once(settings: Settings) -> None:
    """Let another process make the tables of the reach engine: this one goes on to serve, and does without it."""
    given = {f"{PREFIX}INSTANCE": str(settings.instance), f"{PREFIX}DATABASE_URL": settings.url}
    words = [sys.executable, "-m", "learnhub", "reach", "mirror"]
    subprocess.run(words, env=os.environ | given, stdout=subprocess.DEVNULL, check=True)  # noqa: S603 - own words
