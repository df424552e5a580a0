"""What goes into logs: enough to find a fault, and nothing that names or opens."""

from __future__ import annotations

import pytest
import structlog
from flask import Flask
from sqlalchemy.exc import IntegrityError

from learnhub.accounts.service import AboutYou, NewAccount, register
from learnhub.db import transaction
from learnhub.kernel.clock import now
from learnhub.web.observe import PROCESSORS, path_in_logs


def _store(account: NewAccount) -> None:
    with transaction() as session:
        register(session, account=account, now=now())


@pytest.mark.parametrize("kind", ["reset", "confirm", "first-administrator", "messages/stop"])
def test_a_link_that_opens_something_stays_out(site: Flask, kind: str) -> None:
    with site.test_request_context(f"/en/{kind}/a-secret-of-43-signs"):
        assert path_in_logs() == f"/en/{kind}/…"


def test_a_statement_that_fails_tells_no_values(site: Flask) -> None:
    wrong = AboutYou(gender="?")
    account = NewAccount(name="Ada Okafor", password_hash="!", email="ada@example.org", about=wrong)
    with site.app_context(), pytest.raises(IntegrityError) as refused:
        _store(account)
    event: structlog.typing.EventDict = {"event": "unexpected", "exc_info": refused.value}
    for process in PROCESSORS[-3:-1]:
        done = process(structlog.get_logger(), "error", event)
        assert isinstance(done, dict)
        event = done
    assert "gender" in event["exception"]
    assert "Ada" not in event["exception"]
    assert "ada@example.org" not in event["exception"]


@pytest.mark.parametrize(("headers", "status"), [({}, 200), ({"X-Forwarded-For": "203.0.113.9"}, 404)])
def test_a_proxy_on_this_machine_hands_no_counters_out(
    site: Flask, headers: dict[str, str], status: int
) -> None:
    assert site.test_client().get("/metrics", headers=headers).status_code == status
