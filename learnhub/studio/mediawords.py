"""Words of the media library: kinds, limits, and why a file is not taken."""

from __future__ import annotations

from flask import current_app
from flask_babel import gettext as _

from learnhub.coursefile.limits import SVG_FILE
from learnhub.coursefile.media import MEDIA_TYPES
from learnhub.coursefile.problems import Message
from learnhub.studio.library import MOST_BYTES, Kind, Refused, kind_of
from learnhub.studio.problemwords import said
from learnhub.web.i18n import listed
from learnhub.web.templating import size


def kind_names() -> dict[str, str]:
    """Kinds of file in the reader's language."""
    return {
        Kind.PICTURE: _("Pictures"),
        Kind.DOCUMENT: _("Documents"),
        Kind.AUDIO: _("Sound"),
        Kind.VIDEO: _("Film"),
        Kind.DATA: _("Data and texts"),
    }


def most_bytes(kind: Kind) -> int:
    """Most bytes of a file of this kind that this installation takes, in bytes."""
    request = int(current_app.config["MAX_CONTENT_LENGTH"])
    return min(MOST_BYTES[kind], request - 100_000)  # the fields beside the file need a little


def limits() -> list[tuple[str, str, str]]:
    """Each kind with its endings and its largest size, to be said before anything is sent."""
    uses = {"figure": Kind.PICTURE, "text": Kind.DATA, "document": Kind.DOCUMENT}
    endings: dict[Kind, list[str]] = {kind: [] for kind in Kind}
    for ending, media in MEDIA_TYPES.items():
        if media.name != "text/vtt":
            endings[uses.get(media.use) or Kind(media.use)].append(ending)
    names = kind_names()
    return [(names[kind], listed(found), size(most_bytes(kind))) for kind, found in endings.items()]


def most_by_ending() -> dict[str, int]:
    """The largest file for each ending, in bytes; under the empty ending the largest of all."""
    found = {
        ending: min(SVG_FILE, most_bytes(Kind.PICTURE))
        if ending == "svg"
        else most_bytes(kind_of(f"a.{ending}")[0])
        for ending, media in MEDIA_TYPES.items()
        if media.name != "text/vtt"
    }
    return found | {"": max(found.values())}


def drawing_limit() -> str:
    """The largest drawing."""
    return size(SVG_FILE)


def refusal(refused: Refused) -> str:
    """Why a file is not taken, and how to mend it; with the size of the file that was sent."""
    values = {
        name: size(value) if isinstance(value, int) else _words(value)
        for name, value in refused.values.items()
    }
    return str(_reason(refused.code, values))


def _words(value: str) -> str:
    return said(value) if isinstance(value, Message) else value


def _reason(code: str, values: dict[str, str]) -> object:
    if code == "kind":
        return _(
            "“%(name)s” is of a kind that courses do not carry. Save it as one of the kinds below.", **values
        )
    if code == "empty":
        return _("The file is empty. Send the real one.")
    if code == "large":
        return _(
            "The file has %(size)s; files of this kind have %(most)s at most. Make it smaller.", **values
        )
    if code == "content":
        return _(
            "This is no %(label)s file (%(size)s), although its name says so. Save it as %(label)s.", **values
        )
    if code == "drawing":
        return _("This drawing (%(size)s) holds what no figure may: %(reason)s", **values)
    reason = values["reason"]
    return _("%(reason)s The file has %(size)s.", reason=_(reason), size=values["size"])
