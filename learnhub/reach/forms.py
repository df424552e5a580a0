"""The question that a reach page takes from its address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import Field, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import ValidationError

from learnhub.kernel.errors import Unacceptable
from learnhub.reach.asked import Asked, Period, as_of_from, named_period
from learnhub.reach.query import parse_day
from learnhub.web.forms import AtMost, Needed, PageForm, TidyString
from learnhub.web.i18n import LANGUAGES

FIRST_YEAR, LAST_YEAR = 1900, 2999  # as in the names of periods


def _countable(day: date) -> date:
    """The day, if a page can also count from it to the years around. Raises Unacceptable."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Unacceptable(f"{day} is out of reach: take a year from {FIRST_YEAR} to {LAST_YEAR}.")
    return day


class PeriodForm(PageForm):
    """A period by name (`?period=2026-Q3`) or by its days, and up to when records are taken. Sent by GET.

    The days win over a name: an address made by the form has only them.
    """

    class Meta(PageForm.Meta):
        """Nothing is changed, so there is nothing to protect."""

        csrf = False

    period = TidyString()
    start = TidyString(_l("From"), name="from")
    end = TidyString(_l("To"), name="to")
    as_of = TidyString(_l("As recorded up to"))

    def read(self, now: datetime) -> Asked | None:
        """What is asked for; None if something needs another look, with the reason at its field."""
        period = self._period(now.date())
        as_of = self._as_of(now)
        if self.problems or period is None:
            return None
        self.start.data, self.end.data = period.start.isoformat(), period.end.isoformat()
        return Asked(period, as_of)

    def _period(self, today: date) -> Period | None:
        if not self.start.data and not self.end.data:
            try:
                return named_period(self.period.data or str(today.year), today)
            except Unacceptable:
                typed = self.period.data
                self.start.errors = [_("“%(typed)s” is no period. Give its first and last day.", typed=typed)]
                return None
        start, end = self._day(self.start), self._day(self.end)
        if start is None or end is None:
            return None
        if start > end:
            self.end.errors = [_("The last day lies before the first one. Swap the two days.")]
        return Period(start, end)

    def _day(self, field: Field) -> date | None:
        if not field.data:
            field.errors = [_("Give this day too, or leave both days empty")]
            return None
        try:
            return _countable(parse_day(field.data))
        except Unacceptable:
            field.errors = [_("“%(typed)s” is no day. Write it like 2026-01-31.", typed=field.data)]
            return None

    def _as_of(self, now: datetime) -> datetime | None:
        if not self.as_of.data:
            return None
        try:
            return _passed(self.as_of.data, now)
        except Unacceptable as error:
            self.as_of.errors = [error.message]
            return None


def _passed(typed: str, now: datetime) -> datetime:
    """The moment that somebody typed. Raises Unacceptable, in the reader's words, if it is none or still to come."""
    try:
        instant = as_of_from(typed, now)
    except Unacceptable as error:
        said = _("“%(typed)s” is no day or time. Write it like 2026-01-31 or 2026-01-31T12:00Z.", typed=typed)
        raise Unacceptable(said) from error
    if instant > now:
        raise Unacceptable(_("This lies in the future. Take a day up to today, or leave it empty."))
    return instant


class DonorForm(PageForm):
    """A donor's own indicators, and in which file they are wanted beside ours."""

    sheet = FileField(_l("Sheet with the donor’s indicators"))
    kind = SelectField(_l("File"))


DAYS = (1, 7, 14, 28)  # after the end of a period


class InLanguage(PageForm):
    """A form that asks for a language; the page's own is proposed."""

    language = SelectField(_l("Language of the documents"))

    def speaking(self, language: str) -> Self:
        """The form with the languages to choose from."""
        self.language.choices = list(LANGUAGES.items())
        self.language.data = self.language.data or language
        return self


class ReleaseForm(InLanguage):
    """A release to be made."""

    scope = SelectField(_l("Scope"))
    period = SelectField(_l("Period"))
    stage = RadioField(_l("Stage"), default="P")
    as_of = TidyString(_l("As recorded up to"))
    reason = TidyString(_l("Why a revision is needed"), [AtMost(500, _l("At most 500 signs"))])

    @classmethod
    def offering(cls, scopes: Sequence[tuple[str, str]], periods: Sequence[str], language: str) -> Self:
        """The form with these choices."""
        form = cls()
        form.scope.choices = list(scopes)
        form.period.choices = [(name, name) for name in periods]
        form.stage.choices = [
            ("P", _("Provisional: at any time after the end of the period, until there is a final one")),
            ("F", _("Final: once, from 31 days after the end of the period")),
            ("R", _("Revised: what is known now, beside a final one, with the reasons of each difference")),
        ]
        return form.speaking(language)

    def propose(self, asked: Mapping[str, str]) -> bool:
        """Choose beforehand what an address asks for, else the last whole year, of which most reports are.

        The period is `of`, written as in names of files: the pages of live figures, which have a `period`, cannot
        read that. False: it asks for days of which no release is made.
        """
        offered = [value for value, *_rest in self.period.iter_choices()]
        year = next((name for name in offered if "-" not in name), None)
        wanted = asked.get("of")
        self.scope.data, self.period.data = asked.get("scope"), wanted if wanted in offered else year
        return not wanted or wanted in offered

    def moment(self, now: datetime) -> datetime:
        """The as-of; without one a second ago, so that no record can still arrive before it. Raises Unacceptable."""
        asked = _passed(self.as_of.data, now) if self.as_of.data else now
        return now - timedelta(seconds=1) if asked == now else asked

    def languages(self) -> tuple[str, ...]:
        """The languages of the documents: the one that was chosen, and English."""
        return tuple(sorted({"en", str(self.language.data)}))


