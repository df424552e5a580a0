"""Tries are counted in the database, so that several server processes count together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, case, delete
from sqlalchemy.orm import Session

from learnhub.accounts.domain import LETTERS, ThrottleRule, may_try, throttle_key
from learnhub.accounts.models import Throttle
from learnhub.accounts.queries import tries
from learnhub.db import inserting, rows_changed, table

_FORGET = delete(table(Throttle)).where(Throttle.key.in_(bindparam("forgotten", expanding=True)))

Rules = Mapping[str, ThrottleRule]  # by throttle key


def wait_needed(session: Session, rules: Rules, now: datetime) -> int:
    """Seconds until another try is allowed; 0 for at once."""
    windows = tries(session, list(rules))
    return max(
        (may_try(row.tries, row.until, rules[key], now) for key, row in windows.items()),
        default=0,
    )


def count_try(session: Session, rules: Rules, now: datetime) -> None:
    """One more try under each key; a window that is over starts anew."""
    for key, rule in rules.items():
        statement = inserting(session, Throttle).values(key=key, tries=1, until=now + rule.window)
        over = Throttle.until <= now
        session.execute(
            statement.on_conflict_do_update(
                index_elements=[Throttle.key],
                set_={
                    "tries": case((over, 1), else_=Throttle.tries + 1),
                    "until": case((over, now + rule.window), else_=Throttle.until),
                },
            )
        )


def may_write_to(session: Session, address: str, purpose: str, now: datetime) -> bool:
    """Whether one more letter may go to an address that anybody can type; counts it if so. Each purpose counts by
    itself: whoever registers with another's address again and again does not keep her from a new password."""
    rules = {throttle_key(f"{purpose} letter", address): LETTERS}
    if wait_needed(session, rules, now):
        return False
    count_try(session, rules, now)
    return True


def forget_tries(session: Session, *keys: str) -> None:
    """A success ends the counting for an account."""
    session.execute(_FORGET, {"forgotten": keys})


def sweep(session: Session, now: datetime) -> int:
    """Remove windows that are over; gives how many."""
    return rows_changed(session.execute(delete(Throttle).where(Throttle.until <= now)))
