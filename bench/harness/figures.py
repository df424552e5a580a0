"""Figures of a workload, and how they are printed."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

HEAD = (
    f"{'':10} {'done':>7} {'errors':>6} {'per s':>8} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8} "
    f"{'cpu ms':>8} {'kB':>8} {'noise':>6}"
)


def percentile(values: list[float], percent: float) -> float:
    """The nearest-rank percentile: the least value that so many percent do not exceed; 0 of nothing."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[max(0, math.ceil(percent / 100 * len(ordered)) - 1)]


@dataclass
class Tally:
    """What happened in one workload. Seconds; `wall_s` is the length of the run."""

    latencies: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    received: int = 0
    wall_s: float = 0.0
    server_cpu_s: float = 0.0
    others_cpu_s: float = 0.0
    cores: int = 1
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """Transactions that gave what they should."""
        return len(self.latencies)

    def figures(self) -> dict[str, Any]:
        """As they go into the file. CPU and bytes are those of failed transactions, too."""
        done = max(self.done, 1)
        found: dict[str, Any] = {
            "transactions": self.done,
            "errors": sum(self.errors.values()),
            "per_s": round(self.done / self.wall_s, 2) if self.wall_s else 0.0,
            "cpu_ms": round(1000 * self.server_cpu_s / done, 3),
            "kB": round(self.received / done / 1000, 1),
            "noise": round(max(0.0, self.others_cpu_s) / max(self.wall_s * self.cores, 1e-9), 3),
            "sql": None,  # the server does not tell
        }
        for percent in (50, 95, 99):
            found[f"p{percent}_ms"] = round(1000 * percentile(self.latencies, percent), 2)
        if self.errors:
            found["error_kinds"] = dict(self.errors.most_common(5))
        return found | self.more


def line(name: str, found: dict[str, Any]) -> str:
    """One workload as a row under HEAD."""
    return (
        f"{name:10} {found['transactions']:7} {found['errors']:6} {found['per_s']:8.1f} "
        f"{found['p50_ms']:8.1f} {found['p95_ms']:8.1f} {found['p99_ms']:8.1f} "
        f"{found['cpu_ms']:8.2f} {found['kB']:8.1f} {found['noise']:6.0%}"
    )
