"""Beginning a course: from an outline, from a zip, from what is published; and who may."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from author_support import EXAMPLE, NOW, draft_of, staff
from flask import Flask

from learnhub.access.identity import Role, Scope, ScopeKind
from learnhub.accounts.passwords import hash_password
from learnhub.accounts.service import NewAccount, register
from learnhub.centres.service import OPERATOR, give_role
from learnhub.coursefile.sources import from_folder
from learnhub.coursefile.writer import zip_of
from learnhub.db import reading, transaction
from learnhub.studio.queries.drafts import find_draft_of, parts_of
from tests.web.client import Page, PageClient

NEW = "/en/studio/courses/new"


@pytest.fixture
def author(site: Flask) -> PageClient:
    return staff(site)


def parts(site: Flask, code: str) -> set[str]:
    """The paths of the draft of this course."""
    with site.app_context():
        found = find_draft_of(reading(), code)
        return set(parts_of(reading(), found.id)) if found else set()


def upload(author: PageClient, data: bytes, status: int, name: str = "course.zip") -> Page:
    """Send a zip by the form of the page."""
    form = author.get(NEW).form("Open the file")
    values = {
        field.get("name"): field.get("value") for field in form.all("input") if field.get("type") == "hidden"
    }
    return author.post(form.get("action"), {**values, "f-file": (io.BytesIO(data), name)}, status)  # type: ignore[dict-item]


def test_a_title_is_enough(site: Flask, author: PageClient) -> None:
    page = author.get("/en/studio").click("New course")
    page = page.send("Begin the course", {"n-title": "Crues éclair, risques"})
    assert page.title == "Crues éclair, risques"
    found = parts(site, "crues-eclair-risques")
    assert len([path for path in found if path.startswith("lessons/")]) == 7
    assert {"quizzes/pre-test.yaml", "quizzes/final.yaml", "quizzes/post-test.yaml"} <= found
    assert "3 h" in page.text
    assert "Crues éclair, risques" in author.get("/en/studio").text


def test_a_draft_is_taken_away_as_the_files_that_it_is(site: Flask, author: PageClient) -> None:
    files, _problems = from_folder(EXAMPLE)
    draft = draft_of(site)
    answer = author.fetch(author.get(f"/en/studio/courses/{draft}").links()["Download as a zip"])
    assert answer.headers["Content-Disposition"] == 'attachment; filename="river-draft.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.data)) as taken:
        found = {name.partition("/")[2]: taken.read(name) for name in taken.namelist()}
    assert found.pop("course.yaml") == files.pop("course.yaml").replace(
        b"reading-the-river", b"river-draft", 1
    )
    assert found == files


def test_an_address_ends_with_a_whole_word_of_a_long_title(author: PageClient) -> None:
    title = "Rating curves: from stage to discharge, a first course for gauging teams"
    page = author.get(NEW).send("Begin the course", {"n-title": title})
    address = page.click("Facts").text
    assert "rating-curves-from-stage-to-discharge-a-first-course-for " in address + " "


@pytest.mark.parametrize(("kind", "lessons"), [("briefing", 2), ("blended", 3), ("blank", 0)])
def test_each_outline_can_be_begun_with(site: Flask, author: PageClient, kind: str, lessons: int) -> None:
    page = author.get(NEW).send("Begin the course", {"n-title": "Floods", "n-kind": kind, "n-tongue": "fr"})
    assert page.title == "Floods"
    assert len([path for path in parts(site, "floods") if path.startswith("lessons/")]) == lessons


def test_a_title_without_latin_letters_needs_an_address(site: Flask, author: PageClient) -> None:
    page = author.get(NEW).send("Begin the course", {"n-title": "洪水风险"}, status=422)
    assert len(page.problems) == 1
    page = page.send("Begin the course", {"n-code": "flood-risk"})
    assert page.title == "洪水风险"


@pytest.mark.parametrize(
    "typed",
    [
        {"n-title": ""},
        {"n-title": "x" * 5_000},
        {"n-title": "A", "n-code": "Not An Address"},
        {"n-title": "A", "n-kind": "x"},
    ],
)
def test_what_can_not_be_taken_is_said_at_its_field(author: PageClient, typed: dict[str, str]) -> None:
    assert author.get(NEW).send("Begin the course", typed, status=422).problems


def test_an_address_is_given_once(site: Flask, author: PageClient) -> None:
    draft_of(site)
    page = author.get(NEW).send("Begin the course", {"n-title": "River", "n-code": "river-draft"}, status=422)
    assert page.problems == [
        "There is a draft with this address already. Go on with that draft, or write another address."
    ]
    page = author.get(NEW).send(
        "Begin the course", {"n-title": "R", "n-code": "reading-the-river"}, status=422
    )
    assert page.problems == ["A published course has this address already. Write another one."]


def test_a_course_comes_from_a_zip(site: Flask, author: PageClient) -> None:
    files = from_folder(EXAMPLE)[0]
    page = upload(author, zip_of({**files, "notes.docx": b"x"}), 303)
    assert "notes.docx" in page.text
    assert parts(site, "reading-the-river") == set(files)


def bomb() -> bytes:
    """A small zip that grows large."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("course.yaml", "code: bomb\n")
        archive.writestr("lessons/big.md", b"0" * 900_000)
    return packed.getvalue()


