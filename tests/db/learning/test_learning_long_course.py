"""A course of a hundred steps: published, learned from end to end, moved, counted; and the tables it needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest
from alembic import command
from alembic.config import Config
from flask import Flask
from learning_commands import NOW
from sqlalchemy import Connection, select, text

from learnhub.accounts.service import NewAccount, register
from learnhub.catalogue.content import Version, load_version
from learnhub.catalogue.files import FileStore
from learnhub.catalogue.publishing import publish
from learnhub.cli.database import MIGRATIONS, new_engine
from learnhub.config import Settings
from learnhub.coursefile.document import CourseDocument, Lesson, Module, Quiz, Step
from learnhub.coursefile.jsonform import from_json, to_json
from learnhub.coursefile.reader import read_folder
from learnhub.db import reading, transaction
from learnhub.kernel.errors import Unacceptable
from learnhub.learning.models import Certificate, Enrolment
from learnhub.learning.queries import ENROLMENT
from learnhub.learning.queries.insights import insights_of
from learnhub.learning.queries.learners import learners_page
from learnhub.learning.queries.reporting import report_csv
from learnhub.learning.service.attempts import submit
from learnhub.learning.service.enrolling import enrol
from learnhub.learning.service.progress import close_lesson
from tests.databases import EXAMPLE, TestDatabase

LESSONS, QUIZZES = 60, 40


def long_document(lessons: int = LESSONS, quizzes: int = QUIZZES) -> CourseDocument:
    """The example course with its first lesson and one question over and over."""
    found = read_folder(EXAMPLE).document
    assert found is not None
    first, final = found.lessons[0], found.quiz("final")
    data = {**final.data, "questions": final.questions[:1], "minutes": 5}
    read = tuple(Lesson(f"l{n}", f"Lesson {n}", 10, first.outcomes, first.markdown) for n in range(lessons))
    asked = tuple(Quiz(f"q{n}", {**data, "title": f"Quiz {n}"}) for n in range(quizzes))
    steps = (*(Step(each.id, "lesson") for each in read), *(Step(each.id, "quiz") for each in asked))
    metadata = replace(
        found.metadata, code="the-long-river", minutes=10 * lessons + 5 * quizzes,
        completion_quizzes=tuple(each.id for each in asked),
    )  # fmt: skip
    module = Module("all", "All of it", steps)
    return from_json(
        to_json(replace(found, metadata=metadata, modules=(module,), lessons=read, quizzes=asked))
    )


def bring_out(app: Flask, document: CourseDocument) -> Version:
    with transaction() as session:
        files = FileStore(app.config["SETTINGS"].instance)
        made = publish(session, document=document, files=files, now=NOW, actor="test")
    return load_version(reading(), made.version_id)


def newcomer(version: Version) -> int:
    with transaction() as session:
        person = register(session, account=NewAccount(name="Amina", password_hash="!"), now=NOW).id
        enrol(session, person_id=person, course_id=version.course_id, all_steps=version.all_steps, now=NOW)
    return person


def study(version: Version, person: int, until: int = LESSONS + QUIZZES) -> None:
    with transaction() as session:
        for n, step in enumerate(version.steps[:until]):
            at = NOW + timedelta(minutes=n)
            if step.kind == "lesson":
                close_lesson(session, person_id=person, version=version, step=step, now=at)
            else:
                submit(
                    session, person_id=person, version=version, step=step, number=1, form={"q.q1": ["0"]}, now=at
                )  # fmt: skip


def test_a_hundred_steps_are_published_learned_and_certified(example: Flask) -> None:
    version = bring_out(example, long_document())
    person, other = newcomer(version), newcomer(version)
    study(version, person)
    study(version, other, until=99)
    session = reading()
    assert session.scalars(select(Certificate.person_id)).all() == [person]
    whole, most = session.scalars(select(Enrolment).order_by(Enrolment.id)).all()
    assert whole.done == version.all_steps == (1 << 100) - 1
    assert (whole.completed_at, most.completed_at) == (NOW + timedelta(minutes=99), None)
    mine = ENROLMENT.c.course_id == version.course_id
    assert [each.percent for each in learners_page(session, version, mine, page=1, size=9)] == [100, 99]
    lines = "".join(report_csv(session, version)).splitlines()
    assert [line.count("done") for line in lines[1:3]] == [100, 99]


def test_insights_of_a_hundred_steps_tell_where_people_stop(example: Flask) -> None:
    version = bring_out(example, long_document())
    for n in range(10):
        study(version, newcomer(version), until=70 + n % 2)
    found = insights_of(reading(), version, in_force=True, now=NOW + timedelta(days=30))
    assert {each.step.number: each.passage.stopped for each in found.steps if each.passage.stopped} == {
        71: 5,
        72: 5,
    }


def test_more_steps_than_the_stated_most_are_refused_in_words(example: Flask) -> None:
    with pytest.raises(Unacceptable) as refused:
        bring_out(example, long_document(lessons=480, quizzes=21))
    assert "at most 500 steps; this one has 501" in str(refused.value.problems)


@contextmanager
def alone(settings: Settings) -> Iterator[Connection]:
    """A connection outside the application; none is left open behind it."""
    engine = new_engine(settings)
    with engine.connect() as connection:
        yield connection
        connection.commit()
    engine.dispose()


def to(settings: Settings, revision: str, down: bool = False) -> None:
    config = Config(attributes={})
    config.set_main_option("script_location", str(MIGRATIONS))
    with alone(settings) as connection:
        if connection.dialect.name == "sqlite":  # as `learnhub.cli.migrate` does: a table is made anew
            cast(Any, connection.connection.driver_connection).execute("PRAGMA foreign_keys=OFF")
        config.attributes["connection"] = connection
        (command.downgrade if down else command.upgrade)(config, revision)


def stored(settings: Settings) -> list[Any]:
    with alone(settings) as connection:
        return [
            tuple(row) for row in connection.execute(text("SELECT done, excused FROM enrolment ORDER BY id"))
        ]


def test_the_migration_keeps_every_step(example: Flask, test_database: TestDatabase) -> None:
    version = bring_out(example, long_document(lessons=40, quizzes=20))
    study(version, newcomer(version), until=60)
    newcomer(version)
    settings = test_database.settings
    assert stored(settings) == [(str(2**60 - 1), "0"), ("0", "0")]
    reading().close()
    test_database.drop_connections()
    to(settings, "0012", down=True)
    assert stored(settings) == [(2**60 - 1, 0), (0, 0)]
    to(settings, "head")
    assert stored(settings) == [(str(2**60 - 1), "0"), ("0", "0")]


def test_the_way_back_is_refused_where_steps_would_be_lost(
    example: Flask, test_database: TestDatabase
) -> None:
    bring_out(example, long_document())
    reading().close()
    test_database.drop_connections()
    with pytest.raises(RuntimeError, match="a course has had 100 steps"):
        to(test_database.settings, "0012", down=True)
