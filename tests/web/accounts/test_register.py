"""An account needs two answers. Nobody learns who else has one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from flask import Flask

from learnhub.accounts.domain import REGISTRATIONS
from tests.web.accounts.conftest import PASSWORD, Registered, tries
from tests.web.client import PageClient

Register = Callable[..., Registered]
Rows = Callable[..., Sequence[Any]]

NAMES = [
    "María-José Ñúñez",
    "Зоя Ключевская",
    "نور الهدى بن عيسى",
    "王小明",
    "ኃይለ ገብረሥላሴ",
    "O’Brien d’Arc",
    "ప్రియ",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_any_script_is_kept_as_it_was_typed(register: Register, name: str) -> None:
    made = register(name=name)
    page = made.client.get("/en/me/data")
    field = next(each for each in page.tree.all("input") if each.get("name") == "name")
    assert field.get("value") == name
    assert name in page.tree.text


def test_without_mail_the_learner_number_is_shown_once_and_signs_in(
    register: Register, another: Callable[..., PageClient]
) -> None:
    made = register()
    assert made.number in made.page.tree.text
    assert "Write it down" in made.page.tree.text
    page = another().get("/en/sign-in").send("Sign in", {"login": made.number, "password": PASSWORD})
    assert page.person.startswith("Ada")


def test_who_has_a_phone_of_her_own_stays_signed_in_from_the_start(visitor: PageClient) -> None:
    """A phone that dies before the number was written down must not take the account with it."""
    form = visitor.get("/en/register")
    form.send("Create account", {"name": "Ada Okafor", "password": PASSWORD, "stay": "y"})
    cookie = visitor.client.get_cookie(visitor.app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    assert cookie.expires is not None, "kept when the browser ends"


def test_a_form_that_comes_twice_makes_one_account(visitor: PageClient, rows: Rows) -> None:
    """Pressed twice, or again since the line broke before the answer came: with the cookie from before."""
    form = visitor.get("/en/register")
    name = visitor.app.config["SESSION_COOKIE_NAME"]
    before = visitor.client.get_cookie(name)
    assert before is not None
    typed = {"name": "Ada Okafor", "password": PASSWORD}
    numbers = []
    for _press in range(2):
        visitor.client.set_cookie(name, before.value)
        numbers.append(
            re.findall(r"learner number is ([\w-]+)", form.send("Create account", typed).tree.text)
        )
    assert numbers[0] == numbers[1]
    assert rows("select count(*) from person")[0][0] == 1
    visitor.client.set_cookie(name, before.value)
    form.send("Create account", {**typed, "name": "Grace Hopper"})
    assert [row.name for row in rows("select name from person order by id")] == ["Ada Okafor", "Grace Hopper"]


def test_a_form_that_was_kept_opens_nothing_after_another_password(visitor: PageClient, rows: Rows) -> None:
    form = visitor.get("/en/register")
    name = visitor.app.config["SESSION_COOKIE_NAME"]
    before = visitor.client.get_cookie(name)
    assert before is not None
    typed = {"name": "Ada Okafor", "password": PASSWORD}
    form.send("Create account", typed)
    new = {"present": PASSWORD, "password": "four calm rivers"}
    visitor.get("/en/me/security").send("Change the password", new)
    visitor.client.set_cookie(name, before.value)
    page = form.send("Create account", typed)
    assert (page.title, page.person) == ("Sign in", "")
    assert rows("select count(*) from person")[0][0] == 1


@pytest.mark.parametrize(
    "pasted", ["Ada\u00a0Okafor", "Ada\tOkafor", "\u200eAda\u2003\u200b Okafor\r\n", "Ada\u3000Okafor"]
)
def test_a_pasted_name_keeps_its_words_apart(register: Register, rows: Rows, pasted: str) -> None:
    register(name=pasted)
    assert [row.name for row in rows("select name from person")] == ["Ada Okafor"]


def in_eastern_digits(number: str) -> str:
    return number.translate({ord("0") + n: 0x660 + n for n in range(10)})


@pytest.mark.parametrize(
    "typed",
    [str.lower, lambda number: number.replace("-", " "), lambda n: f" {n} ", in_eastern_digits],
)
def test_a_number_may_be_typed_as_it_was_copied(
    register: Register, another: Callable[..., PageClient], typed: Callable[[str], str]
) -> None:
    made = register()
    page = another().get("/en/sign-in").send("Sign in", {"login": typed(made.number), "password": PASSWORD})
    assert page.person.startswith("Ada")


def test_with_mail_a_link_is_sent_that_confirms_with_one_press(
    register: Register, mails: Callable[[], list[str]], rows: Rows, another: Callable[..., PageClient]
) -> None:
    made = register(email="Ada@Example.org")
    assert "learner number is" not in made.page.tree.text
    (mail,) = mails()
    assert "ada@example.org" in mail
    link = mail.split("http://localhost")[1].split("\\n")[0]
    device = another()
    page = device.get(link)
    assert "ada@example.org" in page.text, "the button says that this address is mine"
    assert rows("select email_confirmed_at from person")[0][0] is None, "opening a link changes nothing"
    done = page.send("This address is mine")
    assert "confirmed" in done.text
    assert rows("select email_confirmed_at from person")[0][0] is not None
    assert device.get(link, 410).title == "This link works no more"


def test_an_address_that_is_taken_is_answered_in_the_same_words(register: Register, rows: Rows) -> None:
    first = register(email="ada@example.org")
    second = register(email="ADA@example.org")
    assert first.page.text == second.page.text
    assert first.page.response.headers["Content-Type"] == second.page.response.headers["Content-Type"]
    assert [row[0] for row in rows("select email from person order by id")] == ["ada@example.org"] * 2


def test_the_first_to_confirm_an_address_owns_it(
    register: Register, mails: Callable[[], list[str]], rows: Rows, another: Callable[..., PageClient]
) -> None:
    register(email="ada@example.org")
    register(email="ada@example.org", name="Late Comer")
    links = [mail.split("http://localhost")[1].split("\\n")[0] for mail in mails()]
    assert "is confirmed" in another().get(links[1]).send("This address is mine").text
    assert "Another account has this address" in another().get(links[0]).send("This address is mine").text
    confirmed = rows("select name from person where email_confirmed_at is not null")
    assert [row.name for row in confirmed] == ["Late Comer"]


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"name": "  "}, "name", "Write your name"),
        ({"name": "x" * 201}, "name", "200 characters"),
        ({"password": "short"}, "password", "10 characters or more"),
        ({"password": "aaaaaaaaaaaa"}, "password", "others would try"),
        ({"password": "Password123"}, "password", "others would try"),
        ({"name": "Grace Hopper", "password": "grace hopper"}, "password", "not your name"),
        ({"email": "ada.example.org"}, "email", "with an @ sign"),
        ({"email": "=?utf-8?q?ada=40example.org=2C?=@example.org"}, "email", "with an @ sign"),
        ({"birth_year": "1850"}, "birth_year", "Check the year"),
        ({"birth_year": "soon"}, "birth_year", "four digits"),
    ],
)
def test_each_problem_stands_in_the_summary_and_at_its_field(
    visitor: PageClient, rows: Rows, typed: dict[str, str], field: str, words: str
) -> None:
    good = {"name": "Ada Okafor", "password": PASSWORD}
    page = visitor.get("/en/register").send("Create account", {**good, **typed}, status=422)
    assert len(page.problems) == 1
    assert words in page.problems[0]
    entry = next(each for each in page.tree.all("input") if each.get("name") == field)
    assert entry.get("aria-invalid") == "true"
    assert f"{entry.get('id')}-e" in entry.get("aria-describedby").split()
    assert page.tree.all("title")[0].text.startswith("Problem:")
    assert rows("select count(*) from person")[0][0] == 0


@pytest.mark.parametrize("gender", [" ", "\u2028", "Q", "FF"])
def test_an_answer_that_was_not_offered_is_refused(
    register: Callable[..., Registered], rows: Rows, gender: str
) -> None:
    client = register().client
    values = {**client.get("/en/me/data").values("Save my data"), "gender": gender}
    page = client.post("/en/me/data", values, 422)
    assert page.problems
    assert rows("select gender from person")[0][0] == ""


def test_problems_are_told_in_the_order_of_the_page_where_the_focus_goes(visitor: PageClient) -> None:
    typed = {"name": "", "email": "nobody", "password": "short", "birth_year": "1850"}
    page = visitor.get("/en/register").send("Create account", typed, status=422)
    told = ("Write your name", "@ sign", "10 characters", "year of birth")
    assert len(page.problems) == len(told)
    for line, words in zip(page.problems, told, strict=True):
        assert words in line
    summary = next(each for each in page.main.walk() if each.get("id") == "problems")
    assert summary.has("autofocus")
    assert "Write it again: pages do not keep passwords." in page.text


def test_what_was_typed_stays_but_never_the_password(visitor: PageClient) -> None:
    typed = {"name": "Зоя", "password": "short", "birth_year": "١٩٩٠", "gender": "X", "occupation": "teacher"}
    page = visitor.get("/en/register").send("Create account", typed, status=422)
    values = page.values("Create account")
    assert values["name"] == "Зоя"
    assert values["gender"] == "X"
    assert values["occupation"] == "teacher"
    assert values["password"] == ""
    assert "short" not in page.response.get_data(as_text=True).replace("shortest", "")


def test_years_in_other_digits_are_years(register: Register, rows: Rows) -> None:
    register(birth_year="١٩٩٠")
    assert rows("select birth_year from person")[0][0] == 1990


def test_optional_answers_reach_the_ledger_and_the_name_does_not(register: Register, rows: Rows) -> None:
    register(name="Amina Traoré", country="ML", gender="F", birth_year="1999", email="amina@example.org")
    (entry,) = rows("select body, actor from ledger_entry where kind = 'persons'")
    assert "ML" in entry.body.split(",")
    for secret in ("Amina", "Traor", "amina@", "example.org"):
        assert secret not in entry.body + entry.actor


def test_registering_for_a_course_enrols_and_leads_to_its_first_step(visitor: PageClient, rows: Rows) -> None:
    course = visitor.get("/en/courses/reading-the-river")
    form = course.click("Enrol, free")
    assert "Reading the river" in form.text
    page = form.send("Create account and start", {"name": "Ada", "password": PASSWORD})
    assert page.address.startswith("/en/courses/reading-the-river/")
    assert rows("select count(*) from enrolment")[0][0] == 1


def test_a_course_that_is_not_there_does_no_harm(visitor: PageClient) -> None:
    page = visitor.get("/en/register?course=no-such-course").send(
        "Create account", {"name": "Ada", "password": PASSWORD}
    )
    assert page.person.startswith("Ada")


def test_who_is_signed_in_needs_no_second_account(register: Register) -> None:
    assert register().client.get("/en/register").person == "Ada Okafor"


def test_a_form_without_its_token_is_refused(visitor: PageClient, rows: Rows) -> None:
    page = visitor.post("/en/register", {"name": "Ada", "password": PASSWORD}, status=400)
    assert page.title == "This was not saved"
    assert PASSWORD not in page.response.text
    assert rows("select count(*) from person")[0][0] == 0


def test_two_hundred_accounts_an_hour_from_one_place_are_enough(
    visitor: PageClient, site: Flask, another: Callable[..., PageClient]
) -> None:
    tries(site, "register", "127.0.0.1", REGISTRATIONS)
    form = visitor.get("/en/register")
    page = form.send("Create account", {"name": "Ada", "password": PASSWORD}, status=429)
    assert 0 < int(page.response.headers["Retry-After"]) <= 3600
    elsewhere = another(ip="203.0.113.9").get("/en/register")
    assert elsewhere.send("Create account", {"name": "Ada", "password": PASSWORD}).person == "Ada"


def test_who_has_an_account_comes_to_the_course_that_she_wanted(
    register: Register, another: Callable[..., PageClient]
) -> None:
    made = register()
    wanted = "/en/register?course=reading-the-river"
    device = another()
    form = device.get(device.get(wanted).links()["Sign in"])
    page = form.send("Sign in", {"login": made.number, "password": PASSWORD})
    assert page.address == "/en/courses/reading-the-river"
    assert made.client.redirect(wanted) == "/en/courses/reading-the-river"
    assert made.client.redirect("/en/register?course=nothing") == "/en/me"
