"""A key that was wrong is put right; answers that pass by one of the two; what marking anew left behind."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from learning_support import COURSE, FINAL, Browser
from sqlalchemy import select

from learnhub.app import tasks
from learnhub.db import reading
from learnhub.jobs.models import Job
from learnhub.jobs.worker import Worker
from learnhub.kernel.clock import now
from learnhub.learning.models import Attempt, Enrolment
from learnhub.ledger.models import LedgerEntry

ANEW = f"{FINAL}/anew"
WHY = "The colour of the water was marked as wrong."
PutRight = Callable[..., None]
"""Publishes the example course with other words in its final quiz: pairs of the old and the new ones."""
Another = Callable[[str], Browser]
"""A browser of one more learner of this name."""
# what the key of the second question says, as it was and as it is put right
KEY = (
    ("{text: The level, correct: true}", "{text: The level}"),
    ("{text: The time, correct: true}", "{text: The time, feedback: Not of a reading.}"),
    ("{text: The colour of the water}", "{text: The colour of the water, correct: true}"),
    ("Level and time belong together.", "The colour alone is read."),
)
THREE = {"q.q1": ["0"], "q.q3": ["false"], "q.q4": ["25 m³"]}  # three of eight marks; sixty per cent pass
COLOUR = {**THREE, "q.q2": ["2"]}  # fails by the wrong key, passes by the right one
LEVEL = {**THREE, "q.q2": ["0", "1"]}  # the other way round


def close_lessons(browser: Browser) -> None:
    """Do all of the course but its final quiz."""
    for lesson in ("staff-gauge", "return-periods"):
        assert browser.press(f"{COURSE}/{lesson}", "/done").status_code == 303


def mark_anew(team: Browser, address: str = ANEW) -> None:
    """Decide to mark by the published key, as somebody of the course team."""
    assert team.press(address, f"/anew{address.removeprefix(ANEW)}", reason=WHY).status_code == 303


def fresh() -> None:
    """Forget what was read: the next read sees what was written meanwhile."""
    reading().rollback()
    reading().expire_all()


def attempts() -> list[tuple[str | None, bool | None]]:
    """Marks of every try and whether it passed, the first one first."""
    fresh()
    return [(each.marks, each.passed) for each in reading().scalars(select(Attempt).order_by(Attempt.id))]


def enrolments() -> list[Enrolment]:
    """All enrolments there are, the first ones first."""
    fresh()
    return list(reading().scalars(select(Enrolment).order_by(Enrolment.id)))


def entries(kind: str) -> list[LedgerEntry]:
    """What the ledger holds of this kind, the first ones first."""
    fresh()
    found = select(LedgerEntry).where(LedgerEntry.kind == kind).order_by(LedgerEntry.entry_id)
    return list(reading().scalars(found))


def mails() -> list[dict[str, str]]:
    """Mail that waits to be sent."""
    return [each for each in reading().scalars(select(Job.payload).where(Job.name == "mail")) if each]


def work(app: Flask) -> None:
    """Let the job process do what waits for it."""
    worker = Worker(app, tasks(app.config["SETTINGS"]), now)
    while worker.work_once():
        pass
