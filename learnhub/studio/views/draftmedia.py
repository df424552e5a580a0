"""The files of a draft: what it holds, files from the library, new ones."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from learnhub.access.permissions import Permission
from learnhub.access.policy import permits
from learnhub.coursefile.variants import copies_of
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import N_, NotFound
from learnhub.studio.domain import AssetPart, Parts
from learnhub.studio.forms.media import ActForm, NewFileForm
from learnhub.studio.library import MediaItem, snippet
from learnhub.studio.mediawords import drawing_limit, limits, most_by_ending
from learnhub.studio.queries.drafts import parts_of
from learnhub.studio.queries.media import find_media, items_by_digest, list_media
from learnhub.studio.service.drafts import remove_part
from learnhub.studio.service.media import add_media, use_media
from learnhub.studio.views import bp
from learnhub.studio.views.draft import (
    draft_resource,
    edits_draft,
    file_store,
    person_id,
    sees_draft,
    the_draft,
)
from learnhub.studio.views.media import Answer, taken, tell_added
from learnhub.web.identity import current_identity
from learnhub.web.paging import Page, page_number

PAGE_SIZE = 12


@dataclass(frozen=True, slots=True)
class Held:
    """A file of the draft: where it is used in its texts, and how a lesson uses it."""

    path: str
    asset: AssetPart
    item: MediaItem | None
    texts: list[str]
    source: str


def _held(parts: Parts, centre: str) -> list[Held]:
    found = {path: part.asset for path, part in parts.items() if path.startswith("assets/")}
    copies = {copy for path in found for _width, copy in copies_of(path, found)}
    assets = {path: asset for path, asset in found.items() if path not in copies}
    known = items_by_digest(reading(), centre, {asset.sha256 for asset in assets.values()})
    texts = {path: part.text for path, part in parts.items() if not path.startswith("assets/")}
    return [
        Held(
            path, asset, item := known.get(asset.sha256),
            [name for name, text in texts.items() if path in text],
            snippet(item, path) if item else "",
        )
        for path, asset in sorted(assets.items())
    ]  # fmt: skip


@bp.get("/courses/<draft_id>/media")
@sees_draft
def media(draft_id: str) -> Answer:
    """The files of the draft, and those of the library that it could use."""
    return _page(draft_id)


def _page(draft_id: str, form: NewFileForm | None = None) -> Answer:
    draft, session = the_draft(draft_id), reading()
    held = _held(parts_of(session, draft_id), draft.centre_id)
    number, text = page_number(), request.args.get("q", "")[:80]
    items, total = list_media(
        session, current_identity(), centre=draft.centre_id, text=text, page=number, size=PAGE_SIZE
    )
    problems = form.problems if form else []
    page = render_template(
        "studio/media.html", draft=draft, here="media", held=held, page=Page(items, number, total, PAGE_SIZE),
        text=text, form=form or NewFileForm(formdata=None), problems=problems, limits=limits(),
        drawing_limit=drawing_limit(), total=sum(each.asset.size for each in held),
        most_by_ending=most_by_ending(),
        inside={each.asset.sha256 for each in held},
        writes=permits(current_identity(), Permission.EDIT_COURSE, draft_resource(draft_id)),
        listing=lambda n: url_for("studio.media", draft_id=draft_id, page=n, q=text or None),
    )  # fmt: skip
    return (page, 422) if problems else page


@bp.post("/courses/<draft_id>/media")
@edits_draft
def add_media_to_draft(draft_id: str) -> Answer:
    """Take a new file into the library and into this draft."""
    draft, form = the_draft(draft_id), NewFileForm()
    file = taken(form)
    if file is None:
        return _page(draft_id, form)
    with transaction() as session:
        added = add_media(
            session, centre_id=draft.centre_id, file=file, about=form.about(), store=file_store(),
            actor=person_id(), now=now(),
        )  # fmt: skip
        path = use_media(
            session, draft=draft, item=added.item, store=file_store(), actor=person_id(), now=now()
        )
    tell_added(added.item.title, new=added.new, removed=file.removed)
    return _back(draft_id, path)


def _back(draft_id: str, path: str) -> BaseResponse:
    anchor = "file-" + path.removeprefix("assets/")
    return redirect(url_for("studio.media", draft_id=draft_id, _anchor=anchor), 303)


@bp.post("/courses/<draft_id>/media/use")
@edits_draft
def use_in_draft(draft_id: str) -> Answer:
    """Put a file of the library into this draft."""
    form = ActForm()
    item = find_media(reading(), form.name.data or "") if form.sent() else None
    if item is None:
        raise NotFound(N_("There is no such file in the library."))
    with transaction() as session:
        path = use_media(
            session, draft=the_draft(draft_id), item=item, store=file_store(), actor=person_id(), now=now()
        )
    flash(_("“%(title)s” is in this draft as %(path)s.", title=item.title, path=path), "ok")
    return _back(draft_id, path)


@bp.post("/courses/<draft_id>/media/remove")
@edits_draft
def remove_from_draft(draft_id: str) -> Answer:
    """Take a file out of this draft; the library keeps it."""
    form = ActForm()
    path = (form.name.data or "") if form.sent() else ""
    if not path.startswith("assets/"):
        raise NotFound(N_("There is no such file in this draft."))
    with transaction() as session:
        copies = copies_of(path, parts_of(session, draft_id))
        for each in [path, *(copy for _width, copy in copies)]:
            remove_part(session, draft=the_draft(draft_id), path=each, actor=person_id(), now=now())
    flash(_("%(path)s is out of this draft.", path=path), "ok")
    return redirect(url_for("studio.media", draft_id=draft_id), 303)
