"""Making a release: check the chain, ask the engine once, protect each view, write everything, sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from learnhub import __version__
from learnhub.centres.snapshot import reference
from learnhub.config import Settings
from learnhub.kernel.errors import N_, Unacceptable
from learnhub.ledger.queries import Cursor, head
from learnhub.ledger.verify import Finding, findings
from learnhub.reach.compose.asking import Step
from learnhub.reach.compose.composing import compose
from learnhub.reach.compose.live import Basis, basis, parameters
from learnhub.reach.disclosure.apply import protected
from learnhub.reach.disclosure.revisions import Earlier
from learnhub.reach.disclosure.words import unesco_phrase
from learnhub.reach.indicators import METHODOLOGY
from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.observation import Observed
from learnhub.reach.publication.parameters import Status, View
from learnhub.reach.queries import engine_of, reference_lists, refreshed
from learnhub.reach.releases.calendar import Stage, whole_period
from learnhub.reach.releases.changes import Anchor, Place, anchor_at, touched_between
from learnhub.reach.releases.diff import Told, Why, figures_of, read_figures, revisions
from learnhub.reach.releases.filing import files_of
from learnhub.reach.releases.folder import read_manifest, write_release
from learnhub.reach.releases.footprints import footprints
from learnhub.reach.releases.models import Release
from learnhub.reach.releases.queries import VIEWS, anchors, folder_of, releases_of
from learnhub.reach.releases.signing import fingerprint, public_pem, signing_key
from learnhub.reach.releases.verify import MANIFEST

STATUS = {
    Stage.PROVISIONAL: Status.PROVISIONAL,
    Stage.FINAL: Status.FINAL,
    Stage.REVISED: Status.REVISED,
}
SHOWN_FINDINGS = 20


@dataclass(frozen=True, slots=True)
class Made:
    """What the list of releases keeps of a release that is there."""

    manifests: Mapping[str, str]
    block: tuple[int, str]
    head: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a release is to be, as values that outlive the transaction."""

    id: str
    scope: str
    period: str
    name: str
    stage: Stage
    as_of: datetime
    documents: tuple[str, ...]
    supersedes: str | None


@dataclass(frozen=True, slots=True)
class Before:
    """A release of the same period that is out: its folder, its manifest, its place in the ledger."""

    name: str
    folder: Path
    about: Mapping[str, Any]
    place: Place

    def figures(self, view: View) -> dict[tuple[str, ...], Told]:
        """The figures of one of its views."""
        names = (path for path in (self.folder / view).glob("*.csv") if path.stem.endswith(f"_{view}"))
        return read_figures(next(names).read_bytes())

    def told(self, view: View) -> Earlier:
        """Its exact figures, and what a view of it holds back."""
        exact = {
            key: told.value for key, told in self.figures(View.INTERNAL).items() if told.value is not None
        }
        held_back = frozenset(
            key for key, told in self.figures(view).items() if told.status == Observed.SUPPRESSED
        )
        return Earlier(exact, held_back)


def refuse_broken_chain(session: Session) -> None:
    """Go on only if the ledger is as it was recorded. Raises Unacceptable that names the rows that are not."""
    found: list[Finding] = []
    for finding in findings(session, anchors(session)):
        found.append(finding)
        if len(found) >= SHOWN_FINDINGS:
            break
    if found:
        raise Unacceptable(
            N_("The ledger is not as it was recorded, so no figure is published from it."),
            [_sentence(finding) for finding in found],
        )


