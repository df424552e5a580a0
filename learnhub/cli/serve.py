"""`learnhub serve`: make the instance ready, run the server and a worker for background jobs, stop both.

The application is built in this process and the others are forked from it, so they share its memory.
Where there is no fork (Windows) each builds its own.
"""

from __future__ import annotations

import errno
import gc
import multiprocessing
import os
import signal
import socket
import threading
import time
from multiprocessing.process import BaseProcess
from typing import Any, NoReturn

import click
from flask import Flask
from sqlalchemy import NullPool, create_engine
from sqlalchemy.exc import SQLAlchemyError

from learnhub import create_app
from learnhub.cli import main
from learnhub.cli.base import CannotStart, keep_private, sentences, settings_or_exit
from learnhub.cli.database import upgrade_database
from learnhub.cli.startup import GREETINGS, let_go, make_ready, run_steps
from learnhub.config import SOURCE, Settings
from learnhub.jobs.service import waiting
from learnhub.kernel.clock import now
from learnhub.kernel.garbage import uncollected

try:
    import granian
except ImportError:  # there is no wheel for this system: waitress runs everywhere
    granian = None  # type: ignore[assignment]

CAN_FORK = "fork" in multiprocessing.get_all_start_methods()
STOP_WITHIN_S = 1
RESTART_AFTER_S = 2.0
LOOK_EVERY_S = 1.0
MINUTE_S = 60.0
WAYS_ON = {
    errno.EADDRINUSE: "stop the program that uses it, or choose another with --port (or --host)",
    errno.EACCES: "ports below 1024 are kept for root; choose another with --port, and let a proxy pass requests on",
}
NO_ADDRESS = "name an address of this machine with --host, such as 127.0.0.1, or 0.0.0.0 for all"
CONNECTIONS = 2048  # open at the same time in one process; idle browsers count, too


@click.command()
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", type=click.IntRange(1, 64), help="Server processes.")
@click.option("--server", type=click.Choice(["granian", "waitress"]), help="Default: granian if it is there.")
@click.option("--jobs/--no-jobs", default=True, help="Run background jobs here, too (default), or elsewhere.")
def serve(host: str | None, port: int | None, workers: int | None, server: str | None, jobs: bool) -> None:
    """Start LearnHub."""
    settings = settings_or_exit(host=host, port=port, workers=workers)
    refuse_taken_port(settings)
    keep_private()
    with sentences():
        upgrade_database(settings)
        with uncollected():
            app = create_app(settings)
            gc.freeze()  # it stays as it is: nothing is gained by looking through it
        make_ready(app)
        greet(app, settings)
    run_server(app, settings, server=server, jobs=jobs)


def run_server(app: Flask, settings: Settings, *, server: str | None, jobs: bool) -> None:
    """Serve an application that is ready, with or without background jobs, until somebody stops it."""
    chosen = server or ("granian" if granian else "waitress")
    if CAN_FORK:
        multiprocessing.set_start_method("fork", force=True)
        gc.collect()
        gc.freeze()  # the collector would otherwise write to every shared page
    refuse_taken_port(settings)  # again: making the instance ready may have taken minutes
    lasting = not CAN_FORK or chosen == "waitress"
    with JobWorker(app, settings, lasting=lasting) if jobs else Nothing():
        if chosen == "granian":
            serve_with_granian(app, settings)
        else:
            serve_with_waitress(app, settings)


def found_address(settings: Settings) -> tuple[int, Any]:
    """Family and address to listen on, with a name such as localhost looked up. Raises OSError."""
    found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
    return found[0][0], found[0][4]


def refuse_taken_port(settings: Settings) -> None:
    """Raise CannotStart if nobody can listen there. Granian would share a taken port without a word."""
    try:
        family, address = found_address(settings)
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise CannotStart(
            f"Cannot listen on {settings.host} port {settings.port} ({error.strerror or error}): "
            f"{WAYS_ON.get(error.errno or 0, NO_ADDRESS)}."
        ) from error


def greet(app: Flask, settings: Settings) -> None:
    """Say where to go, in the words of the rooms that have something to say."""
    click.echo(f"LearnHub is at {settings.public_url} - stop it with Ctrl-C.")
    with app.app_context():
        run_steps(GREETINGS)
        let_go()  # the processes forked from here on must not share a connection


