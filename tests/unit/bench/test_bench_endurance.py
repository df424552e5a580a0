"""What `bench/kill.py` calls lost: an acknowledged answer or quiz that the database does not hold."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from harness.endurance import Learner, Sitting, lost
from harness.visitor import Place


@pytest.fixture
def database(tmp_path: Path) -> Path:
    file = tmp_path / "learnhub.db"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE person (id, login)")
        connection.execute("CREATE TABLE attempt (person_id, quiz, number, answers, submitted_at)")
        connection.execute("INSERT INTO person VALUES (1, 'b00001')")
        answers = json.dumps({"q1": {"chosen": [2]}})
        connection.execute("INSERT INTO attempt VALUES (1, 'quiz', 3, ?, NULL)", (answers,))
    return file


def learner(sitting: Sitting) -> Learner:
    found = Learner(Place("127.0.0.1", 1), 1)
    found.sittings[sitting.number] = sitting
    return found


def test_what_is_stored_as_it_was_chosen_is_not_lost(database: Path) -> None:
    assert lost([learner(Sitting(3, {"q1": 2, "q2": 0}, {"q1"}))], database) == []


@pytest.mark.parametrize(
    ("sitting", "said"),
    [
        (Sitting(3, {"q1": 1}, {"q1"}), "b00001, try 3: the answer to q1"),
        (Sitting(3, {"q1": 2, "q2": 0}, {"q1", "q2"}), "b00001, try 3: the answer to q2"),
        (Sitting(4, {"q1": 2}, {"q1"}), "b00001, try 4: the answer to q1"),
        (Sitting(3, {"q1": 2}, {"q1"}, handed_in=True), "b00001, try 3: it was handed in"),
    ],
)
def test_what_was_acknowledged_and_is_not_there_is_named(database: Path, sitting: Sitting, said: str) -> None:
    assert lost([learner(sitting)], database) == [said]
