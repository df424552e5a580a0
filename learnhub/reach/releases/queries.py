"""Which releases there are, who may see which of their views, and what lies in their folders."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from learnhub.config import Settings
from learnhub.kernel.errors import N_, Conflict, NotFound
from learnhub.reach.projects.queries import ends_of, ever_tagged
from learnhub.reach.releases.calendar import ReleaseName, Stage, parse_name
from learnhub.reach.releases.folder import FOLDER, read_manifest
from learnhub.reach.releases.models import Release, ReportSchedule
from learnhub.reach.releases.verify import MANIFEST, Problem, verify_folder

VIEWS = ("internal", "partner", "public")
UNSHARED = "donor-"  # scopes of which colleagues of other centres know nothing


@dataclass(frozen=True, slots=True)
class Reader:
    """What somebody may see: releases of these scopes (None: of all) in every state, and published ones.

    `partner`: the partner view of every release, not only the public one. Of a donor project's releases others see the
    public view alone, and nothing before it is opened.
    """

    scopes: frozenset[str] | None = frozenset()
    partner: bool = False

    def views_of(self, release: Release) -> tuple[str, ...]:
        """The views of a release that are open to this reader, the most exact first."""
        if release.state != "made":
            return ()
        if self.owns(release.scope):
            return VIEWS
        shown = ("partner",) if self.partner and not release.scope.startswith(UNSHARED) else ()
        return (*shown, "public") if release.published_at else shown

    def owns(self, scope: str) -> bool:
        """Whether the exact figures of a scope are the reader's own."""
        return self.scopes is None or scope in self.scopes


EVERYBODY = Reader()


def find_release(session: Session, release_id: str) -> Release | None:
    """The release of this id; `2024-F1` alone is that of the network."""
    if not release_id.isprintable():
        return None  # PostgreSQL takes no text with a NUL
    return session.get(Release, release_id) or session.get(Release, f"net-{release_id}")


def get_release(session: Session, release_id: str, reader: Reader | None = None) -> Release:
    """The release of this id, if the reader (None: an operator) may know of it. Raises NotFound."""
    found = find_release(session, release_id)
    if found is None or (reader is not None and not reader.owns(found.scope) and not reader.views_of(found)):
        raise NotFound(N_("There is no such release. The list of releases has them all."))
    return found


def list_releases(
    session: Session, reader: Reader | None = None, *, scope: str = "", page: int = 1, size: int = 50
) -> tuple[list[Release], int]:
    """Some of the releases that a reader (None: an operator) may know of, the latest first, and how many there are."""
    conditions = [] if reader is None else [_known_to(reader)]
    if not scope.isprintable():
        return [], 0
    if scope:
        conditions.append(Release.scope == scope)
    total = session.scalar(select(func.count()).select_from(Release).where(*conditions)) or 0
    statement = (
        select(Release)
        .where(*conditions)
        .order_by(Release.asked_at.desc(), Release.id)
        .offset((page - 1) * size)
        .limit(size)
    )
    return list(session.scalars(statement)), total


def releases_of(
    session: Session, scope: str, period: str, states: Collection[str] = ("made",)
) -> list[Release]:
    """The releases of a scope and period, from the first to the one that holds now."""
    found = session.scalars(
        select(Release).where(Release.scope == scope, Release.period == period, Release.state.in_(states))
    )
    return sorted(found, key=lambda release: name_of(release).rank)


def under_way(session: Session) -> list[Release]:
    """The releases that are asked for or being made, the oldest first."""
    statement = (
        select(Release).where(Release.state.in_(("asked", "making"))).order_by(Release.asked_at, Release.id)
    )
    return list(session.scalars(statement))


def releases_beside(session: Session, scope: str, period: str) -> list[Release]:
    """The releases of any scope whose period touches this one, from the first that was made to the last.

    Of other centres and countries the latest of each period, since it stands for those before it.
    """
    found = session.scalars(
        select(Release).where(Release.state == "made", Release.period.startswith(period[:4], autoescape=True))
    )
    latest: dict[tuple[str, ...], Release] = {}
    for release in sorted(found, key=lambda each: (each.made_at or each.asked_at, each.id)):
        own = release.scope in {scope, "net"}
        latest[(release.id,) if own else (release.scope, release.period)] = release
    return sorted(latest.values(), key=lambda each: (each.made_at or each.asked_at, each.id))


