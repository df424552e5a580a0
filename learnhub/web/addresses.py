"""Addresses that leave this site, in mail and in pages that search engines read, and those that were typed short."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from flask import current_app, redirect, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter
from werkzeug.wrappers import Response

from learnhub.db import reading
from learnhub.web.i18n import preferred_language
from learnhub.web.settings import current_settings

_ASKING = "learnhub.asking"  # set in the environ of a request that only asks whether a page is there
_NAME = re.compile(
    r"<(?!lang:|any\()"
)  # in the address map, a part that holds a name: one from a list is no name
_STRANGE = re.compile(r"[\x00-\x1f\x7f\\]")


def safe_next(target: str | None) -> str | None:
    """A local address to go on to; anything else is dropped."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return None
    # browsers, and the library that writes the header, leave tabs and line ends out: "/<tab>/host" becomes "//host"
    return None if _STRANGE.search(target) else target


def public_address(endpoint: str, **values: Any) -> str:
    """The full address of a page under the address that the operator has set.

    Never from the request: whoever sends one chooses its Host, and would get the links of others' mail.
    """
    return current_settings().public_url + url_for(endpoint, **values)


def to_own_language(error: HTTPException) -> Response | None:
    """Where an address leads that lacks the language alone; None if it leads nowhere in any.

    People leave the language out when they type an address or read it to somebody. The address map makes the new one
    from what it found, so it stays on this site whatever was asked for.
    """
    if error is not request.routing_exception or request.method not in {"GET", "HEAD"}:
        return None
    adapter = current_app.create_url_adapter(request)
    try:
        found = adapter and adapter.match(f"/{preferred_language()}{request.path}", method="GET")
    except HTTPException:
        return None
    if not found:
        return None
    endpoint, values = found
    return _in_own_language(url_for(endpoint, **values))


def _in_own_language(place: str) -> Response:
    answer = redirect(place + _query(), 302)
    answer.vary.add("Accept-Language")
    return answer


def _query() -> str:
    query = request.query_string.decode(errors="replace")
    return f"?{query}" if query else ""


def to_right_writing() -> Response | None:
    """Where an address leads that was typed with a slash at its end or with capitals; None if nothing is there either.

    Only a page itself knows whether it is there, so it is asked. The address map makes the new address, so it stays on
    this site whatever was asked for.
    """
    adapter = current_app.create_url_adapter(request)
    if adapter is None or request.method not in {"GET", "HEAD"} or _ASKING in request.environ:
        return None
    for path in dict.fromkeys(_writings(adapter, request.path)):
        if path != request.path and not path.startswith("/api/") and (place := _place(adapter, path)):
            return redirect(place + _query(), 308)
    for path in dict.fromkeys(_writings(adapter, f"/{preferred_language()}{request.path}")):
        if place := _place(adapter, path):
            return _in_own_language(place)
    return None


def _writings(adapter: MapAdapter, path: str) -> Iterator[str]:
    """A path without the slash at its end, then in small letters: first without its names, which may have capitals."""
    bare = path.rstrip("/")
    yield bare
    for small in (bare.lower(), f"{bare.lower()}/"):
        try:
            rule, _values = adapter.match(small, method="GET", return_rule=True)
        except HTTPException:
            continue
        known = dict(enumerate(rule.rule.split("/")))
        parts = enumerate(bare.split("/"))
        yield "/".join(part if _NAME.search(known.get(at, "<")) else part.lower() for at, part in parts)
        yield small


def _place(adapter: MapAdapter, path: str) -> str:
    """The address of the page at a path; empty if there is none, for this reader at least."""
    try:
        endpoint, values = adapter.match(path, method="GET")
    except HTTPException:
        return ""
    reading().rollback()  # gives the connection back: the other request takes one of its own
    asked = {**request.environ, "PATH_INFO": path.encode().decode("latin-1"), _ASKING: True}
    with current_app.app_context(), current_app.request_context(asked):
        answer = current_app.full_dispatch_request()
        answer.close()
    return adapter.build(endpoint, values) if answer.status_code < 400 else ""


def page_above() -> str:
    """The nearest page above the address of a form, for whoever opens that address as a page: after changing the
    language on a page that a form answered with, or from the history of the browser. Empty if there is none."""
    adapter = current_app.create_url_adapter(request)
    path = request.path
    while adapter and path.count("/") > 1:
        path = path.rpartition("/")[0]
        try:
            endpoint, values = adapter.match(path, method="GET")
        except HTTPException:
            continue
        return url_for(endpoint, **values)
    return ""
