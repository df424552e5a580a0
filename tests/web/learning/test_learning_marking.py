"""Works that wait for marks: the queue, giving marks, what follows, a second look, an appeal."""

from __future__ import annotations

import pytest
from learning_support import Browser, plain_text
from marking_support import (
    GOOD,
    POOR,
    QUEUE,
    appeal,
    do_the_rest,
    give,
    hand_in_work,
    leads_to,
    marks,
    person,
    work_of,
)
from sqlalchemy import select

from learnhub.db import reading
from learnhub.kernel.errors import Conflict, Unacceptable
from learnhub.learning.models import Certificate, Enrolment
from learnhub.ledger.models import LedgerEntry


def test_an_empty_queue_says_what_will_appear(marker: Browser) -> None:
    text = plain_text(marker.text(QUEUE))
    assert "Nothing waits for marks." in text
    assert "their work appears here" in text


def test_marks_decide_and_lead_to_the_next_work(marker: Browser) -> None:
    first, following = hand_in_work(person("Amina")), hand_in_work(person("Kofi"))
    page = plain_text(marker.text(QUEUE))
    assert page.index("Amina") < page.index("Kofi")
    assert leads_to(give(marker, first, GOOD)) == f"{QUEUE}/{following}"
    assert "Marks given: 8 of 10." in marker.text(f"{QUEUE}/{following}")
    assert work_of(first).state == "passed"
    assert leads_to(give(marker, following, POOR)) == QUEUE
    assert work_of(following).state == "revise"
    decided = plain_text(marker.text(f"{QUEUE}?stage=done"))
    assert "Kofi" in decided
    assert "Nothing waits" in plain_text(marker.text(QUEUE))


def test_a_marker_reads_task_text_and_criteria_and_no_hostile_text_runs(marker: Browser) -> None:
    key = hand_in_work(person("<b>Eve</b>"), "Line one\n<script>alert(1)</script>\nLine three")
    html = marker.text(f"{QUEUE}/{key}")
    text = plain_text(html)
    assert "Write a plan for a river that you know." in text
    assert "4: numbers; 0: none" in text
    assert "Passed from 6 of 10 points" in text
    assert "<script>alert" not in html
    assert "<b>Eve" not in html
    assert "Line one\n&lt;script&gt;" in html, "line breaks are kept"


@pytest.mark.parametrize(
    ("field", "typed"), [("hazard", "5"), ("people", ""), ("sources", "-1"), ("hazard", "x")]
)
def test_points_that_a_criterion_can_not_earn_are_said_and_nothing_typed_is_lost(
    marker: Browser, field: str, typed: str
) -> None:
    key = hand_in_work(person("Amina"))
    answer = give(marker, key, {**GOOD, f"points-{field}": typed}, remark="Well begun.")
    assert answer.status_code == 422
    assert "give whole points from 0 to" in plain_text(answer.text)
    assert "Well begun." in answer.text
    assert marks(key) == []


def test_a_pass_completes_the_course_as_a_last_quiz_would(marker: Browser, learner: int) -> None:
    key = hand_in_work(learner)
    do_the_rest(learner)
    assert enrolment().completed_at is None
    rows = len(ledger())
    give(marker, key, GOOD)
    row = enrolment()
    assert row.completed_at is not None
    assert len(reading().scalars(select(Certificate)).all()) == 1
    new = ledger()[rows:]
    assert [(entry.kind, entry.rev) for entry in new] == [("enrolments", row.ledger_rev)]
    assert f"{row.completed_at:%Y-%m-%dT%H:%M:%SZ}" in new[0].body


def test_marks_that_return_a_work_or_wait_for_a_second_look_complete_nothing(
    marker: Browser, learner: int
) -> None:
    returned = hand_in_work(learner)
    do_the_rest(learner)
    rows = len(ledger())
    give(marker, returned, POOR)
    give(marker, hand_in_work(learner, "My river is the Niger, revised."), GOOD, again="y")
    assert enrolment().completed_at is None
    assert len(ledger()) == rows


def enrolment() -> Enrolment:
    """The one that there is, as it stands now."""
    reading().rollback()
    return reading().scalars(select(Enrolment)).one()


def ledger() -> list[LedgerEntry]:
    """All rows so far, in their order."""
    reading().rollback()
    return list(reading().scalars(select(LedgerEntry).order_by(LedgerEntry.entry_id)))


def test_a_second_marker_does_not_see_the_points_and_the_last_marks_hold(
    marker: Browser, second: Browser
) -> None:
    key = hand_in_work(person("Amina"))
    give(marker, key, POOR, remark="Too short, I fear.", again="y")
    assert work_of(key).state == "handed_in", "nothing is decided yet"
    assert "Second look" in plain_text(second.text(QUEUE))
    blind = second.text(f"{QUEUE}/{key}")
    assert "Too short, I fear." not in blind
    assert "asks for a second look" in plain_text(blind)
    assert "Too short, I fear." in marker.text(f"{QUEUE}/{key}"), "her own marks"
    assert 'name="points-hazard"' not in marker.text(f"{QUEUE}/{key}")
    give(second, key, GOOD)
    shown = plain_text(second.text(f"{QUEUE}/{key}"))
    assert "Too short, I fear." in shown
    assert "Against the marks before: +6 points; the outcome changed." in shown
    assert work_of(key).state == "passed"
    assert [given.total for given in marks(key)] == [2, 8], "both are kept"


