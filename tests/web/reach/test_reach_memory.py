"""A server that nobody asks for figures does not carry the engine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

COMPOSE = """
import sys
from pathlib import Path
from learnhub import create_app
from learnhub.config import load_settings
app = create_app(load_settings({}, instance=Path(sys.argv[1])))
assert "reach.centre_by_region" in app.view_functions
print("duckdb" in sys.modules)
"""


def test_composing_the_application_leaves_the_engine_alone(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", COMPOSE, str(tmp_path)], capture_output=True, text=True, check=True, timeout=60
    )
    assert run.stdout.strip() == "False"
