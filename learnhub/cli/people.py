"""`learnhub people …`: roles from the command line, and the link that makes the first administrator."""

from __future__ import annotations

from datetime import timedelta

import click
from flask import current_app

from learnhub.access.identity import NETWORK, Role, Scope, ScopeKind
from learnhub.accounts.queries import find_by_login
from learnhub.accounts.service import issue_token
from learnhub.centres.queries import has_administrator
from learnhub.centres.service import OPERATOR, give_role
from learnhub.cli.base import with_app
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import NotFound

LINK_LASTS = timedelta(days=2)


@click.group("people")
def people() -> None:
    """Roles of people."""


@people.command("grant")
@click.argument("login")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@click.option("--centre", help="Held for this centre.")
@click.option("--country", help="Held for this country, such as KE.")
@click.option("--region", help="Held for this region, such as AFR.")
@with_app
def grant(login: str, role: str, centre: str | None, country: str | None, region: str | None) -> None:
    """Give ROLE to the account that signs in with LOGIN; without a place it is held for the network."""
    places = {ScopeKind.CENTRE: centre, ScopeKind.COUNTRY: country, ScopeKind.REGION: region}
    named = [Scope(kind, place) for kind, place in places.items() if place]
    if len(named) > 1:
        raise click.ClickException("Name one place only: --centre, --country or --region.")
    with transaction() as session:
        found = find_by_login(session, login)
        if not found:
            raise NotFound(f"Nobody signs in with {login!r}.")
        give_role(
            session, person_id=found[0].id, role=Role(role), scope=named[0] if named else NETWORK, actor=OPERATOR, now=now()
        )
    click.echo(f"{found[0].name} is now {role}.")


def first_administrator() -> str | None:
    """The one-time link, as long as there is no administrator."""
    if has_administrator(reading(), now()):
        return None
    with transaction() as session:
        token = issue_token(session, purpose="administrator", person_id=None, lasts=LINK_LASTS, now=now())
    return f"Make the first administrator (once): {current_app.config['SETTINGS'].public_url}/en/first-administrator/{token}"
