"""Which learners of a course a page is about: what stands in its address, as a value that a job can keep."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from learnhub.web.numbers import whole_number

STATES = ("running", "new", "completed", "late", "left")
_STEP = re.compile(r"[a-z0-9-]{1,60}")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Learners for whom all of this holds; what is empty does not matter.

    `state`: one of `STATES`; without one everybody who has not left. `at`: she stands at this step and has not
    completed. `quiet_since`: no sign of study from that day on (ISO date). `behind`: she learns with an older version.
    `learner`: this enrolment alone. Nobody is chosen by what she told about herself to be counted, such as her country:
    whoever sees names sees that only as counts.
    """

    state: str = ""
    cohort: int = 0
    at: str = ""
    quiet_since: str = ""
    behind: bool = False
    learner: int = 0

    @property
    def anything(self) -> bool:
        """Whether somebody chose at all."""
        return self != Chosen()

    @property
    def as_query(self) -> dict[str, Any]:
        """What an address says of it."""
        said: dict[str, Any] = {key: str(value) for key, value in asdict(self).items() if value}
        return {**said, "behind": "1"} if self.behind else said

    @property
    def quiet_day(self) -> date | None:
        """The day from which on she was quiet."""
        return date.fromisoformat(self.quiet_since) if self.quiet_since else None

    def to_json(self) -> str:
        """For a job."""
        return json.dumps(asdict(self), sort_keys=True)


NOBODY = Chosen(learner=-1)


def chosen_from_json(text: str) -> Chosen:
    """The inverse of `to_json`. A job that was kept when a country could be chosen finds nobody, not everybody."""
    said = json.loads(text)
    return NOBODY if said.pop("country", "") else Chosen(**said)


def chosen_from(given: Mapping[str, str]) -> Chosen:
    """What an address asks for; what makes no sense is left out, as if it were not there."""

    def fitting(name: str, pattern: re.Pattern[str]) -> str:
        text = given.get(name, "")
        return text if pattern.fullmatch(text) else ""

    return Chosen(
        state=given.get("state", "") if given.get("state", "") in STATES else "",
        cohort=whole_number(given.get("cohort")) or 0,
        at=fitting("at", _STEP),
        quiet_since=_day(given.get("quiet_since", "")),
        behind=given.get("behind", "") == "1",
        learner=whole_number(given.get("learner")) or 0,
    )


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if len(text) == 10 else ""
    except ValueError:
        return ""
