"""The file of a work: for its learner and for those who mark it, always as a download."""

from __future__ import annotations

from flask import Response, send_file
from flask_babel import gettext as _

from learnhub.access.permissions import Permission
from learnhub.access.policy import permits
from learnhub.db import reading
from learnhub.kernel.errors import NotFound
from learnhub.learning.handed import FOLDER, HandedFiles
from learnhub.learning.queries.marking import get_handed_work, resource_of_work
from learnhub.learning.views import bp
from learnhub.web.guards import signed_in
from learnhub.web.identity import current_identity
from learnhub.web.settings import current_settings

ALONE = "default-src 'none'; sandbox"  # whatever a browser makes of it, it runs nothing and loads nothing


@bp.get("/works/<key>/file")
@signed_in
def work_file(key: str) -> Response:
    """The file. To everybody else it is not there, nor is one of a draft to those who mark."""
    session, identity = reading(), current_identity()
    row = get_handed_work(session, key)
    if row.person_id != identity.person_id and (
        row.state == "draft"
        or not permits(identity, Permission.GUIDE_LEARNERS, resource_of_work(session, row))
    ):
        raise NotFound
    store = HandedFiles(current_settings().folder(FOLDER))
    if not row.file_key or not store.path(row.file_key).is_file():
        raise NotFound(_("This work has no file."))
    response = send_file(
        store.path(row.file_key), mimetype=row.file_type, as_attachment=True, download_name=row.file_name
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = ALONE
    return response
