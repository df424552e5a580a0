"""`learnhub records …`: look for probable duplicates now."""

from __future__ import annotations

import click

from learnhub.cli.base import with_database
from learnhub.kernel.clock import now
from learnhub.records.work import look_everywhere


@click.group()
def records() -> None:
    """Records of people: probable duplicates."""


@records.command()
@with_database
def find() -> None:
    """Look now for accounts that may be one person; the worker does it once an hour.

    Only new and changed accounts are looked at. Pairs wait for a records officer under /records; nothing is merged.
    """
    people, pairs, erased = look_everywhere(now())
    click.echo(
        f"Looked at {people} accounts: {pairs} new cases. Erased with the account they went to: {erased}."
    )
