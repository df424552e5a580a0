"""`learnhub studio …`: drafts from files and back, for people who like files."""

from __future__ import annotations

from pathlib import Path

import click

from learnhub.catalogue.files import FileStore
from learnhub.centres.queries import get_centre
from learnhub.cli.base import with_app
from learnhub.coursefile.sources import from_folder, from_zip
from learnhub.coursefile.writer import zip_of
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import NotFound
from learnhub.studio.domain import Draft
from learnhub.studio.queries.drafts import find_draft, find_draft_of
from learnhub.studio.service.drafts import files_of_draft
from learnhub.studio.service.opening import Opened, open_files, open_published
from learnhub.web.settings import current_settings


@click.group("studio")
def studio() -> None:
    """Drafts of courses as files."""


def _store() -> FileStore:
    return FileStore(current_settings().instance)


@studio.command("open")
@click.argument("source")
@click.option("--centre", required=True, help="Id of the centre that writes the course.")
@with_app
def open_course(source: str, centre: str) -> None:
    """Open a draft of SOURCE: a folder, a zip, or the code of a published course."""
    get_centre(reading(), centre)
    opened = _open(source, centre)
    for each in opened.left_out:
        click.echo(f"left out: {each.file}: {each.message}")
    click.echo(f"{opened.draft.title} is open as draft {opened.draft.id}.")


def _open(source: str, centre: str) -> Opened:
    path = Path(source)
    if not path.exists():
        with transaction() as session:
            return Opened(open_published(session, code=source, centre_id=centre, actor=None, now=now()))
    files, problems = from_folder(path) if path.is_dir() else from_zip(path)
    with transaction() as session:
        return open_files(
            session, files=files, problems=problems, store=_store(), centre_id=centre, actor=None, now=now()
        )


@studio.command("save")
@click.argument("draft")
@click.argument("target", type=click.Path(path_type=Path))
@with_app
def save_course(draft: str, target: Path) -> None:
    """Write DRAFT (its id, or the code of its course) as a folder, or as a zip if TARGET ends in .zip."""
    found = _find(draft)
    if target.exists() and (target.is_file() or any(target.iterdir())):
        raise click.ClickException(f"{target} is there already: choose another place.")
    files = files_of_draft(reading(), found.id, _store())
    if target.suffix == ".zip":
        target.write_bytes(zip_of({f"{found.code}/{name}": data for name, data in files.items()}))
    else:
        for name, data in files.items():
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    click.echo(f"{found.title} is in {target}.")


def _find(draft: str) -> Draft:
    found = find_draft(reading(), draft) or find_draft_of(reading(), draft)
    if found is None:
        raise NotFound(f"There is no draft {draft!r}.")
    return found
