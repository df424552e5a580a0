"""Logs with a request id, health, and metrics."""

from __future__ import annotations

import hmac
import logging
import re
import secrets
import sys
import time
from functools import cache
from pathlib import Path

import structlog
from flask import Blueprint, Flask, Response, abort, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from structlog.typing import EventDict, Processor

from learnhub.config import Settings
from learnhub.db import db, reading
from learnhub.web.guards import public
from learnhub.web.settings import current_settings

REGISTRY = CollectorRegistry()
REQUESTS = Counter("learnhub_requests", "Requests", ["method", "endpoint", "status"], registry=REGISTRY)
SECONDS = Histogram("learnhub_request_seconds", "Time to answer", ["endpoint"], registry=REGISTRY)
requests_of = cache(REQUESTS.labels)  # looking the labels up costs more than counting
seconds_of = cache(SECONDS.labels)
_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_SECRETS = frozenset({"token", "seal"})  # parts of addresses that open something to whoever has them
_ROW = re.compile(r"(?<=\nDETAIL:).*")


def _without_rows(_log: object, _level: str, event: EventDict) -> EventDict:
    """PostgreSQL quotes the row that it refuses, with whatever is personal in it."""
    if "exception" in event:
        event["exception"] = _ROW.sub(" …", event["exception"])
    return event


PROCESSORS: list[Processor] = [  # one list for the life of a process: loggers that were used keep hold of it
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    _without_rows,
    structlog.processors.JSONRenderer(),
]
log = structlog.get_logger()
bp = Blueprint("observe", __name__)


@bp.get("/healthz")
@public
def healthz() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@public
def readyz() -> Response:
    """The database answers as well, it is one of ours, and its file is where the next start looks for it."""
    file = db.engine.url.database if db.engine.dialect.name == "sqlite" else None
    try:
        if file and not Path(file).is_file():  # the open one would answer, and be gone with this process
            raise FileNotFoundError(file)
        reading().execute(text("SELECT 1 FROM alembic_version"))
    except (SQLAlchemyError, FileNotFoundError) as error:
        log.error("the database does not answer", exc_info=error)
        return Response("the database does not answer\n", status=503, mimetype="text/plain")
    return Response("ready\n", mimetype="text/plain")


@bp.get("/metrics")
@public
def metrics() -> Response:
    """Counters of this process: from this machine, or with the token of the settings."""
    settings = current_settings()
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    known = bool(settings.metrics_token) and hmac.compare_digest(
        token.encode(), settings.metrics_token.encode()
    )
    # what a proxy on this machine passes on comes from it only to look at, and whoever asks it may be anybody
    here = request.remote_addr in {"127.0.0.1", "::1"} and "X-Forwarded-For" not in request.headers
    if not known and not here:
        abort(404)
    return Response(generate_latest(REGISTRY), mimetype=CONTENT_TYPE_LATEST.split(";")[0])


def path_in_logs() -> str:
    """The path of this request without what opens something: logs are read and kept by others."""
    path = request.path
    for name, value in (request.view_args or {}).items():
        path = path.replace(value, "…") if name in _SECRETS and value else path
    return path


def configure_logs(level: str) -> None:
    """JSON lines on standard error; nothing personal goes in."""
    structlog.configure(
        processors=PROCESSORS,
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def init_observation(app: Flask, settings: Settings) -> None:
    """Request ids, one line per request at level debug, counters."""
    configure_logs(settings.log_level)
    app.register_blueprint(bp)

    @app.before_request
    def _begin() -> None:
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if _ID.fullmatch(given) else secrets.token_hex(8)
        g.began = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def _end(response: Response) -> Response:
        endpoint = request.endpoint or "none"
        took = time.perf_counter() - g.get("began", time.perf_counter())
        requests_of(request.method, endpoint, response.status_code).inc()
        seconds_of(endpoint).observe(took)
        response.headers["X-Request-ID"] = g.get("request_id", "")
        log.debug(
            "request",
            method=request.method,
            path=path_in_logs(),
            status=response.status_code,
            ms=int(took * 1000),
        )
        return response
