"""What the reader of course files finds, as forms say it: in the reader's language, without the words of files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from flask_babel import gettext as _
from markupsafe import Markup

from learnhub.studio.prosewords import PROSE, Say

_TABLE: Final[tuple[tuple[str, Say], ...]] = (
    (r"`\w+` is missing; add it|write some text here.*", lambda _m: _("This is still missing.")),
    (r"write 1 or more entries here.*", lambda _m: _("One at least is needed.")),
    (r"write (\d+) or more entries here.*", lambda m: _("At least %(n)s are needed.", n=m[1])),
    (
        r"there are (\d+) characters; at most (\d+) are allowed",
        lambda m: _("This has %(n)s characters; at most %(most)s are allowed.", n=m[1], most=m[2]),
    ),
    (
        r"there are (\d+) entries; at most (\d+) are allowed",
        lambda m: _("There are %(n)s; at most %(most)s are allowed.", n=m[1], most=m[2]),
    ),
    (r"write a whole number here.*", lambda _m: _("Write a whole number.")),
    (r"write a number of (\d+) or more.*", lambda m: _("Write a number of %(n)s or more.", n=m[1])),
    (r"write a number of (\d+) or less.*", lambda m: _("Write a number of %(n)s or less.", n=m[1])),
    (r"write one of .*", lambda _m: _("Choose one from the list.")),
    (r"`.*` is not a decimal number.*", lambda _m: _("Write a number, such as 16.7.")),
    (
        r"`.*` is not a tolerance.*",
        lambda _m: _(
            "Write a number in the unit of the answer, or a share of it in per cent, or 0 for exact."
        ),
    ),
    (r"is not written as a unit", lambda _m: _("This can’t be read as a unit. Write for example m³/s.")),
    (r"the factor must be greater than 0|must be above 0", lambda _m: _("The factor must be more than 0.")),
    (
        r"(\d+) options are marked `correct: true`.*",
        lambda m: _("Exactly one option must be right; now it is %(n)s.", n=m[1]),
    ),
    (r"no option is marked `correct: true`.*", lambda _m: _("Mark one option at least as right.")),
    (
        r"`(.*)` stands (?:here )?(?:twice|again).*",
        lambda m: _("“%(text)s” stands here twice. Keep one, or make them different.", text=m[1]),
    ),
    (
        r"`.*` is not an id: .*",
        lambda _m: _("Use lower case letters, digits and single hyphens, such as q1."),
    ),
    (r"`.*` is not an outcome of course.yaml.*", lambda _m: _("The course has no such outcome.")),
    (r"the summary has (\d+) words.*", lambda m: _("The summary has %(n)s words; write 20 to 80.", n=m[1])),
    (
        r"write the ORCID as .*",
        lambda _m: _("Write the ORCID as 0000-0000-0000-0000; the last sign is a check digit."),
    ),
    (r"`.*` is not a weight.*", lambda _m: _("Write a share such as 1/2 or 0.5.")),
    (r"a weight is more than 0 .*", lambda _m: _("A share is more than 0 and at most 1.")),
    (
        r"the weights of (\S+) sum to (\S+);.*",
        lambda m: _(
            "The shares of %(framework)s make %(sum)s together; they must make 1.", framework=m[1], sum=m[2]
        ),
    ),
    (r"write a web address .*", lambda _m: _("Write a web address with https:// in front.")),
    (r"no question measures `.*", lambda _m: _("No question measures this outcome yet.")),
    (r"there is no quiz `(.*)`;.*", lambda m: _("There is no quiz “%(name)s”.", name=m[1])),
    (
        r"`(.*)` cannot be passed.*",
        lambda m: _("The quiz “%(name)s” can’t be passed: it has no pass mark.", name=m[1]),
    ),
    (r"a final quiz needs `pass_mark`.*", lambda _m: _("A final quiz needs a pass mark.")),
    (
        r"a (?:pre|post)-test has no pass mark.*",
        lambda _m: _("A test before or after the course has no pass mark."),
    ),
    (
        r"a (?:pre|post)-test asks everybody .*",
        lambda _m: _("A test before or after the course asks everybody the same questions: draw none."),
    ),
    (
        r"`draw` asks for (\d+) of (\d+) questions.*",
        lambda m: _(
            "There are fewer questions (%(there)s) than are to be drawn (%(drawn)s).", there=m[2], drawn=m[1]
        ),
    ),
    (
        r"`units` gives factors to `unit`.*",
        lambda _m: _("Other units need a unit of the answer, to which their factors lead."),
    ),
)
_RULES: Final = tuple((re.compile(pattern, re.DOTALL), say) for pattern, say in (*PROSE, *_TABLE))


def said(message: str) -> str:
    """The sentence for a problem; one that has no translation stays in English and says so."""
    for pattern, say in _RULES:
        found = pattern.fullmatch(message)
        if found:
            return say(found)
    return Markup('<span lang="en" dir="ltr">{}</span>').format(message)


def said_all(problems: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """The problems of all fields in words."""
    return {name: [said(message) for message in messages] for name, messages in problems.items()}
