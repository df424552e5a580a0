"""The form of a lesson. It checks nothing: what is typed is kept, and the checks beside it say what is to be mended."""

from __future__ import annotations

from wtforms import HiddenField, SelectMultipleField, TextAreaField

from learnhub.web.forms import PageForm, TidyString


def whole(typed: str | None) -> int:
    """A whole number from a hidden field, 0 if there is none."""
    given = typed or ""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


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
        return whole(self.rev.data)


class RestoreForm(PageForm):
    """An earlier revision."""

    rev = HiddenField()

    @property
    def wanted(self) -> int:
        """Which."""
        return whole(self.rev.data)


class BlockForm(RestoreForm):
    """One difference between an earlier revision and the one that was shown beside it."""

    base = HiddenField()
    block = HiddenField()

    @property
    def seen(self) -> int:
        """The revision that was shown as the present one."""
        return whole(self.base.data)

    @property
    def place(self) -> int:
        """The place of the difference."""
        return whole(self.block.data)


class PasteForm(PageForm):
    """What lies in the clipboard as HTML."""

    html = TextAreaField()
