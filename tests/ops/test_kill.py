"""Power cuts: whatever a learner was told is stored, is stored; and work that was begun is done again."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from kill_support import KilledLearner
from ops_support import Shell, variables
from sqlalchemy import func, select
from test_ops_serve import Server, alive

from learnhub import create_app
from learnhub.config import ROOT, Settings
from learnhub.db import db, reading, transaction
from learnhub.jobs.models import Job
from learnhub.jobs.service import LEASE, enqueue
from learnhub.jobs.worker import Worker
from learnhub.learning.models import Attempt, Enrolment
from learnhub.ledger.models import LedgerEntry

LEARNERS = 60
LONGEST_S = 200.0  # how long a server is killed again and again, however slow the machine
FEWEST = 5
EXAMPLE = ROOT / "tests" / "courses" / "example"
Stored = dict[str, dict[int, tuple[str | None, bool]]]


def add_the_course(settings: Settings) -> None:
    """The example course, its final quiz with as many tries as one likes."""
    folder = settings.instance / "none" / "reading-the-river"
    shutil.copytree(EXAMPLE, folder)
    final = folder / "quizzes" / "final.yaml"
    final.write_text(final.read_text().replace("attempts: 3", "attempts: 0"))


def kill_all_of_it(server: Server) -> None:
    """As a power cut would: the parent first, so that nothing is started again."""
    for pid in server.family():
        if alive(pid):
            os.kill(pid, signal.SIGKILL)
    server.process.wait()


@contextmanager
def learners(port: list[int]) -> Iterator[list[KilledLearner]]:
    stop = threading.Event()
    threads = [KilledLearner(f"Learner {n}", port, stop) for n in range(LEARNERS)]
    for thread in threads:
        thread.start()
    yield threads
    stop.set()
    for thread in threads:
        thread.join(30)


def stored_tries() -> Stored:
    """Of each learner and try: the answer, and whether it was handed in."""
    found: Stored = {}
    for attempt in reading().scalars(select(Attempt)):
        text = json.loads(attempt.answers).get("q5", {}).get("typed")
        name = text.rsplit(" ", 2)[0] if text else ""
        found.setdefault(name, {})[attempt.number] = (text, attempt.submitted_at is not None)
    return found


def count(column: object, *where: object) -> int:
    return reading().scalar(select(func.count(column)).where(*where)) or 0  # type: ignore[call-overload, no-any-return]


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "kills"), [("sqlite", 50), ("postgresql", 10)])
def test_what_was_acknowledged_survives_a_killed_server(
    kind: str, kills: int, new_instance: Callable[[str], Settings], learnhub: Shell
) -> None:
    settings, chance = new_instance(kind), random.Random(1)
    add_the_course(settings)
    server = Server(settings, "--workers", "2").wait()
    port = [server.port]
    with learners(port) as everybody:
        deadline, killed = time.monotonic() + LONGEST_S, 0
        while killed < kills and (killed < FEWEST or time.monotonic() < deadline):
            threading.Event().wait(chance.uniform(0.1, 1.2))
            kill_all_of_it(server)
            server = Server(settings, "--workers", "2").wait()
            port[0] = server.port
            killed += 1
        threading.Event().wait(2)
    kill_all_of_it(server)
    for word in ("seal", "verify"):
        done = learnhub(settings, "ledger", word)
        assert done.returncode == 0, done.stdout + done.stderr
    app = create_app(settings)
    with app.app_context():
        stored = stored_tries()
        assert count(LedgerEntry.entry_id, LedgerEntry.kind == "quiz_attempts") == count(Attempt.submitted_at)
        revisions = reading().scalar(select(func.sum(Enrolment.ledger_rev)))
        assert count(LedgerEntry.entry_id, LedgerEntry.kind == "enrolments") == revisions
        db.session.remove()
        db.engine.dispose()
    assert sum(remembered.acknowledged >= 0 for learner in everybody for remembered in learner.tries.values())
    for learner in everybody:
        assert learner.surprises == []
        for number, remembered in learner.tries.items():
            text, handed_in = stored.get(learner.name, {}).get(number, (None, False))
            assert remembered.may_hold(text), (learner.name, number, text, remembered)
            assert handed_in or not remembered.handed_in


TASK = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from learnhub import create_app
from learnhub.jobs.worker import Worker

def task(payload, now):
    with Path(payload["file"]).open("a") as file:
        file.write("begun\\n")
    print("begun", flush=True)
    Event().wait()

Worker(create_app(), {"slow": task}, lambda: datetime.now(UTC)).work_once()
"""


def test_a_task_whose_worker_is_killed_is_done_again(
    new_instance: Callable[[str], Settings], learnhub: Shell, tmp_path: Path
) -> None:
    settings, notes = new_instance("sqlite"), tmp_path / "notes.txt"
    assert learnhub(settings, "db", "upgrade").returncode == 0
    app = create_app(settings)
    with app.app_context(), transaction() as session:
        enqueue(session, name="slow", payload={"file": str(notes)}, now=datetime.now(UTC))
    with subprocess.Popen(
        [sys.executable, "-c", TASK], env=variables(settings), stdout=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "begun\n"
        worker.kill()

    def again(payload: dict[str, str], _now: datetime) -> None:
        with Path(payload["file"]).open("a") as file:
            file.write("done\n")

    early = Worker(app, {"slow": again}, lambda: datetime.now(UTC))
    assert not early.work_once(), "the lease of the dead worker still runs"
    later = Worker(app, {"slow": again}, lambda: datetime.now(UTC) + LEASE)
    assert later.work_once()
    assert not later.work_once()
    assert notes.read_text() == "begun\ndone\n"
    with app.app_context():
        assert reading().execute(select(Job.state, Job.attempts)).all() == [("done", 2)]
        db.session.remove()
        db.engine.dispose()
