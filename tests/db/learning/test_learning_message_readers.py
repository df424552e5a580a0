"""Who finds a message among her own is who it was sent to: the same rule for a statement and for one learner."""

from __future__ import annotations

from datetime import timedelta

import pytest
from learning_commands import NOW, Learner
from sqlalchemy import select, update

from learnhub.accounts.service import NewAccount, register
from learnhub.db import reading, transaction
from learnhub.learning.chosen import Chosen
from learnhub.learning.models import CourseMessage
from learnhub.learning.queries import ENROLMENT
from learnhub.learning.queries.messages import messages_to
from learnhub.learning.service.choosing import condition
from learnhub.learning.service.enrolling import enrol
from learnhub.learning.service.messaging import ask

BEFORE, LONG_AGO = NOW - timedelta(days=1), NOW - timedelta(days=40)
LEARNERS: tuple[dict[str, object], ...] = (
    {},
    {"last_step": "staff-gauge", "done": 1, "active_at": NOW},
    {"last_step": "staff-gauge", "done": 1, "completed_at": BEFORE},
    {"completed_at": BEFORE, "renewing": True, "done": 1},
    {"due_on": BEFORE.date()},
    {"due_on": NOW.date()},
    {"pinned_id": None},
)
CHOSEN = (
    Chosen(), Chosen(state="running"), Chosen(state="new"), Chosen(state="completed"), Chosen(state="late"),
    Chosen(at="staff-gauge"), Chosen(behind=True), Chosen(quiet_since=BEFORE.date().isoformat()),
    Chosen(learner=2), Chosen(state="running", at="staff-gauge"),
)  # fmt: skip


@pytest.mark.parametrize("chosen", CHOSEN)
def test_a_message_is_found_by_those_who_were_chosen(learner: Learner, chosen: Chosen) -> None:
    version = learner.version
    people = []
    for n, values in enumerate(LEARNERS):
        with transaction() as session:
            person = register(session, account=NewAccount(name=f"L{n}", password_hash="!"), now=LONG_AGO).id
            enrol(session, person_id=person, course_id=version.course_id, all_steps=0, now=LONG_AGO)
            if values:
                hers = ENROLMENT.c.person_id == person
                session.execute(update(ENROLMENT).where(hers).values(**values))
        people.append(person)
    with transaction() as session:
        ask(session, version=version, chosen=chosen, texts={"en": ("S", "T")}, sender_id=people[0], now=NOW)
        session.execute(update(CourseMessage).values(ended_at=NOW))
    wanted = condition(chosen, version.course_id, version.id, NOW.date())
    asked = set(reading().scalars(select(ENROLMENT.c.person_id).where(wanted)))
    assert {person for person in people if messages_to(reading(), person)} == asked & set(people)
