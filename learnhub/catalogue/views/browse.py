"""Home, catalogue, themes, and the files of courses."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from flask import Response, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from learnhub.catalogue.cards import place_line, show, theme_label
from learnhub.catalogue.content import load_version
from learnhub.catalogue.files import FileStore
from learnhub.catalogue.hooks import hooks
from learnhub.catalogue.nearness import nearest
from learnhub.catalogue.queries import is_published
from learnhub.catalogue.resourcewords import lists_of
from learnhub.catalogue.shelf import FACETS, Card, Found, Wanted, search, shelf
from learnhub.catalogue.views import bp
from learnhub.catalogue.words import facet_titles, length_names, level_names
from learnhub.centres.domain import CentreFilter
from learnhub.centres.regions import REGIONS, region_name
from learnhub.centres.snapshot import reference
from learnhub.coursefile.media import media_type
from learnhub.db import reading
from learnhub.kernel.errors import NotFound
from learnhub.resources.queries import kinds_published
from learnhub.web.edge import OWN_POLICY
from learnhub.web.guards import public
from learnhub.web.i18n import LANGUAGES, language, preferred_language
from learnhub.web.identity import current_identity
from learnhub.web.paging import Page, page_number
from learnhub.web.settings import current_settings
from learnhub.web.templating import same_for_every_visitor

PAGE_SIZE = 24
MOST_VALUES = 40
FILE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"  # drawings have styles
)
KEEP = "public, max-age=31536000, immutable"
_DIGEST = re.compile(r"[0-9a-f]{64}")
SAFE_INLINE = {
    "image/svg+xml", "image/png", "image/jpeg", "image/webp", "audio/mpeg", "audio/ogg", "video/mp4",
    "video/webm", "text/vtt", "text/plain",
}  # fmt: skip


@bp.get("/")
@public
def front_door() -> BaseResponse:
    """To the home page in the visitor's language."""
    response = redirect(url_for("catalogue.home", lang=preferred_language()), 302)
    response.headers["Vary"] = "Accept-Language"
    return response


@bp.get("/<lang:lang>/")
@public
def home() -> str:
    """Understand LearnHub in one screen."""
    same_for_every_visitor()
    session = reading()
    stock = shelf(session)
    newest = search(session, stock, Wanted(sort="newest")).cards[:6]
    leads = Counter(card.centre_id for card in stock.cards.values())
    busy = sorted(stock.centres, key=lambda code: (-leads[code], -len(stock.centres[code]), code))[:5]
    known = reference(session)
    centres = [known.centres[code] for code in busy if code in known.centres]
    return render_template(
        "catalogue/home.html",
        cards=show(session, newest),
        inside=_inside(session, newest),
        total=len(stock.cards),
        centres=[(each, place_line(known, each)) for each in centres],
        achieved=hooks().achieved(session, None),
    )


def _inside(session: Session, cards: list[Card]) -> str:
    """The address of a first lesson, of a course in the reader's language if there is one: to see before anything is
    asked what a lesson is like. Empty if there is no course."""
    for card in sorted(cards, key=lambda card: card.language != language()):
        for step in load_version(session, card.version_id).steps:
            if step.kind == "lesson":
                return url_for("learning.lesson", code=card.code, lesson=step.id)
    return ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: its name, how many courses it leaves, whether it is chosen; `lang` is the language of
    the name where it is not the reader's."""

    value: str
    label: str
    count: int
    chosen: bool
    lang: str = ""


def _label(kind: str, value: str) -> str:
    known = reference(reading())
    if kind == "theme":
        return theme_label(known, value)
    if kind == "region":
        return region_name(value, language()) if value in REGIONS else value
    if kind == "centre":
        return known.centre_name(value)
    if kind == "framework":
        return known.frameworks[value].label(language()) if value in known.frameworks else value
    return {**LANGUAGES, **length_names(), **level_names()}.get(value, value)


def _tongue(kind: str, value: str) -> str:
    """The language of a label that may be another than the page's: names of languages are in their own."""
    if kind == "framework":
        framework = reference(reading()).frameworks.get(value)
        return framework.tongue(language()) if framework else "en"
    return value if kind == "language" and value in LANGUAGES else ""


