"""`learnhub people …`: roles, sheets of people, and the link that makes the first administrator."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import click

from learnhub.access.identity import NETWORK, Grant, Role, Scope, ScopeKind
from learnhub.accounts.queries import certain_owners, owners_of
from learnhub.accounts.service import issue_token
from learnhub.centres.mails import mail_role
from learnhub.centres.queries import has_administrator
from learnhub.centres.service import OPERATOR, give_role
from learnhub.cli.base import with_app, with_database
from learnhub.db import reading, transaction
from learnhub.formats.sheets import SheetError
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Conflict, NotFound
from learnhub.kernel.garbage import uncollected
from learnhub.learning.service.importing import Plan, get_target, people_of_file, plan_import, store_import
from learnhub.learning.sheet import People
from learnhub.learning.words import problem_words
from learnhub.web.settings import current_settings

LINK_LASTS = timedelta(days=2)
ACTOR = "command"  # who recorded it, in the ledger


@click.group("people")
def people() -> None:
    """Roles of people, and enrolling many from a sheet."""


@people.command("grant")
@click.argument("login")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@click.option("--centre", help="Held for this centre.")
@click.option("--country", help="Held for this country, such as KE.")
@click.option("--region", help="Held for this region, such as AFR.")
@click.option("--unconfirmed", is_flag=True, help="LOGIN is an address that nobody has confirmed, and hers.")
@with_app
def grant(
    login: str, role: str, centre: str | None, country: str | None, region: str | None, unconfirmed: bool
) -> None:
    """Give ROLE to the account that signs in with LOGIN; without a place it is held for the network.

    Anybody can register with any address, so one that was not confirmed is refused: use the learner number.
    """
    places = {ScopeKind.CENTRE: centre, ScopeKind.COUNTRY: country, ScopeKind.REGION: region}
    named = [Scope(kind, place) for kind, place in places.items() if place]
    if len(named) > 1:
        raise click.ClickException("Name one place only: --centre, --country or --region.")
    with transaction() as session:
        found = (owners_of if unconfirmed else certain_owners)(session, login)
        if not found:
            raise NotFound(
                f"Nobody signs in with {login!r}, or the address is not confirmed. Give the learner number, "
                "or --unconfirmed if you know that the address is hers."
            )
        if len(found) > 1:
            raise Conflict(f"Several accounts have {login!r}. Give the learner number of the right one.")
        scope = named[0] if named else NETWORK
        person_id, grant = found[0].id, Grant(Role(role), scope)
        give_role(session, person_id=person_id, role=grant.role, scope=scope, actor=OPERATOR, now=now())
        url = current_settings().public_url
        mail_role(session, grant, to=person_id, actor=OPERATOR, public_url=url, now=now())
    click.echo(f"{found[0].name} is now {role}.")


@people.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--course", "code", required=True, help="Code of the course they are enrolled in.")
@click.option("--dry-run", is_flag=True, help="Say what would be stored, and store nothing.")
@click.option("--skip-faulty", is_flag=True, help="Store the other rows if some are faulty.")
@with_database
def import_people(file: Path, code: str, dry_run: bool, skip_faulty: bool) -> None:
    """Enrol the people of FILE (CSV or XLSX), and make accounts for those who have none.

    Who is known stays who she is; who is enrolled already is left as she is, so a sheet can be sent twice.
    One faulty row stops it before anything is stored: the exit code is 1 and each row is named.
    """
    with uncollected():
        _import_file(file, code, dry_run=dry_run, skip_faulty=skip_faulty)


def _import_file(file: Path, code: str, *, dry_run: bool, skip_faulty: bool) -> None:
    target = get_target(reading(), code)
    try:
        data, today = file.read_bytes(), now().date()
        found = people_of_file(reading(), name=file.name, data=data, code=code, today=today)
    except SheetError as error:
        raise click.ClickException(f"{file.name}: {error}") from error
    _tell_problems(file.name, found)
    unreadable = any(problem.code == "columns" for problem in found.problems)
    faulty = bool(found.problems) and (unreadable or not skip_faulty)
    if dry_run:
        plan = plan_import(reading(), rows=found.rows, course_id=target.course_id)
        click.echo(f"Would be enrolled: {_counts(plan, found)}")
    elif not faulty:
        with transaction() as session:
            plan = plan_import(session, rows=found.rows, course_id=target.course_id)
            store_import(session, plan=plan, target=target, now=now(), actor=ACTOR)
        click.echo(f"Enrolled: {_counts(plan, found)}")
    if faulty:
        hint = "" if unreadable else ", or leave them out with --skip-faulty"
        raise click.ClickException(f"Nothing was stored: mend the rows above{hint}.")


def _tell_problems(name: str, found: People) -> None:
    for what, left in (("Columns", found.unread), ("Sheets", found.others)):
        if left:
            click.echo(f"{name}: {what} not read: {', '.join(left)}", err=True)
    for problem in found.problems:
        cell = f" ({problem.cell})" if problem.cell else ""
        click.echo(f"{name}:{problem.number}: {problem_words(problem)}{cell}", err=True)


def _counts(plan: Plan, found: People) -> str:
    return (
        f"{plan.to_store}, of them new accounts: {len(plan.new)}. "
        f"Already enrolled: {len(plan.enrolled)}. Left out: {found.left_out}."
    )


def first_administrator() -> str | None:
    """The one-time link, as long as there is no administrator."""
    if has_administrator(reading(), now()):
        return None
    with transaction() as session:
        token = issue_token(session, purpose="administrator", person_id=None, lasts=LINK_LASTS, now=now())
    address = current_settings().public_url
    return f"Make the first administrator (once): {address}/en/first-administrator/{token}"
