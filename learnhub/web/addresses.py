"""Addresses that leave this site, in mail and in pages that search engines read, and those that were typed short."""

from __future__ import annotations

import re
from typing import Any

from flask import current_app, redirect, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter
from werkzeug.wrappers import Response

from learnhub.web.i18n import preferred_language
from learnhub.web.settings import current_settings

# in the address map, a part that holds a name: one from a list is none
_NAME = re.compile(r"<(?!lang:|any\()")
# how names are written below these pages; elsewhere they may be either way
_WRITTEN = {"courses": str.lower, "centre": str.lower, "centres": str.lower, "themes": str.upper}
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


def to_page_meant() -> Response | None:
    """Where an address leads that was typed without the language, with capitals or with a slash at its end; None if
    there is no such page in any language.

    People type an address so, or read it to somebody. The address map makes the new one from what it found, so it stays
    on this site whatever was asked for. Asked for again, it is the one that it leads to, so nobody is led in a circle.
    """
    adapter, path = current_app.create_url_adapter(request), request.path
    if adapter is None or request.method not in {"GET", "HEAD"}:
        return None
    query = f"?{request.query_string.decode(errors='replace')}" if request.query_string else ""
    if not path.lower().startswith("/api/") and (place := _rightly_written(adapter, path)):
        return redirect(place + query, 308)
    if place := _rightly_written(adapter, f"/{preferred_language()}{path}"):
        answer = redirect(place + query, 302)
        answer.vary.add("Accept-Language")
        return answer
    return None


def _rightly_written(adapter: MapAdapter, path: str) -> str:
    """The address of the page that a path means; empty if there is none, or if it is the one that was asked for."""
    bare = path.rstrip("/")
    for typed in (bare, f"{bare}/"):
        try:
            rule, _values = adapter.match(typed.lower(), method="GET", return_rule=True)
            meant = _with_names(rule.rule, typed)
            endpoint, values = adapter.match(meant, method="GET")
        except HTTPException:
            continue
        return adapter.build(endpoint, values) if meant != request.path else ""
    return ""


def _with_names(rule: str, typed: str) -> str:
    """A path in small letters, but for the names in it: those of certificates, releases and themes have capitals."""
    known = dict(enumerate(rule.split("/")))
    written = _WRITTEN.get(known.get(2, ""), str)
    parts = enumerate(typed.split("/"))
    return "/".join(written(part) if _NAME.search(known.get(at, "<")) else part.lower() for at, part in parts)


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
