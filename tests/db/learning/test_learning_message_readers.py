"""Who was chosen for a message finds it among her own, whatever she does afterwards."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from learning_commands import NOW, Learner
from sqlalchemy import select, update

from learnhub.accounts.models import Person
from learnhub.accounts.privacy import erase_person, export_person
from learnhub.accounts.service import NewAccount, register
from learnhub.db import reading, transaction
from learnhub.learning.chosen import Chosen
from learnhub.learning.domain import deadline_day
from learnhub.learning.hooks import titles_of
from learnhub.learning.models import CourseMessage, CourseMessageReader
from learnhub.learning.queries import ENROLMENT
from learnhub.learning.queries.choosing import condition
from learnhub.learning.queries.messages import messages_to
from learnhub.learning.service.enrolling import enrol
from learnhub.learning.service.messaging import ask

BEFORE, LONG_AGO = NOW - timedelta(days=1), NOW - timedelta(days=40)
LEARNERS: tuple[dict[str, object], ...] = (
    {},
    {"last_step": "staff-gauge", "done": 1, "active_at": NOW},
    {"last_step": "staff-gauge", "done": 1, "completed_at": BEFORE},
    {"completed_at": BEFORE, "renewing": True, "done": 1},
    {"due_on": LONG_AGO.date()},
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
        wanted = condition(chosen, version.course_id, version.id, deadline_day(NOW))
        asked = set(session.scalars(select(ENROLMENT.c.person_id).where(wanted)))
        session.execute(update(CourseMessage).values(ended_at=NOW))
        session.execute(
            update(ENROLMENT).values(last_step="water-level", done=3, completed_at=NOW, active_at=NOW)
        )
    assert {person for person in people if messages_to(reading(), person)} == asked & set(people)


def test_what_was_written_to_her_is_in_her_data_and_goes_with_them(learner: Learner) -> None:
    version = learner.version
    with transaction() as session:
        texts = {"en": ("Friday", "We meet."), "fr": ("Vendredi", "Rendez-vous.")}
        ask(session, version=version, chosen=Chosen(), texts=texts, sender_id=learner.person_id, now=NOW)
    data = json.loads(
        "".join(export_person(reading(), person_id=learner.person_id, titles=titles_of, now=NOW))
    )
    (row,) = data["course_message_reader"]
    assert (row["person_id"], row["course"], row["texts"]["fr"]) == (
        "you",
        version.title,
        ["Vendredi", "Rendez-vous."],
    )
    with transaction() as session:
        erase_person(session, person=session.get_one(Person, learner.person_id), now=NOW, actor="self")
    assert reading().scalars(select(CourseMessageReader)).all() == []
