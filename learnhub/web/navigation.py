"""The main navigation: at most five entries, in the order of the roles; what is left stands under the name."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from learnhub.access.identity import Identity, Role, ScopeKind
from learnhub.access.permissions import Permission
from learnhub.access.policy import permits_somewhere
from learnhub.web.templating import NavItem


def _everybody(_identity: Identity) -> bool:
    return True


def _reader_of_reach(identity: Identity) -> bool:
    """Those for whom there is a table: a national viewer has the published figures alone."""
    return identity.signed_in and permits_somewhere(identity, Permission.EXPORT_REACH)


def _reader_of_impact(identity: Identity) -> bool:
    """Visitors; whoever is signed in finds it at the foot of each page."""
    return not identity.signed_in


def _own_countries(identity: Identity) -> list[str]:
    return sorted(scope.id for scope in identity.scopes(Role.NATIONAL_VIEWER))


def _reader_of_releases(identity: Identity) -> bool:
    """National viewers: what they see of figures are the releases."""
    return bool(_own_countries(identity)) and not _reader_of_reach(identity)


def _own_centres(identity: Identity) -> list[str]:
    scopes = identity.scopes(Role.CENTRE_COORDINATOR, Role.FACILITATOR)
    return sorted(scope.id for scope in scopes if scope.kind is ScopeKind.CENTRE)


def _writer(identity: Identity) -> bool:
    return identity.holds(Role.AUTHOR, Role.REVIEWER, Role.CENTRE_COORDINATOR)


def landing(identity: Identity) -> tuple[str, dict[str, str]]:
    """The endpoint at which somebody's day begins, and its values: where work waits, or else the own courses."""
    if identity.holds(Role.AUTHOR, Role.REVIEWER):
        return "studio.home", {}
    if identity.holds(Role.NETWORK_COORDINATOR):
        return "reach.dashboard", {}
    if _own_centres(identity):
        return "reach.centre_home", {"code": _own_centres(identity)[0]}
    if identity.holds(Role.RECORDS_OFFICER):
        return "records.cases", {}
    if identity.holds(Role.ADMINISTRATOR):
        return "reach.work", {}
    if countries := _own_countries(identity):
        return "reach.releases", {"scope": f"country-{countries[0]}"}
    return "learning.mine", {}


NAVIGATION = [
    NavItem("learning.mine", _l("My learning"), lambda identity: identity.signed_in, 10),
    NavItem("catalogue.catalogue", _l("Courses"), _everybody, 20),
    NavItem("studio.home", _l("Studio"), _writer, 22),
    NavItem(
        "reach.centre_home", _l("My centre"), lambda identity: bool(_own_centres(identity)), 24,
        lambda identity: {"code": _own_centres(identity)[0]},
    ),
    NavItem(
        "learning.marking", _l("Marking"), lambda identity: identity.holds(Role.FACILITATOR), 24, waits=True
    ),
    NavItem(
        "records.cases", _l("Records"),
        lambda identity: identity.holds(Role.RECORDS_OFFICER, Role.ADMINISTRATOR), 25,
    ),
    NavItem("reach.dashboard", _l("Reach"), _reader_of_reach, 26),
    NavItem("reach.releases", _l("Releases"), _reader_of_releases, 26),
    NavItem("catalogue.centres", _l("Centres"), _everybody, 30),
    NavItem("centres.roles", _l("Roles"), lambda identity: identity.holds(Role.ADMINISTRATOR), 40),
    NavItem("reach.impact", _l("Impact"), _reader_of_impact, 42),
    NavItem("catalogue.page", _l("Help"), _everybody, 50, lambda _identity: {"name": "help"}),
]  # fmt: skip
