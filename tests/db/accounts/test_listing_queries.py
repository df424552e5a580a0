"""Pages that list things ask as many questions for many rows as for one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from learnhub.accounts.service import NewAccount, open_session, register
from learnhub.catalogue.files import FileStore
from learnhub.catalogue.publishing import publish
from learnhub.coursefile.reader import read_folder
from learnhub.db import transaction
from learnhub.kernel.clock import now
from tests.databases import EXAMPLE, MADE_AT, TestDatabase
from tests.statements import statements

COOKIE = "lh"


@pytest.fixture
def site(test_database: TestDatabase) -> Flask:
    """The example installation."""
    test_database.refresh("example")
    return test_database.app


@pytest.fixture
def more_courses(site: Flask, test_database: TestDatabase) -> Callable[[int], None]:
    """Publish so many courses more."""
    document = read_folder(EXAMPLE).document
    assert document is not None

    def make(count: int) -> None:
        with site.app_context(), transaction() as session:
            for number in range(count):
                changed = replace(document.metadata, code=f"course-{number}", title=f"Course {number}")
                publish(
                    session,
                    document=replace(document, metadata=changed),
                    files=FileStore(test_database.settings.instance),
                    now=MADE_AT,
                    actor="test",
                )
        site.extensions["learnhub.edge"].pages.look_again()

    return make


def questions(site: Flask, address: str, client: object = None) -> int:
    """How many statements a page takes once caches are warm, with a cookie that keeps it from the page store."""
    browser = client or site.test_client()
    browser.set_cookie(COOKIE, "x")  # type: ignore[attr-defined]
    browser.get(address)  # type: ignore[attr-defined]
    with statements() as said:
        assert browser.get(address).status_code == 200  # type: ignore[attr-defined]
    return len(said)


@pytest.mark.parametrize(
    "address", ["/en/courses", "/en/courses?q=river", "/en/themes/WATER", "/en/centres/icharm", "/en/"]
)
def test_listings_of_courses(site: Flask, more_courses: Callable[[int], None], address: str) -> None:
    one = questions(site, address)
    more_courses(12)
    many = questions(site, address)
    # the shelf looks at the page version once a second, which may or may not fall into the count
    assert abs(many - one) <= 1
    assert many <= 8


def test_the_list_of_centres(site: Flask) -> None:
    few, many = questions(site, "/en/centres?q=icharm"), questions(site, "/en/centres")
    assert abs(many - few) <= 1


def test_the_list_of_devices(site: Flask) -> None:
    with site.app_context(), transaction() as session:
        ada = register(session, account=NewAccount("Ada Okafor", None), now=now()).id
        tokens = [open_session(session, person_id=ada, device="Firefox", stay=False, now=now())]

    def look() -> int:
        client = site.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = tokens[0], True
        client.get("/en/me/security")
        with statements() as said:
            assert "Firefox" in client.get("/en/me/security").text
        return len(said)

    one = look()
    with site.app_context(), transaction() as session:
        for _device in range(20):
            open_session(session, person_id=ada, device="Firefox", stay=False, now=now())
    assert look() == one
