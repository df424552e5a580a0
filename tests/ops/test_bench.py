"""The benchmark on a small instance of its own: every workload runs, and none of them fails."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from ops_support import Shell, variables
from test_ops_serve import Server

from learnhub.config import ROOT, Settings

NewInstance = Callable[[str], Settings]
WORKLOADS = ["W1", "W2", "W2c", "W3", "W4", "W5_1k", "W5csv_1k", "W6", "W7", "W8"]


def bench(name: str, settings: Settings, *words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "bench" / name), *map(str, words)],
        env=variables(settings, LEARNHUB_COURSES=str(settings.instance / "none")),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_a_server_elsewhere_is_refused(new_instance: NewInstance) -> None:
    done = bench("run.py", new_instance("sqlite"), "http://learnhub.example")
    assert (done.returncode, done.stdout) == (2, "")
    assert "only loopback" in done.stderr


@pytest.mark.slow
def test_every_workload_on_a_small_instance(
    new_instance: NewInstance, learnhub: Shell, tmp_path: Path
) -> None:
    settings = new_instance("sqlite")
    assert learnhub(settings, "db", "upgrade").returncode == 0
    seeded = bench("seed.py", settings, "--small")
    assert seeded.returncode == 0, seeded.stderr
    result = tmp_path / "result.json"
    server = Server(settings).wait()
    try:
        done = bench(
            "run.py", settings, f"http://127.0.0.1:{server.port}", "-w", ",".join(WORKLOADS), "-d", 1,
            "-n", 20, "--people", 300, "--instance", settings.instance, "-o", result,
            "--learnhub", f"{sys.executable} -m learnhub",
        )  # fmt: skip
    finally:
        server.process.terminate()
        server.process.wait(20)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(result.read_text())["workloads"]
    assert list(found) == WORKLOADS
    for figures in found.values():
        assert figures["transactions"] > 0
        assert figures["errors"] == 0
        assert figures["cpu_ms"] >= 0
    assert found["W6"]["stored"] == 300
    assert found["W8"]["stored"] == found["W8"]["transactions"] == 20
    assert found["W7"]["first_visit_requests"] > 1
    assert found["W7"]["idle_pss_mb"] > 10
