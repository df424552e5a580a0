"""The form of a lesson. It checks nothing: what is typed is kept, and the checks beside it say what is to be mended."""

from __future__ import annotations

from wtforms import HiddenField, SelectMultipleField, TextAreaField

from learnhub.web.forms import PageForm, TidyString
from learnhub.web.numbers import whole_number


class LessonForm(PageForm):
    """Title, minutes, outcomes and the text, written from revision `rev`."""

    rev = HiddenField()
    title = TidyString()
    minutes = TidyString()
    outcomes = SelectMultipleField(choices=list, validate_choice=False)
    body = TextAreaField()

    @property
    def base_rev(self) -> int:
        """The revision that was written from."""
        return whole_number(self.rev.data) or 0


class RestoreForm(PageForm):
    """An earlier revision."""

    rev = HiddenField()

    @property
    def wanted(self) -> int:
        """Which."""
        return whole_number(self.rev.data) or 0


class BlockForm(RestoreForm):
    """One difference between an earlier revision and the one that was shown beside it."""

    base = HiddenField()
    block = HiddenField()

    @property
    def seen(self) -> int:
        """The revision that was shown as the present one."""
        return whole_number(self.base.data) or 0

    @property
    def place(self) -> int:
        """The place of the difference."""
        return whole_number(self.block.data) or 0


class PasteForm(PageForm):
    """What lies in the clipboard as HTML."""

    html = TextAreaField()
