"""How a new course begins: an outline to write into, a file, a published course."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import Field, RadioField, SelectField
from wtforms.validators import ValidationError

from learnhub.coursefile.limits import TITLE_CHARACTERS
from learnhub.coursefile.starter import Starter
from learnhub.studio.service.opening import is_code
from learnhub.web.forms import AtMost, Needed, PageForm, TidyString
from learnhub.web.i18n import LANGUAGES, language


def starter_choices() -> list[tuple[str, str]]:
    """What a new course begins with."""
    return [
        (
            Starter.MODULE,
            _("Full module, about 3 hours: three parts with lessons and quizzes, tests before and after"),
        ),
        (Starter.BRIEFING, _("Briefing, 30 to 60 minutes: two lessons and a quiz")),
        (Starter.BLENDED, _("Blended training: before we meet, the days together, back at work")),
        (Starter.BLANK, _("Blank: no lesson yet")),
    ]


def language_choices() -> list[tuple[str, str]]:
    """The languages of courses, by their own names."""
    return list(LANGUAGES.items())


def an_address(_form: Any, field: Field) -> None:
    """Empty, or what the last part of an address may be. Raises ValidationError."""
    if field.data and not is_code(field.data):
        raise ValidationError(_l("Use lower case letters a to z, digits and hyphens, 60 signs at most"))


class _InCentre(PageForm):
    centre = SelectField(_l("Centre"))

    def __init__(self, centres: list[tuple[str, str]], **values: Any) -> None:
        super().__init__(**values)
        self.centre.choices = centres


class NewCourseForm(_InCentre):
    """A title is enough."""

    name = "new"
    title = TidyString(
        _l("Title"),
        [
            Needed(_l("Write a title; it can be changed at any time")),
            AtMost(TITLE_CHARACTERS, _l("Use 160 characters or fewer")),
        ],
    )
    code = TidyString(_l("Address of the course"), [an_address])
    tongue = SelectField(_l("Language of the course"), choices=language_choices)
    kind = RadioField(_l("Begin with"), choices=starter_choices, default=Starter.MODULE)

    def __init__(self, centres: list[tuple[str, str]], **values: Any) -> None:
        super().__init__(centres, **{"tongue": language(), **values})


class CourseFileForm(_InCentre):
    """A zip of a course folder."""

    name = "file"
    file = FileField(_l("Zip of a course"), [Needed(_l("Choose a zip file"))])


class PublishedCourseForm(PageForm):
    """A course of the own centres."""

    name = "old"
    code = SelectField(_l("Published course"))

    def __init__(self, courses: list[tuple[str, str]], **values: Any) -> None:
        super().__init__(**values)
        self.code.choices = courses
