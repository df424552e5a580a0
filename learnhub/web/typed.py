"""A form as it was sent: what somebody typed into it, and what is needed to send it once more.

It travels through the pages themselves, from the answer that gives it back to the one that follows a sign-in. Nothing
of it is stored.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Self, TypeVar, cast
from urllib.parse import urlsplit

from flask import Blueprint, current_app, request
from flask.blueprints import BlueprintSetupState

from learnhub.web.addresses import safe_next

View = TypeVar("View", bound=Callable[..., Any])
FieldNames = Callable[[str], str]
KEPT = "kept"  # the field of a sign-in form in which another form travels
NOT_TYPED = frozenset({
    "csrf_token", "rev", "seen", "seq", "was", "base", "known", "token", "writer", "version", "number", "shown",
    "place", "do", "press", "move", "where", "clear", "next", "course", "block", "on", "keep", "thing", "source", KEPT,
})  # fmt: skip
NOT_TYPED_ENDS = (".shown", ".id", ".version", ".resource")
WRITTEN = frozenset({"text", "body", "words", "note", "notes", "why"})  # texts, be they of one word
SECRET = frozenset({"csrf_token", "password", "present", "code"})
MOST_CARRIED = 600_000  # signs of a form that goes along with a sign-in; a larger one is shown alone
_LABELS = "learnhub.typed"


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that came and was not taken. `whole`: it can be sent once more as it is; `only_saves`: sent once more it
    saves and does no more than that, whatever was pressed at first."""

    path: str
    back: str
    room: str
    fields: tuple[tuple[str, str], ...]
    multipart: bool = False
    whole: bool = True
    only_saves: bool = False

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Names and texts of what people fill in, each pair once."""
        found = [(name, text) for name, text in self.fields if text.strip() and _filled_in(name)]
        return list(dict.fromkeys(found))

    @property
    def words(self) -> list[tuple[str, str]]:
        """The texts, each once, with what their fields are called; no name where that is not known."""
        found = {text: self._called(name) for name, text in self.typed if self._is_text(name, text)}
        return [(called, text) for text, called in found.items()]

    @property
    def rest(self) -> list[str]:
        """Everything else that was chosen or filled in, each once; the names of the fields mean nothing to people."""
        return list(dict.fromkeys(text for name, text in self.typed if not self._is_text(name, text)))

    @property
    def parcel(self) -> str:
        """All of it as one text, to go along in a form."""
        return json.dumps(
            [self.path, self.back, self.room, self.multipart, self.only_saves, self.fields],
            ensure_ascii=False,
            separators=(",", ":"),
        )

    @classmethod
    def unpacked(cls, parcel: str) -> Self | None:
        """The form in a parcel; None for anything that is none."""
        try:
            path, back, room, multipart, only_saves, fields = json.loads(parcel)
            pairs = tuple((str(name), str(text)) for name, text in fields)
            json.dumps(
                [path, back, room, pairs], ensure_ascii=False
            ).encode()  # half a sign stands on no page
        except (ValueError, TypeError, RecursionError):
            return None
        local = safe_next(str(path))
        if local is None or not pairs:
            return None
        return cls(
            path=local,
            back=safe_next(str(back)) or "",
            room=str(room),
            fields=pairs,
            multipart=bool(multipart),
            only_saves=bool(only_saves),
        )

    def _called(self, name: str) -> str:
        names: dict[str, FieldNames] = current_app.extensions.get(_LABELS, {})
        return names[self.room](name) if self.room in names else ""

    def _is_text(self, name: str, text: str) -> bool:
        return name in WRITTEN or bool(self._called(name)) or _has_words(text)


def _filled_in(name: str) -> bool:
    return name not in NOT_TYPED and not name.endswith(NOT_TYPED_ENDS)


def _has_words(text: str) -> bool:
    """Chinese is written without spaces; codes and numbers, which no one would miss, are short or ASCII."""
    return len(text.split()) > 1 or (len(text) > 5 and not text.isascii())


def name_fields(bp: Blueprint, names: FieldNames) -> None:
    """What the pages of a room call the fields of its forms; `names` gives nothing for those that it does not know."""

    def note(state: BlueprintSetupState) -> None:
        state.app.extensions.setdefault(_LABELS, {})[bp.name] = names

    bp.record(note)


def sent_again(**fields: str) -> Callable[[View], View]:
    """What the form of this view holds when it is sent once more after a sign-in: saving is safe, handing in is not."""

    def mark(view: View) -> View:
        cast(Any, view).sent_again = fields
        return view

    return mark


def sent_form(*, proven: bool) -> Sent | None:
    """The form of this request if a person typed it on a page of ours and waits for a page; None otherwise.

    `proven`: its token held. Without that the browser's word counts. A form of another site is never shown, and one of
    which nothing is known can't be sent once more: whoever made it could have the reader send his words as hers.
    """
    if request.method != "POST" or not _awaits_page():
        return None
    ours = proven or _from_here()
    if ours is False:
        return None
    sent = Sent.unpacked(request.form[KEPT]) if KEPT in request.form else _as_it_came()
    if sent is None or not sent.typed:
        return None
    fits = len(sent.parcel) <= MOST_CARRIED
    return replace(sent, whole=bool(sent.whole and ours and fits))


def _as_it_came() -> Sent:
    view = current_app.view_functions.get(request.endpoint or "")
    instead: dict[str, str] = getattr(view, "sent_again", {})
    came = [(name, text) for name, text in request.form.items(multi=True) if name not in SECRET]
    fields = tuple((name, instead.get(name, text)) for name, text in came)
    files = any(file.filename for file in request.files.values())
    secret = any(name in SECRET for name in request.form if name != "csrf_token")
    path = request.full_path.rstrip("?")
    return Sent(
        path=path,
        back=page_of_the_form(),
        room=request.blueprint or "",
        fields=fields,
        multipart=request.mimetype == "multipart/form-data",
        whole=not files and not secret and safe_next(path) is not None,
        only_saves=fields != tuple(came),
    )


def _awaits_page() -> bool:
    """A script that saves in passing reads a word, not a page."""
    asks = request.headers
    return asks.get("Sec-Fetch-Mode", "navigate") == "navigate" and "json" not in asks.get("Accept", "")


def _from_here() -> bool | None:
    """Whether the browser says that a page of this site sent the form; None if it says nothing."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site:
        return site == "same-origin"
    if origin == "null":  # hidden for the sake of privacy
        return None
    source = origin or request.referrer
    return _is_ours(source) if source else None


def _is_ours(source: str) -> bool:
    try:
        parts = urlsplit(source)
    except ValueError:
        return False
    return parts.netloc == request.host and (parts.scheme == "https" or not request.is_secure)


def page_of_the_form() -> str:
    """The address of the page with the form, without this site's name; empty if it is another's or not known."""
    source = request.referrer or ""
    if not source or not _is_ours(source):
        return ""
    before = urlsplit(source)
    return safe_next(f"{before.path}?{before.query}" if before.query else before.path) or ""
