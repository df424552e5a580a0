"""Merging, giving back and erasing accounts of people who came to trainings."""

from __future__ import annotations

import json
from datetime import date

from flask import Flask
from records_support import LATER, NOW, SURE, Account, make, officer, person
from sqlalchemy import func, select

from learnhub.accounts.privacy import erase_person, export_person
from learnhub.db import reading, transaction
from learnhub.ledger.queries import latest
from learnhub.ledger.records import AttendanceRecord
from learnhub.records.service.merging import merge, unmerge
from learnhub.training.domain import Mark, Mode, Plan
from learnhub.training.queries import (
    DAY,
    attended,
    foremost,
    get_training,
    listed_counts,
    titles_of_trainings,
)
from learnhub.training.queries.people import people_page
from learnhub.training.service.attending import put_on_list, write_marks
from learnhub.training.service.planning import add_training

FIRST, SECOND = date(2026, 11, 2), date(2026, 11, 3)
PLAN = Plan(
    title="Flood maps", theme="HYDROLOGY", mode=Mode.IN_PERSON, country="KE", place="Nairobi", starts_on=FIRST,
    ends_on=SECOND, hours="12",
)  # fmt: skip
PRESENT = Mark("present", "", "in_person")


def training(*people: Account) -> int:
    """A training with these people on its list."""
    with transaction() as session:
        made = add_training(session, centre="icharm", plan=PLAN, now=NOW, actor="tests")
        put_on_list(
            session,
            training=made,
            people={each.id: f"number {each.id}" for each in people},
            now=NOW,
            actor="tests",
        )
        return made.id


def was_there(number: int, account: Account, day: date) -> None:
    """She is on the sheet of this day."""
    with transaction() as session:
        found = get_training(session, "icharm", number, lock=True)
        write_marks(session, training=found, marks={(account.id, day): PRESENT}, now=NOW, actor="tests")


def days(account: Account) -> list[date]:
    """On which days her own page says that she was there."""
    trainings, _total = attended(reading(), account.id, FIRST, page=1, size=20)
    return [day for each in trainings for day, mark in each.days if mark.status == "present"]


def on_the_list(number: int) -> list[int]:
    """Who is shown there, by number."""
    found = get_training(reading(), "icharm", number)
    shown = sorted(each.person_id for each in people_page(reading(), found, page=1, size=9))
    assert len(shown) == listed_counts(reading(), [number])[number]
    return shown


def recorded(day: date) -> list[str]:
    """Of whom the ledger has this day."""
    rows = [AttendanceRecord.from_line(each.body) for each in latest(reading(), AttendanceRecord.entry_kind)]
    return [row.person_id for row in rows if row.date == day]


def test_trainings_go_over_with_a_merge_and_come_back(example: Flask) -> None:
    kept, given, who = make(home="icharm"), make("Amina Yousuf", home="icharm"), officer()
    number = training(given)
    was_there(number, given, FIRST)
    with transaction() as session:
        line = merge(session, kept_id=kept.id, given_id=given.id, officer=who, why=SURE, now=LATER).id
    assert days(kept) == [FIRST]
    assert not foremost(reading(), given.id, FIRST, most=1)
    was_there(number, kept, SECOND)
    assert (recorded(FIRST), recorded(SECOND)) == ([given.ledger_id], [kept.ledger_id])
    with transaction() as session:
        unmerge(session, change_id=line, officer=who, now=LATER)
    assert days(given) == [FIRST, SECOND]
    assert recorded(SECOND) == [given.ledger_id], "recorded since, of whom it is"
    assert days(kept) == []


def test_who_was_on_the_same_list_twice_has_the_days_of_both(example: Flask) -> None:
    kept, given, who = make(home="icharm"), make("Amina Yousuf", home="icharm"), officer()
    number = training(kept, given)
    was_there(number, kept, FIRST)
    was_there(number, given, SECOND)
    with transaction() as session:
        line = merge(session, kept_id=kept.id, given_id=given.id, officer=who, why=SURE, now=LATER).id
    assert days(kept) == [FIRST, SECOND]
    assert on_the_list(number) == [kept.id]
    with transaction() as session:
        unmerge(session, change_id=line, officer=who, now=LATER)
    assert (days(kept), days(given)) == ([FIRST], [SECOND])
    assert on_the_list(number) == [kept.id, given.id]


def test_a_day_that_both_have_stays_with_each(example: Flask) -> None:
    kept, given, who = make(home="icharm"), make("Amina Yousuf", home="icharm"), officer()
    number = training(kept, given)
    was_there(number, kept, FIRST)
    was_there(number, given, FIRST)
    with transaction() as session:
        merge(session, kept_id=kept.id, given_id=given.id, officer=who, why=SURE, now=LATER)
    assert days(kept) == [FIRST]
    assert on_the_list(number) == [kept.id, given.id], "its row can still be put right"


def test_her_data_name_the_training_and_an_erased_account_leaves_rows_without_a_name(example: Flask) -> None:
    amina = make(home="icharm")
    was_there(training(amina), amina, FIRST)
    pieces = export_person(reading(), person_id=amina.id, titles=titles_of_trainings, now=LATER)
    taken = json.loads("".join(pieces))
    assert [(each["training"], each["day"]) for each in taken["training_day"]] == [
        ("Flood maps", "2026-11-02")
    ]
    assert [each["training"] for each in taken["training_person"]] == ["Flood maps"]
    assert [each["title"] for each in taken["ledger"] if each["record"] == "attendance"] == ["Flood maps"] * 2
    with transaction() as session:
        erase_person(session, person=person(amina), now=LATER, actor="tests")
    assert reading().scalar(select(func.count()).select_from(DAY)) == 1
    assert person(amina).name == ""
