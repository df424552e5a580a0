"""The people of a review."""

from __future__ import annotations

import pytest
from author_support import staff
from flask import Flask

from learnhub.access.identity import Role
from tests.web.client import PageClient


@pytest.fixture
def team(site: Flask) -> dict[str, PageClient]:
    """An author, a reviewer and a coordinator of the writing centre, and a reviewer of another."""
    return {
        "author": staff(site),
        "reviewer": staff(site, Role.REVIEWER),
        "coordinator": staff(site, Role.CENTRE_COORDINATOR),
        "outsider": staff(site, Role.REVIEWER, "irtces"),
    }
