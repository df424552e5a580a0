"""Addresses are read strictly: what they ask for and a page does not know is refused, not passed over.

Each refusal names the filter and its value, and leads to the same view without it.
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlencode

from flask import request
from flask_babel import gettext as _

from learnhub.kernel.errors import NotFound
from learnhub.reach.query import Query
from learnhub.web.i18n import comma

MOST = 40  # letters of what was typed that a sentence repeats
FEW = 12  # values that a sentence can name


def refuse_unknown(names: Collection[str]) -> None:
    """A misspelt filter would show the figures of everybody; of one that stands twice the first alone would count.

    Raises NotFound. An empty part of an address asks for nothing.
    """
    for name, values in request.args.lists():
        if any(values) and name not in names:
            raise NotFound(_("There is no filter “%(name)s” on this page.", name=name[:MOST]), without(name))
        if any(values) and len(values) > 1:
            raise NotFound(
                _("The filter “%(name)s” stands twice in this address. Give it once.", name=name),
                without(name),
            )


def choice(name: str, offered: Collection[str], first: str) -> str:
    """What the address chooses of what is offered, `first` if it says nothing. Raises NotFound for anything else."""
    wanted = request.args.get(name, "")
    if wanted and wanted not in offered:
        raise no_value(name, wanted, offered)
    return wanted or first


def refuse_filters(query: Query) -> None:
    """Raises NotFound for the first filter that the indicator is not cut by, or of a value that it cannot have."""
    found = query.wrong_filter()
    if found is None:
        return
    name, value, choices = found
    if name in query.allowed:
        raise no_value(name, value, choices)
    raise NotFound(
        _("%(code)s can’t be cut by “%(name)s”.", code=query.indicator, name=name[:MOST]), without(name)
    )


def no_value(name: str, value: str, choices: Collection[str] = ()) -> NotFound:
    """That a filter cannot be this, with what it can be."""
    if not choices or len(choices) > FEW:
        words = _(
            "“%(value)s” is no value of the filter “%(name)s”. Choose it again.",
            value=value[:MOST],
            name=name,
        )
    else:
        words = _(
            "“%(value)s” is no value of the filter “%(name)s”. Take one of these: %(known)s.",
            value=value[:MOST], name=name, known=comma().join(choices),
        )  # fmt: skip
    return NotFound(words, without(name))


def without(name: str) -> str:
    """This address without one of its parts."""
    rest = [(each, value) for each, value in request.args.items(multi=True) if each != name and value]
    return f"{request.path}?{urlencode(rest)}" if rest else request.path
