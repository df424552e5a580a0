"""A document or a folder of Markdown that somebody has, as the text of a new course."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from learnhub.coursefile.problems import Problem
from learnhub.coursefile.sources import from_zip
from learnhub.formats.docx import DocxError, read_docx
from learnhub.formats.lessons import Section, sections_of
from learnhub.formats.losses import Loss
from learnhub.formats.markdownfolder import has_markdown, read_markdown_folder
from learnhub.kernel.errors import N_


@dataclass(frozen=True)
class Foreign:
    """What came over, and what did not."""

    title: str
    sections: list[Section]
    notes: Mapping[str, str]
    assets: Mapping[str, bytes]
    losses: tuple[Loss, ...]


class Unreadable(Exception):
    """The file cannot be taken; the message says why, `problems` where in it."""

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.message, self.problems = message, tuple(problems)


def read_foreign(name: str, data: bytes) -> Foreign:
    """The text of a file: DOCX, Markdown, or a zip of Markdown. Raises Unreadable."""
    ending = name.lower().rpartition(".")[2]
    if ending == "docx":
        return _docx(data)
    if ending in ("md", "markdown"):
        return _folder({"text.md": data})
    if ending == "zip":
        return _zip(data)
    raise Unreadable(N_("Send a DOCX file, a Markdown file, or a zip of a folder with Markdown files."))


def _docx(data: bytes) -> Foreign:
    try:
        found = read_docx(data)
    except DocxError as error:
        raise Unreadable(str(error)) from error
    title, sections = sections_of(found.blocks, found.title, found.losses)
    return Foreign(title, sections, found.notes, found.assets, found.losses.report())


def _zip(data: bytes) -> Foreign:
    files, problems = from_zip(data, foreign=True)
    if problems:
        raise Unreadable(N_("These files can’t be taken."), problems[:20])
    if "course.yaml" in files:
        raise Unreadable(N_("This is the zip of a whole course. Open it under “New course”, “From a file”."))
    if not has_markdown(files):
        raise Unreadable(N_("There is no Markdown file in this zip. Its lessons must end in .md."))
    return _folder(files)


def _folder(files: Mapping[str, bytes]) -> Foreign:
    found = read_markdown_folder(files)
    return Foreign(found.title, found.sections, {}, found.assets, found.losses.report())
