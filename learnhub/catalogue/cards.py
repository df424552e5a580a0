"""Cards as templates show them: names in the reader's language, the band of the theme, the address."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from learnhub.catalogue.shelf import Card, shelf
from learnhub.centres.domain import CentreFacts, Reference
from learnhub.centres.regions import in_language
from learnhub.centres.snapshot import reference
from learnhub.web.i18n import language, listed

BANDS = {
    "WATER": "", "DRR": "t-rose", "ECO-EARTH": "t-leaf", "BASIC-SCI": "t-sky", "ENGINEERING": "t-rock",
    "ENERGY": "t-rock", "STI-POLICY": "t-sky", "SCI-EDUCATION": "t-sky", "CROSS": "t-rock",
    "ECOHYDROLOGY": "t-leaf",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownCard:
    """What the component `course_card` needs. `also` are the other languages of the course, `title_in` is that of its
    title."""

    title: str
    href: str
    summary: str
    language: str
    theme: str
    band: str
    centre: str
    minutes: int
    bytes: int
    title_in: str
    also: tuple[str, ...] = ()


def band_of(known: Reference, theme: str) -> str:
    """The class of the ground that a theme's top term has."""
    code = theme
    while code in known.themes:
        if code in BANDS:
            return BANDS[code]
        code = known.themes[code].broader
    return ""


def theme_label(known: Reference, code: str) -> str:
    """A theme's name in the reader's language."""
    return in_language(known.themes[code].labels, language()) if code in known.themes else code


def place_line(known: Reference, centre: CentreFacts) -> str:
    """City, country."""
    return listed([centre.city, known.country_name(centre.host_iso2, language())])


def centre_line(known: Reference, centre_id: str) -> str:
    """Short name, city, country."""
    centre = known.centres.get(centre_id)
    if centre is None:
        return centre_id
    return listed([centre.short_name, place_line(known, centre)])


def show(session: Session, cards: list[Card]) -> list[ShownCard]:
    """Cards for a template."""
    known, stock = reference(session), shelf(session)
    return [
        ShownCard(
            title=card.title,
            href=url_for("learning.course", code=card.code),
            summary=card.summary,
            language=card.language,
            theme=theme_label(known, card.theme),
            band=band_of(known, card.theme),
            centre=centre_line(known, card.centre_id),
            minutes=card.minutes,
            bytes=card.text_bytes,
            title_in=card.title_in,
            also=tuple(dict.fromkeys(other.language for other in stock.in_other_languages(card.code))),
        )
        for card in cards
    ]
