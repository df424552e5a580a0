"""Learners stay with their version until their course team moves them, or until they move themselves."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from learning_support import CHECK, COURSE, FINAL, RIGHT, SAVE, Browser, WithRole, hand_in, plain_text
from sqlalchemy import func, select, update

from learnhub.access.identity import Role
from learnhub.accounts.models import Person
from learnhub.catalogue.content import forget_versions
from learnhub.catalogue.files import FileStore
from learnhub.catalogue.models import CourseVersion
from learnhub.catalogue.publishing import publish
from learnhub.catalogue.shelf import forget_shelves
from learnhub.coursefile.reader import read_folder
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.learning.models import Certificate, Enrolment, LearnerChange
from learnhub.ledger.models import LedgerEntry
from tests.databases import EXAMPLE

Publish = Callable[..., None]
MOVE, NEWER, LESSON = f"{COURSE}/learners/move", f"{COURSE}/versions/newer", f"{COURSE}/staff-gauge"
LESSONS = ("staff-gauge", "return-periods")


@pytest.fixture
def publish_next(example: Flask, tmp_path: Path) -> Publish:
    """Publish the example course with one text put in the place of another, as a minor or a major version."""
    folder = tmp_path / "course"
    shutil.copytree(EXAMPLE, folder)

    def change(
        step: str, old: str, new: str, kind: str = "minor", notes: str = "", without: tuple[str, ...] = ()
    ) -> None:
        path = next(path for path in folder.rglob("*") if path.stem.endswith(step))
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))
        for quiz in without:
            (folder / "quizzes" / f"{quiz}.yaml").unlink()
            path.write_text(path.read_text().replace(f"      - quiz: {quiz}\n", ""))
        found = read_folder(folder)
        assert found.document is not None, found.problems
        with transaction() as session:
            made = publish(
                session, document=found.document, files=FileStore(example.config["SETTINGS"].instance), now=now(),
                actor="test",
            )  # fmt: skip
            session.execute(
                update(CourseVersion)
                .where(CourseVersion.id == made.version_id)
                .values(kind=kind, notes=notes)
            )
        forget_shelves()
        forget_versions()

    return change


@pytest.fixture
def coordinator(with_role: WithRole) -> Browser:
    return with_role(Role.CENTRE_COORDINATOR, "icharm")


def complete(learner: Browser) -> None:
    for lesson in LESSONS:
        assert learner.press(f"{COURSE}/{lesson}", "/done").status_code == 303
    hand_in(learner)


def enrolment() -> Enrolment:
    session = reading()
    session.expire_all()
    return session.scalars(select(Enrolment)).one()


def ledger_rows() -> int:
    return reading().scalar(select(func.count()).select_from(LedgerEntry)) or 0


def certificates() -> int:
    return reading().scalar(select(func.count()).select_from(Certificate)) or 0


REVISED = ("staff-gauge", "title: Reading a staff gauge", "title: Reading a gauge anew")


def test_a_learner_stays_with_her_version_and_others_get_the_new_one(
    enrolled: Browser, visitor: Browser, with_role: WithRole, publish_next: Publish
) -> None:
    publish_next(*REVISED)
    assert "Reading a staff gauge" in enrolled.text(LESSON)
    assert "Version 1" in enrolled.text(LESSON)
    assert "Reading a gauge anew" in visitor.text(LESSON)
    newcomer = with_role(Role.LEARNER, "icharm")
    newcomer.press(COURSE, "/enrol")
    assert "Reading a gauge anew" in newcomer.text(LESSON)
    assert "There is a newer version" in enrolled.text(COURSE)
    assert "There is a newer version" not in newcomer.text(COURSE)


def test_a_step_that_a_newer_version_leaves_out_is_still_there_for_her(
    enrolled: Browser, publish_next: Publish, visitor: Browser
) -> None:
    publish_next("course", "minutes: 55", "minutes: 45", without=("before", "after"))
    after = f"{COURSE}/quiz/after"
    assert enrolled.get(after).status_code == 200
    assert visitor.get(after).status_code == 404


def test_who_completed_a_version_keeps_it_through_a_minor_one(
    enrolled: Browser, coordinator: Browser, publish_next: Publish
) -> None:
    complete(enrolled)
    publish_next(*REVISED, kind="minor", notes="The gauge is explained anew.")
    page = plain_text(coordinator.text(MOVE))
    assert "The gauge is explained anew." in page
    assert "Reading a gauge anew" in page
    assert "Who would lose a completion" not in page
    before = ledger_rows()
    coordinator.press(MOVE, "")
    row = enrolment()
    assert (row.renewing, row.completed_at is not None, certificates()) == (False, True, 1)
    assert "Completed" in enrolled.text("/en/me")
    assert "The course team moved you to version 2" in plain_text(enrolled.text(COURSE))
    assert ledger_rows() == before, "no figure changes"


def test_who_completed_a_version_completes_a_major_one_once_more(
    enrolled: Browser, coordinator: Browser, publish_next: Publish
) -> None:
    complete(enrolled)
    first = enrolment().completed_at
    publish_next(*REVISED, kind="major")
    page = plain_text(coordinator.text(MOVE))
    assert "Who would lose a completion Amina Diallo" in page
    done = coordinator.press(MOVE, "")
    assert "One of them completes the course once more." in plain_text(coordinator.text(done.location))
    assert "Continue" in enrolled.text(COURSE)
    assert enrolment().completed_at == first, "what was counted stays counted"
    assert "Done" in enrolled.text(LESSON)
    enrolled.press(LESSON, "/done")
    assert "You passed" in enrolled.text(hand_in(enrolled).location)
    row = enrolment()
    assert (row.renewing, row.completed_at, certificates()) == (False, first, 2)


def test_whom_a_sheet_named_stands_under_what_it_named_her_by(
    enrolled: Browser, learner: int, coordinator: Browser, publish_next: Publish
) -> None:
    """The team let her leave every step out, and she has never opened the course."""
    with transaction() as session:
        session.execute(update(Person).where(Person.id == learner).values(email="amina@example.org"))
        session.execute(update(Enrolment).values(named_by="email", last_step="", completed_at=now()))
    publish_next(*REVISED, kind="major")
    page = plain_text(coordinator.text(MOVE))
    assert "Who would lose a completion amina@example.org" in page
    assert "Amina Diallo" not in page


def test_a_learner_looks_and_moves_herself(enrolled: Browser, publish_next: Publish) -> None:
    enrolled.press(LESSON, "/done")
    publish_next(*REVISED, kind="major", notes="All about gauges.")
    page = plain_text(enrolled.text(NEWER))
    assert "All about gauges." in page
    assert "Revised Reading a gauge anew lesson" in page
    assert enrolled.press(NEWER, "").location == COURSE
    assert "Reading a gauge anew" in enrolled.text(LESSON)
    assert "There is a newer version" not in enrolled.text(COURSE)
    assert "0 of 5" in plain_text(enrolled.text("/en/me")), "the lesson was revised"
    assert enrolled.get(NEWER).location == COURSE
    change = reading().scalars(select(LearnerChange)).one()
    assert (change.kind, change.subject, change.by_id) == ("moved", "2", change.person_id)


def test_a_version_that_asks_for_less_completes_whoever_is_moved(
    enrolled: Browser, coordinator: Browser, publish_next: Publish
) -> None:
    for lesson in LESSONS:
        enrolled.press(f"{COURSE}/{lesson}", "/done")
    publish_next("course", "  quizzes: [final]\n", "  quizzes: []\n")
    done = coordinator.press(MOVE, "")
    assert "One has nothing left to do and has completed it." in plain_text(coordinator.text(done.location))
    assert (enrolment().completed_at is not None, certificates()) == (True, 1)


def test_only_the_learners_that_were_chosen_move(
    enrolled: Browser, coordinator: Browser, with_role: WithRole, publish_next: Publish
) -> None:
    other = with_role(Role.LEARNER, "icharm")
    other.press(COURSE, "/enrol")
    enrolled.press(LESSON, "/done")
    publish_next(*REVISED)
    chosen = f"{MOVE}?state=new"
    assert "Move one learner" in coordinator.text(chosen)
    coordinator.press(chosen, "")
    assert "Reading a staff gauge" in enrolled.text(LESSON)
    assert "Reading a gauge anew" in other.text(LESSON)
    assert "nothing to move" in coordinator.text(chosen)


@pytest.mark.parametrize(
    ("role", "centre", "status"),
    [
        (Role.FACILITATOR, "icharm", 200),
        (Role.ADMINISTRATOR, "", 200),
        (Role.AUTHOR, "icharm", 403),
        (Role.CENTRE_COORDINATOR, "ihe-delft", 403),
        (Role.FACILITATOR, "ihe-delft", 403),
    ],
)
def test_who_may_move_learners(with_role: WithRole, role: Role, centre: str, status: int) -> None:
    person = with_role(role, centre)
    assert person.get(MOVE).status_code == status
    assert person.get(NEWER).status_code == 404, "not enrolled"


def test_a_try_that_was_used_up_is_new_in_a_major_version(enrolled: Browser, publish_next: Publish) -> None:
    hand_in(enrolled, {**RIGHT, "q.q1": ["1"]})
    publish_next(*REVISED, kind="major")
    enrolled.press(NEWER, "")
    assert "best result" not in enrolled.text(FINAL)
    assert "8 of 8" in enrolled.text(hand_in(enrolled).location)


def test_a_form_that_names_a_newer_version_than_hers_is_refused(
    enrolled: Browser, publish_next: Publish
) -> None:
    form = enrolled.form(FINAL, FINAL)
    publish_next(*REVISED)
    newest = str(reading().scalars(select(CourseVersion.id).order_by(CourseVersion.id.desc())).first())
    for made_up in (newest, ""):
        assert enrolled.submit(form, CHECK, {**RIGHT, "version": [made_up]}).status_code == 409
    assert "8 of 8" in enrolled.text(enrolled.submit(form, CHECK, RIGHT).location)


def test_a_try_under_way_is_finished_in_its_text_after_a_major_move(
    enrolled: Browser, publish_next: Publish
) -> None:
    form = enrolled.form(FINAL, FINAL)
    enrolled.submit(form, SAVE, {"q.q1": ["0"]})
    publish_next("final", "answer: false", "answer: true", kind="major")
    enrolled.press(NEWER, "")
    assert "8 of 8" in enrolled.text(hand_in(enrolled).location), "marked by the text it was begun with"
    assert "7 of 8" in enrolled.text(hand_in(enrolled).location), "the next one by the new text"


def test_who_is_moved_goes_on_with_the_lessons_that_are_open_again(
    enrolled: Browser, coordinator: Browser, publish_next: Publish
) -> None:
    complete(enrolled)
    enrolled.text(f"{COURSE}/return-periods")
    hand_in(enrolled)
    publish_next(*REVISED, kind="major")
    coordinator.press(MOVE, "")
    assert enrolment().last_step == "staff-gauge"
    page = enrolled.text(COURSE)
    assert f'href="{LESSON}">Continue</a>' in page
    mine = plain_text(enrolled.text("/en/me"))
    assert "Reading a gauge anew" in mine
    assert "step 2 of 5" in mine
    learners = f"{COURSE}/learners"
    assert "Current step Reading a gauge anew" in plain_text(coordinator.text(f"{learners}/{enrolment().id}"))
    assert "Amina Diallo" in coordinator.text(f"{learners}?at=staff-gauge")
