"""Forms about people: shape and per-field checks, each message with its mend."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, PasswordField, RadioField, SelectField
from wtforms.validators import Optional, ValidationError

from learnhub.accounts.domain import OCCUPATIONS, birth_year_problem, password_problem
from learnhub.accounts.service import AboutYou
from learnhub.kernel.clock import now
from learnhub.web.forms import AtMost, DayField, Needed, PageForm, TidyString

OCCUPATION_LABELS = {
    "student": _l("Student"), "teacher": _l("Teacher"), "researcher": _l("Researcher"),
    "engineer": _l("Engineer"),
    "technician": _l("Technician"), "government": _l("Government or public service"),
    "ngo": _l("Non-governmental organization"), "private": _l("Business"), "media": _l("Press and media"),
    "other": _l("Other"),
}  # fmt: skip


def theme_choices() -> list[tuple[str, Any]]:
    """How pages may look, in the reader's language."""
    return [("", _("As my device is set")), ("light", _("Light")), ("dark", _("Dark"))]


class AppearanceForm(PageForm):
    """How pages look."""

    theme = RadioField(_l("Colours"), choices=theme_choices, default="")


def gender_choices() -> list[tuple[str, Any]]:
    """Answers to the question of gender, in the reader's language."""
    return [
        ("F", _("Woman")),
        ("M", _("Man")),
        ("X", _("Another gender")),
        ("N", _("I’d rather not say")),
    ]


def occupation_choices() -> list[tuple[str, Any]]:
    """Professional roles, in the reader's language."""
    return [("", _l("I’d rather not say")), *((code, OCCUPATION_LABELS[code]) for code in OCCUPATIONS)]


def check_email(_form: Any, field: Field) -> None:
    """An address that can be one, or nothing."""
    if field.data and not _can_be_an_address(field.data):
        raise ValidationError(_("Give an e-mail address with an @ sign, or leave it empty"))


def _can_be_an_address(text: str) -> bool:
    import email_validator  # noqa: PLC0415 - large, and few requests bring an address

    if "=?" in text:  # begins a word in code: what a mail program reads there is another address
        return False
    try:
        # no look-up on the network: a learner may register behind a firewall
        email_validator.validate_email(text, check_deliverability=False)
    except email_validator.EmailNotValidError:
        return False
    return True


def check_new_password(form: Any, field: Field) -> None:
    """Long enough, not one of the worst, not the name itself."""
    login = form.email.data if "email" in form and form.email.data else ""
    name = form.name.data if "name" in form and form.name.data else ""
    problem = password_problem(field.data or "", login=login, name=name)
    messages = {
        "short": _("Choose a password of 10 characters or more"),
        "long": _("Choose a password of 200 characters or fewer"),
        "common": _("This password is one of the first that others would try; choose another"),
        "personal": _("Choose a password that is not your name or address"),
    }
    if problem:
        raise ValidationError(messages[problem])


class NamedMixin:
    """The name. Fields are listed, and their problems told, in the order in which they are written here."""

    name = TidyString(
        _l("Your name, as your certificate should print it"),
        [
            Needed(_l("Write your name as your certificate should print it")),
            AtMost(200, _l("Use 200 characters or fewer")),
        ],
    )


class AccountMixin(NamedMixin):
    """What makes an account."""

    email = TidyString(_l("E-mail"), [check_email, AtMost(254, _l("Use 254 characters or fewer"))])
    password = PasswordField(_l("Password"), [check_new_password])


class StayMixin:
    """Whether this device goes on being signed in after the browser was closed."""

    stay = BooleanField(_l("Stay signed in on this device for 30 days. Not for shared devices."))


