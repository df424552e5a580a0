"""The team of the demonstration finds work of its own: texts in the studio and trainings of its centre."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from learnhub.demo.team import sign_ins
from learnhub.demo.texts import ADDED, BRIEFING
from learnhub.ledger.records import EventRecord
from learnhub.studio.models.drafts import DraftRow
from learnhub.studio.models.reviews import ReviewRequest
from learnhub.studio.queries.drafts import parts_of
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
