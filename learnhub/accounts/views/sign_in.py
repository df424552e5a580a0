"""Register, sign in, sign out."""

from __future__ import annotations

from datetime import datetime

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from learnhub.access.identity import Identity
from learnhub.accounts import queries, service
from learnhub.accounts.domain import (
    BY_ACCOUNT,
    BY_ADDRESS,
    FROM_ANYWHERE,
    REGISTRATIONS,
    place_of,
    throttle_key,
)
from learnhub.accounts.forms import RegisterForm, SignInForm
from learnhub.accounts.hooks import hooks
from learnhub.accounts.passwords import check_password, hash_password, needs_rehash
from learnhub.accounts.service import NewAccount
from learnhub.accounts.throttling import count_try, forget_tries, wait_needed
from learnhub.accounts.views import bp
from learnhub.accounts.views.address import ask_to_confirm
from learnhub.accounts.words import device_name, minutes
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import TooMany
from learnhub.web.addresses import safe_next
from learnhub.web.appearance import start_anew
from learnhub.web.fragments import page
from learnhub.web.guards import public
from learnhub.web.handback import hand_back, signed_out_words, unkept
from learnhub.web.i18n import language
from learnhub.web.identity import SignedIn, current_identity, look_again
from learnhub.web.typed import KEPT, Sent, page_of_the_form, sent_form

Page = str | Response | tuple[str, int]


def enter(token: str, *, stay: bool) -> None:
    """Put the session token into a fresh cookie, so that nothing that matters survives from before."""
    start_anew()
    session.permanent = stay
    login_user(SignedIn(token, Identity()))


def tell_number(number: str) -> None:
    """Show the next page's reader with what she signs in; it can be printed from there."""
    whole = Markup('<strong class="nowrap">{}</strong>').format(number)  # to be copied by hand, from one line
    words = _("Your learner number is %(number)s. Write it down: you sign in with it.", number=whole)
    flash(Markup(words), "number")  # noqa: S704 - our words, and a number of ours


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Page:
    """E-mail or learner number, and the password."""
    after = safe_next(request.values.get("next")) or ""
    if request.method == "GET" and current_identity().signed_in:
        return redirect(after or hooks().landing(current_user.get_id()), 303)
    if request.method == "GET":
        return page((), "accounts/sign_in.html", lambda: {"form": SignInForm(next=after), "sent": None}, dict)
    form = SignInForm()
    form.next.data = after
    if not form.sent():
        return _once_more(form)
    return _try_sign_in(form)


def sign_in_page(sent: Sent | None, why: str, status: int) -> Response:
    """The page to sign in, with a form that goes along: one that came when its sender was not signed in any more."""
    tried = request.endpoint == "accounts.sign_in"
    back = safe_next(request.form.get("next")) if tried else sent.back if sent else page_of_the_form()
    form = SignInForm(formdata=None, next=back or "", login=request.form.get("login", "") if tried else "")
    return unkept(render_template("accounts/sign_in.html", form=form, sent=sent, why=why), status)


def _once_more(form: SignInForm) -> Page:
    """The same page with what is wrong; a form that came along stays with it."""
    sent = sent_form(proven=True) if KEPT in request.form else None
    why = signed_out_words(sent) if sent else ""
    return unkept(render_template("accounts/sign_in.html", form=form, sent=sent, why=why), 422)


def _go_on(form: SignInForm, token: str) -> Response:
    """Where somebody goes who has just signed in: to the form that came along, if there is one."""
    sent = sent_form(proven=True) if KEPT in request.form else None
    if sent is None:
        return redirect(form.next.data or hooks().landing(token), 303)
    look_again()
    return hand_back(sent, 200, _("You are signed in. What you typed is not saved yet."), again=True)


def _too_many(wait: int) -> Response:
    """Wait first. A form that came along is shown, so that it can be copied meanwhile."""
    words = _(
        "Too many tries with this account or from this place. Try again in %(n)s minutes.", n=minutes(wait)
    )
    sent = sent_form(proven=True) if KEPT in request.form else None
    if sent is None:
        raise TooMany(words, wait)
    response = sign_in_page(sent, words, 429)
    response.headers["Retry-After"] = str(wait)
    return response


def _signed_in(writer: Session, found: queries.Candidate, form: SignInForm, instant: datetime) -> str:
    """Open a session for an account whose password fits; gives its token."""
    if found.status == "unconfirmed":
        service.confirm_account(
            writer, person=queries.get_person(writer, found.id), language=language(), now=instant
        )
    if found.password_hash and needs_rehash(found.password_hash):
        queries.get_person(writer, found.id).password_hash = hash_password(form.password.data or "")
    return service.open_session(
        writer,
        person_id=found.id,
        device=device_name(request.user_agent.string),
        stay=bool(form.stay.data),
        now=instant,
    )


