"""Forms of publication: what kind of version, what changed, when; and retiring a course."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateTimeLocalField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import Optional

from learnhub.catalogue.publishing import Edition
from learnhub.studio.forms.reviews import tidy
from learnhub.web.forms import AtMost, Needed, PageForm
from learnhub.web.numbers import whole_number


class PublishForm(PageForm):
    """The last form before a version stands for ever."""

    kind = RadioField(_l("Kind of version"), default="minor")
    notes = TextAreaField(
        _l("What changed, for learners"),
        [
            Needed(_l("Say in a sentence what is new, so that learners can decide")),
            AtMost(2_000, _l("Use 2,000 characters or fewer")),
        ],
    )
    at = DateTimeLocalField(_l("Publish later, at (UTC)"), [Optional()])
    as_is = BooleanField(_l("Publish with these parts in the original language"))
    seq = HiddenField()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.kind.choices = [
            ("minor", _l("Minor: who has completed the course has completed this version too")),
            ("major", _l("Major: this version has to be completed anew")),
        ]

    def edition(self) -> Edition:
        """What is said of the version."""
        return Edition(self.kind.data, tidy(self.notes.data))

    def seen(self) -> int:
        """The last change of the text that was looked at."""
        return whole_number(self.seq.data) or 0

    def when(self) -> datetime | None:
        """The instant of a planned publication, None for now."""
        return self.at.data.replace(tzinfo=UTC) if self.at.data else None


class RetireForm(PageForm):
    """Why a course is taken out of the catalogue, and which one takes its place."""

    why = TextAreaField(
        _l("Why the course is retired"),
        [
            Needed(_l("Say in a few words why the course is retired")),
            AtMost(1_000, _l("Use 1,000 characters or fewer")),
        ],
    )
    successor = SelectField(_l("The course that takes its place"))

    def offer(self, courses: Sequence[tuple[str, str]]) -> None:
        """The courses to choose from, by code and title. Before the form is checked."""
        self.successor.choices = [("", _l("None")), *courses]
