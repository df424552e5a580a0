"""The example course with an assignment, works that learners hand in, and what a marker types."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from flask import Flask
from learning_support import RIGHT, Browser, plain_text
from sqlalchemy import select
from werkzeug.test import TestResponse

from learnhub.accounts.service import NewAccount, register
from learnhub.catalogue.content import Version, forget_versions, load_version
from learnhub.catalogue.files import FileStore
from learnhub.catalogue.models import Course
from learnhub.catalogue.publishing import publish
from learnhub.catalogue.shelf import forget_shelves
from learnhub.coursefile.reader import read_folder
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.learning.marking import Given
from learnhub.learning.models.work import Work
from learnhub.learning.queries.marking import marks_of
from learnhub.learning.service.attempts import submit
from learnhub.learning.service.enrolling import enrol
from learnhub.learning.service.marking import ask_again
from learnhub.learning.service.progress import close_lesson
from learnhub.learning.service.work import Written, hand_in, open_work, save_work
from tests.databases import EXAMPLE

QUEUE = "/en/studio/marking"
PLAN = """\
title: A plan for your own river
minutes: 30
outcomes: [read]
task: |
  Write a plan for a river that you know. Read [the gauge](lesson:staff-gauge) first.
answer: either
criteria:
  - {id: hazard, title: The hazard has numbers, points: 4, help: "4: numbers; 0: none"}
  - {id: people, title: The people are named, points: 4}
  - {id: sources, title: Sources are given, points: 2}
pass_points: 6
"""
GOOD = {"points-hazard": "4", "points-people": "3", "points-sources": "1"}
POOR = {"points-hazard": "1", "points-people": "1", "points-sources": "0"}


def publish_with_plan(app: Flask, folder: Path, *, asked_for: bool = True) -> Version:
    """The example course with an assignment between the lesson and the quizzes; needed for completion or not."""
    shutil.copytree(EXAMPLE, folder)
    (folder / "assignments").mkdir()
    (folder / "assignments" / "plan.yaml").write_text(PLAN)
    text = (folder / "course.yaml").read_text()
    text = text.replace("      - quiz: final\n", "      - assignment: plan\n      - quiz: final\n")
    if asked_for:
        text = text.replace("minutes: 55", "minutes: 85")
        text = text.replace("  quizzes: [final]\n", "  quizzes: [final]\n  assignments: [plan]\n")
    (folder / "course.yaml").write_text(text)
    found = read_folder(folder)
    assert found.document is not None, found.problems
    files = FileStore(app.config["SETTINGS"].instance)
    with transaction() as session:
        publish(session, document=found.document, files=files, now=now(), actor="test")
    forget_shelves()
    forget_versions()
    return version_in_force()


def person(name: str, email: str = "") -> int:
    """An account with a password that nobody knows."""
    with transaction() as session:
        account = NewAccount(name=name, email=email, password_hash="!")
        return register(session, account=account, now=now()).id


def version_in_force() -> Version:
    """The version that new learners get."""
    return load_version(reading(), reading().scalars(select(Course.version_id)).one() or 0)


def hand_in_work(person_id: int, text: str = "My river is the Niger.") -> str:
    """Enrol if need be, write a text and hand it in; gives the key of the work."""
    version = version_in_force()
    task = version.document.assignment("plan")
    about: dict[str, Any] = {"person_id": person_id, "version": version, "assignment": task, "now": now()}
    with transaction() as session:
        enrol(
            session, person_id=person_id, course_id=version.course_id, all_steps=version.all_steps, now=now()
        )
        work = open_work(session, **about)
        save_work(session, **about, written=Written(work.number, work.rev, "page", text))
        hand_in(session, **about, number=work.number, rev=work.rev)
        return str(work.key)


def do_the_rest(person_id: int) -> None:
    """Close all lessons and pass the final quiz."""
    version = version_in_force()
    about: dict[str, Any] = {"person_id": person_id, "version": version, "now": now()}
    with transaction() as session:
        for lesson in ("staff-gauge", "return-periods"):
            close_lesson(session, **about, step=version.step(lesson))
        submit(session, **about, step=version.step("final"), number=1, form=RIGHT)


def work_of(key: str) -> Work:
    """The work as it stands now."""
    session = reading()
    session.rollback()
    return reading().scalars(select(Work).where(Work.key == key)).one()


def give(marker: Browser, key: str, fields: dict[str, str], **more: str) -> TestResponse:
    """Fill the form of a work and send it."""
    form = marker.form(f"{QUEUE}/{key}", f"{QUEUE}/{key}")
    return marker.submit(form, ("", ""), {name: [value] for name, value in {**fields, **more}.items()})


def leads_to(answer: TestResponse) -> str:
    """Where a form that was taken leads."""
    assert answer.status_code == 303, plain_text(answer.text)
    return str(answer.location)


def marks(key: str) -> list[Given]:
    """All marks of a work, the first ones first."""
    return marks_of(reading(), work_of(key).id)


def appeal(person_id: int, key: str, reason: str) -> None:
    """The learner asks for another look."""
    with transaction() as session:
        ask_again(session, person_id=person_id, key=key, reason=reason, now=now())
