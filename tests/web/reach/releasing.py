"""Releases as tests make them: asked for on the form or by a service, without the documents, which take long."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import select, update

from learnhub.config import Settings
from learnhub.db import transaction
from learnhub.jobs.models import Job
from learnhub.kernel.clock import now
from learnhub.reach.releases import task
from learnhub.reach.releases.calendar import Stage
from learnhub.reach.releases.models import Release
from learnhub.reach.releases.service import JOB, ask_release
from tests.web.client import PageClient

LIST, NEW = "/en/reach/releases", "/en/reach/releases/new"
YEAR = "2024"
AS_OF = "2025-06-30"


def settings_of(site: Flask) -> Settings:
    found = site.config["SETTINGS"]
    assert isinstance(found, Settings)
    return found


def worked(site: Flask) -> str:
    """What the worker does, without documents, which take long; gives the release."""
    with site.app_context():
        with transaction() as session:
            release_id = session.scalar(select(Release.id).where(Release.state == "asked"))
            session.execute(update(Release).values(languages=""))
        task.do(settings_of(site), {"id": release_id}, now(), generator="learnhub tests")
        return str(release_id)


def make(site: Flask, visitor: PageClient, scope: str = "net", stage: str = "F") -> str:
    page = visitor.get(NEW)
    page.send("Freeze", {"scope": scope, "period": YEAR, "stage": stage, "as_of": AS_OF})
    return worked(site)


def ask_in_public(scope: str) -> None:
    """A final release of the year that is open to everybody once it is made."""
    with transaction() as session:
        ask_release(
            session, scope=scope, period=YEAR, stage=Stage.FINAL, as_of=datetime(2025, 6, 30, tzinfo=UTC), languages=(),
            now=now(), public=True,
        )  # fmt: skip


def made(site: Flask) -> None:
    """What the worker does with the one job that waits, and what kept pages find at their next look."""
    with site.app_context():
        with transaction() as session:
            payload = session.scalars(select(Job.payload).where(Job.name == JOB)).one()
        task.do(settings_of(site), payload, now(), generator="learnhub tests")
    site.extensions["learnhub.edge"].pages.look_again()
