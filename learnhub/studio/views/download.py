"""A draft as the folder of files that it is, for whoever writes with another program or keeps it elsewhere."""

from __future__ import annotations

from flask import Response

from learnhub.coursefile.writer import zip_of
from learnhub.db import reading
from learnhub.studio.service.drafts import files_of_draft
from learnhub.studio.views import bp
from learnhub.studio.views.draft import file_store, sees_draft, the_draft


@bp.get("/courses/<draft_id>/zip")
@sees_draft
def download(draft_id: str) -> Response:
    """All files of the draft as they stand, with their problems."""
    draft = the_draft(draft_id)
    files = files_of_draft(reading(), draft.id, file_store())
    answer = Response(
        zip_of({f"{draft.code}/{path}": data for path, data in files.items()}), mimetype="application/zip"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{draft.code}.zip"'
    return answer
