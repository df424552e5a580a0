"""Remarks of the quiz engine in the reader's language."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _

from learnhub.quiz.outcomes import Note
from learnhub.web.i18n import in_one_piece, with_comma

WORDS: dict[str, Callable[..., str]] = {
    "not_answered": lambda **p: _("You did not answer this question."),
    "number_read": lambda **p: _("We read this as %(reading)s.", **p),
    "number_read_decimal": lambda **p: _(
        "We read this as %(reading)s; if you meant thousands, write %(thousands)s.", **p
    ),
    "number_unreadable": lambda **p: _(
        "We could not read “%(text)s” as a number. Write for example 16.7 or 16,7.", **p
    ),
    "number_too_long": lambda **p: _(
        "“%(text)s” has more digits than we can read. Write for example 16.7 or 16,7.", **p
    ),
    "check_unit": lambda **p: _("The number is right; check the unit."),
    "check_number": lambda **p: _("The unit is right; check the number."),
    "unit_not_asked": lambda **p: _("No unit was asked for; only the number counts."),
    "options_counted": lambda **p: _("Right choices: %(right)s of %(of)s. Wrong choices: %(wrong)s.", **p),
    "order_counted": lambda **p: _("Pairs of items in the right order: %(right)s of %(of)s.", **p),
    "order_incomplete": lambda **p: _("Give every item a place of its own."),
    "given": lambda **p: _("This question was taken out: everybody has full marks for it."),
    "pairs_counted": lambda **p: _("Right pairs: %(right)s of %(of)s.", **p),
}


def words(note: Note) -> str:
    """The remark as a sentence; a number that was read is written as the page's language writes numbers."""
    given = dict(note.params)
    if "reading" in given:
        given["reading"] = in_one_piece(with_comma(str(given["reading"])))
    return WORDS[note.code](**given)
