"""A visitor as a browser is one: a connection that stays open, cookies, gzip, redirects, forms."""

from __future__ import annotations

import gzip
import http.client
import ipaddress
import re
import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

MOST_REDIRECTS = 5
TIMEOUT_S = 120.0
Pairs = list[tuple[str, str]]


class Failure(Exception):
    """A step did not give what it should; the message says which and what came instead."""


@dataclass(frozen=True)
class Place:
    """Where the server listens."""

    host: str
    port: int

    @classmethod
    def of(cls, address: str) -> Place:
        """The place of an http address on this machine. Raises ValueError for any other."""
        parts = urlsplit(address)
        if parts.scheme != "http" or not parts.hostname or not is_loopback(parts.hostname):
            raise ValueError(f"{address!r} is not on this machine: only loopback addresses are driven")
        return cls(parts.hostname, parts.port or 80)


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine and nothing but this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass
class Form:
    """What a browser would send of a form, and the choices it offers."""

    action: str
    fields: Pairs = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.open = False

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
            self.open = True
        elif self.open and tag == "input" and given.get("name"):
            self._input(self.forms[-1], given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = False

    @staticmethod
    def _input(form: Form, given: Mapping[str, str]) -> None:
        name, value, kind = given["name"], given.get("value", ""), given.get("type", "text")
        form.names.add(name)
        if kind in {"radio", "checkbox"}:
            form.choices.setdefault(name, []).append(value)
            if "checked" in given:
                form.fields.append((name, value))
        elif kind not in {"submit", "button", "file", "image"}:
            form.fields.append((name, value))


def find_form(page: str, name: str) -> Form:
    """The first form that has a field whose name starts so. Raises Failure."""
    reader = _Forms()
    reader.feed(page)
    for form in reader.forms:
        if any(each.startswith(name) for each in form.names):
            return form
    raise Failure(f"no form with a field {name!r}")


class Visitor:
    """Counts what it costs: `seconds` from the first byte sent to the last byte received, bytes, requests."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.cookies: dict[str, str] = {}
        self.seconds = 0.0
        self.received = 0
        self.requests = 0
        self.path = "/"
        self._line: http.client.HTTPConnection | None = None

    def get(self, path: str, expect: str = "") -> str:
        """The page at an address, redirects followed. Raises Failure unless it is 200 and has the text."""
        return self._page("GET", path, None, expect)

    def post(self, path: str, fields: Pairs, expect: str = "") -> str:
        """The page that follows on a form. Raises Failure."""
        return self._page("POST", path or self.path, urlencode(fields).encode(), expect)

    def close(self) -> None:
        """Hang up."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def _page(self, method: str, path: str, body: bytes | None, expect: str) -> str:
        for _ in range(MOST_REDIRECTS):
            status, location, content = self._exchange(method, path, body)
            if status not in {301, 302, 303, 307}:
                break
            path, body, method = self._there(path, location), None, "GET"
        text = content.decode("utf-8", "replace")
        if status != 200:
            raise Failure(f"{method} {path}: status {status}")
        if expect and re.search(expect, text) is None:
            raise Failure(f"{method} {path}: no {expect!r} in the page")
        self.path = path
        return text

    def _there(self, path: str, location: str) -> str:
        here = f"http://{self.place.host}:{self.place.port}"
        parts = urlsplit(urljoin(here + path, location))
        if not parts.hostname or not is_loopback(parts.hostname):
            raise Failure(f"redirected to another machine: {location}")
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def _exchange(self, method: str, path: str, body: bytes | None) -> tuple[int, str, bytes]:
        headers = {"Accept-Encoding": "gzip", "Accept": "text/html,*/*", "Accept-Language": "en"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Referer"] = f"http://{self.place.host}:{self.place.port}{self.path}"
        start = time.perf_counter()
        try:
            response = self._send(method, path, body, headers)
            raw = response.read()
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise Failure(f"{method} {path.partition('?')[0]}: {type(error).__name__}") from error
        finally:
            self.seconds += time.perf_counter() - start
        self.requests += 1
        self.received += len(raw) + sum(len(name) + len(value) + 4 for name, value in response.getheaders())
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value.strip()
        content = gzip.decompress(raw) if response.headers.get("Content-Encoding") == "gzip" else raw
        return response.status, response.headers.get("Location", ""), content

    def _send(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> http.client.HTTPResponse:
        if self._line is None:
            self._line = self._connect()
            self._line.request(method, path, body, headers)
            return self._line.getresponse()
        try:  # the server may have closed an idle line: then a browser opens another
            self._line.request(method, path, body, headers)
            return self._line.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):
            self._line.close()
            self._line = self._connect()
            self._line.request(method, path, body, headers)
            return self._line.getresponse()

    def _connect(self) -> http.client.HTTPConnection:
        line = http.client.HTTPConnection(self.place.host, self.place.port, timeout=TIMEOUT_S)
        line.connect()
        line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return line
