"""What one signs in with: an e-mail address, given or put right later, and the learner number, to print."""

from __future__ import annotations

from datetime import datetime

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from learnhub.accounts import queries, service
from learnhub.accounts.domain import fold_login
from learnhub.accounts.forms import EmailForm
from learnhub.accounts.hooks import hooks
from learnhub.accounts.mails import tell
from learnhub.accounts.throttling import may_write_to
from learnhub.accounts.views import bp
from learnhub.accounts.views.present import is_me
from learnhub.accounts.words import (
    PASSWORD_CHANGED,
    PASSWORD_CHANGED_TEXT,
    address_changed_mail,
    confirm_mail,
)
from learnhub.db import reading, transaction
from learnhub.jobs.mail import AWAITED, send_mail
from learnhub.kernel.clock import now
from learnhub.web.addresses import public_address
from learnhub.web.guards import signed_in
from learnhub.web.i18n import language
from learnhub.web.identity import my_id

Page = str | Response | tuple[str, int]


def ask_to_confirm(writer: Session, person_id: int, address: str, instant: datetime) -> bool:
    """Mail a link that makes the address this account's own; False if it has been sent enough for now."""
    if not may_write_to(writer, address, "confirm", instant):
        return False
    token = service.issue_token(
        writer,
        purpose="confirm",
        person_id=person_id,
        lasts=current_app.permanent_session_lifetime,
        now=instant,
    )
    subject, text = confirm_mail(public_address("accounts.confirm", token=token))
    send_mail(writer, to=address, subject=subject, text=text, now=instant, priority=AWAITED)
    return True


def tell_of_new_password(writer: Session, person_id: int, instant: datetime) -> None:
    """Tell the owner of an account that it has another password: a coordinator may have used a code of her own."""
    tell(writer, person_id, PASSWORD_CHANGED, PASSWORD_CHANGED_TEXT, now=instant)


@bp.get("/me/number")
@signed_in
def number() -> Page:
    """The learner number on a sheet of its own, with what to do about a lost password."""
    person = queries.get_person(reading(), my_id())
    helper = dict(hooks().centres(language())).get(person.home_centre)
    sign_in = public_address("accounts.sign_in")
    return render_template("accounts/number.html", person=person, helper=helper, sign_in=sign_in)


@bp.route("/me/email", methods=["GET", "POST"])
@signed_in
def email() -> Page:
    """Give an address, put it right, have the link sent again, or go on without one."""
    person = queries.get_person(reading(), my_id())
    form = EmailForm(email=person.email)
    if form.sent() and is_me(form):
        return _changed(person.id, fold_login(form.email.data or ""), person.email or "")
    page = render_template("accounts/email.html", form=form, person=person)
    return page, 422 if request.method == "POST" else 200


def _changed(person_id: int, address: str, before: str) -> Response:
    instant = now()
    with transaction() as writer:
        mine = queries.get_person(writer, person_id, lock=True)
        was_confirmed = mine.email_confirmed_at is not None
        service.change_email(writer, person=mine, address=address, now=instant)
        confirmed = mine.email_confirmed_at is not None
        asked = bool(address) and not confirmed and ask_to_confirm(writer, person_id, address, instant)
        if was_confirmed and address != before:
            subject, text = address_changed_mail()
            send_mail(writer, to=before, subject=subject, text=text, now=instant)
    if not address:
        flash(_("Your account has no e-mail address now. Sign in with your learner number."), "number")
    elif asked:
        flash(
            _("A link is on its way to %(address)s. Press it to confirm the address.", address=address), "ok"
        )
    elif not confirmed:
        flash(
            _("Several letters went to this address within an hour. Look there, or try again later."), "warn"
        )
    return redirect(url_for("accounts.profile"), 303)
