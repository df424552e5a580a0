"""Forms of trainings, and what a sheet of one day sends."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from learnhub.kernel.letters import plain_digits
from learnhub.training.domain import (
    BLANK,
    MOST_HOURS,
    Mark,
    Mode,
    Plan,
    Presence,
    Status,
    as_recorded,
    tidy_hours,
)
from learnhub.training.queries.people import Listed
from learnhub.training.service.attending import Typed
from learnhub.training.words import MODES
from learnhub.web.forms import AtMost, DayField, Needed, PageForm, TidyString
from learnhub.web.numbers import whole_number

MOST_HEADS = 100_000
MOST_LINES = 500
PEOPLE = 100  # on a page of a list, and of a sheet
MOST_TARGETS = 5
Choices = Sequence[tuple[str, str]]


def _scheduled(_form: object, field: Field) -> None:
    if field.data and tidy_hours(field.data, MOST_HOURS) is None:
        raise ValidationError(_("Write hours as a number such as 12 or 10.5, 1000 at most"))


def _codes(typed: str | None) -> tuple[str, ...]:
    """The codes in a line, whatever stands between them."""
    words = re.split(r"[^\w.]+", plain_digits(typed or "").lower())
    return tuple(dict.fromkeys(code.strip(".") for code in words if code.strip(".")))


class TrainingForm(PageForm):
    """What is said of a training."""

    title = TidyString(
        _l("Title"), [Needed(_l("Give the training a title")), AtMost(200, _l("Use 200 characters or fewer"))]
    )
    theme = SelectField(_l("Theme"))
    mode = SelectField(_l("How people take part"))
    country = SelectField(_l("Country"))
    place = TidyString(_l("Place"), [AtMost(120, _l("Use 120 characters or fewer"))])
    starts_on = DayField(_l("First day"), [Needed(_l("Give the first day"))])
    ends_on = DayField(_l("Last day"), [Needed(_l("Give the last day"))])
    hours = TidyString(_l("Hours of all days together"), [Needed(_l("Give the scheduled hours")), _scheduled])
    with_1 = SelectField(_l("Organised together with"))
    with_2 = SelectField(_l("and with"))
    with_3 = SelectField(_l("and with"))
    targets = TidyString(_l("Targets of the Sustainable Development Goals"))
    announced = BooleanField(_l("Show it to everybody, in the calendar of trainings"))
    seen = HiddenField()
    known: Collection[str] = ()

    @classmethod
    def offering(
        cls,
        *,
        themes: Choices,
        countries: Choices,
        centres: Choices,
        codes: Collection[str],
        **proposed: object,
    ) -> Self:
        """The form with what can be chosen, and what is proposed or stored; `codes` are those of all targets."""
        form = cls(data=proposed)
        form.known = codes
        form.theme.choices, form.country.choices = themes, countries
        form.mode.choices = [(mode.value, name) for mode, name in MODES.items()]
        for each in form.others:
            each.choices = [("", "–"), *centres]
        return form

    def validate_targets(self, field: Field) -> None:
        """Codes that there are, and not too many."""
        codes = _codes(field.data)
        if unknown := [code for code in codes if code not in self.known]:
            raise ValidationError(
                _("There is no target %(code)s. Write codes such as 6.5 or 13.b", code=unknown[0])
            )
        if len(codes) > MOST_TARGETS:
            raise ValidationError(_("Name the five that matter most"))

    @property
    def others(self) -> tuple[SelectField, ...]:
        """The fields of further centres."""
        return (self.with_1, self.with_2, self.with_3)

    def plan(self) -> Plan:
        """What was typed, once the form was found right."""
        first, last = self.starts_on.data, self.ends_on.data
        if first is None or last is None:
            raise ValueError("only a form that was found right has a plan")
        return Plan(
            title=self.title.data or "", theme=self.theme.data, mode=Mode(self.mode.data),
            country=self.country.data, place=self.place.data or "", starts_on=first, ends_on=last,
            hours=tidy_hours(self.hours.data or "", MOST_HOURS) or "",
            co_centres=tuple(each.data for each in self.others if each.data),
            targets=_codes(self.targets.data), announced=self.announced.data,
        )  # fmt: skip


class CallOffForm(PageForm):
    """Cancel a training, or put it off."""

    status = RadioField(_l("What becomes of it"), default=Status.CANCELLED.value)
    reason = TidyString(
        _l("Reason"),
        [Needed(_l("Write the reason: it is kept")), AtMost(300, _l("Use 300 characters or fewer"))],
    )

    @classmethod
    def offering(cls) -> Self:
        """The form with both ends."""
        form = cls()
        form.status.choices = [
            (Status.CANCELLED.value, _("It is cancelled")),
            (Status.POSTPONED.value, _("It is put off; the new days are not known yet")),
        ]
        return form


def _count(field: Field) -> int | None:
    return whole_number(plain_digits(field.data or "").strip() or "0")


def _heads(_form: object, field: Field) -> None:
    count = _count(field)
    if count is None:
        raise ValidationError(_("Write a whole number, such as 12"))
    if count > MOST_HEADS:
        raise ValidationError(_("At most 100,000 people can be counted at a training"))


class HeadsForm(PageForm):
    """People without a name, by gender."""

    headcount_f = StringField(_l("Women"), [_heads])
    headcount_m = StringField(_l("Men"), [_heads])
    headcount_x = StringField(_l("Another gender"), [_heads])
    headcount_u = StringField(_l("Not known"), [_heads])
    seen = HiddenField()

    def heads(self) -> dict[str, int]:
        """The counts, once the form was found right."""
        fields = (self.headcount_f, self.headcount_m, self.headcount_x, self.headcount_u)
        return {each.name: _count(each) or 0 for each in fields}


class ListForm(PageForm):
    """People to be put on the list, one to a line."""

    people = TextAreaField(_l("People"), [Needed(_l("Write one person to a line"))])

    def lines(self) -> list[str]:
        """What was typed, without blank lines and lines that were there before."""
        typed = (self.people.data or "").replace("\t", " ")
        text = "".join(sign for sign in typed if sign.isprintable() or sign == "\n")
        tidy = (" ".join(line.split())[:254] for line in text.split("\n"))
        return list(dict.fromkeys(filter(None, tidy)))


@dataclass
class DayForm:
    """A sheet of one day as it was sent, by the numbers of people: `seen` is what its page showed, `shown` what its
    fields hold, `rows` those that say something."""

    rows: dict[int, Typed] = field(default_factory=dict)
    seen: dict[int, Mark] = field(default_factory=dict)
    shown: dict[int, Mark] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong, by the field."""
        return dict(self.problems)