class ReportForm(InLanguage):
    """A report to be made regularly."""

    scope = SelectField(_l("Scope"))
    every = RadioField(_l("How often"), default="quarter")
    day = SelectField(_l("Days after the end of the period"), coerce=int, default=7)

    @classmethod
    def offering(cls, scopes: Sequence[tuple[str, str]], language: str) -> Self:
        """The form with these choices."""
        form = cls()
        form.scope.choices = list(scopes)
        form.every.choices = [("quarter", _("Each quarter")), ("year", _("Each year"))]
        form.day.choices = [(days, str(days)) for days in DAYS]
        return form.speaking(language)


def a_day(_form: object, field: Field) -> None:
    """A validator: what was typed is a day, if anything was. Raises ValidationError."""
    if not field.data:
        return
    try:
        _countable(parse_day(field.data))
    except Unacceptable as error:
        said = _("“%(typed)s” is no day. Write it like 2026-01-31.", typed=field.data)
        raise ValidationError(said) from error


class ProjectCodeForm(PageForm):
    """What a donor project is asked for once: tags and files name it. Stands before the rest, as on the page."""

    code = TidyString(_l("Code"), [Needed(_l("Give it a code")), AtMost(32, _l("At most 32 signs"))])
    centre = SelectField(_l("Whose project"))


class ProjectForm(PageForm):
    """What is said of a donor project."""

    donor = TidyString(_l("Donor"), [Needed(_l("Say who pays")), AtMost(120, _l("At most 120 signs"))])
    title = TidyString(_l("Title"), [Needed(_l("Give it a title")), AtMost(200, _l("At most 200 signs"))])
    starts_on = TidyString(_l("First day"), [Needed(_l("Give the first day")), a_day])
    ends_on = TidyString(_l("Last day"), [Needed(_l("Give the last day")), a_day])
    seen = HiddenField()

    def days(self) -> tuple[date, date]:
        """First and last day of a form that was taken."""
        return parse_day(self.starts_on.data or ""), parse_day(self.ends_on.data or "")


class NewProjectForm(ProjectCodeForm, ProjectForm):
    """A donor project that is not there yet."""

    @classmethod
    def offering(cls, centres: Sequence[tuple[str, str]]) -> Self:
        """The form with these centres to choose from."""
        form = cls()
        form.centre.choices = list(centres)
        return form


class LastDayForm(PageForm):
    """Since when a project is over. Stands before the reason, as on the page."""

    ended_on = TidyString(_l("Ended on"), [Needed(_l("Give the day on which it ended")), a_day])

    def day(self) -> date:
        """The day of a form that was taken."""
        return parse_day(self.ended_on.data or "")


class ProjectTurnForm(PageForm):
    """Why a project is ended or opened again."""

    reason = TidyString(_l("Reason"), [Needed(_l("Give the reason")), AtMost(500, _l("At most 500 signs"))])


class ProjectEndForm(LastDayForm, ProjectTurnForm):
    """Since when a project is over, and why."""


class DonorIndicatorForm(PageForm):
    """A donor's own indicator, and the one of ours that answers it."""

    code = TidyString(
        _l("The donor’s code"), [Needed(_l("Give the code")), AtMost(60, _l("At most 60 signs"))]
    )
    definition = TextAreaField(
        _l("The donor’s definition"),
        [Needed(_l("Give the definition")), AtMost(2000, _l("At most 2,000 signs"))],
    )
    indicator = SelectField(_l("Our indicator"))
    difference = TextAreaField(_l("What differs"), [AtMost(2000, _l("At most 2,000 signs"))])
    target = TidyString(_l("Target"), [AtMost(40, _l("At most 40 signs"))])
    baseline = TidyString(_l("Baseline"), [AtMost(40, _l("At most 40 signs"))])
    baseline_day = TidyString(_l("Day of the baseline"), [a_day])
    seen = HiddenField()

    def values(self) -> dict[str, str]:
        """What was typed, by the columns of a donor's sheet; lines of a text become one."""
        names = ("code", "definition", "indicator", "difference", "target", "baseline", "baseline_day")
        return {name: " ".join((self[name].data or "").split()) for name in names}
