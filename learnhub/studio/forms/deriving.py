"""A course out of a published one."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, SelectField
from wtforms.validators import ValidationError

from learnhub.coursefile.limits import TITLE_CHARACTERS
from learnhub.studio.forms.new import an_address, language_choices
from learnhub.web.forms import AtMost, Needed, PageForm, TidyString


def making_choices() -> list[tuple[str, str]]:
    """What can be made of a published course."""
    return [
        ("translation", _("Translate it: the same course in another language, block by block")),
        ("adaptation", _("Adapt it: a course of your own that begins with this text")),
    ]


class DeriveForm(PageForm):
    """What is made of the course, for whom, and what it is called."""

    how = RadioField(_l("What to do"), choices=making_choices, default="translation")
    tongue = SelectField(_l("Language of the translation"), choices=language_choices)
    title = TidyString(
        _l("Title"),
        [
            Needed(_l("Write a title; it can be changed at any time")),
            AtMost(TITLE_CHARACTERS, _l("Use 160 characters or fewer")),
        ],
    )
    code = TidyString(_l("Address of the course"), [an_address])
    centre = SelectField(_l("Centre"))

    def __init__(self, centres: list[tuple[str, str]], *, original: str, **values: Any) -> None:
        super().__init__(**values)
        self.centre.choices = centres
        self.original = original

    def validate_tongue(self, field: Field) -> None:
        """A translation is in another language than its original."""
        if self.how.data == "translation" and field.data == self.original:
            raise ValidationError(
                _l("This is the language of the original. Choose another one, or adapt the course.")
            )
