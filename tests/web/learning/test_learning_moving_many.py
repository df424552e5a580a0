"""A move of more learners than a page can wait for: the job process does it, and picks up where a crash left it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from learning_support import COURSE, Browser, WithRole, plain_text
from sqlalchemy import delete, func, insert, select, update

from learnhub.access.identity import Role
from learnhub.accounts.service import NewAccount, register
from learnhub.app import tasks
from learnhub.catalogue.content import forget_versions, load_version
from learnhub.catalogue.files import FileStore
from learnhub.catalogue.models import Course
from learnhub.catalogue.publishing import publish
from learnhub.catalogue.shelf import forget_shelves
from learnhub.centres.models import Membership
from learnhub.coursefile.jsonform import from_json, to_json
from learnhub.db import reading, transaction
from learnhub.jobs.models import Job
from learnhub.jobs.worker import Worker
from learnhub.kernel.clock import now
from learnhub.learning.chosen import Chosen
from learnhub.learning.models import CourseMove, Enrolment, LearnerChange
from learnhub.learning.queries import ENROLMENT
from learnhub.learning.service import moves, moving
from learnhub.learning.service.enrolling import new_row

MOVE = f"{COURSE}/learners/move"
EARLY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def publish_another(app: Flask, title: str) -> None:
    """The example course under another title."""
    session = reading()
    course = session.scalars(select(Course)).one()
    stored = to_json(load_version(session, course.version_id or 0).document)
    document = from_json(stored.replace("Reading the river", title))
    with transaction() as writer:
        files = FileStore(app.config["SETTINGS"].instance)
        publish(writer, document=document, files=files, now=now(), actor="test")
    forget_shelves()
    forget_versions()


@pytest.fixture
def crowd(example: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Seven learners of version 1, version 2 in force; a page waits for two, and two are moved at a time."""
    monkeypatch.setattr("learnhub.learning.views.versions.AT_ONCE", 2)
    for module in (moves, moving):
        monkeypatch.setattr(module, "CHUNK", 2)
    course = reading().scalars(select(Course)).one()
    with transaction() as session:
        for n in range(7):
            person = register(session, account=NewAccount(name=f"L{n}", password_hash="!"), now=EARLY).id
            row = new_row(person, course.id, course.version_id, EARLY)
            session.execute(insert(ENROLMENT).values(**row))
    publish_another(example, "Reading the river anew")
    return example


@pytest.fixture
def coordinator(with_role: WithRole) -> Browser:
    return with_role(Role.CENTRE_COORDINATOR, "icharm")


def behind() -> int:
    """How many learn with an older version."""
    reading().rollback()
    session = reading()
    older = Enrolment.pinned_id != Course.version_id
    return session.scalar(select(func.count()).select_from(Enrolment).join(Course).where(older)) or 0


def work(app: Flask) -> None:
    worker = Worker(app, tasks(app.config["SETTINGS"]), now)
    while worker.work_once():
        pass


def the_move() -> CourseMove:
    reading().rollback()
    session = reading()
    return session.scalars(select(CourseMove).order_by(CourseMove.id.desc()).limit(1)).one()


def test_the_job_process_moves_many_and_the_page_says_how_far(crowd: Flask, coordinator: Browser) -> None:
    assert coordinator.press(MOVE, "").status_code == 303
    assert behind() == 7
    page = coordinator.text(MOVE)
    assert "0 of 7" in plain_text(page)
    assert 'http-equiv="refresh"' in page
    work(crowd)
    assert behind() == 0
    page = coordinator.text(MOVE)
    assert "7 learners moved." in plain_text(page)
    assert 'http-equiv="refresh"' not in page
    assert (the_move().moved, the_move().ended) == (7, "done")


def test_a_few_are_moved_at_once(crowd: Flask, coordinator: Browser) -> None:
    learner = reading().scalars(select(Enrolment.id).limit(1)).one()
    assert coordinator.press(f"{MOVE}?learner={learner}", "").status_code == 303
    assert behind() == 6
    assert reading().scalar(select(func.count()).select_from(CourseMove)) == 0


def test_after_a_crash_the_rest_is_moved_and_nobody_twice(crowd: Flask, coordinator: Browser) -> None:
    coordinator.press(MOVE, "")
    with transaction() as session:
        assert moves.move_next(session, number=the_move().id, now=now())
    assert (behind(), the_move().moved) == (5, 2)
    assert "2 of 7" in plain_text(coordinator.text(MOVE))
    work(crowd)
    assert (behind(), the_move().moved) == (0, 7)
    assert reading().scalar(select(func.count()).select_from(LearnerChange)) == 7


def test_a_second_move_waits_for_the_first(crowd: Flask, coordinator: Browser) -> None:
    form = coordinator.form(MOVE)
    coordinator.submit(form, ("", ""), {})
    assert coordinator.submit(form, ("", ""), {}).status_code == 409
    work(crowd)
    assert the_move().moved == 7


def test_a_move_that_its_worker_gave_up_can_go_on(crowd: Flask, coordinator: Browser) -> None:
    coordinator.press(MOVE, "")
    with transaction() as session:
        session.execute(delete(Job))
    assert "It stopped after several errors." in plain_text(coordinator.text(MOVE))
    assert coordinator.press(MOVE, "/on").status_code == 303
    work(crowd)
    assert behind() == 0


def test_a_newer_version_ends_the_move(crowd: Flask, coordinator: Browser) -> None:
    coordinator.press(MOVE, "")
    publish_another(crowd, "Reading the river once more")
    work(crowd)
    assert (the_move().moved, the_move().ended) == (0, "newer")
    assert "a newer version was published" in plain_text(coordinator.text(MOVE))


def test_so_does_the_loss_of_the_right(crowd: Flask, coordinator: Browser) -> None:
    coordinator.press(MOVE, "")
    with transaction() as session:
        session.execute(delete(Membership))
    work(crowd)
    assert (the_move().moved, the_move().ended) == (0, "right")


def test_who_is_late_is_the_same_for_the_page_and_for_the_job_process(
    crowd: Flask, coordinator: Browser
) -> None:
    """In the morning in UTC the day before has not ended everywhere: its deadline is not over yet."""
    morning, guide = (
        datetime(2026, 11, 20, 9, 0, tzinfo=UTC),
        reading().scalars(select(Membership.person_id)).one(),
    )
    late, in_time = reading().scalars(select(Enrolment.id).order_by(Enrolment.id).limit(2)).all()
    with transaction() as session:
        session.execute(update(ENROLMENT).where(ENROLMENT.c.id == late).values(due_on=date(2026, 11, 18)))
        session.execute(update(ENROLMENT).where(ENROLMENT.c.id == in_time).values(due_on=date(2026, 11, 19)))
        to = load_version(session, session.scalars(select(Course.version_id)).one() or 0)
        moves.ask(session, to=to, chosen=Chosen(state="late"), learners=1, by_id=guide, now=morning)
    work(crowd)
    assert (the_move().moved, the_move().ended) == (1, "done")
    moved = reading().scalars(select(LearnerChange.enrolment_id)).all()
    assert moved == [late]
