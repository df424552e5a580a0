"""`learnhub doctor`: what an operator looks at first, each with a verdict. Exit code 1 if one is bad."""

from __future__ import annotations

import os
import platform
import shutil
import smtplib
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

import click
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from learnhub import __version__
from learnhub.cli.base import is_there, with_settings
from learnhub.cli.database import at, head, new_engine, too_new
from learnhub.config import COMMAND, ROOT, Settings

OLDEST_SQLITE = (3, 37, 0)  # STRICT and RETURNING
OLDEST_POSTGRESQL = 150000
FREE_MB = 500
LIBRARIES = (
    *("flask", "sqlalchemy", "alembic", "pydantic", "duckdb"),
    *("typst", "granian", "psycopg", "bleach", "nh3"),
)
SKEW_S = 5.0
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - looked for, not listened on
MAIL_S = 5.0
PRIVATE = ("learnhub.toml", "learnhub.db", "certificates", "errands", "files", "imports", "mirror", "outbox")
FONTS = ROOT / "learnhub" / "credentials" / "data" / "fonts"


class Finding(NamedTuple):
    """One line: is it well, what was looked at, what was found or what to do."""

    well: bool
    about: str
    said: str


def good(about: str, said: str) -> Finding:
    """All is well."""
    return Finding(True, about, said)  # noqa: FBT003 - this is where the flag gets its name


def bad(about: str, said: str) -> Finding:
    """Something has to be done; the line says what."""
    return Finding(False, about, said)  # noqa: FBT003 - this is where the flag gets its name


@click.command()
@with_settings
def doctor(settings: Settings) -> None:
    """Check this installation: versions, database, folders, disk, public address, mail, fonts, clock."""
    count = 0
    for look in LOOKS:
        for finding in look(settings):
            count += not finding.well
            click.echo(f"{'ok ' if finding.well else 'BAD'}  {finding.about:<11} {finding.said}")
    if count:
        click.echo(f"{count} of these need{'s' if count == 1 else ''} attention.")
        raise click.exceptions.Exit(1)
    click.echo("All is well.")


def versions(settings: Settings) -> Iterator[Finding]:
    """Python, SQLite, and the libraries that matter most."""
    well = sys.version_info >= (3, 11)
    said = f"{platform.python_version()} on {platform.system()}, LearnHub {__version__}"
    yield Finding(well, "Python", said)
    well = sqlite3.sqlite_version_info >= OLDEST_SQLITE
    wish = "" if well else f": install {'.'.join(map(str, OLDEST_SQLITE))} or newer"
    yield Finding(well, "SQLite", sqlite3.sqlite_version + wish)
    missing, found = [], []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    yield Finding(not missing, "libraries", ", ".join(found))
    if missing:
        yield bad("libraries", f"missing: {', '.join(missing)}; install requirements/prod.txt")


def database(settings: Settings) -> Iterator[Finding]:
    """Does it answer, is it new enough, is it at the newest migration, is it in order."""
    if not is_there(settings):
        yield bad("database", f"there is none yet: run `{COMMAND} serve` or `{COMMAND} db upgrade`")
        return
    engine = new_engine(settings)
    try:
        with engine.connect() as connection:
            connection.execution_options(writes=False)
            if engine.dialect.name == "postgresql":
                name = engine.url.render_as_string(hide_password=True)
                number = int(connection.execute(text("SHOW server_version_num")).scalar_one())
                encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
                well = number >= OLDEST_POSTGRESQL
                yield Finding(well, "database", f"{name} answers, version {number // 10000} (15 or newer)")
                yield Finding(encoding == "UTF8", "encoding", f"{encoding}; LearnHub needs UTF8")
            else:
                said = connection.execute(text("PRAGMA quick_check(1)")).scalar_one()
                file = engine.url.database
                yield Finding(said == "ok", "database", f"{file} answers, quick_check says {said}")
        found, newest = at(engine), head()
        if found == newest:
            yield good("migrations", f"at the newest ({newest})")
        elif sentence := too_new(found):
            yield bad("migrations", sentence)
        else:
            yield bad("migrations", f"at {found}, newest is {newest}: run `{COMMAND} db upgrade`")
    except SQLAlchemyError as error:
        first = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        yield bad("database", f"does not answer ({first}): check database_url")
    finally:
        engine.dispose()


def public(settings: Settings) -> Iterator[Finding]:
    """The settings of the way from outside fit each other, and the mail server answers."""
    by_tls, address = settings.public_url.startswith("https:"), settings.public_url
    if settings.host in EVERYWHERE and not settings.base_url:
        said = f"is empty, so letters and certificates would point to {address}: write the address that people use"
        yield bad("base_url", said)
    if by_tls and not settings.trusted_proxies:
        said = "but trusted_proxies is 0: all people would share the proxy's address. Set it to 1"
        yield bad("base_url", f"is {address}, {said}")
    if by_tls and not settings.secure_cookies:
        yield bad("base_url", f"is {address}, but cookies go without TLS, too: set secure_cookies = true")
    if settings.secure_cookies and not by_tls:
        yield bad(
            "base_url", f"is {address}, and with secure_cookies nobody can sign in there: write https://…"
        )
    if settings.mail == "smtp":
        server = f"{settings.smtp_host} port {settings.smtp_port}"
        try:
            with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=MAIL_S) as line:
                line.noop()
            yield good("mail", f"{server} answers")
        except (OSError, smtplib.SMTPException) as error:
            yield bad("mail", f"{server} does not answer ({error}): check smtp_host and smtp_port")


