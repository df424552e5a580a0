"""My data: see and correct them, take them away, have them erased."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from learnhub.app import tasks
from learnhub.db import reading, transaction
from learnhub.jobs.mail import FORGET_LETTERS
from learnhub.jobs.models import Job
from learnhub.kernel.clock import now
from learnhub.learning.models import Certificate
from learnhub.ledger.records import PersonRecord
from tests.web.accounts.conftest import PASSWORD, Registered
from tests.web.client import PageClient

Register = Callable[..., Registered]
Another = Callable[..., PageClient]
Rows = Callable[..., Sequence[Any]]


def lived(rows: Rows) -> list[tuple[str, str]]:
    """Country and day, the earliest first."""
    found = rows("select country, from_date from residence order by from_date")
    return [(row.country, str(row.from_date)[:10]) for row in found]


def counted(rows: Rows, day: date) -> str:
    """The country in which the ledger counts the person on a day (reach rule A1)."""
    found = rows("select body from ledger_entry where kind = 'persons' order by rev")
    versions = {record.valid_from: record for row in found if (record := PersonRecord.from_line(row.body))}
    days = sorted(each for each in versions if each is not None)
    before = [each for each in days if each <= day] or days[:1]
    return versions[before[-1]].residence


def test_each_question_says_why_and_who_sees_the_answer(register: Register) -> None:
    form = register().client.get("/en/me/data").form("Save my data")
    fields = [each for each in form.all("div", "fieldset") if "field" in each.get("class").split()]
    said = {each.all("label", "legend")[0].text: each.text for each in fields if "Why we ask" in each.text}
    assert set(said) == {
        "Your name, as your certificate should print it", "Language of pages and mail", "Country where you live",
        "Gender", "Year of birth", "What you do", "Centre that may help you with a lost password",
    }  # fmt: skip
    counted_alone = [question for question, words in said.items() if "for all others it is a count" in words]
    assert counted_alone == ["Country where you live", "Gender", "Year of birth", "What you do"]


def test_a_move_keeps_where_one_lived_before(register: Register, rows: Rows) -> None:
    made = register()
    client, today = made.client, now().date()
    client.get("/en/me/data").send("Save my data", {"country": "ML", "country_from": "2020-03-01"})
    page = client.get("/en/me/data").send("Save my data", {"country": "FR"})
    assert "Your data are saved." in page.text
    assert page.values("Save my data")["country"] == "FR"
    assert lived(rows) == [("ML", "2020-03-01"), ("FR", today.isoformat())]
    assert counted(rows, date(2021, 1, 1)) == "ML"
    assert counted(rows, today) == "FR"


def test_a_day_in_the_past_holds_until_today(register: Register, rows: Rows) -> None:
    """Whoever registered without a country, or with a wrong one, is counted where she says she was."""
    made = register(country="ML")
    today = now().date()
    page = made.client.get("/en/me/data").send(
        "Save my data", {"country": "FR", "country_from": "2026-02-01"}
    )
    assert lived(rows) == [("FR", "2026-02-01")]
    assert "1 February 2026" in page.text
    assert counted(rows, date(2026, 5, 1)) == "FR"
    assert counted(rows, today) == "FR"
    assert counted(rows, today + timedelta(days=30)) == "FR"


def test_the_day_can_be_put_later(register: Register, rows: Rows) -> None:
    client = register().client
    client.get("/en/me/data").send("Save my data", {"country": "ML", "country_from": "2015-03-01"})
    client.get("/en/me/data").send("Save my data", {"country": "FR", "country_from": "2020-03-01"})
    client.get("/en/me/data").send("Save my data", {"occupation": "teacher"})
    page = client.get("/en/me/data").send("Save my data", {"country_from": "2021-06-01"})
    assert lived(rows) == [("ML", "2015-03-01"), ("FR", "2021-06-01")]
    assert "1 March 2020" not in page.text
    assert (counted(rows, date(2021, 1, 1)), counted(rows, date(2021, 7, 1))) == ("ML", "FR")
    client.get("/en/me/data").send("Save my data", {"country_from": "2018-01-01"})
    assert lived(rows) == [("ML", "2015-03-01"), ("FR", "2018-01-01")]
    assert counted(rows, date(2020, 1, 1)) == "FR"


def test_an_old_page_moves_nobody_back(register: Register, rows: Rows) -> None:
    client = register(country="ML").client
    old = client.get("/en/me/data")
    client.get("/en/me/data").send("Save my data", {"country": "FR", "follow_up": "y"})
    page = old.send("Save my data", {"name": "Ada O."}, status=422)
    assert [problem.partition(". ")[0] for problem in page.problems] == [
        "Another page has saved meanwhile: “Ada Okafor”",
        "Another page has saved meanwhile: “France”",
        "Another page has saved meanwhile: “Yes”",
    ]
    assert rows("select name, residence from person")[0] == ("Ada Okafor", "FR")
    page = page.send("Save my data", {"country": "FR"})
    assert "Your data are saved." in page.text
    assert rows("select name, residence from person")[0] == ("Ada O.", "FR")


def test_saving_twice_moves_nobody(register: Register, rows: Rows) -> None:
    made = register(country="ML")
    made.client.get("/en/me/data").send("Save my data", {"country_from": "2019-09-01"})
    made.client.get("/en/me/data").send("Save my data", {"occupation": "teacher"})
    assert lived(rows) == [("ML", "2019-09-01")]
    assert counted(rows, now().date()) == "ML"


def test_a_country_that_is_told_no_more_ends_where_one_lived(register: Register, rows: Rows) -> None:
    client, today = register().client, now().date()
    client.get("/en/me/data").send("Save my data", {"country": "ML", "country_from": "2020-03-01"})
    page = client.get("/en/me/data").send("Save my data", {"country": ""})
    assert lived(rows) == [("ML", "2020-03-01"), ("", today.isoformat())]
    shown = page.text[page.text.index("Where you lived") :]
    assert shown.index("I’d rather not say") < shown.index("Mali")
    assert (counted(rows, date(2021, 1, 1)), counted(rows, today)) == ("ML", "")


def test_a_country_can_be_taken_back(register: Register, rows: Rows) -> None:
    made = register(country="ML")
    page = made.client.get("/en/me/data").send("Save my data", {"country": ""})
    assert lived(rows) == []
    assert counted(rows, now().date()) == ""
    assert page.values("Save my data")["country"] == ""


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"country_from": "2199-01-01"}, "a day that has come"),
        ({"country_from": "1800-01-01"}, "after 1900"),
        ({"country_from": "31/12/2020"}, "year-month-day"),
        ({"country_from": "2026-02-29"}, "There is no such day"),
        ({"name": ""}, "Write your name"),
        ({"birth_year": "12"}, "Check the year"),
    ],
)
def test_nonsense_is_not_stored(register: Register, rows: Rows, typed: dict[str, str], words: str) -> None:
    made = register(country="ML")
    page = made.client.get("/en/me/data").send("Save my data", typed, status=422)
    assert words in page.problems[0]
    assert rows("select name, residence from person")[0] == ("Ada Okafor", "ML")


def test_the_language_of_the_account_is_that_of_the_next_page(register: Register) -> None:
    page = register().client.get("/en/me/data").send("Save my data", {"language": "ar"})
    assert page.address == "/ar/me/data"
    assert page.tree.all("html")[0].get("dir") == "rtl"
    assert "Your data are saved." not in page.text


def test_whoever_works_in_another_language_than_her_own_stays_in_it(register: Register) -> None:
    made = register()
    made.client.get("/en/me/data").send("Save my data", {"language": "ar"})
    page = made.client.get("/en/me/data").send("Save my data", {"name": "Ada O."})
    assert page.address == "/en/me/data"
    assert "Your data are saved." in page.text


def test_a_day_that_cannot_be_read_stays_as_it_was_typed(register: Register) -> None:
    page = register().client.get("/en/me/data").send("Save my data", {"country_from": "31/12/2020"}, 422)
    assert page.values("Save my data")["country_from"] == "31/12/2020"
    saved = page.send("Save my data", {"country_from": "٢٠٢٠-١٢-٣١", "country": "ML"})
    assert "31 December 2020" in saved.text


def test_consent_can_be_given_and_taken_back(register: Register, rows: Rows) -> None:
    made = register()
    page = made.client.get("/en/me/data").send("Save my data", {"follow_up": "y"})
    assert "One question six months after a course" in page.text
    form = {name: value for name, value in page.values("Save my data").items() if name != "follow_up"}
    page = made.client.post("/en/me/data", form)
    assert "withdrawn" in page.text
    given = rows("select given from consent where purpose = 'follow-up' order by id")
    assert [bool(row.given) for row in given] == [True, False]


def test_the_export_has_all_there_is_and_why(register: Register) -> None:
    made = register(name="نور", email="nour@example.org", country="TN", gender="F", birth_year="1990")
    response = made.client.fetch("/en/me/data/export")
    assert response.content_type == "application/json"
    assert "attachment" in response.headers["Content-Disposition"]
    data = json.loads(response.get_data(as_text=True))
    assert data["account"]["name"] == "نور"
    assert data["account"]["birth_year"] == 1990
    assert data["residence"][0]["country"] == "TN"
    assert data["consent"][0]["purpose"] == "account"
    assert len(data["sign_in_session"]) == 1
    assert "password_hash" not in data["account"]
    assert "token_hash" not in data["sign_in_session"][0]
    assert all(purpose for purpose in data["purposes"].values())


def test_the_export_is_of_oneself_alone(register: Register) -> None:
    register(name="Somebody Else", email="else@example.org")
    text = register(name="Ada Okafor").client.fetch("/en/me/data/export").get_data(as_text=True)
    assert "Somebody" not in text
    assert "else@" not in text


def erased(made: Registered) -> None:
    """Go through with it."""
    page = made.client.get("/en/me/data").click("Erase my account")
    done = page.send("Erase my account for good", {"present": PASSWORD})
    assert done.address == "/en/"
    assert done.person == ""
    assert "Your account is erased." in done.tree.text


def test_after_erasure_nobody_can_sign_in(register: Register, another: Another) -> None:
    made = register(email="ada@example.org")
    second = another()
    second.get("/en/sign-in").send("Sign in", {"login": "ada@example.org", "password": PASSWORD})
    erased(made)
    assert second.get("/en/me").title == "Sign in", "other devices are out as well"
    for login in ("ada@example.org", made.number):
        device = another()
        device.get("/en/sign-in").send("Sign in", {"login": login, "password": PASSWORD}, status=422)
    assert register(name="New Person", email="ada@example.org").page.person == "New Person"


def test_erasure_leaves_no_name_anywhere(site: Flask, register: Register, rows: Rows) -> None:
    made = register(
        name="Zebedee Unusual", email="zebedee@example.org", country="ML", gender="M", occupation="teacher"
    )
    made.client.get("/en/courses/reading-the-river").send("Enrol, free")
    with site.app_context(), transaction() as session:
        session.add(
            Certificate(
                serial="7KQM-2X9D-4HTC", person_id=1, enrolment_id=1, version_id=1, facts="{}",
                name="Zebedee Unusual", completed_at=now(), issued_at=now(),
            )
        )  # fmt: skip
    erased(made)
    tables = [table.name for table in site.extensions["sqlalchemy"].metadata.sorted_tables]
    # a mail that was on its way before is sent and swept with its job
    for table in tables:
        if table == "job":
            continue
        whole = " ".join(str(row) for row in rows(f"select * from {table}"))  # noqa: S608 - names of our own tables
        assert "Zebedee" not in whole, table
        assert "zebedee@" not in whole, table
        assert made.number not in whole, table
    assert rows("select name from certificate")[0].name == ""
    (person,) = rows("select status, residence, gender, occupation, birth_year from person")
    assert person == ("erased", "ML", "M", "", None)


def test_erasure_takes_letters_out_of_the_outbox(site: Flask, register: Register, rows: Rows) -> None:
    made = register(email="ada@example.org")
    register(name="Other", email="other@example.org")
    with site.app_context(), transaction() as session:
        session.execute(text("update person set email_confirmed_at = created_at"))
    settings = site.config["SETTINGS"]
    for earlier in settings.folder("outbox").glob("*.eml"):
        earlier.unlink()

    def letters_after(job_name: str) -> list[str]:
        """What the worker would do of this; to whom there are letters then."""
        with site.app_context():
            for job in reading().scalars(select(Job).where(Job.name == job_name)).all():
                tasks(settings)[job_name](job.payload, now())
        files = settings.folder("outbox").glob("*.eml")
        return sorted(
            line for file in files for line in file.read_text().splitlines() if line.startswith("To:")
        )

    assert letters_after("mail") == ["To: ada@example.org", "To: other@example.org"]
    (settings.folder("outbox") / "broken.eml").write_text("To: a@\n\n")  # not one of ours, and no address
    erased(made)
    assert letters_after(FORGET_LETTERS) == ["To: a@", "To: other@example.org"]


def test_erasure_stands_in_the_ledger(register: Register, rows: Rows) -> None:
    made = register(country="ML")
    erased(made)
    reasons = [row.reason for row in rows("select reason from ledger_entry order by entry_id")]
    assert "ERASURE" in reasons


def test_what_is_kept_of_trainings_is_told(register: Register) -> None:
    """Before she erases her account, and to everybody who reads what is held."""
    client = register().client
    before = client.get("/en/me/data/erase").text
    assert "what a centre wrote to put you on the list of a training" in before
    assert "on which days you came, under the same number" in before
    held = client.get("/en/privacy").text
    assert "the team of the centre that holds the training" in held
    assert "studied here or came to trainings" in held


def test_a_borrowed_phone_cannot_erase(register: Register, rows: Rows) -> None:
    made = register()
    page = made.client.get("/en/me/data/erase").send(
        "Erase my account for good", {"present": "a wrong password"}, status=422
    )
    assert page.problems == ["This is not your password. Try again, or get a new one first."]
    assert made.client.get("/en/me").person == "Ada Okafor"
    assert rows("select erased_at from person")[0].erased_at is None


def test_a_visitor_has_no_data(visitor: PageClient) -> None:
    for address in ("/en/me/data", "/en/me/data/erase", "/en/me/data/export", "/en/me/security"):
        assert visitor.get(address).title == "Sign in"
