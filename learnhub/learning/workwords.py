"""How pages say where a work for an assignment stands."""

from __future__ import annotations

from flask_babel import gettext as _

from learnhub.learning.queries.work import WorkState


def state_words(state: WorkState, most: int) -> str:
    """For pages, in the reader's language."""
    said = {"marks": state.total, "max": most}
    words: dict[str, str] = {
        "waiting": _("waiting for marks"),
        "another_look": _("waiting for another look"),
        "revise": _("to be revised, %(marks)s of %(max)s", **said),
        "passed": _("passed %(marks)s of %(max)s", **said),
    }
    return words[state.state]
