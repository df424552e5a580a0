"""The worker: takes one job after another, extends its lease meanwhile, and sleeps when there is nothing
to do."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from flask import Flask

from learnhub.db import transaction
from learnhub.jobs import service

log = structlog.get_logger()
Task = Callable[[dict[str, Any], datetime], None]
Clock = Callable[[], datetime]
MINUTE = timedelta(minutes=1)


class Worker:
    """Works through the table with the tasks it knows. A task opens its own transaction and may be done
    twice."""

    def __init__(
        self, app: Flask, tasks: Mapping[str, Task], clock: Clock, *, heartbeat: float = 20.0
    ) -> None:
        self.app, self.tasks, self.clock, self.heartbeat = app, tasks, clock, heartbeat
        self.stopping = threading.Event()

    def work_once(self) -> bool:
        """Do one job; False if there was none."""
        with self.app.app_context(), transaction() as session:
            job = service.take(session, now=self.clock())
        if job is None:
            return False
        ended = threading.Event()
        keeper = threading.Thread(target=self._keep, args=(job, ended), daemon=True)
        keeper.start()
        try:
            self._do(job)
        finally:
            ended.set()
            keeper.join()
        return True

    def _do(self, job: service.Taken) -> None:
        try:
            with self.app.app_context():
                self.tasks[job.name](job.payload, self.clock())
        except Exception as error:
            told = service.blotted("".join(traceback.format_exception(error)), job)  # logs are kept by others
            log.warning("job failed", job=job.id, name=job.name, attempt=job.attempts, exception=told)
            with self.app.app_context(), transaction() as session:
                service.fail(session, job=job, error=f"{type(error).__name__}: {error}", now=self.clock())
            return
        with self.app.app_context(), transaction() as session:
            service.finish(session, job=job, now=self.clock())

    def _keep(self, job: service.Taken, ended: threading.Event) -> None:
        while not ended.wait(self.heartbeat):
            with self.app.app_context(), transaction() as session:
                if not service.extend(session, job=job, now=self.clock()):
                    return

    def run(
        self,
        *,
        pause: float = 1.0,
        once: bool = False,
        each_minute: Callable[[datetime], None] | None = None,
    ) -> None:
        """Work until `stopping` is set, or with `once` until nothing waits; `each_minute` (sealing, sweeping) is called
        about once a minute, however much there is to do: letters to a mail server that hangs may take hours."""
        called = self.clock()
        while not self.stopping.is_set():
            if not self.work_once():
                if once:
                    return
                self.stopping.wait(pause)
            instant = self.clock()
            if (
                each_minute is not None and abs(instant - called) >= MINUTE
            ):  # a clock may be set back by a year
                called = instant
                each_minute(instant)
