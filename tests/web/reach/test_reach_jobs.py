"""The page of work: what failed and comes again, and what was given up, each with its reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from learnhub.db import transaction
from learnhub.jobs import service
from learnhub.kernel.clock import now
from tests.web.client import PageClient


@pytest.mark.parametrize(
    ("tries", "heading", "when"), [(8, "Tried again later", "Next try"), (1, "Given up", "Since")]
)
def test_a_job_that_failed_says_why(
    golden: Flask, administrator: PageClient, tries: int, heading: str, when: str
) -> None:
    instant = now()
    with golden.app_context(), transaction() as session:
        service.enqueue(
            session,
            name="mail",
            payload={"to": "ada@example.org"},
            now=instant - timedelta(days=9),
            tries=tries,
        )
        job = service.take(session, now=instant)
        assert job is not None
        service.fail(session, job=job, error="no line to ada@example.org", now=instant)
    page = administrator.get("/en/operate/running").text
    assert f"{heading} {when} Why mail" in page
    assert page.count("no line to …") == 1
