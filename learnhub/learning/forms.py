"""Forms of the course team."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import ValidationError

from learnhub.coursefile.document import Criterion
from learnhub.learning.marking import Given
from learnhub.web.forms import AtMost, DayField, Needed, PageForm, TidyString
from learnhub.web.numbers import whole_number

MOST_REASON, MOST_SUBJECT, MOST_TEXT, MOST_UNCLEAR = 300, 120, 5_000, 1_000
MOST_REMARK, MOST_WHY = 2_000, 500


class SheetForm(PageForm):
    """The file with people."""

    sheet = FileField(_l("Sheet with people"))


class StoreForm(PageForm):
    """Store what the dry run showed, and in which cohort the people of the sheet begin."""

    token = HiddenField()
    cohort = SelectField(_l("Cohort"))


def _reason() -> TidyString:
    return TidyString(
        _l("Reason"),
        [
            Needed(_l("Write the reason: it is kept with the decision")),
            AtMost(MOST_REASON, _l("Use 300 characters or fewer")),
        ],
    )


class TryForm(PageForm):
    """One try more."""

    quiz = SelectField(_l("Quiz"))
    reason = _reason()


class DueForm(PageForm):
    """A deadline of her own."""

    day = DayField(_l("Deadline"))
    reason = _reason()


class ExcuseForm(PageForm):
    """A step to leave out."""

    step = SelectField(_l("Step"))
    reason = _reason()


class AnewForm(PageForm):
    """Why a quiz is marked anew, by the keys of which version."""

    seen = HiddenField()

    reason = TidyString(
        _l("What was wrong"),
        [
            Needed(_l("Write what was wrong with the key: the learners read it")),
            AtMost(MOST_REASON, _l("Use 300 characters or fewer")),
        ],
    )


class CohortForm(PageForm):
    """A cohort with its dates."""

    name = TidyString(
        _l("Name of the cohort"),
        [Needed(_l("Give the cohort a name")), AtMost(80, _l("Use 80 characters or fewer"))],
    )
    starts_on = DayField(_l("First day"), [Needed(_l("Give the first day"))])
    ends_on = DayField(_l("Deadline"), [Needed(_l("Give the deadline"))])

    def validate_ends_on(self, field: Field) -> None:
        """Said at the day that is to be changed."""
        if self.starts_on.data and field.data and field.data < self.starts_on.data:
            raise ValidationError(_("A cohort ends on the day it starts, or later."))


class PutForm(PageForm):
    """Into which cohort."""

    cohort = SelectField(_l("Cohort"))


class UnclearForm(PageForm):
    """Whether a lesson was clear, and what was not."""

    clear = RadioField(_l("Was this lesson clear?"))
    unclear = TextAreaField(
        _l("What was not clear?"), [AtMost(MOST_UNCLEAR, _l("Use 1,000 characters or fewer"))]
    )


class MessageForm(PageForm):
    """A message in one language; the languages beside it are fields that the page adds."""

    subject = TidyString(
        _l("Subject"),
        [Needed(_l("Write a subject")), AtMost(MOST_SUBJECT, _l("Use 120 characters or fewer"))],
    )
    text = TextAreaField(
        _l("Message"),
        [Needed(_l("Write the message")), AtMost(MOST_TEXT, _l("Use 5,000 characters or fewer"))],
    )


class Points:
    """Whole points from nought to what a criterion can earn."""

    def __init__(self, criterion: Criterion) -> None:
        self.criterion = criterion

    def __call__(self, _form: object, field: Field) -> None:
        given = (field.data or "").strip()
        if whole_number(given, self.criterion.points) is None:
            said = {"title": self.criterion.title, "most": self.criterion.points}
            raise ValidationError(_("%(title)s: give whole points from 0 to %(most)s", **said))


class MarksForm(PageForm):
    """Marks for one work; `marks_form` adds the fields of its criteria."""

    criteria: Sequence[Criterion] = ()
    seen = HiddenField()

    @property
    def points(self) -> dict[str, int]:
        """What was given, by criterion, once the form was found right."""
        return {each.id: int(self[f"points-{each.id}"].data) for each in self.criteria}

    @property
    def remarks(self) -> dict[str, str]:
        """What was said, by criterion."""
        return {each.id: self[f"remark-{each.id}"].data or "" for each in self.criteria}


def marks_form(criteria: Sequence[Criterion]) -> MarksForm:
    """A form with points and a remark for each criterion, a remark on the whole, and whether somebody else shall
    look at the work too."""
    fields = _of_marks(criteria)
    fields["again"] = BooleanField(_l("Somebody else should look at it too before it is decided"))
    made: MarksForm = type("MarksOfWork", (MarksForm,), fields)()
    return made


def correction_form(criteria: Sequence[Criterion], given: Given | None = None) -> MarksForm:
    """The same for marks that are put right, with the reason. `given` are the marks as they stand."""
    fields = _of_marks(criteria)
    fields["why"] = TextAreaField(
        _l("What was wrong and is put right"),
        [Needed(_l("Write what is put right")), AtMost(MOST_WHY, _l("Use 500 characters or fewer"))],
    )
    made: MarksForm = type("MarksPutRight", (MarksForm,), fields)()
    if given is not None:
        for each in criteria:
            made[f"points-{each.id}"].data = str(given.points.get(each.id, ""))
            made[f"remark-{each.id}"].data = given.remarks.get(each.id, "")
        made["remark"].data = given.remark
    return made


def _of_marks(criteria: Sequence[Criterion]) -> dict[str, object]:
    too_long = _l("Use 2,000 characters or fewer")
    fields: dict[str, object] = {"criteria": criteria}
    for each in criteria:
        fields[f"points-{each.id}"] = StringField(_l("Points"), [Points(each)])
        fields[f"remark-{each.id}"] = TextAreaField(_l("Remark"), [AtMost(MOST_REMARK, too_long)])
    fields["remark"] = TextAreaField(_l("Remark on the whole work"), [AtMost(MOST_REMARK, too_long)])
    return fields
