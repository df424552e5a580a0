"""The media library of one's centres: files, what is said of them, where they are used."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from learnhub.access.permissions import Permission
from learnhub.access.policy import Resource, permits
from learnhub.centres.snapshot import reference
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import N_, Forbidden, NotFound
from learnhub.studio.forms.media import AboutFileForm, LibraryFileForm, NewFileForm
from learnhub.studio.library import Accepted, MediaItem, Refused, accept, with_copies
from learnhub.studio.mediawords import drawing_limit, kind_names, limits, most_by_ending, refusal
from learnhub.studio.queries.media import find_media, list_media, published_with, uses_of
from learnhub.studio.service.media import add_media, describe_media, remove_media
from learnhub.studio.views import bp
from learnhub.studio.views.draft import centre_choices, file_store, person_id
from learnhub.web.guards import allowed, require, signed_in
from learnhub.web.identity import current_identity
from learnhub.web.paging import Page, page_number

Answer = str | BaseResponse | tuple[str, int]
PAGE_SIZE = 24


def the_item(media_id: str) -> MediaItem:
    """The file that the address names. Raises NotFound."""
    found = find_media(reading(), media_id)
    if found is None:
        raise NotFound(N_("There is no such file in the library."))
    return found


def item_resource(media_id: str, **_rest: Any) -> Resource:
    """What policies need to know of the file in the address."""
    return reference(reading()).centre_resource(the_item(media_id).centre_id)


def taken(form: NewFileForm) -> Accepted | None:
    """The file of a form as it would be kept, if form and file are in order; what is wrong stands at the fields."""
    if not form.sent():
        return None
    try:
        file = accept(form.file.data.filename or "", form.file.data.read())
        if copies := form.narrower:
            file = with_copies(file, copies)
    except Refused as refused:
        form.file.errors = [refusal(refused)]
        return None
    return file if form.fits(file.kind) else None


def tell_added(title: str, *, new: bool, removed: int) -> None:
    """Say what came of sending a file."""
    if not new:
        flash(
            _("The library has this file already, as “%(title)s”. Nothing was stored twice.", title=title),
            "warn",
        )
        return
    flash(_("“%(title)s” is in the library.", title=title), "ok")
    if removed:
        flash(_("What the camera or program had noted in it (place, device, names) was taken out."), "ok")


@bp.get("/media")
@signed_in
def library() -> Answer:
    """The files of my centres, the newest first."""
    return _library_page()


def _library_page(form: LibraryFileForm | None = None) -> Answer:
    seen, own = centre_choices(Permission.VIEW_COURSE), centre_choices()
    if not seen:
        raise Forbidden(N_("The studio is for authors and reviewers. Ask the coordinator of your centre."))
    wanted: dict[str, Any] = {name: request.args.get(name, "")[:80] for name in ("centre", "kind", "q")}
    number = page_number()
    items, total = list_media(
        reading(), current_identity(), centre=wanted["centre"], kind=wanted["kind"], text=wanted["q"],
        page=number, size=PAGE_SIZE,
    )  # fmt: skip
    form = form or (LibraryFileForm(own, formdata=None, centre=own[0][0]) if own else None)
    problems = form.problems if form else []
    page = render_template(
        "studio/library.html", page=Page(items, number, total, PAGE_SIZE), wanted=wanted, seen=seen, form=form,
        uses=_uses(items), kinds=kind_names(), limits=limits(), drawing_limit=drawing_limit(), problems=problems,
        most_by_ending=most_by_ending(),
        listing=lambda n: url_for("studio.library", page=n, **wanted),
    )  # fmt: skip
    return (page, 422) if problems else page


def _uses(items: Any) -> dict[str, int]:
    """In how many drafts each file is."""
    found: dict[str, int] = {}
    for centre in sorted({item.centre_id for item in items}):
        uses = uses_of(reading(), centre)
        for item in items:
            if item.centre_id == centre:
                found[item.id] = len({use.draft_id for use in uses.get(item.sha256, ())})
    return found


@bp.post("/media")
@signed_in
def add_to_library() -> Answer:
    """Take a file in."""
    centres = centre_choices()
    if not centres:
        raise Forbidden(N_("Only authors of a centre add files. Ask the coordinator of your centre."))
    form = LibraryFileForm(centres)
    file = taken(form)
    if file is None:
        return _library_page(form)
    require(Permission.EDIT_COURSE, reference(reading()).centre_resource(form.centre.data))
    with transaction() as session:
        added = add_media(
            session, centre_id=form.centre.data, file=file, about=form.about(), store=file_store(),
            actor=person_id(), now=now(),
        )  # fmt: skip
    tell_added(added.item.title, new=added.new, removed=file.removed)
    return redirect(url_for("studio.library_item", media_id=added.item.id), 303)


@bp.get("/media/<media_id>")
@allowed(Permission.VIEW_COURSE, item_resource)
def library_item(media_id: str) -> Answer:
    """A file, what is said of it, and where it is used."""
    return _item_page(the_item(media_id))


def _item_page(item: MediaItem, form: AboutFileForm | None = None) -> Answer:
    session = reading()
    writes = permits(current_identity(), Permission.EDIT_COURSE, item_resource(item.id))
    problems = form.problems if form else []
    page = render_template(
        "studio/library_item.html", item=item, writes=writes, problems=problems, kinds=kind_names(),
        form=form or AboutFileForm(formdata=None, obj=item), uses=uses_of(session, item.centre_id).get(item.sha256, ()),
        published=published_with(session, item.centre_id, item.sha256),
    )  # fmt: skip
    return (page, 422) if problems else page


@bp.post("/media/<media_id>")
@allowed(Permission.EDIT_COURSE, item_resource)
def describe_item(media_id: str) -> Answer:
    """Say something else of a file."""
    item, form = the_item(media_id), AboutFileForm()
    if not form.sent() or not form.fits(item.kind):
        return _item_page(item, form)
    with transaction() as session:
        describe_media(session, media_id=media_id, about=form.about())
    flash(_("Saved. Courses that use the file keep the words that they have."), "ok")
    return redirect(url_for("studio.library_item", media_id=media_id), 303)


@bp.post("/media/<media_id>/remove")
@allowed(Permission.EDIT_COURSE, item_resource)
def remove_item(media_id: str) -> Answer:
    """Take a file out of the library that no course uses."""
    item = the_item(media_id)
    with transaction() as session:
        remove_media(session, media_id=media_id)
    flash(_("“%(title)s” is out of the library.", title=item.title), "ok")
    return redirect(url_for("studio.library"), 303)
