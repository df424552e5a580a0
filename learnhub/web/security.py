"""Headers of every answer. No inline script or style exists, so the policy needs no exception."""

from __future__ import annotations

from typing import Any

from flask import Flask, Request, Response, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_wtf.csrf import generate_csrf
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.routing import IntegerConverter, Map

from learnhub.kernel.errors import NotFound
from learnhub.web.edge import OWN_POLICY

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; media-src 'self'; "
    "connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'"
)
MOST_FORM_BYTES = 1_000_000
MOST_KEPT = 20_000
HEADERS = [  # of every answer, put there by the edge
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"),
]


class OpenedCookies(SecureCookieSessionInterface):
    """Flask's signed cookie. The signature of one cookie is checked once: a browser sends the same again and again.

    How long a sign-in holds is the database's to say, so nothing is lost by not looking at the cookie's age anew.
    """

    def __init__(self) -> None:
        self._opened: dict[str, dict[str, Any]] = {}

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of this request's cookie, a new one if there is none or it is not ours."""
        cookie = request.cookies.get(self.get_cookie_name(app))
        known = self._opened.get(cookie) if cookie else None
        if known is not None:
            return self.session_class(known)
        opened = super().open_session(app, request)
        if cookie and opened and all(isinstance(value, (str, bool, int)) for value in opened.values()):
            if len(self._opened) >= MOST_KEPT:
                self._opened.clear()
            self._opened[cookie] = dict(opened)
        return opened

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """The cookie of the answer. What never changes is the same for everybody: pictures that were read before
        somebody signed in are not asked for anew afterwards, as they would be if they varied by the cookie."""
        super().save_session(app, session, response)
        if response.headers.get("Cache-Control", "").endswith("immutable"):
            response.vary.discard("Cookie")


class StoredNumber(IntegerConverter):
    """A number in an address, no larger than the databases can keep; nothing stands at an address with a larger one."""

    def __init__(
        self, url_map: Map, fixed_digits: int = 0, min: int | None = None, max: int = 2**31 - 1, **more: bool
    ) -> None:
        super().__init__(url_map, fixed_digits, min, max, **more)


def init_security(app: Flask, *, secure_cookies: bool) -> None:
    """Cookies, headers, and what addresses may hold; before the rooms bring their pages."""
    app.url_map.converters["int"] = StoredNumber
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

    app.session_interface = OpenedCookies()
    app.jinja_env.globals["form_token"] = form_token

    @app.before_request
    def _names_without_nul() -> None:
        # PostgreSQL keeps no text with a NUL, so nothing of ours has such a name, and nothing is found under it
        if "\0" in request.path or b"%00" in request.query_string:
            raise NotFound

    @app.before_request
    def _small_forms() -> None:
        # a file comes as multipart, whose fields are counted; a plain form is read in one go
        if request.mimetype == "application/x-www-form-urlencoded":
            request.max_content_length = MOST_FORM_BYTES
            if request.get_data().count(b"&") >= app.config["MAX_FORM_PARTS"]:
                raise RequestEntityTooLarge

    @app.before_request
    def _texts_without_nul() -> None:
        # it stands for nothing that anybody typed, and PostgreSQL would refuse the text around it
        if request.method == "POST" and any("\0" in text for _name, text in request.form.items(multi=True)):
            request.form = ImmutableMultiDict(
                (name, text.replace("\0", "")) for name, text in request.form.items(multi=True)
            )

    @app.after_request
    def _headers(response: Response) -> Response:
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-store" if response.vary else "private, no-cache"
        return response


def may_be_framed() -> None:
    """This answer may stand in a frame of a page of ours."""
    request.environ[OWN_POLICY] = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")


def may_frame() -> None:
    """This answer may have pages of ours in frames."""
    request.environ[OWN_POLICY] = POLICY + "; frame-src 'self'"


_signed: dict[str, str] = {}


def form_token() -> str:
    """The token of this session for forms. Signing is remembered: the token holds as long as the session does."""
    raw = session.get("csrf_token")
    if raw is None:
        return str(generate_csrf())
    signed = _signed.get(raw)
    if signed is None:
        if len(_signed) > MOST_KEPT:
            _signed.clear()
        signed = _signed[raw] = str(generate_csrf())
    return signed
