"""A sheet of people to be enrolled, read row by row: what can be stored, and what needs another look. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from learnhub.accounts.domain import birth_year_problem, fold_login
from learnhub.formats.sheets import Sheet
from learnhub.kernel import letters

# names of columns as people write them, in the languages of our pages and in Portuguese; see `folded`
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "login": ("login", "username", "user name", "user", "sign-in name", "identifiant", "usuario", "utilizador",
              "nome de utilizador", "número de estudante", "логин", "имя пользователя", "用户名", "اسم المستخدم"),
    "name": ("name", "full name", "fullname", "nom complet", "nom prénom", "nom prénoms", "prénom nom",
             "nombre completo", "apellidos nombres", "nome completo", "фио", "ф.и.о.", "полное имя", "фамилия имя",
             "фамилия имя отчество", "姓名", "الاسم الكامل", "الاسم", "الاسم واللقب"),
    "first": ("firstname", "first name", "first names", "given name", "given names", "prénom", "prénoms", "nombre",
              "nombres", "nome", "nome próprio", "primeiro nome", "имя", "名", "الاسم الأول"),
    "last": ("lastname", "last name", "surname", "family name", "nom", "noms", "nom de famille", "apellido",
             "apellidos", "apelido", "apelidos", "sobrenome", "фамилия", "姓", "اسم العائلة", "اللقب"),
    "email": ("email", "e-mail", "e-mail address", "email address", "mail", "courriel", "adresse e-mail",
              "adresse email", "adresse mail", "adresse courriel", "adresse électronique", "correo",
              "correo electrónico", "dirección de correo electrónico", "correio eletrónico", "correio electrónico",
              "адрес электронной почты", "электронная почта", "эл. почта", "почта", "电子邮件", "邮箱",
              "البريد الإلكتروني", "البريد"),
    "country": ("country", "residence", "country of residence", "pays", "pays de résidence", "país",
                "país de residencia", "страна", "страна проживания", "国家", "居住国", "البلد", "بلد الإقامة",
                "الدولة"),
    "gender": ("gender", "sex", "genre", "sexe", "género", "sexo", "пол", "性别", "النوع", "الجنس"),
    "birth_year": ("birth year", "year of birth", "année de naissance", "año de nacimiento",
                   "ano de nascimento", "год рождения", "出生年份", "出生年", "سنة الميلاد",
                   "date of birth", "birth date", "birthdate", "birthday", "dob", "date de naissance",
                   "fecha de nacimiento", "data de nascimento", "дата рождения", "出生日期", "تاريخ الميلاد"),
    "course": ("course", "course1", "cours", "curso", "курс", "课程", "الدورة", "المقرر"),
}  # fmt: skip
_GENDERS = {
    "F": ("f", "female", "woman", "femme", "féminin", "mujer", "femenino", "mulher", "feminino",
          "ж", "жен", "женский", "женщина", "女", "女性", "امرأة", "أنثى"),
    "M": ("m", "male", "man", "h", "homme", "masculin", "hombre", "masculino", "homem",
          "м", "муж", "мужской", "мужчина", "男", "男性", "رجل", "ذكر"),
    "X": ("x", "other", "another", "non-binary", "autre", "non binaire", "otro", "no binario", "outro", "não binário",
          "другой", "其他", "آخر"),
    "N": ("n", "prefer not to say", "préfère ne pas répondre", "prefiero no decirlo", "prefiro não dizer"),
    "": ("",),
}  # fmt: skip
_ASIDE = re.compile(r"\([^()]*\)|（[^（）]*）")
_AND = re.compile(r" (?:and|et|y|e|и) | ?[&/,+] ?")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_EMAIL = re.compile(r"(?!.*=\?)[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]{1,189}")


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
    """What a sheet says. `unread` are its columns that mean nothing to us; `others` and `guessed` as of `Sheet`."""

    rows: list[ImportRow] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    guessed: bool = False

    @property
    def left_out(self) -> int:
        """How many rows can't be stored; one may have several problems."""
        return len({problem.number for problem in self.problems})


def folded(text: str) -> str:
    """A heading, country or gender as it is compared: without case, accents, apostrophes and hyphens."""
    plain = re.sub(r"['\u2019\u02bc`\u00b4]", "", letters.folded(text))
    return " ".join(plain.replace("-", " ").replace("_", " ").split())


