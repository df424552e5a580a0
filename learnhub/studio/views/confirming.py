"""The second person for a case, a site or a term: confirm it, send it back; take it back, retire it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from learnhub.access.permissions import Permission
from learnhub.access.policy import permits
from learnhub.catalogue.resourcewords import dated
from learnhub.coursefile.loose import tidy
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import N_, Conflict, Forbidden, Unacceptable
from learnhub.resources.domain import Item
from learnhub.resources.queries import waiting_for
from learnhub.resources.service import confirm_item, retire_item, send_back_item, take_back_item
from learnhub.studio.forms.resources import DecideForm
from learnhub.studio.views import bp
from learnhub.studio.views.draft import person_id
from learnhub.studio.views.resources import Answer, asked_item, item_resource, page_of_item, the_resource
from learnhub.web.guards import allowed
from learnhub.web.identity import current_identity


@bp.app_template_global("studio_confirmations_asked")
def _asked() -> Sequence[Item]:
    """What waits for the reader as a second person."""
    return waiting_for(reading(), current_identity())


def _do(item_id: str, act: Callable[[Session, int, str], str]) -> Answer:
    """Carry an act out on the text that was looked at. What is in the way is said on the page, with what was typed."""
    form = DecideForm()
    if not form.sent():
        return page_of_item(the_resource(item_id), decide=form)
    try:
        with transaction() as session:
            told = act(session, form.rev.data or 0, tidy(form.why.data or ""))
    except (Conflict, Forbidden, Unacceptable) as error:
        status = {Conflict: 409, Forbidden: 403}.get(type(error), 422)
        return page_of_item(the_resource(item_id), status=status, decide=form, problem=_(error.message))
    flash(told, "ok")
    # whoever was asked by name sees it as long as it waits for her
    stays = permits(current_identity(), Permission.VIEW_COURSE, item_resource(item_id))
    address = url_for("studio.resource", item_id=item_id) if stays else url_for("studio.resources")
    return redirect(address, 303)


@bp.post("/resources/<item_id>/confirm")
@allowed(Permission.REVIEW_COURSE, asked_item)
def confirm_resource(item_id: str) -> Answer:
    """Make it the latest version, which everybody can read."""

    def act(session: Session, rev: int, _why: str) -> str:
        version = confirm_item(session, item_id=item_id, base_rev=rev, actor=person_id(), now=now())
        return str(_("The version of %(date)s is published.", date=dated(version)))

    return _do(item_id, act)


@bp.post("/resources/<item_id>/send-back")
@allowed(Permission.REVIEW_COURSE, asked_item)
def send_back_resource(item_id: str) -> Answer:
    """Ask for changes first."""

    def act(session: Session, rev: int, why: str) -> str:
        if not why:
            raise Unacceptable(N_("Say in a few words what is to be changed."))
        send_back_item(session, item_id=item_id, base_rev=rev, why=why, now=now())
        return str(_("It is with its authors again."))

    return _do(item_id, act)


@bp.post("/resources/<item_id>/take-back")
@allowed(Permission.EDIT_COURSE, item_resource)
def take_back_resource(item_id: str) -> Answer:
    """Do not wait any more."""

    def act(session: Session, rev: int, _why: str) -> str:
        take_back_item(session, item_id=item_id, base_rev=rev, now=now())
        return str(_("It is with its authors again."))

    return _do(item_id, act)


@bp.post("/resources/<item_id>/retire")
@allowed(Permission.MANAGE_COURSE, item_resource)
def retire_resource(item_id: str) -> Answer:
    """Offer it no more; its versions stay."""

    def act(session: Session, rev: int, why: str) -> str:
        retire_item(session, item_id=item_id, base_rev=rev, why=why, now=now())
        return str(_("It is retired. Its versions stay to be read and cited."))

    return _do(item_id, act)
