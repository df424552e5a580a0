"""The application without a database: its addresses and templates are enough here."""

from __future__ import annotations

import pytest
from flask import Flask

from learnhub import create_app
from learnhub.config import load_settings


@pytest.fixture(scope="session")
def test_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application as it is composed."""
    return create_app(load_settings({}, instance=tmp_path_factory.mktemp("instance")))
