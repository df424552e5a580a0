"""W6, W7 and W8's count: what is measured on the instance itself rather than on its pages."""

from __future__ import annotations

import csv
import os
import re
import resource
import shlex
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from harness.figures import Tally
from harness.processes import cpu_seconds, machine_seconds, memory_mb, server_processes
from harness.visitor import Failure, Place, Visitor
from harness.workloads import count_learners, enter_as_coordinator

ROOT = Path(__file__).resolve().parent.parent.parent
START_WITHIN_S = 60.0
IDLE_S = 3.0
_ASSETS = re.compile(r'<(?:link|script|img|source)[^>]+(?:href|src)="(/[^"]+)"')
_SUBMITTED = "SELECT count(*) FROM attempt WHERE submitted_at IS NOT NULL"


def learnhub_command(given: str | None) -> list[str]:
    """How `learnhub` is run: as told, or with the environment that `lh` makes, or with this Python."""
    if given:
        return shlex.split(given)
    venv = ROOT / ".venv" / "bin" / "python"
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    return [str(venv if venv.exists() else sys.executable), "-m", "learnhub"]


def write_people(path: Path, count: int) -> None:
    """A sheet of new people for the course `bulk`, with names that no earlier run used."""
    mark = f"w{time.time_ns() // 1_000_000:x}"
    with path.open("w", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(["username", "password", "firstname", "lastname", "email", "course1"])
        for n in range(1, count + 1):
            login = f"{mark}-{n:05d}"
            names = [f"Given{n}", f"Family{n}"]
            sheet.writerow([login, "Learner-pass1", *names, f"{login}@example.org", "bulk"])


def import_people(place: Place, command: list[str], instance: Path, count: int) -> Tally:
    """W6: one transaction is the whole command, start included; the course's CSV tells what was stored."""
    tally = Tally(cores=os.cpu_count() or 1)
    coordinator = Visitor(place)
    enter_as_coordinator(coordinator, 0)
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder) / "people.csv"
        write_people(sheet, count)
        before = count_learners(coordinator, "bulk")
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        start, machine = time.perf_counter(), machine_seconds()
        run = subprocess.run(
            [*command, "people", "import", str(sheet), "--course", "bulk"],
            env={**os.environ, "LEARNHUB_INSTANCE": str(instance)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        tally.wall_s = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        tally.others_cpu_s = machine_seconds() - machine
    tally.server_cpu_s = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
    tally.others_cpu_s -= tally.server_cpu_s
    stored = count_learners(coordinator, "bulk") - before
    coordinator.close()
    tally.more = {"rows": count, "stored": stored, "rows_per_s": round(count / tally.wall_s)}
    if run.returncode or stored != count:
        said = (run.stderr or run.stdout).strip().splitlines()
        tally.errors[f"stored {stored} of {count}: {said[-1] if said else 'it said nothing'}"] += 1
    else:
        tally.latencies.append(tally.wall_s)
    return tally


def start_server(command: list[str], instance: Path) -> Tally:
    """W7: a second server on the instance: start to first page, idle memory and CPU, a first visit."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        place = Place("127.0.0.1", probe.getsockname()[1])
    variables = {"LEARNHUB_INSTANCE": str(instance), "LEARNHUB_PORT": str(place.port)}
    tally = Tally(cores=os.cpu_count() or 1)
    start, machine, own = time.perf_counter(), machine_seconds(), time.process_time()
    with subprocess.Popen(
        [*command, "serve"], env={**os.environ, **variables},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as server:  # fmt: skip
        try:
            _wait_for_page(place, start, server)
            tally.wall_s = time.perf_counter() - start
            tally.latencies.append(tally.wall_s)
            pids = server_processes(place.port)
            tally.server_cpu_s = cpu_seconds(pids)
            mine = time.process_time() - own
            tally.others_cpu_s = machine_seconds() - machine - tally.server_cpu_s - mine
            tally.more = first_visit(place)
            time.sleep(1)
            before = cpu_seconds(pids)
            time.sleep(IDLE_S)
            idle = (cpu_seconds(pids) - before) / IDLE_S
            tally.more["idle_pss_mb"] = round(memory_mb(pids), 1)
            tally.more["idle_cpu_ms_per_s"] = round(1000 * idle, 2)
            tally.received = tally.more["first_visit_bytes"]
        except Failure as failure:
            tally.errors[str(failure)] += 1
        finally:
            server.terminate()
            with suppress(subprocess.TimeoutExpired):
                server.wait(10)
            if server.poll() is None:
                server.kill()
    return tally


def _wait_for_page(place: Place, start: float, server: subprocess.Popen[bytes]) -> None:
    while True:
        visitor = Visitor(place)
        try:
            visitor.get("/en/courses", "Catalogue course 20")
        except Failure as failure:
            if server.poll() is not None or time.perf_counter() - start > START_WITHIN_S:
                raise Failure(f"the server did not start: {failure}") from failure
            time.sleep(0.02)
        else:
            return
        finally:
            visitor.close()


def first_visit(place: Place) -> dict[str, Any]:
    """Bytes (compressed, with headers) and requests of the catalogue in a browser that was never here."""
    visitor = Visitor(place)
    page = visitor.get("/en/courses")
    for address in dict.fromkeys(_ASSETS.findall(page)):
        if address.startswith("/static/"):
            visitor.get(address)
    visitor.close()
    return {"first_visit_bytes": visitor.received, "first_visit_requests": visitor.requests}


def count_stored(command: str | None, instance: Path | None) -> int | None:
    """How many quizzes were handed in: what the command prints, else counted in the SQLite file."""
    if command:
        done = subprocess.run(shlex.split(command), capture_output=True, text=True, check=True)
        return int(done.stdout.split()[-1])
    file = instance / "learnhub.db" if instance else None
    if file is None or not file.exists():
        return None
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        return int(database.execute(_SUBMITTED).fetchone()[0])
