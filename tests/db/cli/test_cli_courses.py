"""Courses come in from files by a command that says beforehand what would stop it."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from flask import Flask

from learnhub.cli import main
from tests.databases import EXAMPLE


@pytest.mark.parametrize("words", [["--check-only"], ["--publish"]])
def test_a_course_of_other_centres_is_refused_before_it_is_published(
    example: Flask, words: list[str]
) -> None:
    done = CliRunner().invoke(
        main, ["courses", "import", str(EXAMPLE), "--centre", "erce", *words], obj=example
    )
    assert done.exit_code == 1
    assert done.output == "Error: example belongs to icharm, not to erce: mend `centres` in course.yaml.\n"


def test_a_course_without_faults_can_be_published(example: Flask) -> None:
    done = CliRunner().invoke(main, ["courses", "import", str(EXAMPLE), "--centre", "icharm"], obj=example)
    assert (done.exit_code, done.output) == (
        0,
        "Reading the river can be published: repeat with --publish.\n",
    )
