"""One table from errors to pages. Pages say what happened and the way on; they leak nothing of the inside."""

from __future__ import annotations

import secrets

import structlog
from flask import Flask, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from learnhub.db import db
from learnhub.kernel import errors
from learnhub.web.addresses import page_above, to_page_meant
from learnhub.web.identity import as_visitor
from learnhub.web.observe import path_in_logs
from learnhub.web.templating import size

log = structlog.get_logger()

STATUS: dict[type[errors.LearnHubError], int] = {
    errors.NotFound: 404,
    errors.Forbidden: 403,
    errors.Conflict: 409,
    errors.Gone: 410,
    errors.TooMany: 429,
    errors.Unacceptable: 422,
}


class StaleForm(errors.LearnHubError):
    """A form whose token belongs to another session than the reader's, or to none."""


def status_of(error: errors.LearnHubError) -> int:
    """The status of an error, or of the nearest kind that the table has."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 400)


def words_for(status: int) -> tuple[str, str]:
    """What pages say of an error of this status where nothing better is known: a title and a sentence."""
    words = {
        400: (
            _("This form could not be read"),
            _("The page that you sent it from is too old. Open it again and send it from there."),
        ),
        403: (
            _("This page is not open to you"),
            _("Ask the coordinator of your centre, who can give you access."),
        ),
        404: (
            _("We could not find this page"),
            _("The address may be misspelt, or the page was moved. Nothing of your work is lost."),
        ),
        405: (
            _("This address is not a page"),
            _("It belongs to a form. Open its page and use the buttons there."),
        ),
        409: (_("This was changed meanwhile"), _("Go back, reload the page and look at what holds now.")),
        410: (_("This is no longer here"), _("It was taken away by the people who own it.")),
        413: (_("This is too large to send"), _("Make the file smaller, or send it in parts.")),
        422: (_("This could not be taken"), _("Go back and have another look at your answers.")),
        429: (_("Too many tries"), _("Wait a little, then try again.")),
    }
    return words.get(
        status,
        (_("Something went wrong on our side"), _("Nothing of your work is lost. Try again in a minute.")),
    )


def error_page(status: int, message: str = "", number: str = "", back: str = "") -> Response:
    """The page for an error; `message` takes the place of the general words, `back` is the view that was meant."""
    title, lead = words_for(status)
    page = render_template(
        "web/error.html", title=_("A filter in this address leads nowhere") if back else title,
        lead=message or lead, number=number, status=status, back=back,
        above=page_above() if status == 405 else "",
    )  # fmt: skip
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def answer_to(error: errors.LearnHubError) -> BaseResponse:
    """The page for an error of ours, or the way to the page that a miswritten address means."""
    back = ""
    if isinstance(error, errors.NotFound):
        if answer := to_page_meant():
            return answer
        back = error.back
    response = error_page(status_of(error), _(error.message) if error.message else "", back=back)
    if isinstance(error, errors.TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _too_large() -> str:
    """How large that was, and how large it may be; empty if neither is known."""
    sent, most = request.content_length, request.max_content_length
    if not sent or not most or sent <= most:
        return ""
    words = _("You sent %(size)s; at most %(most)s are taken at once.", size=size(sent), most=size(most))
    return f"{words} {words_for(413)[1]}"


def init_errors(app: Flask) -> None:
    """Register the handlers."""

    app.register_error_handler(errors.LearnHubError, answer_to)

    @app.errorhandler(CSRFError)
    def _csrf(_error: CSRFError) -> ResponseReturnValue:
        return app.handle_user_exception(StaleForm())

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> BaseResponse | HTTPException:
        code = error.code or 500
        if code == 404 and (answer := to_page_meant()):
            return answer
        if code < 400:
            return error  # redirects that the address map makes
        response = error_page(code, _too_large() if code == 413 else "")
        for name, value in error.get_headers():
            if name in {"Allow", "Retry-After"}:
                response.headers[name] = value
        return response

    @app.errorhandler(Exception)
    def _unexpected(error: Exception) -> Response:
        db.session.rollback()
        number = f"{secrets.token_hex(2)}-{secrets.token_hex(2)}".upper()  # searched for as it is read out
        log.error("unexpected", number=number, path=path_in_logs(), exc_info=error)
        try:
            return error_page(500, number=number)
        except SQLAlchemyError:  # without the database nobody is known: the page as a visitor sees it
            as_visitor()
            return error_page(500, number=number)