def _choices(kind: str, found: Found, chosen: list[str]) -> list[Choice]:
    counts = {**dict.fromkeys(chosen, 0), **found.counts.get(kind, {})}
    choices = [
        Choice(value, _label(kind, value), count, value in chosen, _tongue(kind, value))
        for value, count in counts.items()
        if count or value in chosen
    ]
    if kind == "length":
        order = ("brief", "half", "long")
        return sorted(choices, key=lambda c: order.index(c.value) if c.value in order else 9)
    return sorted(choices, key=lambda c: (-c.count, c.label))[:MOST_VALUES]


@bp.get("/<lang:lang>/courses")
@public
def catalogue() -> str:
    """Find a course by words, theme, language, time, level, centre, region, framework."""
    same_for_every_visitor()
    session = reading()
    words = request.args.get("q", "")[:200]
    facets = {kind: request.args.getlist(kind)[:20] for kind in FACETS}
    wanted = Wanted(words, facets, request.args.get("sort", "match"), language())
    stock = shelf(session)
    found = search(session, stock, wanted)
    number = page_number()
    cards = found.cards[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    near = [] if found.cards else nearest(session, stock, wanted)
    asked = {"q": words, **facets, "sort": request.args.get("sort")}

    def address(**changes: Any) -> str:
        return url_for("catalogue.catalogue", **{k: v for k, v in {**asked, **changes}.items() if v})

    def without(kind: str, value: str) -> str:
        return address(**{kind: [v for v in facets[kind] if v != value]})

    return render_template(
        "catalogue/catalogue.html",
        page=Page(show(session, cards), number, len(found.cards), PAGE_SIZE),
        total=found.total,
        nearest=show(session, near),
        wanted=wanted,
        facets=[(kind, title, _choices(kind, found, facets[kind])) for kind, title in facet_titles().items()],
        used=[
            (kind, value, _label(kind, value), _tongue(kind, value))
            for kind in FACETS
            for value in facets[kind]
        ],
        without=without,
        address=address,
        shared=lists_of(kinds_published(session)),
    )


@bp.get("/<lang:lang>/themes")
@public
def themes() -> str:
    """All themes, with how many courses each has."""
    same_for_every_visitor()
    session = reading()
    known, stock = reference(session), shelf(session)
    counts = {code: len(stock.facets.get(("theme", code), ())) for code in known.themes}
    return render_template("catalogue/themes.html", known=known, counts=counts)


@bp.get("/<lang:lang>/themes/<code>")
@public
def theme(code: str) -> str:
    """What a theme offers: courses, narrower themes, centres that work on it."""
    same_for_every_visitor()
    session = reading()
    known, stock = reference(session), shelf(session)
    if code not in known.themes:
        raise NotFound(_("There is no such theme. The list of themes has them all."))
    cards = search(session, stock, Wanted(facets={"theme": [code]}, reads=language())).cards
    return render_template(
        "catalogue/theme.html",
        theme=known.themes[code],
        known=known,
        narrower=known.theme_children(code),
        centres=[
            (each, place_line(known, each)) for each in known.find_centres(CentreFilter(theme=code))[:100]
        ],
        cards=show(session, cards[:60]),
    )


@bp.get("/files/<digest>/<name>")
@public
def file(digest: str, name: str) -> Response:
    """A file of a published course. Its address has its digest, so a browser may keep it for ever.

    One that is not published yet is for those who may see a draft or a library with it.
    """
    if not _DIGEST.fullmatch(digest) or not name.isprintable():
        raise NotFound
    path = FileStore(current_settings().instance).path(digest)
    session = reading()
    public = is_published(session, digest)
    if not path.is_file() or not (public or hooks().may_see_file(session, current_identity(), digest)):
        raise NotFound(_("This file is not part of any course."))
    # whoever asks chooses the name, so no kind that courses do not carry: no script, no page
    known = media_type(name)
    kind = _shown_as(known.name) if known else "application/octet-stream"
    response = send_file(
        path,
        mimetype=kind,
        as_attachment=kind not in SAFE_INLINE,
        download_name=name,
        conditional=True,
        etag=digest,
    )
    response.headers["Cache-Control"] = KEEP if public else "private, no-cache"
    request.environ[OWN_POLICY] = FILE_POLICY
    return response


def _shown_as(kind: str) -> str:
    """A transcript is read in the browser, not put among the downloads; none knows Markdown."""
    return "text/plain" if kind == "text/markdown" else kind
