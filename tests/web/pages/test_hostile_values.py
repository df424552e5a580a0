"""Every field of every form and every question in an address, with what no browser sends: never a failure of ours."""

from __future__ import annotations

from collections import deque
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from learnhub.access.identity import Role, Scope, ScopeKind
from learnhub.accounts.service import NewAccount, register
from learnhub.catalogue.files import FileStore
from learnhub.centres.service import OPERATOR, give_role
from learnhub.coursefile.sources import from_folder
from learnhub.db import transaction
from learnhub.studio.service.opening import open_files
from tests.databases import EXAMPLE
from tests.web.client import form_values
from tests.web.markup import Element, parse
from tests.web.signing_in import sign_in

pytestmark = pytest.mark.slow
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
CENTRE = Scope(ScopeKind.CENTRE, "icharm")
ROLES = {
    "team": [
        (role, CENTRE) for role in (Role.AUTHOR, Role.REVIEWER, Role.CENTRE_COORDINATOR, Role.RECORDS_OFFICER)
    ],
    "administrator": [(Role.ADMINISTRATOR, Scope(ScopeKind.NETWORK))],
}
VALUES = [
    "\0",
    "\ud800",
    "x" * 20_000,
    "-1",
    "9" * 40,
    "٣",
    "2026-02-30",
    "9999-12-31T23:59",
    "a\r\nSet-Cookie: b=c",
]
LEAVE_ALONE = {
    "accounts.sign_out",
    "accounts.erase",
    "accounts.revoke",
    "accounts.revoke_others",
    "accounts.security",
}
MOST_PAGES = 150


class Hostile:
    """A browser that sends whatever it likes."""

    def __init__(self, site: Flask, roles: list[tuple[Role, Scope]]) -> None:
        self.site, self.client = site, site.test_client()
        with site.app_context(), transaction() as session:
            account = NewAccount(name="Amina", email="", password_hash="!")
            person_id = register(session, account=account, now=NOW).id
            for role, scope in roles:
                give_role(session, actor=OPERATOR, person_id=person_id, role=role, scope=scope, now=NOW)
        sign_in(site, self.client, person_id)

    def get(self, address: str) -> TestResponse:
        return self.client.get(address, buffered=True)

    def endpoint(self, address: str, method: str = "GET") -> str:
        """What answers there; empty if nothing does."""
        adapter = self.site.url_map.bind("localhost")
        try:
            return str(adapter.match(urlsplit(address).path, method=method)[0])
        except (HTTPException, RequestRedirect):
            return ""

    def pages(self) -> list[tuple[str, Element]]:
        """One page of each kind, found by following links."""
        waiting, seen, found = (
            deque(["/en/", "/en/studio", "/en/records", "/en/operate/running"]),
            set[str](),
            [],
        )
        while waiting and len(found) < MOST_PAGES:
            address = waiting.popleft()
            endpoint = self.endpoint(address) + ",".join(
                sorted(key for key, _ in parse_qsl(urlsplit(address).query))
            )
            if endpoint in seen or not self.endpoint(address) or not address.startswith("/en/"):
                continue
            seen.add(endpoint)
            answer = self.get(address)
            assert answer.status_code < 500, address
            if answer.status_code == 200 and answer.content_type.startswith("text/html"):
                page = parse(answer.get_data(as_text=True))
                found.append((address, page))
                waiting.extend(urljoin(address, link.get("href")).split("#")[0] for link in page.all("a"))
        return found


@pytest.fixture(params=sorted(ROLES))
def hostile(site: Flask, request: pytest.FixtureRequest) -> Hostile:
    """Somebody who has learnt here and has a draft."""
    browser = Hostile(site, ROLES[request.param])
    files, _problems = from_folder(EXAMPLE)
    with site.app_context(), transaction() as session:
        store = FileStore(site.config["SETTINGS"].instance)
        open_files(session, files=files, store=store, centre_id="icharm", actor=None, now=NOW)
    return browser


def encoded(values: dict[str, str | list[str]]) -> bytes:
    """A form, with bytes that are no UTF-8 where a surrogate stands."""
    return urlencode(values, doseq=True, encoding="utf-8", errors="surrogatepass").encode()


def test_no_value_breaks_a_page(hostile: Hostile) -> None:
    broken = []
    pages = hostile.pages()
    for address, page in pages:
        for form in page.all("form"):
            target = urljoin(address, form.get("action") or address)
            if form.get("method", "get").lower() != "post":
                target, before = target.split("?")[0], form_values(form)
                for value in VALUES:
                    query = encoded(dict.fromkeys(before, value)).decode()
                    if hostile.get(f"{target}?{query}").status_code >= 500:
                        broken.append((target, list(before), value[:20]))
            elif hostile.endpoint(target, "POST") not in LEAVE_ALONE:
                broken += posted(hostile, target, form)
        asked = [key for key, _ in parse_qsl(urlsplit(address).query)]
        for value in VALUES if asked else []:
            query = encoded(dict.fromkeys(asked, value)).decode()
            if hostile.get(f"{address.split('?')[0]}?{query}").status_code >= 500:
                broken.append((address, asked, value[:20]))
    assert broken == [], "\n".join(map(str, broken))
    assert len(pages) > 40


def posted(hostile: Hostile, target: str, form: Element) -> list[tuple[str, list[str], str]]:
    """What broke."""
    before = form_values(form)
    names = [
        each.get("name") for each in form.all("input", "select", "textarea", "button") if each.get("name")
    ]
    fields = [name for name in dict.fromkeys(names) if name != "csrf_token"]
    broken = []
    for value in VALUES:
        sets = [dict.fromkeys(fields, value)] + (
            [{name: value} for name in fields] if value == VALUES[0] else []
        )
        for typed in sets:
            body = encoded({**before, **typed})
            answer = hostile.client.post(target, data=body, content_type="application/x-www-form-urlencoded")
            if answer.status_code >= 500:
                broken.append((target, list(typed), value[:20]))
            answer.close()
    return broken
