"""What the worker does for releases: make those that were asked for, and see to reports that come regularly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from typing import Any

from learnhub.config import Settings
from learnhub.reach.releases.service import JOB

MAKER = "learnhub.reach.releases.task"  # fetched with the first release: it brings engine and typesetter
Task = Callable[[dict[str, Any], datetime], None]


def release_tasks(settings: Settings, *, generator: str) -> dict[str, Task]:
    """The tasks by the name of their job. `generator` is the program and its version."""

    def make(payload: dict[str, Any], now: datetime) -> None:
        import_module(MAKER).do(settings, payload, now, generator=generator)

    return {JOB: make}
