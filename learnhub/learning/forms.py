"""Forms of the course team."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField

from learnhub.web.forms import PageForm


class SheetForm(PageForm):
    """The file with people."""

    sheet = FileField(_l("Sheet with people"))


class StoreForm(PageForm):
    """Store what the dry run showed."""

    token = HiddenField()
