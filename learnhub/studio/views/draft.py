"""What all pages of a draft share: who may open them, and the draft that the address names."""

from __future__ import annotations

from typing import Any

from flask import g

from learnhub.access.permissions import Permission
from learnhub.access.policy import Resource
from learnhub.catalogue.files import FileStore
from learnhub.centres.snapshot import reference
from learnhub.db import reading
from learnhub.kernel.errors import N_, NotFound
from learnhub.studio.domain import Draft
from learnhub.studio.queries.drafts import centres_of, find_draft
from learnhub.studio.queries.reviews import review_resource
from learnhub.web.guards import allowed
from learnhub.web.identity import current_identity, my_id
from learnhub.web.settings import current_settings


def the_draft(draft_id: str) -> Draft:
    """The draft that the address names, read once in a request. Raises NotFound."""
    found: Draft | None = g.get("studio_draft")
    if found is None or found.id != draft_id:
        found = find_draft(reading(), draft_id)
        if found is None:
            raise NotFound(N_("There is no such draft."))
        g.studio_draft = found
    return found


def draft_resource(draft_id: str, **_rest: Any) -> Resource:
    """What policies need to know of the draft in the address."""
    return reference(reading()).centre_resource(the_draft(draft_id).centre_id)


def asked_resource(draft_id: str, **_rest: Any) -> Resource:
    """The same for reading: the centre for which the reader was asked to review counts, for her alone."""
    return review_resource(reading(), current_identity(), the_draft(draft_id))


sees_draft = allowed(Permission.VIEW_COURSE, asked_resource)
"""Guard: people who may see this draft, a reviewer who was asked by name among them."""

edits_draft = allowed(Permission.EDIT_COURSE, draft_resource)
"""Guard: people who may write on this draft."""


def centre_choices(permission: Permission = Permission.EDIT_COURSE) -> list[tuple[str, str]]:
    """The centres for which I have this right, as choices."""
    known = reference(reading()).centres
    own = centres_of(reading(), current_identity(), permission)
    return sorted(((code, known[code].short_name) for code in own), key=lambda choice: choice[1].lower())


def person_id() -> int:
    """Who writes; the guards have seen to it that there is an account."""
    return my_id()


def file_store() -> FileStore:
    """Where the bytes of assets are."""
    return FileStore(current_settings().instance)
