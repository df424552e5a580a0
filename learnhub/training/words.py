"""What modes, states and marks are called."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from learnhub.learning import words
from learnhub.learning.sheet import RowProblem
from learnhub.training.domain import Mode, Presence, Status

MODES = {
    Mode.IN_PERSON: _l("In person"),
    Mode.LIVE_ONLINE: _l("Live online"),
    Mode.HYBRID: _l("Hybrid"),
}
STATES = {
    Status.PLANNED: _l("planned"),
    Status.HELD: _l("held"),
    Status.CANCELLED: _l("cancelled"),
    Status.POSTPONED: _l("put off"),
}
MARKS = {
    Presence.PRESENT: _l("present"),
    Presence.ABSENT: _l("absent"),
    Presence.EXCUSED: _l("excused"),
}
FATES = {
    "new": _l("will be stored"),
    "changed": _l("will be changed"),
    "same": _l("already stored"),
    "void": _l("void, stays so"),
}
FIELDS = {
    "title": _l("Title"),
    "place": _l("Place"),
    "targets": _l("Targets of the Sustainable Development Goals"),
    "reason": _l("Reason"),
    "people": _l("People"),
}


def field_name(name: str) -> str:
    """What a field is called of which people write the text; blank for others."""
    return str(FIELDS.get(name, ""))


def problem_words(problem: RowProblem) -> str:
    """What is wrong with a row of a sheet of attendance, with the mend."""
    ours: dict[str, str] = {
        "columns": _(
            "The first row must name the columns: who (sign-in name, e-mail or learner number), and the day, or one "
            "column for each day of the training."
        ),
        "key": _("Give a sign-in name, an e-mail address or a learner number."),
        "unknown": _("Nobody signs in with this. Look for slips, or ask her to register."),
        "day": _("This is no day of the training that has begun. Write it like 2026-11-30."),
        "status": _("Write present, absent or excused, or the hours."),
        "hours": _("Write hours as a number such as 6 or 4.5, 24 at most."),
        "mode": _("At a hybrid training say whether it was in person or online."),
        "differs": _("An earlier row says something else of the same person and day."),
    }
    return ours.get(problem.code) or words.problem_words(problem)
