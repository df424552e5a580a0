"""Headers of every answer. No inline script or style exists, so the policy needs no exception."""

from __future__ import annotations

from flask import Flask, Response, request, session
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import RequestEntityTooLarge

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; media-src 'self'; "
    "connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'"
)
MOST_FORM_BYTES = 1_000_000
HEADERS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"),
)


def init_security(app: Flask, *, secure_cookies: bool) -> None:
    """Cookies and headers."""
    app.config.update(
        SESSION_COOKIE_NAME="lh",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure_cookies,
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=30 * 24 * 3600,
        # as long as the session: a form left open over a power cut must still go through
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=True,
    )

    app.jinja_env.globals["form_token"] = form_token

    @app.before_request
    def _small_forms() -> None:
        # a file comes as multipart, whose fields are counted; a plain form is read in one go
        if request.mimetype == "application/x-www-form-urlencoded":
            request.max_content_length = MOST_FORM_BYTES
            if request.get_data().count(b"&") >= app.config["MAX_FORM_PARTS"]:
                raise RequestEntityTooLarge

    @app.after_request
    def _headers(response: Response) -> Response:
        response.headers.extend(HEADERS)
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-store" if response.vary else "private, no-cache"
        return response


_signed: dict[str, str] = {}
MOST_SIGNED = 20_000


def form_token() -> str:
    """The token of this session for forms. Signing is remembered: the token holds as long as the session does."""
    raw = session.get("csrf_token")
    if raw is None:
        return str(generate_csrf())
    signed = _signed.get(raw)
    if signed is None:
        if len(_signed) > MOST_SIGNED:
            _signed.clear()
        signed = _signed[raw] = str(generate_csrf())
    return signed
