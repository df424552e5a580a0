"""What the reader finds in texts of lessons and questions, by the codes of its sentences, in words of forms."""

from __future__ import annotations

from typing import Final

from learnhub.kernel.errors import N_

_NO_FILE: Final = N_("There is no file “%(name)s” in this course. Add it, or correct the name.")
_NO_FILE_NEAR: Final = N_("There is no file “%(name)s”. Did you mean “%(near)s”?")
_OPEN_BOX: Final = N_("This box is not closed. Write ::: on a line of its own after it.")

PROSE: Final[dict[str, str]] = {
    "lesson-empty": N_("The lesson has no text yet."),
    "lesson-long": N_("The text has %(n)s bytes; at most %(most)s are allowed. Split the lesson."),
    "no-activity": N_("The lesson has no activity. Add a box that begins with ::: activity."),
    "heading-first": N_("The text begins with a heading. Begin with a paragraph: the title stands above it."),
    "heading-level": N_(
        "A heading of level %(n)s is not used: sections begin with ##, parts of them with ###."
    ),
    "heading-early": N_("A part (###) stands before the first section. Make it a section (##)."),
    "heading-underlined": N_(
        "The line below makes this a heading. Write ## before it, or leave a blank line before the ---."
    ),
    "quiz-headings": N_("Headings and boxes do not fit into a question. Write plain paragraphs."),
    "boxes-deep": N_("Boxes stand more than %(n)s deep in one another. Take one out."),
    "html": N_("HTML is not taken here: “%(text)s”. Use the marks that are listed below the text."),
    "picture-inside": N_("A picture stands inside a line. Put it alone in its paragraph, with a caption."),
    "no-description": N_("The figure has no description. Write between ![ and ] what it shows, in words."),
    "no-caption": N_("The figure has no caption. Write it in quotation marks after the name of the file."),
    "not-a-file": N_("“%(name)s” is no file of the course. Add it on the page of its files."),
    "no-file": _NO_FILE,
    "no-file-near": _NO_FILE_NEAR,
    "file-kind": N_("“%(name)s” is of another kind than is needed here. Choose another file."),
    "no-lesson": N_("There is no lesson “%(name)s”. Correct the link."),
    "no-lesson-near": N_("There is no lesson “%(name)s”. Did you mean “%(near)s”?"),
    "link-nowhere": N_(
        "The link “%(name)s” leads nowhere. Link a lesson, a file of the course or a web address."
    ),
    "no-term": N_("“%(name)s” is not in the glossary. Add it there."),
    "no-term-near": N_("“%(name)s” is not in the glossary. Add it there, or did you mean “%(near)s”?"),
    "no-reference": N_("“%(name)s” is not among the references. Add it there."),
    "no-reference-near": N_(
        "“%(name)s” is not among the references. Add it there, or did you mean “%(near)s”?"
    ),
    "box-kind": N_("“%(name)s” is no kind of box. Kinds are %(kinds)s."),
    "box-open": _OPEN_BOX,
    "check-answer": N_("This check has no answer. Write the line ---answer--- and the answer below it."),
    "media-open": _OPEN_BOX,
    "media-title": N_("The sound or film has no title. Write it after the name of the file."),
    "media-line": N_("“%(line)s” is not known here. Lines are %(names)s, each once."),
    "media-needs": N_(
        "The line “%(name)s:” is missing: who cannot hear, see or load the sound or film needs it."
    ),
    "media-minutes": N_("Write a whole number."),
    "formula-long": N_("The formula has more than %(n)s characters. Split it."),
    "formula-braces": N_("The braces of the formula do not close one another, or are nested too deep."),
    "formula-unread": N_(
        "The formula can’t be read. Check that braces, \\left and \\right, \\begin and \\end come in pairs, "
        "and that each command, ^ and _ has what belongs to it."
    ),
    "formula-environment": N_(
        "“%(name)s” is not known between \\begin and \\end. Use aligned, cases, array or a matrix."
    ),
    "formula-other": N_("The formula holds something else than mathematics. Write it in plain TeX."),
    "formula-command": N_("The command %(name)s is not known. Write it in plain TeX."),
    "left-formula": N_("A displayed formula stands alone, between $$ and $$, with blank lines round it."),
    "left-term": N_("This glossary mark is not complete. Write [[term]] or [[term|words]]."),
    "left-citation": N_("This citation is not complete. Write [@id] with the id of a reference."),
    "left-footnote": N_(
        "There is no such footnote. Write its text on a line that begins with this mark and a colon."
    ),
    "left-close": N_("This line closes a box that is not open. Remove it."),
    "left-link": N_("This link is not complete. Write [words](address)."),
    "left-answer": N_("An answer mark stands alone on its line, inside a check box. Move it there."),
    "left-figure": N_("This figure is not complete. Write ![words](file) with a caption after the file."),
    "embed-open": N_("This mark is not closed. Write ::: on a line of its own after it."),
    "embed-inside": N_("“%(line)s” stands inside of what is embedded. Write it before or after it."),
    "embed-form": N_("This does not say what is embedded, and which version. Insert it anew."),
    "no-shared": _NO_FILE,
    "no-shared-near": _NO_FILE_NEAR,
    "embed-version": N_("The course holds version %(held)s of this, not %(version)s. Make the two agree."),
    "not-embedded": N_("No lesson embeds this. Put it into a lesson, or remove it."),
    "no-step-file": _NO_FILE,
}
"""Sentences by code; they are translated and filled when they are said."""
