"""An author of a centre with a draft of the example course, as a browser that is signed in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from learnhub.access.identity import Role, Scope, ScopeKind
from learnhub.accounts.service import NewAccount, register
from learnhub.catalogue.files import FileStore
from learnhub.centres.service import OPERATOR, give_role
from learnhub.coursefile.sources import from_folder
from learnhub.db import transaction
from learnhub.studio.service.opening import open_files
from tests.web.client import Page, PageClient
from tests.web.signing_in import sign_in

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
EXAMPLE = Path(__file__).parents[2] / "courses" / "example"


def staff(site: Flask, role: Role = Role.AUTHOR, centre: str = "icharm", *more: str) -> PageClient:
    """Somebody with this role at a centre, or at several, signed in."""
    with site.app_context(), transaction() as session:
        new = NewAccount(name=f"{role} of {centre}", email="", password_hash="!")
        person_id = register(session, account=new, now=NOW).id
        for place in (centre, *more):
            give_role(
                session,
                actor=OPERATOR,
                person_id=person_id,
                role=role,
                scope=Scope(ScopeKind.CENTRE, place),
                now=NOW,
            )
    browser = PageClient(site)
    sign_in(site, browser.client, person_id)
    return browser


def upload(browser: PageClient, address: str, values: dict[str, object], status: int = 303) -> Page:
    """Send a form with a file in it, as (bytes, name); the body is made in memory, so that no file stays open."""
    fields = {
        key: FileStorage(BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value
        for key, value in values.items()
    }
    boundary, body = encode_multipart(fields)
    kind = f"multipart/form-data; boundary={boundary}"
    response = browser.client.post(address, data=body, content_type=kind, environ_overrides=browser.environ)
    assert response.status_code == status, response.status_code
    if status == 303:
        return browser.get(response.location)
    return browser._inspect(address, response, status)


def store(site: Flask) -> FileStore:
    """Where the bytes of files are."""
    return FileStore(site.config["SETTINGS"].instance)


def draft_of(site: Flask, changes: Mapping[str, bytes] = {}, centre: str = "icharm") -> str:
    """A draft of the example course under a code of its own, some files changed; gives its id."""
    files, _unread = from_folder(EXAMPLE)
    files["course.yaml"] = files["course.yaml"].replace(b"code: reading-the-river", b"code: river-draft")
    files |= changes
    with site.app_context(), transaction() as session:
        opened = open_files(session, files=files, store=store(site), centre_id=centre, actor=None, now=NOW)
        return opened.draft.id
