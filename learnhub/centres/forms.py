"""Forms of a centre's people."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, SelectField

from learnhub.accounts.forms import check_email, check_new_password
from learnhub.centres.words import ROLES
from learnhub.web.forms import AtMost, Needed, PageForm, TidyString

ROLE_NAMES = {role: _l(words) for role, words in ROLES.items()}


class GiveRoleForm(PageForm):
    """Who gets which role."""

    login = TidyString(
        _l("E-mail, learner number or sign-in name"), [Needed(_l("Write by what the person signs in"))]
    )
    role = SelectField(_l("Role"))


class GiveWideRoleForm(GiveRoleForm):
    """Who gets which role beyond a centre, and for what."""

    held_for = SelectField(_l("Held for"))


class CodeForPersonForm(PageForm):
    """Whose password is lost."""

    person = TidyString(
        _l("E-mail, learner number or sign-in name"), [Needed(_l("Write by what the person signs in"))]
    )


class FirstAdministratorForm(PageForm):
    """The first account that may do everything."""

    name = TidyString(
        _l("Your name"), [Needed(_l("Write your name")), AtMost(200, _l("Use 200 characters or fewer"))]
    )
    email = TidyString(
        _l("E-mail"), [Needed(_l("Write your e-mail address: you sign in with it")), check_email]
    )
    password = PasswordField(_l("Password"), [check_new_password])
