"""A sheet of people to be enrolled, read row by row: what can be stored, and what needs another look. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from learnhub.accounts.domain import birth_year_problem, fold_login
from learnhub.formats.sheets import Sheet

# names of columns as people write them; the first of each is ours
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "login": ("login", "username", "user name", "user", "sign-in name", "identifiant", "usuario", "utilizador",
              "nome de utilizador", "usuário", "número de estudante"),
    "name": ("name", "full name", "fullname", "nom complet", "nombre completo", "nome completo"),
    "first": ("firstname", "first name", "given name", "prénom", "prenom", "nombre", "nome", "nome próprio",
              "primeiro nome"),
    "last": ("lastname", "last name", "surname", "family name", "nom", "apellido", "apellidos", "apelido",
             "apelidos", "sobrenome"),
    "email": ("email", "e-mail", "mail", "courriel", "correo", "correio eletrónico", "correio electrónico",
              "correio eletrônico"),
    "country": ("country", "residence", "pays", "país", "pais", "país de residência"),
    "gender": ("gender", "sex", "genre", "sexe", "género", "sexo", "gênero"),
    "birth_year": ("birth year", "birth_year", "year of birth", "année de naissance", "año de nacimiento",
                   "ano de nascimento"),
    "course": ("course", "course1", "cours", "curso"),
}  # fmt: skip
_GENDERS = {"f": "F", "female": "F", "woman": "F", "femme": "F", "féminin": "F", "mujer": "F", "femenino": "F",
            "mulher": "F", "feminino": "F",
            "m": "M", "male": "M", "man": "M", "homme": "M", "masculin": "M", "hombre": "M", "masculino": "M",
            "homem": "M",
            "x": "X", "other": "X", "another": "X", "autre": "X", "otro": "X", "outro": "X",
            "n": "N", "prefer not to say": "N", "prefiro não dizer": "N", "": ""}  # fmt: skip
_EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]{1,189}")


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A person as a row names her."""

    number: int
    name: str
    login: str
    email: str
    country: str
    gender: str
    birth_year: int | None

    @property
    def key(self) -> str:
        """By what she is recognised: the sign-in name, else the address."""
        return self.login or self.email


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that can't be stored, and how to mend it."""

    number: int
    code: str
    cell: str


@dataclass(frozen=True, slots=True)
class People:
    """What a sheet says."""

    rows: list[ImportRow] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)


def find_columns(header: list[str]) -> dict[str, int]:
    """Our names of the columns that were recognised, with their places."""
    folded = [name.casefold().strip(" :*") for name in header]
    found: dict[str, int] = {}
    for ours, names in COLUMNS.items():
        place = next((folded.index(name) for name in names if name in folded), None)
        if place is not None:
            found[ours] = place
    return found


def read_people(sheet: Sheet, *, country_of: Callable[[str], str | None], course: str, today: date) -> People:
    """Check every row. `country_of` gives the code of a country's name or code, None if there is none."""
    places = find_columns(sheet.header)
    people = People(columns={ours: sheet.header[place] for ours, place in places.items()})
    if not {"login", "email"} & places.keys() or not {"name", "first", "last"} & places.keys():
        people.problems.append(RowProblem(1, "columns", ", ".join(sheet.header)[:200]))
        return people
    seen: dict[str, int] = {}
    for number, cells in sheet.rows:
        row = _read_row(
            number, {ours: cells[place] for ours, place in places.items()}, country_of, course, today
        )
        if isinstance(row, ImportRow) and row.key in seen:
            row = RowProblem(number, "twice", f"{row.key} ({seen[row.key]})")
        if isinstance(row, RowProblem):
            people.problems.append(row)
        else:
            seen[row.key] = number
            if row.email:
                seen.setdefault(
                    row.email, number
                )  # a later row with this address alone means the same person
            people.rows.append(row)
    return people


def _read_row(
    number: int, cells: Mapping[str, str], country_of: Callable[[str], str | None], course: str, today: date
) -> ImportRow | RowProblem:
    def wrong(code: str, cell: str) -> RowProblem:
        return RowProblem(number, code, cells.get(cell, "")[:100])

    name = cells.get("name") or " ".join(filter(None, (cells.get("first", ""), cells.get("last", ""))))
    login, email = fold_login(cells.get("login", "")), fold_login(cells.get("email", ""))
    if not name or len(name) > 200:
        return wrong("name", "name")
    if not login and not email:
        return wrong("key", "login")
    if email and not _EMAIL.fullmatch(email):
        return wrong("email", "email")
    if len(login) > 100 or "@" in login:
        return wrong("login", "login")
    if cells.get("course") and cells["course"].casefold() != course.casefold():
        return wrong("course", "course")
    country = country_of(cells["country"]) if cells.get("country") else ""
    if country is None:
        return wrong("country", "country")
    gender = _GENDERS.get(cells.get("gender", "").casefold())
    if gender is None:
        return wrong("gender", "gender")
    year = cells.get("birth_year", "")
    if year and (not (year.isdecimal() and len(year) == 4) or birth_year_problem(int(year), today)):
        return wrong("birth_year", "birth_year")
    return ImportRow(number, name, login, email, country, gender, int(year) if year else None)
