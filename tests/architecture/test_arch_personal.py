"""Personal data: every table says what it holds about a person, why, and what erasure does to it."""

from __future__ import annotations

import pytest
from sqlalchemy import Table

from learnhub.cli.database import all_tables
from learnhub.db import Base, Personal, table

# Tables with personal data that do not belong to one account by a key; who takes care of them instead.
ELSEWHERE = {
    "person": "the account itself: exported and blanked column by column",
    "ledger_entry": "the ledger has its own procedure of erasure, learnhub.ledger.service.erase_person",
    "job": "holds the address of a mail until it is sent, then the payload goes",
}
# Columns of other tables that lead to a person, and why they need no purpose of their own.
KEY = {"id", "person_id"}
# Words in the name of a column that speak of a person.
TELLTALE = (
    "email",
    "birth",
    "gender",
    "residence",
    "password",
    "nationality",
    "phone",
    "device",
    "learner_number",
)


def marked() -> dict[Table, Personal]:
    """Tables with a mark, and the mark."""
    all_tables()
    marks = {table(mapper.class_): mapper.class_.__personal__ for mapper in Base.registry.mappers}
    return {each: mark for each, mark in marks.items() if mark}


def leads_to_person(each: Table) -> list[str]:
    """Columns with a foreign key to an account."""
    return [
        column.name
        for column in each.columns
        for key in column.foreign_keys
        if key.column.table.name == "person"
    ]


def test_every_table_that_leads_to_a_person_says_how_it_is_erased() -> None:
    known = {each.name for each in marked()}
    silent = [
        each.name for each in all_tables().sorted_tables if leads_to_person(each) and each.name not in known
    ]
    assert silent == []


def test_marks_can_be_followed() -> None:
    for each, mark in marked().items():
        assert mark.via in leads_to_person(each), each.name
        assert mark.erase in {"delete", "keep"}, each.name
        blanks = [column.name for column in each.columns if "erase" in column.info]
        for name in blanks:
            column = each.c[name]
            assert column.info["erase"] is not None or column.nullable, f"{each.name}.{name} can't be blank"


def test_every_table_with_personal_columns_is_looked_after() -> None:
    known = {each.name for each in marked()} | set(ELSEWHERE)
    loose = [
        each.name
        for each in all_tables().sorted_tables
        if any("personal" in column.info for column in each.columns) and each.name not in known
    ]
    assert loose == []
    assert set(ELSEWHERE) <= {each.name for each in all_tables().sorted_tables}


def test_purposes_are_sentences_not_ticks() -> None:
    for each in all_tables().sorted_tables:
        for column in each.columns:
            purpose = column.info.get("personal")
            assert purpose is None or (isinstance(purpose, str) and len(purpose) >= 10), (
                f"{each.name}.{column.name}"
            )


@pytest.mark.parametrize("word", TELLTALE)
def test_a_column_that_speaks_of_a_person_states_its_purpose(word: str) -> None:
    silent = [
        f"{each.name}.{column.name}"
        for each in all_tables().sorted_tables
        for column in each.columns
        if word in column.name and "personal" not in column.info and not column.name.endswith("_at")
    ]
    assert silent == []


def test_what_is_blanked_in_an_account_leaves_nothing_that_names_it() -> None:
    person = all_tables().tables["person"]
    names = {"name", "email", "learner_number", "login", "password_hash", "birth_year"}
    assert {name for name in names if "erase" not in person.c[name].info} == set()


def test_what_is_kept_as_json_is_taken_away_as_json() -> None:
    nested = [
        f"{each.name}.{column.name}"
        for each in marked()
        for column in each.columns
        if "JSON" in (column.comment or "") and column.info.get("export", True) and "json" not in column.info
    ]
    assert nested == []
