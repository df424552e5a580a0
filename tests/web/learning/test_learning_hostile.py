"""What no page of ours sends: every answer is a page that says so, never a failure, and nothing is stored."""

from __future__ import annotations

import pytest
from learning_support import (
    COURSE,
    FINAL,
    RIGHT,
    Browser,
    WithRole,
    forget_the_last_visitor,
    forms_of,
    hand_in,
)
from sqlalchemy import func, select

from learnhub.access.identity import Role
from learnhub.accounts.service import NewAccount, register
from learnhub.db import reading, transaction
from learnhub.jobs.models import Job
from learnhub.kernel.clock import now
from learnhub.learning.models import Attempt

ABSURD = [
    "",
    "-1",
    "0",
    "2",
    "999999",
    "9" * 400,
    "1.5",
    "٣",
    "²",
    "NaN",
    "1e9",
    "x",
    "\x00",
    "' OR 1=1 --",
    "🌊",
]


def base(browser: Browser) -> dict[str, list[str]]:
    form = browser.form(FINAL, FINAL)
    return {name: form.values[name] for name in ("csrf_token", "version", "number")}


def handed_in() -> int:
    return (
        reading().scalar(select(func.count()).select_from(Attempt).where(Attempt.submitted_at.is_not(None)))
        or 0
    )


@pytest.mark.parametrize("number", ABSURD)
def test_the_number_of_a_try(enrolled: Browser, number: str) -> None:
    fields = {**base(enrolled), "number": [number], "do": ["check"], **RIGHT}
    assert enrolled.send(FINAL, fields).status_code == 409
    assert enrolled.send(f"{FINAL}/answers", fields).status_code == 409
    assert handed_in() == 0


@pytest.mark.parametrize("version", [*ABSURD[4:], "0", "-1", "2147483647"])
def test_the_version_of_a_text(enrolled: Browser, version: str) -> None:
    """Nonsense means the version in force; a number of no version, or of another course's, is not found."""
    fields = {**base(enrolled), "version": [version], "do": ["check"], **RIGHT}
    answer = enrolled.send(FINAL, fields)
    number = version.isascii() and version.isdigit() and len(version) < 10
    assert answer.status_code == (404 if number else 303)


@pytest.mark.parametrize(
    "attempt", ["0", "1", "2147483647", "2147483648", "9" * 30, "-1", "x", "1.5", "٣", "%00"]
)
def test_the_number_of_a_review(enrolled: Browser, attempt: str) -> None:
    assert enrolled.get(f"{FINAL}/attempts/{attempt}").status_code == 404


def test_a_review_at_the_address_of_another_quiz(enrolled: Browser) -> None:
    number = hand_in(enrolled).location.rsplit("/", 1)[1]
    assert enrolled.get(f"{COURSE}/quiz/after/attempts/{number}").status_code == 404
    assert enrolled.get(f"{COURSE}/quiz/nothing/attempts/{number}").status_code == 404
    assert enrolled.get(f"/en/courses/nothing/quiz/final/attempts/{number}").status_code == 404


@pytest.mark.parametrize(
    "value", [*ABSURD, "x" * 100_000, "\ud7ff" * 5_000, "<script>alert(1)</script>", "{{ 7*7 }}"]
)
@pytest.mark.parametrize(
    "name", ["q.q1", "q.q3", "q.q4", "q.q5", "q.q6.0", "q.q7.1", "q.q6.9", "q.", "q.q9", "shown"]
)
def test_the_value_of_an_answer(enrolled: Browser, name: str, value: str) -> None:
    saved = enrolled.send(FINAL, {**base(enrolled), "do": ["save"], name: [value]})
    assert saved.status_code == 303
    page = enrolled.text(FINAL)
    assert "<script>alert" not in page
    done = enrolled.send(FINAL, {**base(enrolled), "do": ["check"], name: [value, value]})
    assert done.status_code == 303
    assert "<script>alert" not in enrolled.text(done.location)


def test_ten_thousand_fields_are_refused(enrolled: Browser) -> None:
    many = {f"q.q{n}": ["0"] for n in range(4_000)}
    assert enrolled.send(FINAL, {**base(enrolled), "do": ["save"], **many}).status_code == 303
    more = {f"q.q{n}": ["0"] for n in range(10_000)}
    assert enrolled.send(FINAL, {**base(enrolled), "do": ["save"], **more}).status_code == 413
    same = {"q.q2": ["0", "1", "2"] * 10_000}
    assert enrolled.send(FINAL, {**base(enrolled), "do": ["save"], **same}).status_code == 413
    fields = {
        **{name: value[0] for name, value in base(enrolled).items()},
        **{f"q.q{n}": "0" for n in range(10_000)},
    }
    part = '--line\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    body = "".join(part.format(*pair) for pair in fields.items()) + "--line--\r\n"
    forget_the_last_visitor()
    answer = enrolled.client.post(
        FINAL, data=body.encode(), content_type="multipart/form-data; boundary=line"
    )
    assert answer.status_code == 413


