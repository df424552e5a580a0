"""What is wrong with a row of a sheet, in the reader's language, with the mend."""

from __future__ import annotations

from flask_babel import gettext as _

from learnhub.learning.sheet import RowProblem


def problem_words(problem: RowProblem) -> str:
    """A sentence for a code of `learning.sheet`."""
    words: dict[str, str] = {
        "columns": _(
            "The first row must name the columns: name (or first name and last name), and e-mail or login."
        ),
        "name": _("The name is missing or longer than 200 characters."),
        "key": _("Give a sign-in name or an e-mail address."),
        "email": _("This is not an e-mail address."),
        "login": _("A sign-in name has at most 100 characters and no @ sign."),
        "course": _("This row is for another course."),
        "country": _("There is no country of this name. Write its name or its two-letter code."),
        "gender": _("Write F, M, X or N (prefers not to say), or leave it empty."),
        "letter": _(
            "F, H and M stand in this column, so M may be a woman or a man. Write the word, such as “woman” or “man”."
        ),
        "birth_year": _("Write the year of birth with four digits, for example 1990, or leave it empty."),
        "twice": _("The same person stands in an earlier row, given in brackets."),
    }
    return words[problem.code]
