"""Names of the facts of a course in the reader's language."""

from __future__ import annotations

from typing import get_args

from flask_babel import gettext as _

from learnhub.coursefile.schema import Licence

LICENCES: list[tuple[str, str]] = [(code, code) for code in get_args(Licence)]


def sections() -> dict[str, str]:
    """The forms of the facts."""
    return {
        "about": _("About the course"),
        "goals": _("Outcomes and goals"),
        "glossary": _("Glossary"),
        "references": _("References"),
    }
