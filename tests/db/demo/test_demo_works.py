"""Works wait for the team of the demonstration where a course has an assignment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learnhub.access.identity import Role
from learnhub.accounts.models import Person
from learnhub.catalogue.files import FileStore
from learnhub.centres.models import Membership
from learnhub.config import Settings
from learnhub.coursefile.document import Assignment, CourseDocument, Criterion, Step
from learnhub.coursefile.reader import read_folder
from learnhub.db import reading, transaction
from learnhub.demo.service import fill
from learnhub.demo.team import sign_ins
from learnhub.demo.works import PLANS
from learnhub.learning.models import Enrolment
from learnhub.learning.models.work import Work, WorkAppeal, WorkMark
from tests.databases import EXAMPLE, STATES, TestDatabase
from tests.db.demo.conftest import LEARNERS, NOW

PLAN = Assignment(
    id="plan", title="A plan", minutes=10, outcomes=(), task="Write a plan.", answer="either",
    criteria=(Criterion("a", "It can be done", 4), Criterion("b", "It can be checked", 4)), pass_points=5,
)  # fmt: skip


def with_a_plan() -> CourseDocument:
    """The example course with an assignment as its last step."""
    document = read_folder(EXAMPLE).document
    assert document is not None
    *others, last = document.modules
    last = replace(last, steps=(*last.steps, Step("plan", "assignment")))
    metadata = replace(document.metadata, minutes=document.metadata.minutes + PLAN.minutes)
    return replace(document, metadata=metadata, modules=(*others, last), assignments=(PLAN,))


def keep_works(settings: Settings) -> None:
    """A network that learns with that course."""
    with transaction() as session:
        fill(
            session, documents=[with_a_plan()], files=FileStore(settings.instance), password_hash="x", now=NOW,
            learners=LEARNERS, seed=1,
        )  # fmt: skip


STATES["works"] = ("migrated", keep_works)


@pytest.fixture
def works(test_database: TestDatabase) -> Iterator[Session]:
    """A reading session on it."""
    test_database.refresh("works")
    with test_database.app.app_context():
        yield reading()


def test_works_of_every_state_are_there_and_none_has_passed(works: Session) -> None:
    states = Counter(works.scalars(select(Work.state)))
    assert states == {"handed_in": 4, "revise": 2}
    assert sum(states.values()) == len(PLANS)
    assert works.scalars(select(Work.state).where(Work.second_asked_at.is_not(None))).all() == ["handed_in"]
    (appeal,) = works.scalars(select(WorkAppeal))
    assert appeal.answered_at is None
    given = works.execute(select(WorkMark.outcome, WorkMark.act).order_by(WorkMark.id)).all()
    assert [tuple(row) for row in given] == [("revise", "mark")] * 3
    assert all(work.handed_in_at and work.handed_in_at < NOW for work in works.scalars(select(Work)))


def test_the_facilitator_can_mark_all_but_the_work_that_she_returned(works: Session) -> None:
    facilitator = works.scalars(
        select(Person.id).where(
            Person.login == next(each.login for each in sign_ins("icharm") if each.role is Role.FACILITATOR)
        )
    ).one()
    waiting = select(Work.id).where(Work.state == "handed_in")
    marked = select(WorkMark.work_id).where(WorkMark.marker_id == facilitator)
    assert not set(works.scalars(waiting)) & set(works.scalars(marked))
    roles = works.execute(
        select(Membership.scope_id, Membership.role).where(Membership.person_id == facilitator)
    )
    assert {tuple(row) for row in roles} == {("icharm", "facilitator")}


def test_journeys_leave_the_assignment_to_people(works: Session) -> None:
    document = with_a_plan()
    steps = {step.id for step in document.steps}
    assert "plan" in steps
    assert works.scalars(select(Enrolment.id).where(Enrolment.last_step == "plan")).all() == []
    assert works.scalars(select(Enrolment.id).where(Enrolment.completed_at.is_not(None))).first() is not None
