"""Form helpers: the base form, and messages that say how to mend."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, Field, StringField
from wtforms.form import BaseForm
from wtforms.i18n import get_translations
from wtforms.validators import StopValidation, ValidationError

from learnhub.kernel.letters import plain_digits
from learnhub.web.i18n import language

JOINERS = "\u200c\u200d"  # they have no shape of their own, but Persian and Indic names need them
_A_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_own_messages = cache(lambda code: get_translations([code]))


class PageForm(FlaskForm):  # type: ignore[misc]
    """Base of all forms: CSRF on, and problems in page order for the error summary."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """WTForms' own messages in the reader's language, read once per process and not with every form."""

        def get_translations(self, _form: BaseForm) -> object:
            """What WTForms looks its messages up in."""
            return _own_messages(language())

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(field id, message) of everything that needs another look."""
        found = []
        for field in self:
            messages = field.errors if isinstance(field.errors, list | tuple) else ()
            found += [(field.id, str(message)) for message in messages]
        return found

    def sent(self) -> bool:
        """Whether the form was posted and everything in it can be taken."""
        return bool(request.method == "POST" and self.validate())


class TidyString(StringField):
    """A line of text without blanks around it and without control signs inside. Whatever else parts words, such as the
    fixed blanks and tabs of a pasted text, becomes a plain blank."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was typed, but tidy."""
        if valuelist:
            words = str(valuelist[0]).split()
            self.data = " ".join(word for word in map(_without_control_signs, words) if word.strip(JOINERS))


def _without_control_signs(word: str) -> str:
    return "".join(sign for sign in word if sign in JOINERS or sign.isprintable())


class DayField(DateField):
    """A day. Where a browser has no calendar to pick it from, what was typed stays, and the message says how to write
    it."""

    typed = ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read year, month and day, in digits of any script."""
        self.typed = " ".join(str(valuelist[0]).split()) if valuelist else ""
        if not self.typed:
            self.data = None
            return
        plain = plain_digits(self.typed).strip()
        try:
            super().process_formdata([plain])
        except ValueError as error:
            if _A_DAY.fullmatch(plain):
                raise ValueError(_("There is no such day. Check the month and the day")) from error
            raise ValueError(_("Write the day as year-month-day, for example 2020-12-31")) from error

    def pre_validate(self, _form: BaseForm) -> None:
        """Say no more of what is no day: that one is needed, for instance."""
        if self.process_errors:
            raise StopValidation


class Needed:
    """An answer is needed; the message says what for. (WTForms' own DataRequired has words we do not use.)"""

    def __init__(self, message: str) -> None:
        self.message = message
        self.field_flags = {"required": True}

    def __call__(self, _form: Any, field: Field) -> None:
        if not field.data or (isinstance(field.data, str) and not field.data.strip()):
            raise ValidationError(self.message)


class AtMost:
    """Not longer than so many characters. Browsers count the end of a line as one, and send it as two."""

    def __init__(self, limit: int, message: str) -> None:
        self.limit, self.message = limit, message
        self.field_flags = {"maxlength": limit}

    def __call__(self, _form: Any, field: Field) -> None:
        if field.data and len(field.data.replace("\r\n", "\n")) > self.limit:
            raise ValidationError(self.message)
