"""New course from a published one of any centre: choose it, then translate or adapt it."""

from __future__ import annotations

from typing import Any, cast

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from learnhub.access.permissions import Permission
from learnhub.catalogue.content import Version
from learnhub.catalogue.shelf import Card, Wanted, search, shelf
from learnhub.centres.snapshot import reference
from learnhub.coursefile.document import Author, Language, Making
from learnhub.coursefile.limits import ID_CHARACTERS
from learnhub.coursefile.terms import open_to_all
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Conflict, NotFound
from learnhub.studio.domain import Draft
from learnhub.studio.forms.deriving import DeriveForm
from learnhub.studio.queries.sources import drafts_made_from, may_derive, version_in_force
from learnhub.studio.service.deriving import open_derived
from learnhub.studio.views import bp
from learnhub.studio.views.draft import person_id
from learnhub.studio.views.new import own_centres
from learnhub.web.guards import require, signed_in
from learnhub.web.i18n import LANGUAGES, language
from learnhub.web.identity import current_identity
from learnhub.web.paging import Page, page_number

Answer = str | BaseResponse | tuple[str, int]
PAGE_SIZE = 24


@bp.get("/courses/new/from")
@signed_in
def choose_source() -> str:
    """Every published course, to be searched."""
    centres = {code for code, _name in own_centres()}
    session, words, number = reading(), request.args.get("q", "")[:200], page_number()
    found = search(session, shelf(session), Wanted(words)).cards
    cards = found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return render_template(
        "studio/sources.html", page=Page(cards, number, len(found), PAGE_SIZE), text=words,
        known=reference(session), open_cards={card.code for card in cards if _open(card, centres)},
        listing=lambda n: url_for("studio.choose_source", page=n, q=words or None),
    )  # fmt: skip


def _open(card: Card, centres: set[str]) -> bool:
    """Whether one of these centres may make something of the course."""
    return card.centre_id in centres or open_to_all(card.licence)


def _form(version: Version, **values: Any) -> DeriveForm:
    """The form for the centres that may do this. Raises NotFound if there is none."""
    meta = version.document.metadata
    centres = [choice for choice in own_centres() if may_derive(version, choice[0])]
    if not centres:
        raise NotFound(
            _("The licence of this course does not let other centres adapt it for every use. Ask its centre.")
        )
    return DeriveForm(centres, original=meta.language, **values)


def _page(version: Version, form: DeriveForm) -> Answer:
    session, code = reading(), version.code
    page = render_template(
        "studio/derive.html", version=version, meta=version.document.metadata, form=form, problems=form.problems,
        known=reference(session), published=shelf(session).in_other_languages(code),
        writing=drafts_made_from(session, current_identity(), version.course_id), code=code,
    )  # fmt: skip
    return (page, 422) if form.problems else page


def _other_language(meta_language: str, taken: set[str]) -> str:
    """The reader's language, or the first one that the course does not have yet."""
    free = [code for code in (language(), *LANGUAGES) if code not in {meta_language, *taken}]
    return next(iter(free), meta_language)


@bp.get("/courses/new/from/<code>")
@signed_in
def derive(code: str) -> Answer:
    """Say what is to be made of the course."""
    version = version_in_force(reading(), code)
    meta = version.document.metadata
    taken = {card.language for card in shelf(reading()).in_other_languages(code)}
    tongue = _other_language(meta.language, taken)
    return _page(version, _form(version, formdata=None, title=meta.title, tongue=tongue))


@bp.post("/courses/new/from/<code>")
@signed_in
def begin_derived(code: str) -> Answer:
    """Open the draft: a translation goes on block by block, an adaptation with its outline."""
    version = version_in_force(reading(), code)
    form = _form(version)
    if not form.sent():
        return _page(version, form)
    require(Permission.EDIT_COURSE, reference(reading()).centre_resource(form.centre.data))
    try:
        draft = _open_draft(version, form)
    except Conflict as error:
        form.code.errors = [_(error.message)]
        return _page(version, form)
    return redirect(url_for("studio.languages", draft_id=draft.id), 303)


def _open_draft(version: Version, form: DeriveForm) -> Draft:
    centre = reference(reading()).centres[form.centre.data]
    how = cast(Making, form.how.data)
    own = version.document.metadata.language
    tongue = cast(Language, form.tongue.data) if how == "translation" else own
    ending = tongue if how == "translation" else centre.id
    with transaction() as session:
        return open_derived(
            session, version=version, how=how, code=form.code.data or _address(version.code, ending),
            title=form.title.data or version.title, language=tongue, centre_id=centre.id,
            author=Author(current_identity().name, centre.short_name), actor=person_id(), now=now(),
        )  # fmt: skip


def _address(code: str, ending: str) -> str:
    """The address of the original with an ending, no longer than addresses may be."""
    return f"{code[: ID_CHARACTERS - 1 - len(ending)].strip('-')}-{ending}"
