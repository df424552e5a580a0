"""The words that published courses are found by, brought up to date at the start and by `learnhub courses index`."""

from __future__ import annotations

from learnhub.catalogue.indexing import index_anew, out_of_date
from learnhub.db import reading, transaction


def index_step() -> str | None:
    """Make the terms of courses anew where a new version of LearnHub or of the lists needs it: one line if any did.

    Each course is a transaction of its own: a server that is at work on the same database never waits long, and what
    was cut off goes on with the next start.
    """
    done = 0
    for course_id in out_of_date(reading()):
        with transaction() as session:
            done += index_anew(session, course_id)
    return f"Search: {done} course{'' if done == 1 else 's'} indexed anew." if done else None
