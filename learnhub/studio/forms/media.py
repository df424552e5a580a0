"""A file for the library: the file, and what must be said of it."""

from __future__ import annotations

from typing import Any, get_args

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, MultipleFileField
from wtforms import Field, IntegerField, SelectField, TextAreaField
from wtforms.validators import NumberRange, Optional

from learnhub.coursefile.schema import Licence
from learnhub.kernel.letters import plain_lines
from learnhub.studio.library import Described, Kind
from learnhub.web.forms import AtMost, Needed, PageForm, TidyString

MOST_WORDS = 1_000
MOST_TRANSCRIPT = 100_000
MOST_CAPTIONS = 200_000


def licence_choices() -> list[tuple[str, str]]:
    """Licences that a course may have, as choices."""
    return [(each, each) for each in get_args(Licence)]


class AboutFileForm(PageForm):
    """What is said of a file. `kind` is known once there is one."""

    title = TidyString(
        _l("Title"),
        [Needed(_l("Write what it shows, in a few words")), AtMost(160, _l("Use 160 characters or fewer"))],
    )
    words = TextAreaField(
        _l("Words for those who cannot see or hear it"), [AtMost(MOST_TRANSCRIPT, _l("This is too long"))]
    )
    captions = TextAreaField(
        _l("Captions of a film, as WebVTT"), [AtMost(MOST_CAPTIONS, _l("This is too long"))]
    )
    minutes = IntegerField(
        _l("Minutes of sound or film"),
        [Optional(), NumberRange(1, 600, _l("Write whole minutes, from 1 to 600"))],
    )
    credit = TidyString(
        _l("Made by"),
        [
            Needed(_l("Write who made it, as the licence asks")),
            AtMost(200, _l("Use 200 characters or fewer")),
        ],
    )
    licence = SelectField(_l("Licence"), choices=licence_choices, default="CC-BY-4.0")

    def about(self) -> Described:
        """What was said."""
        return Described(
            title=self.title.data or "",
            words=_lines(self.words.data),
            credit=self.credit.data or "",
            licence=self.licence.data,
            captions=_lines(self.captions.data),
            minutes=self.minutes.data,
        )

    def fits(self, kind: Kind) -> bool:
        """Whether everything is said that a file of this kind needs; what is missing stands at its field."""
        words = _lines(self.words.data)
        if kind is Kind.PICTURE and not words:
            _miss(self.words, _l("Describe the picture in words; a picture without them is not taken"))
        elif kind is Kind.PICTURE and len(words) > MOST_WORDS:
            _miss(self.words, _l("Use 1,000 characters or fewer for a picture"))
        elif kind in (Kind.AUDIO, Kind.VIDEO) and not words:
            _miss(self.words, _l("Write down what is said; sound and film without it are not taken"))
        if kind in (Kind.AUDIO, Kind.VIDEO) and not self.minutes.data:
            _miss(self.minutes, _l("Write how many minutes it takes"))
        captions = _lines(self.captions.data)
        if kind is Kind.VIDEO and not (captions.startswith("WEBVTT") and "-->" in captions):
            _miss(
                self.captions,
                _l(
                    "A film needs captions: a text that begins with WEBVTT, with times such as 00:01.000 --> 00:04.000"
                ),
            )
        return not self.errors


class NewFileForm(AboutFileForm):
    """A file with what is said of it."""

    file = FileField(_l("File"), [Needed(_l("Choose a file"))])
    copies = MultipleFileField()

    @property
    def narrower(self) -> list[tuple[str, bytes]]:
        """The copies for small screens that a script has made of a picture: names and bytes."""
        return [(each.filename or "", each.read()) for each in self.copies.data or () if each]


class LibraryFileForm(NewFileForm):
    """A file for the library of one of my centres."""

    centre = SelectField(_l("Centre"))

    def __init__(self, centres: list[tuple[str, str]], **values: Any) -> None:
        super().__init__(**values)
        self.centre.choices = centres


class ActForm(PageForm):
    """A button, and the word for what it is about."""

    name = TidyString(
        validators=[
            Needed(_l("Press the button of the file that you mean")),
            AtMost(120, _l("This is too long")),
        ]
    )


def _lines(text: str | None) -> str:
    return plain_lines(text or "").strip()


def _miss(field: Field, message: str) -> None:
    field.errors = [*field.errors, message]
