"""What search engines ask for: which pages there are, and which of them they should leave."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response, request
from markupsafe import escape

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
    '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
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
    rows = []
    for endpoint, values in _pages():
        addresses = {lang: public_address(endpoint, lang=lang, **values) for lang in LANGUAGES}
        same = "".join(
            f'<xhtml:link rel="alternate" hreflang="{lang}" href="{escape(address)}"/>'
            for lang, address in addresses.items()
        )
        rows += [_row(address, same) for address in addresses.values()]
    for card in shelf(reading()).cards.values():
        day = f"<lastmod>{card.published_at.date().isoformat()}</lastmod>"
        rows.append(_row(public_address("learning.course", code=card.code, lang=card.language), day))
    return f"{_OPEN}{''.join(rows)}</urlset>\n"


def _row(address: str, more: str) -> str:
    return f"<url><loc>{escape(address)}</loc>{more}</url>\n"


def _pages() -> Iterator[tuple[str, dict[str, str]]]:
    """Those that are there in every language."""
    known = reference(reading())
    for endpoint in ("home", "catalogue", "themes", "centres"):
        yield f"catalogue.{endpoint}", {}
    yield "reach.impact", {}
    for name in PAGES:
        yield "catalogue.page", {"name": name}
    for theme in known.themes.values():
        if theme.closed_on is None:
            yield "catalogue.theme", {"code": theme.code}
    for centre in known.centres.values():
        if centre.closed_on is None:
            yield "catalogue.centre", {"code": centre.id}
    for folder in lists_of(kinds_published(reading())):
        yield "catalogue.resources", {"folder": folder}
