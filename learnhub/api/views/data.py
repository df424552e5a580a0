"""Figures for programs: indicators, releases, their manifests, and data."""

from __future__ import annotations

from hashlib import sha256
from importlib import import_module
from typing import Any

from flask import Response, request

from learnhub.access.permissions import Permission
from learnhub.api.answers import Answer
from learnhub.api.domain import PREFIX, Asked, Refused, Scope, asked_from, once, one_of_each, refuse_no_page
from learnhub.api.openapi import description
from learnhub.api.queries import Bearer, find_bearer
from learnhub.api.released import released_answer
from learnhub.api.service import note_look, note_use
from learnhub.api.views import bp
from learnhub.centres.snapshot import reference
from learnhub.db import reading, transaction
from learnhub.kernel.clock import iso, now
from learnhub.kernel.errors import NotFound, Unacceptable
from learnhub.ledger.queries import known_keys
from learnhub.ledger.records import CentreRecord, CourseRecord, EventRecord
from learnhub.reach.asked import as_of_from
from learnhub.reach.compose.observing import definitions_of
from learnhub.reach.indicators import INDICATORS, METHODOLOGY
from learnhub.reach.publication.manifest import json_bytes
from learnhub.reach.releases.access import reader_of
from learnhub.reach.releases.models import Release
from learnhub.reach.releases.queries import (
    EVERYBODY,
    Reader,
    get_release,
    intact_folder,
    list_releases,
    manifest_of,
)
from learnhub.reach.scope import exact_centres
from learnhub.reach.steady import steady_as_of
from learnhub.web.guards import public
from learnhub.web.paging import page_number
from learnhub.web.settings import current_settings

ENGINE = "learnhub.api.exact"  # fetched with the first question: it brings the engine
INTERNAL, OPEN = "internal", "public"
PAGE = 100
KEPT_IN_LEDGER = {
    "centre": CentreRecord.entry_kind,
    "course": CourseRecord.entry_kind,
    "event": EventRecord.entry_kind,
}
FOR_ALL = "public, max-age=300"


def _bearer() -> Bearer | None:
    """Who asks; None without a token. Raises Refused (401) for one that does not hold."""
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    if not kind:
        return None
    found = (
        find_bearer(reading(), text.strip(), now())
        if kind.lower() == "bearer" and text.strip().startswith(PREFIX)
        else None
    )
    if found is None:
        raise Refused(
            401, "token", "This token is unknown, revoked or over. Make a new one on your page of tokens."
        )
    with transaction() as session:
        note_use(session, token_id=found.token_id, now=now())
    return found


def _centres(bearer: Bearer) -> frozenset[str] | None:
    """The centres whose exact figures this token opens; None: all."""
    if Scope.EXACT not in bearer.scopes:
        return frozenset()
    return exact_centres(bearer.identity, reference(reading()), Permission.EXPORT_REACH)


def _reader(bearer: Bearer | None) -> Reader:
    """What this asker may see of releases: what the person may, within what the token is for."""
    if bearer is None:
        return EVERYBODY
    whole = reader_of(bearer.identity, reading())
    scopes = whole.scopes if Scope.EXACT in bearer.scopes else frozenset()
    return Reader(scopes, partner=whole.partner and Scope.PARTNER in bearer.scopes)


def _note(bearer: Bearer | None) -> None:
    """Write down who is about to get exact figures."""
    if bearer is None or bearer.identity.person_id is None:
        raise Refused(401, "token", "Exact figures are open to staff alone, with a token.")
    with transaction() as session:
        note_look(
            session,
            person_id=bearer.identity.person_id,
            way="token",
            subject=str(request.endpoint),
            question=request.full_path.rstrip("?"),
            now=now(),
        )


def _sent(body: bytes, *, etag: str = "", open_to_all: bool) -> Response:
    response = Response(body, mimetype="application/json")
    response.set_etag(etag or sha256(body).hexdigest())
    response.headers["Cache-Control"] = FOR_ALL if open_to_all else "private, no-cache"
    response.vary.add("Authorization")
    response.make_conditional(request)
    return response


def _given() -> dict[str, list[str]]:
    """Everything that the address asks, with every value."""
    return request.args.to_dict(flat=False)


def _view(release: Release, reader: Reader, wanted: str) -> str:
    """The view of a release to answer from: the one that is asked for, else the public one if that was opened.

    Raises NotFound, or Refused (400) where nobody said which of the views of a release that is not public.
    """
    views = reader.views_of(release)
    if not views or (wanted and wanted not in views):
        known = f"To you it is {' or '.join(views)}." if views else "Without a token it is the public one."
        raise NotFound(f"This view of the release is not open to you. {known}")
    if not wanted and not release.published_at:
        names = " or ".join(f"view={view}" for view in views)
        raise Refused(400, "view", f"This release is not open to everybody yet. Say which view: {names}.")
    return wanted or OPEN


