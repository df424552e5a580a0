"""What the tests of learning's commands share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from learnhub.catalogue.content import Version

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Learner:
    """Who learns, and what."""

    person_id: int
    version: Version

    @property
    def course_id(self) -> int:
        return self.version.course_id
