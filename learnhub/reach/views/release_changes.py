"""Every figure that changed from one release of a period to a later one."""

from __future__ import annotations

from functools import partial

from flask import render_template, url_for
from flask_babel import gettext as _

from learnhub.centres.snapshot import reference
from learnhub.db import reading
from learnhub.kernel.errors import NotFound
from learnhub.reach.releases import queries
from learnhub.reach.releases.since import changed_since
from learnhub.reach.views import bp
from learnhub.reach.views.navigation import places
from learnhub.reach.views.release_words import (
    FigureNames,
    part_of,
    reasons,
    scope_name,
    told_apart,
    view_name,
)
from learnhub.reach.views.releases import reader
from learnhub.web.guards import public
from learnhub.web.identity import current_identity
from learnhub.web.paging import Page, page_number
from learnhub.web.settings import current_settings

SIZE = 100


@bp.get("/reach/releases/<release_id>/<any(internal, partner, public):view>/since/<other>")
@public
def release_changes(release_id: str, view: str, other: str) -> str:
    """What is different in a view, figure by figure, with the reasons."""
    session, who = reading(), reader()
    last = queries.get_release(session, release_id, who)
    listed = queries.releases_of(session, last.scope, last.period)
    ids = [each.id for each in listed]
    if other not in ids or last.id not in ids or ids.index(other) >= ids.index(last.id):
        raise NotFound(_("There is no such earlier release of this period."))
    between = listed[ids.index(other) : ids.index(last.id) + 1]
    if any(view not in who.views_of(each) for each in between):
        raise NotFound(_("This view of the release is not open to you."))
    found, number = changed_since(current_settings(), between, view), page_number()
    return render_template(
        "reach/release_changes.html", first=between[0], last=last, view=view, view_name=view_name(view),
        page=Page(found[(number - 1) * SIZE : number * SIZE], number, len(found), SIZE),
        listing=lambda n: url_for(
            "reach.release_changes", release_id=last.id, view=view, other=other, page=n
        ),
        scope=scope_name(reference(reading()), last.scope), names=FigureNames(), part=partial(part_of, last.scope),
        told_apart=told_apart, reasons=reasons,
        places=places() if current_identity().signed_in else (),
    )  # fmt: skip
