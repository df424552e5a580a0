"""Findings of the checklist in the reader's language, with a link to the place of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from learnhub.coursefile.blocks import title_of
from learnhub.coursefile.factscheck import field_of
from learnhub.coursefile.factsform import SECTIONS
from learnhub.coursefile.lessonform import fields_of_lesson
from learnhub.coursefile.readiness import BLOCKING_ITEMS, ITEMS, SENTENCES, Checklist, Finding
from learnhub.studio.domain import COURSE, Parts
from learnhub.studio.fieldview import field_name
from learnhub.studio.problemwords import WORDS, said
from learnhub.web.i18n import listed, with_comma

_DECIMAL = re.compile(r"\d+\.\d+")


@dataclass(frozen=True, slots=True)
class Said:
    """A finding as it is shown. `foreign`: no rule of ours has found it, so that the sentence is English."""

    reason: str
    mend: str
    place: str
    href: str
    blocking: bool
    foreign: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the checklist with its findings."""

    name: str
    must: bool
    said: list[Said]

    @property
    def blocked(self) -> bool:
        """Whether something on this line stands in the way of publishing."""
        return any(each.blocking for each in self.said)


def lines_of(found: Checklist, draft_id: str, parts: Parts) -> list[Line]:
    """The whole checklist in words; what blocks stands before advice."""
    return [
        Line(
            _(ITEMS[item]),
            item in BLOCKING_ITEMS,
            [said_of(each, draft_id, parts) for each in sorted(findings, key=lambda each: not each.blocking)],
        )
        for item, findings in found.by_item().items()
    ]


def said_of(finding: Finding, draft_id: str, parts: Parts) -> Said:
    """One finding in words."""
    sentence, foreign = SENTENCES[finding.code], False
    values = {
        name: with_comma(value) if _DECIMAL.fullmatch(value) else value for name, value in finding.params
    }
    if finding.message is not None:
        foreign = finding.message.code not in WORDS
        reason, mend = (values["reason"], values["mend"]) if foreign else (said(finding.message), "")
    else:
        reason, mend = _(sentence.reason, **values), _(sentence.mend)
    line = _line(finding, parts)
    return Said(
        reason, mend, _place(finding, parts, line), _href(finding, draft_id, line), finding.blocking, foreign
    )


def _line(finding: Finding, parts: Parts) -> int:
    """The line in the text that the form of a lesson shows; 0 for anything that stands in a field."""
    if (
        not finding.file.startswith("lessons/")
        or finding.path not in ("", "text")
        or finding.file not in parts
    ):
        return 0
    return max(1, finding.line - fields_of_lesson(parts[finding.file].text).first_line + 1)


def _place(finding: Finding, parts: Parts, line: int) -> str:
    """The part by its title, and the line or the field in it by the name that its form gives it."""
    file = finding.file
    if file == COURSE and finding.path:
        return field_name(finding.path)
    if file.startswith("assets/") and finding.line == 1:  # most files of a course have no lines
        return file
    title = title_of(file, parts[file].text) if finding.step and file in parts else file
    if line or not finding.path:  # what has no name yet is mended in the text of its part
        return str(_("%(file)s, line %(line)s", file=title, line=line or finding.line))
    return listed([title, field_name(finding.path)])


def _href(finding: Finding, draft_id: str, line: int) -> str:
    """The address of the page where this is mended."""
    if finding.code == "untranslated":
        return _address("translate", draft_id, part=finding.file)
    folder = finding.file.partition("/")[0]
    if folder == "lessons":
        return _address(
            "lesson", draft_id, lesson=finding.step, _anchor=f"line-{finding.line}" if line else None
        )
    if folder == "quizzes":
        anchor = f"question-{finding.question + 1}" if finding.question is not None else None
        return _address("quiz", draft_id, quiz=finding.step, _anchor=anchor)
    if folder == "assignments":
        return _address("assignment", draft_id, assignment=finding.step, _anchor=finding.path or None)
    if folder in ("cases", "sites"):
        return _address("shared", draft_id)
    if folder == "assets":
        return _address("media", draft_id, _anchor=f"file-{finding.file.partition('/')[2]}")
    key = finding.path.partition(".")[0]
    if key in ("modules", "minutes"):
        return _address("outline", draft_id)
    section = next((name for name, keys in SECTIONS.items() if key in keys), None)
    return _address("facts", draft_id, section=section, _anchor=field_of(finding.path) or None)


def _address(name: str, draft_id: str, **values: Any) -> str:
    return url_for(f"studio.{name}", draft_id=draft_id, **values)
