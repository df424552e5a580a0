"""Cases, sites and terms as their authors write them: the list, a new one, its text, its versions."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from learnhub.access.permissions import Permission
from learnhub.access.policy import Resource, permits
from learnhub.accounts.queries import names_of
from learnhub.catalogue.resourcewords import dated, fact_names, kind_titles
from learnhub.centres.snapshot import reference
from learnhub.coursefile.resources import FACTS, FOLDER_OF
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import N_, Conflict, Forbidden, NotFound
from learnhub.resources.domain import Item, State, missing
from learnhub.resources.queries import find_item, find_versions, list_items, writers_of
from learnhub.resources.service import ask_item, open_item, save_item
from learnhub.studio.forms.resources import FORMS, DecideForm, NewResourceForm, ResourceForm
from learnhub.studio.mails import mail_confirmer
from learnhub.studio.queries.drafts import centres_of
from learnhub.studio.queries.reviews import reviewers
from learnhub.studio.resourcestates import state_words
from learnhub.studio.views import bp
from learnhub.studio.views.draft import person_id
from learnhub.studio.views.new import code_of, own_centres
from learnhub.studio.views.reviewing import link_to
from learnhub.web.guards import allowed, require, signed_in
from learnhub.web.i18n import language
from learnhub.web.identity import current_identity
from learnhub.web.numbers import whole_number
from learnhub.web.paging import Page, page_number

Answer = str | BaseResponse | tuple[str, int]
PAGE_SIZE = 24


def the_resource(item_id: str) -> Item:
    """The resource that the address names. Raises NotFound."""
    found = find_item(reading(), item_id)
    if found is None:
        raise NotFound(N_("There is no such case, site or term."))
    return found


def item_resource(item_id: str) -> Resource:
    """What policies need to know of it."""
    return reference(reading()).centre_resource(the_resource(item_id).centre_id)


def asked_item(item_id: str) -> Resource:
    """The same for somebody of another centre who was asked by name: as long as it waits, and she reviews at all, her
    centres count as those of the text, for her alone."""
    item, who, known = the_resource(item_id), current_identity(), reference(reading())
    asked = item.state is State.WAITING and item.asked_of is not None and item.asked_of == who.person_id
    own = known.permitted_centres(who, Permission.REVIEW_COURSE) if asked else frozenset()
    return known.centre_resource(item.centre_id, *sorted({*own} - {item.centre_id}))


@bp.get("/resources")
@signed_in
def resources() -> str:
    """Those of my centres, the latest changed first."""
    session, who = reading(), current_identity()
    if not centres_of(session, who, Permission.VIEW_COURSE):
        raise Forbidden(N_("The studio is for authors and reviewers. Ask the coordinator of your centre."))
    wanted: dict[str, Any] = {name: request.args.get(name, "")[:80] for name in ("kind", "q")}
    number = page_number()
    items, total = list_items(
        session, who, kind=wanted["kind"], text=wanted["q"], page=number, size=PAGE_SIZE
    )
    return render_template(
        "studio/resources.html", states=state_words(), page=Page(items, number, total, PAGE_SIZE),
        wanted=wanted, kinds=_kinds(),
        known=reference(session), writes=bool(centres_of(session, who)),
        listing=lambda n: url_for("studio.resources", page=n, **wanted),
    )  # fmt: skip


def _kinds() -> dict[str, str]:
    titles = kind_titles()
    return {kind: titles[folder] for kind, folder in FOLDER_OF.items()}


@bp.get("/resources/new")
@signed_in
def new_resource() -> Answer:
    """A title, a kind, a language."""
    centres = own_centres()
    form = NewResourceForm(centres, formdata=None, centre=centres[0][0], tongue=language())
    if request.args.get("kind") in FORMS:
        form.kind.data = request.args["kind"]
    return _new_page(form)


def _new_page(form: NewResourceForm) -> Answer:
    page = render_template("studio/resource_new.html", form=form, problems=form.problems)
    return (page, 422) if form.problems else page


@bp.post("/resources/new")
@signed_in
def begin_resource() -> Answer:
    """Begin to write."""
    form = NewResourceForm(own_centres())
    if not form.sent():
        return _new_page(form)
    require(Permission.EDIT_COURSE, reference(reading()).centre_resource(form.centre.data))
    code = form.code.data or code_of(form.title.data or "")
    if not code:
        form.code.errors = [_("Write an address: the title has no letters a to z to make one from")]
        return _new_page(form)
    try:
        with transaction() as session:
            item = open_item(
                session, kind=form.kind.data, code=code, centre_id=form.centre.data, language=form.tongue.data,
                title=form.title.data or "", actor=person_id(), now=now(),
            )  # fmt: skip
    except Conflict as error:
        form.code.errors = [_(error.message)]
        return _new_page(form)
    return redirect(url_for("studio.resource", item_id=item.id), 303)


@bp.get("/resources/<item_id>")
@allowed(Permission.VIEW_COURSE, asked_item)
def resource(item_id: str) -> Answer:
    """What is written, as it will be shown, its state and its versions."""
    return page_of_item(the_resource(item_id))


def page_of_item(
    item: Item,
    form: ResourceForm | None = None,
    status: int = 200,
    *,
    decide: DecideForm | None = None,
    problem: str = "",
) -> Answer:
    """The page of a case, site or term, with what was typed and what was wrong with it."""
    session, who, here = reading(), current_identity(), item_resource(item.id)
    problems = [*(form.problems if form else ()), *(decide.problems if decide else ())]
    form = form or form_of(item, formdata=None, data={**item.draft, "title": item.title, "rev": item.rev})
    page = render_template(
        "studio/resource.html", item=item, form=form, problems=problems, kinds=_kinds(), names=fact_names(),
        facts=FACTS[item.kind], folder=FOLDER_OF[item.kind], versions=find_versions(session, item.id),
        known=reference(session), shown={**item.draft, "language": item.language}, problem=problem, State=State,
        people=names_of(session, {each for each in (item.asked_by, item.asked_of) if each}), states=state_words(),
        writes=permits(who, Permission.EDIT_COURSE, here) and item.state is not State.RETIRED,
        manages=permits(who, Permission.MANAGE_COURSE, here), decide=decide or DecideForm(formdata=None),
        confirms=permits(who, Permission.REVIEW_COURSE, asked_item(item.id)),
        own=who.person_id in writers_of(session, item.id),
    )  # fmt: skip
    return page, 422 if problems else status


def form_of(item: Item, **values: Any) -> ResourceForm:
    """The form of this kind, with those who can confirm it: people of the own centre, or one of another by name."""
    form = FORMS[item.kind](**values)
    session = reading()
    known, writers = reference(session).centres, writers_of(session, item.id)
    others = [
        (str(each.person_id), f"{each.name}, {known[each.centre_id].short_name}")
        for each in reviewers(session, now=now())
        if each.centre_id in known and each.centre_id != item.centre_id and each.person_id not in writers
    ]
    form.of.choices = [("", _("Whoever reviews for the centre")), *others]
    return form


@bp.post("/resources/<item_id>")
@allowed(Permission.EDIT_COURSE, item_resource)
def save_resource(item_id: str) -> Answer:
    """Save what is written; with the other button, ask for a second person too."""
    item = the_resource(item_id)
    form = form_of(item)
    if not form.sent():
        return page_of_item(item, form)
    try:
        with transaction() as session:
            saved = save_item(
                session, item_id=item_id, title=form.title.data or "", facts=form.facts(),
                base_rev=form.rev.data or 0, actor=person_id(), now=now(),
            )  # fmt: skip
    except Conflict as error:
        told = _("What you typed stands below; save again to put it in the place of theirs.")
        flash(f"{_(error.message)} {told}", "bad")
        form.rev.raw_data, form.rev.data = None, the_resource(item_id).rev
        return page_of_item(the_resource(item_id), form, 409)
    if request.form.get("do") == "ask":
        return _ask(saved, form)
    flash(_("Saved."), "ok")
    return redirect(url_for("studio.resource", item_id=item_id, _anchor="as-seen"), 303)


def _publishable(item: Item, form: ResourceForm) -> bool:
    if not form.complete():
        return False
    own = {"version": "2000-01-01", "language": item.language, "centre": item.centre_id, "title": item.title}
    if "source_url" in missing(item.kind, {**item.draft, **own}):
        form.wrong_address()
        return False
    return True


def _ask(item: Item, form: ResourceForm) -> Answer:
    if not _publishable(item, form):
        form.rev.raw_data, form.rev.data = None, item.rev
        return page_of_item(item, form)
    of = whole_number(form.of.data)
    with transaction() as session:
        same = ask_item(session, item_id=item.id, base_rev=item.rev, of=of, actor=person_id(), now=now())
        if of is not None and same is None:
            me, link = current_identity().name, link_to("studio.resource", item_id=item.id)
            mail_confirmer(session, to=of, title=item.title, name=me, link=link, now=now())
    if same is None:
        flash(_("It waits for a second person, who confirms it before everybody can read it."), "ok")
    else:
        flash(_("Nothing has changed since the version of %(date)s.", date=dated(same)), "warn")
    return redirect(url_for("studio.resource", item_id=item.id), 303)
