"""What every template may use: sizes, dates, numbers, static addresses, navigation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask import Flask, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from learnhub.access.identity import Identity
from learnhub.web.edge import STORE, StaticFiles
from learnhub.web.i18n import LANGUAGES, direction, language, long_date
from learnhub.web.weight import MARK

STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the main navigation: shown when `shown(identity)`; at most five fit."""

    endpoint: str
    label: object
    shown: Callable[[Identity], bool]
    order: int


def size(count: int) -> str:
    """A file size as people pay it: KB below 1 MB, then MB with one decimal."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))} KB"
    return f"{count / 1_000_000:.1f} MB"


def number(value: int) -> str:
    """12,486 in English, 12 486 in French and Russian, 12.486 in Spanish; European digits."""
    separator = {"fr": "\u202f", "ru": "\u00a0", "es": "."}.get(language(), ",")
    return f"{value:,}".replace(",", separator)


def duration(minutes: int) -> str:
    """Minutes as people say them."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return str(_("%(n)s min", n=minutes))
    if not rest:
        return str(_("%(n)s h", n=hours))
    return str(_("%(h)s h %(m)s min", h=hours, m=rest))


def moment(value: datetime) -> Markup:
    """An instant for machines and people: the date in words, the time in UTC."""
    words = f"{long_date(value.date())}, {value:%H:%M} UTC"
    return Markup('<time datetime="{}">{}</time>').format(value.strftime("%Y-%m-%dT%H:%M:%SZ"), words)


def day(value: date | datetime) -> Markup:
    """A day for machines and people."""
    only = value.date() if isinstance(value, datetime) else value
    return Markup('<time datetime="{}">{}</time>').format(only.isoformat(), long_date(only))


def other_language(code: str) -> str:
    """This page's address in another language."""
    if request.endpoint and "lang" in (request.url_rule.arguments if request.url_rule else ()):
        values: dict[str, Any] = {
            **(request.view_args or {}),
            **request.args.to_dict(flat=False),
            "lang": code,
        }
        return url_for(request.endpoint, **values)
    return url_for("catalogue.home", lang=code)


def same_for_every_visitor() -> None:
    """Say that this page may be kept as finished bytes for anonymous visitors."""
    request.environ[STORE] = True


def init_templating(app: Flask, static: StaticFiles, navigation: list[NavItem], *, demo: bool) -> None:
    """Give templates their helpers."""

    def nav_items(identity: Identity) -> list[NavItem]:
        return [item for item in sorted(navigation, key=lambda item: item.order) if item.shown(identity)]

    app.jinja_env.globals.update(
        LANGUAGES=LANGUAGES, DEMO=demo, PAGE_WEIGHT=MARK, static=static.names.__getitem__,
        nav_items=nav_items, other_language=other_language, language=language, direction=direction,
    )  # fmt: skip
    app.jinja_env.filters.update(
        size=size, number=number, duration=duration, moment=moment, day=day, direction=direction
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
