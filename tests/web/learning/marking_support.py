"""The example course with an assignment, works that learners hand in, and what a marker types."""

from __future__ import annotations

import shutil
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from learnhub.catalogue.content import Version, forget_versions, load_version
from learnhub.catalogue.files import FileStore
from learnhub.catalogue.models import Course
from learnhub.catalogue.publishing import publish
from learnhub.catalogue.shelf import forget_shelves
from learnhub.coursefile.reader import read_folder
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.learning.models.work import Work
from learnhub.learning.service.enrolling import enrol
from learnhub.learning.service.work import Written, hand_in, open_work, save_work
from tests.databases import EXAMPLE

QUEUE = "/en/studio/marking"
PLAN = """\
title: A plan for your own river
minutes: 30
outcomes: [read]
task: |
  Write a plan for a river that you know.
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
    text = text.replace("minutes: 55", "minutes: 85").replace(
        "      - quiz: final\n", "      - assignment: plan\n      - quiz: final\n"
    )
    if asked_for:
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


def version_in_force() -> Version:
    """The version that new learners get."""
    return load_version(reading(), reading().scalars(select(Course.version_id)).one() or 0)


def hand_in_work(person_id: int, text: str = "My river is the Niger.") -> str:
    """Enrol if need be, write a text and hand it in; gives the key of the work."""
    version = version_in_force()
    task = version.document.assignment("plan")
    about = {"person_id": person_id, "version": version, "assignment": task, "now": now()}
    with transaction() as session:
        enrol(
            session, person_id=person_id, course_id=version.course_id, all_steps=version.all_steps, now=now()
        )
        work = open_work(session, **about)
        save_work(session, **about, written=Written(work.number, work.rev, "page", text))
        hand_in(session, **about, number=work.number, rev=work.rev)
        return str(work.key)


def work_of(key: str) -> Work:
    """The work as it stands now."""
    session = reading()
    session.rollback()
    return reading().scalars(select(Work).where(Work.key == key)).one()
