"""Who looked at exact figures: noted for every page that shows them, and listed for administrators."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, render_template, request, url_for

from learnhub.access.permissions import Permission
from learnhub.api.queries import list_looks
from learnhub.api.service import note_look
from learnhub.api.views import pages
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.reach.releases.access import reader_of
from learnhub.reach.releases.queries import Reader, find_release
from learnhub.web.guards import allowed
from learnhub.web.identity import current_identity
from learnhub.web.numbers import whole_number
from learnhub.web.paging import Page, page_number

SIZE = 50
WAYS = ("page", "token")
INTERNAL = "internal"
RELEASE_PAGE = "reach.release"
SHOWING = (200, 206)  # a file can be asked for in parts
ALWAYS = frozenset({"records.merge", "records.void", "records.change", "reach.project_report"})
"""Pages with exact figures behind other guards: what a decision of a records officer would change in them, and the
report of a donor project as it stands today."""
EXACT = frozenset({Permission.VIEW_REACH.value, Permission.EXPORT_REACH.value})


def _shows_exact() -> bool:
    """Whether this answer shows figures that are not protected: of the engine, of a preview, or frozen."""
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "guard", "") in EXACT:
        return True
    if request.endpoint in ALWAYS:
        return True
    values = request.view_args or {}
    if request.endpoint == RELEASE_PAGE and request.args.get("view", INTERNAL) == INTERNAL:
        # its first view is the most exact one that is open
        found = find_release(reading(), values["release_id"])
        return found is not None and INTERNAL in _reader().views_of(found)
    return values.get("view") == INTERNAL


def _reader() -> Reader:
    return reader_of(current_identity(), reading())


@pages.after_app_request
def note_looks(response: Response) -> Response:
    """Note the look before the answer leaves; if that fails, nothing is shown."""
    if response.status_code not in SHOWING or request.method not in {"GET", "POST"} or not _shows_exact():
        return response
    person_id = current_identity().person_id
    if person_id is not None:
        with transaction() as session:
            note_look(
                session,
                person_id=person_id,
                way="page",
                subject=str(request.endpoint),
                question=request.full_path.rstrip("?"),
                now=now(),
            )
    return response


@pages.get("/operate/looks")
@allowed(Permission.OPERATE)
def looks() -> str:
    """The looks, the latest first; of one person or one way if the address says so."""
    person_id, way = whole_number(request.args.get("person")), request.args.get("way", "")
    way = way if way in WAYS else ""
    found, total = list_looks(reading(), person_id=person_id, way=way, page=page_number(), size=SIZE)
    kept: dict[str, Any] = {"person": person_id, "way": way or None}
    return render_template(
        "api/looks.html", page=Page(found, page_number(), total, SIZE), person=person_id, way=way, ways=WAYS,
        href=lambda number: url_for("api_pages.looks", page=number, **kept),
    )  # fmt: skip