def climbing() -> bytes:
    """A zip that leaves its folder."""
    return zip_of({"course.yaml": b"code: climb\n", "../../evil.md": b"x"})


@pytest.mark.parametrize("data", [bomb, climbing, lambda: b"no zip", lambda: zip_of({"x.md": b"x"})])
def test_a_bad_zip_is_refused_with_a_reason(
    site: Flask, author: PageClient, data: Callable[[], bytes]
) -> None:
    assert upload(author, data(), 422).problems
    assert "No draft yet" in author.get("/en/studio").text


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"course.yaml": "code: five\ntitle: “Five”: a river\n".encode()}, "course.yaml, line 2"),
        (
            {"course.yaml": b"code: river-draft\n"},
            "In a zip the address stands in course.yaml, after “code:”.",
        ),
        (None, "backup.mbz: "),
    ],
)
def test_what_to_mend_in_a_zip_is_named(
    site: Flask, author: PageClient, files: dict[str, bytes] | None, said: str
) -> None:
    draft_of(site)
    data = zip_of(files) if files else b"a backup of another program"
    assert said in upload(author, data, 422, "backup.mbz").text


def test_a_published_course_opens_as_a_draft(site: Flask, author: PageClient) -> None:
    page = author.get(NEW).send("Open as a draft")
    assert "Draft" in page.text
    assert parts(site, "reading-the-river") == set(from_folder(EXAMPLE)[0])
    assert all(form.all("button")[0].text != "Open as a draft" for form in author.get(NEW).tree.all("form"))


def test_who_writes_for_no_centre_begins_nothing(site: Flask, visitor: PageClient, tmp_path: Path) -> None:
    assert "sign-in" in visitor.redirect("/en/studio")
    reviewer, facilitator = staff(site, Role.REVIEWER), staff(site, Role.FACILITATOR)
    reviewer.get("/en/studio")
    reviewer.get(NEW, 403)
    facilitator.get("/en/studio", 403)


def test_drafts_are_seen_by_their_centre_alone(site: Flask) -> None:
    draft = draft_of(site)
    own, other = staff(site), staff(site, centre="irck")
    assert own.get("/en/studio").links()
    assert "No draft yet" in other.get("/en/studio").text
    for path in ("", "/lessons/return-periods", "/preview"):
        other.get(f"/en/studio/courses/{draft}{path}", 403)
    own.get("/en/studio/courses/d23456789abcd", 404)


@pytest.mark.parametrize(("role", "title"), [(Role.AUTHOR, "Studio"), (Role.FACILITATOR, "Work of ICHARM")])
def test_who_writes_lands_in_the_studio(site: Flask, role: Role, title: str) -> None:
    with site.app_context(), transaction() as session:
        account = NewAccount(
            name="Awa Sow", email="", login="awa", password_hash=hash_password("river stone cloud")
        )
        person = register(session, account=account, now=NOW)
        scope = Scope(ScopeKind.CENTRE, "icharm")
        give_role(session, actor=OPERATOR, person_id=person.id, role=role, scope=scope, now=NOW)
    device = PageClient(site)
    page = device.get("/en/sign-in").send("Sign in", {"login": "awa", "password": "river stone cloud"})
    assert page.title == title
    assert device.redirect("/en/sign-in") == page.address, "who is signed in goes on there, too"
    assert ("Studio" in [link.text for link in page.tree.all("a")]) == (role is Role.AUTHOR)
