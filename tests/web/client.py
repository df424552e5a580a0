"""A page client: a browser without scripts that inspects each page and fills in only what is there."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from tests.web.inspect_page import faults, links
from tests.web.markup import Element, parse

Typed = dict[str, str | list[str]]


@dataclass(frozen=True)
class Page:
    """A page that was fetched and found in order."""

    client: PageClient
    address: str
    response: TestResponse
    tree: Element

    @property
    def status(self) -> int:
        """The status of the answer."""
        return self.response.status_code

    @property
    def main(self) -> Element:
        """The main part."""
        return self.tree.all("main")[0]

    @property
    def text(self) -> str:
        """The words of the main part."""
        return self.main.text

    @property
    def title(self) -> str:
        """The heading."""
        return self.tree.all("h1")[0].text

    @property
    def person(self) -> str:
        """Who is signed in, as the head of the page says; empty for a visitor."""
        menus = [each for each in self.tree.all("header")[0].all("summary") if each.all("bdi")]
        return menus[0].all("bdi")[0].text if menus else ""

    @property
    def problems(self) -> list[str]:
        """Messages of the error summary, each leading to its field."""
        for each in self.main.walk():
            if each.get("id") == "problems":
                return [link.text for link in each.all("a")]
        return []

    def links(self) -> dict[str, str]:
        """Words -> address, in the main part; the first wins."""
        found: dict[str, str] = {}
        for link in self.main.all("a"):
            found.setdefault(link.text, link.get("href"))
        return found

    def click(self, words: str, status: int = 200) -> Page:
        """Follow the link with these words, anywhere on the page."""
        for link in self.tree.all("a"):
            if link.text == words:
                return self.client.get(link.get("href"), status)
        raise AssertionError(f"no link {words!r} on {self.address}: {[a.text for a in self.tree.all('a')]}")

    def form(self, button: str) -> Element:
        """The form whose button says this."""
        for form in self.tree.all("form"):
            if any(each.text == button for each in form.all("button")):
                return form
        raise AssertionError(
            f"no button {button!r} on {self.address}: {[b.text for b in self.tree.all('button')]}"
        )

    def values(self, button: str) -> Typed:
        """What the form would send as it stands."""
        return form_values(self.form(button))

    def send(self, button: str, typed: Typed | None = None, status: int = 303) -> Page:
        """Fill in and press; follows the redirect that comes back."""
        form = self.form(button)
        fields = {each.get("name") for each in form.all("input", "select", "textarea")}
        unknown = set(typed or {}) - fields
        if unknown:
            raise AssertionError(f"the form has no field {sorted(unknown)}; it has {sorted(fields)}")
        values = {**form_values(form), **(typed or {})}
        for press in form.all("button"):
            if press.text == button and press.get("name"):
                values[press.get("name")] = press.get("value")
        target = form.get("action") or self.address
        if form.get("method", "get").lower() == "get":
            return self.client.get(f"{target.split('?')[0]}?{urlencode(values, doseq=True)}")
        return self.client.post(target, values, status)


def form_values(form: Element) -> Typed:
    """Fields with what they hold, as a browser sends them."""
    values: Typed = {}

    def add(name: str, value: str) -> None:
        before = values.get(name)
        values[name] = (
            value if before is None else [*([before] if isinstance(before, str) else before), value]
        )

    for each in form.all("input", "select", "textarea"):
        name, kind = each.get("name"), each.get("type", "text")
        if not name or each.has("disabled"):
            continue
        if each.name == "select":
            options = each.all("option")
            chosen = [option for option in options if option.has("selected")] or options[:1]
            for option in chosen:
                add(name, option.get("value"))
        elif each.name == "textarea":
            add(name, "".join(part.words for part in each.walk()).removeprefix("\n"))
        elif kind in {"checkbox", "radio"}:
            if each.has("checked"):
                add(name, each.get("value", "on"))
        elif kind not in {"submit", "button", "file", "image", "reset"}:
            add(name, each.get("value"))
    return values


class PageClient:
    """One visitor with her own cookies, device and address."""

    def __init__(
        self, app: Flask, *, device: str = "Mozilla/5.0 (Android 14) Firefox/130.0", ip: str = "127.0.0.1"
    ) -> None:
        self.app = app
        self.client = app.test_client()
        self.headers = {"User-Agent": device}
        self.environ = {"REMOTE_ADDR": ip}

    def fetch(self, address: str, **headers: str) -> TestResponse:
        """The answer as it is, for what is no page."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(
            address, headers={**self.headers, **more}, environ_overrides=self.environ, buffered=True
        )

    def get(self, address: str, status: int = 200, **headers: str) -> Page:
        """Fetch and inspect a page; follows redirects as a browser does."""
        return self._inspect(address, self._follow(self.fetch(address, **headers), headers), status)

    def post(self, address: str, values: Typed, status: int = 303) -> Page:
        """Send fields. With 303 the redirect is followed; any other status is a page of its own."""
        response = self.client.post(
            address, data=values, headers=self.headers, environ_overrides=self.environ
        )
        if response.status_code != status:
            raise AssertionError(
                f"POST {address}: {response.status_code}, expected {status}; {_gist(response)}"
            )
        if status == 303:
            return self._inspect(response.location, self._follow(response, {}), 200)
        return self._inspect(address, response, status)

    def redirect(self, address: str) -> str:
        """Where an address leads to, without going there."""
        response = self.fetch(address)
        assert 300 <= response.status_code < 400, response.status_code
        return str(response.location)

    def _follow(self, response: TestResponse, headers: dict[str, str]) -> TestResponse:
        for _hop in range(4):
            if not 300 <= response.status_code < 400:
                return response
            parts = urlsplit(response.location)
            if parts.netloc not in {"", "localhost"}:
                raise AssertionError(f"a redirect leaves the server: {response.location}")
            response = self.fetch(parts.path + (f"?{parts.query}" if parts.query else ""), **headers)
        raise AssertionError("too many redirects")

    def _inspect(self, address: str, response: TestResponse, status: int) -> Page:
        if response.status_code != status:
            raise AssertionError(
                f"GET {address}: {response.status_code}, expected {status}; {_gist(response)}"
            )
        if not response.content_type.startswith("text/html"):
            raise AssertionError(f"{address} is {response.content_type}, no page")
        tree = parse(response.get_data(as_text=True))
        found = faults(tree)
        found += [
            f"link to {target!r} leads nowhere"
            for target in links(tree)
            if not self._known(urljoin(response.request.path, target))
        ]
        if "script-src 'self'" not in response.headers.get("Content-Security-Policy", ""):
            found.append("no content security policy")
        if found:
            raise AssertionError(f"{address}: " + "; ".join(found))
        where = response.request.path + (
            f"?{response.request.query_string.decode()}" if response.request.query_string else ""
        )
        return Page(self, where, response, tree)

    def _known(self, target: str) -> bool:
        path = urlsplit(target).path
        if not path:
            return True
        if path.startswith("/static/"):
            return path in self.app.extensions["learnhub.edge"].static.files
        if not path.startswith("/"):
            return False
        adapter = self.app.url_map.bind("localhost")
        for method in ("GET", "POST"):
            try:
                adapter.match(path, method=method)
            except RequestRedirect:
                return True
            except HTTPException:
                continue
            return True
        return False


def _gist(response: TestResponse) -> str:
    if 300 <= response.status_code < 400:
        return f"to {response.location}"
    text = response.get_data(as_text=True)
    try:
        main = parse(text).all("main")
    except AssertionError:
        main = []
    return (main[0].text if main else text)[:500]


def query(address: str) -> dict[str, list[str]]:
    """The questions in an address."""
    return parse_qs(urlsplit(address).query)
