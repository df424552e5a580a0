"""A learner in the example course, without pages in between."""

from __future__ import annotations

import pytest
from flask import Flask
from learning_commands import NOW, Learner
from sqlalchemy import select

from learnhub.accounts.service import NewAccount, register
from learnhub.catalogue.content import Version, load_version
from learnhub.catalogue.models import Course
from learnhub.db import reading, transaction
from learnhub.learning.service.enrolling import enrol


@pytest.fixture
def version(example: Flask) -> Version:
    """The example course in force."""
    course = reading().scalars(select(Course)).one()
    return load_version(reading(), course.version_id or 0)


@pytest.fixture
def learner(version: Version) -> Learner:
    """Somebody who has just enrolled."""
    with transaction() as session:
        person_id = register(session, account=NewAccount(name="Amina", password_hash="!"), now=NOW).id
    with transaction() as session:
        enrol(session, person_id=person_id, course_id=version.course_id, all_steps=version.all_steps, now=NOW)
    return Learner(person_id, version)
