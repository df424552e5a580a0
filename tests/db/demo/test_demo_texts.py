"""The team of the demonstration finds work of its own: texts in the studio and trainings of its centre."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from learnhub.demo.team import sign_ins
from learnhub.demo.texts import ADDED, BRIEFING
from learnhub.ledger.queries import latest
from learnhub.ledger.records import AttendanceRecord, EventRecord
from learnhub.studio.models.drafts import DraftRow
from learnhub.studio.models.reviews import ReviewRequest
from learnhub.studio.queries.drafts import parts_of
from learnhub.training.models import Training, TrainingDay, TrainingPerson
from tests.db.demo.test_demo_network import in_force

HOME = "icharm"


def test_a_course_waits_for_the_reviewer_and_a_briefing_for_its_author(network: Session) -> None:
    drafts = {row.code: row for row in network.scalars(select(DraftRow))}
    assert set(drafts) == {"reading-the-river", BRIEFING}
    assert {row.centre_id for row in drafts.values()} == {HOME}
    assert drafts["reading-the-river"].state == "in_review"
    assert drafts[BRIEFING].state == "draft"
    assert any(
        part.text.endswith(ADDED) for part in parts_of(network, drafts["reading-the-river"].id).values()
    )
    (asked,) = network.scalars(select(ReviewRequest))
    assert asked.draft_id == drafts["reading-the-river"].id
    assert asked.ended_at is None


def test_the_centre_of_the_team_holds_trainings(network: Session) -> None:
    assert {each.scope.id for each in sign_ins(HOME)} >= {HOME}
    events = in_force(network, EventRecord).values()
    held = [event for event in events if event.centre_id == HOME and event.status == "held"]
    assert len(held) >= 3


def test_the_pages_of_trainings_say_what_the_ledger_says(network: Session) -> None:
    events = in_force(network, EventRecord)
    rows = {each.key: each for each in network.scalars(select(Training))}
    assert set(rows) == {key for key, each in events.items() if each.kind == "training"}
    revs = {entry.key: entry.rev for entry in latest(network, EventRecord.entry_kind)}
    assert {key: (row.status, row.ledger_rev) for key, row in rows.items()} == {
        key: (events[key].status, revs[key]) for key in rows
    }
    recorded = in_force(network, AttendanceRecord)
    days = {
        each.key: (each.day, each.status, each.hours, each.mode)
        for each in network.scalars(select(TrainingDay))
    }
    assert days == {
        key: (each.date, each.status, str(each.hours or ""), each.mode)
        for key, each in recorded.items()
        if each.date
    }
    listed = set(network.scalars(select(TrainingPerson.key)))
    assert listed == {key for key, each in recorded.items() if not each.date}
