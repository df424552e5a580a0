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
from learnhub.reach.behind import Behind
from learnhub.reach.figures import Figure
from learnhub.reach.matrix import CentreByRegion
from learnhub.reach.query import Query

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


def figure_behind(
    session: Session, settings: Settings, query: Query, limit: int, offset: int, *, now: datetime
) -> tuple[Figure, Behind]:
    """A figure and a page of the rows behind it. Raises Unacceptable for a question that cannot be asked."""
    found = import_module(ENGINE).figure_behind(session, settings, query, limit, offset, now=now)
    figure, behind = found
    if not isinstance(figure, Figure) or not isinstance(behind, Behind):
        raise TypeError("the engine gave something else than was asked for")
    return figure, behind