def end_with(parent: int) -> None:
    """Stop this process when its parent is gone, however that came about. Call it in a child."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGTERM)

    if os.name == "posix":
        threading.Thread(target=watch, name="parent-watch", daemon=True).start()


class Nothing:
    """Stands where no job worker is wanted."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        return None


class JobWorker:
    """`learnhub worker --once` in a child process whenever there is work, and once a minute in any case.

    Nothing of it is in memory meanwhile, and a task that hangs or dies takes no page down. A `lasting` worker is
    started once and stays: where there is no fork a new process takes seconds to start, and what is forked from a
    process that answers requests in threads may wait for ever for a lock that one of them held at that moment.
    """

    def __init__(self, app: Flask, settings: Settings, *, lasting: bool) -> None:
        self.app = app if CAN_FORK else None
        self.lasting = lasting
        self.engine = create_engine(settings.url, poolclass=NullPool).execution_options(writes=False)
        self.stopping = threading.Event()
        self._work_waits()  # before the fork: a statement that was never sent touches twice as many shared pages
        self.process = self._started()
        self.watch = threading.Thread(target=self._watch, name="job-worker-watch", daemon=True)

    def _started(self) -> BaseProcess:
        words = ["worker"] if self.lasting else ["worker", "--once"]
        process = multiprocessing.Process(
            target=run_jobs, args=(self.app, os.getpid(), words), name="learnhub-worker", daemon=True
        )
        process.start()
        return process

    def _work_waits(self) -> bool:
        try:
            with self.engine.connect() as connection:
                return waiting(connection, now=now())
        except SQLAlchemyError:  # the database is away: a worker would say so each second
            return False

    def _watch(self) -> None:
        while True:
            self.process.join()
            if self.process.exitcode and not self.stopping.wait(RESTART_AFTER_S):
                click.echo(f"The job worker ended ({self.process.exitcode}): starting it again.")
            next_minute = time.monotonic() + MINUTE_S
            while (
                not self.lasting and time.monotonic() < next_minute and not self.stopping.wait(LOOK_EVERY_S)
            ):
                if self._work_waits():
                    break
            if self.stopping.is_set():
                return
            self.process = self._started()

    def __enter__(self) -> None:
        self.watch.start()

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self.process.terminate()
        self.watch.join(STOP_WITHIN_S)
        if self.process.is_alive():
            self.process.kill()  # what it was doing is done again when its lease runs out


def run_jobs(app: Flask | None, parent: int, words: list[str]) -> None:
    """The body of the child process: the `worker` command on the inherited application or a new one."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; wait for the server's word
    end_with(parent)
    main.main(words, obj=app)


def serve_with_granian(app: Flask, settings: Settings) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    parent = os.getpid()

    def inherited() -> Flask:
        end_with(parent)
        return app

    server = granian.Granian(
        "wsgi:app",
        address=found_address(settings)[1][0],  # it knows numbers alone
        port=settings.port,
        interface=granian.constants.Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=settings.threads,
        backpressure=CONNECTIONS,
        backlog=2048,
        http=granian.constants.HTTPModes.http1,  # a proxy speaks HTTP/2 with browsers, and this with us
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=STOP_WITHIN_S,
        working_dir=SOURCE,
        log_level=granian.log.LogLevels.error,
    )
    if CAN_FORK:
        server.serve(target_loader=inherited, wrap_loader=False)
    else:
        server.serve()


def _interrupt(*_: object) -> NoReturn:
    """End waitress as Ctrl-C does. Raising SIGINT would not: shells start background programs deaf to it."""
    raise KeyboardInterrupt


def serve_with_waitress(app: Flask, settings: Settings) -> None:
    """Serve in this one process, where granian has no wheel or is not wanted."""
    import waitress  # noqa: PLC0415 - where granian serves, nobody needs it

    if settings.workers > 1:
        click.echo("waitress serves with one process; the setting workers is not used.")
    signal.signal(signal.SIGTERM, _interrupt)
    waitress.serve(
        app,
        host=settings.host,
        port=settings.port,
        threads=settings.threads,
        connection_limit=CONNECTIONS,
        ident=None,
        clear_untrusted_proxy_headers=False,
    )
