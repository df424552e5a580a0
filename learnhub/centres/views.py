"""Pages of a centre's people: roles, help with a lost password; and the first administrator."""

from __future__ import annotations

import structlog
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import login_user
from werkzeug.wrappers import Response

from learnhub.access.identity import NETWORK, Grant, Identity, Role, Scope, ScopeKind
from learnhub.access.permissions import Permission
from learnhub.access.policy import SCOPES_OF_ROLE, Resource, may_give, permits
from learnhub.accounts import queries as people
from learnhub.accounts import service as accounts
from learnhub.accounts.domain import CENTRE_CODE
from learnhub.accounts.passwords import hash_password
from learnhub.accounts.queries import names_of
from learnhub.centres import service
from learnhub.centres.forms import (
    ROLE_NAMES,
    CodeForPersonForm,
    FirstAdministratorForm,
    GiveRoleForm,
    GiveWideRoleForm,
)
from learnhub.centres.mails import mail_role
from learnhub.centres.queries import (
    MembershipFacts,
    find_centre,
    get_centre,
    has_administrator,
    members_of_centre,
    resource_of_person,
    wide_roles,
)
from learnhub.centres.regions import REGIONS
from learnhub.centres.snapshot import reference
from learnhub.centres.words import scope_name
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Conflict, Gone
from learnhub.web import paging
from learnhub.web.appearance import start_anew
from learnhub.web.guards import allowed, public
from learnhub.web.i18n import language
from learnhub.web.identity import SignedIn, current_identity
from learnhub.web.paging import page_number
from learnhub.web.settings import current_settings

bp = Blueprint("centres", __name__, url_prefix="/<lang:lang>", template_folder="templates")
Page = str | Response | tuple[str, int]
ROLES_TO_PAGE = 50
OF_A_CENTRE = (Role.AUTHOR, Role.REVIEWER, Role.FACILITATOR, Role.CENTRE_COORDINATOR, Role.RECORDS_OFFICER)
log = structlog.get_logger()
WIDE = (Role.NATIONAL_VIEWER, Role.NETWORK_COORDINATOR, Role.RECORDS_OFFICER, Role.ADMINISTRATOR)


def centre_resource(code: str, **_others: object) -> Resource:
    """The centre as policies see it."""
    get_centre(reading(), code)
    return reference(reading()).centre_resource(code)


