"""What is typed into an outline."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from learnhub.coursefile.limits import TITLE_CHARACTERS
from learnhub.web.forms import AtMost, Needed, PageForm, TidyString


def kind_choices() -> list[tuple[str, str]]:
    """What can be added."""
    return [
        ("lesson", _("Lesson")),
        ("practice", _("Practice quiz")),
        ("final", _("Final quiz")),
        ("pre", _("Test before the course")),
        ("post", _("Test after the course")),
        ("assignment", _("Assignment, marked by a person")),
    ]


class TitleForm(PageForm):
    """A title of a module or a step."""

    title = TidyString(
        _l("Title"),
        [Needed(_l("Write a title")), AtMost(TITLE_CHARACTERS, _l("Use 160 characters or fewer"))],
    )


class StepForm(TitleForm):
    """A new lesson, quiz or assignment."""

    kind = SelectField(_l("Kind"), choices=kind_choices, default="lesson")
    module = SelectField(_l("Module"))

    def __init__(self, modules: list[tuple[str, str]], **values: Any) -> None:
        super().__init__(**values)
        self.module.choices = modules
