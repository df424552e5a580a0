"""What search engines ask for: which pages there are, and which of them they should leave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from xml.sax.saxutils import escape

from flask import Response, request

from learnhub.catalogue.resourcewords import lists_of
from learnhub.catalogue.shelf import shelf
from learnhub.catalogue.views import bp
from learnhub.catalogue.views.words import PAGES
from learnhub.centres.snapshot import reference
from learnhub.db import reading
from learnhub.resources.queries import kinds_published
from learnhub.web.addresses import public_address
from learnhub.web.fragments import filled
from learnhub.web.guards import public
from learnhub.web.i18n import LANGUAGES
from learnhub.web.settings import current_settings

_OPEN = (
    '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
)


@bp.get("/robots.txt")
@public
def robots() -> Response:
    """Which pages to leave: those of a question, since their answers are there without it; in a demonstration all."""
    if current_settings().demo:
        return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")
    site_map = public_address("catalogue.site_map")
    return Response(f"User-agent: *\nDisallow: /*?\nSitemap: {site_map}\n", mimetype="text/plain")


@bp.get("/sitemap.xml")
@public
def site_map() -> Response:
    """The public pages in each language, and each course in its own."""
    text = filled(("site map", request.script_root, shelf(reading()).version), _site_map, {})
    return Response(str(text), mimetype="text/xml")


def _site_map() -> str:
    rows = [_row(public_address(endpoint, **values)) for endpoint, values in _pages()]
    rows += [
        _row(public_address("learning.course", code=card.code, lang=card.language), card.published_at)
        for card in shelf(reading()).cards.values()
    ]
    return f"{_OPEN}{''.join(rows)}</urlset>\n"


def _row(address: str, changed: datetime | None = None) -> str:
    day = f"<lastmod>{changed.date().isoformat()}</lastmod>" if changed else ""
    return f"<url><loc>{escape(address)}</loc>{day}</url>\n"


def _pages() -> Iterator[tuple[str, dict[str, str]]]:
    known = reference(reading())
    lists = lists_of(kinds_published(reading()))
    for lang in LANGUAGES:
        for endpoint in ("home", "catalogue", "themes", "centres"):
            yield f"catalogue.{endpoint}", {"lang": lang}
        yield "reach.impact", {"lang": lang}
        for name in PAGES:
            yield "catalogue.page", {"lang": lang, "name": name}
        for theme in known.themes.values():
            if theme.closed_on is None:
                yield "catalogue.theme", {"lang": lang, "code": theme.code}
        for centre in known.centres.values():
            if centre.closed_on is None:
                yield "catalogue.centre", {"lang": lang, "code": centre.id}
        for folder in lists:
            yield "catalogue.resources", {"lang": lang, "folder": folder}
