"""What every template may use: sizes, dates, numbers, static addresses, navigation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Flask, request, url_for
from flask_babel import gettext as _
from jinja2 import pass_context
from markupsafe import Markup

from learnhub.access.identity import Identity
from learnhub.web.appearance import theme_mark
from learnhub.web.edge import STORE, StaticFiles
from learnhub.web.fragments import hole
from learnhub.web.i18n import (
    LANGUAGES,
    byte_units,
    colon,
    comma,
    direction,
    in_one_piece,
    language,
    listed,
    long_date,
    number,
    semicolon,
    stop,
    with_comma,
)
from learnhub.web.indentation import Flush
from learnhub.web.weight import MARK

STATIC = Path(__file__).parent / "static"


MOST_ITEMS = 5


def _no_values(_identity: Identity) -> dict[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the main navigation: shown when `shown(identity)`; at most five fit,
    and the rest stand under the person's name.

    `values` gives what the endpoint's address needs besides the language. Beside an entry that `waits` stands how much
    waits there: the room behind it says so with the template global `nav_waiting`.
    """

    endpoint: str
    label: object
    shown: Callable[[Identity], bool]
    order: int
    values: Callable[[Identity], dict[str, str]] = _no_values
    waits: bool = False

    def is_here(self, identity: Identity) -> bool:
        """Whether the page being made is where this entry leads."""
        there = self.values(identity).items()
        return request.endpoint == self.endpoint and there <= (request.view_args or {}).items()


def size(count: int) -> str:
    """A file size as people pay it: KB below 1 MB, then MB with one decimal."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1000)) if count else 0} {byte_units()[0]}"
    return f"{with_comma(f'{count / 1_000_000:.1f}')} {byte_units()[1]}"


def decimal(value: Decimal) -> str:
    """An exact number as it was written, with the comma or point of the page's language."""
    return with_comma(str(value))


def duration(minutes: int) -> str:
    """Minutes as people say them."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return str(_("%(n)s min", n=minutes))
    if not rest:
        return str(_("%(n)s h", n=hours))
    return str(_("%(h)s h %(m)s min", h=hours, m=rest))


def _instant(value: datetime) -> str:
    between = {"ar": "، ", "zh": " "}.get(language(), ", ")
    return f"{long_date(value.date())}{between}{value:%H:%M} UTC"


def moment(value: datetime) -> Markup:
    """An instant for machines and people: the date in words, the time in UTC."""
    words = _instant(value)
    return Markup('<time datetime="{}">{}</time>').format(value.strftime("%Y-%m-%dT%H:%M:%SZ"), words)


def local_moment(value: datetime) -> Markup:
    """The same where the reader's own clock says more than UTC: `page.js` puts her time in its place."""
    return _local(value, _instant(value))


def local_time(value: datetime) -> Markup:
    """An instant of today: its time without the date, otherwise as `local_moment`."""
    return _local(value, f"{value:%H:%M} UTC")


def _local(value: datetime, words: str) -> Markup:
    return Markup('<time datetime="{}" data-local>{}</time>').format(f"{value:%Y-%m-%dT%H:%M:%SZ}", words)


def day(value: date | datetime) -> Markup:
    """A day for machines and people."""
    only = value.date() if isinstance(value, datetime) else value
    return Markup('<time datetime="{}">{}</time>').format(only.isoformat(), long_date(only))


def rest_of_path() -> str | None:
    """This page's address behind the language; None if the address names none, or leads nowhere in any language."""
    if request.endpoint is None:
        return None
    path, here = request.full_path.rstrip("?"), language()
    return quoted_path(path[len(here) + 1 :]) if path.startswith((f"/{here}/", f"/{here}?")) else None


def other_language(code: str) -> str:
    """This page's address in another language: only its first part changes."""
    rest = rest_of_path()
    return (
        address("catalogue.home", lang=code)
        if rest is None
        else Markup("/{}{}").format(code, hole("rest", rest))
    )


