"""`learnhub courses import|export`, and publishing a folder of courses."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from sqlalchemy.exc import DatabaseError

from learnhub.catalogue.content import load_version
from learnhub.catalogue.files import FileStore
from learnhub.catalogue.publishing import Published, publish
from learnhub.catalogue.queries import decided_since, find_course
from learnhub.cli.base import with_app
from learnhub.cli.coursefiles import CourseFiles, courses_in, finding_line, instance_codes, read_course
from learnhub.coursefile.document import CourseDocument
from learnhub.coursefile.jsonform import content_hash
from learnhub.coursefile.readiness import checklist
from learnhub.coursefile.writer import write_folder, write_zip
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import NotFound, Unacceptable
from learnhub.web.queries import page_version
from learnhub.web.settings import current_settings


def _store() -> FileStore:
    return FileStore(current_settings().instance)


def _checked(path: Path, centre: str | None) -> tuple[CourseDocument, CourseFiles]:
    """The course, and its files, if it can be taken for this centre. Raises Unacceptable with every problem."""
    held = courses_in(path)
    if held:
        raise Unacceptable(f"{path} is no course but holds {len(held)}: give one of them, such as {held[0]}.")
    course = read_course(path, instance_codes())
    if course.document is None:
        raise Unacceptable(f"{course.name} has problems to mend first.", course.lines)
    leads = course.document.metadata.centres[0]
    if centre is not None and centre not in course.document.metadata.centres:
        raise Unacceptable(
            f"{course.name} belongs to {leads}, not to {centre}: mend `centres` in course.yaml."
        )
    return course.document, course


class _Rehearsed(Exception):
    """Ends a publication that was only tried."""


def _rehearse(document: CourseDocument) -> None:
    """Publish, and take it back: whatever would stop it does. Raises Unacceptable.

    Where there is no database yet, reading the course was all that can be looked at.
    """
    try:
        page_version(reading())
    except DatabaseError:
        reading().rollback()
        return
    with TemporaryDirectory() as folder, suppress(_Rehearsed), transaction() as session:
        publish(session, document=document, files=FileStore(Path(folder)), now=now(), actor="operator")
        raise _Rehearsed


def _publish(document: CourseDocument) -> Published:
    with transaction() as session:
        return publish(session, document=document, files=_store(), now=now(), actor="operator")


@click.command("import")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--centre", required=True, help="Id of the centre that answers for the course.")
@click.option(
    "--publish/--check-only", "go", default=False, help="Publish it; without this it is only checked."
)
@with_app
def import_course(path: Path, centre: str, go: bool) -> None:
    """Take a course folder or zip in."""
    document, course = _checked(path, centre)
    for finding in checklist(course.files, ()).blocking:  # another installation may have published it before
        click.echo(f"{course.name}/{finding_line(finding)}", err=True)
    if not go:
        _rehearse(document)
        click.echo(f"{document.metadata.title} can be published: repeat with --publish.")
        return
    done = _publish(document)
    click.echo(
        f"Version {done.number} is published."
        if done.new
        else f"Version {done.number} was published already."
    )


@click.command("export")
@click.argument("code")
@click.argument("target", type=click.Path(path_type=Path))
@with_app
def export_course(code: str, target: Path) -> None:
    """Write the published version of a course as a folder, or as a zip if TARGET ends in .zip."""
    course = find_course(reading(), code)
    if course is None or course.version_id is None:
        raise NotFound(f"There is no published course {code!r}.")
    if target.exists() and (target.is_file() or any(target.iterdir())):
        raise click.ClickException(f"{target} is there already: choose another place.")
    store = _store()
    document = load_version(reading(), course.version_id).document.with_data(
        lambda asset: store.get(asset.sha256)
    )
    (write_zip if target.suffix.lower() == ".zip" else write_folder)(document, target)
    click.echo(f"{document.metadata.title} is in {target}.")


def publish_courses(folder: Path) -> tuple[list[str], list[str]]:
    """Publish every course of a folder that is new or changed: their names, and the problems of the others.

    What people have decided since stands: a touched file brings no retired course back, and no text from before theirs.
    """
    new, problems = [], []
    for course in sorted(path.parent for path in folder.glob("*/course.yaml")):
        try:
            document, _course = _checked(course, None)
            if decided_since(reading(), document.metadata.code, content_hash(document)):
                continue
            done = _publish(document)
        except Unacceptable as error:
            problems += [error.message, *error.problems]
            continue
        if done.new:
            new.append(course.name)
    return new, problems
