"""A key that was wrong is put right in a further version, and the tries at the older one are marked anew by it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from anew_support import (
    ANEW,
    COLOUR,
    KEY,
    LEVEL,
    THREE,
    WHY,
    Another,
    PutRight,
    attempts,
    close_lessons,
    enrolments,
    entries,
    fresh,
    mails,
    mark_anew,
)
from click.testing import CliRunner
from flask import Flask
from learning_support import COURSE, Browser, WithRole, hand_in, plain_text
from sqlalchemy import func, select

from learnhub.access.identity import Role
from learnhub.accounts.models import Person
from learnhub.accounts.privacy import erase_person
from learnhub.cli import main
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.learning.models import Attempt, Certificate
from learnhub.learning.models.keys import MarkedAnew
from learnhub.ledger.exporting import export_folder
from learnhub.ledger.records import AttemptRecord, EnrolmentRecord
from learnhub.ledger.service import seal
from learnhub.ledger.verify import verify
from tests.web.inspect_page import faults
from tests.web.markup import parse

INSIGHTS = f"{COURSE}/insights"


def test_the_trial_says_what_would_change_and_writes_nothing(
    another: Another, put_right: PutRight, facilitator: Browser
) -> None:
    hand_in(another("Amina"), COLOUR)
    hand_in(another("Binta"), LEVEL)
    hand_in(another("Chi"), THREE)
    assert "Nobody has handed in this quiz in an older version." in plain_text(facilitator.text(ANEW))
    put_right(*KEY)
    assert faults(parse(facilitator.text(ANEW))) == []
    assert f'href="{ANEW}"' in facilitator.text(INSIGHTS), "also where so few learn that no figure is shown"
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
    another: Another, put_right: PutRight, facilitator: Browser
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
    another: Another, put_right: PutRight, facilitator: Browser
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
    another: Another, put_right: PutRight, facilitator: Browser, tmp_path: Path
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


def test_done_twice_it_changes_nothing(another: Another, put_right: PutRight, facilitator: Browser) -> None:
    hand_in(another("Amina"), COLOUR)
    put_right(*KEY)
    form = facilitator.form(ANEW, "/anew")
    assert facilitator.submit(form, ("", ""), {"reason": [WHY]}).status_code == 303
    rows = len(entries("quiz_attempts"))
    assert facilitator.submit(form, ("", ""), {"reason": [WHY]}).status_code == 409
    assert "There is nothing to mark anew." in plain_text(facilitator.text(ANEW))
    assert len(entries("quiz_attempts")) == rows
    assert reading().scalar(select(func.count()).select_from(MarkedAnew)) == 1


def test_a_reason_is_needed(another: Another, put_right: PutRight, facilitator: Browser) -> None:
    hand_in(another("Amina"), COLOUR)
    put_right(*KEY)
    assert facilitator.press(ANEW, "/anew", reason=" ").status_code == 422
    assert attempts() == [("3", False)]


def test_figures_of_questions_follow_the_right_key(
    another: Another, put_right: PutRight, facilitator: Browser
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


def test_the_command_looks_first_and_marks_when_it_is_told_why(
    example: Flask, another: Another, put_right: PutRight
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
    another: Another, put_right: PutRight, facilitator: Browser
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
