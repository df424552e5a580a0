"""Pages of a centre's people: roles, help with a lost password; and the first administrator."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import login_user
from werkzeug.wrappers import Response

from learnhub.access.identity import Identity, Role, Scope, ScopeKind
from learnhub.access.permissions import Permission
from learnhub.access.policy import Resource, may_give, permits
from learnhub.accounts import queries as people
from learnhub.accounts import service as accounts
from learnhub.accounts.domain import CENTRE_CODE
from learnhub.accounts.passwords import hash_password
from learnhub.accounts.queries import names_of
from learnhub.centres import service
from learnhub.centres.forms import ROLE_NAMES, CodeForPersonForm, FirstAdministratorForm, GiveRoleForm
from learnhub.centres.queries import (
    find_centre,
    get_centre,
    has_administrator,
    members_of_centre,
    resource_of_person,
)
from learnhub.centres.snapshot import reference
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Conflict, Gone
from learnhub.web.appearance import start_anew
from learnhub.web.guards import allowed, public
from learnhub.web.identity import SignedIn, current_identity

bp = Blueprint("centres", __name__, url_prefix="/<lang:lang>", template_folder="templates")
Page = str | Response | tuple[str, int]


def centre_resource(code: str, **_others: object) -> Resource:
    """The centre as policies see it."""
    get_centre(reading(), code)
    return reference(reading()).centre_resource(code)


def _forms(code: str) -> tuple[GiveRoleForm, CodeForPersonForm]:
    give = GiveRoleForm()
    here = centre_resource(code)
    roles = (Role.AUTHOR, Role.REVIEWER, Role.FACILITATOR, Role.CENTRE_COORDINATOR)
    give.role.choices = [(r.value, ROLE_NAMES[r]) for r in roles if may_give(current_identity(), r, here)]
    return give, CodeForPersonForm()


def _page(
    code: str,
    give: GiveRoleForm,
    code_form: CodeForPersonForm,
    *,
    made: str = "",
    whom: str = "",
    status: int = 200,
) -> Page:
    reader = reading()
    members = members_of_centre(reader, code, now())
    names = names_of(reader, [member.person_id for member in members])
    rows = [(member, names[member.person_id]) for member in members if member.person_id in names]
    here = centre_resource(code)
    page = render_template(
        "centres/people.html", centre=find_centre(reader, code), rows=rows, give=give, code_form=code_form, made=made,
        role_names=ROLE_NAMES, endable={m.id for m in members if may_give(current_identity(), m.role, here)},
        days=CENTRE_CODE.days, whom=whom,
    )  # fmt: skip
    return page, status


@bp.get("/centre/<code>/people")
@allowed(Permission.MANAGE_MEMBERS, centre_resource)
def centre_people(code: str) -> Page:
    """Who holds which role for this centre."""
    return _page(code, *_forms(code))


@bp.post("/centre/<code>/people")
@allowed(Permission.MANAGE_MEMBERS, centre_resource)
def give_role(code: str) -> Page:
    """Give a role to an account."""
    give, code_form = _forms(code)
    if not give.sent():
        return _page(code, give, code_form, status=422)
    typed = give.login.data or ""
    # whoever registers can write any address: a role goes to an address only once it was shown to be hers
    found = [p for p in people.find_by_login(reading(), typed) if "@" not in typed or p.email_confirmed_at]
    if not found:
        give.login.errors = [
            _("Nobody signs in with this, or the address is not confirmed. Ask for the learner number.")
        ]
        return _page(code, give, code_form, status=422)
    try:
        with transaction() as writer:
            service.give_role(
                writer, person_id=found[0].id, role=Role(give.role.data), scope=Scope(ScopeKind.CENTRE, code),
                actor=current_identity(), now=now(),
            )  # fmt: skip
    except Conflict as error:
        give.login.errors = [error.message]
        return _page(code, give, code_form, status=422)
    flash(_("The role is given."), "ok")
    return redirect(url_for("centres.centre_people", code=code), 303)


@bp.post("/centre/<code>/people/<int:membership>/end")
@allowed(Permission.MANAGE_MEMBERS, centre_resource)
def end_role(code: str, membership: int) -> Response:
    """End a role as of now."""
    with transaction() as writer:
        service.end_role(writer, membership_id=membership, actor=current_identity(), now=now())
    flash(_("The role is ended."), "ok")
    return redirect(url_for("centres.centre_people", code=code), 303)


@bp.post("/centre/<code>/people/code")
@allowed(Permission.RECOVER_ACCOUNT, centre_resource)
def make_code(code: str) -> Page:
    """Make a code with which a learner of this centre chooses a new password."""
    give, form = _forms(code)
    if not form.sent():
        return _page(code, give, form, status=422)
    found = people.find_by_login(reading(), form.person.data or "")
    helps = found and permits(
        current_identity(),
        Permission.RECOVER_ACCOUNT,
        resource_of_person(reading(), found[0].id, found[0].home_centre, now()),
    )
    if not helps:
        form.person.errors = [
            _(
                "This centre can’t help this account. "
                "The centre must have made it, or the person have chosen the centre."
            )
        ]
        return _page(code, give, form, status=422)
    with transaction() as writer:
        made = accounts.issue_token(
            writer, purpose="centre-reset", person_id=found[0].id, lasts=CENTRE_CODE, now=now(), printed=True
        )
    return _page(code, *_forms(code), made=made, whom=found[0].name)


@bp.route("/first-administrator/<token>", methods=["GET", "POST"])
@public
def first_administrator(token: str) -> Page:
    """Make the first administrator with the link that the server printed."""
    form = FirstAdministratorForm()
    if people.find_token(reading(), token, "administrator", now()) is None or has_administrator(
        reading(), now()
    ):
        raise Gone(_("This link was used or has run out. Start the server again: it prints a new one."))
    if not form.sent():
        page = render_template("centres/first_administrator.html", form=form)
        return page, 422 if request.method == "POST" else 200
    account = accounts.NewAccount(
        name=form.name.data or "",
        email=form.email.data or "",
        password_hash=hash_password(form.password.data or ""),
    )
    with transaction() as writer:
        mine = accounts.use_link(writer, token=token, purpose="administrator", now=now())
        if not mine or has_administrator(writer, now()):
            raise Gone(_("This link was used or has run out. Start the server again: it prints a new one."))
        person = accounts.register(writer, account=account, now=now())
        accounts.confirm_email(writer, person=person, now=now())
        service.give_role(
            writer, person_id=person.id, role=Role.ADMINISTRATOR, scope=Scope(ScopeKind.NETWORK),
            actor=service.OPERATOR, now=now(),
        )  # fmt: skip
        session_token = accounts.open_session(writer, person_id=person.id, device="", stay=False, now=now())
    start_anew()
    login_user(SignedIn(session_token, Identity()))
    flash(
        _("You are the administrator of this LearnHub. Open a centre to give people their roles in it."), "ok"
    )
    return redirect(url_for("catalogue.centres"), 303)
