#!/usr/bin/env python3
"""Drive a running LearnHub with the workloads of docs/benchmark.md and print what each transaction costs.

    python3 bench/run.py                                  W1, W2, W2c, W3, W4, W5 on http://127.0.0.1:8090
    python3 bench/run.py -w W1,W4 -c 4 -d 10 -o new.json
    python3 bench/run.py -w W6,W7,W8 --instance FOLDER    what needs the instance, too
    python3 bench/compare.py old.json new.json

The server must serve an instance that `bench/seed.py` has filled. Loopback only. Every run stops by itself.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from harness import workloads
from harness.engine import all_at_once, drive
from harness.figures import HEAD, Tally, line
from harness.operations import count_stored, import_people, learnhub_command, start_server
from harness.processes import memory_mb, server_processes
from harness.visitor import Failure, Place, Visitor

REPORTS = {"1k": "r1k", "10k": "r10k", "100k": "r100k"}
CSV_TIMES = 4
DEFAULT = "W1,W2,W2c,W3,W4,W5"
Workload = Callable[[], Tally]


def spike(place: Place, count: int, counter: str | None, instance: Path | None) -> Tally:
    """W8, and whether as many quizzes were stored as learners were told."""
    before = count_stored(counter, instance)
    tally = all_at_once(place, workloads.learner_day, count)
    after = count_stored(counter, instance)
    if before is not None and after is not None:
        tally.more = {"stored": after - before}
        if after - before < tally.done:
            tally.errors[f"acknowledged {tally.done}, stored {after - before}"] += tally.done - after + before
    return tally


def workload_table(place: Place, options: argparse.Namespace) -> dict[str, Workload]:
    """Every workload by its name."""
    of = partial(drive, place, concurrency=options.concurrency, seconds=options.duration)
    alone = partial(
        drive, place, concurrency=1, seconds=options.duration, prepare=workloads.enter_as_coordinator
    )
    table: dict[str, Workload] = {
        "W1": partial(of, workloads.catalogue, anonymous=True),
        "W2": partial(of, workloads.lesson, prepare=workloads.enter_as_learner),
        "W2c": partial(of, workloads.course_page, prepare=workloads.enter_as_learner),
        "W3": partial(of, workloads.sign_in, anonymous=True),
        "W4": partial(of, workloads.quiz, prepare=workloads.enter_as_learner),
    }
    for size, code in REPORTS.items():
        table[f"W5_{size}"] = partial(alone, workloads.report(code))
        table[f"W5csv_{size}"] = partial(alone, workloads.report_csv(code), most=CSV_TIMES)
    if options.instance:
        command = learnhub_command(options.learnhub)
        table["W6"] = partial(import_people, place, command, options.instance, options.people)
        table["W7"] = partial(start_server, command, options.instance)
    table["W8"] = partial(spike, place, options.n, options.count, options.instance)
    return table


def chosen(names: str, table: dict[str, Workload]) -> list[str]:
    """The workloads meant by `W1,W5`: a name, or all that begin with it. Raises SystemExit."""
    found = []
    for name in names.split(","):
        group = [each for each in table if each == name or each.startswith((f"{name}_", f"{name}csv_"))]
        if not group:
            hint = " (needs --instance)" if name in {"W6", "W7"} else ""
            raise SystemExit(f"There is no workload {name}{hint}. There are: {', '.join(table)}.")
        found += group
    return list(dict.fromkeys(found))


def measure(place: Place, options: argparse.Namespace) -> dict[str, Any]:
    """Run the workloads one after the other and print each as it ends."""
    visitor = Visitor(place)
    visitor.get("/en/courses", "Catalogue course 20")
    visitor.close()
    table = workload_table(place, options)
    names = chosen(options.workloads, table)
    results: dict[str, Any] = {}
    print(HEAD)
    for name in names:
        tally = table[name]()
        results[name] = tally.figures()
        print(line(name, results[name]), flush=True)
        for said, times in tally.errors.most_common(3):
            print(f"           {times} x {said}")
        if tally.more:
            print("          ", ", ".join(f"{key} {value}" for key, value in tally.more.items()))
    print(f"server memory (PSS) after this: {memory_mb(server_processes(place.port)):.0f} MB")
    return results


def options_of(words: list[str]) -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(
        description="Drive a running LearnHub that bench/seed.py has filled. Loopback only."
    )
    parser.add_argument("base", nargs="?", default="http://127.0.0.1:8090", help="address of the server")
    parser.add_argument("-w", "--workloads", default=DEFAULT, help=f"names with commas ({DEFAULT})")
    parser.add_argument("-c", "--concurrency", type=int, default=2, help="visitors at the same time (2)")
    parser.add_argument("-d", "--duration", type=float, default=6.0, help="seconds for each workload (6)")
    parser.add_argument("-n", type=int, default=300, help="learners of W8 (300)")
    parser.add_argument("--people", type=int, default=10_000, help="people of W6 (10000)")
    parser.add_argument("-o", "--output", type=Path, help="write the figures as JSON")
    parser.add_argument("--instance", type=Path, help="the server's instance folder, for W6, W7 and W8")
    parser.add_argument("--learnhub", help="how to run learnhub (the environment that lh makes)")
    parser.add_argument("--count", help="command that prints how many quizzes were handed in, for W8")
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    """0 if no transaction failed, else 1."""
    options = options_of(words)
    try:
        place = Place.of(options.base)
        results = measure(place, options)
    except (Failure, ValueError) as problem:
        print(f"run.py: {problem}", file=sys.stderr)
        return 2
    if options.output:
        head = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "python": platform.python_version(),
            "cores": os.cpu_count(),
            "concurrency": options.concurrency,
            "seconds": options.duration,
        }
        options.output.write_text(json.dumps({**head, "workloads": results}, indent=1) + "\n")
    return 1 if any(found["errors"] for found in results.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
