"""Enrol, learn, leave, come back, complete: as a learner meets it, and as the ledger keeps it."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from learning_support import COURSE, RIGHT, Browser, hand_in, plain_text
from sqlalchemy import func, select

from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.learning.models import Certificate, Enrolment
from learnhub.ledger.models import LedgerEntry
from learnhub.ledger.records import AttemptRecord, EnrolmentRecord, Record, SessionRecord
from learnhub.ledger.service import seal
from learnhub.ledger.verify import verify

LEGACY_CHOICES = pytest.mark.filterwarnings("ignore:Passing SelectField choices as tuples:DeprecationWarning")


def ledger(kind: type[Record]) -> list[Record]:
    """What the ledger holds of a kind, in order."""
    lines = reading().scalars(
        select(LedgerEntry.body).where(LedgerEntry.kind == kind.entry_kind).order_by(LedgerEntry.entry_id)
    )
    return [kind.from_line(line) for line in lines]


def enrolment() -> Enrolment:
    session = reading()
    session.expire_all()
    return session.scalars(select(Enrolment)).one()


def certificates() -> int:
    return reading().scalar(select(func.count()).select_from(Certificate)) or 0


def close_all_lessons(browser: Browser) -> None:
    for lesson in ("staff-gauge", "return-periods"):
        assert browser.press(f"{COURSE}/{lesson}", "/done").status_code == 303


def test_enrolling_opens_the_first_step_and_twice_does_no_harm(browser: Browser) -> None:
    form = browser.form(COURSE, "/enrol")
    first = browser.submit(form, ("", ""), {})
    again = browser.submit(form, ("", ""), {})
    assert first.status_code == again.status_code == 303
    assert first.location == again.location == f"{COURSE}/quiz/before"
    assert [record.rev for record in ledger(EnrolmentRecord)] == [1]


def test_leaving_and_coming_back_keeps_progress_and_the_history(enrolled: Browser) -> None:
    enrolled.press(f"{COURSE}/staff-gauge", "/done")
    assert enrolled.press(f"{COURSE}/leave", "").status_code == 303
    assert "You left these courses. What you did is kept: Reading the river" in plain_text(
        enrolled.text("/en/me")
    )
    assert "Enrol, free" in enrolled.text(COURSE)
    back = enrolled.press(COURSE, "/enrol")
    assert back.location == f"{COURSE}/return-periods", "she goes on after the lesson that she closed"
    assert enrolment().withdrawn_at is None
    records = ledger(EnrolmentRecord)
    assert [record.rev for record in records] == [1, 2, 3, 4]
    assert [bool(record.withdrawn_at) for record in records] == [False, False, True, False]
    assert [record.progress_pct for record in records] == [0, 20, 20, 20]


def test_who_has_left_can_take_no_quiz(enrolled: Browser) -> None:
    form = enrolled.form(f"{COURSE}/quiz/final", "/final")
    enrolled.press(f"{COURSE}/leave", "")
    assert enrolled.submit(form, ("do", "check"), RIGHT).status_code == 404
    assert ledger(AttemptRecord) == []


def test_leaving_twice_is_not_found(enrolled: Browser) -> None:
    form = enrolled.form(f"{COURSE}/leave")
    assert enrolled.submit(form, ("", ""), {}).status_code == 303
    assert enrolled.send(f"{COURSE}/leave", form.values).status_code == 404


@LEGACY_CHOICES
def test_registering_for_a_course_enrols(visitor: Browser) -> None:
    done = visitor.press(
        "/en/register?course=reading-the-river", "", name="Kofi Mensah", password="three words in a row"
    )
    assert done.status_code == 303
    assert done.location == f"{COURSE}/quiz/before"
    assert "Continue" in visitor.text(COURSE)
    assert len(ledger(EnrolmentRecord)) == 1


@LEGACY_CHOICES
def test_registering_for_a_course_that_is_not_there_still_registers(visitor: Browser) -> None:
    done = visitor.press(
        "/en/register?course=nothing", "", name="Kofi Mensah", password="three words in a row"
    )
    assert (done.status_code, done.location) == (303, "/en/me")


def test_the_next_step_is_the_first_that_she_left_out(enrolled: Browser) -> None:
    def next_address() -> str:
        page = enrolled.text(COURSE)
        return page.split(">Continue<")[0].rsplit('href="', 1)[1].split('"')[0]

    assert next_address().endswith("/quiz/before")
    enrolled.text(f"{COURSE}/return-periods")
    assert next_address().endswith("/staff-gauge"), "the certificate asks for it; not for the quiz before it"
    enrolled.press(f"{COURSE}/staff-gauge", "/done")
    assert next_address().endswith("/return-periods")
    enrolled.press(f"{COURSE}/return-periods", "/done")
    assert next_address().endswith("/quiz/final")
    hand_in(enrolled, {"q.q1": ["true"]}, f"{COURSE}/quiz/after")
    assert next_address().endswith("/quiz/final")


def test_the_button_onward_says_that_a_quiz_comes(enrolled: Browser) -> None:
    assert "Done, next: quiz" not in plain_text(enrolled.text(f"{COURSE}/staff-gauge"))
    assert "Done, next: quiz “" in plain_text(enrolled.text(f"{COURSE}/return-periods"))


def test_the_review_of_the_post_test_tells_what_she_knew_before(enrolled: Browser) -> None:
    def after() -> str:
        return enrolled.text(hand_in(enrolled, {"q.q1": ["true"]}, f"{COURSE}/quiz/after").location)

    assert "Before the course you had" not in after()
    hand_in(enrolled, {"q.q1": ["true"]}, f"{COURSE}/quiz/before")
    assert "Before the course you had 0 of 1 marks." in after()


def test_who_has_completed_a_course_is_led_to_the_certificate(enrolled: Browser) -> None:
    assert "To your certificate" not in enrolled.text(COURSE)
    close_all_lessons(enrolled)
    hand_in(enrolled)
    page = enrolled.text(COURSE)
    assert 'href="/en/me#certificates">To your certificate' in page
    assert "Read again" in page
    last = enrolled.text(hand_in(enrolled, {"q.q1": ["true"]}, f"{COURSE}/quiz/after").location)
    assert re.search(r'class="btn"\s+href="/en/me#certificates">To your certificate', last)


def test_closing_a_lesson_leads_to_the_next_step_and_counts_once(enrolled: Browser) -> None:
    form = enrolled.form(f"{COURSE}/staff-gauge", "/done")
    for _ in range(2):
        assert enrolled.submit(form, ("", ""), {}).location == f"{COURSE}/return-periods"
    assert [record.progress_pct for record in ledger(EnrolmentRecord)] == [0, 20]


def test_a_quiz_cannot_be_closed_like_a_lesson(enrolled: Browser) -> None:
    form = enrolled.form(f"{COURSE}/staff-gauge", "/done")
    assert enrolled.send(f"{COURSE}/final/done", form.values).status_code == 404
    assert enrolment().done == 0


def test_who_reads_without_enrolling_keeps_no_progress(browser: Browser, visitor: Browser) -> None:
    token = browser.form(COURSE, "/enrol").values
    answer = browser.send(f"{COURSE}/staff-gauge/done", token)
    assert (answer.status_code, answer.location) == (303, COURSE)
    assert "You are reading without enrolling" in visitor.text(f"{COURSE}/staff-gauge")
    assert ledger(EnrolmentRecord) == []


@pytest.mark.parametrize("lessons_first", [True, False])
def test_completing_issues_one_certificate(enrolled: Browser, lessons_first: bool) -> None:
    if lessons_first:
        close_all_lessons(enrolled)
        assert certificates() == 0
        hand_in(enrolled)
    else:
        hand_in(enrolled)
        assert certificates() == 0
        close_all_lessons(enrolled)
    assert certificates() == 1
    hand_in(enrolled)
    hand_in(enrolled, RIGHT, f"{COURSE}/quiz/before")
    hand_in(enrolled, RIGHT, f"{COURSE}/quiz/after")
    assert certificates() == 1
    last = ledger(EnrolmentRecord)[-1]
    assert isinstance(last, EnrolmentRecord)
    assert last.completed_at == last.certificate_at == enrolment().completed_at
    assert last.progress_pct == 100
    assert "Completed" in enrolled.text("/en/me")


def test_a_final_quiz_that_is_not_passed_completes_nothing(enrolled: Browser) -> None:
    close_all_lessons(enrolled)
    hand_in(enrolled, {"q.q1": ["0"]})
    assert enrolment().completed_at is None
    assert certificates() == 0


@pytest.mark.parametrize("back", [False, True])
def test_a_certificate_stays_in_the_ledger_when_its_holder_leaves(enrolled: Browser, back: bool) -> None:
    hand_in(enrolled)
    close_all_lessons(enrolled)
    enrolled.press(f"{COURSE}/leave", "")
    if back:
        enrolled.press(COURSE, "/enrol")
    last = ledger(EnrolmentRecord)[-1]
    assert isinstance(last, EnrolmentRecord)
    assert bool(last.withdrawn_at) is not back
    assert last.certificate_at == last.completed_at == enrolment().completed_at


def test_the_ledger_holds_each_attempt_with_its_item_marks(enrolled: Browser) -> None:
    hand_in(enrolled, {"q.q1": ["0"], "q.q2": ["0"], "q.q3": ["true"]}, f"{COURSE}/quiz/final")
    hand_in(enrolled, {"q.q1": ["false"]}, f"{COURSE}/quiz/before")
    first, second = ledger(AttemptRecord)
    assert isinstance(first, AttemptRecord)
    assert isinstance(second, AttemptRecord)
    assert (first.quiz_kind, second.quiz_kind) == ("final", "pre")
    assert list(map(str, first.item_marks)) == ["1", "0.5", "0", "0", "0", "0", "0"]
    assert list(map(str, second.item_marks)) == ["1"]
    with transaction() as session:
        seal(session, now=now())
    assert verify(reading()) == []


def test_nothing_is_stored_when_something_fails_in_between(
    example: Flask, enrolled: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = enrolled.form(f"{COURSE}/quiz/final", "/final")
    close_all_lessons(enrolled)
    before = (enrolment().ledger_rev, enrolment().results, len(ledger(EnrolmentRecord)))

    def broken(*_given: object, **_named: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("learnhub.learning.service.progress.issue", broken)
    assert enrolled.submit(form, ("do", "check"), RIGHT).status_code == 500
    monkeypatch.undo()
    assert (enrolment().ledger_rev, enrolment().results, len(ledger(EnrolmentRecord))) == before
    assert ledger(AttemptRecord) == []
    assert certificates() == 0
    assert enrolled.submit(form, ("do", "check"), RIGHT).status_code == 303
    assert certificates() == 1


def test_results_are_shown_to_their_owner(enrolled: Browser) -> None:
    hand_in(enrolled)
    assert "Show what you can do" in plain_text(enrolled.text("/en/me/results"))
    assert ledger(SessionRecord) == [], "a study session is recorded when it is over"


def test_titles_keep_their_direction_on_pages_of_another(enrolled: Browser) -> None:
    """A full stop or a question mark would else stand in front of an English title on an Arabic page."""
    hand_in(enrolled)
    title = '<bdi lang="en" dir="ltr">Reading the river</bdi>'
    for page in ("/ar/me", "/ar/me/results"):
        assert title in enrolled.text(page), page


def test_who_has_completed_a_course_is_led_to_the_test_of_what_she_learnt(enrolled: Browser) -> None:
    asked = "See what you have learnt What you know now"
    close_all_lessons(enrolled)
    assert asked not in plain_text(enrolled.text("/en/me")), "the certificate comes first"
    hand_in(enrolled)
    assert asked in plain_text(enrolled.text("/en/me"))
    after = f"{COURSE}/quiz/after"
    hand_in(enrolled, {"q.q1": ["true"]}, after)
    assert asked not in plain_text(enrolled.text("/en/me"))
