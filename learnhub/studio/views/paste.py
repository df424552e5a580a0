"""Formatted text from the clipboard as Markdown, for the script of the editor."""

from __future__ import annotations

from flask import jsonify
from werkzeug.wrappers import Response

from learnhub.coursefile.pasted import to_markdown
from learnhub.studio.forms.lesson import PasteForm
from learnhub.studio.views import bp
from learnhub.studio.views.draft import edits_draft


@bp.post("/courses/<draft_id>/pasted")
@edits_draft
def pasted(draft_id: str) -> Response:
    """What to put into the text. Stores nothing."""
    return jsonify(text=to_markdown(PasteForm().html.data or ""))
