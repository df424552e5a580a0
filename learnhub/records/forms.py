"""Forms of records officers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, SelectField
from wtforms.validators import ValidationError

from learnhub.accounts.domain import birth_year_problem
from learnhub.kernel.clock import now
from learnhub.kernel.letters import plain_digits
from learnhub.records.domain import REASONS, Because, Change
from learnhub.records.queries.people import PersonCard
from learnhub.records.service.correcting import Counted
from learnhub.records.service.deciding import Why
from learnhub.records.words import BECAUSE, GENDERS
from learnhub.web.forms import AtMost, DayField, Needed, PageForm, TidyString
from learnhub.web.numbers import whole_number


class NoteForm(PageForm):
    """What is to be remembered about a case."""

    note = TidyString(_l("Note"), [AtMost(500, _l("Use 500 characters or fewer"))])


class WhyForm(PageForm):
    """The coded reason, and words where the code says too little."""

    because = SelectField(_l("Reason"))
    note = TidyString(_l("In your own words"), [AtMost(500, _l("Use 500 characters or fewer"))])

    @classmethod
    def of(cls, change: Change, **more: Any) -> Any:
        """The form with the reasons that fit this act; `prefix` where a page has two."""
        form = cls(**more)
        form.because.choices = [(each.value, BECAUSE[each]) for each in REASONS[change]]
        return form

    def validate_note(self, field: TidyString) -> None:
        """Another reason needs a word."""
        if self.because.data == Because.OTHER and not field.data:
            raise ValidationError(_("Say in a few words what the reason is"))

    def why(self) -> Why:
        """The reason as commands take it."""
        return Why(Because(self.because.data), self.note.data or "")


class MergeForm(WhyForm):
    """Which account is kept."""

    keep = HiddenField()


class FindForm(PageForm):
    """Somebody's account; sent by GET."""

    class Meta(PageForm.Meta):
        """Nothing is changed, so there is nothing to protect."""

        csrf = False

    q = TidyString(_l("E-mail, learner number, sign-in name or surrogate"))


class CompareForm(PageForm):
    """Two accounts to be compared."""

    one = TidyString(_l("One account"), [Needed(_l("Write by what the person signs in"))])
    other = TidyString(_l("The other account"), [Needed(_l("Write by what the person signs in"))])


class RowForm(FindForm):
    """A row of an attendance sheet; sent by GET."""

    q = TidyString(_l("Key of the row"))


class CorrectForm(WhyForm):
    """What is counted of a person."""

    gender = SelectField(_l("Gender"))
    birth_year = TidyString(_l("Year of birth"))
    country = SelectField(_l("Country where she lives"))
    since = DayField(_l("Lives there since"))
    seen = HiddenField()

    @classmethod
    def about(cls, card: PersonCard, countries: Sequence[tuple[str, str]], sent: Any) -> CorrectForm:
        """The form with what is recorded of this person, or with what was `sent`."""
        form: CorrectForm = cls.of(
            Change.CORRECT,
            formdata=sent,
            data={
                "gender": card.facts.gender,
                "birth_year": str(card.facts.birth_year or ""),
                "country": card.facts.country,
                "since": card.lives_since,
                "seen": str(card.rev),
            },
        )
        form.gender.choices = list(GENDERS.items())
        form.country.choices = [("", _("Not known")), *countries]
        return form

    def validate_birth_year(self, field: Field) -> None:
        """A year in which somebody who is counted can have been born."""
        year = self._year()
        if field.data and (year is None or birth_year_problem(year, now().date())):
            raise ValidationError(_("Write the year with four digits, such as 1990, or leave it empty"))

    def validate_since(self, field: Field) -> None:
        """A day that has come, in her life."""
        if field.data and field.data > now().date():
            raise ValidationError(_("This lies in the future. Write a day up to today."))
        if field.data and field.data.year < (self._year() or 1900):
            raise ValidationError(_("This is before she was born. Write a later day, or leave it empty."))

    def counted(self) -> Counted:
        """What the officer says, once the form was found right."""
        country = self.country.data or ""
        return Counted(self.gender.data or "", self._year(), country, self.since.data if country else None)

    def _year(self) -> int | None:
        return whole_number(plain_digits(self.birth_year.data or ""), 9999)


class WithdrawForm(WhyForm):
    """Why a certificate is taken back."""

    reason = TidyString(
        _l("What its check page will say"),
        [
            Needed(_l("Write the reason; the holder will ask for it")),
            AtMost(200, _l("Use 200 characters or fewer")),
        ],
    )
