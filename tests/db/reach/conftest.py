"""A database with reference data and the golden ledger."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from learnhub.centres.load import load_reference
from learnhub.config import Settings
from learnhub.db import reading, transaction
from learnhub.ledger.importing import import_folder

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "reach_golden"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def settings(app: Flask) -> Settings:
    """The settings of the application under test."""
    found = app.config["SETTINGS"]
    assert isinstance(found, Settings)
    return found


@pytest.fixture
def session(app: Flask) -> Session:
    """A reading session on the imported golden ledger."""
    with transaction() as writer:
        load_reference(writer, now=NOW)
        assert not import_folder(writer, GOLDEN, now=NOW, actor="tests").rejected
    return reading()
