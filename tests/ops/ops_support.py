"""What the tests of operation share."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

from learnhub.config import ROOT, Settings
from tests.processes import environment

Shell = Callable[..., subprocess.CompletedProcess[str]]


def variables(settings: Settings, **more: str) -> dict[str, str]:
    """The environment of a command that works on this instance and no other."""
    return {
        **environment(),
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "LEARNHUB_INSTANCE": str(settings.instance),
        "LEARNHUB_DATABASE_URL": settings.database_url,
        **more,
    }
