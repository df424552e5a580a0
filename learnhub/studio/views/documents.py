"""New course from a document: DOCX, Markdown, or a zip of Markdown, with a report of what did not come over."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from learnhub.access.permissions import Permission
from learnhub.centres.snapshot import reference
from learnhub.coursefile.starter import About
from learnhub.db import reading, transaction
from learnhub.formats.lessons import course_files
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Conflict
from learnhub.studio.arrival import Arrival
from learnhub.studio.domain import Draft
from learnhub.studio.forms.documents import DocumentForm
from learnhub.studio.importing import Foreign, Unreadable, read_foreign
from learnhub.studio.problemwords import placed
from learnhub.studio.service.arrivals import keep_arrival
from learnhub.studio.service.opening import open_files
from learnhub.studio.views import bp
from learnhub.studio.views.draft import file_store, person_id
from learnhub.studio.views.new import own_centres
from learnhub.web.guards import require, signed_in
from learnhub.web.identity import current_identity

Answer = str | BaseResponse | tuple[str, int]


@bp.get("/courses/new/document")
@signed_in
def document() -> Answer:
    """Send a document."""
    return _page(DocumentForm(own_centres()))


def _page(form: DocumentForm) -> Answer:
    page = render_template("studio/document.html", form=form, problems=form.problems)
    return (page, 422) if form.problems else page


@bp.post("/courses/new/document")
@signed_in
def begin_document() -> Answer:
    """Turn it into a draft; the report of it says what came of it."""
    form = DocumentForm(own_centres())
    if not form.sent():
        return _page(form)
    require(Permission.EDIT_COURSE, reference(reading()).centre_resource(form.centre.data))
    name = form.file.data.filename or ""
    try:
        found = read_foreign(name, form.file.data.read())
    except Unreadable as error:
        form.file.errors = [" ".join([_(error.message), *map(placed, error.problems)])]
        return _page(form)
    about = _about(form, found, name)
    if not about.code:
        form.code.errors = [_("Write an address: the title has no letters a to z to make one from")]
        return _page(form)
    try:
        draft = _open(about, found, name)
    except Conflict as error:
        form.code.errors = [_(error.message)]
        return _page(form)
    return redirect(url_for("studio.came_over", draft_id=draft.id), 303)


def _about(form: DocumentForm, found: Foreign, name: str) -> About:
    centre = reference(reading()).centres[form.centre.data]
    title = form.title.data or found.title or PurePath(name.replace("\\", "/")).stem
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    code = form.code.data or "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-")
    return About(
        code=code, title=title[:160], language=form.tongue.data, centre=centre.id, author=current_identity().name,
        themes=tuple(centre.themes), affiliation=centre.short_name,
    )  # fmt: skip


def _open(about: About, found: Foreign, name: str) -> Draft:
    files = course_files(about, found.sections, notes=found.notes, assets=found.assets)
    with transaction() as session:
        opened = open_files(
            session, files=files, store=file_store(), centre_id=about.centre, actor=person_id(), now=now()
        )
        arrival = Arrival(name, len(found.sections), len(found.assets), found.losses, opened.left_out)
        keep_arrival(session, draft=opened.draft, arrival=arrival, actor=person_id(), now=now())
        return opened.draft
