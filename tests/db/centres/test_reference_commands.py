"""What the commands print."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from learnhub.cli.reference import load_step, reference


def run(app: Flask, *arguments: str) -> Result:
    return CliRunner().invoke(reference, list(arguments), obj=app)


@pytest.fixture
def loaded(app: Flask) -> Flask:
    """The application, its lists loaded by the command."""
    assert run(app, "load").exit_code == 0
    return app


def test_load_says_what_it_did_and_then_that_there_is_nothing_to_do(app: Flask) -> None:
    first = run(app, "load")
    assert first.exit_code == 0
    assert "country: 249 added (AD, AE," in first.output
    assert "centre: 71 added" in first.output
    again = run(app, "load")
    assert again.output == "Reference data: nothing to do (edition 1).\n"


def test_the_start_loads_in_one_line_and_is_silent_after_that(app: Flask) -> None:
    assert load_step() == "Reference data: edition 1, 1329 rows brought up to date."
    assert load_step() is None


def test_a_group_is_listed_as_of_a_day_with_its_planned_ends(loaded: Flask) -> None:
    lines = run(loaded, "list", "groups", "--on", "2023-12-31", "--group", "ldc").output.splitlines()
    assert lines[0] == "LDC on 2023-12-31: 45 countries"
    assert len(lines) == 46
    assert "  NP Nepal (end scheduled for 2026-11-24, not confirmed)" in lines
    assert not any(line.startswith("  BT") for line in lines)


def test_all_groups_are_listed_when_none_is_named(loaded: Flask) -> None:
    output = run(loaded, "list", "groups").output
    assert [line.split()[0] for line in output.splitlines() if not line.startswith(" ")] == [
        "AU",
        "G77",
        "LDC",
        "LLDC",
        "PRIORITY_AFRICA",
        "SIDS",
    ]


def test_centres_are_listed_with_their_doubts(loaded: Flask) -> None:
    output = run(loaded, "list", "centres", "--theme", "KARST").output
    assert output.splitlines() == ["1 centres", "  irck: International Research Centre on Karst, China"]
    assert "(unconfirmed)" in run(loaded, "list", "centres", "--region", "ARB", "--search", "cairo").output


@pytest.mark.parametrize(
    ("arguments", "word"),
    [(("groups", "--group", "XYZ"), "PRIORITY_AFRICA"), (("centres", "--theme", "NONE"), "no theme NONE")],
)
def test_wrong_words_are_answered_with_the_right_ones(
    loaded: Flask, arguments: tuple[str, ...], word: str
) -> None:
    result = run(loaded, "list", *arguments)
    assert result.exit_code == 2
    assert word in result.output
