"""A course that is revised while people learn: a try is finished in the text it was begun with."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from learning_support import CHECK, COURSE, FINAL, RIGHT, SAVE, Browser, WithRole, hand_in, plain_text
from sqlalchemy import select

from learnhub.access.identity import Role
from learnhub.catalogue.files import FileStore
from learnhub.catalogue.publishing import publish
from learnhub.catalogue.shelf import forget_shelves
from learnhub.coursefile.reader import read_folder
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.learning.models import Attempt, Enrolment
from tests.databases import EXAMPLE

Revise = Callable[..., None]
NEWER = f"{COURSE}/versions/newer"
NOW_Q3_IS_TRUE = ("final", "answer: false", "answer: true")


@pytest.fixture
def revise(example: Flask, tmp_path: Path) -> Revise:
    """Publish the example course with one text put in the place of another."""
    folder = tmp_path / "course"
    shutil.copytree(EXAMPLE, folder)

    def change(step: str, old: str, new: str) -> None:
        path = next(path for path in folder.rglob("*") if path.stem.endswith(step))
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))
        found = read_folder(folder)
        assert found.document is not None, found.problems
        files = FileStore(example.config["SETTINGS"].instance)
        with transaction() as session:
            assert publish(session, document=found.document, files=files, now=now(), actor="test").new
        forget_shelves()

    return change


def attempt() -> Attempt:
    session = reading()
    session.expire_all()
    return session.scalars(select(Attempt)).one()


def move_on(learner: Browser) -> None:
    """Move to the version in force, as the learner does it herself."""
    assert learner.press(NEWER, "").status_code == 303


def test_a_form_of_an_older_version_is_marked_by_that_version(enrolled: Browser, revise: Revise) -> None:
    form = enrolled.form(FINAL, FINAL)
    revise(*NOW_Q3_IS_TRUE)
    done = enrolled.submit(form, CHECK, RIGHT)
    assert "You passed with 8 of 8 marks" in enrolled.text(done.location)
    assert str(attempt().version_id) == form.values["version"][0].split(".")[0]
    assert (
        enrolled.form(FINAL, FINAL).values["version"][0].split(".")[0]
        == form.values["version"][0].split(".")[0]
    )
    move_on(enrolled)
    again = enrolled.form(FINAL, FINAL)
    assert again.values["version"] != form.values["version"]
    assert "7 of 8" in enrolled.text(enrolled.submit(again, CHECK, RIGHT).location)


def test_an_older_text_is_taken_only_from_whom_it_was_shown_to(
    enrolled: Browser, with_role: WithRole, revise: Revise
) -> None:
    other = with_role(Role.LEARNER, "icharm")
    other.press(COURSE, "/enrol")
    elsewhere = other.form(FINAL, FINAL).values["version"][0]
    form = enrolled.form(FINAL, FINAL)
    shown = form.values["version"][0]
    number = shown.split(".")[0]
    revise(*NOW_Q3_IS_TRUE)
    for made_up in (number, f"{number}.", shown[:-1], f"{shown[:-1]}é", elsewhere):
        assert enrolled.submit(form, CHECK, {**RIGHT, "version": [made_up]}).status_code == 409
        saved = enrolled.send(f"{FINAL}/answers", {**form.values, **RIGHT, "version": [made_up]})
        assert (saved.status_code, "revised" in saved.json["problem"]) == (409, True)
    assert "8 of 8" in enrolled.text(enrolled.submit(form, CHECK, RIGHT).location)
    move_on(enrolled)
    second = {**enrolled.form(FINAL, FINAL).values, **RIGHT, "do": ["check"]}
    assert enrolled.send(FINAL, {**second, "version": [shown]}).status_code == 409, "shown for the first try"
    assert "7 of 8" in enrolled.text(enrolled.send(FINAL, second).location)


def test_a_try_under_way_goes_on_in_its_own_text(enrolled: Browser, revise: Revise) -> None:
    form = enrolled.form(FINAL, FINAL)
    enrolled.submit(form, SAVE, {"q.q3": ["false"]})
    revise(*NOW_Q3_IS_TRUE)
    later = enrolled.form(FINAL, FINAL)
    assert later.values["version"] == form.values["version"]
    assert "1 of 1" in plain_text(enrolled.text(hand_in(enrolled, {}).location).partition('id="r-q3"')[2])


def test_a_form_of_another_text_than_the_open_try_is_a_conflict(enrolled: Browser, revise: Revise) -> None:
    old = enrolled.form(FINAL, FINAL)
    revise(*NOW_Q3_IS_TRUE)
    move_on(enrolled)
    enrolled.submit(enrolled.form(FINAL, FINAL), SAVE, {"q.q1": ["0"]})
    refused = enrolled.submit(old, CHECK, RIGHT)
    assert refused.status_code == 409
    assert "This quiz was revised meanwhile" in refused.text
    assert attempt().answers == '{"q1":{"chosen":[0]}}'
    assert enrolled.send(f"{FINAL}/answers", {**old.values, **RIGHT}).status_code == 409


def test_a_form_of_an_older_text_with_the_same_questions_is_taken(enrolled: Browser, revise: Revise) -> None:
    old = enrolled.form(FINAL, FINAL)
    revise("course", "A short example course.", "A small example course.")
    move_on(enrolled)
    enrolled.submit(enrolled.form(FINAL, FINAL), SAVE, {"q.q1": ["0"]})
    assert enrolled.submit(old, CHECK, RIGHT).status_code == 303
    assert attempt().marks == "8"


def test_progress_of_steps_stays_when_a_course_is_revised(enrolled: Browser, revise: Revise) -> None:
    enrolled.press(f"{COURSE}/staff-gauge", "/done")
    revise(
        "course",
        "      - lesson: return-periods\n      - quiz: final\n",
        "      - quiz: final\n      - lesson: return-periods\n",
    )
    assert "Version 1" in enrolled.text(f"{COURSE}/return-periods")
    move_on(enrolled)
    assert "1 of 5" in plain_text(enrolled.text("/en/me"))
    row = reading().scalars(select(Enrolment)).one()
    assert row.done.bit_count() == 1
    assert "Version 2" in enrolled.text(f"{COURSE}/return-periods")
