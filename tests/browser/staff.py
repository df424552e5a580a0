"""People who work for a centre."""

from __future__ import annotations

from itertools import count
from typing import Any

from tests.browser.site import Site
from tests.browser.visitor import NewVisitor, Visitor

_numbers = count()


def staff(
    new_visitor: NewVisitor, site: Site, name: str, role: str, centre: str = "icharm", **settings: Any
) -> Visitor:
    """Somebody who has registered and was given a role."""
    visitor, email = new_visitor(**settings), f"{name.lower()}{next(_numbers)}@staff.example.org"
    visitor.register(name, email=email)
    site.command("people", "grant", email, role, "--centre", centre, "--unconfirmed")
    return visitor
