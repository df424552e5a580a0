#!/usr/bin/env python3
"""Two result files of bench/run.py side by side: how many times as much the second costs.

    python3 bench/compare.py old.json new.json

Only files of the same machine and the same hour say anything; compare CPU first, it moves least.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

COLUMNS = ("cpu_ms", "p50_ms", "p95_ms", "kB", "per_s")


def ratio(old: float, new: float) -> str:
    """`new` as a multiple of `old`, or a dash."""
    return f"{new / old:.2f}x" if old else "-"


def rows(old: dict[str, Any], new: dict[str, Any]) -> list[list[str]]:
    """For each workload of both files: the new figure and its ratio to the old one."""
    found = []
    for name, before in old["workloads"].items():
        after = new["workloads"].get(name)
        if after is None:
            continue
        cells = [f"{after[key]:.1f} {ratio(before[key], after[key])}" for key in COLUMNS]
        found.append([name, *cells, f"{before['errors']} -> {after['errors']}"])
    return found


def main(words: list[str]) -> int:
    """Print the table."""
    if len(words) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        old, new = (json.loads(Path(word).read_text()) for word in words)
    except (OSError, ValueError) as error:
        print(f"compare.py: no results of bench/run.py: {error}", file=sys.stderr)
        return 2
    table = [["", *COLUMNS, "errors"], *rows(old, new)]
    widths = [max(len(row[place]) for row in table) for place in range(len(table[0]))]
    for row in table:
        print("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
