"""The demonstration, made once with a small crowd, and one signed-in client for each role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from learnhub.cli.demo import prepared
from learnhub.config import load_settings
from learnhub.db import db
from learnhub.demo.team import PASSWORD
from tests.crawl.crawler import Browser

LEARNERS = 120
SIGN_INS = (
    "learner",
    "author",
    "reviewer",
    "facilitator",
    "coordinator",
    "network",
    "national",
    "records",
    "administrator",
)


@dataclass(frozen=True)
class Demo:
    """The application and a browser for each role; `visitor` has no account."""

    app: Flask
    browsers: dict[str, Browser]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demonstration with the courses of the repository."""
    instance: Path = tmp_path_factory.mktemp("demo")
    app = prepared(load_settings({}, instance=instance, demo=True, patience_s=60), learners=LEARNERS)
    browsers = {"visitor": Browser(app)}
    for login in SIGN_INS:
        browsers[login] = Browser(app)
        browsers[login].sign_in(login, PASSWORD)
    yield Demo(app, browsers)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
