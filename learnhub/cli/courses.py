"""`learnhub courses …`: checking course folders and zips."""

from __future__ import annotations

from pathlib import Path

import click

from learnhub.cli.publish import export_course, import_course
from learnhub.coursefile.document import CourseDocument
from learnhub.coursefile.problems import Problem
from learnhub.coursefile.reader import read_files
from learnhub.coursefile.readiness import SENTENCES, Finding, checklist
from learnhub.coursefile.sources import Files, from_folder, from_zip
from learnhub.coursefile.words import count_words


@click.group("courses")
def courses() -> None:
    """Check courses that are kept as files."""


courses.add_command(import_course)
courses.add_command(export_course)


@courses.command("check")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--advice", is_flag=True, help="Say too what could be better, although it stops nothing.")
def check(paths: tuple[Path, ...], advice: bool) -> None:
    """Check course folders or zips; print every problem, or one line per good course."""
    failed = False
    for path in paths:
        files, unread = _files(path)
        result = read_files(files, unread)
        ready = checklist(files, result.problems)
        for problem in result.problems:
            click.echo(f"{path.name}/{problem}")
        for finding in ready.findings if advice else ready.blocking:
            if finding.code != "refused":
                click.echo(f"{path.name}/{_line(finding)}")
        if not ready.ready or result.document is None:
            failed = True
            click.echo(f"{path.name}: {_count(len(ready.blocking), 'problem')} to mend")
        else:
            click.echo(f"{path.name}: {_summary(result.document)}")
    if failed:
        raise SystemExit(1)


def _files(path: Path) -> tuple[Files, list[Problem]]:
    return from_folder(path) if path.is_dir() else from_zip(path)


def _line(finding: Finding) -> str:
    sentence = SENTENCES[finding.code]
    words = f"{sentence.reason} {sentence.mend}" % dict(finding.params)
    return f"{finding.file}:{finding.line}:{finding.column}: {'' if finding.blocking else 'advice: '}{words}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _summary(document: CourseDocument) -> str:
    questions = sum(len(quiz.questions) for quiz in document.quizzes)
    words = sum(count_words(lesson.markdown) for lesson in document.lessons)
    text = sum(len(lesson.markdown.encode()) for lesson in document.lessons)
    size = text + sum(asset.size for asset in document.assets)
    parts = (
        _count(len(document.lessons), "lesson"),
        _count(questions, "question"),
        *([_count(len(document.assignments), "assignment")] if document.assignments else []),
        _count(document.metadata.minutes, "minute"),
        _count(words, "word"),
        f"{-(-size // 1000)} kB",
    )
    return f"{document.metadata.title}: {', '.join(parts)}"


if __name__ == "__main__":
    courses()
