"""The typesetter, called in a process of its own that ends with the document."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

MAKE_SECONDS = 120
HOME = Path(__file__).resolve().parents[3]


def printed(documents: Sequence[dict[str, Any]]) -> bytes:
    """The PDF of the first of these documents that has one page, or of the last.

    Raises RuntimeError if it cannot be made, and says why.
    """
    done = subprocess.run(
        [sys.executable, "-m", "learnhub.reach.reports.make"],
        input=json.dumps(documents, ensure_ascii=False, sort_keys=True).encode(),
        capture_output=True, timeout=MAKE_SECONDS, cwd=HOME, check=False,
    )  # fmt: skip
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        notes = done.stderr.decode("utf-8", "replace").strip()
        raise RuntimeError(f"the report could not be typeset: {notes[-600:]}")
    return done.stdout
