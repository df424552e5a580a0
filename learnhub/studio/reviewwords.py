"""Words of review and publication."""

from __future__ import annotations

from flask_babel import gettext as _

from learnhub.studio.review import Act, Check, Reason


def check_names() -> dict[Check, tuple[str, str]]:
    """The points of a review, and what each asks."""
    return {
        Check.ACCURACY: (_("Accuracy"), _("Facts, figures and formulas are right, and sources are given.")),
        Check.CLARITY: (_("Clarity"), _("A reader who begins understands every step.")),
        Check.INCLUSIVENESS: (
            _("Inclusiveness"),
            _("Examples and pictures show women and men and several regions, and hurt nobody."),
        ),
        Check.ACCESSIBILITY: (
            _("Accessibility"),
            _("Pictures have words, tables have headings, nothing is told by colour alone."),
        ),
        Check.LICENCE: (
            _("Licence"),
            _("Every text and picture may be used under the licence of the course."),
        ),
    }


def field_name(name: str) -> str:
    """What the pages of a draft and its review call a field that is written in; empty for others."""
    notes = {f"{point}_note": f"{_('Note')}: {called}" for point, (called, _asks) in check_names().items()}
    own: dict[str, str] = {
        "suggestion": _("Other words for this block"),
        "note": _("In your own words"),
        "title": _("Title"),
    }
    return {**notes, **own}.get(name, "")


def reason_names() -> dict[Reason, str]:
    """The coded reasons of a decision."""
    return {
        Reason.SOUND: _("The text is sound"),
        Reason.SMALL_REMARKS: _("The text is sound, small remarks can wait"),
        Reason.ACCURACY: _("Something is not right"),
        Reason.CLARITY: _("Something is hard to understand"),
        Reason.INCLUSIVENESS: _("Somebody is left out or hurt"),
        Reason.ACCESSIBILITY: _("Somebody can’t use it"),
        Reason.LICENCE: _("Something may not be used"),
        Reason.INCOMPLETE: _("Something is missing"),
        Reason.OTHER: _("Another reason"),
    }


def event_names() -> dict[Act, str]:
    """What happened to a draft."""
    return {
        Act.ASK: _("Asked for a review"),
        Act.TAKE_BACK: _("Taken back from review"),
        Act.APPROVE: _("Approved"),
        Act.ASK_CHANGES: _("Changes asked"),
        Act.PLAN: _("Publication planned"),
        Act.CANCEL: _("Planned publication cancelled"),
        Act.FAIL: _("Planned publication did not happen"),
        Act.PUBLISH: _("Published"),
        Act.RETIRE: _("Retired"),
        Act.RESTORE: _("Earlier version brought back"),
        Act.NETWORK: _("For the whole network"),
        Act.CAME_OVER: _("Made from a file"),
        Act.PUT_AWAY: _("Report of what was lost put away"),
    }


def kind_names() -> dict[str, str]:
    """Kinds of versions."""
    return {"major": _("Major"), "minor": _("Minor")}
