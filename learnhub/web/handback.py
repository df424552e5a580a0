"""What somebody typed into a form that was refused as a whole is shown to her once more, so that no words are lost.

Three things refuse a form before anybody looks at what is in it: a sign-in that has ended, a token that belongs to
another session, and a right that was withdrawn. After the first two she can send the form once more, under the name
under which she is signed in then, by pressing a button: nothing is sent of itself, for whoever signs in may be another.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from learnhub.kernel.errors import (
    Conflict,
    Forbidden,
    Gone,
    LearnHubError,
    NotFound,
    SignInNeeded,
    Unacceptable,
)
from learnhub.web.errors import StaleForm, answer_to, error_page, status_of, words_for
from learnhub.web.identity import current_identity
from learnhub.web.typed import FieldNames, Sent, name_fields, page_of_the_form, sent_form

SignInPage = Callable[[Sent | None, str, int], BaseResponse]


def hand_back(sent: Sent, status: int, why: str = "", *, again: bool = False) -> Response:
    """The page with what was typed; with `again`, and a button that sends it once more if that can be done."""
    page = render_template("web/handed_back.html", sent=sent, why=why, again=again and sent.whole)
    return unkept(page, status)


def unkept(page: str, status: int) -> Response:
    """An answer that nothing keeps."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def hands_back(bp: Blueprint, names: FieldNames | None = None) -> None:
    """Have the pages of a room give words back where a form is refused: a right was withdrawn while somebody typed, or
    what she wrote on is gone. `names` says what fields are called."""

    def refused(error: LearnHubError) -> BaseResponse:
        sent, status = sent_form(proven=True), status_of(error)
        if sent is None or not sent.words:
            return answer_to(error)
        return hand_back(sent, status, _(error.message) if error.message else words_for(status)[1])

    if names:
        name_fields(bp, names)
    for kind in (Forbidden, NotFound, Gone, Conflict, Unacceptable):
        bp.register_error_handler(kind, refused)


def init_handback(app: Flask, sign_in_page: SignInPage) -> None:
    """Answer forms whose session does not hold any more. `sign_in_page(form, why, status)` is a page to sign in that
    takes the form along."""

    @app.errorhandler(SignInNeeded)
    def _sign_in(_error: SignInNeeded) -> BaseResponse:
        sent = sent_form(proven=True)
        return sign_in_page(sent, signed_out_words(sent), 403) if sent else _to_sign_in()

    @app.errorhandler(StaleForm)
    def _stale(_error: StaleForm) -> BaseResponse:
        if request.endpoint == "accounts.sign_in":
            return sign_in_page(
                sent_form(proven=False), _("Your sign-in did not come through. Try it once more."), 400
            )
        sent, here = sent_form(proven=False), current_identity().signed_in or _for_everybody()
        if sent is None and (here or not page_of_the_form()):
            return error_page(400)
        if sent is None:
            # a button alone, or a file that cannot go along
            why = _("You are not signed in. Nothing was stored: sign in, and do it once more.")
            return sign_in_page(None, why, 403)
        if here:
            return hand_back(sent, 400, _("The page that you sent it from is too old."), again=True)
        return sign_in_page(sent, signed_out_words(sent), 403)


def signed_out_words(sent: Sent) -> str:
    """What is said to somebody whose sign-in has ended, and what she can do."""
    words: str = (
        _("You are not signed in any more. What you typed is below: sign in here, and you can send it.")
        if sent.whole
        else _(
            "You are not signed in any more. What you typed is below: copy what you need before you sign in."
        )
    )
    return words


def _for_everybody() -> bool:
    view: Any = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "guard", "") == "public"


def _to_sign_in() -> BaseResponse:
    """After it she is where she was: at the page that she asked for, or at the one with the form that she sent."""
    back = request.full_path.rstrip("?") if request.method == "GET" else page_of_the_form()
    return redirect(url_for("accounts.sign_in", next=back if back.startswith("/") else None), 303)
