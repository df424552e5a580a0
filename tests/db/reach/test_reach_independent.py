"""A random ledger, taken in, written out again, and counted by a program that reads the raw export alone.

That program is plain Python over the CSV files (`slow_figures.py`): it shares no line with the product.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from random import Random

import pytest
from click import Command
from click.testing import CliRunner
from flask import Flask

from learnhub.centres.load import load_reference
from learnhub.cli.ledger import ledger
from learnhub.cli.reach import reach
from learnhub.db import transaction
from learnhub.ledger.importing import import_folder
from learnhub.reach.indicators import INDICATORS
from tests.db.reach.conftest import NOW
from tests.unit.reach.random_ledger import random_rows
from tests.unit.reach.slow_figures import SlowFigures
from tests.unit.reach.slow_numbers import text_of
from tests.unit.reach.slow_reach import instant

AS_OFS = ("2025-01-15T12:00:00Z", "2026-01-01T00:00:00Z")
PERIODS = (("2024-01-01", "2024-12-31"), ("2023-10-01", "2023-12-31"), ("2023-12-31", "2024-06-30"))
QUESTIONS = ("indicator", "as_of", "period_start", "period_end", "filters")
OWN = {"L05": "course=K0", "L06": "course=K1&item=2"}
CUTS = (
    "gender=F", "country=NA", "region=AFR", "age=25-34", "group=LDC", "centre=C1", "theme=WATER", "mode=online",
    "centre=C0&gender=F",
)  # fmt: skip
Rows = Mapping[str, Sequence[Mapping[str, str]]]


def write(rows: Rows, folder: Path) -> None:
    """The rows as the files that an import takes."""
    folder.mkdir()
    for kind, lines in rows.items():
        with (folder / f"{kind}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(lines[0]))
            writer.writeheader()
            writer.writerows(lines)


def take(rows: Rows, folder: Path) -> int:
    """Import the rows without those that an import refuses, such as what names a person who is not there."""
    left = {kind: list(lines) for kind, lines in rows.items()}
    with transaction() as session:
        load_reference(session, now=NOW)
    for attempt in range(5):
        write(left, folder / f"in{attempt}")
        with transaction() as session:
            result = import_folder(session, folder / f"in{attempt}", now=NOW, actor="tests")
        if not result.rejected:
            return result.added
        for refused in sorted({(each.file, each.line) for each in result.rejected}, reverse=True):
            del left[refused[0].removesuffix(".csv")][refused[1] - 2]
    raise AssertionError(result.rejected)


def read(folder: Path) -> dict[str, list[dict[str, str]]]:
    """All files of an export."""
    found = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = list(csv.DictReader(file))
    return found


def run(app: Flask, command: Command, *words: str) -> None:
    """A command that must not fail."""
    result = CliRunner().invoke(command, list(words), obj=app)
    assert result.exit_code == 0, result.output


def questions(as_of: str, pick: Random) -> list[dict[str, str]]:
    """Each indicator whole, and under a filter that it allows."""
    found = []
    for code, indicator in INDICATORS.items():
        allowed = set(indicator.disaggregations)
        cuts = [cut for cut in CUTS if {part.partition("=")[0] for part in cut.split("&")} <= allowed]
        for cut in (OWN[code],) if code in OWN else ("", *pick.sample(cuts, min(1, len(cuts)))):
            found.append(dict(zip(QUESTIONS, (code, as_of, *pick.choice(PERIODS), cut), strict=True)))
    return found


@pytest.mark.parametrize("seed", [31, 32])
def test_figures_are_those_of_a_program_that_reads_only_the_raw_export(
    seed: int, app: Flask, tmp_path: Path
) -> None:
    taken = take(random_rows(seed), tmp_path)
    assert taken > 150
    for number, as_of in enumerate(AS_OFS):
        asked, answers = tmp_path / f"asked{number}.csv", tmp_path / f"answers{number}.csv"
        with asked.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, QUESTIONS)
            writer.writeheader()
            writer.writerows(questions(as_of, Random(seed)))
        run(app, reach, "compute", str(asked), "--out", str(answers))
        run(app, ledger, "export", str(tmp_path / f"out{number}"), "--as-of", as_of)
        slow = SlowFigures(read(tmp_path / f"out{number}"), instant(as_of))
        rows = read(tmp_path)[f"answers{number}"]
        assert {row["indicator"] for row in rows} == set(INDICATORS)
        assert sum(row["value"] not in {"", "0"} for row in rows) > 25
        for row in rows:
            filters = dict(part.split("=", 1) for part in row["filters"].split("&") if part)
            days = [date.fromisoformat(row[name]) for name in ("period_start", "period_end")]
            expected = text_of(slow.figure(row["indicator"], days[0], days[1], filters))
            assert row["value"] == expected, row
