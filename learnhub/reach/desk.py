"""Where pages ask for figures. The engine behind it is fetched with the first question.

DuckDB takes 22 MB of memory by being imported alone, and a server that nobody asks for figures should not pay
for it: docs/decisions/0005-engine-fetched-on-demand.md. Whatever else a page imports does without DuckDB.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from importlib import import_module

from sqlalchemy.orm import Session

from learnhub.config import Settings
from learnhub.reach.asked import Period
from learnhub.reach.matrix import CentreByRegion

ENGINE = "learnhub.reach.queries"


def centre_by_region(
    session: Session,
    settings: Settings,
    *,
    as_of: datetime,
    period: Period,
    centres: Collection[str] | None,
    now: datetime,
) -> CentreByRegion:
    """Learners reached and enrolments of these centres (None: of all) by centre and region of residence.

    Raises Unacceptable for a period or an as-of that cannot be.
    """
    found = import_module(ENGINE).centre_by_region(
        session, settings, as_of=as_of, start=period.start, end=period.end, centres=centres, now=now
    )
    if not isinstance(found, CentreByRegion):
        raise TypeError("the engine gave something else than was asked for")
    return found
