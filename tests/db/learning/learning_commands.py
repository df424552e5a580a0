"""What the tests of learning's commands share."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from learnhub.catalogue.content import Version
from learnhub.db import transaction
from learnhub.kernel.errors import Conflict

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Learner:
    """Who learns, and what."""

    person_id: int
    version: Version

    @property
    def course_id(self) -> int:
        return self.version.course_id


def together(app: Flask, *acts: Callable[[Session], Any]) -> list[str]:
    """Do all acts at the same time, each in a transaction of its own; what became of each."""
    start = Barrier(len(acts))

    def one(act: Callable[[Session], Any]) -> str:
        with app.app_context():
            start.wait()
            try:
                with transaction() as session:
                    act(session)
            except Conflict:
                return "conflict"
            return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))
