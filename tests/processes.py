"""The environment of processes that tests start."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

SERVE = [sys.executable, "-OO", "-m", "learnhub", "serve"]
"""As `lh` starts what runs for days: without docstrings and assertions."""


def environment() -> dict[str, str]:
    """That of the tests without settings of LearnHub. Modules are compiled once, not at each of a hundred starts."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith("LEARNHUB_") and key != "PYTHONDONTWRITEBYTECODE"
    }
    compiled = Path(tempfile.gettempdir()) / "learnhub-tests-compiled"
    return {"PYTHONPYCACHEPREFIX": str(compiled), **kept}
