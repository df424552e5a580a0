"""Pages of a course team: who may see the report, what the CSV holds, and enrolling people from a sheet."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from learning_support import (
    COURSE,
    RIGHT,
    Browser,
    SignedIn,
    WithRole,
    forget_the_last_visitor,
    forms_of,
    hand_in,
    plain_text,
)
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from learnhub.access.identity import Role
from learnhub.accounts.models import Person, Residence
from learnhub.accounts.service import NewAccount, register
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.learning.models import Cohort, Enrolment

REPORT, SHEET = f"{COURSE}/report", f"{COURSE}/people/import"
ROWS = [
    ["name", "email", "country", "gender"],
    ["Amína Diallo", "amina@example.org", "Sénégal", "F"],
    ["Kofi Mensah", "kofi@example.org", "gh", ""],
]


def csv_of(rows: list[list[str]], mark: str = ",") -> str:
    return "".join(mark.join(row) + "\r\n" for row in rows)


def xlsx_of(rows: list[list[str]]) -> bytes:
    held, book = io.BytesIO(), openpyxl.Workbook()
    for cells in rows:
        book.active.append(cells)
    book.save(held)
    return held.getvalue()


def upload(browser: Browser, name: str, data: bytes) -> TestResponse:
    form = browser.form(SHEET)
    forget_the_last_visitor()
    return browser.client.post(
        SHEET, data={"csrf_token": form.values["csrf_token"], "sheet": (io.BytesIO(data), name)}
    )


def store(browser: Browser, page: TestResponse) -> TestResponse:
    form = next(form for form in forms_of(page.text) if form.action.endswith("/people/store"))
    return browser.submit(form, ("", ""), {})


def enrolments() -> int:
    return reading().scalar(select(func.count()).select_from(Enrolment)) or 0


def stranger(address: str, login: str = "") -> int:
    """Somebody of no centre who has confirmed her address."""
    with transaction() as session:
        account = NewAccount(name="Wanjiru Unknown", password_hash="!", email=address)
        person = register(session, account=account, now=now())
        person.email_confirmed_at = now()
        person.login = login or None
        return person.id


def test_an_address_in_a_sheet_tells_no_name_before_its_owner_comes(coordinator: Browser) -> None:
    person_id = stranger("wanjiru@example.org")
    rows = [["name", "email"], ["Somebody", "wanjiru@example.org"], ["New One", "new@example.org"]]
    store(coordinator, upload(coordinator, "sheet.csv", csv_of(rows).encode()))
    pages = (REPORT, f"{REPORT}.csv", f"{COURSE}/learners", f"{COURSE}/learners.csv")
    for page in pages:
        text = coordinator.get(page).text
        assert "wanjiru@example.org" in text
        assert "New One" in text
        assert "Unknown" not in text, page
    with transaction() as session:
        row = session.query(Enrolment).filter_by(person_id=person_id).one()
        row.last_step = "staff-gauge"
    for page in pages:
        assert "Wanjiru Unknown" in coordinator.get(page).text


@pytest.mark.parametrize(
    ("typed", "untold"), [("wanjiru@example.org", "wanjiru.u"), ("wanjiru.u", "wanjiru@example.org")]
)
def test_whoever_types_an_address_or_a_sign_in_name_learns_not_the_other(
    coordinator: Browser, typed: str, untold: str
) -> None:
    stranger("wanjiru@example.org", "wanjiru.u")
    rows = [["name", "email" if "@" in typed else "login"], ["Somebody", typed]]
    store(coordinator, upload(coordinator, "sheet.csv", csv_of(rows).encode()))
    for page in (REPORT, f"{REPORT}.csv", f"{COURSE}/learners", f"{COURSE}/learners.csv"):
        text = coordinator.get(page).text
        assert typed in text
        assert untold not in text, page
        assert "Unknown" not in text, page


@pytest.fixture
def coordinator(with_role: WithRole) -> Browser:
    return with_role(Role.CENTRE_COORDINATOR, "icharm")


@pytest.mark.parametrize(
    ("role", "centre", "report", "sheet"),
    [
        (Role.FACILITATOR, "icharm", 200, 403),
        (Role.CENTRE_COORDINATOR, "icharm", 200, 200),
        (Role.ADMINISTRATOR, "", 200, 200),
        (Role.AUTHOR, "icharm", 403, 403),
        (Role.REVIEWER, "icharm", 403, 403),
        (Role.LEARNER, "icharm", 403, 403),
        (Role.NETWORK_COORDINATOR, "", 403, 403),
        (Role.CENTRE_COORDINATOR, "ihe-delft", 403, 403),
        (Role.FACILITATOR, "ihe-delft", 403, 403),
    ],
)
def test_who_may_see_the_learners_and_enrol_people(
    with_role: WithRole, role: Role, centre: str, report: int, sheet: int
) -> None:
    person = with_role(role, centre)
    assert person.get(REPORT).status_code == report
    assert person.get(f"{REPORT}.csv").status_code == report
    assert person.get(SHEET).status_code == sheet


def test_a_visitor_is_asked_to_sign_in_and_a_course_must_be_there(
    visitor: Browser, coordinator: Browser
) -> None:
    for address in (REPORT, f"{REPORT}.csv", SHEET):
        answer = visitor.get(address)
        assert answer.status_code == 303
        assert "/sign-in?next=" in answer.location
    assert coordinator.get("/en/courses/no-such-course/report").status_code == 404


def test_the_report_shows_each_learner_with_her_results(enrolled: Browser, coordinator: Browser) -> None:
    enrolled.press(f"{COURSE}/staff-gauge", "/done")
    hand_in(enrolled, {**RIGHT, "q.q4": ["25"]})
    page = plain_text(coordinator.text(REPORT))
    assert "One learner" in page
    assert "Amina Diallo" in page
    assert "7.5" in page
    assert " 40 " in page


def test_the_csv_ends_with_a_count_and_starts_no_formula(
    enrolled: Browser, coordinator: Browser, signed_in: SignedIn
) -> None:
    hand_in(enrolled)
    names = ["=HYPERLINK(1)", "+41 79", "-2", "@sum", 'quote "and", comma']
    rows = [
        ["name", "login"],
        *([f'"{name.replace(chr(34), chr(34) * 2)}"', f"u{n}"] for n, name in enumerate(names)),
    ]
    store(coordinator, upload(coordinator, "people.csv", csv_of(rows).encode()))
    answer = coordinator.get(f"{REPORT}.csv")
    lines = answer.text.splitlines()
    assert answer.mimetype == "text/csv"
    assert answer.data.startswith(b"\xef\xbb\xbf"), "or Excel takes names for Western ones"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert lines[-1] == f"# complete: {len(names) + 1} learners"
    assert "Amina Diallo" in lines[1]
    assert ",8," in lines[1]
    starts = [line.lstrip('"')[0] for line in lines[1:-1]]
    assert not {"=", "+", "-", "@"} & set(starts)
    assert '"quote ""and"", comma"' in answer.text


def test_a_sheet_in_portuguese_names_its_country_too(coordinator: Browser) -> None:
    rows = [["Nome", "Apelido", "E-mail", "País"], ["Amélia", "Machava", "amelia@example.org", "Moçambique"]]
    page = upload(coordinator, "pessoas.csv", csv_of(rows, ";").encode("cp1252"))
    assert page.status_code == 200
    assert "Amélia Machava" in page.text
    store(coordinator, page)
    held = reading().execute(select(Person.name, Residence.country).join(Residence)).all()
    assert ("Amélia Machava", "MZ") in [tuple(row) for row in held]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("comma.csv", csv_of(ROWS).encode()),
        ("semicolon.csv", csv_of(ROWS, ";").encode()),
        ("tab.txt", csv_of(ROWS, "\t").encode()),
        ("mark.csv", csv_of(ROWS).encode("utf-8-sig")),
        ("utf16.csv", csv_of(ROWS, "\t").encode("utf-16")),
        ("windows.csv", csv_of(ROWS, ";").encode("cp1252")),
        ("book.xlsx", xlsx_of(ROWS)),
        ("no-ending", csv_of(ROWS).encode()),
    ],
)
def test_sheets_of_all_programs_are_read(coordinator: Browser, name: str, data: bytes) -> None:
    page = upload(coordinator, name, data)
    assert page.status_code == 200
    text = plain_text(page.text)
    assert "Nothing is stored yet" in text
    assert "Amína Diallo" in text
    assert "Store 2 rows" in text
    assert enrolments() == 0, "a dry run"
    assert store(coordinator, page).status_code == 303
    found = reading().execute(select(Person.name, Person.residence).where(Person.residence != "")).all()
    assert sorted(map(tuple, found)) == [("Amína Diallo", "SN"), ("Kofi Mensah", "GH")]
    again = plain_text(upload(coordinator, name, data).text)
    assert "Already stored 2" in again
    assert "Store 2 rows" not in again


def test_rows_with_problems_are_named_and_left_out(coordinator: Browser) -> None:
    rows = [*ROWS, ["", "x@example.org", "", ""], ["Li", "li", "", ""], ["Ana", "a@x.org", "Atlantis", ""]]
    page = upload(coordinator, "people.csv", csv_of(rows).encode())
    text = plain_text(page.text)
    assert "4 The name is missing or longer than 200 characters." in text
    assert "5 This is not an e-mail address. li" in text
    assert "6 There is no country of this name. Write its name or its two-letter code. Atlantis" in text
    assert "Store 2 rows, leave 3 out" in text
    done = store(coordinator, page)
    assert done.location == REPORT
    assert "Enrolled: 2. Already stored: 0. Left out: 3." in coordinator.text(REPORT)


def test_countries_and_genders_are_shown_as_they_were_understood(coordinator: Browser) -> None:
    rows = [["Nom et prénom", "Courriel", "Pays", "Sexe (H/M)"], ["Awa Sow", "awa@b.org", "NG", "M"]]
    page = upload(coordinator, "people.csv", csv_of([*rows, ["Ali Ba", "ali@b.org", "Niger", "H"]]).encode())
    cells = plain_text(page.text)
    assert "Awa Sow awa@b.org Nigeria Woman" in cells
    assert "Ali Ba ali@b.org Niger Man" in cells


def test_a_sheet_of_headings_alone_is_said_to_name_nobody(coordinator: Browser) -> None:
    page = upload(coordinator, "people.csv", b"name,email\n")
    assert "No person stands below the names of the columns." in page.text
    assert "At most" not in page.text


def test_one_row_that_is_stored_is_called_one(coordinator: Browser) -> None:
    page = upload(coordinator, "people.csv", csv_of([*ROWS[:2], ["", "x@example.org", "", ""]]).encode())
    assert "Store 1 row, leave 1 out" in plain_text(page.text)


def test_storing_twice_stores_once(coordinator: Browser) -> None:
    page = upload(coordinator, "people.csv", csv_of(ROWS).encode())
    assert store(coordinator, page).status_code == 303
    assert store(coordinator, page).status_code == 410
    assert enrolments() == 2


def test_a_learner_who_comes_again_under_another_address_is_pointed_out(coordinator: Browser) -> None:
    store(coordinator, upload(coordinator, "people.csv", csv_of(ROWS).encode()))
    rows = [ROWS[0], ["DIALLO Amina", "amina@work.example", "", ""], ["Li Na", "li@example.org", "", ""]]
    page = plain_text(upload(coordinator, "people.csv", csv_of(rows).encode()).text)
    assert "or address. If they are the same people" in page
    assert "DIALLO Amina (row 2)" in page
    assert "Li Na (row" not in page
    assert "Store 2 rows" in page, "names alone decide nothing"


def test_whose_account_an_address_is_can_not_be_found_by_trying_names(coordinator: Browser) -> None:
    stranger("wanjiru@example.org")
    head = ROWS[0]
    store(
        coordinator,
        upload(coordinator, "people.csv", csv_of([head, ["X", "wanjiru@example.org", "", ""]]).encode()),
    )
    tried = csv_of([head, ["Wanjiru Unknown", "other@example.org", "", ""]]).encode()
    assert "If they are the same people" not in upload(coordinator, "people.csv", tried).text


def test_everybody_of_a_sheet_can_begin_in_a_cohort_whoever_was_enrolled_before(coordinator: Browser) -> None:
    store(coordinator, upload(coordinator, "people.csv", csv_of(ROWS[:2]).encode()))
    page = upload(coordinator, "people.csv", csv_of(ROWS).encode())
    assert "Cohort (optional)" not in plain_text(page.text), "there is none yet"
    dates = {"starts_on": "2026-01-01", "ends_on": "2099-02-01"}
    coordinator.press(f"{COURSE}/cohorts", "/cohorts", name="Accra", **dates)
    cohort = reading().scalars(select(Cohort)).one()
    page = upload(coordinator, "people.csv", csv_of(ROWS).encode())
    form = next(form for form in forms_of(page.text) if form.action.endswith("/people/store"))
    wrong = {**form.values, "cohort": [str(cohort.id + 1)]}
    assert coordinator.send(form.action, wrong).status_code == 404
    assert enrolments() == 1, "nothing is stored in a cohort that there is not"
    done = coordinator.send(form.action, {**form.values, "cohort": [str(cohort.id)]})
    assert done.location == f"{COURSE}/learners?cohort={cohort.id}"
    assert "2 learners changed cohort." in plain_text(coordinator.text(done.location))
    with transaction() as session:
        session.execute(update(Enrolment).where(Enrolment.id == 1).values(withdrawn_at=now(), cohort_id=None))
    again = upload(coordinator, "people.csv", csv_of(ROWS).encode())
    assert "Already stored 2 One of them has left the course." in plain_text(again.text)
    form = next(form for form in forms_of(again.text) if form.action.endswith("/people/store"))
    coordinator.send(form.action, {**form.values, "cohort": [str(cohort.id)]})
    reading().expire_all()
    assert reading().scalars(select(Enrolment.cohort_id).order_by(Enrolment.id)).all() == [None, cohort.id]


@pytest.mark.parametrize("token", ["", "..", "0" * 32, "*", "[0-9a-f]" * 4, "\u0660" * 32])
def test_a_made_up_sheet_is_gone(coordinator: Browser, token: str) -> None:
    form = coordinator.form(SHEET)
    fields = {"csrf_token": form.values["csrf_token"], "token": [token]}
    assert coordinator.send(f"{COURSE}/people/store", fields).status_code == 410


def test_a_sheet_of_another_person_is_gone(coordinator: Browser, with_role: WithRole) -> None:
    page = upload(coordinator, "people.csv", csv_of(ROWS).encode())
    form = next(form for form in forms_of(page.text) if form.action.endswith("/people/store"))
    other = with_role(Role.ADMINISTRATOR, "")
    mine = other.form(SHEET).values["csrf_token"]
    assert other.send(form.action, {**form.values, "csrf_token": mine}).status_code == 410


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.csv", b"", "The file is empty"),
        ("blank.csv", b"\r\n ,, \r\n", "The file is empty"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n\x00\x00", "This is no sheet that can be read"),
        ("old.xls", b"\xd0\xcf\x11\xe0", "This is no sheet that can be read"),
        ("broken.xlsx", b"PK\x03\x04broken", "damaged"),
        ("columns.csv", b"a,b\r\n1,2\r\n", "The first row must name the columns"),
        ("wide.csv", b",".join([b"name"] * 101), "more than 100 columns"),
        ("cell.csv", b"name,login\r\n" + b"x" * 2_001 + b",a\r\n", "more than 2000 characters"),
        ("nul.csv", b"name,login\r\nA\x00,a\r\n", "This is no sheet that can be read"),
    ],
)
def test_a_file_that_can_not_be_read_says_why(
    coordinator: Browser, name: str, data: bytes, says: str
) -> None:
    page = upload(coordinator, name, data)
    assert page.status_code in {200, 422}
    assert says in plain_text(page.text)
    assert enrolments() == 0


def test_why_is_said_in_the_language_of_the_page(coordinator: Browser) -> None:
    french = SHEET.replace("/en/", "/fr/")
    fields = {"csrf_token": coordinator.form(french).values["csrf_token"]}
    data = b"name,login\r\n" + b"x" * 2_001 + b",a\r\n"
    page = coordinator.client.post(french, data={**fields, "sheet": (io.BytesIO(data), "cell.csv")})
    assert "La ligne 2 contient une cellule de plus de 2000 caractères." in plain_text(page.text)


def test_what_was_not_read_is_named(coordinator: Browser) -> None:
    rows = [
        ["Name", "E-mail", "Telephone", "Date of birth"],
        ["Zoë Diallo", "z@example.org", "1", "3/4/1990"],
    ]
    text = plain_text(upload(coordinator, "windows.csv", csv_of(rows, ";").encode("cp1252")).text)
    assert "Columns not read Telephone" in text
    assert "This file does not say how its letters are written." in text
    assert "2 Zoë Diallo z@example.org 1990" in text


def test_no_file_is_said_beside_the_field(coordinator: Browser) -> None:
    form = coordinator.form(SHEET)
    page = coordinator.send(SHEET, {"csrf_token": form.values["csrf_token"]})
    assert page.status_code == 422
    assert "Choose a file" in page.text


def test_a_book_that_unpacks_to_more_than_can_be_read_is_refused(coordinator: Browser) -> None:
    held = io.BytesIO()
    with (
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as book,
        book.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        for _ in range(201):
            part.write(b"0" * 1_000_000)
    page = upload(coordinator, "bomb.xlsx", held.getvalue())
    assert page.status_code == 422
    assert "This XLSX file holds what no sheet needs" in page.text
