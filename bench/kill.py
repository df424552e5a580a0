#!/usr/bin/env python3
"""Kill a LearnHub server again and again under its learners, and look for anything that was lost.

    python3 bench/kill.py FOLDER               300 learners, 50 kills
    python3 bench/kill.py FOLDER -n 60 -k 5

FOLDER is an instance that bench/seed.py has filled.
It starts the server itself. Each kill is SIGKILL to all its processes at once, in the middle of everybody's work.
Afterwards every answer and every quiz that a learner was told is stored must be in the (SQLite) database, and
`learnhub ledger verify` must find the chain whole. Loopback only.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from harness.endurance import Victim, endure, lost
from harness.operations import learnhub_command
from harness.visitor import Failure, Place


def free_place() -> Place:
    """A loopback port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return Place("127.0.0.1", probe.getsockname()[1])


def chain_is_whole(command: list[str], instance: Path) -> bool:
    """Seal what is not sealed yet and check every row of the ledger."""
    variables = {**os.environ, "LEARNHUB_INSTANCE": str(instance)}
    for word in ("seal", "verify"):
        done = subprocess.run(
            [*command, "ledger", word], env=variables, capture_output=True, text=True, check=False
        )
        print(f"ledger {word}: {(done.stdout or done.stderr).strip().splitlines()[-1]}")
        if done.returncode:
            return False
    return True


def main(words: list[str]) -> int:
    """0 if nothing was lost, else 1."""
    parser = argparse.ArgumentParser(description="Kill a LearnHub server under its learners. Loopback only.")
    parser.add_argument("instance", type=Path, help="folder that bench/seed.py has filled; SQLite")
    parser.add_argument("-n", type=int, default=300, help="learners (300)")
    parser.add_argument("-k", type=int, default=50, help="kills (50)")
    parser.add_argument("--learnhub", help="how to run learnhub (the environment that lh makes)")
    options = parser.parse_args(words)
    command = learnhub_command(options.learnhub)
    start = time.perf_counter()
    try:
        victim = Victim(command, options.instance, free_place())
        learners = endure(victim, options.n, options.k)
        victim.kill()
    except Failure as problem:
        print(f"kill.py: {problem}", file=sys.stderr)
        return 2
    missing = lost(learners, options.instance / "learnhub.db")
    sittings = [sitting for learner in learners for sitting in learner.sittings.values()]
    print(
        f"{options.n} learners, {victim.kills} kills, {time.perf_counter() - start:.0f} s: "
        f"{sum(len(sitting.saved) for sitting in sittings)} answers and "
        f"{sum(sitting.handed_in for sitting in sittings)} quizzes acknowledged, {len(missing)} of them lost"
    )
    for said, times in sum((learner.failures for learner in learners), Counter[str]()).most_common(8):
        print(f"  {times} x {said}")
    for each in missing[:20]:
        print(f"  lost: {each}")
    proved = any(sitting.handed_in for sitting in sittings)  # else there was nothing to lose
    return 0 if chain_is_whole(command, options.instance) and proved and not missing else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
