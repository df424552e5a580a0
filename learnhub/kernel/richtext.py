"""The one door through which HTML written by people enters a page.

Two sanitisers with the same allow-list stand one behind the other: bleach sets the policy, nh3 (another
parser, another language) repeats it, so that a fault of one is not enough. Clean on write, never on read:
it is slow.
"""

from __future__ import annotations

import re
from typing import Final

from .errors import Unacceptable

LIMIT: Final = 200_000
"""Bytes of UTF-8 that `clean` takes; time grows faster than size, so this is a limit on time."""

_TAGS: Final[frozenset[str]] = frozenset(
    re.findall(
        r"[\w-]+",
        """
        a abbr aside b bdi blockquote br caption cite code dd del details dfn div dl dt em figcaption
        figure h2 h3 h4 hr i ins kbd li mark ol p pre q s samp section small span strong sub summary sup
        table tbody td tfoot th thead tr ul var
        """,
    )
)
_CLASSES: Final[frozenset[str]] = frozenset(
    re.findall(
        r"[\w-]+",
        """
        box box-label box-note box-caution box-example box-case box-try box-key scroll drawing r small muted
        term cite refs notes back
        """,
    )
)
_ON_ALL: Final = frozenset({"lang", "dir", "class"})
_ATTRIBUTES: Final[dict[str, frozenset[str]]] = {
    "a": frozenset({"href", "title", "id", "aria-label"}),
    "abbr": frozenset({"title"}),
    "div": frozenset({"role", "tabindex", "aria-label"}),
    "h2": frozenset({"id"}),
    "h3": frozenset({"id"}),
    "h4": frozenset({"id"}),
    "li": frozenset({"id"}),
    "ol": frozenset({"start"}),
    "section": frozenset({"aria-label"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
}
_VALUES: Final[dict[str, re.Pattern[str]]] = {
    "lang": re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"),
    "dir": re.compile(r"ltr|rtl|auto"),
    "id": re.compile(r"(?:s|fn|fnref|ref)-[\w-]{1,100}"),
    "role": re.compile(r"region|group|note"),
    "tabindex": re.compile(r"0"),
    "scope": re.compile(r"col|row|colgroup|rowgroup"),
    "start": re.compile(r"[0-9]{1,6}"),
    "colspan": re.compile(r"[1-9][0-9]?"),
    "rowspan": re.compile(r"[1-9][0-9]?"),
}
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
"""Made spaces before bleach, which would show them as question marks, and after nh3, which decodes
references. They are not taken out: that could join the halves of a forbidden address."""
_SCHEMES: Final = frozenset({"http", "https", "mailto"})


def _classes(value: str) -> str:
    return " ".join(name for name in value.split() if name in _CLASSES)


def _allowed(tag: str, name: str, value: str) -> bool:
    if name not in _ON_ALL and name not in _ATTRIBUTES.get(tag, ()):
        return False
    if name == "class":
        return bool(_classes(value))
    pattern = _VALUES.get(name)
    return pattern is None or pattern.fullmatch(value) is not None


def _filter(tag: str, name: str, value: str) -> str | None:
    if not _allowed(tag, name, value):
        return None
    return _classes(value) if name == "class" else value


def clean(html: str) -> str:
    """HTML with nothing in it but the allow-list; cleaning it again changes nothing.

    Raises Unacceptable when the text is larger than LIMIT.
    """
    import bleach  # noqa: PLC0415 - pages show what was cleaned before: few processes need these two
    import nh3  # noqa: PLC0415

    if len(html.encode("utf-8", "surrogatepass")) > LIMIT:
        raise Unacceptable(f"The text is larger than {LIMIT // 1000} kB. Make it shorter or split it.")
    cleaner = bleach.Cleaner(
        tags=_TAGS, attributes=_allowed, protocols=_SCHEMES, strip=True, strip_comments=True
    )
    safe = nh3.clean(
        cleaner.clean(_CONTROL.sub(" ", html)),
        tags=set(_TAGS),
        attributes={tag: set(_ON_ALL | _ATTRIBUTES.get(tag, frozenset())) for tag in _TAGS},
        attribute_filter=_filter,
        url_schemes=set(_SCHEMES),
        strip_comments=True,
        link_rel=None,
    )
    return _CONTROL.sub(" ", safe)
