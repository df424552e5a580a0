"""Words of cases, sites and terms, in the reader's language."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import gettext as _

from learnhub.coursefile.resources import FOLDERS
from learnhub.web.i18n import direction, language


def kind_titles() -> dict[str, str]:
    """Names of the three lists, by the part of their address."""
    return {
        "cases": _("Cases"),
        "sites": _("Demonstration sites"),
        "terms": _("Terms"),
    }


def lists_of(kinds: Collection[str]) -> dict[str, str]:
    """Names of the lists of these kinds, by the part of their address."""
    return {folder: title for folder, title in kind_titles().items() if FOLDERS[folder] in kinds}


def kind_leads() -> dict[str, str]:
    """What each list holds."""
    return {
        "cases": _(
            "What happened in one place: what was done, what it cost, what came of it, and what failed."
        ),
        "sites": _("Places where a method is at work and can be seen."),
        "terms": _("Words that centres define together, to be used in their courses."),
    }


def fact_names() -> dict[str, str]:
    """What each fact is called."""
    return {
        "problem": _("Hazard or problem"),
        "place": _("Place"),
        "date": _("Date"),
        "done": _("What was done"),
        "cost": _("Cost"),
        "result": _("Result"),
        "failed": _("What failed"),
        "purpose": _("What it is for"),
        "since": _("Since"),
        "shown": _("What is shown there"),
        "visit": _("Visits"),
        "definition": _("Definition"),
    }


def dated(version: str) -> str:
    """A version inside a sentence: where that runs from right to left, its parts must not change places."""
    return version if direction(language()) == "ltr" else f"\u2066{version}\u2069"
