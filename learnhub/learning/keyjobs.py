"""The job that marks many tries anew by a key that was put right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from learnhub.config import Settings
from learnhub.db import transaction
from learnhub.learning.mails import post_anew
from learnhub.learning.service.rekeying import JOB, next_piece


def mark_all(number: int, public_url: str, now: datetime) -> None:
    """Do a change of a key to its end: one transaction to a piece, so that a crash in between costs and repeats
    nothing."""
    more = True
    while more:
        with transaction() as session:
            step = next_piece(session, number=number, now=now)
            post_anew(session, step, public_url, now)
        more = step.more


def key_tasks(settings: Settings) -> dict[str, Callable[[dict[str, Any], datetime], None]]:
    """What the worker calls."""

    def carry(payload: dict[str, Any], now: datetime) -> None:
        mark_all(payload["change"], settings.public_url, now)

    return {JOB: carry}
