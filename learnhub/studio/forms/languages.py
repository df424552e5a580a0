"""A translated block."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, TextAreaField
from wtforms.validators import AnyOf, Length, NumberRange

from learnhub.kernel.letters import plain_lines
from learnhub.web.forms import AtMost, PageForm

MOST_TEXT = 60_000


class BlockTextForm(PageForm):
    """The text as it was typed, and what the translator saw: the original and the translation, by their digests.

    `known` says that she was told what her translation has lost.
    """

    text = TextAreaField(_l("Translation"), [AtMost(MOST_TEXT, _l("This is too long"))])
    number = IntegerField(validators=[NumberRange(0, 100_000)])
    source = HiddenField(validators=[Length(max=64)])
    seen = HiddenField(validators=[Length(max=64)])
    known = HiddenField(validators=[Length(max=1)])
    do = HiddenField(validators=[AnyOf(["save", "keep"])])

    @property
    def place(self) -> int:
        """The number of the block, from 0."""
        return self.number.data or 0

    @property
    def lines(self) -> str:
        """The text with line ends as course files have them."""
        return plain_lines(self.text.data or "")


class SourceForm(PageForm):
    """A button."""
