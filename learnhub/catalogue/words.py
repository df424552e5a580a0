"""Names of what courses and centres are sorted by, in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _


def facet_titles() -> dict[str, str]:
    """Names of the facets, in the order in which they stand."""
    return {
        "theme": _("Theme"), "language": _("Language"), "length": _("Time"), "level": _("Level"),
        "centre": _("Centre"), "region": _("Region of the centre"), "framework": _("Framework"),
    }  # fmt: skip


def level_names() -> dict[str, str]:
    """Names of the levels."""
    return {"introductory": _("Introductory"), "intermediate": _("Intermediate"), "advanced": _("Advanced")}


def length_names() -> dict[str, str]:
    """Names of the lengths."""
    return {"brief": _("Under 1 hour"), "half": _("1 to 3 hours"), "long": _("More than 3 hours")}


def section_names() -> dict[str, str]:
    """Sections of UNESCO's science programme."""
    return {
        "": _("All sections"),
        "HYD": _("Water"),
        "EES": _("Ecological and earth sciences"),
        "PCB": _("Policy and capacity building"),
        "OTHER": _("Other"),
    }


def status_words(category: str) -> str:
    """What exactly the affiliation is."""
    words = {
        "1": _("Category 1 institute, part of UNESCO"),
        "2": _("Category 2 centre under the auspices of UNESCO"),
        "programme": _("UNESCO-related programme"),
    }
    return str(words.get(category, category))
