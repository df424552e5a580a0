"""The cases, sites and terms of a draft: what it carries, newer versions, and those that it could take."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learnhub.access.permissions import Permission
from learnhub.access.policy import permits
from learnhub.catalogue.resourcewords import dated, kind_titles
from learnhub.centres.snapshot import reference
from learnhub.coursefile.resources import FOLDERS, PATH, embedding, path_of
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import N_, NotFound
from learnhub.resources.domain import Edition
from learnhub.resources.queries import find_edition, list_published
from learnhub.studio.forms.resources import TakeForm
from learnhub.studio.queries.drafts import parts_of
from learnhub.studio.queries.resources import carried, texts_of
from learnhub.studio.service.resources import take_out, take_resource
from learnhub.studio.views import bp
from learnhub.studio.views.draft import draft_resource, edits_draft, person_id, sees_draft, the_draft
from learnhub.web.identity import current_identity
from learnhub.web.paging import Page, page_number

PAGE_SIZE = 12


@bp.get("/courses/<draft_id>/shared")
@sees_draft
def shared(draft_id: str) -> str:
    """What the draft carries, and what is published in the network."""
    draft, session = the_draft(draft_id), reading()
    held = carried(session, texts_of(parts_of(session, draft_id)))
    folder = request.args.get("kind", "cases")
    folder = folder if folder in FOLDERS else "cases"
    words, number = request.args.get("q", "")[:100], page_number()
    found, total = list_published(session, FOLDERS[folder], text=words, page=number, size=PAGE_SIZE)
    listed: dict[str, Any] = {"draft_id": draft_id, "kind": folder, "q": words or None}
    return render_template(
        "studio/shared.html", draft=draft, here="shared", held=held, folder=folder, words=words,
        kinds=kind_titles(), known=reference(session), page=Page(found, number, total, PAGE_SIZE),
        inside={(each.copy.kind, each.copy.code): each for each in held},
        writes=permits(current_identity(), Permission.EDIT_COURSE, draft_resource(draft_id)),
        listing=lambda n: url_for("studio.shared", page=n, **listed),
    )  # fmt: skip


def _asked() -> Edition:
    """The latest version of what the form names."""
    form = TakeForm()
    folder, _slash, code = (form.name.data or "").partition("/") if form.sent() else ("", "", "")
    found = find_edition(reading(), FOLDERS[folder], code) if folder in FOLDERS else None
    if found is None:
        raise NotFound(N_("There is no such case, site or term."))
    return found


@bp.post("/courses/<draft_id>/shared/take")
@edits_draft
def take_shared(draft_id: str) -> Response:
    """Put the latest version into the draft; for the script, give the mark that embeds it."""
    edition = _asked()
    with transaction() as session:
        take_resource(session, draft=the_draft(draft_id), edition=edition, actor=person_id(), now=now())
    term = edition.kind == "term"
    if request.accept_mimetypes.best == "application/json":
        mark = f"[[{edition.data['title']}]]" if term else ""
        return jsonify(mark=mark or embedding(path_of(edition.kind, edition.code), edition.version))
    title, version = edition.data["title"], edition.version
    flash(
        _("“%(title)s” is in this draft, in the version of %(date)s.", title=title, date=dated(version)), "ok"
    )
    return redirect(url_for("studio.shared", draft_id=draft_id), 303)


@bp.post("/courses/<draft_id>/shared/remove")
@edits_draft
def take_out_shared(draft_id: str) -> Response:
    """Take a case or site out that no lesson embeds."""
    form = TakeForm()
    path = f"{form.name.data}.yaml" if form.sent() else ""
    if not PATH.fullmatch(path):
        raise NotFound(N_("There is no such case, site or term."))
    with transaction() as session:
        take_out(session, draft=the_draft(draft_id), path=path, actor=person_id(), now=now())
    flash(_("It is out of this draft."), "ok")
    return redirect(url_for("studio.shared", draft_id=draft_id), 303)
