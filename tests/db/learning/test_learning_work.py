"""Works for assignments at the level of commands: what is kept, what is refused, and what follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from learning_commands import NOW, Learner
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from learnhub.accounts.service import NewAccount, register
from learnhub.catalogue.content import StepInfo, Version
from learnhub.coursefile.document import Assignment, Criterion
from learnhub.db import reading, transaction
from learnhub.kernel.errors import Conflict, HandedIn, NotFound, Unacceptable
from learnhub.learning.models.work import Work
from learnhub.learning.queries import COHORT, ENROLMENT, find_enrolment
from learnhub.learning.queries.work import WORK, states_of, works_of
from learnhub.learning.service import deciding
from learnhub.learning.service.progress import asked_mask
from learnhub.learning.service.work import (
    MOST_TEXT,
    StoredFile,
    Written,
    hand_in,
    lacking,
    open_work,
    save_work,
    withdraw_hand_in,
)
from learnhub.records.service.moving import take_over
from tests.at_once import together

TASK = Assignment(
    "plan", "A plan", 60, ("read",), "Write.", "either", (Criterion("hazard", "Hazard", 4),), 2, most_words=5
)
FILE = StoredFile("f23456789abcd", "plan.pdf", "application/pdf", 10, "0" * 64)


@dataclass(frozen=True)
class Writer:
    """A learner at her assignment, as pages act for her."""

    person_id: int
    version: Version

    def _about(self) -> dict[str, Any]:
        return {"person_id": self.person_id, "version": self.version, "assignment": TASK, "now": NOW}

    def save(self, text: str | None, rev: int = 0, writer: str = "page", number: int = 1, **more: Any) -> int:
        """Save; gives how often it was saved."""
        with transaction() as session:
            written = Written(number, rev, writer, text, **more)
            return int(save_work(session, **self._about(), written=written).rev)

    def hand_in(self, number: int = 1, rev: int = 1) -> str:
        """Hand in; gives the key."""
        with transaction() as session:
            return str(hand_in(session, **self._about(), number=number, rev=rev).key)

    def take_back(self, key: str) -> None:
        """Take it back."""
        with transaction() as session:
            withdraw_hand_in(session, person_id=self.person_id, key=key, now=NOW)

    def open(self) -> int:
        """Begin, or go on; gives the number of the try."""
        with transaction() as session:
            return int(open_work(session, **self._about()).number)

    def decided(self, key: str, state: str) -> None:
        """What marks lead to."""
        with transaction() as session:
            session.execute(update(WORK).where(WORK.c.key == key).values(state=state))

    @property
    def last(self) -> Work:
        """The last try."""
        reading().rollback()
        session = reading()
        session.expire_all()
        enrolment = session.execute(ENROLMENT.select().where(ENROLMENT.c.person_id == self.person_id)).one()
        return works_of(session, enrolment.id, "plan")[0]


@pytest.fixture
def writer(learner: Learner) -> Writer:
    """Somebody in a course with an assignment: a step more than the example has."""
    version = learner.version
    more = max(step.mask for step in version.steps) << 1
    step = StepInfo("plan", "assignment", "A plan", 60, 0, more, len(version.steps) + 1, 1)
    return Writer(learner.person_id, replace(version, steps=(*version.steps, step)))


def test_a_page_that_writes_on_is_never_in_its_own_way(writer: Writer) -> None:
    assert writer.save("One.") == 1
    assert writer.save("One. Two.", rev=0) == 2, "the answer to the first saving was lost on the way"
    assert writer.save("One. Two. Three.", rev=2) == 3
    assert writer.last.text == "One. Two. Three."


def test_the_same_text_again_is_no_change(writer: Writer) -> None:
    writer.save("One.")
    assert writer.save("One.", rev=0, writer="other") == 1
    assert writer.save("Two.", rev=1, writer="other") == 2


def test_another_page_that_knows_less_is_refused(writer: Writer) -> None:
    writer.save("One.")
    with pytest.raises(Conflict, match="changed on another page"):
        writer.save("Other.", rev=0, writer="other")
    assert writer.last.text == "One."


def test_a_file_comes_without_the_text(writer: Writer) -> None:
    writer.save("One.")
    writer.save(None, rev=0, writer="other", file=FILE)
    assert (writer.last.text, writer.last.file_name) == ("One.", "plan.pdf")


def test_control_characters_and_line_ends_are_made_tidy(writer: Writer) -> None:
    writer.save("One\r\ntwo\rthree\x00\x1b\tfour")
    assert writer.last.text == "One\ntwo\nthree\tfour"


def test_a_text_beyond_all_measure_is_refused(writer: Writer) -> None:
    writer.save("x" * MOST_TEXT)
    with pytest.raises(Unacceptable):
        writer.save("x" * (MOST_TEXT + 1), rev=1)


@pytest.mark.parametrize(
    ("answer", "text", "file", "ready"),
    [
        ("text", "Words.", False, True),
        ("text", " \n", True, False),
        ("file", "Words.", False, False),
        ("file", "", True, True),
        ("either", "", True, True),
        ("either", "Words.", False, True),
        ("either", " ", False, False),
        ("either", "one two three four five", False, True),
        ("either", "one two three four five six", True, False),
    ],
)
def test_what_is_lacking(answer: Any, text: str, file: bool, ready: bool) -> None:
    work = Work(text=text, file_key=FILE.key if file else "")
    assert (lacking(replace(TASK, answer=answer), work) is None) is ready


def test_each_try_is_handed_in_once(writer: Writer) -> None:
    with pytest.raises(NotFound):
        writer.hand_in()
    writer.save("One.")
    with pytest.raises(Conflict):
        writer.hand_in(rev=0)
    writer.hand_in()
    for act in (writer.hand_in, lambda: writer.save("Two.", rev=1), writer.open):
        with pytest.raises(HandedIn):
            act()


def test_a_task_that_was_revised_is_read_before_handing_in(writer: Writer) -> None:
    writer.save("One.")
    newer = replace(writer, version=replace(writer.version, id=writer.version.id + 1))
    with pytest.raises(Conflict, match="revised"):
        newer.hand_in()


def test_only_ones_own_work_is_taken_back(writer: Writer) -> None:
    writer.save("One.")
    key = writer.hand_in()
    with pytest.raises(NotFound):
        replace(writer, person_id=writer.person_id + 1).take_back(key)
    writer.take_back(key)
    assert writer.last.state == "draft"
    with pytest.raises(NotFound):
        writer.take_back(key)


@pytest.mark.parametrize(
    ("due", "late"),
    [(None, False), (NOW.date(), False), (date(2026, 11, 19), False), (date(2026, 11, 18), True)],
)
def test_late_is_when_the_day_of_the_deadline_has_ended_everywhere(
    writer: Writer, due: date | None, late: bool
) -> None:
    with transaction() as session:
        session.execute(update(ENROLMENT).values(due_on=due))
    writer.save("One.")
    writer.hand_in()
    assert (writer.last.late, writer.last.due_on) == (late, due)


def test_a_deadline_that_is_put_later_takes_lateness_away(writer: Writer) -> None:
    day = NOW.date()
    with transaction() as session:
        cohort = deciding.add_cohort(
            session, course_id=writer.version.course_id, name="Accra", starts_on=date(2026, 10, 1),
            ends_on=day - timedelta(days=3), now=NOW,
        )  # fmt: skip
        session.execute(update(ENROLMENT).values(cohort_id=cohort))
    writer.save("One.")
    writer.hand_in()

    def cohort_until(end: date) -> bool:
        with transaction() as session:
            row = session.execute(select(COHORT)).one()
            deciding.change_cohort(session, cohort=row, name=row.name, starts_on=row.starts_on, ends_on=end)
        return writer.last.late

    assert cohort_until(day - timedelta(days=2)), "still before she handed in"
    assert not cohort_until(day)
    assert not cohort_until(day - timedelta(days=3)), "what was in time once stays so"
    with transaction() as session:
        session.execute(update(WORK).values(late=True))
        row = find_enrolment(session, writer.person_id, writer.version.course_id)
        why = deciding.Decision(writer.person_id, NOW, "She was ill")
        deciding.set_due(session, row=row, day=day, why=why)
    assert not writer.last.late


def test_a_returned_work_is_where_the_next_try_begins(writer: Writer) -> None:
    writer.save("One.", file=FILE)
    writer.decided(writer.hand_in(), "revise")
    assert writer.open() == 2
    assert (writer.last.text, writer.last.file_key, writer.last.rev) == ("One.", FILE.key, 0)
    assert writer.save("One, better.", number=2) == 1


def test_a_passed_work_ends_it_unless_the_step_is_to_be_done_anew(writer: Writer) -> None:
    writer.save("One.")
    writer.decided(writer.hand_in(), "passed")
    assert writer.open() == 2, "the step is not done: a newer edition asks for it again"
    mask = writer.version.step("plan").mask
    with transaction() as session:
        session.execute(WORK.delete().where(WORK.c.number == 2))
        session.execute(update(ENROLMENT).values(done=mask))
    with pytest.raises(Conflict, match="passed"):
        writer.open()


def test_the_state_is_that_of_the_last_try_that_was_handed_in(writer: Writer) -> None:
    writer.save("One.")
    session, hers = reading(), WORK.c.person_id == writer.person_id
    assert states_of(session, hers) == {}
    writer.decided(writer.hand_in(), "revise")
    writer.save("Two.", number=2)
    enrolment = writer.last.enrolment_id
    assert states_of(reading(), hers)[enrolment]["plan"].state == "revise"
    writer.hand_in(number=2)
    assert states_of(reading(), hers)[enrolment]["plan"].waits


def test_a_course_may_ask_for_an_assignment(writer: Writer) -> None:
    mask = writer.version.step("plan").mask
    assert not asked_mask(writer.version) & mask
    document = writer.version.document
    asking = replace(document, metadata=replace(document.metadata, completion_assignments=("plan",)))
    assert asked_mask(replace(writer.version, document=asking)) & mask


def test_merged_accounts_take_works_along(writer: Writer) -> None:
    writer.save("One.")
    with transaction() as session:
        kept = register(session, account=NewAccount(name="Amina D.", password_hash="!"), now=NOW).id
    with transaction() as session:
        take_over(session, kept_id=kept, given_id=writer.person_id)
    assert replace(writer, person_id=kept).last.text == "One."
    assert reading().scalars(select(WORK.c.person_id)).all() == [kept]


def test_many_pages_at_the_same_instant_and_one_wins(writer: Writer, example: Flask) -> None:
    about: dict[str, Any] = {
        "person_id": writer.person_id, "version": writer.version, "assignment": TASK, "now": NOW,
    }  # fmt: skip

    def saving(name: str) -> Callable[[Session], Any]:
        return lambda session: save_work(session, **about, written=Written(1, 0, name, f"By {name}."))

    assert together(example, *map(saving, "abcd")) == {"done": 1, "conflict": 3}
    assert (writer.last.number, writer.last.rev) == (1, 1)

    def handing_in(session: Session) -> Any:
        return hand_in(session, **about, number=1, rev=1)

    assert together(example, *[handing_in] * 4) == {"done": 1, "handed-in": 3}
    assert writer.last.state == "handed_in"