def test_more_than_can_be_sent_is_refused(enrolled: Browser) -> None:
    huge = enrolled.send(FINAL, {**base(enrolled), "do": ["save"], "q.q5": ["x" * 3_000_000]})
    assert huge.status_code == 413
    assert "too large to send" in huge.text


@pytest.mark.parametrize(
    "address",
    [FINAL, f"{FINAL}/answers", f"{COURSE}/enrol", f"{COURSE}/leave", f"{COURSE}/staff-gauge/done"],
)
def test_without_a_token_of_the_page_nothing_happens(enrolled: Browser, address: str) -> None:
    for token in ("", "x", "\x00"):
        answer = enrolled.send(address, {**base(enrolled), "csrf_token": [token], "do": ["check"], **RIGHT})
        assert answer.status_code == 400
    assert handed_in() == 0
    assert "Continue" in enrolled.text(COURSE)


def test_who_is_not_enrolled_stores_nothing(browser: Browser) -> None:
    token = browser.form(COURSE, "/enrol").values
    fields = {**token, "version": ["1"], "number": ["1"], "do": ["check"], **RIGHT}
    assert browser.send(FINAL, fields).status_code == 404
    assert browser.send(f"{FINAL}/answers", fields).status_code == 404
    assert reading().scalar(select(func.count()).select_from(Attempt)) == 0


def test_a_visitor_stores_nothing(visitor: Browser) -> None:
    for address in (FINAL, f"{FINAL}/answers", f"{COURSE}/enrol", f"{COURSE}/leave"):
        assert visitor.send(address, {"do": ["check"], **RIGHT}).status_code in {303, 400, 403}
    assert reading().scalar(select(func.count()).select_from(Attempt)) == 0


@pytest.mark.parametrize(
    "address",
    [
        f"{COURSE}/nothing",
        f"{COURSE}/final",
        f"{COURSE}/quiz/staff-gauge",
        f"{COURSE}/quiz/nothing",
        "/en/courses/nothing",
        "/en/courses/nothing/staff-gauge",
        "/en/courses/%00",
        "/en/courses/%00/changes",
        "/en/courses/%00/v/1",
        "/en/courses/..%2f..%2fetc",
        "/xx/courses/reading-the-river",
    ],
)
def test_what_is_not_there(enrolled: Browser, address: str) -> None:
    assert enrolled.get(address).status_code == 404


@pytest.mark.parametrize("address", [f"{COURSE}/enrol", f"{COURSE}/staff-gauge/done", f"{FINAL}/answers"])
def test_a_link_never_changes_anything(enrolled: Browser, address: str) -> None:
    assert enrolled.get(address).status_code in {404, 405}


@pytest.mark.parametrize("page", ["0", "-1", "999999", "9" * 30, "x", "٣", ""])
def test_the_page_of_a_listing(with_role: WithRole, page: str) -> None:
    browser = with_role(Role.ADMINISTRATOR, "")
    answer = browser.client.get(f"{COURSE}/report?page={page}", follow_redirects=True)
    assert answer.status_code == 200


def test_links_in_mail_and_pages_do_not_follow_the_host_of_a_request(
    enrolled: Browser, visitor: Browser
) -> None:
    evil = "http://evil.example"
    forget_the_last_visitor()
    assert "evil.example" not in visitor.client.get(COURSE, base_url=evil).text
    with transaction() as session:
        account = NewAccount(name="Kofi", email="kofi@example.org", password_hash="!")
        register(session, account=account, now=now())
    forget_the_last_visitor()
    page = visitor.client.get("/en/recover", base_url=evil).text
    form = next(form for form in forms_of(page) if form.action == "/en/recover")
    forget_the_last_visitor()
    visitor.client.post("/en/recover", data={**form.values, "login": "kofi@example.org"}, base_url=evil)
    mail = reading().scalars(select(Job.payload).where(Job.name == "mail")).one()
    assert "/en/reset/" in mail["text"]
    assert "evil.example" not in mail["text"]
