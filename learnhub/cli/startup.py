"""What an instance needs before its first request, in order. `serve` does it; `prepare` does only this.

A step is a function that takes nothing, runs inside the application's context and opens its own transaction.
It looks first whether there is anything to do, and returns one line for the person at the terminal, or None.
It leaves no thread and no open connection behind, for the server's processes are forked after it.
"""

from __future__ import annotations

from collections.abc import Callable

import click
from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from learnhub.cli.base import CannotStart, is_there, keep_private, sentences, settings_or_exit, with_app
from learnhub.cli.database import at, head, new_engine, too_new, upgrade_database
from learnhub.cli.index import index_step
from learnhub.cli.people import first_administrator
from learnhub.cli.reference import load_step
from learnhub.cli.touched import publish_folder
from learnhub.config import COMMAND, Settings
from learnhub.db import db

Step = Callable[[], str | None]

WRITING = ("web/base.html", "learning/lesson.html", "studio/lesson.html", "studio/preview.html")
"""Templates of the editor and its preview, which is renewed while somebody types."""


def compile_pages() -> None:
    """Compile them once, before the processes are forked: the first preview of each would wait for it otherwise."""
    for name in WRITING:
        current_app.jinja_env.get_template(name)


def ask_once() -> None:
    """Ask for the catalogue, before the processes are forked: they share the page and all that it needed."""
    current_app.test_client().get("/en/courses")


NOT_AGAIN = 3
"""The exit code of a process that cannot start: process managers that know it (gunicorn) do not try for ever."""

STARTUP: list[Step] = [load_step, publish_folder, index_step, compile_pages, ask_once]
GREETINGS: list[Step] = [first_administrator]  # called last: what to tell once the address is printed


def run_steps(steps: list[Step]) -> None:
    """Run the steps in order and print what they have to say."""
    for step in steps:
        line = step()
        if line:
            click.echo(line)


def make_ready(app: Flask) -> None:
    """Run every step in the application's context, then let go of all connections."""
    with app.app_context():
        run_steps(STARTUP)
        let_go()


def let_go() -> None:
    """Give all connections back: a forked process that inherited one would speak into another's conversation."""
    db.session.remove()
    db.engine.dispose()


@click.command()
@with_app
def _steps() -> None:
    run_steps(STARTUP)


@click.command()
@click.pass_context
def prepare(ctx: click.Context) -> None:
    """Do what `serve` does before it listens; for those who run wsgi.py under another server."""
    keep_private()
    with sentences():
        upgrade_database(ctx.find_object(Settings) or settings_or_exit())
    ctx.invoke(_steps)


def unprepared(settings: Settings) -> str:
    """What to do before this instance can serve, as one sentence; empty if it can.

    A database that does not answer may do so in a minute, so it is no reason to refuse.
    """
    before = f"run `{COMMAND} prepare`, then start the server again."
    if not is_there(settings):
        return f"There is no database in {settings.instance} yet: {before}"
    engine = new_engine(settings)
    try:
        found, newest = at(engine), head()
    except SQLAlchemyError:
        return ""
    finally:
        engine.dispose()
    if found is None:
        return f"The database was never prepared: {before}"
    if sentence := too_new(found):
        return sentence
    return "" if found == newest else f"The database is at {found}, this code needs {newest}: {before}"


def prepared_or_exit() -> Settings:
    """The settings of an instance that can serve; ends the process with a sentence for any other.

    For `wsgi.py` alone: a server that somebody else wrote has no other way to be told.
    """
    keep_private()
    try:
        settings = settings_or_exit()
        if sentence := unprepared(settings):
            raise CannotStart(sentence)
    except CannotStart as stop:
        click.echo(stop.message, err=True)
        raise SystemExit(NOT_AGAIN) from stop
    return settings
