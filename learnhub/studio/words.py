"""Words of the studio that several pages say."""

from __future__ import annotations

from flask_babel import gettext as _

from learnhub.studio.domain import State


def wordless(number: int) -> str:
    """How an outcome is called that has no words yet."""
    return str(_("Outcome %(n)s, not written yet", n=number))


def state_names() -> dict[str, str]:
    """The states of a draft in the reader's language."""
    return {
        State.DRAFT: _("Draft"),
        State.IN_REVIEW: _("In review"),
        State.CHANGES_ASKED: _("Changes asked"),
        State.APPROVED: _("Approved"),
        State.PUBLISHED: _("Published"),
        State.RETIRED: _("Retired"),
    }


TAGS = {
    State.DRAFT: "",
    State.IN_REVIEW: "tag-info",
    State.CHANGES_ASKED: "tag-warn",
    State.APPROVED: "tag-ok",
    State.PUBLISHED: "tag-ok",
    State.RETIRED: "tag-warn",
}
"""How the states look."""


def act_names() -> dict[str, str]:
    """What was done to a part, in the reader's language."""
    return {
        "open": _("opened"),
        "edit": _("written"),
        "add": _("added"),
        "copy": _("copied"),
        "merge": _("brought together"),
        "settle": _("settled what stood twice"),
        "rename": _("renamed"),
        "move": _("moved"),
        "remove": _("removed"),
        "restore": _("put back"),
        "minutes": _("time counted"),
        "translate": _("translated"),
        "source": _("taken from the original"),
    }
