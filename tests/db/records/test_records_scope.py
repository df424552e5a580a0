"""Whose people an officer sees: the listing and the decision agree; and the work that is done by itself."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from flask import Flask
from records_support import NOW, enrolled, make, person
from sqlalchemy import select

from learnhub.accounts.privacy import erase_person
from learnhub.app import each_minute, tasks
from learnhub.db import reading, transaction
from learnhub.jobs.models import Job
from learnhub.jobs.worker import Worker
from learnhub.records.domain import may_decide
from learnhub.records.models import DuplicatePair
from learnhub.records.queries.accounts import centres_of, visible_people

CENTRES = ("icharm", "irck", "arce")


@pytest.mark.usefixtures("example")
def test_the_listing_shows_those_whom_the_rule_lets_an_officer_decide_about() -> None:
    accounts = [make(home=home) for home in ("", *CENTRES, "", "irck")]
    enrolled(accounts[4])
    enrolled(accounts[5])
    ids = [account.id for account in accounts]
    of = centres_of(reading(), ids)
    assert of[accounts[5].id] == {"icharm", "irck"}
    for chosen in product([True, False], repeat=len(CENTRES)):
        own = frozenset(centre for centre, wanted in zip(CENTRES, chosen, strict=True) if wanted)
        allowed = {each for each in ids if may_decide(own=own, one=of[each], other=of[each])}
        assert visible_people(reading(), own, ids) == allowed
    assert visible_people(reading(), None, ids) == set(ids)


def test_nobody_sees_who_was_erased(example: Flask) -> None:
    account = make(home="icharm")
    with transaction() as session:
        erase_person(session, person=person(account), now=NOW, actor="tests")
    assert visible_people(reading(), None, [account.id]) == set()


def test_the_worker_looks_once_an_hour(example: Flask) -> None:
    make(), make()
    for minute in range(3):
        each_minute(NOW + timedelta(minutes=minute))
    (job,) = reading().scalars(select(Job).where(Job.name == "find_duplicates")).all()
    assert job.run_at == NOW + timedelta(hours=1)
    late = NOW + timedelta(hours=2)
    worker = Worker(example, tasks(example.config["SETTINGS"]), lambda: late)
    assert worker.work_once()
    reading().rollback()
    assert len(reading().scalars(select(DuplicatePair)).all()) == 1
    each_minute(late)
    waiting = select(Job.run_at).where(Job.name == "find_duplicates", Job.state == "ready")
    assert reading().scalars(waiting).all() == [late + timedelta(hours=1)]