def genders_of(cells: Iterable[str]) -> dict[str, str]:
    """What the words of a column of genders mean: F, M, X, N or "" for nothing said, by the folded word.

    In Spanish and Portuguese the letters are H and M, in French H and F, in English M and F: where H and M stand
    in one column, M is a woman; where all three do, M says nothing for certain and is left out.
    """
    meant = {folded(word): code for code, words in _GENDERS.items() for word in words}
    letters = {folded(cell) for cell in cells} & {"h", "m", "f"}
    if {"h", "m"} <= letters:
        del meant["m"]
        if "f" not in letters:
            meant["m"] = "F"
    return meant


_PARTS = {folded(word): ours for ours in ("name", "first", "last") for word in COLUMNS[ours]}


def find_columns(header: list[str], columns: Mapping[str, tuple[str, ...]] = COLUMNS) -> dict[str, int]:
    """Our names of the columns that were recognised, with their places.

    An aside such as "(M/F)" is left out where no column has the name without one.
    """
    given = [_heading(name) for name in header]
    bare = [_heading(_ASIDE.sub("", name)) for name in header]
    found: dict[str, int] = {}
    for ours, names in columns.items():
        known = {folded(name) for name in names}
        place = next((given.index(name) for name in map(folded, names) if name in given), None)
        if place is None:
            places = [place for place, name in enumerate(bare) if name in known]
            place = places[0] if len(places) == 1 else None
        if place is not None:
            found[ours] = place
    return found


def _heading(name: str) -> str:
    """A heading as it is compared; that of a first and a last name in one column is that of a name."""
    text = folded(name.strip(" :*"))
    parts = {_PARTS.get(part, "") for part in _AND.split(text)}
    return "name" if parts in ({"first", "last"}, {"name", "last"}) else text


def read_people(sheet: Sheet, *, country_of: Callable[[str], str | None], course: str, today: date) -> People:
    """Check every row. `country_of` gives the code of a country's name or code, None if there is none."""
    places = find_columns(sheet.header)
    people = People(
        columns={ours: sheet.header[place] for ours, place in places.items()},
        unread=tuple(name for n, name in enumerate(sheet.header) if name and n not in places.values()),
        others=sheet.others,
        guessed=sheet.guessed,
    )
    if not {"login", "email"} & places.keys() or not {"name", "first", "last"} & places.keys():
        people.problems.append(RowProblem(1, "columns", ", ".join(sheet.header)[:200]))
        return people
    genders = (
        genders_of(cells[places["gender"]] for _, cells in sheet.rows) if "gender" in places else {"": ""}
    )
    seen: dict[str, int] = {}
    for number, cells in sheet.rows:
        named = {ours: cells[place] for ours, place in places.items()}
        row, wrong = _read_row(number, named, country_of, genders, course, today)
        if not wrong and row.key in seen:
            wrong = [RowProblem(number, "twice", f"{row.key} ({seen[row.key]})")]
        people.problems.extend(wrong)
        if not wrong:
            seen[row.key] = number
            if row.email:
                # a later row with this address alone means the same person
                seen.setdefault(row.email, number)
            people.rows.append(row)
    return people


def _read_row(
    number: int, cells: Mapping[str, str], country_of: Callable[[str], str | None], genders: Mapping[str, str],
    course: str, today: date,
) -> tuple[ImportRow, list[RowProblem]]:  # fmt: skip
    """The row, and everything that is wrong with it."""
    name = cells.get("name") or " ".join(filter(None, (cells.get("first", ""), cells.get("last", ""))))
    login, email = fold_login(cells.get("login", "")), fold_login(cells.get("email", ""))
    email = email.removeprefix("mailto:")
    country = country_of(cells["country"]) if cells.get("country") else ""
    letter = folded(cells.get("gender", ""))
    gender = genders.get(letter)
    stated_year = cells.get("birth_year", "")
    # of a day only the year is kept
    years = _YEAR.findall(stated_year)
    good_year = not stated_year or (len(years) == 1 and not birth_year_problem(int(years[0]), today))
    stated = cells.get("course", "")
    wrong = {
        ("name", "name"): not name or len(name) > 200,
        ("key", "login"): not login and not email,
        ("email", "email"): email and not _EMAIL.fullmatch(email),
        ("login", "login"): len(login) > 100 or "@" in login,
        ("course", "course"): stated and course and stated.casefold() != course.casefold(),
        ("country", "country"): country is None,
        ("letter", "gender"): gender is None and letter == "m",
        ("gender", "gender"): gender is None and letter != "m",
        ("birth_year", "birth_year"): not good_year,
    }
    problems = [
        RowProblem(number, code, cells.get(cell, "")[:100]) for (code, cell), so in wrong.items() if so
    ]
    born = int(years[0]) if years and good_year else None
    return ImportRow(number, name, login, email, country or "", gender or "", born), problems
