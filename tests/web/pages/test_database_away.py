"""While the database is away: pages that say so, a process that is known to live, and no empty answers."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from structlog.testing import capture_logs

from learnhub import create_app
from learnhub.config import Settings


@pytest.fixture
def cut_off(tmp_path: Path) -> Iterator[Flask]:
    """An application whose database server is not there."""
    with socket.socket() as taken:  # bound and not listening: nobody else can answer on this port
        taken.bind(("127.0.0.1", 0))
        url = f"postgresql://nobody@127.0.0.1:{taken.getsockname()[1]}/none"
        yield create_app(Settings(instance=tmp_path, database_url=url))


def test_the_process_lives_and_is_not_ready(cut_off: Flask) -> None:
    client = cut_off.test_client()
    assert client.get("/healthz").get_data(as_text=True) == "ok\n"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.mimetype) == (503, "text/plain")
    assert answer.get_data(as_text=True) == "the database does not answer\n"


@pytest.mark.parametrize("signed_in", [False, True])
def test_everybody_gets_a_page_with_the_number_that_the_log_has(cut_off: Flask, signed_in: bool) -> None:
    client = cut_off.test_client()
    if signed_in:
        with client.session_transaction() as session:
            session["_user_id"] = "a session that cannot be looked up"
    with capture_logs() as lines:
        answer = client.get("/en/courses")
    assert answer.status_code == 500
    page = answer.get_data(as_text=True)
    assert "Something went wrong on our side" in page
    numbers = [line["number"] for line in lines if "number" in line]
    assert len(numbers) == 1, json.dumps(lines, default=str)
    assert f">{numbers[0]}</span>" in page