class AboutYouMixin:
    """The optional questions; every one of them may stay empty."""

    country = SelectField(_l("Country where you live"), default="")
    gender = RadioField(_l("Gender"), choices=gender_choices, validators=[Optional(strip_whitespace=False)])
    birth_year = TidyString(_l("Year of birth"))
    occupation = SelectField(_l("What you do"), choices=occupation_choices, default="")
    follow_up = BooleanField(_l("I may be asked once, six months after a course, whether I used it."))

    def validate_birth_year(self, field: Field) -> None:
        """Four digits of any script, and a year in which a reader can have been born."""
        if not field.data:
            return
        try:
            year = int(field.data)
        except ValueError as error:
            raise ValidationError(
                _("Write the year with four digits, for example 1990, or leave it empty")
            ) from error
        if birth_year_problem(year, now().date()):
            raise ValidationError(_("Check the year of birth: write for example 1990, or leave it empty"))

    def about(self, country_from: date | None = None) -> AboutYou:
        """The answers as a value."""
        year = self.birth_year.data
        return AboutYou(
            country=self.country.data or "",
            country_from=country_from,
            gender=self.gender.data or "",
            birth_year=int(year) if year else None,
            occupation=self.occupation.data or "",
            follow_up=bool(self.follow_up.data),
        )


class RegisterForm(AccountMixin, StayMixin, AboutYouMixin, PageForm):
    """Two answers make an account."""

    next = HiddenField()
    course = HiddenField()


class SignInForm(StayMixin, PageForm):
    """Who and the password."""

    login = TidyString(
        _l("E-mail or learner number"), [Needed(_l("Write your e-mail address or learner number"))]
    )
    password = PasswordField(_l("Password"), [Needed(_l("Write your password"))])
    next = HiddenField()


class ProfileForm(NamedMixin, AboutYouMixin, PageForm):
    """What a person may say of herself."""

    country_from = DayField(_l("I have lived there since"), [Optional()])
    language = SelectField(_l("Language of pages and mail"))
    helper = SelectField(_l("Centre that may help you with a lost password"), default="")
    seen = HiddenField()

    def validate_country_from(self, field: Field) -> None:
        """A day that has come."""
        if field.data and field.data > now().date():
            raise ValidationError(_("Give a day that has come, or leave it empty"))
        if field.data and field.data.year < 1900:
            raise ValidationError(_("Give a day after 1900, or leave it empty"))

    def is_behind(self, stored: Mapping[str, Any]) -> bool:
        """Whether something else was stored since this page was opened, say on another one. What differs is said beside
        its field, and who saves once more has seen it."""
        if not self.seen.data or self.seen.data == stored["seen"]:
            return False
        self.seen.data = stored["seen"]
        yes_or_no = {True: _("Yes"), False: _("No")}
        for field in self:
            value = stored.get(field.name, field.data)
            if value != field.data:
                words = dict(getattr(field, "choices", None) or yes_or_no).get(value, value)
                field.errors = [
                    _(
                        "Another page has saved meanwhile: “%(words)s”. Save again to put yours in its place",
                        words=words,
                    )
                ]
        return bool(self.problems)


class RecoverForm(PageForm):
    """Ask for a link, or use a code of the centre."""

    login = TidyString(
        _l("E-mail or learner number"), [Needed(_l("Write your e-mail address or learner number"))]
    )


class CodeForm(PageForm):
    """The code that a centre read out."""

    code = TidyString(_l("Code from your centre"), [Needed(_l("Write the code that your centre gave you"))])


class NewPasswordForm(PageForm):
    """Only the new one; the link is the proof."""

    password = PasswordField(_l("New password"), [check_new_password])


class ResetForm(StayMixin, NewPasswordForm):
    """Whoever has chosen one is signed in."""


class ChangePasswordForm(NewPasswordForm):
    """The present one first."""

    present = PasswordField(_l("Present password"), [Needed(_l("Write your present password"))])


class EraseForm(PageForm):
    """The password once more, so that a borrowed phone can't erase an account."""

    present = PasswordField(_l("Your password"), [Needed(_l("Write your password"))])


class EmailForm(PageForm):
    """An address and the password, so that a borrowed phone can't be used to take an account over."""

    email = TidyString(_l("E-mail"), [check_email, AtMost(254, _l("Use 254 characters or fewer"))])
    present = PasswordField(_l("Your password"), [Needed(_l("Write your password"))])


class EmptyForm(PageForm):
    """A button and its CSRF token."""
