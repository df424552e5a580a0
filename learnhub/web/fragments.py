"""Pages and parts of pages that are made once and filled in from then on.

Two readers of one lesson see the same page but for their name, a token and the marks of what they have done. A template
says `hole("name", value)` at such places. The first rendering under a key leaves marks there and is kept, cut at the
marks; every later one only joins the pieces. Without a key the same template renders as usual. Readers who have done
the same steps share more than others: for them the marks of these steps are filled in once.
"""

from __future__ import annotations

import re
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

from flask import Flask, current_app, g, render_template, request, session
from markupsafe import Markup, escape

from learnhub.web.appearance import chosen_theme
from learnhub.web.i18n import language
from learnhub.web.identity import current_identity
from learnhub.web.security import form_token
from learnhub.web.weight import MARK, READY, Ready

KEPT = 20_000
KEPT_BYTES = 16_000_000
# of this process alone: who could write a mark into a text would have the reader's token where he wants it
_OPEN, _CLOSE = f"\ue000{secrets.token_hex(12)}-", "\ue001"
_MARK = re.compile(f"{_OPEN}([a-z0-9_-]+){_CLOSE}")
LONG = 1200  # signs from which on a piece is worth packing beforehand: packed apart, short ones make a page larger
Pieces = tuple[str, ...]
Parts = tuple[Ready, ...]


class FragmentStore:
    """The latest fragments, bounded in number and in bytes. Keys hold the version of what they show."""

    def __init__(self, kept: int = KEPT, kept_bytes: int = KEPT_BYTES) -> None:
        self._pieces: OrderedDict[Hashable, Pieces] = OrderedDict()
        self._ready: dict[Hashable, Parts] = {}
        self._lock = threading.Lock()
        self._kept, self._kept_bytes, self._bytes = kept, kept_bytes, 0

    def get(self, key: Hashable) -> Pieces | None:
        """The pieces under this key: text and names of holes in turn."""
        return self._pieces.get(key)

    def ready(self, key: Hashable) -> Parts:
        """The long ones of these pieces, packed; made at their first use."""
        found = self._ready.get(key)
        if found is None:
            texts = (piece.rpartition(MARK)[0] or piece for piece in self._pieces.get(key, ())[::2])
            found = tuple(Ready.of(text) for text in texts if len(text) >= LONG)
            with self._lock:
                if key in self._pieces:
                    self._ready[key] = found
                    self._bytes += _size(found)
        return found

    def put(self, key: Hashable, pieces: Pieces) -> None:
        """Keep the pieces; the oldest go when there are too many."""
        with self._lock:
            if key in self._pieces:  # two readers came at once
                return
            self._pieces[key] = pieces
            self._bytes += sum(map(len, pieces))
            while len(self._pieces) > self._kept or self._bytes > self._kept_bytes:
                oldest, gone = self._pieces.popitem(last=False)
                self._bytes -= sum(map(len, gone))
                self._bytes -= _size(self._ready.pop(oldest, ()))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._pieces.clear()
            self._ready.clear()
            self._bytes = 0


def _size(parts: Parts) -> int:
    return sum(len(part.text) + len(part.deflated) for part in parts)


_HERE = "learnhub.fragments"


def _store() -> FragmentStore:
    found: FragmentStore = current_app.extensions[_HERE]
    return found


def hole(name: str, value: object = "") -> object:
    """A place that differs between readers: the value, or a mark while a fragment is being made."""
    if g.get("making_fragment"):
        return Markup(f"{_OPEN}{name}{_CLOSE}")  # noqa: S704 - signs of our own and a name of our own
    return value() if callable(value) else value


def filled(key: Hashable, make: Callable[[], str], holes: Mapping[str, object]) -> Markup:
    """The fragment under `key`, made if it is not there, with its holes filled in. Plain text is escaped.

    `make` renders; what it calls sees marks instead of values wherever it asks for a `hole`.
    """
    return _joined(_pieces(key, make), holes)


