"""The job that makes a release: its progress is on the list, and a stop at any moment leaves no half release.

Imports the engine and the typesetter; the worker fetches this module with the first release
(docs/decisions/0005-engine-fetched-on-demand.md).
"""

from __future__ import annotations

import shutil
from datetime import datetime
from typing import Any

from learnhub.config import Settings
from learnhub.db import reading, transaction
from learnhub.kernel.errors import LearnHubError, Unacceptable
from learnhub.ledger.queries import head
from learnhub.ledger.service import seal
from learnhub.reach.locking import alone
from learnhub.reach.patience import Cancelled, Phase, Work, doing
from learnhub.reach.releases.changes import anchor_at
from learnhub.reach.releases.folder import FOLDER, sweep_drafts
from learnhub.reach.releases.making import Made, made_before, make, refuse_broken_chain
from learnhub.reach.releases.models import Release
from learnhub.reach.releases.queries import folder_of, get_release
from learnhub.reach.releases.service import note_failed, note_made, note_step, publish_release

LOCK = "releases.lock"
STEP = 4  # percent between two notes of progress


def do(settings: Settings, payload: dict[str, Any], now: datetime, *, generator: str) -> None:
    """The release that the job names. What stands against it is noted on the list and is no failure of the job."""
    try:
        made = make_release(settings, str(payload["id"]), now, generator=generator)
    except LearnHubError:
        return  # noted; trying again would find the same
    if payload.get("public"):
        with transaction() as session:
            publish_release(session, made.id, now=now)


def make_release(settings: Settings, release_id: str, now: datetime, *, generator: str) -> Release:
    """Make a release that was asked for; one that is there stays as it is. Raises what stands against it."""
    with alone(settings.folder(FOLDER) / LOCK):
        try:
            _make(settings, release_id, now, generator)
        except Cancelled:
            shutil.rmtree(folder_of(settings, release_id), ignore_errors=True)  # nobody has seen it
            raise
        except Exception as error:
            with transaction() as session:
                note_failed(session, release_id, problem=_said(error))
            raise
    return get_release(reading(), release_id)


def _make(settings: Settings, release_id: str, now: datetime, generator: str) -> None:
    release = get_release(reading(), release_id)
    if release.state == "made":
        return
    sweep_drafts(settings.folder(FOLDER))
    with transaction() as session:
        note_step(session, release_id, done=0, steps=100)
        seal(session, now=now)
    session = reading()
    made = _found(settings, release_id)
    if made is None:
        refuse_broken_chain(session)
        progress = _Progress(release_id)
        with doing(Work(told=progress.still_wanted)):
            made = make(
                session,
                settings,
                get_release(session, release_id),
                generator=generator,
                now=now,
                step=progress,
            )
    with transaction() as session:
        note_made(session, release_id, manifests=made.manifests, block=made.block, head=made.head, now=now)


def _found(settings: Settings, release_id: str) -> Made | None:
    session = reading()
    release = get_release(session, release_id)
    return made_before(settings, release, anchor_at(session, release.as_of), head(session).cursor)


class _Progress:
    """Notes how far it has come, now and then."""

    def __init__(self, release_id: str) -> None:
        self.release_id, self.noted = release_id, 0

    def __call__(self, done: int, of: int) -> None:
        percent = 100 * done // of
        if percent >= self.noted + STEP:
            self.noted = percent
            with transaction() as session:
                note_step(session, self.release_id, done=percent, steps=100)

    def still_wanted(self, phase: Phase) -> None:
        """While the engine puts together what was known, which may take minutes. Raises Cancelled."""
        if phase is Phase.STANDING:
            with transaction() as session:
                note_step(session, self.release_id, done=self.noted, steps=100)


def _said(error: Exception) -> str:
    if isinstance(error, Unacceptable):
        return "\n".join([error.message, *error.problems])
    return error.message if isinstance(error, LearnHubError) else f"{type(error).__name__}: {error}"
