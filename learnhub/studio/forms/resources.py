"""A case, a site or a term: what is asked of each, and what is missing before it can be published."""

from __future__ import annotations

from typing import Any, ClassVar

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired

from learnhub.coursefile.limits import LINE_CHARACTERS, TITLE_CHARACTERS
from learnhub.coursefile.loose import tidy, tidy_line
from learnhub.coursefile.resources import LONG, OPTIONAL, PASSAGE, order_of, typed_keys
from learnhub.studio.forms.media import licence_choices
from learnhub.studio.forms.new import an_address, language_choices
from learnhub.web.forms import AtMost, Needed, PageForm, TidyString

_LONG = _l("Use 2,000 characters or fewer")
_LINE = _l("Use 1,000 characters or fewer")


def _area(label: LazyString) -> TextAreaField:
    return TextAreaField(label, [AtMost(PASSAGE, _LONG)])


def _line(label: LazyString) -> TidyString:
    return TidyString(label, [AtMost(LINE_CHARACTERS, _LINE)])


class ResourceForm(PageForm):
    """What every kind has. Everything but the title may be missing until it is published."""

    kind: ClassVar[str]
    needed: ClassVar[dict[str, LazyString]] = {
        "source": _l("Write where this is from, as it is to be cited"),
    }
    rev = IntegerField(validators=[InputRequired(_l("Open this page again"))])
    title = TidyString(
        _l("Title"),
        [Needed(_l("Write a title")), AtMost(TITLE_CHARACTERS, _l("Use 160 characters or fewer"))],
    )
    source = _line(_l("Source"))
    source_url = TidyString(_l("Web address of the source"), [AtMost(500, _l("This is too long"))])
    licence = SelectField(_l("Licence"), choices=licence_choices, default="CC-BY-4.0")
    of = SelectField(_l("Who confirms it"), choices=[], default="")

    def facts(self) -> dict[str, str]:
        """What was typed, by the keys of the file."""
        return {
            key: (tidy if key in LONG else tidy_line)(self[key].data or "") for key in typed_keys(self.kind)
        }

    @property
    def problems(self) -> list[tuple[str, str]]:
        """In the order of the page: what every kind has comes after its own facts."""
        places = {key: place for place, key in enumerate(order_of(self.kind))}
        return sorted(super().problems, key=lambda problem: places.get(problem[0], 0))

    def complete(self) -> bool:
        """Whether nothing is missing; what is stands at its field."""
        for key, text in self.facts().items():
            if not text and key not in OPTIONAL:
                self[key].errors = [*self[key].errors, self.needed[key]]
        return not self.errors

    def wrong_address(self) -> None:
        """Say that the address of the source is none."""
        self.source_url.errors = [_l("Write a web address that begins with https:// and has no spaces")]


class CaseForm(ResourceForm):
    """What happened in one place."""

    kind = "case"
    needed: ClassVar[dict[str, LazyString]] = {
        **ResourceForm.needed,
        "problem": _l("Write which hazard or problem it was"),
        "place": _l("Write where it was, with the country"),
        "date": _l("Write when it was; a year is enough"),
        "done": _l("Write what was done"),
        "cost": _l("Write what it cost, or that it is not known"),
        "result": _l("Write what came of it"),
        "failed": _l("Write what failed, or that it is not known"),
    }
    problem = _area(_l("Hazard or problem"))
    place = _line(_l("Place"))
    date = _line(_l("Date"))
    done = _area(_l("What was done"))
    cost = _line(_l("Cost"))
    result = _area(_l("Result"))
    failed = _area(_l("What failed"))


class SiteForm(ResourceForm):
    """A place where a method can be seen."""

    kind = "site"
    needed: ClassVar[dict[str, LazyString]] = {
        **ResourceForm.needed,
        "purpose": _l("Write what the site is for"),
        "place": _l("Write where it is, with the country"),
        "since": _l("Write since when it has been at work"),
        "shown": _l("Write what can be seen there"),
        "result": _l("Write what came of it so far, or that it is not known"),
    }
    purpose = _area(_l("What it is for"))
    place = _line(_l("Place"))
    since = _line(_l("Since"))
    shown = _area(_l("What is shown there"))
    result = _area(_l("Result"))
    visit = _area(_l("Visits"))


class TermForm(ResourceForm):
    """A word and what it means."""

    kind = "term"
    needed: ClassVar[dict[str, LazyString]] = {
        **ResourceForm.needed,
        "definition": _l("Write what the word means, in one or two sentences"),
    }
    definition = TextAreaField(_l("Definition"), [AtMost(LINE_CHARACTERS, _LINE)])

    def facts(self) -> dict[str, str]:
        """The definition is one line of a glossary."""
        found = super().facts()
        return {**found, "definition": tidy_line(found["definition"])}


FORMS: dict[str, type[ResourceForm]] = {"case": CaseForm, "site": SiteForm, "term": TermForm}


def kind_choices() -> list[tuple[str, str]]:
    """What can be shared."""
    return [
        ("case", _("A case: what happened in one place")),
        ("site", _("A demonstration site: where a method can be seen")),
        ("term", _("A term: a word and what it means")),
    ]


class NewResourceForm(PageForm):
    """A title, and what is to be written."""

    kind = RadioField(
        _l("What it is"),
        choices=kind_choices,
        default="case",
    )
    title = TidyString(
        _l("Title"),
        [Needed(_l("Write a title")), AtMost(TITLE_CHARACTERS, _l("Use 160 characters or fewer"))],
    )
    tongue = SelectField(_l("Language"), choices=language_choices)
    centre = SelectField(_l("Centre"))
    code = TidyString(_l("Address of the page"), [an_address])

    def __init__(self, centres: list[tuple[str, str]], **values: Any) -> None:
        super().__init__(**values)
        self.centre.choices = centres


class DecideForm(PageForm):
    """What a second person says of a text, or why it is retired."""

    rev = IntegerField(validators=[InputRequired(_l("Open this page again"))])
    why = TextAreaField(_l("Why"), [AtMost(1_000, _LINE)])


class TakeForm(PageForm):
    """A button for one resource: `cases/CODE` or `terms/CODE`."""

    name = TidyString(
        validators=[
            Needed(_l("Press the button of the one that you mean")),
            AtMost(80, _l("This is too long")),
        ]
    )
