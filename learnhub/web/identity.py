"""Who asks. Flask-Login keeps the session; policies and templates see the `Identity` value only."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, g
from flask_login import AnonymousUserMixin, LoginManager, UserMixin, current_user

from learnhub.access.identity import VISITOR, Identity
from learnhub.kernel.errors import NotFound


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login holds for a request: the identity and the session token that it came from."""

    def __init__(self, token: str, identity: Identity) -> None:
        self.token = token
        self.identity = identity

    def get_id(self) -> str:
        """The session's token, so that one session can be revoked without the others."""
        return self.token


class Visitor(AnonymousUserMixin):  # type: ignore[misc]
    """Nobody in particular."""

    identity = VISITOR


def current_identity() -> Identity:
    """The identity behind this request."""
    found = (
        g.get("_login_user") or current_user
    )  # pages ask often, and going through the proxy each time takes longer
    identity: Identity = found.identity
    return identity


def my_id() -> int:
    """Whose account is behind this request. Raises NotFound for a visitor, whom guards have let in no further."""
    person_id = current_identity().person_id
    if person_id is None:
        raise NotFound
    return person_id


def look_again() -> None:
    """Have this request know whom it has just signed in, with her name and her roles."""
    g.pop("_login_user", None)


def as_visitor() -> None:
    """Have the rest of this request be for nobody in particular."""
    g._login_user = Visitor()


def init_identity(app: Flask, load: Callable[[str], Identity | None]) -> None:
    """Wire Flask-Login to `load(session token) -> Identity`, which the accounts room gives."""
    manager = LoginManager(app)
    manager.anonymous_user = Visitor
    # no fingerprint of the browser: every request asks the database whether the token holds
    manager.session_protection = None

    @manager.user_loader  # type: ignore[untyped-decorator]
    def _load(token: str) -> SignedIn | None:
        identity = load(token)
        return SignedIn(token, identity) if identity else None

    app.jinja_env.globals["identity"] = current_identity
