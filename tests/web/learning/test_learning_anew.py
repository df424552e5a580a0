"""A key that was wrong is put right in a further version, and the tries at the older one are marked anew by it."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from learning_support import COURSE, FINAL, Browser, SignedIn, WithRole, hand_in, plain_text
from sqlalchemy import delete, func, select, update

from learnhub.access.identity import Role
from learnhub.accounts.models import Person
from learnhub.accounts.privacy import erase_person
from learnhub.accounts.service import NewAccount, register
from learnhub.app import tasks
from learnhub.catalogue.content import forget_versions
from learnhub.catalogue.files import FileStore
from learnhub.catalogue.publishing import publish
from learnhub.catalogue.shelf import forget_shelves
from learnhub.cli import main
from learnhub.coursefile.reader import read_folder
from learnhub.db import reading, transaction
from learnhub.jobs.models import Job
from learnhub.jobs.worker import Worker
from learnhub.kernel.clock import now
from learnhub.learning.models import Attempt, Certificate, Enrolment, LearnerChange
from learnhub.learning.models.keys import KeyChange, MarkedAnew
from learnhub.learning.service import anew as pieces
from learnhub.learning.service.rekeying import next_piece
from learnhub.ledger.exporting import export_folder
from learnhub.ledger.models import LedgerEntry
from learnhub.ledger.records import AttemptRecord, EnrolmentRecord
from learnhub.ledger.service import next_revs, record, seal
from learnhub.ledger.verify import verify
from tests.databases import EXAMPLE
from tests.web.inspect_page import faults
from tests.web.markup import parse

ANEW, INSIGHTS = f"{FINAL}/anew", f"{COURSE}/insights"
WHY = "The colour of the water was marked as wrong."
PutRight = Callable[..., None]
# what the key of the second question says, as it was and as it is put right
KEY = (
    ("{text: The level, correct: true}", "{text: The level}"),
    ("{text: The time, correct: true}", "{text: The time, feedback: Not of a reading.}"),
    ("{text: The colour of the water}", "{text: The colour of the water, correct: true}"),
    ("Level and time belong together.", "The colour alone is read."),
)
THREE = {"q.q1": ["0"], "q.q3": ["false"], "q.q4": ["25 m³"]}  # three of eight marks; sixty per cent pass
COLOUR = {**THREE, "q.q2": ["2"]}  # fails by the wrong key, passes by the right one
LEVEL = {**THREE, "q.q2": ["0", "1"]}  # the other way round


@pytest.fixture
def put_right(example: Flask, tmp_path: Path) -> PutRight:
    """Publish the example course with other words in its final quiz."""
    folder = tmp_path / "course"
    shutil.copytree(EXAMPLE, folder)

    def change(*pairs: tuple[str, str]) -> None:
        path = folder / "quizzes" / "final.yaml"
        text = path.read_text()
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text)
        found = read_folder(folder)
        assert found.document is not None, found.problems
        with transaction() as session:
            files = FileStore(example.config["SETTINGS"].instance)
            assert publish(session, document=found.document, files=files, now=now(), actor="test").new
        forget_shelves()
        forget_versions()

    return change


@pytest.fixture
def facilitator(with_role: WithRole) -> Browser:
    return with_role(Role.FACILITATOR, "icharm")


@pytest.fixture
def another(signed_in: SignedIn) -> Callable[[str], Browser]:
    """One more learner, enrolled, who is written to."""

    def make(name: str) -> Browser:
        with transaction() as session:
            email = f"{name.lower()}@example.org"
            made = register(
                session, account=NewAccount(name=name, email=email, password_hash="!"), now=now()
            ).id
            session.execute(update(Person).where(Person.id == made).values(email_confirmed_at=now()))
        browser = signed_in(made)
        assert browser.press(COURSE, "/enrol").status_code == 303
        return browser

    return make


def close_lessons(browser: Browser) -> None:
    for lesson in ("staff-gauge", "return-periods"):
        assert browser.press(f"{COURSE}/{lesson}", "/done").status_code == 303


def mark_anew(team: Browser, address: str = ANEW) -> None:
    assert team.press(address, f"/anew{address.removeprefix(ANEW)}", reason=WHY).status_code == 303


def fresh() -> None:
    reading().rollback()
    reading().expire_all()


def attempts() -> list[tuple[str | None, bool | None]]:
    fresh()
    return [(each.marks, each.passed) for each in reading().scalars(select(Attempt).order_by(Attempt.id))]


def enrolments() -> list[Enrolment]:
    fresh()
    return list(reading().scalars(select(Enrolment).order_by(Enrolment.id)))


def entries(kind: str) -> list[LedgerEntry]:
    fresh()
    found = select(LedgerEntry).where(LedgerEntry.kind == kind).order_by(LedgerEntry.entry_id)
    return list(reading().scalars(found))


def mails() -> list[dict[str, str]]:
    return [each for each in reading().scalars(select(Job.payload).where(Job.name == "mail")) if each]


def work(app: Flask) -> None:
    worker = Worker(app, tasks(app.config["SETTINGS"]), now)
    while worker.work_once():
        pass


def test_the_trial_says_what_would_change_and_writes_nothing(
    another: Callable[[str], Browser], put_right: PutRight, facilitator: Browser
) -> None:
    hand_in(another("Amina"), COLOUR)
    hand_in(another("Binta"), LEVEL)
    hand_in(another("Chi"), THREE)
    assert "Nobody has handed in this quiz in an older version." in plain_text(facilitator.text(ANEW))
    put_right(*KEY)
    assert faults(parse(facilitator.text(ANEW))) == []
    page = plain_text(facilitator.text(ANEW))
    assert "Was right The level; The time Is right The colour of the water" in page
    assert (
        "Tries looked at 3 Tries that would change 2 Would have more marks 1 Would have fewer marks 1" in page
    )
    assert "Would pass now 1 Would not pass any more, and keep their pass 1" in page
    assert "Amina 3 of 8 marks, by the right key 5" in page
    assert "Binta 5 of 8 marks, by the right key 3" in page
    assert "Chi" not in page
    assert attempts() == [("3", False), ("5", True), ("3", False)]


def test_a_new_pass_completes_the_course_and_nobody_loses_one(
    another: Callable[[str], Browser], put_right: PutRight, facilitator: Browser
) -> None:
    amina, binta = another("Amina"), another("Binta")
    for each in (amina, binta):
        close_lessons(each)
    hand_in(amina, COLOUR)
    hand_in(binta, LEVEL)
    handed = reading().scalars(select(Attempt.submitted_at).order_by(Attempt.id)).first()
    put_right(*KEY)
    mark_anew(facilitator)
    assert attempts() == [("5", True), ("3", True)]
    hers, other = enrolments()
    assert hers.completed_at == handed, "she had done all of it when she handed in"
    assert other.completed_at is not None
    assert reading().scalar(select(func.count()).select_from(Certificate)) == 2
    (mail,) = mails()
    assert mail["to"] == "amina@example.org"
    assert WHY in mail["text"]
    assert "5 of 8 marks" in mail["text"]
    assert "you have completed the course" in mail["text"]
    assert "Learners who pass by it: 1." in plain_text(facilitator.text(ANEW))


def test_the_learner_reads_on_her_result_what_it_was_and_why(
    another: Callable[[str], Browser], put_right: PutRight, facilitator: Browser
) -> None:
    amina, binta = another("Amina"), another("Binta")
    first, second = hand_in(amina, COLOUR).location, hand_in(binta, LEVEL).location
    put_right(*KEY)
    mark_anew(facilitator)
    assert faults(parse(amina.text(first))) == []
    page = plain_text(amina.text(first))
    assert "You passed with 5 of 8 marks" in page
    assert "Before that: 3 of 8 marks" in page
    assert WHY in page
    assert "The colour alone is read." in page
    assert "Level and time belong together." not in page
    page = plain_text(binta.text(second))
    assert "You passed with 3 of 8 marks" in page
    assert "what you have passed stays passed" in page
    assert "Not of a reading." in page
    learner = enrolments()[0].id
    page = plain_text(facilitator.text(f"{COURSE}/learners/{learner}"))
    assert "try 1 at “Show what you can do”, before that 3 of 8 marks." in page
    assert WHY in page


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_ledger_gets_a_further_version_of_each_changed_try(
    another: Callable[[str], Browser], put_right: PutRight, facilitator: Browser, tmp_path: Path
) -> None:
    amina = another("Amina")
    close_lessons(amina)
    hand_in(amina, COLOUR)
    hand_in(another("Chi"), THREE)
    put_right(*KEY)
    mark_anew(facilitator)
    first, _other, last = entries("quiz_attempts")
    assert (last.key, last.rev, last.reason, last.actor) == (first.key, 2, "CORRECT", "course-team")
    was, holds = AttemptRecord.from_line(first.body), AttemptRecord.from_line(last.body)
    assert list(map(str, was.item_marks)) == ["1", "0", "1", "1", "0", "0", "0"]
    assert list(map(str, holds.item_marks)) == ["1", "1", "1", "1", "0", "0", "0"]
    assert holds.submitted_at == was.submitted_at
    completed = entries("enrolments")[-1]
    assert completed.reason == "CORRECT"
    fact = EnrolmentRecord.from_line(completed.body)
    assert fact.completed_at == fact.certificate_at == was.submitted_at
    with transaction() as session:
        seal(session, now=now())
    assert verify(reading()) == []
    export_folder(reading(), tmp_path / "out")
    tries = rows_of(tmp_path / "out" / "quiz_attempts.csv")
    assert [
        (each["attempt_id"], each["item_marks"]) for each in tries if each["attempt_id"] == first.key
    ] == [(first.key, "1;1;1;1;0;0;0")]
    lines = rows_of(tmp_path / "out" / "ledger.csv")
    assert first.body in [each["line"] for each in lines], "what gave way is in the export as well"


def test_done_twice_it_changes_nothing(
    another: Callable[[str], Browser], put_right: PutRight, facilitator: Browser
) -> None:
    hand_in(another("Amina"), COLOUR)
    put_right(*KEY)
    form = facilitator.form(ANEW, "/anew")
    assert facilitator.submit(form, ("", ""), {"reason": [WHY]}).status_code == 303
    rows = len(entries("quiz_attempts"))
    assert facilitator.submit(form, ("", ""), {"reason": [WHY]}).status_code == 409
    assert "There is nothing to mark anew." in plain_text(facilitator.text(ANEW))
    assert len(entries("quiz_attempts")) == rows
    assert reading().scalar(select(func.count()).select_from(MarkedAnew)) == 1


def test_a_reason_is_needed(
    another: Callable[[str], Browser], put_right: PutRight, facilitator: Browser
) -> None:
    hand_in(another("Amina"), COLOUR)
    put_right(*KEY)
    assert facilitator.press(ANEW, "/anew", reason=" ").status_code == 422
    assert attempts() == [("3", False)]


def test_what_is_handed_in_later_in_the_older_version_is_marked_by_the_right_key(
    another: Callable[[str], Browser], put_right: PutRight, facilitator: Browser
) -> None:
    hand_in(another("Amina"), THREE)
    late = another("Binta")
    put_right(*KEY)
    mark_anew(facilitator)
    done = hand_in(late, COLOUR)
    assert attempts()[1] == ("5", True)
    page = plain_text(late.text(done.location))
    assert "You passed with 5 of 8 marks" in page
    assert "Marked anew" not in page


def test_a_question_that_says_something_else_keeps_its_marks(
    another: Callable[[str], Browser], put_right: PutRight, facilitator: Browser
) -> None:
    hand_in(another("Amina"), COLOUR)
    put_right(*KEY, ("What belongs to a reading?", "What belongs to no reading?"))
    page = plain_text(facilitator.text(ANEW))
    assert "are not in it any more: 1. Their marks stay." in page
    assert "There is nothing to mark anew." in page
    assert attempts() == [("3", False)]


def test_a_question_taken_out_gives_its_marks_to_everybody(
    another: Callable[[str], Browser], put_right: PutRight, facilitator: Browser
) -> None:
    amina, chi = another("Amina"), another("Chi")
    place = hand_in(amina, COLOUR).location
    hand_in(chi, {"q.q1": ["0"]})
    put_right(*KEY, ("What belongs to a reading?", "What belongs to no reading?"))
    page = plain_text(facilitator.text(f"{ANEW}?give=q2"))
    assert "Would have more marks 2" in page
    assert "Is right full marks for everybody" in page
    mark_anew(facilitator, f"{ANEW}?give=q2")
    assert attempts() == [("5", True), ("3", False)]
    assert "everybody has full marks for it" in plain_text(amina.text(place))
    assert "There is nothing to mark anew." in plain_text(facilitator.text(ANEW))


def test_a_second_mistake_is_put_right_on_top_of_the_first(
    another: Callable[[str], Browser], put_right: PutRight, facilitator: Browser
) -> None:
    amina = another("Amina")
    place = hand_in(amina, COLOUR).location
    put_right(*KEY)
    mark_anew(facilitator)
    put_right(
        ("answer: false", "answer: true"), ("What belongs to a reading?", "What belongs to no reading?")
    )
    mark_anew(facilitator)
    assert attempts() == [("4", True)]
    page = plain_text(amina.text(place))
    assert "Before that: 3 of 8 marks" in page
    assert "Before that: 5 of 8 marks" in page


def test_who_left_gets_what_she_had_earned(
    another: Callable[[str], Browser], put_right: PutRight, facilitator: Browser
) -> None:
    amina = another("Amina")
    close_lessons(amina)
    hand_in(amina, COLOUR)
    amina.press(f"{COURSE}/leave", "")
    put_right(*KEY)
    mark_anew(facilitator)
    (row,) = enrolments()
    assert row.completed_at is not None
    assert row.withdrawn_at is not None
    assert row.completed_at <= row.withdrawn_at


def test_figures_of_questions_follow_the_right_key(
    another: Callable[[str], Browser], put_right: PutRight, facilitator: Browser
) -> None:
    for n in range(10):
        hand_in(another(f"L{n}"), COLOUR)
    assert (
        "final/q2,What belongs to a reading?,facility_percent,0.0" in facilitator.get(f"{INSIGHTS}.csv").text
    )
    put_right(*KEY)
    assert "Mark the tries of older versions anew" in facilitator.text(f"{INSIGHTS}?version=1")
    mark_anew(facilitator)
    figures = facilitator.get(f"{INSIGHTS}.csv?version=1").text
    assert "final/q2,What belongs to a reading?,facility_percent,100.0" in figures


def test_many_are_marked_by_the_job_process_and_a_crash_costs_nothing(
    example: Flask,
    another: Callable[[str], Browser],
    put_right: PutRight,
    facilitator: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("learnhub.learning.views.anew.AT_ONCE", 2)
    monkeypatch.setattr(pieces, "PIECE", 2)
    for n in range(5):
        hand_in(another(f"L{n}"), COLOUR)
    put_right(*KEY)
    mark_anew(facilitator)
    assert "0 of 5" in plain_text(facilitator.text(ANEW))
    number = reading().scalars(select(KeyChange.id)).one()
    with transaction() as session:
        assert next_piece(session, number=number, now=now()).more
    assert [passed for _marks, passed in attempts()] == [True, True, False, False, False]
    with transaction() as session:
        session.execute(delete(Job))
    assert "It stopped before its end." in plain_text(facilitator.text(ANEW))
    assert facilitator.press(ANEW, "/on").status_code == 303
    work(example)
    assert attempts() == [("5", True)] * 5
    assert reading().scalar(select(func.count()).select_from(MarkedAnew)) == 5
    assert len(entries("quiz_attempts")) == 10
    assert "Tries with other marks: 5." in plain_text(facilitator.text(ANEW))


def test_a_newer_version_ends_it(
    another: Callable[[str], Browser],
    put_right: PutRight,
    facilitator: Browser,
    example: Flask,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("learnhub.learning.views.anew.AT_ONCE", 0)
    hand_in(another("Amina"), COLOUR)
    put_right(*KEY)
    mark_anew(facilitator)
    put_right(("answer: false", "answer: true"))
    work(example)
    assert attempts() == [("3", False)]
    assert "a newer version was published" in plain_text(facilitator.text(ANEW))


def test_the_command_looks_first_and_marks_when_it_is_told_why(
    example: Flask, another: Callable[[str], Browser], put_right: PutRight
) -> None:
    hand_in(another("Amina"), COLOUR)
    hand_in(another("Binta"), LEVEL)
    put_right(*KEY)

    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, ["courses", "anew", "reading-the-river", *words], obj=example)
        return done.exit_code, done.output

    code, said = run("final")
    assert code == 0
    assert "Version 1: 2 tries; other keys: q2;" in said
    assert "1 would have more marks, 1 fewer" in said
    assert attempts() == [("3", False), ("5", True)]
    assert run("final", "--apply", WHY) == (
        0,
        "Looked at 2 tries: 2 have other marks. Learners who pass by it: 1; who completed the course: 0.\n",
    )
    assert attempts() == [("5", True), ("3", True)]
    assert run("final", "--apply", WHY)[0] == 1
    assert run("nothing")[0] == 1
    assert run("final", "--apply", " ")[0] == 2


@pytest.mark.parametrize(
    ("role", "centre", "status"),
    [
        (Role.FACILITATOR, "icharm", 200),
        (Role.CENTRE_COORDINATOR, "icharm", 200),
        (Role.AUTHOR, "icharm", 403),
        (Role.FACILITATOR, "ihe-delft", 403),
    ],
)
def test_who_may(with_role: WithRole, role: Role, centre: str, status: int) -> None:
    assert with_role(role, centre).get(ANEW).status_code == status


def test_what_it_was_before_is_part_of_my_data_and_goes_with_the_account(
    another: Callable[[str], Browser], put_right: PutRight, facilitator: Browser
) -> None:
    amina = another("Amina")
    hand_in(amina, COLOUR)
    put_right(*KEY)
    mark_anew(facilitator)
    (told,) = json.loads(amina.text("/en/me/data/export"))["marked_anew"]
    assert (told["marks"], told["quiz_title"], told["reason"]) == ("3", "Show what you can do", WHY)
    fresh()
    with transaction() as session:
        person = session.scalars(select(Person).where(Person.name == "Amina")).one()
        erase_person(session, person=person, now=now(), actor="test")
    assert reading().scalar(select(func.count()).select_from(MarkedAnew)) == 0


def test_an_enrolment_that_was_made_void_stays_so(
    another: Callable[[str], Browser], put_right: PutRight, facilitator: Browser
) -> None:
    amina = another("Amina")
    close_lessons(amina)
    hand_in(amina, COLOUR)
    hand_in(another("Chi"), COLOUR)
    last = EnrolmentRecord.from_line(
        [each for each in entries("enrolments") if each.key == enrolments()[0].key][-1].body
    )
    with transaction() as session:
        record(session, next_revs(session, [replace(last, recorded_at=None, record_id="", void=True)]), now=now(),
               actor="officer", reason="VOID")  # fmt: skip
    put_right(*KEY)
    assert "Would pass now 1" in plain_text(facilitator.text(ANEW))
    mark_anew(facilitator)
    assert attempts() == [("3", False), ("5", True)]
    assert enrolments()[0].completed_at is None
    assert len(mails()) == 1


def test_what_was_taken_out_of_one_version_is_not_taken_out_of_another(
    another: Callable[[str], Browser], put_right: PutRight, facilitator: Browser
) -> None:
    hand_in(another("Amina"), {"q.q1": ["0"]})
    put_right(("What belongs to a reading?", "What belongs to no reading?"))
    mark_anew(facilitator, f"{ANEW}?give=q2")
    binta = another("Binta")
    hand_in(binta, {"q.q1": ["0"]})
    before = attempts()
    put_right(("What belongs to no reading?", "What is a reading?"), ("answer: false", "answer: true"))
    assert "Tries that would change 0" in plain_text(facilitator.text(ANEW))
    mark_anew(facilitator)
    assert attempts() == before


def test_what_was_cut_off_half_way_can_be_taken_back(
    another: Callable[[str], Browser], put_right: PutRight, facilitator: Browser, example: Flask,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("learnhub.learning.views.anew.AT_ONCE", 0)
    monkeypatch.setattr(pieces, "PIECE", 1)
    for name in ("Amina", "Binta"):
        hand_in(another(name), LEVEL)
    put_right(*KEY)
    mark_anew(facilitator)
    (change,) = reading().scalars(select(KeyChange.id))
    with transaction() as session:
        next_piece(session, number=change, now=now())
    put_right(*((new, old) for old, new in reversed(KEY)))
    work(example)
    assert [marks for marks, _passed in attempts()] == ["3", "5"]
    mark_anew(facilitator)
    work(example)
    assert [marks for marks, _passed in attempts()] == ["5", "5"]
    assert "There is nothing to mark anew." in plain_text(facilitator.text(ANEW))


def test_who_decides_on_keys_that_are_no_longer_published_is_shown_the_new_ones(
    another: Callable[[str], Browser], put_right: PutRight, facilitator: Browser
) -> None:
    hand_in(another("Amina"), COLOUR)
    put_right(*KEY)
    form = facilitator.form(ANEW, "/anew")
    put_right(("answer: false", "answer: true"))
    told = facilitator.submit(form, ("", ""), {"reason": [WHY]})
    assert told.status_code == 422
    assert "A newer version was published meanwhile." in told.text
    assert WHY in told.text
    assert attempts() == [("3", False)]


def test_what_a_team_gave_later_does_not_move_the_day_of_completion(
    another: Callable[[str], Browser], put_right: PutRight, facilitator: Browser
) -> None:
    amina = another("Amina")
    close_lessons(amina)
    hand_in(amina, COLOUR)
    (row,) = enrolments()
    handed = reading().scalar(select(Attempt.submitted_at))
    page = f"{COURSE}/learners/{row.id}"
    facilitator.press(page, "/try", **{"try-quiz": "final", "try-reason": "Unclear"})
    with transaction() as session:
        later = now() + timedelta(days=3)
        session.execute(update(LearnerChange).values(at=later))
        session.execute(update(Attempt).values(submitted_at=handed))
    put_right(*KEY)
    mark_anew(facilitator)
    fresh()
    (row,) = enrolments()
    assert row.completed_at == handed