@bp.get("/reach/indicators")
@public
def indicators() -> Response:
    """Every indicator with what it counts and how it adds up."""
    one_of_each(_given(), ())
    found = [
        {
            "code": each.code,
            "name": each.name,
            "definition": each.definition,
            "unit": each.unit,
            "time_basis": each.time_basis,
            "additive_over": list(each.additive_over),
            "additivity": each.additivity,
            "missing_rule": each.missing_rule,
            "version": each.version,
        }
        for each in definitions_of(INDICATORS)
    ]
    return _sent(json_bytes({"methodology": METHODOLOGY, "indicators": found}), open_to_all=True)


@bp.get("/reach/releases")
@public
def releases() -> Response:
    """The releases that are open to the asker, the latest first, a hundred at a time."""
    one_of_each(_given(), ("scope", "page"))
    refuse_no_page(request.args.get("page", "1"))
    bearer = _bearer()
    reader = _reader(bearer)
    found, total = list_releases(
        reading(), reader, scope=request.args.get("scope", ""), page=page_number(), size=PAGE
    )
    rows = [_release(each, reader) for each in found if reader.views_of(each)]
    document = {"releases": rows, "page": page_number(), "page_size": PAGE, "total": total}
    return _sent(json_bytes(document), open_to_all=bearer is None)


def _release(release: Release, reader: Reader) -> dict[str, Any]:
    views = reader.views_of(release)
    return {
        "id": release.id,
        "name": release.name,
        "scope": release.scope,
        "period": release.period,
        "as_of": iso(release.as_of),
        "published_at": iso(release.published_at) if release.published_at else None,
        "supersedes": release.supersedes,
        "manifest_sha256": {view: release.manifests[view] for view in views if view in release.manifests},
    }


@bp.get("/reach/releases/<release_id>/manifest")
@public
def manifest(release_id: str) -> Response:
    """The manifest of one view of a release, byte for byte as it was signed."""
    one_of_each(_given(), ("view",))
    bearer = _bearer()
    reader = _reader(bearer)
    found = get_release(reading(), release_id, reader)
    view = _view(found, reader, request.args.get("view", ""))
    body = (intact_folder(current_settings(), found, view) / "manifest.json").read_bytes()
    return _sent(body, open_to_all=bearer is None)


@bp.get("/reach/data")
@public
def data() -> Response:
    """Figures: of a release, or with a token as the ledger has them now or had them at an instant."""
    once(_given())
    asked = asked_from(request.args)
    bearer = _bearer()
    if asked.release:
        answer = _released(asked, bearer)
        return _sent(answer.body, etag=answer.etag, open_to_all=bearer is None)
    if bearer is None:
        raise Refused(
            401 if asked.as_of else 400,
            "release",
            "Say which release: release=2024-F1. Figures as of any other moment are for staff, with a token.",
        )
    return _sent(_exact(asked, bearer).body, open_to_all=False)


def _released(asked: Asked, bearer: Bearer | None) -> Answer:
    reader = _reader(bearer)
    found = get_release(reading(), asked.release, reader)
    view = _view(found, reader, asked.view)
    if view == INTERNAL:
        _note(bearer)
    folder = intact_folder(current_settings(), found, view)
    return released_answer(asked, folder, manifest_of(current_settings(), found.id, view))


def _there(asked: Asked, centres: frozenset[str] | None) -> None:
    """Refuse a filter that leads nowhere: nought would be an answer about something. Raises Refused (400, 403)."""
    centre = asked.filters.get("centre")
    if centre and centres is not None and centre not in centres:
        raise Refused(403, "centre", "The figures of this centre are open to its own coordinators only.")
    for name, kind in KEPT_IN_LEDGER.items():
        key = asked.filters.get(name)
        if key and not (key.isprintable() and known_keys(reading(), kind, [key])):
            raise Refused(
                400, "filter", f"There is no {name} {key[:80]!r}. Look at by={name} for what there is."
            )


def _exact(asked: Asked, bearer: Bearer) -> Answer:
    centres, instant = _centres(bearer), now()
    if centres is not None and not centres:
        raise Refused(
            403, "scope", "This token does not open exact figures. Make one for them, or name a release."
        )
    _there(asked, centres)
    if not asked.period:
        raise Refused(400, "period", "Say which period: period=2024, 2024-Q3 or 2024-01-01/2024-06-30.")
    try:
        as_of = as_of_from(asked.as_of, instant) if asked.as_of else None
    except Unacceptable as error:
        raise Refused(400, "as-of", error.message) from error
    _note(bearer)
    session = reading()
    answer = import_module(ENGINE).exact_answer(
        session, current_settings(), asked, centres=centres,
        as_of=as_of or steady_as_of(session, instant), now=instant,
    )  # fmt: skip
    if not isinstance(answer, Answer):
        raise TypeError("the engine gave something else than an answer")
    return answer


@bp.get("/openapi.json")
@public
def openapi() -> Response:
    """What can be asked, for programs."""
    return _sent(json_bytes(description(current_settings().public_url)), open_to_all=True)


@bp.get("/", strict_slashes=False, defaults={"_rest": ""})
@bp.get("/<path:_rest>")
@public
def nothing_here(_rest: str) -> Response:
    """Every other address from `/api/v1` on: a problem document, not a page."""
    raise NotFound("There is nothing at this address. /api/v1/openapi.json says what there is.")
