"""Languages: the six of the network, their names and directions, and quick look-up of translated texts."""

from __future__ import annotations

import gettext as std_gettext
from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, Domain, get_babel
from jinja2 import pass_context
from jinja2.runtime import Context
from werkzeug.routing import BaseConverter

from learnhub.coursefile.compile.labels import LABELS

LANGUAGES = {  # ordered by Latin transcription of the own name
    "ar": "العربية",
    "zh": "中文",
    "en": "English",
    "fr": "Français",
    "ru": "Русский",
    "es": "Español",
}
RTL = frozenset({"ar"})
FOLDER = Path(__file__).resolve().parent.parent / "translations"


class LanguageConverter(BaseConverter):
    """The first part of every page's address."""

    regex = "ar|en|es|fr|ru|zh"


def language() -> str:
    """The language of the page being made."""
    return str(g.get("lang", "en")) if has_request_context() else "en"


def direction(code: str) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if code in RTL else "ltr"


def preferred_language() -> str:
    """The language that the address begins with, else the browser's, else English."""
    first = request.path.split("/", 2)[1]
    if first in LANGUAGES:
        return first
    return request.accept_languages.best_match(list(LANGUAGES)) or "en"


@cache
def translations(code: str) -> std_gettext.NullTranslations:
    """The catalogue of a language, read from its text file at its first use, so that nothing has to be compiled."""
    path = FOLDER / code / "LC_MESSAGES" / "messages.po"
    if not path.is_file():
        return NullTranslations()
    packed = BytesIO()
    with path.open("rb") as file:
        write_mo(packed, read_po(file, locale=code))
    packed.seek(0)
    return Translations(packed)


class OurDomain(Domain):  # type: ignore[misc]
    """Flask-Babel's look-up on the same catalogues."""

    def get_translations(self) -> std_gettext.NullTranslations:
        """The catalogue of the page's language."""
        return translations(language())

    def ngettext(self, singular: str, plural: str, num: int, **values: object) -> str:
        """The words for so many, which say the number as the page's language writes it."""
        words = self.get_translations().ngettext(singular, plural, num)
        return words % {"num": number(num), **values}


def _gettext(message: str) -> str:
    return translations(g.lang if "lang" in g else "en").gettext(message)


def _ngettext(singular: str, plural: str, n: int) -> str:
    return translations(g.lang if "lang" in g else "en").ngettext(singular, plural, n)


def byte_units() -> tuple[str, str]:
    """What a kilobyte and a megabyte are called, as in the lessons of the page's language."""
    return LABELS[language()].units


def number(value: int) -> str:
    """12,486 in English, 12 486 in French and Russian, 12.486 in Spanish; European digits."""
    separator = {"fr": "\u202f", "ru": "\u00a0", "es": "."}.get(language(), ",")
    return f"{value:,}".replace(",", separator)


def with_comma(decimal: str) -> str:
    """8.5 as the page's language writes it: 8,5 in French, Russian and Spanish."""
    return decimal.replace(".", ",") if language() in {"fr", "ru", "es"} else decimal


def in_one_piece(text: str) -> str:
    """A number with its unit, in a sentence of a language that is written from right to left: from left to right."""
    return f"\u2066{text}\u2069" if direction(language()) == "rtl" else text


def comma(code: str | None = None) -> str:
    """What stands between the things of a list, blank included."""
    return {"ar": "، ", "zh": "、"}.get(code or language(), ", ")


def semicolon(code: str | None = None) -> str:
    """The same where the things of the list have commas of their own."""
    return {"ar": "؛ ", "zh": "；", "fr": "\N{NARROW NO-BREAK SPACE}; "}.get(code or language(), "; ")


def colon() -> str:
    """What stands between a word and what it announces, blanks included."""
    return {"zh": "：", "fr": "\N{NARROW NO-BREAK SPACE}: "}.get(language(), ": ")


def stop() -> str:
    """What ends a sentence that a template puts together from what stands there."""
    return {"zh": "。"}.get(language(), ".")


def listed(things: Iterable[object], code: str | None = None) -> str:
    """The things that are there, one after the other, as the page's language (or another) writes lists."""
    return comma(code).join(str(thing) for thing in things if thing)


_ARABIC_MONTHS = (
    "كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو", "حزيران/يونيو",
    "تموز/يوليو", "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر", "تشرين الثاني/نوفمبر",
    "كانون الأول/ديسمبر",
)  # fmt: skip


def long_date(day: date, code: str | None = None) -> str:
    """ "5 October 2026" in the reader's language; Arabic months carry both names; European digits."""
    return _long_date(day, code or language())


@lru_cache(4_000)
def _long_date(day: date, code: str) -> str:
    if code == "ar":
        return f"{day.day} {_ARABIC_MONTHS[day.month - 1]} {day.year}"
    if code == "en":
        return format_date(day, "d MMMM y", locale="en")
    if code == "fr" and day.day == 1:
        return format_date(day, "'1er' MMMM y", locale="fr")
    if code == "ru":  # the word in full: “г.” with its own point would stand before the point of a sentence
        return format_date(day, "d MMMM y 'года'", locale="ru")
    return format_date(day, "long", locale=code)


def init_languages(app: Flask) -> None:
    """Language in the address, catalogues for Python and templates."""
    app.url_map.converters["lang"] = LanguageConverter
    app.config.update(BABEL_TRANSLATION_DIRECTORIES=str(FOLDER), BABEL_DEFAULT_LOCALE="en")
    Babel(app, locale_selector=language)
    get_babel(app).instance.domain_instance = OurDomain()
    app.jinja_env.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]
    of_jinja: Any = app.jinja_env.globals["ngettext"]

    @pass_context
    def ngettext(page: Context, singular: str, plural: str, num: int, **values: object) -> str:
        words: str = of_jinja(page, singular, plural, num, **{"num": number(num), **values})
        return words

    app.jinja_env.globals["ngettext"] = ngettext

    @app.url_value_preprocessor
    def _take_language(_endpoint: str | None, values: dict[str, object] | None) -> None:
        g.lang = values.pop("lang") if values and "lang" in values else preferred_language()

    @app.url_defaults
    def _give_language(endpoint: str, values: dict[str, object]) -> None:
        if "lang" not in values and app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = language()
