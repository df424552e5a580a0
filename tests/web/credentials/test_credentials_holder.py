"""The holder's pages: see, download, have the name put right. For the holder alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from learnhub.accounts.models import Person
from learnhub.db import transaction
from tests.web.credentials.conftest import NAME, Visitor, make_person


@pytest.fixture
def holder(signed_in: Callable[[int], Visitor], learner: int) -> Visitor:
    return signed_in(learner)


def test_the_page_shows_the_certificate_and_where_to_check_it(holder: Visitor, serial: str) -> None:
    page = holder.text(f"/en/me/certificates/{serial}")
    assert NAME in page
    assert f"/c/{serial.replace('-', '')}</bdi>" in page
    assert 'aria-label="QR code' in page
    assert f'href="/en/me/certificates/{serial}.pdf">Download PDF</a>' in page


def test_my_learning_leads_here(holder: Visitor, serial: str) -> None:
    assert f'href="/en/me/certificates/{serial}"' in holder.text("/en/me")


def test_the_document_comes_as_a_file_and_its_size_is_then_known(
    example: Flask, holder: Visitor, serial: str
) -> None:
    answer = holder.get(f"/en/me/certificates/{serial}.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="certificate-{serial}.pdf"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert re.search(r"Download PDF, \d+ KB", holder.text(f"/en/me/certificates/{serial}"))
    again = holder.get(f"/en/me/certificates/{serial}.pdf")
    assert again.data == answer.data
    folder: Path = example.config["SETTINGS"].folder("certificates")
    assert len(list(folder.glob(f"{serial}-*.pdf"))) == 1


def test_nobody_else_sees_it(visitor: Visitor, signed_in: Callable[[int], Visitor], serial: str) -> None:
    other = signed_in(make_person("Somebody"))
    for address in (
        f"/en/me/certificates/{serial}",
        f"/en/me/certificates/{serial}.pdf",
        f"/en/me/certificates/{serial}/name",
    ):
        other.text(address, 404)
        answer = visitor.get(address)
        assert answer.status_code == 303
        assert "/sign-in" in (answer.location or "")


def test_a_wrong_name_is_first_put_right_in_my_data(holder: Visitor, serial: str) -> None:
    page = holder.text(f"/en/me/certificates/{serial}/name")
    assert "Both are the same" in page
    assert '<form method="post" class="row">' not in page


def test_a_new_name_gives_a_new_number_and_the_old_one_shows_the_way(
    holder: Visitor, visitor: Visitor, learner: int, serial: str
) -> None:
    with transaction() as session:
        session.execute(update(Person).where(Person.id == learner).values(name="Amina Diallo-Sow"))
    answer = holder.post(f"/en/me/certificates/{serial}/name")
    assert answer.status_code == 303
    new = str(answer.location).rsplit("/", 1)[1]
    assert new != serial
    assert "Amina Diallo-Sow" in holder.text(f"/en/me/certificates/{new}")
    old = visitor.text(f"/en/c/{serial}")
    assert "This certificate was replaced" in old
    assert f'href="/en/c/{new.replace("-", "")}"' in old
    assert "This certificate is valid" in visitor.text(f"/en/c/{new}")
    mine = holder.text(f"/en/me/certificates/{serial}")
    assert f'href="/en/me/certificates/{new}"' in mine
    holder.text(f"/en/me/certificates/{serial}.pdf", 410)


def test_a_second_press_leads_to_what_the_first_one_made(holder: Visitor, learner: int, serial: str) -> None:
    with transaction() as session:
        session.execute(update(Person).where(Person.id == learner).values(name="Amina Diallo-Sow"))
    form = f"/en/me/certificates/{serial}/name"
    token = holder.token(form)
    made = holder.send(form, token).location
    again = holder.send(form, token)
    assert (again.status_code, again.location) == (303, made)
    assert holder.get(form).location == made
