"""Work that is waited for: how far it is, stopping it, and what is left of it for other processes."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from learnhub.reach import errands
from learnhub.reach.errands import Answer, Errand, Office, Runner
from learnhub.reach.patience import Cancelled, Phase, Work, doing, one_more, step, stoppable

KEY = "0123456789abcdef" * 2
MADE = Answer(200, (("Content-Disposition", 'attachment; filename="a.csv"'),), b"1,2\n")
DEADLINE_S = 20


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errands, "TICK_S", 0.01)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def asked(key: str = KEY) -> Errand:
    return Errand(key, 7, "reach.dashboard", "/en/reach/dashboard", "2026-11-22T09:00:00Z")


def until(office: Office, state: str) -> Errand:
    """The errand as soon as it is in a state."""
    deadline = time.monotonic() + DEADLINE_S
    while time.monotonic() < deadline:
        found = office.find(KEY)
        if found is not None and found.state == state:
            return found
    raise AssertionError(f"never {state}: {office.find(KEY)}")


def test_where_nobody_waits_a_step_says_nothing() -> None:
    step(Phase.READING, 1, 2)
    one_more(Phase.ASKING)
    with stoppable(lambda: None):
        pass


def test_steps_are_told_and_counted() -> None:
    told: list[Phase] = []
    work = Work(told=told.append)
    with doing(work):
        step(Phase.STANDING, 3, 9)
        assert (work.phase, work.done, work.of) == (Phase.STANDING, 3, 9)
        one_more(Phase.ASKING)
        one_more(Phase.ASKING)
    assert (work.phase, work.done, work.of) == (Phase.ASKING, 2, 0)
    assert told == [Phase.STANDING, Phase.ASKING, Phase.ASKING]
    step(Phase.WRITING, 1)
    assert work.phase is Phase.ASKING


def test_a_wish_stops_the_next_step() -> None:
    work = Work()
    with doing(work):
        work.cancel()
        with pytest.raises(Cancelled):
            step(Phase.READING, 1)


def test_a_wish_breaks_off_what_runs() -> None:
    work, stopped = Work(), threading.Event()

    def run() -> None:
        with doing(work), stoppable(stopped.set):
            work.cancel()
            raise RuntimeError("interrupted")

    with pytest.raises(Cancelled):
        run()
    assert stopped.is_set()


def test_a_failure_that_nobody_wished_for_stays_what_it_is() -> None:
    def run() -> None:
        with doing(Work()), stoppable(lambda: None):
            raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError, match="full"):
        run()


def test_quick_work_leaves_no_trace(office: Office) -> None:
    assert Runner(office, asked(), lambda: MADE).wait(DEADLINE_S) == MADE
    assert list(office.folder.iterdir()) == []
    with pytest.raises(ZeroDivisionError):
        Runner(office, asked(), lambda: Answer(1 // 0, (), b"")).wait(DEADLINE_S)


def test_long_work_is_seen_by_everybody(office: Office) -> None:
    go = threading.Event()

    def make() -> Answer:
        step(Phase.ASKING, 4, 10)
        go.wait(DEADLINE_S)
        return MADE

    assert Runner(office, asked(), make).wait(0) is None
    while (running := until(office, "running")).done != 4:
        pass
    assert (running.phase, running.of, running.file_name) == ("asking", 10, "")
    assert Office(office.folder).all() == [running]
    go.set()
    done = until(office, "done")
    assert done.file_name == "a.csv"
    assert office.take(done) == MADE
    office.forget(KEY)
    assert office.take(done) is None
    assert office.all() == []


def test_it_is_cancelled_from_elsewhere(office: Office) -> None:
    ended = threading.Event()

    def make() -> Answer:
        try:
            while True:
                one_more(Phase.ASKING)
        finally:
            ended.set()

    assert Runner(office, asked(), make).wait(0) is None
    Office(office.folder).cancel(until(office, "running"))
    assert ended.wait(DEADLINE_S)
    assert until(office, "cancelled").state == "cancelled"


def test_a_failure_is_forgotten_so_that_it_can_be_asked_again(office: Office) -> None:
    go = threading.Event()

    def make() -> Answer:
        go.wait(DEADLINE_S)
        raise RuntimeError("no")

    assert Runner(office, asked(), make).wait(0) is None
    go.set()
    deadline = time.monotonic() + DEADLINE_S
    while office.find(KEY) is not None:
        assert time.monotonic() < deadline


def test_work_whose_process_is_gone_is_none(office: Office) -> None:
    office.note(asked())
    assert office.find(KEY) == asked()
    long_ago = time.time() - errands.SILENT_S - 60
    os.utime(office.folder / f"{KEY}.json", (long_ago, long_ago))
    assert office.find(KEY) is None
    assert office.find("../" + KEY) is None
    office.sweep()
    assert list(office.folder.iterdir()) != []
    os.utime(office.folder / f"{KEY}.json", (1, 1))
    office.sweep()
    assert list(office.folder.iterdir()) == []
