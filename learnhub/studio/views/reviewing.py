"""Who may send something about a draft, and what happens to her words when she may not any more."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from flask import request

from learnhub.access.permissions import Permission
from learnhub.accounts.mails import InLanguage
from learnhub.db import reading
from learnhub.kernel.errors import N_, Forbidden, SignInNeeded
from learnhub.studio.service.moves import may
from learnhub.studio.views.draft import the_draft
from learnhub.web.addresses import public_address
from learnhub.web.identity import current_identity

P = ParamSpec("P")
R = TypeVar("R")
NO_MORE = N_("Your account does not include this page any more. Ask the coordinator of the centre.")


def may_do(draft_id: str, permission: Permission) -> bool:
    """Whether the reader may do this with the draft."""
    return may(reading(), current_identity(), the_draft(draft_id), permission)


def needs(*permissions: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Guard of what is sent: one of these is enough. Whoever may not any more gets back what she had written, as the
    pages of this room do."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not current_identity().signed_in:
                raise SignInNeeded
            draft_id = str((request.view_args or {})["draft_id"])
            if not any(may_do(draft_id, permission) for permission in permissions):
                raise Forbidden(NO_MORE)
            return view(*args, **kwargs)

        cast(Any, guarded).guard = permissions[0].value
        return guarded

    return decorate


def review_link(draft_id: str) -> InLanguage:
    """The full address of the review, for mail."""
    return link_to("studio.review", draft_id=draft_id)


def link_to(page: str, **values: str) -> InLanguage:
    """The full address of a page, for mail."""
    return lambda language: public_address(page, lang=language, **values)
