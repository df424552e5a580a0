"""`learnhub ledger …`: check it, seal it, carry it out and in."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import click

from learnhub.centres.queries import reference_rows
from learnhub.cli.base import with_app
from learnhub.cli.database import fills_instance
from learnhub.config import COMMAND
from learnhub.db import reading, transaction
from learnhub.kernel.clock import iso, now
from learnhub.ledger.cells import parse_instant
from learnhub.ledger.exporting import export_folder
from learnhub.ledger.importing import import_folder
from learnhub.ledger.queries import head
from learnhub.ledger.service import seal
from learnhub.ledger.verify import findings
from learnhub.reach.releases.queries import anchors as named_by_releases

ACTOR = "command"
_ANCHOR = re.compile("[0-9]{1,9}:[0-9a-f]{64}")
OTHERWISE = (
    "This ledger says something else already, as it does where an instance has loaded its centres and published its "
    "courses itself. To take over a whole ledger, import it into an empty instance: name a new folder with "
    f"LEARNHUB_INSTANCE, run `{COMMAND} db upgrade` and this import, and only then `{COMMAND} serve`."
)
"""What to do about rows that clash."""


class Instant(click.ParamType[datetime]):
    """`2026-01-31` (the end of that day, UTC) or an instant with its offset."""

    name = "time"

    def convert(
        self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """The instant in UTC."""
        if isinstance(value, datetime):
            return value
        try:
            if len(value) == 10:
                return datetime.fromisoformat(f"{value}T23:59:59").replace(tzinfo=UTC)
            return parse_instant(value)
        except ValueError:
            self.fail(
                f"{value!r} is neither a day (2026-01-31) nor an instant (2026-01-31T12:00:00Z).", param, ctx
            )


@click.group()
def ledger() -> None:
    """The record of everything that is counted: check, seal, export, import."""


@ledger.command("verify")
@click.option("--anchor", "anchors", multiple=True, metavar="BLOCK:HASH", help="a block hash kept elsewhere")
@with_app
def verify_command(anchors: tuple[str, ...]) -> None:
    """Check every entry and block; exit code 1 if anything was altered, removed or put in.

    The blocks that releases of this instance name must be there, too.
    """
    session, count = reading(), 0
    for finding in findings(session, named_by_releases(session) | dict(_anchor(text) for text in anchors)):
        count += 1
        click.echo(finding.sentence)
    last = head(session)
    if count:
        few = "One thing is not as it was" if count == 1 else f"{count} things are not as they were"
        click.echo(f"{few} recorded.", err=True)
        click.get_current_context().exit(1)
    click.echo(f"All is as it was recorded. Block {last.block_id}, hash {last.block_hash or 'none yet'}.")


def _anchor(text: str) -> tuple[int, str]:
    block, _, digest = text.partition(":")
    if _ANCHOR.fullmatch(text) is None:
        raise click.BadParameter(f"{text!r} is not BLOCK:HASH", param_hint="--anchor")
    return int(block), digest


@ledger.command("seal")
@with_app
def seal_command() -> None:
    """Seal all entries that are in no block yet."""
    with transaction() as session:
        count = seal(session, now=now())
        last = head(session)
    click.echo(f"{count} entries sealed. Block {last.block_id}, hash {last.block_hash or 'none yet'}.")


@ledger.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--as-of", type=Instant(), help="only what was recorded until then")
@with_app
def export_command(folder: Path, as_of: datetime | None) -> None:
    """Write the ledger into FOLDER as CSV files that hold no identities."""
    if as_of is not None and as_of > (moment := now()):
        raise click.BadParameter(
            f"{iso(as_of)} lies in the future, so that more may be recorded until then: take one up to "
            f"{iso(moment)}, or leave it out.",
            param_hint="--as-of",
        )
    session = reading()
    countries, groups = reference_rows(session)
    reference = {
        "countries": [tuple(row.values()) for row in countries],
        "country_groups": [tuple(row.values()) for row in groups],
    }
    written = export_folder(session, folder, as_of=as_of, reference=reference)
    for file in written:
        click.echo(f"{file.name}.csv: {file.rows} rows")
    if as_of is not None:
        click.echo(f"As of {iso(as_of)}.")


@ledger.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@fills_instance
@with_app
def import_command(folder: Path) -> None:
    """Take the records of FOLDER, wholly or not at all; exit code 1 if any row is rejected."""
    with transaction() as session:
        result = import_folder(session, folder, now=now(), actor=ACTOR)
    for row in result.rejected:
        click.echo(f"{row.file}:{row.line}: {row.reason}")
    if result.rejected:
        count = len(result.rejected)
        click.echo(f"{'One row' if count == 1 else f'{count} rows'} rejected; nothing was taken.", err=True)
        if result.behind:
            click.echo(
                f"References that lead to a rejected row, or to what could not be read: {result.behind}. "
                "Mend that first; then they are looked at again.",
                err=True,
            )
        if result.clashes:
            click.echo(OTHERWISE, err=True)
        click.get_current_context().exit(1)
    if result.absent:
        click.echo(f"Not in this folder: {', '.join(result.absent)}.")
    if result.changed:
        click.echo(f"Changed since it was exported: {', '.join(result.changed)}.")
    click.echo(f"{result.added} records added, {result.known} were known already.")
