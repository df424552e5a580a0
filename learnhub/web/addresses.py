"""Addresses that leave this site, in mail and in pages that search engines read, and those that were typed short."""

from __future__ import annotations

import re
from typing import Any

from flask import current_app, redirect, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from learnhub.web.i18n import preferred_language
from learnhub.web.settings import current_settings

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
    query = request.query_string.decode(errors="replace")
    answer = redirect(url_for(endpoint, **values) + (f"?{query}" if query else ""), 302)
    answer.vary.add("Accept-Language")
    return answer


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
