"""Addresses are read strictly: what they ask for and a page does not know is refused, not passed over."""

from __future__ import annotations

from collections.abc import Collection

from flask import request
from flask_babel import gettext as _

from learnhub.kernel.errors import NotFound


def refuse_unknown(names: Collection[str]) -> None:
    """A misspelt filter would show the figures of everybody; of one that stands twice the first alone would count.

    Raises NotFound. An empty part of an address asks for nothing.
    """
    for name, values in request.args.lists():
        if any(values) and (name not in names or len(values) > 1):
            raise _nowhere()


def choice(name: str, offered: Collection[str], first: str) -> str:
    """What the address chooses of what is offered, `first` if it says nothing. Raises NotFound for anything else."""
    wanted = request.args.get(name, "")
    if wanted and wanted not in offered:
        raise _nowhere()
    return wanted or first


def _nowhere() -> NotFound:
    return NotFound(_("A filter in this address leads nowhere. Choose it again."))