def folders(settings: Settings) -> Iterator[Finding]:
    """The instance can be written, secrets are secret, the courses can be read, the disk has room."""
    if not settings.instance.exists():
        yield bad("instance", f"there is no {settings.instance} yet: `{COMMAND} serve` makes it")
        return
    try:
        with tempfile.TemporaryFile(dir=settings.instance):
            pass
        yield good("instance", f"{settings.instance} can be written")
    except OSError as error:
        yield bad("instance", f"{settings.instance} cannot be written ({error.strerror})")
        return
    if os.name == "posix":
        yield from _privacy(settings.instance)
    there = os.access(settings.courses, os.R_OK)
    yield Finding(there, "courses", f"{settings.courses} {'can' if there else 'cannot'} be read")
    free = shutil.disk_usage(settings.instance).free // 1_000_000
    yield Finding(free >= FREE_MB, "disk", f"{free} MB free, at least {FREE_MB} wanted")


def _privacy(instance: Path) -> Iterator[Finding]:
    """Who else on this machine can read the key, the settings with their passwords, and what is known of people."""
    key = instance / "secret.key"
    if key.exists():
        others = key.stat().st_mode & 0o077
        yield Finding(not others, "secret.key", "is private" if not others else f"is not: chmod 600 {key}")
    within = [instance / name for name in PRIVATE]
    open_ones = [path.name for path in within if path.exists() and path.stat().st_mode & 0o007]
    if instance.stat().st_mode & 0o001 and open_ones:
        said = f"every account of this machine can read {', '.join(open_ones)}: chmod -R o= {instance}"
        yield bad("privacy", said)


def fonts(settings: Settings) -> Iterator[Finding]:
    """The fonts that come with LearnHub, in which documents are set: a missing one would drop letters."""
    listed = [line.split() for line in (FONTS / "SHA256SUMS").read_text(encoding="ascii").splitlines()]
    wrong = [name for digest, name in listed if not _is(FONTS / name, digest)]
    if wrong:
        yield bad(
            "fonts", f"missing or changed: {', '.join(wrong)}; put the files of this version back in {FONTS}"
        )
    else:
        yield good("fonts", f"{len(listed)} that documents are set in, each as it came")


def _is(file: Path, digest: str) -> bool:
    return file.is_file() and sha256(file.read_bytes()).hexdigest() == digest


def clock(settings: Settings) -> Iterator[Finding]:
    """The clock is not behind the code, agrees with the database, and the system says it is synchronised."""
    current = datetime.now(UTC)
    newest = datetime.fromtimestamp((ROOT / "learnhub" / "__init__.py").stat().st_mtime, UTC)
    well = current >= newest
    remark = "" if well else ", earlier than this code: set it right"
    yield Finding(well, "clock", f"{current:%Y-%m-%d %H:%M:%S} UTC{remark}")
    yield from _newest_record(settings, current)
    if settings.url.startswith("postgresql"):
        yield from _database_clock(settings)
    if shutil.which("timedatectl"):
        asked = ["timedatectl", "show", "--property=NTPSynchronized", "--value"]
        said = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=5)  # noqa: S603
        if said.stdout.strip() == "no":
            yield good("clock", "is not synchronised with the network; switch on NTP")


def _newest_record(settings: Settings, current: datetime) -> Iterator[Finding]:
    """A training record that is dated later than now: this clock is behind, or it was ahead when that was recorded."""
    if not is_there(settings):
        return
    engine = new_engine(settings)
    try:
        with engine.connect() as connection:
            connection.execution_options(writes=False)
            newest = connection.execute(text("SELECT max(recorded_at) FROM ledger_entry")).scalar_one()
    except SQLAlchemyError:
        return  # `database` has said so
    finally:
        engine.dispose()
    if newest and datetime.fromisoformat(newest) > current + timedelta(seconds=SKEW_S):
        said = f"is earlier than the newest training record ({newest}). If it is right, it was ahead then, and figures"
        yield bad("clock", f"{said} count what was recorded meanwhile only from that time on")


def _database_clock(settings: Settings) -> Iterator[Finding]:
    engine = new_engine(settings)
    try:
        with engine.connect() as connection:
            theirs = connection.execute(text("SELECT extract(epoch FROM clock_timestamp())")).scalar_one()
        skew = abs(float(theirs) - time.time())
        yield Finding(skew < SKEW_S, "clock", f"{skew:.1f} s from the database server's")
    except SQLAlchemyError:
        return  # `database` has said so
    finally:
        engine.dispose()


LOOKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    versions,
    database,
    folders,
    public,
    fonts,
    clock,
)
