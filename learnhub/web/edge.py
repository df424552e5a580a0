"""The edge: what can be answered without Flask is answered here, from finished bytes kept in this process.

Static files are kept under a name with their hash. Anonymous pages are kept under the page version: a
number in the database that every change of public content raises; it is looked at once a second. A request
with a session cookie never meets the page store."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from learnhub.kernel.files import COMPRESSIBLE
from learnhub.web.stylesheet import minified, without_remarks
from learnhub.web.weight import READY, Ready, packed, plain

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
_SHORTER = {".css": minified, ".js": without_remarks}
FOREVER = "public, max-age=31536000, immutable"
MAX_PAGES = 2_000
STORE = "learnhub.store"  # set in the environ by a view whose page is the same for every visitor
OWN_POLICY = "learnhub.policy"  # set in the environ: the policy of an answer that stands in a frame of ours, or has one
_ONCE, _EACH = 9, 1  # gzip levels: for what is packed once, and for every answer


@dataclass(frozen=True, slots=True)
class Finished:
    """An answer, ready to send: with and without compression."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes
    packed_headers: list[tuple[str, str]]
    packed: bytes


class StaticFiles:
    """The stylesheets, scripts and the mark, under names that change with their content."""

    def __init__(self, folder: Path) -> None:
        self.names: dict[str, str] = {}
        self.files: dict[str, Finished] = {}
        self.sizes: dict[str, int] = {}
        self.packed_sizes: dict[str, int] = {}
        for path in sorted(folder.rglob("*")):
            if path.suffix in TYPES:
                self._add(path, path.relative_to(folder).as_posix())
        self.sizes = {address: len(file.body) for address, file in self.files.items()}
        self.packed_sizes = {address: len(file.packed) for address, file in self.files.items()}

    def finish(self, status: str, headers: list[tuple[str, str]], body: bytes) -> Finished:
        """Make both forms once; the foot of a page says what each weighs."""
        kept = [
            (k, v)
            for k, v in headers
            if k.lower() not in {"content-length", "content-encoding", "set-cookie"}
        ]
        smaller, larger = self.packed(body, _ONCE), self.plain(body)
        return Finished(
            status,
            [*kept, ("Content-Length", str(len(larger)))],
            larger,
            [*kept, ("Content-Encoding", "gzip"), ("Content-Length", str(len(smaller)))],
            smaller,
        )

    def packed(self, body: bytes, level: int, ready: Sequence[Ready] = ()) -> bytes:
        """A page as gzip, its weight filled in."""
        return packed(body, self.packed_sizes, level, ready)

    def plain(self, body: bytes) -> bytes:
        """A page as it is, its weight filled in."""
        return plain(body, self.sizes)

    def _add(self, path: Path, name: str) -> None:
        body = path.read_bytes()
        if shorter := _SHORTER.get(path.suffix):
            body = shorter(body.decode()).encode()
        digest = hashlib.sha256(body).hexdigest()[:12]
        address = f"/static/{digest}/{name}"
        headers = [
            ("Content-Type", TYPES[path.suffix]),
            ("Cache-Control", FOREVER),
            ("X-Content-Type-Options", "nosniff"),
            ("Vary", "Accept-Encoding"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ]
        self.names[name] = address
        self.files[address] = self.finish("200 OK", headers, body)


class PageStore:
    """Finished anonymous pages of one page version and day: what a page says of time is true for a day at least.

    While the version cannot be read (the database is away) those that are there go on being shown.
    """

    def __init__(self, read_version: Callable[[], tuple[int, date] | None]) -> None:
        self._read_version = read_version
        self._pages: dict[str, Finished] = {}
        self._version: tuple[int, date] | None = None
        self._looked = 0.0
        self._lock = threading.Lock()

    def _refresh(self) -> None:
        tick = time.monotonic()
        if tick - self._looked < 1.0:
            return
        with self._lock:
            if tick - self._looked < 1.0:
                return
            self._looked = tick
            version = self._read_version()
            if version is not None and version != self._version:
                self._pages, self._version = {}, version

    def look_again(self) -> None:
        """Ask for the page version with the next request, however lately it was asked for."""
        self._looked = 0.0

    def forget(self) -> None:
        """For tests that put another database in the place of the old one."""
        with self._lock:
            self._pages, self._version, self._looked = {}, None, 0.0

    def get(self, address: str) -> Finished | None:
        """The finished page, if it is of the present version."""
        self._refresh()
        return self._pages.get(address)

    @property
    def version(self) -> tuple[int, date] | None:
        """The page version and the day of what is kept."""
        return self._version

    def put(self, address: str, page: Finished, version: tuple[int, date] | None) -> None:
        """Keep a page made while `version` was in force; when full, start anew rather than keep books about use."""
        with self._lock:
            if version != self._version:  # something was published while this page was made
                return
            if len(self._pages) >= MAX_PAGES:
                self._pages = {}
            self._pages[address] = page


class Edge:
    """WSGI middleware in front of Flask."""

    def __init__(
        self,
        app: WSGIApplication,
        static: StaticFiles,
        pages: PageStore,
        *,
        cookie: str,
        headers: list[tuple[str, str]],
    ) -> None:
        self.app, self.static, self.pages, self.cookie = app, static, pages, cookie + "="
        self.headers = headers  # of every answer that is made here, whatever it says

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from finished bytes if that is possible."""
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return self._pass(environ, start_response, "")
        path = environ.get("PATH_INFO", "")
        finished = self.static.files.get(path)
        address = ""
        if finished is None and self.cookie not in environ.get("HTTP_COOKIE", ""):
            # Werkzeug hands non-ASCII paths on as latin-1; as a key this is as good as any
            address = f"{path}?{environ.get('QUERY_STRING', '')}"
            if path == "/" or path.count("/") == 1:
                address += "#" + environ.get("HTTP_ACCEPT_LANGUAGE", "")
            finished = self.pages.get(address)
        if finished is None:
            return self._pass(environ, start_response, address)
        return _send(finished, environ, start_response)

    def _pass(self, environ: WSGIEnvironment, start_response: StartResponse, address: str) -> Iterable[bytes]:
        started: list[Any] = []
        version = self.pages.version

        def start(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None
        ) -> Callable[[bytes], object]:
            started[:] = [status, headers, exc_info]
            return lambda data: None

        chunks = self.app(environ, start)
        status, headers, exc_info = started
        headers += _with_policy(self.headers, environ.get(OWN_POLICY))
        names = {name.lower(): value for name, value in headers}
        compressible = names.get("content-type", "").startswith(COMPRESSIBLE) and status[:3] != "206"
        if "content-length" not in names or not compressible or "content-encoding" in names:
            if exc_info:
                start_response(status, headers, exc_info)
            else:
                start_response(status, headers)
            return chunks
        body = b"".join(chunks)
        close = getattr(chunks, "close", None)
        if close:
            close()
        if address and environ.get(STORE) and status.startswith("200") and len(address) < 500:
            page = self.static.finish(status, headers, body)
            self.pages.put(address, page, version)
            return _send(page, environ, start_response)
        if body:  # the answer to HEAD has none, but says the length of what GET would get
            headers = [(k, v) for k, v in headers if k.lower() != "content-length"]
            level = _EACH
            # a browser asks for it once, and others may keep it for many
            if names.get("cache-control") == FOREVER:
                level = _ONCE
                headers.append(("Vary", "Accept-Encoding"))
            if len(body) > 800 and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
                body = self.static.packed(body, level, environ.get(READY, ()))
                headers.append(("Content-Encoding", "gzip"))
                if "accept-ranges" in names:  # nobody may go on with bytes of the file behind some of these
                    headers = [(k, f"W/{v}" if k.lower() == "etag" else v) for k, v in headers]
            else:
                body = self.static.plain(body)
            headers.append(("Content-Length", str(len(body))))
        start_response(status, headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _with_policy(headers: list[tuple[str, str]], policy: str | None) -> list[tuple[str, str]]:
    if policy is None:
        return headers
    return [(name, policy if name == "Content-Security-Policy" else value) for name, value in headers]


def _send(page: Finished, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
        headers, body = page.packed_headers, page.packed
    else:
        headers, body = page.headers, page.body
    start_response(page.status, list(headers))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
