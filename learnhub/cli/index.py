"""The words that published courses are found by, brought up to date at the start and by `learnhub courses index`."""

from __future__ import annotations

from learnhub.catalogue.indexing import index_anew, out_of_date
from learnhub.db import reading, transaction


def _bring_up_to_date() -> int:
    """Make the terms of courses anew where a new version of LearnHub or of the lists needs it; say of how many.

    Each course is a transaction of its own: a server that is at work on the same database never waits long, and what
    was cut off goes on with the next start.
    """
    done = 0
    for course_id in out_of_date(reading()):
        with transaction() as session:
            done += index_anew(session, course_id)
    return done


def index_step() -> str | None:
    """Do that as a step of the start: one line if there was anything to do."""
    done = _bring_up_to_date()
    return f"Search: {done} course{'' if done == 1 else 's'} indexed anew." if done else None
