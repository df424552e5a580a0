"""Plan a training, change it, call it off, count people without a name. Each act is a version of its event."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from learnhub.kernel.errors import N_, Conflict, Unacceptable
from learnhub.kernel.ids import opaque_id
from learnhub.ledger.records import EventRecord, TargetRecord
from learnhub.ledger.service import next_revs, record
from learnhub.training.domain import Plan, Status, check_runs, shares
from learnhub.training.models import Training
from learnhub.training.queries import (
    CENTRE,
    FRAMEWORK,
    co_centres,
    recorded_days,
    somebody_present,
    targets_of,
)

TWICE = timedelta(minutes=1)  # a form that is sent so soon once more was sent by a second press
HEADS = ("headcount_f", "headcount_m", "headcount_x", "headcount_u")
CHANGED = N_(
    "Somebody has changed this meanwhile. Look in another tab at what holds now; keep again to put yours in its place."
)


def add_training(session: Session, *, centre: str, plan: Plan, now: datetime, actor: str) -> Training:
    """A training of a centre; the one that is there if the same was sent a moment ago. Raises Unacceptable."""
    plan.check()
    just = select(Training).where(Training.centre_id == centre, Training.created_at > now - TWICE)
    sent = just.filter_by(**_columns(plan))
    if (made := session.scalar(sent.limit(1))) is not None:
        return made
    training = Training(
        key=opaque_id("v"), centre_id=centre, status=Status.PLANNED, reason="", created_at=now,
        headcount_f=0, headcount_m=0, headcount_x=0, headcount_u=0, ledger_rev=0,
    )  # fmt: skip
    _take(training, plan)
    session.add(training)
    session.flush()
    _organise(session, training, plan)
    write_event(session, training, now=now, actor=actor)
    _serve(session, training, plan, now=now, actor=actor)
    return training


def change_training(
    session: Session, *, training: Training, plan: Plan, seen: int, today: date, now: datetime, actor: str
) -> None:
    """Put it right; one that was called off is planned again. `seen` is the version that was there to be changed.

    Raises Unacceptable for what contradicts its attendance, Conflict if it is not as it was seen.
    """
    _as_seen(training, seen)
    plan.check_against(recorded_days(session, training.id), training.mode)
    state = _state(session, training)
    if state == Status.HELD and plan.starts_on > today:
        raise Unacceptable(
            N_(
                "People are recorded to have been there, so the first day cannot be one that is still to come."
            )
        )
    _take(training, plan)
    training.status, training.reason = state, ""
    _organise(session, training, plan)
    write_event(session, training, now=now, actor=actor)
    _serve(session, training, plan, now=now, actor=actor)


def call_off(
    session: Session, *, training: Training, status: Status, reason: str, now: datetime, actor: str
) -> None:
    """Cancel it, or put it off to a day that is not known yet. Raises Conflict if anybody was there."""
    check_nobody_came(session, training)
    training.status, training.reason = status, reason
    write_event(session, training, now=now, actor=actor)


def count_heads(
    session: Session, *, training: Training, heads: dict[str, int], seen: int, today: date, now: datetime,
    actor: str,
) -> None:  # fmt: skip
    """People without a name, by gender. They make a training held as a sheet does.

    Raises Unacceptable before its first day, Conflict if it was called off or is not as it was seen.
    """
    check_runs(training.status)
    _as_seen(training, seen)
    if today < training.starts_on:
        raise Unacceptable(N_("This training has not begun yet. Count people from its first day on."))
    for name in HEADS:
        setattr(training, name, heads[name])
    training.status = _state(session, training)
    write_event(session, training, now=now, actor=actor)


def _was_held(session: Session, training: Training) -> bool:
    return any(getattr(training, name) for name in HEADS) or somebody_present(session, training.id)


def check_nobody_came(session: Session, training: Training) -> None:
    """Raises Conflict for a training that cannot be called off any more."""
    if _was_held(session, training):
        raise Conflict(N_("This training was held: attendance is recorded. Put the days right instead."))


def _state(session: Session, training: Training) -> Status:
    return Status.HELD if _was_held(session, training) else Status.PLANNED


def follow_sheets(session: Session, training: Training, *, now: datetime, actor: str) -> None:
    """Held as long as somebody is recorded to have been there, else planned; one that was called off stays so."""
    state = _state(session, training)
    if training.status in (Status.PLANNED, Status.HELD) and training.status != state:
        training.status = state
        write_event(session, training, now=now, actor=actor)


def write_event(session: Session, training: Training, *, now: datetime, actor: str) -> None:
    """The training as it stands now, as a further version in the ledger."""
    training.ledger_rev += 1
    session.flush()
    heads = {name: getattr(training, name) for name in HEADS}
    event = EventRecord(
        event_id=training.key, rev=training.ledger_rev, centre_id=training.centre_id, title=training.title,
        theme=training.theme, kind="training", mode=training.mode, status=training.status,
        country=training.country, start_date=training.starts_on, end_date=training.ends_on,
        scheduled_hours=Decimal(training.hours), co_centres=co_centres(session, training.id), **heads,
    )  # fmt: skip
    reason = "FIRST" if event.rev == 1 else "REVISE"
    record(session, [event], now=now, actor=actor, reason=reason)


def _take(training: Training, plan: Plan) -> None:
    for name, value in _columns(plan).items():
        setattr(training, name, value)


def _columns(plan: Plan) -> dict[str, Any]:
    return {name: value for name, value in asdict(plan).items() if name not in ("co_centres", "targets")}


def _organise(session: Session, training: Training, plan: Plan) -> None:
    session.execute(delete(CENTRE).where(CENTRE.c.training_id == training.id))
    others = sorted({*plan.co_centres} - {training.centre_id})
    if others:
        rows = [{"training_id": training.id, "centre_id": each} for each in others]
        session.execute(insert(CENTRE), rows)


def _serve(session: Session, training: Training, plan: Plan, *, now: datetime, actor: str) -> None:
    """Tell the ledger which targets it serves: what has changed alone, and 0 for those that it serves no more."""
    before, after = targets_of(session, training.key), shares(plan.targets)
    changed = {code: after.get(code, Decimal(0)) for code in sorted({*before, *after})}
    rows = [
        TargetRecord(
            object_type="event", object_id=training.key, framework=FRAMEWORK, target=code, weight=weight
        )
        for code, weight in changed.items()
        if weight != before.get(code)
    ]
    record(session, next_revs(session, rows), now=now, actor=actor, reason="REVISE")


def _as_seen(training: Training, seen: int) -> None:
    if seen != training.ledger_rev:
        raise Conflict(CHANGED)
