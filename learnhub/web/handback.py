"""What somebody typed into a form that was refused as a whole is shown to her once more, so that no words are lost."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import gettext as _

from learnhub.kernel.errors import Conflict, Forbidden, Gone, LearnHubError, NotFound, Unacceptable
from learnhub.web.errors import error_page, status_of, words_for

NOT_TYPED = frozenset(
    {"csrf_token", "rev", "seen", "seq", "was", "base", "known", "token", "writer", "version"}
)


def typed_words() -> list[str]:
    """The fields of the form with more than one word in them, in any script, each text once. Passwords are none of
    them: forms with such are on no page that hands back."""
    if request.method != "POST":
        return []
    values = [value for name, value in request.form.items(multi=True) if name not in NOT_TYPED]
    return list(dict.fromkeys(value for value in values if _has_words(value)))


def _has_words(value: str) -> bool:
    """Chinese is written without spaces; codes and numbers, which no one would miss, are short or ASCII."""
    return len(value.split()) > 1 or (len(value) > 5 and not value.isascii())


def hand_back(words: list[str], status: int, why: str = "") -> Response:
    """The page with what was typed. Nothing keeps it."""
    response = make_response(render_template("web/handed_back.html", texts=words, why=why), status)
    response.headers["Cache-Control"] = "no-store"
    return response


def hands_back(bp: Blueprint) -> None:
    """Have the pages of a room give words back where a form is refused: a right was withdrawn while somebody typed, or
    what she wrote on is gone."""

    def refused(error: LearnHubError) -> Response:
        words, status = typed_words(), status_of(error)
        said = _(error.message) if error.message else ""
        if not words:
            return error_page(status, said)
        return hand_back(words, status, said or words_for(status)[1])

    for kind in (Forbidden, NotFound, Gone, Conflict, Unacceptable):
        bp.register_error_handler(kind, refused)
