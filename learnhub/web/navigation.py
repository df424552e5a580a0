"""The main navigation: at most five entries, in the order of the roles."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from learnhub.access.identity import Identity
from learnhub.access.permissions import Permission
from learnhub.access.policy import permits_somewhere
from learnhub.web.templating import NavItem


def _everybody(_identity: Identity) -> bool:
    return True


def _reader_of_reach(identity: Identity) -> bool:
    return identity.signed_in and permits_somewhere(identity, Permission.VIEW_REACH)


NAVIGATION = [
    NavItem("learning.mine", _l("My learning"), lambda identity: identity.signed_in, 10),
    NavItem("catalogue.catalogue", _l("Courses"), _everybody, 20),
    NavItem("catalogue.centres", _l("Centres"), _everybody, 30),
    NavItem("catalogue.themes", _l("Themes"), lambda identity: not identity.signed_in, 40),
]