def _forms(code: str) -> tuple[GiveRoleForm, CodeForPersonForm]:
    give = GiveRoleForm()
    here = centre_resource(code)
    give.role.choices = [
        (r.value, ROLE_NAMES[r]) for r in OF_A_CENTRE if may_give(current_identity(), r, here)
    ]
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
    reader, number, here = reading(), page_number(), centre_resource(code)
    members, total = members_of_centre(reader, code, now(), page=number, size=ROLES_TO_PAGE)
    page = render_template(
        "centres/people.html", centre=find_centre(reader, code), give=give, code_form=code_form, made=made,
        page=paging.Page(_named(members), number, total, ROLES_TO_PAGE),
        address=lambda n: url_for("centres.centre_people", code=code, page=n),
        role_names=ROLE_NAMES, endable={m.id for m in members if may_give(current_identity(), m.role, here)},
        days=CENTRE_CODE.days, whom=whom, wide=permits(current_identity(), Permission.MANAGE_ROLES),
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
    if not give.sent() or not _given(give, Scope(ScopeKind.CENTRE, code)):
        return _page(code, give, code_form, status=422)
    return redirect(url_for("centres.centre_people", code=code), 303)


def _given(give: GiveRoleForm, scope: Scope) -> bool:
    """Whether the role was given, and its holder told; else the form says what stands against it."""
    typed = give.login.data or ""
    found = people.certain_owners(reading(), typed)
    if not found:
        give.login.errors = [
            _("Nobody signs in with this, or the address is not confirmed. Ask for the learner number.")
        ]
        return False
    role, actor, instant = Role(give.role.data), current_identity(), now()
    try:
        with transaction() as writer:
            service.give_role(writer, person_id=found[0].id, role=role, scope=scope, actor=actor, now=instant)
            mail_role(
                writer, Grant(role, scope), to=found[0].id, actor=actor,
                public_url=current_settings().public_url, now=instant,
            )  # fmt: skip
    except Conflict as error:
        give.login.errors = [_(error.message)]
        return False
    flash(_("The role is given."), "ok")
    return True


def _end(membership: int) -> None:
    """End a role, and tell its holder; the next page says so, or what stands against it."""
    actor, instant = current_identity(), now()
    try:
        with transaction() as writer:
            over = service.end_role(writer, membership_id=membership, actor=actor, now=instant)
            mail_role(
                writer, Grant(over.role, Scope(over.scope_kind, over.scope_id)), to=over.person_id, actor=actor,
                public_url=current_settings().public_url, now=instant, ended=True,
            )  # fmt: skip
    except Conflict as error:
        flash(_(error.message), "bad")
        return
    flash(_("The role is ended."), "ok")


@bp.post("/centre/<code>/people/<int:membership>/end")
@allowed(Permission.MANAGE_MEMBERS, centre_resource)
def end_role(code: str, membership: int) -> Response:
    """End a role as of now."""
    _end(membership)
    return redirect(url_for("centres.centre_people", code=code), 303)


def _named(members: list[MembershipFacts]) -> list[tuple[MembershipFacts, str, str]]:
    """Roles with the name of who holds each, and of who gave it: blank if it was given on the server."""
    givers = [member.granted_by for member in members if member.granted_by]
    names = names_of(reading(), [*(member.person_id for member in members), *givers])
    return [
        (member, names[member.person_id], names.get(member.granted_by or 0, ""))
        for member in members
        if member.person_id in names
    ]


def _wide_form() -> GiveWideRoleForm:
    form, known = GiveWideRoleForm(), reference(reading())
    form.role.choices = [(role.value, ROLE_NAMES[role]) for role in WIDE]
    places = [Scope(ScopeKind.REGION, code) for code in REGIONS]
    places += [Scope(ScopeKind.COUNTRY, iso2) for iso2, _name in known.country_choices(language())]
    named = [(place, scope_name(reading(), place, language())) for place in (NETWORK, *places)]
    form.held_for.choices = [(f"{place.kind}:{place.id}", name) for place, name in named]
    return form


def _wide_page(form: GiveWideRoleForm, status: int = 200) -> Page:
    number = page_number()
    held, total = wide_roles(reading(), now(), page=number, size=ROLES_TO_PAGE)
    return render_template(
        "centres/roles.html", give=form, role_names=ROLE_NAMES,
        page=paging.Page(_named(held), number, total, ROLES_TO_PAGE),
        address=lambda n: url_for("centres.roles", page=n),
        place=lambda scope: scope_name(reading(), scope, language()),
    ), status  # fmt: skip


@bp.route("/operate/roles", methods=["GET", "POST"])
@allowed(Permission.MANAGE_ROLES)
def roles() -> Page:
    """Who holds a role for more than a centre; and giving one."""
    form = _wide_form()
    if not form.sent():
        return _wide_page(form, 422 if form.is_submitted() else 200)
    kind, _colon, code = str(form.held_for.data).partition(":")
    scope = Scope(ScopeKind(kind), code)
    if scope.kind not in SCOPES_OF_ROLE[Role(form.role.data)]:
        form.held_for.errors = [_("This role is not held for that.")]
    if form.held_for.errors or not _given(form, scope):
        return _wide_page(form, 422)
    return redirect(url_for("centres.roles"), 303)


@bp.post("/operate/roles/<int:membership>/end")
@allowed(Permission.MANAGE_ROLES)
def end_wide_role(membership: int) -> Response:
    """End a role as of now."""
    _end(membership)
    return redirect(url_for("centres.roles"), 303)


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
                "The centre must have made it, or the person have registered for a course of the centre or "
                "chosen the centre."
            )
        ]
        return _page(code, give, form, status=422)
    with transaction() as writer:
        made = accounts.issue_token(
            writer, purpose="centre-reset", person_id=found[0].id, lasts=CENTRE_CODE, now=now(), printed=True
        )
    log.info("code for a password made", person=current_identity().person_id, about=found[0].id, centre=code)
    return _page(code, *_forms(code), made=made, whom=found[0].name)


def _used() -> Gone:
    return Gone(
        _(
            "This link was used or has run out. As long as there is no administrator, each start of the server prints "
            "a new one; if there is one, sign in."
        )
    )


@bp.route("/first-administrator/<token>", methods=["GET", "POST"])
@public
def first_administrator(token: str) -> Page:
    """Make the first administrator with the link that the server printed."""
    form = FirstAdministratorForm()
    if people.find_token(reading(), token, "administrator", now()) is None or has_administrator(
        reading(), now()
    ):
        raise _used()
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
            raise _used()
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
