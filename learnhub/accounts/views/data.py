"""My data: see, correct, take away, erase; and the devices that are signed in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Response, flash, redirect, render_template, request, stream_with_context, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from learnhub.accounts import privacy, queries, service
from learnhub.accounts.forms import ChangePasswordForm, EraseForm, ProfileForm
from learnhub.accounts.hooks import hooks
from learnhub.accounts.views import bp
from learnhub.accounts.views.address import tell_of_new_password
from learnhub.accounts.views.present import is_me
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import N_, NotFound
from learnhub.web.appearance import start_anew
from learnhub.web.guards import signed_in
from learnhub.web.i18n import LANGUAGES, language, translations
from learnhub.web.identity import current_identity, my_id

Page = str | BaseResponse | tuple[str, int]


def _profile_form(answers: dict[str, Any]) -> ProfileForm:
    form = ProfileForm(**answers)
    form.country.choices = [("", _("I’d rather not say")), *hooks().countries(language())]
    form.language.choices = list(LANGUAGES.items())
    centres = [("", _("No centre")), *hooks().centres(language())]
    held = answers["helper"]  # a centre that was closed since stays until another is chosen
    form.helper.choices = centres if held in dict(centres) else [*centres, (held, held)]
    return form


def _saved(form: ProfileForm) -> bool:
    with transaction() as writer:
        mine = queries.get_person(writer, my_id(), lock=True)
        if form.is_behind(queries.answers_of(mine)):
            return False
        service.update_profile(
            writer,
            person=mine,
            name=form.name.data or "",
            language=form.language.data,
            about=form.about(form.country_from.data),
            now=now(),
            actor=mine.ledger_id,
        )
        service.choose_helper(writer, person=mine, centre=form.helper.data or "", now=now())
    return True


@bp.route("/me/data", methods=["GET", "POST"])
@signed_in
def profile() -> Page:
    """What is held about me and why; change it here."""
    reader = reading()
    person = queries.get_person(reader, my_id())
    form = _profile_form(queries.answers_of(person))
    if form.sent() and _saved(form):
        # whoever works in another language than her own stays in it, unless it was this that she changed
        lang = form.language.data if form.language.data != form.language.object_data else language()
        flash(translations(lang).gettext(N_("Your data are saved.")), "ok")
        return redirect(url_for("accounts.profile", lang=lang), 303)
    page = render_template(
        "accounts/profile.html",
        form=form,
        person=person,
        residences=queries.residences(reader, person.id),
        consents=queries.consents(reader, person.id),
        countries=dict(hooks().countries(language())),
    )
    return page, 422 if request.method == "POST" else 200


@bp.get("/me/data/export")
@signed_in
def export() -> Response:
    """Everything that is held about me, as a file; streamed, so that it may be long."""

    def pieces() -> Iterator[str]:
        yield from privacy.export_person(reading(), person_id=my_id(), titles=hooks().titles, now=now())

    response = Response(stream_with_context(pieces()), mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="learnhub-my-data.json"'
    return response


@bp.route("/me/data/erase", methods=["GET", "POST"])
@signed_in
def erase() -> Page:
    """Say what goes and what stays, ask for the password, erase."""
    form = EraseForm()
    if form.sent() and is_me(form):
        with transaction() as writer:
            person = queries.get_person(writer, my_id())
            privacy.erase_person(writer, person=person, now=now(), actor=person.ledger_id)
        start_anew()
        flash(_("Your account is erased. What was counted stays counted, without you."), "ok")
        return redirect(url_for("catalogue.home"), 303)
    return render_template("accounts/erase.html", form=form), 422 if request.method == "POST" else 200


@bp.route("/me/security", methods=["GET", "POST"])
@signed_in
def security() -> Page:
    """Change the password; see and sign out devices."""
    form = ChangePasswordForm()
    if form.sent() and is_me(form):
        with transaction() as writer:
            person = queries.get_person(writer, my_id(), lock=True)
            service.set_password(
                writer,
                person=person,
                password=form.password.data or "",
                keep=current_identity().session_id,
                now=now(),
            )
            tell_of_new_password(writer, person.id, now())
        flash(_("Your new password holds from now on. All other devices were signed out."), "ok")
        return redirect(url_for("accounts.security"), 303)
    page = render_template(
        "accounts/security.html",
        form=form,
        sessions=queries.open_sessions(reading(), my_id(), now()),
        here=current_identity().session_id,
    )
    return page, 422 if request.method == "POST" else 200


@bp.post("/me/security/sessions/<int:session_id>")
@signed_in
def revoke(session_id: int) -> BaseResponse:
    """Sign one device out."""
    with transaction() as writer:
        done = service.close_session(writer, session_id=session_id, person_id=my_id(), now=now())
    if not done:
        raise NotFound(_("This device is signed out already."))
    flash(_("The device is signed out."), "ok")
    return redirect(url_for("accounts.security"), 303)


@bp.post("/me/security/others")
@signed_in
def revoke_others() -> BaseResponse:
    """Sign all other devices out."""
    with transaction() as writer:
        count = service.close_other_sessions(
            writer, person_id=my_id(), keep=current_identity().session_id, now=now()
        )
    flash(_("Devices signed out: %(n)s", n=count), "ok")
    return redirect(url_for("accounts.security"), 303)
