"""Read courses for commands: their problems as lines, codes that no list has among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click
from flask import Flask
from sqlalchemy import make_url
from sqlalchemy.exc import DatabaseError

from learnhub.centres import datafiles
from learnhub.centres.snapshot import reference
from learnhub.cli.base import CannotStart, settings_or_exit, without_pages
from learnhub.config import Settings
from learnhub.coursefile.document import CourseDocument
from learnhub.coursefile.problems import Message, Problem
from learnhub.coursefile.reader import read_files
from learnhub.coursefile.readiness import SENTENCES, Finding
from learnhub.coursefile.sources import COURSE, Files, from_folder, from_zip
from learnhub.coursefile.yamltree import Tree, parse
from learnhub.db import db, reading

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
"""What the name of a file may hold and no line of a terminal: a break, the beginning of a command."""


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes that a course may name."""

    centres: frozenset[str]
    themes: frozenset[str]
    items: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class CourseFiles:
    """A course as it was read: its files, the document if they are one, what is wrong with them, and the codes in
    them that are on no list."""

    path: Path
    files: Files
    document: CourseDocument | None
    problems: tuple[Problem, ...]
    unlisted: tuple[Problem, ...] = ()

    @property
    def unreadable(self) -> bool:
        """Whether there is nothing to look at, such as a file that is no zip."""
        return not self.files and bool(self.problems)

    @property
    def lines(self) -> list[str]:
        """Each problem with its place."""
        if self.unreadable:
            return list(dict.fromkeys(f"{self.name}: {problem.message}" for problem in self.problems))
        found = sorted({*self.problems, *self.unlisted})
        return [_CONTROL.sub("?", f"{self.name}/{problem}") for problem in found]

    @property
    def name(self) -> str:
        """What its folder or zip is called, for `.` too."""
        return self.path.resolve().name


def read_course(path: Path, codes: Codes) -> CourseFiles:
    """A folder or a zip, with every problem at once."""
    files, unread = from_folder(path) if path.is_dir() else from_zip(path)
    if not files and unread:
        return CourseFiles(path, {}, None, tuple(unread))
    result = read_files(files, unread)
    unlisted = tuple(unknown_codes(files, codes))
    return CourseFiles(path, files, None if unlisted else result.document, result.problems, unlisted)


def finding_line(finding: Finding) -> str:
    """A finding of the checklist with its place."""
    sentence = SENTENCES[finding.code]
    words = f"{sentence.reason} {sentence.mend}" % dict(finding.params)
    place = f"{finding.file}:{finding.line}:{finding.column}: {finding.path + ': ' if finding.path else ''}"
    return f"{place}{'' if finding.blocking else 'advice: '}{words}"


def courses_in(path: Path) -> list[Path]:
    """The courses of a folder that is none itself but holds some; nothing for a course."""
    if not path.is_dir() or (path / COURSE).exists():
        return []
    return sorted(each.parent for each in path.glob(f"*/{COURSE}"))


def unknown_codes(files: Mapping[str, bytes], codes: Codes) -> list[Problem]:
    """Centres, themes and items of frameworks in course.yaml that are on no list."""
    try:
        tree, _problems = parse(files.get(COURSE, b"").decode("utf-8"), COURSE)
    except UnicodeDecodeError:
        return []
    return list(_unknown(tree, codes)) if tree is not None and isinstance(tree.value, dict) else []


def _unknown(tree: Tree, codes: Codes) -> Iterator[Problem]:
    for key, known, words in (
        ("centres", codes.centres, "there is no centre {!r}; see the centre list for its id"),
        ("themes", codes.themes, "there is no theme {!r}; see the theme list for its code"),
    ):
        for place, code in enumerate(_listed(tree.value, key)):
            if isinstance(code, str) and code not in known:
                yield tree.problem((key, place), Message(words.format(code)))
    for place, link in enumerate(_listed(tree.value, "frameworks")):
        pair = tuple(_text(link.get(key)) for key in ("framework", "item")) if isinstance(link, dict) else ()
        if len(pair) == 2 and all(pair) and pair not in codes.items:
            message = Message(f"framework {pair[0]!r} has no item {pair[1]!r}; see the framework list")
            yield tree.problem(("frameworks", place, "item"), message)


def _listed(value: dict[str, Any], key: str) -> list[Any]:
    found = value.get(key)
    return found if isinstance(found, list) else []


def _text(value: Any) -> str:
    """A code as it was written: `13.1` without quotes is a number to YAML."""
    return value if isinstance(value, str) else str(getattr(value, "written", ""))


def packaged_codes() -> Codes:
    """The codes of the lists that come with LearnHub."""
    contents = datafiles.read_files()
    return Codes(
        frozenset(row["id"] for row in datafiles.centre_rows(contents)),
        frozenset(row["code"] for row in datafiles.theme_rows(contents)),
        frozenset((row["framework_code"], row["code"]) for row in datafiles.item_rows(contents)),
    )


def instance_codes() -> Codes:
    """The codes of the present application; those of the package where it has no reference data yet."""
    try:
        known = reference(reading())
    except DatabaseError:
        reading().rollback()
        return packaged_codes()
    if not known.centres:
        return packaged_codes()
    return Codes(
        frozenset(known.centres),
        frozenset(known.themes),
        frozenset(
            (framework.code, item.code) for framework in known.frameworks.values() for item in framework.items
        ),
    )


def codes_here() -> Codes:
    """The codes of the instance that this command is run for, if there is one; else those of the package."""
    context = click.get_current_context()
    app = context.find_object(Flask)
    if app is not None:
        with app.app_context():
            return instance_codes()
    try:
        settings = context.find_object(Settings) or settings_or_exit()
    except CannotStart:
        return packaged_codes()
    url = make_url(settings.url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        return packaged_codes()  # looking would make the file
    with without_pages(settings).app_context():
        try:
            return instance_codes()
        finally:
            db.session.remove()
            db.engine.dispose()
