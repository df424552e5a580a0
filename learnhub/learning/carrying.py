"""The job that moves many learners to another version."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from learnhub.db import transaction
from learnhub.learning.service.moves import JOB, move_next


def move_tasks() -> dict[str, Callable[[dict[str, Any], datetime], None]]:
    """What the worker calls: one transaction to a thousand, so that a crash in between costs and repeats nothing."""

    def carry(payload: dict[str, Any], now: datetime) -> None:
        more = True
        while more:
            with transaction() as session:
                more = move_next(session, number=payload["move"], now=now)

    return {JOB: carry}
