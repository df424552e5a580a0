"""Making a release: check the chain, ask the engine once, protect each view, write everything, sign."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from learnhub.config import Settings
from learnhub.kernel.errors import N_, Unacceptable
from learnhub.ledger.queries import Cursor, head
from learnhub.ledger.verify import Finding, findings
from learnhub.reach.asked import Period
from learnhub.reach.compose.asking import Step
from learnhub.reach.compose.composing import compose, objects, project_entry
from learnhub.reach.compose.live import Basis, basis, confined, parameters, project_names
from learnhub.reach.disclosure.apply import Hidden, hidden_figures, protected
from learnhub.reach.disclosure.naming import LEARNERS
from learnhub.reach.disclosure.words import unesco_phrase
from learnhub.reach.publication.model import Code, Publication
from learnhub.reach.publication.parameters import Status, View
from learnhub.reach.releases.calendar import Stage, whole_period
from learnhub.reach.releases.changes import Anchor, Place, anchor_at
from learnhub.reach.releases.comparing import Before, earlier_release, why_between
from learnhub.reach.releases.diff import Why, figures_of, revisions
from learnhub.reach.releases.filing import files_of
from learnhub.reach.releases.folder import read_manifest, write_release
from learnhub.reach.releases.models import Release
from learnhub.reach.releases.queries import VIEWS, anchors, folder_of, releases_beside, releases_of
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
    generator: str


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
            [finding.sentence for finding in found],
        )


def make(
    session: Session,
    settings: Settings,
    release: Release,
    *,
    generator: str,
    now: datetime,
    step: Step | None = None,
) -> Made:
    """Make the files of a release that was asked for and write them. All ledger entries must be sealed.

    `generator` is the program and its version. Raises Unacceptable, also for files of an earlier release that are
    gone, and for a country of too few learners; Conflict if the release is there. Everything is read before `step` is
    first called: the caller may end the transaction of the session then.
    """
    wanted = _wanted(release, generator)
    anchor, place = anchor_at(session, release.as_of), Place(release.as_of, head(session).cursor)
    earlier = [
        earlier_release(settings, each) for each in releases_of(session, release.scope, release.period)
    ]
    beside = [
        (earlier_release(settings, each), _projects(session, each))
        for each in releases_beside(session, release.scope, release.period)
    ]
    why = why_between(session, settings, earlier[-1], place) if earlier else None
    found = basis(
        session, settings, scope=wanted.scope, period=whole_period(wanted.period), as_of=wanted.as_of,
        step=(lambda done, of: step(60 * done // of, 100)) if step else None,
    )  # fmt: skip
    key = signing_key(settings.instance)
    exact = {
        language: _exact(found, wanted, anchor, settings, language) for language in {"en", *wanted.documents}
    }
    hidden = _hidden(exact["en"], beside, found)
    _refuse_unnamed(exact["en"], hidden)
    views: dict[str, dict[str, bytes]] = {}
    for number, view in enumerate(VIEWS):
        if step is not None:
            step(60 + 12 * number, 100)
        shown = {language: _shown(each, View(view), hidden, earlier, why) for language, each in exact.items()}
        views[view] = files_of(
            shown, wanted.documents, generated_at=now, fingerprint=fingerprint(public_pem(key))
        )
    write_release(folder_of(settings, wanted.id), views, key)
    manifests = {view: sha256(files[MANIFEST]).hexdigest() for view, files in views.items()}
    return Made(
        manifests, (anchor.block_id, anchor.ledger.chain_sha256), (place.head.xid, place.head.entry_id)
    )


def made_before(settings: Settings, release: Release, anchor: Anchor, place: Cursor) -> Made | None:
    """What is to be noted of a release whose folder is there already: its maker stopped before it said so.

    A folder from before the release was asked for is of an earlier try, perhaps of another as-of: it goes.
    """
    folder = folder_of(settings, release.id)
    if not folder.is_dir():
        return None
    made_at = datetime.fromisoformat(read_manifest(folder / View.INTERNAL)["generated_at"])
    if made_at < release.asked_at:
        shutil.rmtree(folder)  # nobody has seen it
        return None
    manifests = {view: sha256((folder / view / MANIFEST).read_bytes()).hexdigest() for view in VIEWS}
    return Made(manifests, (anchor.block_id, anchor.ledger.chain_sha256), (place.xid, place.entry_id))


def _wanted(release: Release, generator: str) -> Wanted:
    documents = tuple(sorted(set(release.languages.split())))
    supersedes = release.supersedes.removeprefix(f"{release.scope}-") if release.supersedes else None
    return Wanted(
        release.id, release.scope, release.period, release.name, Stage(release.stage), release.as_of, documents,
        supersedes, generator,
    )  # fmt: skip


def _exact(found: Basis, wanted: Wanted, anchor: Anchor, settings: Settings, language: str) -> Publication:
    about = replace(
        parameters(found, release=wanted.name, status=STATUS[wanted.stage], language=language),
        ledger=anchor.ledger,
        supersedes=wanted.supersedes,
        generator=wanted.generator,
        address=f"{settings.public_url}/{language}/reach/releases/{wanted.id}",
    )
    made = compose(found.answers, about, found.names(language))
    return replace(made, phrase=unesco_phrase(made, 1), aliases=found.aliases)


def _projects(session: Session, release: Release) -> tuple[Code, ...]:
    """What was of the donor project of a release when it was made; nothing if it is about no project."""
    code = confined(release.scope).filters.get("project")
    return () if code is None else (project_entry(code, project_names(session, code, release.as_of)),)


def _hidden(exact: Publication, beside: Sequence[tuple[Before, tuple[Code, ...]]], found: Basis) -> Hidden:
    """What partners and the public may not see, so that nothing follows from all releases that are out together."""
    regions = {code: country.region for code, country in found.known.countries.items()}
    things = objects(found.titles)
    earlier = [each.edition(exact, regions, (*things, *projects)) for each, projects in beside]
    return hidden_figures(exact, earlier=earlier)


def _refuse_unnamed(exact: Publication, hidden: Hidden) -> None:
    """A release about a country names it. Raises Unacceptable where no list of another release could."""
    learners = exact.totals.get(LEARNERS)
    if "ref_area" in exact.parameters.own and (
        learners is None or not learners.value or learners.key in hidden
    ):
        raise Unacceptable(
            N_(
                "The number of learners of this country is held back, and a release would name the country. "
                "Its exact figures are under Files."
            )
        )


def _shown(
    exact: Publication, view: View, hidden: Hidden, earlier: Sequence[Before], why: Why | None
) -> Publication:
    """The publication for a view, with what differs from the release before, as both show it in this view."""
    shown = protected(exact, view, hidden=hidden)
    if why is None:
        return shown
    last = earlier[-1]
    changed = revisions(
        last.figures(view), figures_of(shown), why, view=view, previous_release=last.name,
        period=Period(exact.parameters.period_start, exact.parameters.period_end),
    )  # fmt: skip
    return replace(shown, revisions=changed)
