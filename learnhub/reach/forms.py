"""The question that a reach page takes from its address."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import Field, SelectField

from learnhub.kernel.errors import Unacceptable
from learnhub.reach.asked import Asked, Period, as_of_from, named_period
from learnhub.reach.query import parse_day
from learnhub.web.forms import PageForm, TidyString


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
                self.start.errors = [
                    _("“%(typed)s” is no period. Choose one above, or give two days.", typed=typed)
                ]
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
            return parse_day(field.data)
        except Unacceptable:
            field.errors = [_("“%(typed)s” is no day. Write it like 2026-01-31.", typed=field.data)]
            return None

    def _as_of(self, now: datetime) -> datetime | None:
        if not self.as_of.data:
            return None
        try:
            instant = as_of_from(self.as_of.data, now)
        except Unacceptable:
            self.as_of.errors = [
                _(
                    "“%(typed)s” is no day or time. Write it like 2026-01-31 or 2026-01-31T12:00Z.",
                    typed=self.as_of.data,
                )
            ]
            return None
        if instant > now:
            self.as_of.errors = [_("This lies in the future. Take a day up to today, or leave it empty.")]
        return instant


class DonorForm(PageForm):
    """A donor's own indicators, and in which file they are wanted beside ours."""

    sheet = FileField(_l("Sheet with the donor’s indicators"))
    kind = SelectField(_l("File"))