def sign_in_address() -> str:
    """Where one signs in; from a page of a course one comes back to it, from elsewhere one goes on to one's own things.

    The way back names the path alone: a kept page is the same for everybody who asked for its address.
    """
    plain, here = address("accounts.sign_in"), f"/{language()}"
    if request.method not in {"GET", "HEAD"} or not request.path.startswith(f"{here}/courses/"):
        return plain
    rest = quote(request.path[len(here) :], safe="/")
    return Markup("{}?next={}{}").format(plain, here, hole("rest", rest))


def quoted_path(path: str) -> str:
    """A path and query as an address may hold them."""
    return quote(path, safe="/?&=%:+,@!$*();~'-._")


_addresses: dict[tuple[Any, ...], str] = {}
MOST_ADDRESSES = 50_000


def address(endpoint: str, **values: Any) -> str:
    """`url_for`, remembered: building an address costs more than all else that a page does with it."""
    if "_external" in values or endpoint.startswith("."):
        return url_for(endpoint, **values)
    key = (request.script_root, language(), endpoint, *values.items())
    try:
        found = _addresses.get(key)
    except TypeError:  # a list of filter values
        return url_for(endpoint, **values)
    if found is None:
        found = url_for(endpoint, **values)
        if len(_addresses) > MOST_ADDRESSES:
            _addresses.clear()
        _addresses[key] = found
    return found


def foreign(code: str) -> Markup:
    """Attributes of text in another language than the page's, with a space before; nothing for its own."""
    if code == language():
        return Markup("")
    return Markup(' lang="{}" dir="{}"').format(code, direction(code))


def same_for_every_visitor() -> None:
    """Say that this page may be kept as finished bytes for anonymous visitors."""
    request.environ[STORE] = True


def current(here: bool, kind: str = "true") -> Markup:
    """The attribute of the link that leads where the reader is: nothing on all others."""
    return Markup(' aria-current="{}"').format(kind) if here else Markup("")


def _on_the_page(function: Callable[..., str]) -> Callable[..., str]:
    """A filter that is asked for each page: of a constant it would be kept in the language of whoever came first."""
    return pass_context(lambda _page, *values: function(*values))


def init_templating(app: Flask, static: StaticFiles, navigation: list[NavItem], *, demo: bool) -> None:
    """Give templates their helpers."""

    def fitting(identity: Identity) -> list[NavItem]:
        return [item for item in sorted(navigation, key=lambda item: item.order) if item.shown(identity)]

    def nav_items(identity: Identity) -> list[NavItem]:
        return fitting(identity)[:MOST_ITEMS]

    def nav_rest(identity: Identity) -> list[NavItem]:
        return fitting(identity)[MOST_ITEMS:]

    def nav_section(identity: Identity) -> NavItem | None:
        """The entry below whose address this page stands, so that a lesson is seen to be among the courses."""
        above = {address(item.endpoint, **item.values(identity)): item for item in fitting(identity)}
        here = [start for start in above if f"{request.path}/".startswith(f"{start}/")]
        return above[max(here, key=len)] if here else None

    app.jinja_env.globals.update(
        LANGUAGES=LANGUAGES, DEMO=demo, PAGE_WEIGHT=MARK, byte_units=byte_units, static=static.names.__getitem__,
        url_for=address, nav_items=nav_items, nav_rest=nav_rest, nav_section=nav_section,
        other_language=other_language, language=language, direction=direction,
        foreign=foreign, current=current, comma=comma, semicolon=semicolon, colon=colon, stop=stop,
        theme_mark=theme_mark, sign_in_address=sign_in_address,
    )  # fmt: skip
    filters = (size, number, duration, moment, local_moment, day, direction, listed, decimal, in_one_piece)
    app.jinja_env.filters |= {each.__name__: _on_the_page(each) for each in filters}
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension(Flush)
