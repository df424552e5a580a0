"""Work that takes longer than anybody waits for without a word: how far it is, and the wish to stop it.

What does the work says now and then how far it is (`step`); that costs nothing where nobody asked to be told.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum

from learnhub.kernel.errors import N_, LearnHubError


class Cancelled(LearnHubError):
    """Somebody asked for the work to be stopped."""

    code = "cancelled"

    def __init__(self) -> None:
        super().__init__(N_("This was cancelled."))


class Phase(StrEnum):
    """What the work is at, in the order in which it comes."""

    WAITING = "waiting"
    CHECKING = "checking"
    READING = "reading"
    STANDING = "standing"
    ASKING = "asking"
    WRITING = "writing"


@dataclass
class Work:
    """One piece of work that somebody waits for. `of` is 0 while nobody knows how much there is.

    `told` is called at each step, in the thread of the work; it may raise Cancelled.
    """

    phase: Phase = Phase.WAITING
    done: int = 0
    of: int = 0
    told: Callable[[Phase], None] | None = None
    _wish: threading.Event = field(default_factory=threading.Event)
    _stops: list[Callable[[], None]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def cancelled(self) -> bool:
        """Whether it is to be stopped."""
        return self._wish.is_set()

    def cancel(self) -> None:
        """Ask for it to be stopped: at its next step, or in the statement that runs at this moment."""
        self._wish.set()
        with self._lock:
            for stop in self._stops:
                stop()

    @contextmanager
    def stopped_by(self, stop: Callable[[], None]) -> Iterator[None]:
        """Have `stop` called if the wish comes during the block."""
        with self._lock:
            self._stops.append(stop)
        try:
            yield
        finally:
            with self._lock:
                self._stops.remove(stop)


_present: ContextVar[Work | None] = ContextVar("reach_work", default=None)


@contextmanager
def doing(work: Work) -> Iterator[None]:
    """What is done in the block is done for `work`."""
    token = _present.set(work)
    try:
        yield
    finally:
        _present.reset(token)


def step(phase: Phase, done: int, of: int = 0) -> None:
    """Say how far the present work is. Raises Cancelled if it is to be stopped."""
    work = _present.get()
    if work is None:
        return
    if work.cancelled:
        raise Cancelled
    work.phase, work.done, work.of = phase, done, of
    if work.told is not None:
        work.told(phase)


def one_more(phase: Phase) -> None:
    """One more of something, nobody knows of how many. Raises Cancelled."""
    work = _present.get()
    if work is not None:
        step(phase, work.done + 1 if work.phase is phase else 1, work.of if work.phase is phase else 0)


@contextmanager
def stoppable(stop: Callable[[], None]) -> Iterator[None]:
    """What runs in the block can be broken off by `stop`, called in another thread."""
    work = _present.get()
    if work is None:
        yield
        return
    try:
        with work.stopped_by(stop):
            yield
    except Exception as broken_off:
        if work.cancelled:
            raise Cancelled from broken_off
        raise