def make(
    session: Session, settings: Settings, release: Release, *, now: datetime, step: Step | None = None
) -> Made:
    """Make the files of a release that was asked for and write them. All ledger entries must be sealed.

    Raises Unacceptable, also for a ledger that was tampered with; Conflict if the release is there. Everything is
    read before `step` is first called: the caller may end the transaction of the session then.
    """
    wanted = _wanted(release)
    anchor, place = anchor_at(session, release.as_of), Place(release.as_of, head(session).cursor)
    earlier = [_before(settings, each) for each in releases_of(session, release.scope, release.period)]
    why = _why(session, settings, earlier[-1], place) if earlier else None
    found = basis(
        session, settings, scope=wanted.scope, period=whole_period(wanted.period), as_of=wanted.as_of,
        step=(lambda done, of: step(60 * done // of, 100)) if step else None,
    )  # fmt: skip
    key = signing_key(settings.instance)
    exact = {
        language: _exact(found, wanted, anchor, settings, language) for language in {"en", *wanted.documents}
    }
    views: dict[str, dict[str, bytes]] = {}
    for number, view in enumerate(VIEWS):
        if step is not None:
            step(60 + 12 * number, 100)
        shown = {language: _shown(each, View(view), earlier, why) for language, each in exact.items()}
        views[view] = files_of(
            shown, wanted.documents, generated_at=now, fingerprint=fingerprint(public_pem(key))
        )
    write_release(folder_of(settings, wanted.id), views, key)
    manifests = {view: sha256(files[MANIFEST]).hexdigest() for view, files in views.items()}
    return Made(
        manifests, (anchor.block_id, anchor.ledger.chain_sha256), (place.head.xid, place.head.entry_id)
    )


def made_before(settings: Settings, release_id: str, anchor: Anchor, place: Cursor) -> Made | None:
    """What is to be noted of a release whose folder is there already: its maker stopped before it said so."""
    folder = folder_of(settings, release_id)
    if not folder.is_dir():
        return None
    manifests = {view: sha256((folder / view / MANIFEST).read_bytes()).hexdigest() for view in VIEWS}
    return Made(manifests, (anchor.block_id, anchor.ledger.chain_sha256), (place.xid, place.entry_id))


def _wanted(release: Release) -> Wanted:
    documents = tuple(sorted(set(release.languages.split())))
    supersedes = release.supersedes.removeprefix(f"{release.scope}-") if release.supersedes else None
    return Wanted(
        release.id, release.scope, release.period, release.name, Stage(release.stage), release.as_of, documents,
        supersedes,
    )  # fmt: skip


def _exact(found: Basis, wanted: Wanted, anchor: Anchor, settings: Settings, language: str) -> Publication:
    about = replace(
        parameters(found, release=wanted.name, status=STATUS[wanted.stage], language=language),
        ledger=anchor.ledger,
        supersedes=wanted.supersedes,
        generator=f"learnhub {__version__}",
        address=f"{settings.public_url}/{language}/reach/releases/{wanted.id}",
    )
    made = compose(found.answers, about, found.names(language))
    return replace(made, phrase=unesco_phrase(made, 1))


def _shown(exact: Publication, view: View, earlier: Sequence[Before], why: Why | None) -> Publication:
    """The publication for a view, with what differs from the release before, as both show it in this view."""
    out = () if view is View.INTERNAL else tuple(each.told(view) for each in earlier)
    shown = protected(exact, view, earlier=out)
    if why is None:
        return shown
    last = earlier[-1]
    changed = revisions(last.figures(view), figures_of(shown), why, previous_release=last.name)
    return replace(shown, revisions=changed)


def _before(settings: Settings, release: Release) -> Before:
    folder = folder_of(settings, release.id)
    try:
        about = read_manifest(folder / View.INTERNAL)
    except (FileNotFoundError, ValueError) as error:
        raise Unacceptable(
            f"The files of the earlier release {release.id} are gone: put them back from a backup first."
        ) from error
    place = Place(release.as_of, Cursor(release.last_xid or 0, release.last_entry or 0))
    return Before(release.name, folder, about, place)


def _why(session: Session, settings: Settings, before: Before, place: Place) -> Why:
    countries = reference(session).countries

    def region_of(code: str) -> str:
        return countries[code].region if code in countries else ""

    manifest, mirror = refreshed(session, settings), engine_of(settings).mirror
    lists = before.about["reference_lists"].get("countries_and_groups_sha256")
    return Why(
        touched_between(session, before.place, place, region_of, partial(footprints, mirror, manifest)),
        method=before.about["methodology"] != METHODOLOGY,
        lists=lists != reference_lists(session).digest,
    )


def _sentence(finding: Finding) -> str:
    what = f"block {finding.block_id}" if finding.entry_id is None else f"entry {finding.entry_id}"
    if finding.kind:
        what += f" ({finding.kind} {finding.key}, version {finding.rev})"
    return f"{finding.code}: {what} {finding.message}."
