"""Up to when records are taken if nobody said: the same for every page, file and program."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from learnhub.ledger.queries import entries_by_number, head, last_own
from learnhub.ledger.reasons import Reason
from learnhub.reach.asked import LARGE_LEDGER


def steady_as_of(session: Session, now: datetime) -> datetime:
    """Up to when records are taken if nobody said: everything that is there, but the same instant for an hour.

    It is the last full hour, or the last record if that came later; so whoever asks before the next record
    comes is answered from the same snapshot. With a large ledger it is the last full hour.
    """
    hour = now.replace(minute=0, second=0, microsecond=0)
    last = head(session).cursor.entry_id
    found = entries_by_number(session, [last]) if 0 <= last <= LARGE_LEDGER else []
    if not found:
        return hour if last > LARGE_LEDGER else now
    # an imported record is of an older day, and must not hide what was recorded here before it came
    came = last_own(session) if found[0].reason == Reason.IMPORT else found[0].recorded_at
    return min(now, max(hour, datetime.fromisoformat(came) + timedelta(seconds=1))) if came else hour
