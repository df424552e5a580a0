"""What the server costs, read from /proc: CPU time and memory of the process tree that listens on a port."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
_LISTENING = "0A"


class _Stat(NamedTuple):
    parent: int
    ticks: int  # user and system, with children that have ended
    zombie: bool


def _stat(pid: int) -> _Stat | None:
    try:
        text = (PROC / str(pid) / "stat").read_text()
    except OSError:
        return None
    words = text[text.rindex(")") + 2 :].split()  # the name before it may hold blanks
    return _Stat(int(words[1]), sum(map(int, words[11:15])), words[0] == "Z")


def _all() -> dict[int, _Stat]:
    found = ((int(entry.name), _stat(int(entry.name))) for entry in PROC.iterdir() if entry.name.isdigit())
    return {pid: stat for pid, stat in found if stat and not stat.zombie}


def _sockets_on(port: int) -> set[str]:
    inodes = set()
    for name in ("tcp", "tcp6"):
        table = PROC / "net" / name
        if table.exists():
            for line in table.read_text().splitlines()[1:]:
                words = line.split()
                if words[3] == _LISTENING and int(words[1].rsplit(":", 1)[1], 16) == port:
                    inodes.add(f"socket:[{words[9]}]")
    return inodes


def _open_files(pid: int) -> Iterator[str]:
    with suppress(OSError):  # it may end meanwhile, or be another user's
        for entry in (PROC / str(pid) / "fd").iterdir():
            with suppress(OSError):  # a file may be closed meanwhile
                yield os.readlink(entry)


def _holders(port: int, processes: dict[int, _Stat]) -> set[int]:
    wanted = _sockets_on(port)
    return {pid for pid in processes if wanted.intersection(_open_files(pid))}


def _command(pid: int) -> bytes:
    try:
        return (PROC / str(pid) / "cmdline").read_bytes()
    except OSError:
        return b""


def server_processes(port: int) -> set[int]:
    """Who listens on the port, the processes that they were forked from, and all that those have started."""
    processes = _all()
    roots = set()
    for pid in _holders(port, processes):
        while processes[pid].parent in processes and _command(processes[pid].parent) == _command(pid):
            pid = processes[pid].parent
        roots.add(pid)
    tree = set(roots)
    while more := {pid for pid, stat in processes.items() if stat.parent in tree} - tree:
        tree |= more
    return tree


def cpu_seconds(pids: set[int]) -> float:
    """User and system time so far of these processes and of their children that have ended."""
    return sum(stat.ticks for pid in pids if (stat := _stat(pid))) / TICKS


def machine_seconds() -> float:
    """CPU time so far of everything on this machine."""
    words = (PROC / "stat").read_text().split("\n", 1)[0].split()[1:]
    user, nice, system, _idle, _wait, interrupts, soft, *_ = map(int, words)
    return (user + nice + system + interrupts + soft) / TICKS


def memory_mb(pids: set[int]) -> float:
    """Proportional set size, MB: what several processes share is counted once. 0 where it can't be read."""
    total = 0
    for pid in pids:
        try:
            lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024
