"""The benchmark's own arithmetic, its reading of forms, and that it drives this machine alone."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness.engine import all_at_once, drive
from harness.figures import Tally, percentile
from harness.processes import cpu_seconds, memory_mb, server_processes
from harness.visitor import Failure, Place, Visitor, find_form
from hypothesis import given
from hypothesis import strategies as st

from learnhub.config import ROOT

PAGE = """<form action="/search"><input name="q"></form>
<form method="post" action="/quiz"><input type="hidden" name="csrf_token" value="a&amp;b">
<input type="radio" name="q.1" value="x"><input type="radio" name="q.1" value="y" checked>
<input type="checkbox" name="q.2" value="1"><input type="submit" name="do" value="go"></form>"""


class Answers(http.server.BaseHTTPRequestHandler):
    """`/` counts visits in a cookie, `/away` leads to another machine, `/fail` fails every second time."""

    protocol_version = "HTTP/1.1"
    tries = 0

    def do_GET(self) -> None:
        if self.path == "/away":
            self._answer(302, b"", Location="http://learnhub.example/")
        elif self.path == "/fail":
            Answers.tries += 1
            self._answer(200 if Answers.tries % 2 else 500, b"well")
        else:
            seen = self.headers.get("Cookie", "n=0")
            self._answer(200, seen.encode(), Set_Cookie=f"n={int(seen.partition('=')[2]) + 1}; Path=/")

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def place() -> Iterator[Place]:
    """Where `Answers` answer."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Place("127.0.0.1", server.server_address[1])
        server.shutdown()


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0.1, 100))
def test_a_percentile_is_the_least_value_that_enough_do_not_exceed(
    values: list[float], percent: float
) -> None:
    found = percentile(values, percent)
    enough = percent / 100 * len(values)
    assert found in values
    assert sum(value <= found for value in values) >= enough - 1e-9
    assert sum(value < found for value in values) < enough + 1e-9


def test_nothing_has_no_percentile() -> None:
    assert percentile([], 99) == 0


def test_figures_are_for_one_transaction() -> None:
    tally = Tally([0.010, 0.030], received=3000, wall_s=0.5, server_cpu_s=0.02, others_cpu_s=0.25, cores=2)
    tally.errors["status 500"] += 1
    found = tally.figures()
    assert (found["transactions"], found["errors"], found["per_s"]) == (2, 1, 4.0)
    assert (found["p50_ms"], found["p99_ms"], found["cpu_ms"]) == (10.0, 30.0, 10.0)
    assert (found["kB"], found["noise"], found["error_kinds"]) == (1.5, 0.25, {"status 500": 1})


def test_a_form_is_read_as_a_browser_would_send_it() -> None:
    form = find_form(PAGE, "q.")
    assert form.action == "/quiz"
    assert form.fields == [("csrf_token", "a&b"), ("q.1", "y")]
    assert form.choices == {"q.1": ["x", "y"], "q.2": ["1"]}
    with pytest.raises(Failure, match="password"):
        find_form(PAGE, "password")


@pytest.mark.parametrize(
    "address",
    [
        "http://learnhub.example",
        "https://127.0.0.1",
        "http://192.168.1.4:8090",
        "http://127.0.0.1.example",
        "8090",
    ],
)
def test_other_machines_are_refused(address: str) -> None:
    with pytest.raises(ValueError, match="not on this machine"):
        Place.of(address)


def test_this_machine_is_driven() -> None:
    assert Place.of("http://localhost:80") == Place("localhost", 80)
    assert Place.of("http://[::1]:8090/") == Place("::1", 8090)


def test_no_redirect_leads_to_another_machine(place: Place) -> None:
    visitor = Visitor(place)
    with pytest.raises(Failure, match="another machine"):
        visitor.get("/away")
    visitor.close()


def test_a_visitor_keeps_cookies_and_counts_what_it_costs(place: Place) -> None:
    visitor = Visitor(place)
    assert [visitor.get("/") for _ in range(3)] == ["n=0", "n=1", "n=2"]
    assert visitor.requests == 3
    assert visitor.received > 9
    assert visitor.seconds > 0
    visitor.close()


def test_a_page_without_the_text_it_should_have_is_a_failure(place: Place) -> None:
    visitor = Visitor(place)
    with pytest.raises(Failure, match="no 'Welcome'"):
        visitor.get("/", "Welcome")
    visitor.close()


def fails_at_times(visitor: Visitor, _number: int) -> None:
    visitor.get("/fail")


def looks(visitor: Visitor, _number: int) -> None:
    visitor.get("/")


def test_errors_are_counted_beside_what_was_done(place: Place) -> None:
    Answers.tries = 0
    tally = drive(place, fails_at_times, concurrency=1, seconds=60, most=10)
    assert (tally.done, tally.errors) == (5, {"GET /fail: status 500": 5})


def test_a_run_ends_by_itself(place: Place) -> None:
    tally = drive(place, looks, concurrency=3, seconds=0.2, anonymous=True)
    assert 0.2 <= tally.wall_s < 30
    assert tally.done > 0
    assert not tally.errors


def test_everybody_comes_once(place: Place) -> None:
    numbers: list[int] = []

    def come(visitor: Visitor, number: int) -> None:
        visitor.get("/")
        numbers.append(number)

    tally = all_at_once(place, come, 25)
    assert sorted(numbers) == list(range(1, 26))
    assert tally.done == 25


def test_the_server_is_found_by_its_port(place: Place) -> None:
    found = server_processes(place.port)
    assert os.getpid() in found
    assert cpu_seconds(found) > 0
    assert memory_mb(found) > 1


def test_two_results_side_by_side(tmp_path: Path) -> None:
    figures = {"cpu_ms": 2.0, "p50_ms": 4.0, "p95_ms": 0.0, "kB": 1.0, "per_s": 10.0, "errors": 0}
    for name, cpu in (("old", 2.0), ("new", 5.0)):
        both = {"W1": {**figures, "cpu_ms": cpu}, f"only-{name}": figures}
        (tmp_path / f"{name}.json").write_text(json.dumps({"workloads": both}))
    words = [sys.executable, str(ROOT / "bench" / "compare.py"), "old.json", "new.json"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "5.0 2.50x" in done.stdout
    assert "0.0 -" in done.stdout
    assert "only" not in done.stdout
    (tmp_path / "old.json").write_text("cut o")
    failed = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (failed.returncode, failed.stdout) == (2, "")
    assert failed.stderr.startswith("compare.py: no results of bench/run.py")