def current_public(session: Session, scope: str = "net") -> list[Release]:
    """For each period the published release that holds now, the latest period first."""
    found: dict[str, Release] = {}
    statement = select(Release).where(
        Release.scope == scope, Release.state == "made", Release.published_at.is_not(None)
    )
    for release in session.scalars(statement):
        before = found.get(release.period)
        if before is None or name_of(before).rank < name_of(release).rank:
            found[release.period] = release
    return sorted(
        found.values(), key=lambda each: (each.period[:4], "-" not in each.period, each.period), reverse=True
    )


def anchors(session: Session) -> dict[int, str]:
    """The blocks of the ledger's chain that releases name, each with its hash."""
    rows = session.execute(
        select(Release.block_id, Release.block_hash).where(Release.state == "made", Release.block_id > 0)
    )
    return {block_id: block_hash for block_id, block_hash in rows if block_id is not None}


def name_of(release: Release) -> ReleaseName:
    """Its name as a value."""
    return ReleaseName(release.period, Stage(release.stage), release.number)


def names_of(releases: Sequence[Release]) -> list[ReleaseName]:
    """Their names as values."""
    return [parse_name(release.name) for release in releases]


def folder_of(settings: Settings, release_id: str) -> Path:
    """Where the files of a release lie; each view is a folder in it."""
    return settings.instance / FOLDER / release_id


def manifest_of(settings: Settings, release_id: str, view: str) -> dict[str, Any]:
    """The manifest of one view. Raises NotFound if its folder is gone or cannot be read."""
    try:
        return read_manifest(folder_of(settings, release_id) / view)
    except (OSError, ValueError) as error:
        raise NotFound(N_("The files of this release are gone. Put them back from a backup.")) from error


def intact_folder(settings: Settings, release: Release, view: str) -> Path:
    """The folder of a view whose files are as they were signed. Raises NotFound if it is gone, Conflict if not."""
    if damage(settings, release, view):
        raise Conflict(
            N_("The files of this release are no longer as they were signed. Put them back from a backup.")
        )
    return folder_of(settings, release.id) / view


def damage(settings: Settings, release: Release, view: str) -> list[Problem]:
    """The files of a view that are not as they were signed, or cannot be read. Raises NotFound if the manifest is gone.

    A folder that was signed anew as a whole, with the installation's own key, is found by the list of releases.
    """
    folder = folder_of(settings, release.id) / view
    manifest_of(settings, release.id, view)
    try:
        found = verify_folder(folder)
    except OSError as error:  # put back from a backup for another user
        return [Problem(Path(error.filename or folder).name, "cannot be read")]
    if not found and sha256((folder / MANIFEST).read_bytes()).hexdigest() != release.manifests[view]:
        return [Problem(MANIFEST, "is not the one that was signed when this release was made")]
    return found


def schedules_of(session: Session, person_id: int) -> list[ReportSchedule]:
    """The reports that a person gets regularly."""
    statement = (
        select(ReportSchedule).where(ReportSchedule.person_id == person_id).order_by(ReportSchedule.id)
    )
    return list(session.scalars(statement))


def get_schedule(session: Session, person_id: int, schedule_id: int) -> ReportSchedule:
    """One of the reports that a person gets regularly. Raises NotFound."""
    found = session.get(ReportSchedule, schedule_id)
    if found is None or found.person_id != person_id:
        raise NotFound(N_("There is no such report."))
    return found


def project_ends(session: Session, scopes: Collection[str]) -> dict[str, date]:
    """On which day those of these scopes ended that are donor projects and have ended."""
    codes = [each.removeprefix(UNSHARED) for each in scopes if each.startswith(UNSHARED)]
    found = ends_of(session, codes) if codes else {}
    return {UNSHARED + code: each.ended_on for code, each in found.items() if each.ended_on}


def _known_to(reader: Reader) -> ColumnElement[bool]:
    published = (Release.state == "made") & Release.published_at.is_not(None)
    if reader.scopes is None:
        return Release.id == Release.id
    own = Release.scope.in_(sorted(reader.scopes))
    shared = (Release.state == "made") & ~Release.scope.startswith(UNSHARED, autoescape=True)
    return or_(own, published, shared) if reader.partner else or_(own, published)


def unnamed(session: Session, project: str) -> bool:
    """Whether neither a course, a training nor a release ever named the project, so that it can be deleted."""
    released = select(Release.id).where(Release.scope == UNSHARED + project).limit(1)
    return session.scalar(released) is None and not ever_tagged(session, project)
