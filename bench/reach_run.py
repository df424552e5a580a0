#!/usr/bin/env python3
"""Measure reach on an instance that `bench/reach_seed.py` has filled, and print a table.

    LEARNHUB_INSTANCE=/somewhere/reach100k .venv/bin/python bench/reach_run.py -o new.json
    … bench/reach_run.py -m as_of,dashboard

Each measure runs in a new process with no snapshots. The first one, `rebuild`, makes the mirror for the others.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
NAMES = ("rebuild", "refresh", "as_of", "dashboard", "centre", "workbook")
HEAD = f"{'':34} {'s':>9} {'cpu s':>9} {'p95 ms':>8} {'peak MB':>8}"


def line(name: str, lap: dict[str, float]) -> str:
    """A lap as a line of the table."""
    p95 = f"{lap['p95_s'] * 1000:8.0f}" if "p95_s" in lap else " " * 8
    return f"{name:34} {lap['wall_s']:9.3f} {lap['cpu_s']:9.3f} {p95} {lap['rss_mb']:8.0f}"


def measure(name: str) -> dict[str, dict[str, float]]:
    """Take one measure in a new process. Raises SystemExit if it fails."""
    done = subprocess.run(
        [sys.executable, str(HERE / "reach_measure.py"), name], stdout=subprocess.PIPE, text=True, check=False,
        env={**os.environ, "LEARNHUB_LOG_LEVEL": "warning", "LEARNHUB_PATIENCE_S": "60"},
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{name} failed with exit code {done.returncode}")
    laps: dict[str, dict[str, float]] = json.loads(done.stdout.splitlines()[-1])
    return laps


def main() -> None:
    """Take the measures, print each as it ends, write them down."""
    parser = argparse.ArgumentParser(description="Measure reach on an instance of bench/reach_seed.py.")
    parser.add_argument("-m", "--measures", default=",".join(NAMES), help="which ones, by name")
    parser.add_argument("-o", "--out", type=Path, help="JSON file to write")
    options = parser.parse_args()
    names = options.measures.split(",")
    if unknown := set(names) - set(NAMES):
        parser.error(f"there is no measure {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    found: dict[str, Any] = {}
    print(HEAD)
    for name in names:
        laps = measure(name)
        found.update(laps)
        for each, lap in laps.items():
            print(line(each, lap), flush=True)
    load = os.getloadavg()[1]
    print(f"load of the machine in the last five minutes: {load:.1f} on {os.cpu_count()} cores")
    if options.out:
        about = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"), "cores": os.cpu_count(), "load": load,
            "python": platform.python_version(), "machine": platform.machine(),
        }  # fmt: skip
        options.out.write_text(json.dumps({"about": about, "measures": found}, indent=1) + "\n")


if __name__ == "__main__":
    main()
