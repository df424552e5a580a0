"""The public check: trust in ten seconds. Everybody may ask; no search engine may keep the answer."""

from __future__ import annotations

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from learnhub.access.permissions import Permission
from learnhub.access.policy import permits
from learnhub.catalogue.shelf import shelf
from learnhub.centres.snapshot import reference
from learnhub.credentials.domain import Holding, Standing, Typed, compact, read_number
from learnhub.credentials.queries import find_holding
from learnhub.credentials.views import bp
from learnhub.db import reading
from learnhub.kernel.clock import now
from learnhub.web.guards import public
from learnhub.web.i18n import language
from learnhub.web.identity import current_identity


def _private(page: str, status: int = 200) -> Response:
    response = make_response(page, status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Cache-Control"] = "private, no-store"
    if request.url_rule is not None and "lang" not in request.url_rule.arguments:
        response.vary.add("Accept-Language")
    return response


def _answer(holding: Holding) -> Response:
    session = reading()
    known = reference(session)
    facts = holding.facts
    card = shelf(session).known(facts.code)
    page = render_template(
        "credentials/check.html",
        holding=holding,
        facts=facts,
        standing=holding.standing,
        outcomes=facts.outcomes,
        course_published=card is not None,
        centre_known=facts.centre_id in known.centres,
        country=known.country_name(facts.country, language()),
        may_withdraw=holding.standing is Standing.VALID
        and permits(current_identity(), Permission.MANAGE_COURSE, known.centre_resource(facts.centre_id)),
        asked_at=now(),
        other_language=lambda code: url_for("credentials.check", lang=code, number=holding.compact),
    )
    return _private(page)


def _no_such(typed: str, read: Typed) -> Response:
    page = render_template(
        "credentials/unknown.html",
        typed=typed[:40],
        read=read,
        other_language=lambda code: url_for("credentials.ask", lang=code),
    )
    return _private(page, 404)


@bp.get("/c/<number>")
@bp.get("/<lang:lang>/c/<number>")
@public
def check(number: str) -> Response:
    """Whether a certificate holds, and what it says."""
    read = read_number(number)
    holding = find_holding(reading(), read.serial) if read.serial else None
    return _no_such(number, read) if holding is None else _answer(holding)


@bp.get("/c")
@bp.get("/<lang:lang>/c")
@public
def ask() -> Response | BaseResponse:
    """Type a number."""
    typed = request.args.get("no", "").strip()
    if not typed:
        page = render_template(
            "credentials/ask.html", other_language=lambda code: url_for("credentials.ask", lang=code)
        )
        return _private(page)
    read = read_number(typed)
    if read.serial is None:
        return _no_such(typed, read)
    return redirect(url_for("credentials.check", number=compact(read.serial)), 303)
