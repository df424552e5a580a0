"""A new course from a document."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import SelectField

from learnhub.coursefile.limits import TITLE_CHARACTERS
from learnhub.studio.forms.new import an_address, language_choices
from learnhub.web.forms import AtMost, Needed, PageForm, TidyString
from learnhub.web.i18n import language


class DocumentForm(PageForm):
    """The file is enough; a title that it has is taken from it."""

    file = FileField(_l("Document or folder"), [Needed(_l("Choose a file"))])
    tongue = SelectField(_l("Language of the course"), choices=language_choices)
    title = TidyString(_l("Title"), [AtMost(TITLE_CHARACTERS, _l("Use 160 characters or fewer"))])
    code = TidyString(_l("Address of the course"), [an_address])
    centre = SelectField(_l("Centre"))

    def __init__(self, centres: list[tuple[str, str]], **values: Any) -> None:
        super().__init__(**{"tongue": language(), **values})
        self.centre.choices = centres
