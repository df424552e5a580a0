"""`learnhub reference …`: bring the reference data up to date and look into them."""

from __future__ import annotations

from datetime import date, datetime

import click

from learnhub.centres.domain import CentreFilter
from learnhub.centres.load import ListChange, load_reference
from learnhub.centres.queries import list_centres
from learnhub.centres.regions import REGIONS
from learnhub.centres.snapshot import reference as reference_data
from learnhub.cli.base import with_app
from learnhub.cli.database import fills_instance
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now

SHOWN = 8


@click.group()
def reference() -> None:
    """Countries, groups, frameworks, themes and centres."""


@reference.command()
@fills_instance
@with_app
def load() -> None:
    """Bring the lists in the database to the state of the data files, and print what changed."""
    with transaction() as session:
        report = load_reference(session, now=now())
    if not report:
        click.echo(f"Reference data: nothing to do (edition {report.version}).")
        return
    click.echo(f"Reference data: edition {report.version}.")
    for change in report.lists:
        click.echo(_told(change))


def load_step() -> str | None:
    """The same as a step of the start: one line if anything changed."""
    with transaction() as session:
        report = load_reference(session, now=now())
    if not report:
        return None
    rows = sum(len(keys) for change in report.lists for keys in (change.added, change.changed, change.closed))
    return f"Reference data: edition {report.version}, {rows} rows brought up to date."


def load_missing() -> None:
    """Load the lists into an instance that has none. Every command that counts calls it before it reads.

    `serve` has loaded them long before; a ledger that was imported into a new instance knows no regions and no groups,
    and every share of them would be a wrong 0.
    """
    if not reference_data(reading()).countries and (told := load_step()):
        click.echo(told)


def _told(change: ListChange) -> str:
    parts = []
    for word, keys in (("added", change.added), ("changed", change.changed), ("closed", change.closed)):
        if keys:
            more = f" and {len(keys) - SHOWN} more" if len(keys) > SHOWN else ""
            parts.append(f"{len(keys)} {word} ({', '.join(keys[:SHOWN])}{more})")
    return f"  {change.name}: {'; '.join(parts)}"


@reference.group(name="list")
def list_() -> None:
    """Look into a list."""


@list_.command()
@click.option(
    "--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day that counts; today if left out."
)
@click.option("--group", "wanted", help="One group, such as LDC; all if left out.")
@with_app
def groups(day: datetime | None, wanted: str | None) -> None:
    """Which countries are in a group on a day. A planned end has no effect until it is confirmed."""
    known = reference_data(reading())
    names = sorted({spell.group for spell in known.spells})
    if wanted is not None and wanted.upper() not in names:
        raise click.BadParameter(
            f"There is no group {wanted}; there are {', '.join(names)}.", param_hint="--group"
        )
    on = day.date() if day else now().date()
    for name in [wanted.upper()] if wanted else names:
        members = known.members_at(name, on)
        click.echo(f"{name} on {on}: {len(members)} countries")
        for spell in members:
            click.echo(
                f"  {spell.iso2} {known.country_name(spell.iso2, 'en')}{_remark(spell.scheduled_to_date)}"
            )


def _remark(scheduled: date | None) -> str:
    return f" (end scheduled for {scheduled}, not confirmed)" if scheduled else ""


@list_.command()
@click.option(
    "--region", default="", type=click.Choice(["", *REGIONS]), help="UNESCO region of the host country."
)
@click.option("--theme", default="", help="Code of a theme; its narrower themes count too.")
@click.option("--search", default="", help="Words of name, city or country.")
@with_app
def centres(region: str, theme: str, search: str) -> None:
    """The science centres with their codes."""
    known = reference_data(reading())
    if theme and theme not in known.themes:
        raise click.BadParameter(f"There is no theme {theme}.", param_hint="--theme")
    wanted = CentreFilter(region=region, theme=theme, q=search)
    found, total = list_centres(reading(), wanted, size=len(known.centres) or 1)
    click.echo(f"{total} centres")
    for centre in found:
        doubt = "" if centre.confirmed else " (unconfirmed)"
        click.echo(f"  {centre.id}: {centre.name}, {known.country_name(centre.host_iso2, 'en')}{doubt}")
