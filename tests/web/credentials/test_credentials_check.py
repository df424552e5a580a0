"""The public check: every state, every way to write the number, and nobody keeps the answer."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from learnhub.accounts.privacy import erase_person
from learnhub.accounts.queries import get_person
from learnhub.credentials.clearing import document_tasks
from learnhub.db import transaction
from learnhub.jobs.worker import Worker
from learnhub.kernel.ids import printed_number
from learnhub.web.settings import current_settings
from tests.web.credentials.conftest import NAME, NOW, Visitor, make_person


def heading(page: str) -> str:
    found = re.findall(r"<h1[^>]*>(.*?)</h1>", page)
    assert len(found) == 1
    return str(found[0])


def test_a_valid_certificate_repeats_every_printed_fact(visitor: Visitor, serial: str) -> None:
    page = visitor.text(f"/en/c/{serial.replace('-', '')}")
    assert heading(page) == "This certificate is valid"
    facts = [serial, NAME, "Reading the river", "version 1", "20 November 2026", "8.5 of 10 marks (85.0 %)"]
    for fact in (*facts, "55 min", "Read a staff gauge and note the level with its time"):
        assert fact in page


@pytest.mark.parametrize("write", [str, str.lower, lambda s: s.replace("-", " "), lambda s: f"LH-{s}"])
def test_the_number_may_be_written_as_people_write_it(
    visitor: Visitor, serial: str, write: Callable[[str], str]
) -> None:
    assert heading(visitor.text(f"/en/c/{write(serial)}")) == "This certificate is valid"


def test_the_form_leads_to_the_answer(visitor: Visitor, serial: str) -> None:
    answer = visitor.client.get("/fr/c", query_string={"no": f" {serial.lower()} "})
    assert (answer.status_code, answer.location) == (303, f"/fr/c/{serial.replace('-', '')}")


def test_the_short_address_speaks_the_language_of_the_browser(visitor: Visitor, serial: str) -> None:
    address = f"/c/{serial.replace('-', '')}"
    answer = visitor.client.get(address, headers={"Accept-Language": "ar"})
    assert '<html lang="ar" dir="rtl">' in answer.text
    assert "Accept-Language" in answer.vary
    for code in ("ar", "zh", "en", "fr", "ru", "es"):
        assert f'href="/{code}{address}" lang="{code}"' in answer.text


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_no_search_engine_and_no_cache_keeps_the_answer(visitor: Visitor, serial: str, prefix: str) -> None:
    answer = visitor.get(f"{prefix}/c/{serial}")
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert '<meta name="robots" content="noindex' in answer.text


def test_a_misspelt_sign_is_told_from_a_number_never_issued(visitor: Visitor, serial: str) -> None:
    last = "2" if serial[-1] != "2" else "3"
    assert "A sign is misspelt" in visitor.text(f"/en/c/{serial[:-1]}{last}", 404)
    assert "never issued it" in visitor.text(f"/en/c/{printed_number(3)}", 404)
    assert "this one has 9" in visitor.text("/en/c/7K3M29QXV", 404)
    page = visitor.text("/en/c?no=%3Cscript%3E", 404)
    assert "&lt;script&gt;" in page
    assert 'name="no"' in page


def test_after_erasure_the_holder_is_blank(visitor: Visitor, learner: int, serial: str) -> None:
    with transaction() as session:
        erase_person(session, person=get_person(session, learner), now=NOW, actor="test")
    page = visitor.text(f"/en/c/{serial}")
    assert "Issued, holder removed" in page
    assert NAME not in page
    assert heading(page) == "This certificate is valid"


def test_erasure_takes_the_printed_names_away(app: Flask, learner: int, serial: str) -> None:
    settings = current_settings()
    folder = settings.folder("certificates")
    folder.mkdir(exist_ok=True)
    printed, another = folder / f"{serial}-0123456789abcdef.pdf", folder / "ZZZZ-0123456789abcdef.pdf"
    for path in (printed, another):
        path.write_bytes(b"%PDF-1.7")
    with transaction() as session:
        erase_person(session, person=get_person(session, learner), now=NOW, actor="test")
    worker = Worker(app, document_tasks(settings), lambda: NOW)
    while worker.work_once():
        pass
    assert not printed.exists()
    assert another.exists()


def test_a_visitor_is_not_offered_to_withdraw(visitor: Visitor, serial: str) -> None:
    assert "/withdraw" not in visitor.text(f"/en/c/{serial}")


class TestWithdrawal:
    """The centre that issued it, and no other, takes it back."""

    @pytest.fixture
    def team(self, coordinator: Callable[[str], int], signed_in: Callable[[int], Visitor]) -> Visitor:
        return signed_in(coordinator("icharm"))

    def test_the_centre_withdraws_and_the_page_says_so(
        self, team: Visitor, visitor: Visitor, serial: str
    ) -> None:
        assert f"/en/c/{serial.replace('-', '')}/withdraw" in team.text(f"/en/c/{serial}")
        answer = team.post(f"/en/c/{serial}/withdraw", reason="Issued to the wrong person")
        assert answer.status_code == 303
        page = visitor.text(f"/en/c/{serial}")
        assert heading(page) == "This certificate was withdrawn"
        assert "took it back on" in page
        assert "Issued to the wrong person" not in page

    def test_the_holder_reads_the_reason_and_gets_no_document(
        self, team: Visitor, signed_in: Callable[[int], Visitor], learner: int, serial: str
    ) -> None:
        team.post(f"/en/c/{serial}/withdraw", reason="Issued to the wrong person")
        holder = signed_in(learner)
        page = holder.text(f"/en/me/certificates/{serial}")
        assert "Issued to the wrong person" in page
        assert ".pdf" not in page
        holder.text(f"/en/me/certificates/{serial}.pdf", 410)

    def test_a_reason_is_needed(self, team: Visitor, visitor: Visitor, serial: str) -> None:
        assert team.post(f"/en/c/{serial}/withdraw", reason=" ").status_code == 422
        assert heading(visitor.text(f"/en/c/{serial}")) == "This certificate is valid"

    def test_twice_is_refused(self, team: Visitor, serial: str) -> None:
        team.post(f"/en/c/{serial}/withdraw", reason="A mistake")
        team.text(f"/en/c/{serial}/withdraw", 409)

    def test_nobody_else_may(
        self,
        visitor: Visitor,
        coordinator: Callable[[str], int],
        signed_in: Callable[[int], Visitor],
        serial: str,
    ) -> None:
        address = f"/en/c/{serial}/withdraw"
        assert "/sign-in" in (visitor.get(address).location or "")
        signed_in(make_person("Somebody")).text(address, 403)
        signed_in(coordinator("ihe-delft")).text(address, 403)
        signed_in(coordinator("icharm")).text("/en/c/7K3M29QXV8TD/withdraw", 404)
