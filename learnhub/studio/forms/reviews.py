"""Forms of a review: whom to ask, a comment, a decision."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional

from learnhub.kernel.letters import plain_lines
from learnhub.studio.review import Check, Reason
from learnhub.studio.reviewwords import check_names, reason_names
from learnhub.studio.service.reviews import Verdict
from learnhub.web.forms import AtMost, DayField, PageForm, TidyString
from learnhub.web.numbers import whole_number


def tidy(text: str | None) -> str:
    """A text of several lines with line ends of one kind."""
    return plain_lines(text or "").replace("\0", "").strip()


class AskForm(PageForm):
    """Who is asked for a review, and until when."""

    reviewer = SelectField(_l("Who"), coerce=int)
    due = DayField(_l("Hoped for by"), [Optional()])


class CommentForm(PageForm):
    """A comment on a block, with other words for it if wanted."""

    text = TextAreaField(_l("Comment"), [AtMost(5_000, _l("Use 5,000 characters or fewer"))])
    suggestion = TextAreaField(
        _l("Other words for this block"), [AtMost(50_000, _l("Use 50,000 characters or fewer"))]
    )
    rev = IntegerField(validators=[InputRequired(), NumberRange(1, 10**9)])
    place = IntegerField(validators=[InputRequired(), NumberRange(0, 10**6)])

    def words(self) -> str:
        """The comment."""
        return tidy(self.text.data)

    def suggested(self) -> str | None:
        """The suggestion, None if there is none."""
        return tidy(self.suggestion.data) or None


class ReplyForm(PageForm):
    """An answer to a comment."""

    text = TextAreaField(_l("Answer"), [AtMost(5_000, _l("Use 5,000 characters or fewer"))])


class VerdictForm(PageForm):
    """A decision about exactly this text."""

    outcome = RadioField(
        _l("Decision"), [InputRequired(_l("Choose one: approve this text, or ask for changes"))]
    )
    reason = SelectField(_l("Reason"))
    note = TextAreaField(_l("In your own words"), [AtMost(5_000, _l("Use 5,000 characters or fewer"))])
    seq = HiddenField()

    @classmethod
    def made(cls, **more: Any) -> VerdictForm:
        """The form with its words, and a question with a note for each point."""
        form: VerdictForm = _with_checks()(**more)
        form.outcome.choices = [("approved", _l("Approve this text")), ("changes", _l("Ask for changes"))]
        form.reason.choices = [(each.value, name) for each, name in reason_names().items()]
        for point in Check:
            form[f"{point}_answer"].choices = [("yes", _l("Yes")), ("no", _l("No"))]
        return form

    @property
    def points(self) -> list[tuple[str, str, Any, Any]]:
        """Name, question, answer field and note field of each point."""
        return [
            (name, asks, self[f"{point}_answer"], self[f"{point}_note"])
            for point, (name, asks) in check_names().items()
        ]

    def verdict(self) -> Verdict:
        """The decision as commands take it."""
        checks = {
            point: {"answer": self[f"{point}_answer"].data or "", "note": self[f"{point}_note"].data or ""}
            for point in Check
        }
        seq = whole_number(self.seq.data) or 0
        return Verdict(
            self.outcome.data == "approved", Reason(self.reason.data), tidy(self.note.data), checks, seq
        )


def _with_checks() -> type[VerdictForm]:
    fields: dict[str, Any] = {}
    for point in Check:
        fields[f"{point}_answer"] = RadioField(_l("Is it so?"), [Optional(strip_whitespace=False)])
        fields[f"{point}_note"] = TidyString(_l("Note"), [AtMost(500, _l("Use 500 characters or fewer"))])
    return type("VerdictFormWithChecks", (VerdictForm,), fields)
