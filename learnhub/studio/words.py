"""Words of the studio that several pages say."""

from __future__ import annotations

from flask_babel import gettext as _

from learnhub.studio.domain import State


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