def _pieces(key: Hashable, make: Callable[[], str]) -> Pieces:
    store = _store()
    pieces = store.get(key)
    if pieces is None:
        before = g.get("making_fragment", False)
        g.making_fragment = True
        try:
            pieces = tuple(_MARK.split(make()))
        finally:
            g.making_fragment = before
        store.put(key, pieces)
    return pieces


def _joined(pieces: Pieces, holes: Mapping[str, object]) -> Markup:
    if len(pieces) == 1:
        return Markup(pieces[0])  # noqa: S704 - rendered by an escaping template
    parts = list(pieces)
    for place in range(1, len(parts), 2):
        parts[place] = _text(holes[parts[place]])
    return Markup("".join(parts))  # noqa: S704 - as above


def _text(value: object) -> str:
    if callable(value):
        value = value()
    if isinstance(value, Markup):
        return value
    return str(value) if isinstance(value, int) else escape(value)


def _settled(pieces: Pieces, holes: Mapping[str, object]) -> Pieces:
    """These pieces with the holes filled in that are given; the others stay."""
    left = [pieces[0]]
    for name, after in zip(pieces[1::2], pieces[2::2], strict=True):
        if name in holes:
            left[-1] = "".join(
                (left[-1], _text(holes[name]), after)
            )  # `+` would escape what stands before markup
        else:
            left += [name, after]
    return tuple(left)


def cut(key: Hashable, make: Callable[[], str]) -> tuple[str, ...]:
    """The parts of a rendering that stand behind each `hole("cut")`: kept like fragments, to be put in any order."""
    store = _store()
    pieces = store.get(key)
    if pieces is None:
        filled(key, make, {"cut": ""})
        pieces = store.get(key) or ()
    return pieces[2::2]


def reader_key() -> tuple[Hashable, ...] | None:
    """What the frame of a page depends on, to be part of a key; None if this very answer must be made for itself:
    a message waits for the reader, or the address has a query."""
    if "_flashes" in session or request.query_string:
        return None
    identity = current_identity()
    frame = (language(), request.script_root, request.endpoint, chosen_theme())
    return (*frame, identity.signed_in, identity.grants)


def reader_holes() -> dict[str, object]:
    """What the frame says of the reader."""
    told = {"name": current_identity().name, "csrf": form_token, "rest": _rest}
    return told | {"waiting": current_app.jinja_env.globals.get("nav_waiting", "")}


def _rest() -> str:
    """The address of the page without its language."""
    return quote(request.path[len(language()) + 1 :], safe="/:@!$*();~'-._,+")


class Alike(NamedTuple):
    """Holes that say the same to all readers in one state. What `state` leaves open, `holes` must not say."""

    state: Hashable
    holes: Callable[[], Mapping[str, object]]


def page(
    key: tuple[Hashable, ...],
    template: str,
    context: Callable[[], dict[str, Any]],
    holes: Callable[[], dict[str, object]],
    alike: Alike | None = None,
) -> str:
    """A page from its fragment if that can be; `key` names everything that it shows beside its holes. Of these, `alike`
    has those that other readers may share."""
    reader = reader_key()
    if reader is None:
        return render_template(template, **context())
    whole: Hashable = (*reader, *key)

    def make() -> str:
        return render_template(template, **context())

    pieces, packed = (_pieces(whole, make), whole) if alike is None else _shared(whole, make, alike)
    request.environ[READY] = _store().ready(packed)
    return _joined(pieces, {**reader_holes(), **holes()})


def _shared(whole: Hashable, make: Callable[[], str], alike: Alike) -> tuple[Pieces, Hashable]:
    """The pieces for readers in this state, and the key of those that are packed beforehand: the first reader takes
    what is packed for all states, since there may be no second one."""
    store, key = _store(), (whole, request.path, alike.state)
    pieces = store.get(key)
    if pieces is not None:
        return pieces, key
    pieces = _settled(_pieces(whole, make), {"rest": _rest, **alike.holes()})
    store.put(key, pieces)
    return pieces, whole


def init_fragments(app: Flask) -> None:
    """Give templates `hole`, and the application its own store: keys hold numbers of rows of its database."""
    app.extensions[_HERE] = FragmentStore()
    app.jinja_env.globals["hole"] = hole
