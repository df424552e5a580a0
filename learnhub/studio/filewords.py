"""What the reader finds in files of a course, their names and their YAML, by the codes of its sentences."""

from __future__ import annotations

from typing import Final

from learnhub.kernel.errors import N_

_SIGNS: Final = N_("Words that begin with *, & or ! are not read. Put the text in quotes.")
_NOT_UTF8: Final = N_("The text is not UTF-8. Save it as UTF-8.")
_CONTENT: Final = N_("The content is not %(kind)s. Save it as %(kind)s, or correct the ending of its name.")
_COPY: Final = N_("This smaller copy does not fit its picture. Remove it, or make it anew.")
_NO_COURSE: Final = N_(
    "The file course.yaml is missing. It says what the course is and in which order it goes."
)
_IN_DRAWING: Final = N_("“%(name)s” may not stand in a figure. Draw with shapes and text only.")
_SPECIAL: Final = N_("This is a link or a special file. Put the real file in its place.")

FILES: Final[dict[str, str]] = {
    "yaml-second": N_("A second text begins here. Keep one in the file."),
    "yaml-alias": _SIGNS,
    "yaml-anchor": _SIGNS,
    "yaml-tag": _SIGNS,
    "yaml-values": N_("The file has more than %(most)s values. Make it smaller."),
    "yaml-key": N_("A name must be one word here. Put text that begins with [ or { in quotes."),
    "yaml-key-twice": N_("“%(name)s” stands here again (first on line %(line)s). Keep one of the two."),
    "yaml-nested": N_("The text is nested too deep. Make it flatter."),
    "yaml-control": N_("There is an invisible control character here. Delete it."),
    "yaml-tab": N_("A tab stands where spaces are needed. Indent with spaces."),
    "yaml-colon": N_("A colon followed by a space begins a value here. Put the whole text in quotes."),
    "yaml-breaks": N_(
        "The text can’t be read from here on. Check the indentation, and put text with : # [ ] { } in quotes."
    ),
    "no-course": _NO_COURSE,
    "no-course-near": _NO_COURSE,
    "name-case": N_("Another file has this name but for capital letters. Rename one of the two."),
    "no-place": N_("This name has no place in a course."),
    "id-taken": N_("“%(text)s” is the address of a page of every course. Choose another id."),
    "no-front": N_("The lines with title, minutes and outcomes are missing above the text."),
    "not-utf8": _NOT_UTF8,
    "asset-name": N_("Name files with letters a to z, digits, hyphens and underscores, and an ending."),
    "asset-kind": N_("This kind of file is not carried. Kinds are %(kinds)s."),
    "unused-file": N_("No lesson or quiz uses this file. Link it, or remove it."),
    "file-empty": N_("The file is empty. Put the real one in its place, or remove it."),
    "wrong-content": _CONTENT,
    "zero-bytes": _CONTENT,
    "captions-head": N_("Captions begin with a line WEBVTT. Add it."),
    "copy-unread": N_("The size of this picture can’t be read. Save it anew."),
    "copy-width": _COPY,
    "copy-wide": _COPY,
    "copy-shape": _COPY,
    "svg-large": N_("The drawing is larger than %(most)s kB. Simplify its paths."),
    "svg-xml": N_("The drawing can’t be read. Save it again as plain SVG."),
    "svg-doctype": N_("The drawing holds a document type or an entity. Save it again as plain SVG."),
    "svg-instruction": _IN_DRAWING,
    "svg-nested": N_("The drawing is nested more than %(most)s levels deep. Ungroup it."),
    "svg-element": _IN_DRAWING,
    "svg-root": N_("The drawing does not say its size. Save it again with a view box."),
    "svg-event": _IN_DRAWING,
    "svg-style": _IN_DRAWING,
    "svg-reference": N_("The drawing leads out of itself: “%(text)s”. Take that out."),
    "svg-value": _IN_DRAWING,
    "svg-target": _IN_DRAWING,
    "no-folder": N_("There is no such folder."),
    "too-many-files": N_("The course has more than %(most)s files. Remove some."),
    "file-large": N_("The file has %(n)s bytes; at most %(most)s are allowed."),
    "assets-large": N_("The files have more than %(most)s MB together. Make them smaller."),
    "texts-large": N_("The texts have more than %(most)s MB together. Split the course."),
    "special-file": _SPECIAL,
    "zip-unread": N_("The file can’t be read as a zip. Make it again."),
    "zip-several": N_("The zip holds several courses (%(names)s). Make a zip of each."),
    "zip-files": N_("The zip has more than %(most)s files. Remove some."),
    "zip-leads-out": N_("A name in the zip leads out of the folder. Make the zip from inside the folder."),
    "zip-length": N_("The file is not as long as the zip says. Make the zip again."),
    "zip-twice": N_("This name stands twice in the zip. Keep one."),
    "zip-encrypted": N_("This file is encrypted. Make the zip without a password."),
    "zip-special": _SPECIAL,
    "zip-ratio": N_("This file is compressed beyond belief. Put the real file in its place."),
}
"""Sentences by code; they are translated and filled when they are said."""
