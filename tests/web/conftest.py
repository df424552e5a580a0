"""Visitors on a fresh copy of the example installation. No context is pushed: each request has its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.databases import TestDatabase
from tests.web.client import PageClient


@pytest.fixture
def site(test_database: TestDatabase) -> Flask:
    """The application with reference data and the example course."""
    test_database.refresh("example")
    return test_database.app


@pytest.fixture
def visitor(site: Flask) -> PageClient:
    """Somebody without an account."""
    return PageClient(site)


@pytest.fixture
def another(site: Flask) -> Callable[..., PageClient]:
    """Make further visitors: `another(device=…, ip=…)`."""

    def make(**details: str) -> PageClient:
        return PageClient(site, **details)

    return make
