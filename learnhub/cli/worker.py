"""`learnhub worker`: do what is on the table of jobs, and what has to be done every minute."""

from __future__ import annotations

import signal
from datetime import datetime

import click
from flask import current_app

from learnhub.app import each_minute, tasks
from learnhub.cli.base import with_app
from learnhub.jobs.worker import Worker
from learnhub.kernel.clock import now


@click.command()
@click.option("--once", is_flag=True, help="Do what is there now, then end.")
@with_app
def worker(once: bool) -> None:
    """Work through the table of jobs until stopped."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    clerk = Worker(app, tasks(app.config["SETTINGS"]), now)

    def minute(instant: datetime) -> None:
        with app.app_context():
            each_minute(instant)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: clerk.stopping.set())
    clerk.run(once=once, each_minute=minute)
    if once:
        each_minute(now())
