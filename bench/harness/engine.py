"""Drive a transaction: by so many visitors for so long, or once by each of many at the same moment."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from harness.figures import Tally
from harness.processes import cpu_seconds, machine_seconds, server_processes
from harness.visitor import Failure, Place, Visitor

Prepare = Callable[[Visitor, int], None]
Transaction = Callable[[Visitor, int], None]
MOST_SECONDS = 600.0
READY_WITHIN_S = 300.0
STACK = 512 * 1024  # hundreds of visitors are hundreds of threads


@contextmanager
def accounted(place: Place, tally: Tally) -> Iterator[None]:
    """Measure wall time, the server's CPU and everybody else's while the block runs."""
    pids = server_processes(place.port)
    server, machine, own = cpu_seconds(pids), machine_seconds(), time.process_time()
    start = time.perf_counter()
    yield
    tally.wall_s = time.perf_counter() - start
    tally.server_cpu_s = cpu_seconds(pids) - server
    tally.others_cpu_s = machine_seconds() - machine - tally.server_cpu_s - (time.process_time() - own)
    tally.cores = os.cpu_count() or 1


class Crowd:
    """Visitors that share a tally."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.tally = Tally()
        self.lock = threading.Lock()

    def once(self, visitor: Visitor, number: int, transaction: Transaction) -> None:
        """One transaction: its time and bytes, or its error."""
        seconds, received = visitor.seconds, visitor.received
        try:
            transaction(visitor, number)
        except Failure as failure:
            with self.lock:
                self.tally.errors[str(failure)] += 1
        else:
            with self.lock:
                self.tally.latencies.append(visitor.seconds - seconds)
        with self.lock:
            self.tally.received += visitor.received - received

    def join(self, threads: list[threading.Thread]) -> None:
        """Start them all and wait for them."""
        before = threading.stack_size(STACK)
        for thread in threads:
            thread.start()
        threading.stack_size(before)
        for thread in threads:
            thread.join()


def drive(
    place: Place,
    transaction: Transaction,
    *,
    concurrency: int,
    seconds: float,
    prepare: Prepare | None = None,
    anonymous: bool = False,
    most: int | None = None,
) -> Tally:
    """Repeat a transaction by so many visitors, each after its own `prepare` and one try that is not counted.

    `anonymous` makes a new visitor with a new connection each time. `most` ends it after so many, too.
    """
    crowd = Crowd(place)
    ready = threading.Barrier(concurrency + 1, timeout=READY_WITHIN_S)
    go = threading.Event()
    end = [0.0]
    left = [most if most is not None else 10**9]

    def take() -> bool:
        with crowd.lock:
            left[0] -= 1
            return left[0] >= 0

    def visit(number: int) -> None:
        visitor = Visitor(place)
        try:
            if prepare is not None:
                prepare(visitor, number)
            transaction(visitor, number)
        except Failure as failure:
            with crowd.lock:
                crowd.tally.errors[f"before the run: {failure}"] += 1
            visitor.close()
            ready.wait()
            return
        ready.wait()
        go.wait()
        turn = number
        while time.perf_counter() < end[0] and take():
            if anonymous:
                visitor.close()
                visitor = Visitor(place)
                turn += concurrency
            crowd.once(visitor, turn, transaction)
        visitor.close()

    def conduct() -> None:
        ready.wait()
        with accounted(place, crowd.tally):
            end[0] = time.perf_counter() + min(seconds, MOST_SECONDS)
            go.set()
            for thread in threads:
                thread.join()

    threads = [threading.Thread(target=visit, args=(n,), daemon=True) for n in range(1, concurrency + 1)]
    conductor = threading.Thread(target=conduct)
    crowd.join([*threads, conductor])
    return crowd.tally


def all_at_once(place: Place, transaction: Transaction, count: int) -> Tally:
    """Each of so many visitors does it once; all begin at the same moment."""
    crowd = Crowd(place)
    ready = threading.Barrier(count + 1, timeout=READY_WITHIN_S)

    def visit(number: int) -> None:
        visitor = Visitor(place)
        ready.wait()
        crowd.once(visitor, number, transaction)
        visitor.close()

    def conduct() -> None:
        with accounted(place, crowd.tally):
            ready.wait()
            for thread in threads:
                thread.join()

    threads = [threading.Thread(target=visit, args=(n,), daemon=True) for n in range(1, count + 1)]
    conductor = threading.Thread(target=conduct)
    crowd.join([*threads, conductor])
    return crowd.tally
