"""Errors of the interface as problem documents (RFC 9457)."""

from __future__ import annotations

import json
from http import HTTPStatus

import structlog
from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException

from learnhub.api.domain import Refused
from learnhub.kernel.errors import Forbidden, LearnHubError, TooMany, Unacceptable
from learnhub.reach.chain import BrokenChain
from learnhub.web.errors import error_page, status_of

PROBLEM = "application/problem+json"
ROOT = "/api/"
log = structlog.get_logger()


def problem(status: int, detail: str = "", code: str = "", problems: tuple[str, ...] = ()) -> Response:
    """A problem document. `code` is a word that does not change, for programs."""
    document: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if code:
        document["code"] = code
    if problems:
        document["errors"] = list(problems)
    response = Response(json.dumps(document, ensure_ascii=False), status, mimetype=PROBLEM)
    response.headers["Cache-Control"] = "no-store"
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="LearnHub"'
    return response


def init_problems(bp: Blueprint) -> None:
    """Register the handlers for everything below `/api/`."""

    @bp.errorhandler(LearnHubError)
    def _ours(error: LearnHubError) -> Response:
        if isinstance(error, Refused):
            return problem(error.status, error.message, error.code)
        status = 403 if isinstance(error, Forbidden) else status_of(error)
        more = error.problems if isinstance(error, Unacceptable) else ()
        response = problem(status, error.message, error.code, more)
        if isinstance(error, TooMany):
            response.headers["Retry-After"] = str(error.retry_after)
        return response

    @bp.errorhandler(BrokenChain)
    def _broken(error: BrokenChain) -> Response:
        log.error("figures refused", endpoint=request.endpoint, rows=list(error.problems))
        return problem(503, f"{error.message} {' '.join(error.problems)}", "ledger", error.problems)

    @bp.app_errorhandler(405)
    def _method(error: HTTPException) -> Response:
        below = request.path.startswith(ROOT)
        response = problem(405, "This address takes GET alone.", "method") if below else error_page(405)
        for name, value in error.get_headers():
            if name == "Allow":
                response.headers[name] = value
        return response