def test_a_first_marker_can_not_be_the_second(marker: Browser) -> None:
    key = hand_in_work(person("Amina"))
    form = marker.form(f"{QUEUE}/{key}", f"{QUEUE}/{key}")
    give(marker, key, POOR, again="y")
    again = marker.submit(form, ("", ""), {name: [value] for name, value in GOOD.items()})
    assert again.status_code == 409
    assert "You gave marks for this work already." in again.text
    assert len(marks(key)) == 1


def test_of_two_markers_at_once_the_later_sees_the_marks_and_keeps_what_she_typed(
    marker: Browser, second: Browser
) -> None:
    key = hand_in_work(person("Amina"))
    form = second.form(f"{QUEUE}/{key}", f"{QUEUE}/{key}")
    give(marker, key, GOOD)
    late = second.submit(form, ("", ""), {"remark": ["A careful plan."], **{k: [v] for k, v in POOR.items()}})
    assert late.status_code == 409
    assert "Somebody else gave marks" in late.text
    assert "A careful plan." in late.text
    assert "8 of 10" in plain_text(late.text)
    assert [given.total for given in marks(key)] == [8]


def test_whoever_writes_while_a_second_look_is_asked_for_becomes_the_second(
    marker: Browser, second: Browser
) -> None:
    key = hand_in_work(person("Amina"))
    form = second.form(f"{QUEUE}/{key}", f"{QUEUE}/{key}")
    give(marker, key, POOR, remark="Too short, I fear.", again="y")
    late = second.submit(form, ("", ""), {k: [v] for k, v in GOOD.items()})
    assert late.status_code == 409
    assert "Too short, I fear." not in late.text
    assert 'value="3"' in late.text, "what she typed"
    give(second, key, GOOD)
    assert work_of(key).state == "passed"


def test_remarks_are_kept_as_lines_without_control_characters(marker: Browser) -> None:
    key = hand_in_work(person("Amina"))
    give(marker, key, {**POOR, "remark-hazard": " One.\r\nTwo.\x00\x07 "}, remark="  ")
    (given,) = marks(key)
    assert given.remarks == {"hazard": "One.\nTwo."}
    assert given.remark == ""


def test_an_appeal_is_answered_by_somebody_else_and_can_be_made_once(
    marker: Browser, second: Browser, learner: int
) -> None:
    key = hand_in_work(learner)
    with pytest.raises(Conflict):
        appeal(learner, key, "too early")
    give(marker, key, POOR, remark="Too short, I fear.")
    with pytest.raises(Unacceptable):
        appeal(learner, key, "  ")
    appeal(learner, key, "The numbers are on page two.")
    with pytest.raises(Conflict):
        appeal(learner, key, "Once more.")
    own = plain_text(marker.text(f"{QUEUE}/{key}"))
    assert "Somebody who has not marked this work gives the answer." in own
    assert 'name="points-hazard"' not in marker.text(f"{QUEUE}/{key}")
    assert "Appeal since " in plain_text(second.text(QUEUE)), "the queue is in the order of these moments"
    for address in (QUEUE, f"{QUEUE}/{key}"):
        page = marker.text(address)
        assert "page.js" in page
        assert page.count("<time ") == page.count("data-local>"), "every moment is told by the reader's clock"
    asked = second.text(f"{QUEUE}/{key}?stage=appeal")
    assert "The numbers are on page two." in asked
    assert "Too short, I fear." not in asked
    give(second, key, GOOD)
    assert work_of(key).state == "passed"
    assert [given.act for given in marks(key)] == ["mark", "appeal_mark"]
    with pytest.raises(Conflict):
        appeal(learner, key, "And again.")


def test_a_later_try_leads_to_what_was_said_of_the_earlier_one(marker: Browser, learner: int) -> None:
    first = hand_in_work(learner)
    give(marker, first, POOR, remark="Say where the numbers come from.")
    later = hand_in_work(learner, "My river is the Niger, revised.")
    assert later != first
    page = marker.text(f"{QUEUE}/{later}")
    assert "Earlier tries Try 1" in plain_text(page)
    assert f'href="{QUEUE}/{first}"' in page
    assert "Say where the numbers come from." in marker.text(f"{QUEUE}/{first}")
    assert "Earlier tries" not in marker.text(f"{QUEUE}/{first}")


def test_course_team_pages_lead_to_the_queue_of_their_course(marker: Browser) -> None:
    hand_in_work(person("Amina"))
    address = f"{QUEUE}?of=reading-the-river:"
    assert f'href="{address}"' in marker.text("/en/courses/reading-the-river/learners").replace("%3A", ":")
    assert '<option value="reading-the-river:" selected>Reading the river</option>' in marker.text(address)


def test_the_last_work_that_waits_leads_back_to_the_queue(marker: Browser) -> None:
    one, other = (hand_in_work(person(name)) for name in ("Amina", "Kofi"))
    assert "Give marks, next" in marker.text(f"{QUEUE}/{one}")
    give(marker, one, GOOD)
    assert "Give marks, next" not in marker.text(f"{QUEUE}/{other}")
