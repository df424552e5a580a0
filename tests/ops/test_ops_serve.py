"""`learnhub serve` as an operator meets it: it starts, answers, says what is wrong, and stops."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest
from ops_support import Shell, variables
from sqlalchemy import NullPool, create_engine
from sqlalchemy.orm import Session

from learnhub.config import Settings
from learnhub.jobs.mail import send_mail
from learnhub.kernel.clock import now
from tests.processes import SERVE

NewInstance = Callable[[str], Settings]
PATIENCE_S = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A `serve` in a process of its own, with no courses to publish."""

    def __init__(self, settings: Settings, *words: str, **more: str) -> None:
        self.host, self.port = "127.0.0.1", free_port()
        (settings.instance / "none").mkdir(exist_ok=True)
        self.log = settings.instance / "log.txt"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [*SERVE, "--port", str(self.port), *words],
                env=variables(settings, LEARNHUB_COURSES=str(settings.instance / "none"), **more),
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"http://{self.host}:{self.port}{path}", timeout=10) as answer:
            return str(answer.read().decode())

    def wait(self) -> Server:
        """Until it answers. Fails with its log if it ends or takes too long."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            try:
                self.get("/healthz")
            except OSError:
                if self.ended_within(0.05):
                    break
            else:
                return self
        pytest.fail(self.log.read_text())

    def ended_within(self, seconds: float) -> bool:
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def family(self) -> list[int]:
        """The process and all below it."""
        listing = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True)
        parents = {int(pid): int(parent) for pid, parent in map(str.split, listing.stdout.splitlines())}
        found = [self.process.pid]
        for pid in found:
            found += [child for child, parent in parents.items() if parent == pid]
        return found


def alive(pid: int) -> bool:
    """Running, and no corpse that nobody has asked after."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def all_gone(pids: list[int], within: float) -> bool:
    deadline = time.monotonic() + within
    while any(alive(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        os.sched_yield()
    return True


def readable_by_others(settings: Settings) -> list[str]:
    """What the server wrote and other accounts of the machine could read; the test wrote the log and the courses."""
    written = [path for path in settings.instance.iterdir() if path.name not in {"log.txt", "none"}]
    return [path.name for path in written if path.stat().st_mode & 0o077]


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Start servers; whatever is left of them is killed at the end."""
    started: list[Server] = []

    def start(settings: Settings, *words: str, **more: str) -> Server:
        started.append(Server(settings, *words, **more))
        return started[-1]

    yield start
    for server in started:
        for pid in server.family():
            if alive(pid):
                os.kill(pid, signal.SIGKILL)
        server.process.wait()


@pytest.mark.parametrize(
    ("kind", "words", "number"),
    [
        ("sqlite", ("--server", "granian", "--workers", "2"), signal.SIGINT),
        ("postgresql", ("--server", "granian"), signal.SIGTERM),
        ("sqlite", ("--server", "waitress"), signal.SIGTERM),
    ],
)
def test_it_serves_and_stops_with_all_it_started(
    kind: str,
    words: tuple[str, ...],
    number: signal.Signals,
    serve: Callable[..., Server],
    new_instance: NewInstance,
) -> None:
    settings = new_instance(kind)
    server = serve(settings, *words).wait()
    assert server.get("/readyz") == "ready\n"
    assert readable_by_others(settings) == []
    family = server.family()
    server.process.send_signal(number)
    assert server.ended_within(5), server.log.read_text()
    assert server.process.returncode == 0, server.log.read_text()
    assert all_gone(family, 2)
    log = server.log.read_text()
    assert "Traceback" not in log
    assert f"http://127.0.0.1:{server.port}" in log


def test_it_greets_with_a_link_and_a_second_start_has_nothing_to_do(
    serve: Callable[..., Server], new_instance: NewInstance
) -> None:
    settings = new_instance("sqlite")
    first = serve(settings).wait()
    assert "Database: made" in first.log.read_text()
    assert "/first-administrator/" in first.log.read_text()
    first.process.terminate()
    first.process.wait(10)
    second = serve(settings).wait()
    assert "Database:" not in second.log.read_text()
    assert "Reference data:" not in second.log.read_text()


def test_nothing_is_left_when_it_is_killed(serve: Callable[..., Server], new_instance: NewInstance) -> None:
    server = serve(new_instance("sqlite"), "--workers", "2").wait()
    family = server.family()
    server.process.kill()
    server.process.wait()
    assert all_gone(family, 10)


def ask_for_mail(settings: Settings, subject: str) -> None:
    """Put a mail on the table of jobs, as a page would."""
    engine = create_engine(settings.url, poolclass=NullPool)
    with Session(engine) as session:
        send_mail(session, to="ada@example.org", subject=subject, text="…", now=now())
        session.commit()


def caller(server: Server, line: socket.socket) -> int:
    """The process of this server at the other end of a connection on this machine."""
    port = f":{line.getpeername()[1]:04X}"
    rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    inode = next(row[9] for row in rows if row[1].endswith(port))
    return next(
        pid
        for pid in server.family()
        if alive(pid)
        for entry in Path(f"/proc/{pid}/fd").iterdir()
        if entry.is_symlink() and entry.readlink().name == f"socket:[{inode}]"
    )


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_jobs_are_done_and_one_that_kills_its_worker_stops_no_other(
    kind: str, serve: Callable[..., Server], new_instance: NewInstance
) -> None:
    settings = new_instance(kind)
    with socket.socket() as post_office:
        post_office.bind(("127.0.0.1", 0))
        post_office.listen()
        post_office.settimeout(PATIENCE_S)
        port = str(post_office.getsockname()[1])
        by_smtp = {"LEARNHUB_MAIL": "smtp", "LEARNHUB_SMTP_HOST": "127.0.0.1", "LEARNHUB_SMTP_PORT": port}
        server = serve(settings, **by_smtp).wait()
        ask_for_mail(settings, "first")
        first, _ = post_office.accept()
        killed = caller(server, first)
        os.kill(killed, signal.SIGKILL)
        ask_for_mail(settings, "second")
        second, _ = post_office.accept()
        assert caller(server, second) != killed
        assert server.get("/healthz") == "ok\n"
        for line in (first, second):
            line.close()


def test_a_taken_port_is_said_in_a_sentence(new_instance: NewInstance, learnhub: Shell) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = learnhub(new_instance("sqlite"), "serve", "--port", other.getsockname()[1])
    assert done.returncode == 2
    assert "stop the program that uses it, or choose another with --port" in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_address_of_another_machine_is_said_in_a_sentence(
    new_instance: NewInstance, learnhub: Shell
) -> None:
    done = learnhub(new_instance("sqlite"), "serve", "--host", "192.0.2.1")
    assert done.returncode == 2
    assert "name an address of this machine with --host" in done.stderr
    assert done.stderr.count("\n") == 1


def test_it_listens_at_a_name_of_this_machine(
    serve: Callable[..., Server], new_instance: NewInstance
) -> None:
    server = serve(new_instance("sqlite"), "--no-jobs", "--host", "localhost")
    server.host = "localhost"
    server.wait()
    assert f"LearnHub is at http://localhost:{server.port} " in server.log.read_text()


def test_a_database_file_that_was_taken_away_is_no_longer_called_ready(
    serve: Callable[..., Server], new_instance: NewInstance
) -> None:
    """The server still holds it open; what people do would be gone with the process."""
    settings = new_instance("sqlite")
    server = serve(settings, "--no-jobs").wait()
    (settings.instance / "learnhub.db").rename(settings.instance / "away.db")
    with pytest.raises(HTTPError, match="503"):
        server.get("/readyz")
    assert server.get("/healthz") == "ok\n"
