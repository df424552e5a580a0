"""`learnhub reach …`: compute indicators from a list of questions, list them, look after the mirror."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import IO

import click

from learnhub.cli.base import with_app
from learnhub.cli.reference import load_missing
from learnhub.cli.release import release
from learnhub.db import reading
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Unacceptable
from learnhub.reach.engine import Engine
from learnhub.reach.indicators import INDICATORS
from learnhub.reach.manifest import Manifest
from learnhub.reach.queries import engine_of, rebuilt, reference_lists, refreshed
from learnhub.reach.query import parse_query
from learnhub.reach.reference import ReferenceLists
from learnhub.web.settings import current_settings

ASKED = ("indicator", "as_of", "period_start", "period_end", "filters")
ANSWER = "value"
IN_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def reach() -> None:
    """Reach and impact statistics."""


reach.add_command(release)


@reach.command()
@click.argument("questions", type=IN_FILE)
@click.option(
    "--out", type=OUT_FILE, required=True, help="CSV to write: the questions with a column `value`."
)
@with_app
def compute(questions: Path, out: Path) -> None:
    """Answer every row of a CSV file with the columns indicator, as_of, period_start, period_end, filters.

    Other columns are passed through. A row that can't be answered gets an empty value and a line on standard
    error with its number in the file; the other rows are answered, and the exit code is 1.
    """
    load_missing()
    session, settings = reading(), current_settings()
    reference = reference_lists(session)
    refreshed(session, settings)
    with questions.open(encoding="utf-8-sig", newline="") as source:
        text = _readable(source, questions)
        separator = max(",;\t", key=text.partition("\n")[0].count)  # as spreadsheets write them, by country
        rows = csv.DictReader(StringIO(text, newline=""), delimiter=separator, strict=True)
        try:
            columns = [name for name in rows.fieldnames or () if name is not None]
            missing = [name for name in ASKED if name not in columns]
            if missing:
                raise Unacceptable(
                    f"{questions} has no column {', '.join(missing)}: add it to its first line."
                )
            with out.open("w", encoding="utf-8", newline="") as target:
                failed = _answer(rows, columns, target, engine_of(settings), reference)
        except csv.Error as error:
            raise Unacceptable(
                f"{questions} cannot be read on from line {rows.reader.line_num}: {error}."
            ) from error
    if failed:
        how_many = "One row" if failed == 1 else f"{failed} rows"
        raise click.ClickException(f"{how_many} could not be answered: the value is empty in {out}.")
    click.echo(f"Answered all rows: {out}")


def _readable(source: IO[str], path: Path) -> str:
    try:
        return source.read()
    except UnicodeDecodeError:
        raise Unacceptable(f"{path} is not UTF-8 text: save it as CSV in UTF-8.") from None


def _answer(
    rows: csv.DictReader[str], columns: list[str], target: IO[str], engine: Engine, reference: ReferenceLists
) -> int:
    names = [*(name for name in columns if name != ANSWER), ANSWER]
    writer = csv.DictWriter(target, names, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    failed = 0
    instant = now()
    for row in rows:
        try:
            query = parse_query(*(row[name] or "" for name in ASKED))
            row[ANSWER] = engine.compute(query, reference, now=instant, coverage=False).text
        except Unacceptable as error:
            failed += 1
            row[ANSWER] = ""
            reasons = " ".join([error.message, *error.problems])
            click.echo(f"line {rows.line_num}: {reasons}", err=True)
        writer.writerow(row)
    return failed


@reach.command()
def indicators() -> None:
    """List the indicators."""
    for indicator in INDICATORS.values():
        click.echo(f"{indicator.code}  {indicator.name} ({indicator.unit})")
        click.echo(f"     {indicator.definition}")


@reach.group(invoke_without_command=True)
@click.option("--rebuild", is_flag=True, help="Throw the mirror away and write it again from the ledger.")
@click.pass_context
def mirror(context: click.Context, rebuild: bool) -> None:
    """The columnar mirror of the ledger: bring it up to date, or rebuild it."""
    if context.invoked_subcommand is None:
        context.invoke(_rebuild if rebuild else _refresh)


@click.command()
@with_app
def _refresh() -> None:
    _tell(refreshed(reading(), current_settings()))


@click.command()
@with_app
def _rebuild() -> None:
    _tell(rebuilt(reading(), current_settings()))


@mirror.command()
@with_app
def status() -> None:
    """What the mirror holds, and whether its files are as they were written."""
    kept = engine_of(current_settings()).mirror
    _tell(kept.manifest())
    damaged = kept.damaged()
    if damaged:
        raise click.ClickException(
            f"Missing or changed parts: {', '.join(damaged)}. Run `learnhub reach mirror --rebuild`."
        )
    click.echo("All parts are as they were written.")


def _tell(manifest: Manifest) -> None:
    for line in _lines(manifest):
        click.echo(line)


def _lines(manifest: Manifest) -> Iterable[str]:
    yield f"{manifest.seq} ledger entries, of which {manifest.erased} blanked another one."
    for kind, parts in manifest.parts.items():
        yield f"{kind}: {sum(part.rows for part in parts)} rows in {len(parts)} parts"
    if manifest.unreadable:
        yield f"{manifest.unreadable} fields do not fit their column and count as missing."
