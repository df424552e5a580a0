"""What the reader of course files finds, as forms say it: in the reader's language, without the words of files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from flask_babel import gettext as _
from markupsafe import Markup

from learnhub.coursefile.problems import Message, Problem
from learnhub.kernel.errors import N_
from learnhub.studio.filewords import FILES
from learnhub.studio.prosewords import PROSE

_MISSING: Final = N_("This is still missing.")
_FORM_OF_ID: Final = N_("Use lower case letters, digits and single hyphens, such as q1.")
_TWICE: Final = N_("“%(text)s” stands here twice. Keep one, or make them different.")
_TABLE: Final[dict[str, str]] = {
    "nothing": N_("There is nothing here yet. Needed are %(names)s."),
    "missing": _MISSING,
    "no-kind": _MISSING,
    "empty": _MISSING,
    "unknown-key": N_("“%(name)s” is not known here. Correct the name, or remove it."),
    "unknown-key-comma": N_("“%(name)s” is not known here. Correct the name, or remove it."),
    "unknown-key-near": N_("“%(name)s” is not known here. Did you mean “%(near)s”?"),
    "want-text": N_("Write text here."),
    "want-integer": N_("Write a whole number."),
    "want-truth": N_("Write true or false here."),
    "want-list": N_("Write a list here."),
    "want-keys": N_("Write names and values here."),
    "one-of": N_("Choose one from the list."),
    "question-kind": N_("“%(text)s” is no kind of question. Kinds are %(kinds)s."),
    "none": N_("One at least is needed."),
    "too-few": N_("At least %(n)s are needed."),
    "too-long": N_("This has %(n)s characters; at most %(most)s are allowed."),
    "too-many": N_("There are %(n)s; at most %(most)s are allowed."),
    "at-least": N_("Write a number of %(n)s or more."),
    "at-most": N_("Write a number of %(n)s or less."),
    "not-an-id": _FORM_OF_ID,
    "file-id": _FORM_OF_ID,
    "not-a-code": N_("“%(text)s” is no code. Choose one from the list of codes."),
    "not-a-decimal": N_("Write a number, such as 16.7."),
    "factor": N_("The factor must be more than 0."),
    "not-a-tolerance": N_(
        "Write a number in the unit of the answer, or a share of it in per cent, or 0 for exact."
    ),
    "not-a-weight": N_("Write a share such as 1/2 or 0.5."),
    "weight-range": N_("A share is more than 0 and at most 1."),
    "not-a-version": N_("Write the version as its date, such as 2026-11-22."),
    "web-address": N_("Write a web address with https:// in front."),
    "orcid": N_("Write the ORCID as 0000-0000-0000-0000; the last sign is a check digit."),
    "summary-words": N_("Words in the summary: %(n)s. Write 20 to 80."),
    "step-form": N_("A step is one lesson, one quiz or one assignment."),
    "term-halves": N_("A shared term needs both its code and its version."),
    "licence-terms": N_("“%(name)s” is under %(theirs)s. What is made from it can’t be under %(licence)s."),
    "origin-self": N_(
        "“%(name)s” is this course itself. Name the course that it was made from, or remove it."
    ),
    "twice": _TWICE,
    "weights-sum": N_("The shares of %(framework)s make %(sum)s together; they must make 1."),
    "too-many-steps": N_("The course has %(n)s steps; at most %(most)s are allowed."),
    "no-step": N_("It is not in the outline of the course. Add it there, or remove it."),
    "id-shared": N_("Two steps have the id “%(name)s”. Rename one of them."),
    "second-test": N_("“%(name)s” is a second test of its kind. Keep one before and one after the course."),
    "pre-place": N_("The test before the course must be its first step."),
    "post-place": N_("The test after the course must be its last step."),
    "no-quiz": N_("There is no quiz “%(name)s”."),
    "no-assignment": N_("There is no assignment “%(name)s”."),
    "file-words": N_("A file has no number of words. Remove it, or let learners write a text."),
    "points-too-many": N_(
        "%(n)s points are asked for, and all criteria together give %(most)s. Ask for fewer."
    ),
    "not-passable": N_("The quiz “%(name)s” can’t be passed: it has no pass mark."),
    "minutes-sum": N_("The steps take %(n)s minutes, not %(told)s. Make the two agree."),
    "no-outcome": N_("The course has no such outcome."),
    "unmeasured": N_("No question measures this outcome yet."),
    "alike": _TWICE,
    "one-right": N_("Exactly one option must be right; now it is %(n)s."),
    "some-right": N_("Mark one option at least as right."),
    "units-need-unit": N_("Other units need a unit of the answer, to which their factors lead."),
    "not-a-unit": N_("This can’t be read as a unit. Write for example m³/s."),
    "test-draw": N_("A test before or after the course asks everybody the same questions: draw none."),
    "test-pass-mark": N_("A test before or after the course has no pass mark."),
    "final-pass-mark": N_("A final quiz needs a pass mark."),
    "draw-too-many": N_("There are fewer questions (%(there)s) than are to be drawn (%(drawn)s)."),
    "pair-outside": N_("Only questions of the tests before and after the course make pairs. Remove it here."),
    "pair-twice": _TWICE,
    "pair-alone": N_(
        "The other test has no question of the pair “%(name)s”. Add it there, or remove it here."
    ),
    "pair-outcomes": N_(
        "The two questions of the pair “%(name)s” have different outcomes. Make them the same."
    ),
}
WORDS: Final[dict[str, str]] = {**_TABLE, **PROSE, **FILES}
"""A sentence for every code but `other`, which is what no rule of ours has found."""


def said(message: Message) -> str:
    """The sentence for a problem; what no rule of ours has found stays in English and says so."""
    if message.code in WORDS:
        return str(_(WORDS[message.code], **message.values))
    return Markup('<span lang="en" dir="ltr">{}</span>').format(message)


def said_all(problems: Mapping[str, Iterable[Message]]) -> dict[str, list[str]]:
    """The problems of all fields in words."""
    return {name: [said(message) for message in messages] for name, messages in problems.items()}


def placed(problem: Problem) -> str:
    """A problem with its file, and with its line where it has one."""
    if problem.line == problem.column == 1:
        return str(_("%(file)s: %(problem)s", file=problem.file, problem=said(problem.message)))
    place = _("%(file)s, line %(line)s", file=problem.file, line=problem.line)
    return str(_("%(file)s: %(problem)s", file=place, problem=said(problem.message)))
