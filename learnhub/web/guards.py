"""Every endpoint declares who may use it. A test walks the address map and refuses one that does not."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from flask import request
from flask_babel import gettext as _

from learnhub.access.permissions import Permission
from learnhub.access.policy import Resource, permits
from learnhub.kernel.errors import Forbidden, SignInNeeded
from learnhub.web.i18n import listed
from learnhub.web.identity import current_identity

P = ParamSpec("P")
R = TypeVar("R")
View = Callable[P, R]


def _mark(view: View[P, R], guard: str) -> View[P, R]:
    cast(Any, view).guard = guard
    return view


def public(view: View[P, R]) -> View[P, R]:
    """Everybody, with or without an account."""
    return _mark(view, "public")


def signed_in(view: View[P, R]) -> View[P, R]:
    """Everybody with an account, for her own things."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not current_identity().signed_in:
            raise SignInNeeded
        return view(*args, **kwargs)

    return _mark(guarded, "signed-in")


def require(permission: Permission, resource: Resource | None = None) -> None:
    """Go on only if the person may. Raises SignInNeeded for a visitor, Forbidden for anyone else."""
    identity = current_identity()
    if permits(identity, permission, resource or Resource()):
        return
    if not identity.signed_in:
        raise SignInNeeded
    raise Forbidden(_refusal(resource.names if resource else ()))


def _refusal(centres: tuple[str, ...]) -> str:
    """Whom to ask: a page of another centre is nothing that the coordinator of one's own could open."""
    if not centres:
        return str(_("Your account does not include this page. Ask the coordinator of your centre."))
    words = _(
        "Only people to whom %(centre)s has given the right can open this page. Ask the coordinator there."
    )
    return str(words % {"centre": listed(centres)})


def allowed(
    permission: Permission, resource: Callable[..., Resource] | None = None
) -> Callable[[View[P, R]], View[P, R]]:
    """People whom the policy table allows `permission` on the resource that the address names."""

    def decorate(view: View[P, R]) -> View[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not current_identity().signed_in and permission is not Permission.VIEW_COURSE:
                raise SignInNeeded
            require(permission, resource(**(request.view_args or {})) if resource else None)
            return view(*args, **kwargs)

        return _mark(guarded, permission.value)

    return decorate
