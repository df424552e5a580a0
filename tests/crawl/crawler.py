"""Follows every link of this site that a role can see, within bounds, and keeps what was wrong."""

from __future__ import annotations

import html
import re
from collections import Counter, deque
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from tests.web.inspect_page import LANGUAGES as DIRECTIONS
from tests.web.inspect_page import faults
from tests.web.markup import BrokenMarkup, parse

LANGUAGES = set(DIRECTIONS)
MOST_PAGES = 1_000
FIRST_OF_A_KIND = 30  # pages of one endpoint with the same questions in their addresses, in English
FIRST_IN_ANOTHER_LANGUAGE = 1  # the same in other languages; what is left comes when all kinds had their turn
COSTLY = {"credentials.pdf": 1, "accounts.export": 1, "learning.report_file": 2}
COSTLY_ROOMS = {"reach": 8}  # of each endpoint, in all languages together
INSPECTED = 3  # of each endpoint, down to headings and labels
UNKNOWN_IS_AN_ANSWER = {"credentials.check"}
Kind = tuple[str, str, str]  # endpoint, the names of the questions, language
Link = tuple[str, str]  # address, and where it was linked from
_TARGET = re.compile(r"""\s(?:href|src)="([^"]*)\"""")
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Browser:
    """A visitor with cookies."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    def get(self, address: str) -> TestResponse:
        """The answer as it is."""
        return self.client.get(address, buffered=True)

    def token(self) -> str:
        """A token that forms of this session carry."""
        found = _TOKEN.search(self.get("/en/me/data").get_data(as_text=True)) or _TOKEN.search(
            self.get("/en/sign-in").get_data(as_text=True)
        )
        assert found, "no form with a token"
        return found[1]

    def post(self, address: str) -> TestResponse:
        """An empty form of this session."""
        return self.client.post(address, data={"csrf_token": self.token()})

    def sign_in(self, login: str, password: str) -> None:
        """Sign in with the page."""
        values = {"csrf_token": self.token(), "login": login, "password": password}
        answer = self.client.post("/en/sign-in", data=values)
        assert answer.status_code == 303, (login, answer.status_code)

    def endpoint(self, path: str, method: str = "GET") -> str:
        """Which endpoint answers at this path; empty if none does."""
        adapter = self.app.url_map.bind("localhost")
        try:
            return str(adapter.match(path, method=method)[0])
        except RequestRedirect as elsewhere:
            return self.endpoint(urlsplit(elsewhere.new_url).path)
        except HTTPException:
            return ""


@dataclass
class Crawl:
    """What a walk found: addresses with their status, and sentences about what was wrong."""

    browser: Browser
    seen: dict[str, int] = field(default_factory=dict)
    endpoints: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    kinds: Counter[Kind] = field(default_factory=Counter)
    later: dict[Kind, deque[Link]] = field(default_factory=dict)
    looked: Counter[str] = field(default_factory=Counter)

    def run(self, start: str = "/en/", most: int = MOST_PAGES) -> None:
        """Walk breadth first: some of each kind, and when these are done one more of each kind in turn."""
        waiting: deque[Link] = deque([(start, "")])
        known = {start}
        while len(self.seen) < most and (waiting or self._more(waiting)):
            address, origin = waiting.popleft()
            for target in self._visit(address, origin):
                if target not in known:
                    known.add(target)
                    self._sort((target, address), waiting)

    def _sort(self, link: Link, waiting: deque[Link]) -> None:
        """Put a link where it is followed soon, later, or (a costly one) not. No endpoint: always soon."""
        parts = urlsplit(link[0])
        endpoint = self.browser.endpoint(parts.path) or parts.path
        language = parts.path.split("/")[1]
        asked = ",".join(sorted(key for key, _ in parse_qsl(parts.query)))
        kind = (endpoint, asked, language)
        costly = COSTLY.get(endpoint, COSTLY_ROOMS.get(endpoint.split(".")[0]))
        if costly is not None:
            kind, most = (endpoint, "", ""), costly
        else:
            most = FIRST_IN_ANOTHER_LANGUAGE if language in LANGUAGES - {"en"} else FIRST_OF_A_KIND
        self.kinds[kind] += 1
        if self.kinds[kind] <= most:
            waiting.append(link)
        elif costly is None:
            self.later.setdefault(kind, deque()).append(link)

    def _more(self, waiting: deque[Link]) -> bool:
        """Let one more of each kind be followed; whether there was any."""
        waiting.extend(links.popleft() for links in self.later.values() if links)
        return bool(waiting)

    def _visit(self, address: str, origin: str) -> list[str]:
        answer = self.browser.get(address)
        endpoint = self.browser.endpoint(urlsplit(address).path)
        self.seen[address] = answer.status_code
        if 300 <= answer.status_code < 400:
            target = _address(answer.location, address)
            return [target] if target and "sign-in" not in target else []
        unknown = answer.status_code in {404, 410} and endpoint in UNKNOWN_IS_AN_ANSWER
        if answer.status_code != 200 and not unknown:
            self.wrong.append(f"{address} (linked from {origin}) answers {answer.status_code}")
            return []
        self.endpoints.add(endpoint)
        if not answer.content_type.startswith("text/html"):
            return []
        text = answer.get_data(as_text=True)
        self._look(address, endpoint, text)
        return [target for found in _targets(text) if (target := _address(found, address))]

    def _look(self, address: str, endpoint: str, text: str) -> None:
        self.looked[endpoint] += 1
        if self.looked[endpoint] > INSPECTED:
            return
        try:
            self.wrong += [f"{address}: {fault}" for fault in faults(parse(text))]
        except BrokenMarkup as error:
            self.wrong.append(f"{address}: {error}")


def _targets(text: str) -> list[str]:
    """What links lead to and what pages are made of; where forms send to is left out."""
    return [html.unescape(found) for found in _TARGET.findall(text)]


def _address(target: str, base: str) -> str:
    """An address of this site without its fragment; empty for other sites."""
    parts = urlsplit(urljoin(f"http://localhost{base}", target))
    if parts.scheme != "http" or parts.netloc != "localhost":
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")