def _try_sign_in(form: SignInForm) -> Page:
    instant = now()
    login = form.login.data or ""
    account, place = queries.meant(login), place_of(request.remote_addr or "")
    of_account = {
        throttle_key("account", f"{account} {place}"): BY_ACCOUNT,
        throttle_key("account", account): FROM_ANYWHERE,
    }
    rules = of_account | {throttle_key("address", place): BY_ADDRESS}
    reader = reading()
    if wait := wait_needed(reader, rules, instant):
        return _too_many(wait)
    candidates = queries.candidates(reader, login) or [queries.NOBODY]
    reader.close()  # hashing takes long: hold nothing meanwhile
    password = form.password.data or ""
    # every candidate is tried, so that the time taken does not tell which one fits
    fits = [each for each in candidates if check_password(each.password_hash, password)]
    with transaction() as writer:
        # many who come at once are all let in to try; what counts is how many have failed when they are through
        wait = wait_needed(writer, rules, instant)
        if not fits:
            count_try(writer, rules, instant)
        elif not wait:
            token = _signed_in(writer, fits[0], form, instant)
            forget_tries(writer, *of_account)
    if wait:
        return _too_many(wait)
    if not fits:
        form.login.errors = [
            _("We do not know this pair of name and password. Check both, or get a new password.")
        ]
        return _once_more(form)
    enter(token, stay=bool(form.stay.data))
    return _go_on(form, token)


@bp.post("/sign-out")
@public
def sign_out() -> Response:
    """Close this device's session, in the database and in the cookie."""
    identity = current_identity()
    if identity.signed_in and identity.session_id and identity.person_id:
        with transaction() as writer:
            service.close_session(
                writer, session_id=identity.session_id, person_id=identity.person_id, now=now()
            )
    start_anew()
    return redirect(url_for("catalogue.home"), 303)


def _register_form() -> RegisterForm:
    form = RegisterForm()
    form.country.choices = [("", _("I’d rather not say")), *hooks().countries(language())]
    form.next.data = safe_next(form.next.data or request.args.get("next")) or ""
    form.course.data = form.course.data or request.args.get("course", "")
    return form


def _wanted_place(form: RegisterForm) -> str | None:
    """Where somebody goes on who has an account already: to the course that she wants to enrol in."""
    course = form.course.data
    return form.next.data or (
        url_for("learning.course", code=course) if course and hooks().course_title(course) else None
    )


def _register_page(form: RegisterForm, status: int = 200) -> Page:
    title = hooks().course_title(form.course.data) if form.course.data else None
    place = _wanted_place(form)
    return render_template(
        "accounts/register.html", form=form, course_title=title, wanted_place=place
    ), status


def _account(form: RegisterForm) -> NewAccount:
    return NewAccount(
        name=form.name.data or "",
        email=form.email.data or "",
        password_hash=hash_password(form.password.data or ""),
        language=language(),
        home_centre=hooks().helper(form.course.data or "") if not form.email.data else "",
        about=form.about(),
    )


def _sent(form: RegisterForm) -> str:
    """What only the same form of the same visit holds: the secret of its session ends with the answer to it."""
    return "\n".join((session["csrf_token"], form.name.data or "", form.password.data or ""))


@bp.route("/register", methods=["GET", "POST"])
@public
def register() -> Page:
    """Name and password make an account; everything else is up to the person."""
    form = _register_form()
    if current_identity().signed_in:
        return redirect(_wanted_place(form) or url_for("learning.mine"), 303)
    if not form.sent():
        return _register_page(form, 422 if request.method == "POST" else 200)
    instant = now()
    rules = {throttle_key("register", place_of(request.remote_addr or "")): REGISTRATIONS}
    wait = wait_needed(reading(), rules, instant)
    if wait:
        raise TooMany(
            _("Too many new accounts from this place. Try again in %(n)s minutes.", n=minutes(wait)), wait
        )
    account = _account(form)
    with transaction() as writer:
        count_try(writer, rules, instant)
        person, is_new = service.register_once(writer, account=account, sent=_sent(form), now=instant)
        if not (is_new or check_password(person.password_hash, form.password.data or "")):
            return redirect(
                url_for("accounts.sign_in"), 303
            )  # a form kept since opens no more than its password
        if person.email and is_new:
            ask_to_confirm(writer, person.id, person.email, instant)
        target = hooks().enrol(writer, person.id, form.course.data, instant) if form.course.data else None
        token = service.open_session(
            writer,
            person_id=person.id,
            device=device_name(request.user_agent.string),
            stay=bool(form.stay.data),
            now=instant,
        )
        learner_number = person.learner_number
    enter(token, stay=bool(form.stay.data))
    if not account.email and learner_number:
        tell_number(learner_number)
    return redirect(target or form.next.data or url_for("learning.mine"), 303)
