"""Sheets of people: every row can be stored, or says what to mend."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given, settings
from hypothesis import strategies as st

from learnhub.formats.sheets import Sheet
from learnhub.learning.sheet import ImportRow, People, RowProblem, find_columns, read_people
from learnhub.learning.words import problem_words

TODAY = date(2026, 11, 20)
COUNTRIES = {"ke": "KE", "kenya": "KE", "sénégal": "SN", "sn": "SN"}


def read(header: list[str], *rows: list[str]) -> People:
    sheet = Sheet(header, [(number, row) for number, row in enumerate(rows, start=2)])
    return read_people(
        sheet, country_of=lambda name: COUNTRIES.get(name.casefold()), course="river", today=TODAY
    )


FULL = ["name", "login", "email", "country", "gender", "birth year", "course"]


def one(**cells: str) -> ImportRow | str:
    """The row, or the code of its problem."""
    given = {"name": "Amina Diallo", "login": "amina", **cells}
    people = read(FULL, [given.get(column.replace(" ", "_"), "") for column in FULL])
    return people.rows[0] if people.rows else people.problems[0].code


def test_a_full_row() -> None:
    row = one(email="Amina@Example.ORG", country="Kenya", gender="Woman", birth_year="1990", course="River")
    assert row == ImportRow(2, "Amina Diallo", "amina", "amina@example.org", "KE", "F", 1990)


@pytest.mark.parametrize("day", ["3/4/1990", "1990-04-03", "03.04.1990", "3 avril 1990"])
def test_of_a_day_of_birth_the_year_is_kept(day: str) -> None:
    people = read(["name", "login", "Date of birth"], ["Amina Diallo", "amina", day])
    assert people.rows == [ImportRow(2, "Amina Diallo", "amina", "", "", "", 1990)]


def test_columns_that_mean_nothing_are_named() -> None:
    people = read(["name", "Organisation", "login", "", "Telephone"], ["Amina Diallo", "X", "amina", "", "1"])
    assert people.unread == ("Organisation", "Telephone")


@pytest.mark.parametrize(
    "header",
    [
        ["Nom et prénom", "Courriel", "Sexe (H/F)"],
        ["NOMS & PRÉNOMS", "Adresse mail", "Sexe (F/M)"],
        ["Surname / First name(s)", "E-mail *", "Gender"],
        ["Nombre y apellidos", "Dirección de correo electrónico", "Sexo (H/M)"],
        ["Имя и фамилия", "Эл. почта", "Пол"],
        ["姓名（必填）", "邮箱", "性别"],
    ],
)
def test_both_names_may_stand_in_one_column_and_asides_do_no_harm(header: list[str]) -> None:
    people = read(header, ["Amina Diallo", "amina@example.org", "F"])
    assert people.rows == [ImportRow(2, "Amina Diallo", "", "amina@example.org", "", "F", None)]
    assert people.unread == ()


def test_of_two_columns_that_an_aside_tells_apart_none_is_taken() -> None:
    assert find_columns(["Name (first)", "Name (last)", "E-mail"]) == {"email": 2}
    assert find_columns(["Name", "E-mail (work)", "E-mail"]) == {"name": 0, "email": 2}


def test_only_a_name_and_a_key_are_needed() -> None:
    assert one() == ImportRow(2, "Amina Diallo", "amina", "", "", "", None)
    assert one(login="", email="a@b.org") == ImportRow(2, "Amina Diallo", "", "a@b.org", "", "", None)


def test_a_sheet_in_portuguese_is_understood() -> None:
    people = read(
        ["Número", "Nome", "Apelido", "E-mail", "País", "Sexo", "Ano de nascimento"],
        ["1", "Amélia", "Machava", "amelia@example.org", "ke", "Feminino", "1990"],
    )
    assert people.rows == [ImportRow(2, "Amélia Machava", "", "amelia@example.org", "KE", "F", 1990)]
    known = {"name": "Nome completo", "login": "Nome de utilizador", "country": "País de residência"}
    people = read(list(known.values()), ["João Tembe", "tembe", ""])
    assert people.columns == known
    assert people.rows == [ImportRow(2, "João Tembe", "tembe", "", "", "", None)]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (["ФИО", "Электронная почта", "Пол", "Год рождения"], ["Анна Иванова", "a@b.org", "жен", "1990"]),
        (["姓名", "电子邮件", "性别", "出生年份"], ["王芳", "a@b.org", "女", "1990"]),
        (["الاسم الكامل", "البريد الإلكتروني", "النوع", "سنة الميلاد"], ["أمينة", "a@b.org", "أنثى", "١٩٩٠"]),
        (["Nombre completo", "Correo electronico", "Género", "Año de nacimiento"], ["Ana", "a@b.org", "Mujer", "1990"]),
        (["Nom complet", "Adresse e-mail", "Sexe", "Annee de naissance"], ["Ana", "a@b.org", "F", "1990"]),
    ],
)  # fmt: skip
def test_sheets_are_understood_in_the_languages_of_the_pages(header: list[str], row: list[str]) -> None:
    assert read(header, row).rows == [ImportRow(2, row[0], "", "a@b.org", "", "F", 1990)]


@pytest.mark.parametrize(
    ("letters", "meant"),
    [("HF", "MF"), ("HM", "MF"), ("MF", "MF"), ("H", "M"), ("M", "M")],
    ids=["French", "Spanish", "English", "only H", "only M"],
)
def test_one_letter_means_what_the_column_says(letters: str, meant: str) -> None:
    rows = [[f"P{n}", f"p{n}", letter] for n, letter in enumerate(letters)]
    assert [row.gender for row in read(["name", "login", "sexo"], *rows).rows] == list(meant)


def test_a_letter_that_may_mean_either_is_not_guessed() -> None:
    people = read(["name", "login", "sex"], *[[c, c, c] for c in "HMF"])
    assert [row.gender for row in people.rows] == ["M", "F"]
    assert [(problem.code, problem.cell) for problem in people.problems] == [("letter", "M")]


def test_everything_wrong_with_a_row_is_said_at_once() -> None:
    people = read(FULL, ["", "li", "no address", "Atlantis", "girl", "90", "river"])
    assert {problem.code for problem in people.problems} == {
        "name",
        "email",
        "country",
        "gender",
        "birth_year",
    }


def test_a_number_in_a_list_is_no_sign_in_name() -> None:
    assert "login" not in find_columns(["Número", "Nome", "E-mail"])


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"login": ""}, "key"),
        ({"login": "a@b.org"}, "login"),
        ({"login": "x" * 101}, "login"),
        ({"email": "nobody"}, "email"),
        ({"email": "a b@c.org"}, "email"),
        ({"email": "a@b.org, c@d.org"}, "email"),
        ({"email": "=?utf-8?q?a=40b.org=2C?=@c.org"}, "email"),
        ({"email": "x" * 65 + "@b.org"}, "email"),
        ({"country": "Atlantis"}, "country"),
        ({"gender": "girl"}, "gender"),
        ({"birth_year": "90"}, "birth_year"),
        ({"birth_year": "1.1.90"}, "birth_year"),
        ({"birth_year": "1990 or 1991"}, "birth_year"),
        ({"birth_year": "1800"}, "birth_year"),
        ({"birth_year": "2026"}, "birth_year"),
        ({"birth_year": "²⁰¹⁰"}, "birth_year"),
        ({"course": "another"}, "course"),
    ],
)
def test_what_can_not_be_stored(cells: dict[str, str], code: str) -> None:
    assert one(**cells) == code


def test_years_in_other_digits_are_read() -> None:
    row = one(birth_year="١٩٩٠")
    assert isinstance(row, ImportRow)
    assert row.birth_year == 1990


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (["Nom", "Prénom", "Courriel"], {"last": 0, "first": 1, "email": 2}),
        (["Apellidos", "Nombre", "Correo", "País"], {"last": 0, "first": 1, "email": 2, "country": 3}),
        ([" Full Name: ", "USERNAME*"], {"name": 0, "login": 1}),
        (
            ["username", "firstname", "lastname", "email", "course1"],
            {"login": 0, "first": 1, "last": 2, "email": 3, "course": 4},
        ),
    ],
)
def test_columns_are_known_by_the_names_that_people_give_them(
    header: list[str], found: dict[str, int]
) -> None:
    assert find_columns(header) == found


def test_first_and_last_name_make_a_name() -> None:
    people = read(["first name", "last name", "login"], ["Amina", "Diallo", "a"], ["", "Mensah", "k"])
    assert [row.name for row in people.rows] == ["Amina Diallo", "Mensah"]


@pytest.mark.parametrize("header", [["name", "country"], ["login", "email"], ["a", "b"], [""]])
def test_a_sheet_without_the_columns_that_are_needed_is_one_problem(header: list[str]) -> None:
    people = read(header, ["x"] * len(header))
    assert [(problem.number, problem.code) for problem in people.problems] == [(1, "columns")]
    assert people.rows == []


def test_the_same_person_twice_is_said_with_the_earlier_row() -> None:
    people = read(["name", "login"], ["A", "amina"], ["B", "kofi"], ["A", " AMINA "])
    assert [row.login for row in people.rows] == ["amina", "kofi"]
    assert [(problem.number, problem.code, problem.cell) for problem in people.problems] == [
        (4, "twice", "amina (2)")
    ]


def test_an_address_alone_means_the_earlier_row_with_it() -> None:
    header = ["name", "login", "email"]
    people = read(
        header, ["A", "amina", "a@b.org"], ["A", "", "a@b.org"], ["B", "", "c@b.org"], ["B", "ben", "c@b.org"]
    )
    assert [row.number for row in people.rows] == [2, 4, 5], "two sign-in names may share an address"
    assert [(problem.number, problem.cell) for problem in people.problems] == [(3, "a@b.org (2)")]


CELLS = st.text(max_size=30) | st.sampled_from(
    ["Amina", "a@b.org", "KE", "1990", "f", "=1+1", "\x00", "🌊" * 60]
)


@settings(deadline=None)
@given(st.lists(st.lists(CELLS, min_size=7, max_size=7), max_size=8))
def test_each_row_is_either_stored_or_named(rows: list[list[str]]) -> None:
    people = read(FULL, *rows)
    numbers = sorted(
        [row.number for row in people.rows] + list({problem.number for problem in people.problems})
    )
    assert people.left_out == len(rows) - len(people.rows)
    assert numbers == list(range(2, len(rows) + 2))
    assert all(
        len(row.name) <= 200 and len(row.login) <= 100 and len(row.email) <= 254 for row in people.rows
    )
    assert len({row.key for row in people.rows}) == len(people.rows)


@pytest.mark.parametrize(
    "code", ["columns", "name", "key", "email", "login", "course", "country", "gender", "birth_year", "twice"]
)
def test_every_problem_has_words(code: str) -> None:
    app = Flask("words")
    Babel(app)
    with app.test_request_context():
        assert problem_words(RowProblem(2, code, "")).endswith(".")
