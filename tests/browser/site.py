"""A real installation on this machine: the command `learnhub serve`, a new instance, three courses."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from learnhub.config import ROOT
from tests.processes import SERVE, environment

EXAMPLE, REAL = "reading-the-river", "water-diplomacy"
PLANNED = "disaster-risk-reduction"  # it has an assignment
SOURCES = {
    EXAMPLE: ROOT / "tests" / "courses" / "example",
    REAL: ROOT / "courses" / REAL,
    PLANNED: ROOT / "courses" / PLANNED,
}
PATIENCE = 90  # seconds for the first start, in which the courses are published


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Site:
    """A server process that can be stopped and started again at the same address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        courses = folder / "courses"
        for name, source in SOURCES.items():
            shutil.copytree(source, courses / name)
        ours = {
            "LEARNHUB_INSTANCE": str(folder / "instance"),
            "LEARNHUB_COURSES": str(courses),
            "LEARNHUB_PORT": str(self.port),
            "LEARNHUB_PATIENCE_S": "60",
        }
        self.environ = {**environment(), **ours}
        self.process: subprocess.Popen[bytes] | None = None

    def command(self, *words: str) -> str:
        """Run one `learnhub` command of this installation."""
        done = subprocess.run(
            [sys.executable, "-m", "learnhub", *words],
            env=self.environ,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def draft_of_example(self, code: str) -> str:
        """The address of a new draft of the example course, under another code."""
        folder = self.folder / code
        shutil.copytree(self.folder / "courses" / EXAMPLE, folder)
        course = folder / "course.yaml"
        course.write_text(course.read_text().replace(f"code: {EXAMPLE}", f"code: {code}"))
        found = re.search(r"draft (\w+)\.", self.command("studio", "open", str(folder), "--centre", "icharm"))
        assert found
        return f"/en/studio/courses/{found[1]}"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        with (self.folder / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*SERVE, "--server", "waitress"],
                env=self.environ,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until = time.monotonic() + PATIENCE
        while not self._answers():
            assert self.process.poll() is None, self.log()
            assert time.monotonic() < until, self.log()
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.address + "/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def stop(self) -> None:
        """Stop the server, with everything that it started."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(timeout=20)
            self.process = None

    def log(self) -> str:
        """What the server wrote."""
        return (self.folder / "serve.log").read_text()[-4000:]
