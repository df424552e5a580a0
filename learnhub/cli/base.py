"""What every command shares: settings, the application, and errors as sentences instead of tracebacks.

Exit codes: 0 done, 1 the command found something wrong, 2 a setting or the database stops it at once.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import click
from flask import Flask
from sqlalchemy import make_url
from sqlalchemy.exc import DatabaseError, OperationalError, ProgrammingError

from learnhub import create_app
from learnhub.config import COMMAND, Settings, SettingsError, load_settings
from learnhub.db import db
from learnhub.kernel.errors import LearnHubError, Unacceptable
from learnhub.web.i18n import init_languages

P = ParamSpec("P")
R = TypeVar("R")
LACKING = ("no such table", "no such column", "has no column", "does not exist")  # both databases' words
DAMAGED = ("not a database", "malformed")  # SQLite's words
MENDABLE = frozenset(
    (
        *(errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EEXIST),
        *(errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT),
    )
)
"""What is wrong with a file or folder of the person at the terminal, not with the program."""
FULL = frozenset((errno.ENOSPC, errno.EDQUOT))


class CannotStart(click.ClickException):
    """Stops the command with exit code 2 and one sentence that says what to do."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        """Print the sentence alone, on standard error."""
        click.echo(self.message, err=True)


def settings_or_exit(**overrides: Any) -> Settings:
    """The settings of this process, with options of the command on top. Raises CannotStart."""
    try:
        return load_settings(None, **{key: value for key, value in overrides.items() if value is not None})
    except SettingsError as error:
        raise CannotStart(str(error)) from error


def keep_private() -> None:
    """Make what this process writes readable by its own account alone: an instance holds people and their letters."""
    os.umask(0o077)


@contextmanager
def privately() -> Iterator[None]:
    """The same for the time of one command."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def is_there(settings: Settings) -> bool:
    """Whether there is a database to ask; asking SQLite would make one."""
    if not settings.url.startswith("sqlite:"):
        return True
    file = Path(make_url(settings.url).database or "")
    return file.is_file() and file.stat().st_size > 0


def refuse_nothing(settings: Settings) -> None:
    """Raise CannotStart where there is no database yet: a mistyped folder would be filled with an empty one."""
    if not is_there(settings):
        raise CannotStart(
            f"There is no database in {settings.instance} yet: run `{COMMAND} db upgrade` or `{COMMAND} serve` "
            "first, or name another folder with LEARNHUB_INSTANCE."
        )


@contextmanager
def sentences() -> Iterator[None]:
    """Turn the errors that people can mend into sentences; the rest is our fault and stays a traceback."""
    try:
        yield
    except LearnHubError as error:
        problems = error.problems if isinstance(error, Unacceptable) else ()
        raise click.ClickException("\n".join([error.message, *problems])) from error
    except (OperationalError, ProgrammingError) as error:
        raise CannotStart(database_sentence(error.orig)) from error
    except sqlite3.OperationalError as error:  # of the lock beside the database
        raise CannotStart(database_sentence(error)) from error
    except DatabaseError as error:
        if not isinstance(error.orig, sqlite3.DatabaseError) or not any(
            w in str(error.orig) for w in DAMAGED
        ):
            raise
        raise CannotStart(
            f"The database file is damaged ({error.orig}): put a backup back with `{COMMAND} db restore --force FILE`."
        ) from error
    except OSError as error:
        if (
            error.errno in FULL and error.filename is None
        ):  # met while writing, when nobody says which file it was
            raise CannotStart("There is no room left on the disk: make room and try again.") from error
        if error.errno not in MENDABLE or error.filename is None:
            raise
        raise CannotStart(
            f"{error.filename} cannot be used ({error.strerror}): mend that and try again."
        ) from error


def database_sentence(error: BaseException | None) -> str:
    """What to do about a database that does not answer as it should; `error` is the driver's own."""
    detail = (str(error).strip() or type(error).__name__).splitlines()[0]
    if any(words in detail for words in LACKING):
        return f"The database lacks something that LearnHub needs ({detail}): run `{COMMAND} db upgrade`."
    if "locked" in detail:
        return f"The database is busy ({detail}): wait for the other process and try again."
    if "disk is full" in detail:  # SQLite's words; PostgreSQL says where it has no space left
        return f"There is no room left for the database ({detail}): make room on its disk and try again."
    return f"The database does not answer ({detail}): check database_url, its server or its folder."


def with_settings(command: Callable[Concatenate[Settings, P], R]) -> Callable[P, R]:
    """Decorator for a click command that needs the settings alone; it gets them as its first argument."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        given = click.get_current_context().find_object(Settings)
        with sentences():
            return command(given or settings_or_exit(), *args, **kwargs)

    return run


def with_app(command: Callable[P, R]) -> Callable[P, R]:
    """Decorator for a click command that works on an instance: settings loaded, application built and pushed.

    Put it below `@click.command()`. Nothing runs in the background. A caller that already has an application
    (a test) passes it on: `CliRunner().invoke(command, [...], obj=app)`.
    """
    return _inside(create_app, command)


def with_database(command: Callable[P, R]) -> Callable[P, R]:
    """Like `with_app` for a command that needs tables and texts but no pages: it starts in half the time."""
    return _inside(without_pages, command)


def without_pages(settings: Settings) -> Flask:
    """An application that has tables and texts, and no pages."""
    app = Flask("learnhub", static_folder=None, instance_path=str(settings.instance))
    app.config.update(SQLALCHEMY_DATABASE_URI=settings.url, SETTINGS=settings)
    db.init_app(app)
    init_languages(app)
    return app


def _inside(build: Callable[[Settings], Flask], command: Callable[P, R]) -> Callable[P, R]:
    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        context = click.get_current_context()
        app = context.find_object(Flask)
        with sentences():
            if app is not None:
                with app.app_context():
                    return command(*args, **kwargs)
            settings = context.find_object(Settings) or settings_or_exit()
            refuse_nothing(settings)
            with privately(), build(settings).app_context():
                try:
                    return command(*args, **kwargs)
                finally:
                    db.session.remove()
                    db.engine.dispose()

    return run
