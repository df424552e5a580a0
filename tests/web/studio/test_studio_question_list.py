"""A list of questions from a spreadsheet becomes questions of a quiz."""

from __future__ import annotations

import pytest
from author_support import draft_of, staff, upload
from flask import Flask

from tests.web.client import PageClient

ROWS = (
    "Question\tA\tB\tKey\tExplanation\tLevel\n"
    "What does a gauge show?\tThe level\tThe rain\tA\tIt is a ruler.\teasy\n"
    '"How is ""h"" written?"\t\t\t1,80 m\t\t\n'
)


@pytest.fixture
def author(site: Flask) -> PageClient:
    return staff(site)


def page_of(site: Flask) -> str:
    return f"/en/studio/courses/{draft_of(site)}/quizzes/final"


def test_rows_are_shown_before_they_are_added(site: Flask, author: PageClient) -> None:
    quiz = page_of(site)
    before = author.get(quiz).text
    page = author.get(quiz).click("From a spreadsheet")
    page = page.send("See what becomes of them", {"rows": ROWS}, 200)
    for said in (
        "2 questions",
        "What does a gauge show?",
        "right The level",
        "1.80 m",
        "no explanation",
        "Level",
    ):
        assert said in page.text
    assert author.get(quiz).text == before
    values = page.values("Add 2 questions")
    page = page.send("Add 2 questions")
    assert "2 questions were added." in page.text
    assert page.text.count("What does a gauge show?") == 1
    assert 'How is "h" written?' in page.text
    again = author.post(f"{quiz}/list", {**values, "do": "add"})
    assert again.text.count("What does a gauge show?") == 1


def test_a_file_is_shown_as_text_that_can_be_changed(site: Flask, author: PageClient) -> None:
    quiz = page_of(site)
    token = author.get(f"{quiz}/list").values("See what becomes of them")
    sheet = b"Frage;richtig;falsch\nQuestion 1; yes, always ;no\n"
    typed = {**token, "do": "look", "file": (sheet, "list.csv")}
    page = upload(author, f"{quiz}/list", typed, 200)  # type: ignore[arg-type]
    assert "Question 1\tyes, always\tno" in str(page.values("Add 2 questions")["rows"])


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("  ", "Paste the rows of your list, or choose its file."),
        ("Question\tKey\n" + "a\tb\n" * 201, "The sheet has more than 200 rows."),
        ("Question\tKey\n" + "a" * 2001 + "\tb\n", "Row 2 has a cell of more than 2000 characters."),
    ],
)
def test_what_is_no_list_is_said_at_its_field(site: Flask, author: PageClient, rows: str, said: str) -> None:
    page = author.get(f"{page_of(site)}/list").send("See what becomes of them", {"rows": rows}, 422)
    assert said in page.text
    assert str(page.values("See what becomes of them")["rows"]).strip() == rows.strip()
