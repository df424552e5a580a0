"""A list of questions, as text or as a file."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import TextAreaField

from learnhub.web.forms import PageForm


class QuestionListForm(PageForm):
    """The rows as they are pasted, or the file that has them."""

    rows = TextAreaField(_l("Rows of the list"))
    file = FileField(_l("Or its file"))
