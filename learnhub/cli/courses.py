"""`learnhub courses …`: checking course folders and zips."""

from __future__ import annotations

from pathlib import Path

import click

from learnhub.cli.anew import anew
from learnhub.cli.base import with_app
from learnhub.cli.coursefiles import Codes, codes_here, courses_in, finding_line, read_course
from learnhub.cli.index import index_step
from learnhub.cli.publish import export_course, import_course
from learnhub.coursefile.document import CourseDocument
from learnhub.coursefile.readiness import checklist
from learnhub.coursefile.words import count_words


@click.group("courses")
def courses() -> None:
    """Check courses that are kept as files; index those that are published; mark tries by keys put right."""


courses.add_command(import_course)
courses.add_command(export_course)
courses.add_command(anew)


@courses.command("index")
@with_app
def index() -> None:
    """Make the words that published courses are found by anew, where they are out of date."""
    click.echo(index_step() or "Search: nothing to do.")


@courses.command("check")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--advice", is_flag=True, help="Say too what could be better, although it stops nothing.")
def check(paths: tuple[Path, ...], advice: bool) -> None:
    """Check course folders or zips, or folders of courses; print every problem, or one line per good course."""
    codes = codes_here()
    good = [_check(course, codes, advice=advice) for path in paths for course in _courses_of(path)]
    if not all(good):
        raise SystemExit(1)


def _courses_of(path: Path) -> list[Path]:
    held = courses_in(path)
    if held:
        click.echo(f"{path} is no course but holds {_count(len(held), 'course')}:")
    return held or [path]


def _check(path: Path, codes: Codes, *, advice: bool) -> bool:
    course = read_course(path, codes)
    for line in course.lines:
        click.echo(line)
    if course.unreadable:
        return False
    ready = checklist(course.files, course.problems)
    for finding in ready.findings if advice else ready.blocking:
        if finding.code != "refused":
            click.echo(f"{course.name}/{finding_line(finding)}")
    if not ready.ready or course.document is None:
        click.echo(f"{course.name}: {_count(len(ready.blocking) + len(course.unlisted), 'problem')} to mend")
        return False
    more = f"; {_count(len(ready.advice), 'remark')} with --advice" if ready.advice and not advice else ""
    click.echo(f"{course.name}: {_summary(course.document)}{more}")
    return True


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