def people_in(values: Mapping[str, str]) -> list[int]:
    """The numbers of the people whom the page of a sheet showed: who came on the list since then is not meant."""
    found = (whole_number(name.removesuffix(".shown")) for name in values if name.endswith(".shown"))
    return [number for number in found if number is not None][:PEOPLE]


def read_day(values: Mapping[str, str], people: Sequence[Listed], mode: str) -> DayForm:
    """What a sheet sent about these people. With `rest` everybody of whom nothing is said was present."""
    sent = DayForm()
    for each in people:
        number = each.person_id
        seen = Mark(*f"{values.get(f'{number}.shown', '')}||".split("|")[:3])
        status = values.get(f"status-{number}", "")
        if not status and seen == BLANK and "rest" in values:
            status = Presence.PRESENT.value
        typed, how = values.get(f"hours-{number}", "").strip()[:20], values.get(f"mode-{number}", "")
        how = how if how in (Mode.IN_PERSON, Mode.LIVE_ONLINE) else Mode.IN_PERSON.value
        sent.seen[number], sent.shown[number] = seen, Mark(status, typed, how)
        hours = tidy_hours(typed) if typed else ""
        if typed and typed != seen.hours and status != Presence.PRESENT:
            words = _(
                "%(name)s: hours belong to who was present. Choose it, or take the hours away", name=each.name
            )
            sent.problems.append((f"hours-{number}", words))
        elif status not in set(Presence):
            continue
        elif hours is None and status == Presence.PRESENT:
            words = _("%(name)s: write hours as a number such as 6 or 4.5, 24 at most", name=each.name)
            sent.problems.append((f"hours-{number}", words))
        else:
            sent.rows[number] = Typed(seen, as_recorded(mode, status, hours or "", how))
    return sent
