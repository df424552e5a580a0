"""The home of a centre's team: its courses with their reports, its people, its figures."""

from __future__ import annotations

from flask import render_template

from learnhub.access.identity import Role, ScopeKind
from learnhub.access.permissions import Permission
from learnhub.access.policy import Resource, permits
from learnhub.catalogue.shelf import shelf
from learnhub.centres.queries import get_centre
from learnhub.centres.snapshot import reference
from learnhub.db import reading
from learnhub.reach.courses import NOBODY, learners_of
from learnhub.reach.views import bp
from learnhub.web.guards import allowed
from learnhub.web.identity import current_identity


def centre_resource(code: str) -> Resource:
    """The centre as policies see it. Raises NotFound."""
    get_centre(reading(), code)
    return reference(reading()).centre_resource(code)


def _other_centres(code: str) -> list[tuple[str, str]]:
    known = reference(reading()).centres
    scopes = current_identity().scopes(Role.CENTRE_COORDINATOR, Role.FACILITATOR)
    held = sorted(
        {scope.id for scope in scopes if scope.kind is ScopeKind.CENTRE and scope.id in known} - {code}
    )
    return [(each, known[each].short_name) for each in held]


@bp.get("/centre/<code>")
@allowed(Permission.VIEW_COURSE_REPORT, centre_resource)
def centre_home(code: str) -> str:
    """Where a coordinator or facilitator begins."""
    session = reading()
    stock = shelf(session)
    cards = [stock.cards[course_id] for course_id in stock.centres.get(code, ())]
    retired = [each.card for each in stock.retired_of.get(code, ())]  # their learners finish them
    counts = learners_of(session, [card.course_id for card in (*cards, *retired)])
    who, here = current_identity(), centre_resource(code)
    return render_template(
        "reach/centre.html",
        centre=get_centre(session, code),
        courses=[
            (card, counts.get(card.course_id, NOBODY), card.code in stock.retired)
            for some in (cards, retired)
            for card in sorted(some, key=lambda card: card.code)
        ],
        others=_other_centres(code),
        may={name.value for name in Permission if permits(who, name, here)},
    )
