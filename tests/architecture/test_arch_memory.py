"""A server carries what its pages need, and nothing that is large and that few processes ever use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

COMPOSE = """
import sys
from pathlib import Path
import learnhub.cli.serve
from learnhub import create_app
from learnhub.config import load_settings
app = create_app(load_settings({}, instance=Path(sys.argv[1])))
assert "reach.centre_by_region" in app.view_functions
print(*sys.modules, sep="\\n")
"""
LATE = {
    "bleach": "cleans what somebody writes",
    "duckdb": "computes figures",
    "email_validator": "looks at an address that somebody gives",
    "latex2mathml": "converts formulas when a course is compiled",
    "nh3": "cleans what somebody writes",
    "segno": "draws the code of a certificate",
    "sqlalchemy.dialects.postgresql": "brings every driver of a database that is not in use",
    "waitress": "serves where granian does not",
}


def test_composing_a_server_leaves_what_few_processes_use(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", COMPOSE, str(tmp_path)], capture_output=True, text=True, check=True, timeout=60
    )
    assert set(run.stdout.split()) & set(LATE) == set()
