"""What modes, states and marks are called."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from learnhub.training.domain import Mode, Presence, Status

MODES = {
    Mode.IN_PERSON: _l("In person"),
    Mode.LIVE_ONLINE: _l("Live online"),
    Mode.HYBRID: _l("Hybrid: some in person, some online"),
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
