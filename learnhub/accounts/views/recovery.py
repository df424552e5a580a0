"""A lost password: by mail, or through the centre. And confirming an address."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learnhub.accounts import queries, service
from learnhub.accounts.domain import BY_ADDRESS, RESET_LINK, place_of, throttle_key
from learnhub.accounts.forms import CodeForm, EmptyForm, RecoverForm, ResetForm
from learnhub.accounts.hooks import hooks
from learnhub.accounts.throttling import count_try, may_write_to, wait_needed
from learnhub.accounts.views import bp
from learnhub.accounts.views.address import tell_of_new_password
from learnhub.accounts.views.sign_in import enter, tell_number
from learnhub.accounts.words import device_name, minutes, reset_mail
from learnhub.db import reading, transaction
from learnhub.jobs.mail import AWAITED, send_mail
from learnhub.kernel.clock import now
from learnhub.kernel.errors import TooMany
from learnhub.kernel.ids import tidy_number
from learnhub.web.addresses import public_address
from learnhub.web.guards import public
from learnhub.web.i18n import language

Page = str | Response | tuple[str, int]


def _throttle(kind: str) -> None:
    instant, rules = now(), {throttle_key(kind, place_of(request.remote_addr or "")): BY_ADDRESS}
    wait = wait_needed(reading(), rules, instant)
    if wait:
        raise TooMany(_("Too many tries from this place. Try again in %(n)s minutes.", n=minutes(wait)), wait)
    with transaction() as writer:
        count_try(writer, rules, instant)


@bp.route("/recover", methods=["GET", "POST"])
@public
def recover() -> Page:
    """Send a link; the answer is the same whether or not there is such an account."""
    form, code_form = RecoverForm(), CodeForm()
    if not form.sent():
        status = 422 if request.method == "POST" else 200
        return render_template("accounts/recover.html", form=form, code_form=code_form, sent=""), status
    _throttle("recover")
    with transaction() as writer:
        for person in queries.owners_of(writer, form.login.data or ""):
            # past the limit the links that are on their way stay good
            if person.email and may_write_to(writer, person.email, "reset", now()):
                token = service.issue_token(
                    writer, purpose="reset", person_id=person.id, lasts=RESET_LINK, now=now()
                )
                subject, text = reset_mail(public_address("accounts.reset", token=token))
                send_mail(writer, to=person.email, subject=subject, text=text, now=now(), priority=AWAITED)
    sent = "mail" if "@" in (form.login.data or "") else "number"
    return render_template("accounts/recover.html", form=form, code_form=code_form, sent=sent)


@bp.post("/recover/code")
@public
def recover_code() -> Page:
    """A code that a centre read out leads to the same page as a mailed link."""
    form = CodeForm()
    if not form.sent():
        return render_template("accounts/recover.html", form=RecoverForm(None), code_form=form, sent=""), 422
    _throttle("code")
    token = tidy_number(form.code.data or "", groups=4)
    if token is None or queries.find_token(reading(), token, "centre-reset", now()) is None:
        form.code.errors = [
            _("This code is misspelt, was used, or has run out. Ask your centre for a new one.")
        ]
        return render_template("accounts/recover.html", form=RecoverForm(None), code_form=form, sent=""), 422
    return redirect(url_for("accounts.reset", token=token), 303)


@bp.route("/reset/<token>", methods=["GET", "POST"])
@public
def reset(token: str) -> Page:
    """Choose a new password. Opening the link changes nothing: mail programs open links too."""
    form = ResetForm()
    reader = reading()
    known = any(queries.find_token(reader, token, purpose, now()) for purpose in ("reset", "centre-reset"))
    if not known:
        return render_template("accounts/reset.html", form=None), 410
    if not form.sent():
        return render_template("accounts/reset.html", form=form), 422 if request.method == "POST" else 200
    with transaction() as writer:
        person = service.use_reset_link(writer, token=token, password=form.password.data or "", now=now())
        if person is None:
            return render_template("accounts/reset.html", form=None), 410
        service.confirm_account(writer, person=person, language=language(), now=now())
        tell_of_new_password(writer, person.id, now())
        stay, device = bool(form.stay.data), device_name(request.user_agent.string)
        session_token = service.open_session(writer, person_id=person.id, device=device, stay=stay, now=now())
        number = "" if person.email else person.learner_number
    enter(session_token, stay=stay)
    flash(_("Your new password holds from now on. All other devices were signed out."), "ok")
    if number:  # who lost the password may have lost this as well
        tell_number(number)
    return redirect(hooks().landing(session_token), 303)


@bp.route("/confirm/<token>", methods=["GET", "POST"])
@public
def confirm(token: str) -> Page:
    """Confirm an address with one press."""
    form = EmptyForm()
    found = queries.find_token(reading(), token, "confirm", now())
    if found is None or found.person_id is None:
        return render_template("accounts/confirm.html", form=None), 410
    if not form.sent():
        address = queries.get_person(reading(), found.person_id).email
        return render_template("accounts/confirm.html", form=form, address=address)
    with transaction() as writer:
        confirmed = service.use_link(
            writer, token=token, purpose="confirm", now=now()
        ) and service.confirm_email(writer, person=queries.get_person(writer, found.person_id), now=now())
    if confirmed:
        flash(_("Your e-mail address is confirmed."), "ok")
    else:
        flash(
            _("Another account has this address already. Sign in there, or get a new password for it."),
            "warn",
        )
    return redirect(url_for("accounts.sign_in"), 303)
