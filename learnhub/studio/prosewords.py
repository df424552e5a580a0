"""What the reader finds in the text of a lesson, as the editor and the checklist say it: in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from flask_babel import gettext as _

Say = Callable[[re.Match[str]], str]


def _no_file(found: re.Match[str]) -> str:
    if found[2]:
        return str(_("There is no file “%(name)s”. Did you mean “%(near)s”?", name=found[1], near=found[2]))
    return str(_("There is no file “%(name)s” in this course. Add it, or correct the name.", name=found[1]))


def _no_lesson(found: re.Match[str]) -> str:
    if found[2]:
        return str(_("There is no lesson “%(name)s”. Did you mean “%(near)s”?", name=found[1], near=found[2]))
    return str(_("There is no lesson “%(name)s”. Correct the link.", name=found[1]))


PROSE: Final[tuple[tuple[str, Say], ...]] = (
    (
        r"a heading of level (\d).*",
        lambda m: _(
            "A heading of level %(n)s is not used: sections begin with ##, parts of them with ###.", n=m[1]
        ),
    ),
    (
        r"the text begins with a heading; .*",
        lambda _m: _("The text begins with a heading. Begin with a paragraph: the title stands above it."),
    ),
    (
        r"no step of course.yaml has this (?:lesson|quiz); .*",
        lambda _m: _("It is not in the outline of the course. Add it there, or remove it."),
    ),
    (
        r"a subsection `###` before .*",
        lambda _m: _("A part (###) stands before the first section. Make it a section (##)."),
    ),
    (
        r"an underlined heading; .*",
        lambda _m: _(
            "The line below makes this a heading. Write ## before it, or leave a blank line before the ---."
        ),
    ),
    (
        r"boxes stand more than (\d+) deep.*",
        lambda m: _("Boxes stand more than %(n)s deep in one another. Take one out.", n=m[1]),
    ),
    (
        r"raw HTML `(.*)`; use Markdown.*",
        lambda m: _(
            "HTML is not taken here: “%(text)s”. Use the marks that are listed below the text.", text=m[1]
        ),
    ),
    (
        r"a picture inside a line; .*",
        lambda _m: _("A picture stands inside a line. Put it alone in its paragraph, with a caption."),
    ),
    (
        r"the figure has no description; .*",
        lambda _m: _("The figure has no description. Write between ![ and ] what it shows, in words."),
    ),
    (
        r"the figure has no caption; .*",
        lambda _m: _("The figure has no caption. Write it in quotation marks after the name of the file."),
    ),
    (
        r"`(.*)` is not a file of the course; .*",
        lambda m: _("“%(name)s” is no file of the course. Add it on the page of its files.", name=m[1]),
    ),
    (r"there is no file (.+?)(?:; did you mean (.+)\?|; add it .*)", _no_file),
    (
        r"(\S+) is [^,]+, which is not [^;]+; choose another file",
        lambda m: _("“%(name)s” is of another kind than is needed here. Choose another file.", name=m[1]),
    ),
    (r"there is no lesson `(.*?)`(?:; did you mean lesson:(.+)\?|; correct the id)", _no_lesson),
    (
        r"the link `(.*)` leads nowhere; .*",
        lambda m: _(
            "The link “%(name)s” leads nowhere. Link a lesson, a file of the course or a web address.",
            name=m[1],
        ),
    ),
    (r"this link is not complete.*", lambda _m: _("This link is not complete. Write [words](address).")),
    (
        r"`(.*)` is not in the glossary of .*",
        lambda m: _("“%(name)s” is not in the glossary. Add it there.", name=m[1]),
    ),
    (
        r"`(.*)` is not in the references of .*",
        lambda m: _("“%(name)s” is not among the references. Add it there.", name=m[1]),
    ),
    (
        r"`(.*)` is not a kind of box; kinds are (.*)",
        lambda m: _("“%(name)s” is no kind of box. Kinds are %(kinds)s.", name=m[1], kinds=m[2]),
    ),
    (
        r"this (?:box|audio block|video block) is not closed; .*",
        lambda _m: _("This box is not closed. Write ::: on a line of its own after it."),
    ),
    (
        r"this check has no answer; .*",
        lambda _m: _("This check has no answer. Write the line ---answer--- and the answer below it."),
    ),
    (
        r"the (?:audio|video) has no title; .*",
        lambda _m: _("The sound or film has no title. Write it after the name of the file."),
    ),
    (
        r"`(.*)` is not known here; lines are (.*), each once",
        lambda m: _("“%(line)s” is not known here. Lines are %(names)s, each once.", line=m[1], names=m[2]),
    ),
    (
        r"the (?:audio|video) has no `(\w+):`; .*",
        lambda m: _(
            "The line “%(name)s:” is missing: who cannot hear, see or load the sound or film needs it.",
            name=m[1],
        ),
    ),
    (r"write the minutes as a whole number", lambda _m: _("Write a whole number.")),
    (
        r"the text has (\d+) bytes; at most (\d+) .*",
        lambda m: _(
            "The text has %(n)s bytes; at most %(most)s are allowed. Split the lesson.", n=m[1], most=m[2]
        ),
    ),
    (r"the lesson has no text; .*", lambda _m: _("The lesson has no text yet.")),
    (
        r"the lesson has no activity; .*",
        lambda _m: _("The lesson has no activity. Add a box that begins with ::: activity."),
    ),
    (
        r"a displayed formula stands alone .*",
        lambda _m: _("A displayed formula stands alone, between $$ and $$, with blank lines round it."),
    ),
    (
        r"this glossary mark is not complete; .*",
        lambda _m: _("This glossary mark is not complete. Write [[term]] or [[term|words]]."),
    ),
    (
        r"this citation is not complete; .*",
        lambda _m: _("This citation is not complete. Write [@id] with the id of a reference."),
    ),
    (
        r"there is no such footnote; .*",
        lambda _m: _(
            "There is no such footnote. Write its text on a line that begins with this mark and a colon."
        ),
    ),
    (
        r"this line closes a box that is not open; .*",
        lambda _m: _("This line closes a box that is not open. Remove it."),
    ),
    (
        r"the formula has more than (\d+) characters; .*",
        lambda m: _("The formula has more than %(n)s characters. Split it.", n=m[1]),
    ),
    (
        r"the braces of the formula do not close .*",
        lambda _m: _("The braces of the formula do not close one another, or are nested too deep."),
    ),
    (
        r"the command (.*) is not known; write it in plain TeX.*",
        lambda m: _("The command %(name)s is not known. Write it in plain TeX.", name=m[1]),
    ),
)
