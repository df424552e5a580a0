"""What comes from the clipboard, for the script of the editor: formatted text as Markdown, pictures as figures."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from flask import jsonify
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from learnhub.coursefile.pasted import to_markdown
from learnhub.coursefile.starter import MISSING_FORMULA, MISSING_PICTURE
from learnhub.db import transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Conflict
from learnhub.studio.forms.lesson import PasteForm
from learnhub.studio.forms.media import NewFileForm
from learnhub.studio.library import Kind, MediaItem, snippet
from learnhub.studio.service.media import add_media, use_media
from learnhub.studio.views import bp
from learnhub.studio.views.draft import edits_draft, file_store, person_id, the_draft
from learnhub.studio.views.media import taken

_LONGEST: Final = 600_000


@bp.post("/courses/<draft_id>/pasted")
@edits_draft
def pasted(draft_id: str) -> Response:
    """What to put into the text. Stores nothing, and cuts nothing off."""
    html = PasteForm().html.data or ""
    if len(html) > _LONGEST:
        raise RequestEntityTooLarge
    return jsonify(text=to_markdown(html, _(MISSING_PICTURE), _(MISSING_FORMULA)))


@bp.post("/courses/<draft_id>/pasted/picture")
@edits_draft
def pasted_picture(draft_id: str) -> Response | tuple[Response, int]:
    """Take a picture into the library and the draft; the answer is how a lesson shows it, or what is in the way."""
    form = NewFileForm()
    file = taken(form)
    if file is not None and file.kind is not Kind.PICTURE:
        form.file.errors = [_("Choose a picture")]
    if file is None or form.errors:
        return jsonify(problems=[message for _field, message in form.problems]), 422
    try:
        with transaction() as session:
            store, actor = file_store(), person_id()
            added = add_media(
                session, centre_id=the_draft(draft_id).centre_id, file=file, about=form.about(), store=store,
                actor=actor, now=now(),
            )  # fmt: skip
            path = use_media(
                session, draft=the_draft(draft_id), item=added.item, store=store, actor=actor, now=now()
            )
    except Conflict as error:
        return jsonify(problems=[_(error.message)]), 409
    return jsonify(text=snippet(_as_said(added.item, form), path))


def _as_said(item: MediaItem, form: NewFileForm) -> MediaItem:
    """The file with the words for this lesson; where the library had it already, its own words stay there."""
    about = form.about()
    return replace(item, title=about.title, words=about.words)
