"""What roles, and what they are held for, are called."""

from __future__ import annotations

from sqlalchemy.orm import Session

from learnhub.access.identity import Role, Scope, ScopeKind
from learnhub.centres.regions import region_name
from learnhub.centres.snapshot import reference
from learnhub.kernel.errors import N_
from learnhub.web.i18n import translations

NETWORK_NAME = N_("The whole network")
ROLES = {
    Role.LEARNER: N_("learner"),
    Role.AUTHOR: N_("author"),
    Role.REVIEWER: N_("reviewer"),
    Role.FACILITATOR: N_("facilitator"),
    Role.CENTRE_COORDINATOR: N_("centre coordinator"),
    Role.NETWORK_COORDINATOR: N_("network coordinator"),
    Role.NATIONAL_VIEWER: N_("national viewer"),
    Role.RECORDS_OFFICER: N_("records officer"),
    Role.ADMINISTRATOR: N_("administrator"),
}


def scope_name(session: Session, scope: Scope, language: str) -> str:
    """What a role is held for, in this language."""
    known = reference(session)
    match scope.kind:
        case ScopeKind.CENTRE:
            return known.centre_name(scope.id)
        case ScopeKind.COUNTRY:
            return known.country_name(scope.id, language)
        case ScopeKind.REGION:
            return region_name(scope.id, language)
        case _:
            return str(translations(language).gettext(NETWORK_NAME))
