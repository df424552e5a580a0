"""`learnhub reach release …`: freeze figures, list, check and compare what was frozen."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import click

from learnhub import __version__
from learnhub.cli.base import with_app, with_database
from learnhub.cli.ledger import Instant
from learnhub.cli.reference import load_missing
from learnhub.db import reading, transaction
from learnhub.kernel.clock import iso, now
from learnhub.reach.publication.numbers import data_text
from learnhub.reach.releases import queries, service
from learnhub.reach.releases.calendar import Stage
from learnhub.reach.releases.comparing import compared
from learnhub.reach.releases.signing import fingerprint, public_pem, signing_key
from learnhub.reach.releases.task import make_release
from learnhub.reach.releases.verify import verify_folder, views_in
from learnhub.web.i18n import LANGUAGES
from learnhub.web.settings import current_settings

STAGES = {"provisional": Stage.PROVISIONAL, "final": Stage.FINAL, "revised": Stage.REVISED}
IN = click.Path(exists=True, path_type=Path)
LATER = timedelta(minutes=15)  # when a job takes up what this command did not end
OUT = click.Path(dir_okay=False, path_type=Path)


@click.group()
def release() -> None:
    """Releases: frozen, signed folders of figures."""


@release.command()
@click.argument("period")
@click.option("--stage", type=click.Choice(list(STAGES)), default="provisional", show_default=True)
@click.option("--scope", default="net", show_default=True, help="net, c-CENTRE, country-KE or donor-PROJECT")
@click.option("--as-of", type=Instant(), required=True, help="count what was recorded until then")
@click.option("--language", "languages", multiple=True, type=click.Choice(list(LANGUAGES)), default=("en",),
              show_default=True, help="of the documents; may be given more than once")  # fmt: skip
@click.option("--reason", default="", help="why a revision that was not foreseen is needed")
@click.option("--publish", is_flag=True, help="open the public view to everybody at once")
@with_app
def make(
    period: str,
    stage: str,
    scope: str,
    as_of: datetime,
    languages: tuple[str, ...],
    reason: str,
    publish: bool,
) -> None:
    """Freeze the figures of PERIOD, a year such as 2024 or a quarter such as 2024-Q3."""
    load_missing()
    with transaction() as session:
        release_id = service.ask_release(
            session, scope=scope, period=period, stage=STAGES[stage], as_of=as_of, languages=languages,
            now=now(), reason=reason, job_at=now() + LATER,
        ).id  # fmt: skip
    made = make_release(current_settings(), release_id, now(), generator=f"learnhub {__version__}")
    for view, digest in sorted(made.manifests.items()):
        click.echo(f"{queries.folder_of(current_settings(), release_id) / view}  manifest {digest}")
    if publish:
        _publish(release_id)


@release.command("publish")
@click.argument("release_id", metavar="RELEASE")
@with_database
def publish_command(release_id: str) -> None:
    """Open the public view of RELEASE to everybody."""
    _publish(release_id)


@release.command("list")
@with_database
def list_command() -> None:
    """List all releases, the latest first."""
    found, total = queries.list_releases(reading(), size=1000)
    for each in found:
        public = "public" if each.published_at else "not public"
        state = "" if each.state == "made" else f", {each.state}"
        click.echo(f"{each.id}  as of {iso(each.as_of)}, {public}{state}")
    if total > len(found):
        click.echo(f"and {total - len(found)} older ones")


@release.command()
@click.argument("release_id", metavar="RELEASE")
@with_database
def show(release_id: str) -> None:
    """Show the manifests of RELEASE, or why it could not be made."""
    found = queries.get_release(reading(), release_id)
    click.echo(f"{found.id}: {found.state}, as of {iso(found.as_of)}")
    if found.problem:
        click.echo(found.problem)
    for view in queries.VIEWS if found.state == "made" else ():
        about = queries.manifest_of(current_settings(), found.id, view)
        click.echo(json.dumps(about, ensure_ascii=False, indent=1))


@release.command()
@click.argument("folder", type=IN)
@click.option(
    "--key", type=IN, help="the public key, from a place that you trust; without it that in the folder"
)
def verify(folder: Path, key: Path | None) -> None:
    """Check FOLDER, a release or one view of it; needs no installation. Exit code 1 if anything was changed."""
    given = key.read_bytes() if key else None
    wrong = 0
    for view in views_in(folder):
        for problem in verify_folder(view, given):
            wrong += 1
            click.echo(f"{view.name}/{problem}")
    if wrong:
        few = "One thing is not as it was" if wrong == 1 else f"{wrong} things are not as they were"
        raise click.ClickException(f"{few} signed.")
    signer = given or next(iter(views_in(folder))).joinpath("public_key.pem").read_bytes()
    click.echo("All files are as they were signed.")
    click.echo(f"The public key has the SHA-256 {fingerprint(signer)}.")
    if key is None:
        click.echo("Compare it with the one that the publisher shows, or give the key with --key.")


@release.command()
@click.argument("earlier")
@click.argument("later")
@click.option("--view", type=click.Choice(queries.VIEWS), default="internal", show_default=True)
@with_app
def diff(earlier: str, later: str, view: str) -> None:
    """List every figure that differs between two releases of one period, with the reasons."""
    session = reading()
    first, second = (queries.get_release(session, each) for each in (earlier, later))
    found = list(compared(session, current_settings(), first, second, view))
    if not found:
        click.echo("No figure differs.")
    for each in found:
        before, after = (data_text(value, "–") for value in (each.previous, each.new))
        click.echo(
            f"{each.indicator} {each.filters or '(all)'}: {before} -> {after}  {' '.join(each.reasons)}"
        )


@release.command("key")
@click.option("--out", type=OUT, help="file to write; without it the key is printed")
@with_database
def key_command(out: Path | None) -> None:
    """Give the public key that releases are signed with."""
    pem = public_pem(signing_key(current_settings().instance))
    if out is None:
        click.echo(pem.decode(), nl=False)
    else:
        out.write_bytes(pem)
    click.echo(f"SHA-256 {fingerprint(pem)}", err=True)


def _publish(release_id: str) -> None:
    with transaction() as session:
        found = service.publish_release(session, queries.get_release(session, release_id).id, now=now())
        click.echo(f"{found.id} is public.")
