"""The states of cases, sites and terms in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _

from learnhub.resources.domain import State


def state_words() -> dict[str, tuple[str, str]]:
    """Each state by name and by how its tag looks."""
    return {
        State.DRAFT: (_("Being written"), "tag"),
        State.WAITING: (_("Waits for a second person"), "tag tag-warn"),
        State.PUBLISHED: (_("Published"), "tag tag-ok"),
        State.RETIRED: (_("Retired"), "tag"),
    }
