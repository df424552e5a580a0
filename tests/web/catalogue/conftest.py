"""Courses that are published beside the example."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from learnhub.catalogue.files import FileStore
from learnhub.catalogue.publishing import publish
from learnhub.coursefile.document import CourseDocument
from learnhub.coursefile.reader import read_folder
from learnhub.db import transaction
from tests.databases import EXAMPLE, MADE_AT, TestDatabase

Publish = Callable[..., None]


def example() -> CourseDocument:
    """The document of the example course."""
    document = read_folder(EXAMPLE).document
    assert document is not None
    return document


@pytest.fixture
def published(site: Flask, test_database: TestDatabase) -> Publish:
    """Publish the example once more under another code: `published("code", title=…, language=…)`."""

    def make(code: str, *, hours: int = 1, **changes: Any) -> None:
        document = example()
        metadata = replace(document.metadata, code=code, **changes)
        with site.app_context(), transaction() as session:
            publish(
                session,
                document=replace(document, metadata=metadata),
                files=FileStore(test_database.settings.instance),
                now=MADE_AT + timedelta(hours=hours),
                actor="test",
            )
        site.extensions["learnhub.edge"].pages.look_again()

    return make
