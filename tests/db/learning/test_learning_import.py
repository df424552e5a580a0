"""People from a sheet: recognised, stored once, all or nothing, and quickly."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from flask import Flask
from learning_commands import NOW
from sqlalchemy import func, select

from learnhub.accounts.models import Person
from learnhub.accounts.privacy import erase_person
from learnhub.accounts.service import NewAccount, confirm_account, confirm_email, register
from learnhub.catalogue.content import Version
from learnhub.db import db, reading, transaction
from learnhub.learning.models import Enrolment
from learnhub.learning.service.enrolling import leave
from learnhub.learning.service.importing import Plan, get_target, plan_import, store_import
from learnhub.learning.sheet import ImportRow
from learnhub.ledger.models import LedgerEntry

# of this process; the driver of PostgreSQL is written in Python, that of SQLite in C
SECONDS_FOR_10_000 = {"sqlite": 4.0, "postgresql": 5.0}


def row(number: int, name: str, login: str = "", email: str = "", country: str = "") -> ImportRow:
    return ImportRow(number, name, login, email, country, "", None)


def plan(version: Version, *rows: ImportRow) -> Plan:
    return plan_import(reading(), rows=rows, course_id=version.course_id)


def store(version: Version, *rows: ImportRow) -> int:
    with transaction() as session:
        return store_import(
            session,
            plan=plan_import(session, rows=rows, course_id=version.course_id),
            target=get_target(session, version.code),
            now=NOW,
            actor="centre-import",
        )


def account(name: str, email: str = "", login: str = "", *, confirmed: bool = False) -> int:
    with transaction() as session:
        person = register(
            session, account=NewAccount(name=name, email=email, login=login, password_hash="!"), now=NOW
        )
        if confirmed:
            confirm_email(session, person=person, now=NOW)
        return person.id


def enrolled() -> list[int]:
    return list(reading().scalars(select(Enrolment.person_id).order_by(Enrolment.id)))


def people() -> int:
    return reading().scalar(select(func.count()).select_from(Person)) or 0


def test_new_people_wait_for_their_first_sign_in(version: Version) -> None:
    assert store(version, row(2, "Amina", login="amina", country="KE"), row(3, "Kofi", email="k@x.org")) == 2
    amina, kofi = reading().scalars(select(Person).order_by(Person.id)).all()
    assert (amina.login, amina.status, amina.home_centre, amina.residence) == (
        "amina",
        "unconfirmed",
        "icharm",
        "KE",
    )
    assert (kofi.email, kofi.status, kofi.email_confirmed_at) == ("k@x.org", "unconfirmed", None)
    kinds = reading().scalars(select(LedgerEntry.kind).where(LedgerEntry.actor == "centre-import"))
    assert sorted(kinds) == ["enrolments", "enrolments", "persons", "persons"]


def test_the_same_sheet_again_stores_nothing(version: Version) -> None:
    rows = [row(2, "Amina", login="amina"), row(3, "Kofi", email="k@x.org"), row(4, "Li", "li", "l@x.org")]
    assert store(version, *rows) == 3
    again = plan(version, *rows)
    assert (again.to_store, len(again.enrolled)) == (0, 3)
    assert store(version, *rows) == 0
    assert people() == 3


def test_people_are_known_by_sign_in_name_and_by_confirmed_address(version: Version) -> None:
    amina = account("Amina", login="amina")
    kofi = account("Kofi", email="k@x.org", confirmed=True)
    assert store(version, row(2, "A. Diallo", login="amina"), row(3, "K. Mensah", email="k@x.org")) == 2
    assert enrolled() == [amina, kofi]
    assert people() == 2


def test_an_address_that_somebody_only_claims_captures_nothing(version: Version) -> None:
    stranger = account("Stranger", email="rector@uni.edu")
    assert store(version, row(2, "The rector", email="rector@uni.edu")) == 1
    assert stranger not in enrolled()
    assert people() == 2


def test_an_account_that_a_centre_made_is_known_until_somebody_signs_in(version: Version) -> None:
    store(version, row(2, "Kofi", email="k@x.org"))
    assert plan(version, row(2, "Kofi", email="k@x.org")).enrolled
    with transaction() as session:
        person = session.scalars(select(Person)).one()
        confirm_account(session, person=person, language="fr", now=NOW)
    assert plan(version, row(2, "Kofi", email="k@x.org")).new, (
        "whoever signed in has not shown that it is hers"
    )


def test_a_sign_in_name_counts_more_than_an_address(version: Version) -> None:
    other = account("Other", email="shared@x.org", confirmed=True)
    store(version, row(2, "Amina", login="amina", email="shared@x.org"))
    assert other not in enrolled()


def test_two_rows_for_one_account_enrol_it_once(version: Version) -> None:
    with transaction() as session:
        account_ = NewAccount(name="Amina", email="a@x.org", login="amina", password_hash="!")
        confirm_email(session, person=register(session, account=account_, now=NOW), now=NOW)
    found = plan(version, row(2, "Amina", login="amina"), row(3, "Amina", email="a@x.org"))
    assert (len(found.known), len(found.enrolled)) == (1, 1)
    assert store(version, row(2, "Amina", login="amina"), row(3, "Amina", email="a@x.org")) == 1


def test_who_left_is_not_brought_back_by_a_sheet(version: Version) -> None:
    store(version, row(2, "Amina", login="amina"))
    with transaction() as session:
        leave(
            session,
            person_id=enrolled()[0],
            course_id=version.course_id,
            all_steps=version.all_steps,
            now=NOW + timedelta(days=1),
        )
    assert plan(version, row(2, "Amina", login="amina")).to_store == 0


def test_an_erased_account_is_nobody(version: Version) -> None:
    store(version, row(2, "Amina", login="amina"))
    with transaction() as session:
        erase_person(session, person=session.scalars(select(Person)).one(), now=NOW, actor="test")
    assert plan(version, row(2, "Amina", login="amina")).new


def test_all_or_nothing(version: Version, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object, **_named: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("learnhub.learning.service.importing.record", broken)
    with pytest.raises(OSError, match="no space"):
        store(version, row(2, "Amina", login="amina"), row(3, "Kofi", login="kofi"))
    assert people() == 0
    assert enrolled() == []


def test_ten_thousand_people_in_a_few_seconds(example: Flask, version: Version) -> None:
    rows = [row(n, f"Learner {n}", login=f"learner{n}", country="KE") for n in range(2, 10_002)]
    began = time.process_time()  # what others do on this machine meanwhile does not count
    assert store(version, *rows) == 10_000
    assert time.process_time() - began < SECONDS_FOR_10_000[db.engine.dialect.name]
    assert plan(version, *rows).to_store == 0
