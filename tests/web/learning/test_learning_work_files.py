"""Files of works: told by their content, kept apart from everybody else, a download and nothing more."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime

import pytest
from flask import Flask
from learning_support import Browser, SignedIn, WithRole, plain_text
from marking_support import person
from sqlalchemy import select
from work_support import CONFIRM, DROP, HAND, PDF, PLAN, hand_in, works, write, write_with_file

from learnhub.access.identity import Role
from learnhub.accounts.models import Person
from learnhub.accounts.privacy import FORGET_FILES, erase_person, export_person
from learnhub.app import tasks
from learnhub.db import reading, transaction
from learnhub.jobs.models import Job
from learnhub.learning.handed import FOLDER, MOST_BYTES
from learnhub.learning.hooks import titles_of

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def planned(planned: Flask) -> Flask:
    """The course has no file of anybody, though tests share the instance."""
    shutil.rmtree(planned.config["SETTINGS"].folder(FOLDER))
    return planned


def stored(app: Flask) -> list[bytes]:
    """All files in the folder of the instance."""
    folder = app.config["SETTINGS"].folder(FOLDER)
    return [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]


def do_jobs(app: Flask) -> None:
    """What the worker would do about files."""
    reading().rollback()
    jobs = reading().scalars(select(Job).where(Job.name == FORGET_FILES, Job.state == "ready")).all()
    for job in jobs:
        tasks(app.config["SETTINGS"])[FORGET_FILES](job.payload, NOW)


def address_of(number: int = 0) -> str:
    return f"/en/works/{works()[number].key}/file"


def test_a_file_comes_back_as_a_download(writer: Browser) -> None:
    assert write_with_file(writer, "See the file.", "My plan.pdf", PDF).status_code == 303
    page = plain_text(writer.text(PLAN))
    assert "My plan.pdf" in page
    answer = writer.get(address_of())
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.mimetype == "application/pdf"


def test_a_page_in_disguise_is_plain_text(writer: Browser) -> None:
    write_with_file(writer, "", "plan.html", b"<script>alert(1)</script>")
    answer = writer.get(address_of())
    assert answer.mimetype == "text/plain"
    assert "plan.html.txt" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("plan.pdf", b"MZ\x00\x01", "none of the kinds"),
        ("plan.pdf", b"", "This file is empty"),
        ("plan.pdf", b"%PDF-" + b"x" * MOST_BYTES, "larger than 10 MB"),
    ],
)
def test_the_text_stays_when_a_file_is_refused(
    writer: Browser, planned: Flask, name: str, data: bytes, said: str
) -> None:
    answer = write_with_file(writer, "All my words.", name, data)
    assert answer.status_code == 422
    assert said in plain_text(answer.text)
    assert "All my words.</textarea>" in answer.text
    assert (works()[0].text, works()[0].file_key, stored(planned)) == ("All my words.", "", [])


def test_another_file_takes_its_place_and_it_can_be_taken_away(writer: Browser, planned: Flask) -> None:
    write_with_file(writer, "", "one.pdf", PDF)
    write_with_file(writer, "", "two.csv", b"a,b\n")
    assert works()[0].file_name == "two.csv"
    do_jobs(planned)
    assert stored(planned) == [b"a,b\n"]
    assert write(writer, "", DROP).status_code == 303
    do_jobs(planned)
    assert (works()[0].file_key, works()[0].file_bytes, stored(planned)) == ("", 0, [])


def test_a_file_alone_can_be_handed_in(writer: Browser) -> None:
    write_with_file(writer, "", "plan.pdf", PDF)
    assert write(writer, "", HAND).location == CONFIRM
    assert writer.press(CONFIRM, "").status_code == 303
    assert works()[0].state == "handed_in"


def test_only_the_learner_and_those_who_mark_get_the_file(
    writer: Browser,
    planned: Flask,
    signed_in: SignedIn,
    with_role: WithRole,
    visitor: Browser,
) -> None:
    write_with_file(writer, "", "plan.pdf", PDF)
    marker, elsewhere = with_role(Role.FACILITATOR, "icharm"), with_role(Role.FACILITATOR, "cazalac")
    another = signed_in(person("Bela"))
    assert marker.get(address_of()).status_code == 404, "a draft is the learner's alone"
    assert write(writer, "", HAND).status_code == 303
    writer.press(CONFIRM, "")
    assert marker.get(address_of()).data == PDF
    assert elsewhere.get(address_of()).status_code == 404
    assert another.get(address_of()).status_code == 404
    assert visitor.get(address_of()).status_code == 303
    digest = works()[0].file_sha256
    for reader in (writer, marker, visitor):
        assert reader.get(f"/en/files/{digest}/plan.pdf").status_code == 404


def test_there_is_no_file_where_there_is_none(writer: Browser) -> None:
    hand_in(writer, "Words alone.")
    assert writer.get(address_of()).status_code == 404
    assert writer.get("/en/works/w234/file").status_code == 404


def test_my_data_has_the_work_and_erasure_takes_text_and_file(
    writer: Browser, planned: Flask, learner: int
) -> None:
    write_with_file(writer, "All my words.", "plan.pdf", PDF)
    data = json.loads("".join(export_person(reading(), person_id=learner, titles=titles_of, now=NOW)))
    assert [(row["text"], row["file_name"]) for row in data["work"]] == [("All my words.", "plan.pdf")]
    assert "file_key" not in data["work"][0]
    with transaction() as session:
        person = session.get(Person, learner)
        assert person is not None
        erase_person(session, person=person, now=NOW, actor="self")
    assert works() == []
    assert stored(planned) == [PDF], "not before it is sure"
    do_jobs(planned)
    assert stored(planned) == []
