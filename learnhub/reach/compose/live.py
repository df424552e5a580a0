"""Publications from the database: the engine is asked, the ledger names what the reference data do not know.

Imports the engine, so a page fetches this module only when it needs it (docs/decisions/0005).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from learnhub.centres.domain import Reference
from learnhub.centres.snapshot import reference
from learnhub.config import Settings
from learnhub.kernel.errors import Unacceptable
from learnhub.ledger.cells import RecordError
from learnhub.ledger.queries import latest
from learnhub.ledger.records import CentreRecord, CourseRecord, EventRecord, Record
from learnhub.reach.asked import Period
from learnhub.reach.compose.asking import Answer, Answers, Ask, Confined, Step, answer_of, gather
from learnhub.reach.compose.composing import REACHED, compose, quality_of
from learnhub.reach.compose.names import Names, ProjectNames, Titles
from learnhub.reach.compose.observing import unit_of
from learnhub.reach.compose.plan import CENTRE, COUNTRY, NETWORK, PROJECT, VERSION
from learnhub.reach.indicators import INDICATORS, METHODOLOGY
from learnhub.reach.manifest import Manifest
from learnhub.reach.patience import Phase
from learnhub.reach.patience import step as say
from learnhub.reach.projects.queries import aliases, get_project, tagged
from learnhub.reach.publication.model import DonorAlias, Publication
from learnhub.reach.publication.parameters import LIVE, Parameters, Status, View
from learnhub.reach.queries import engine_of, reference_lists, refreshed
from learnhub.reach.query import Query
from learnhub.web.i18n import translations

PUBLISHER = "LearnHub"


@dataclass(frozen=True, slots=True)
class Basis:
    """What every language of one product shares: the answers, the names, and the state they came from."""

    answers: Answers
    known: Reference
    titles: Titles
    mirror: Manifest
    lists: Mapping[str, str]
    late: int = 0
    aliases: tuple[DonorAlias, ...] = ()

    def names(self, language: str) -> Names:
        """Labels in this language."""
        return Names(self.known, self.titles, language, translations(language).gettext)

    @property
    def scope_label(self) -> str:
        """The centre or country in words; empty for the network."""
        for dimension, code in self.answers.confined.filters.items():
            return self.names("en").label(dimension, code)
        return ""


def confined(scope: str) -> Confined:
    """What a scope stands for: `net`, `c-` and a centre, `country-` and a country, `donor-` and a project.

    Raises Unacceptable.
    """
    if scope == "net":
        return Confined("net", NETWORK)
    kind, _, code = scope.partition("-")
    if kind == "c" and code:
        return Confined(scope, CENTRE, {"centre": code})
    if kind == "country" and code:
        return Confined(scope, COUNTRY, {"country": code})
    if kind == "donor" and code:
        return Confined(scope, PROJECT, {"project": code})
    raise Unacceptable(f"{scope!r} is no scope: write net, c-CENTRE, country-KE or donor-PROJECT.")


def basis(
    session: Session,
    settings: Settings,
    *,
    scope: str,
    period: Period,
    as_of: datetime,
    step: Step | None = None,
) -> Basis:
    """Ask the engine everything that the product of this scope needs. The session is read before the first `step`."""
    wanted = confined(scope)
    mirror = refreshed(session, settings)
    known, titles, ask = reference(session), _titles(session, as_of), _asker(session, settings)
    titles, donors = _of_project(session, wanted, titles, as_of)
    lists = {
        "country_groups": period.end.isoformat(),
        "countries_and_groups_sha256": reference_lists(session).digest,
    }
    answers = gather(ask, wanted, period, as_of, step=step)
    late = engine_of(settings).late_rows(as_of, period.start, period.end, wanted.filters)
    return Basis(answers, known, titles, mirror, lists, late, donors)


def live(
    session: Session, settings: Settings, *, scope: str, period: Period, as_of: datetime, language: str = "en"
) -> Publication:
    """The exact figures as they stand: provisional, internal, no release. Raises Unacceptable."""
    found = basis(
        session, settings, scope=scope, period=period, as_of=as_of,
        step=lambda done, of: say(Phase.ASKING, done, of),
    )  # fmt: skip
    about = parameters(found, release=LIVE, status=Status.PROVISIONAL, language=language)
    return replace(compose(found.answers, about, found.names(language)), aliases=found.aliases)


def parameters(found: Basis, *, release: str, status: Status, language: str) -> Parameters:
    """What decided the numbers, as an internal publication says it; a release puts its own place in."""
    answers = found.answers
    return Parameters(
        release=release,
        status=status,
        scope=answers.confined.name,
        period_start=answers.period.start,
        period_end=answers.period.end,
        as_of=answers.as_of,
        view=View.INTERNAL,
        title=f"Reach {answers.period.in_words}",
        language=language,
        methodology=METHODOLOGY,
        generator=f"learnhub, methodology {METHODOLOGY}, plan {VERSION}",
        scope_label=found.names(language).label(*next(iter(answers.confined.filters.items())))
        if answers.confined.filters
        else "",
        query=f"{answers.confined.plan.id}-{'annual' if answers.quarters() else 'period'}",
        query_version=VERSION,
        filters=dict(answers.confined.filters),
        reference_lists=found.lists,
        quality=quality_of(answers, rejected_rows=found.mirror.unreadable, late_rows=found.late),
        publisher=PUBLISHER,
    )


def project_names(session: Session, code: str, as_of: datetime) -> ProjectNames:
    """What a donor project is called, and what was of it. Raises NotFound."""
    project = get_project(session, code, None)
    home = ((CENTRE.id, project.centre),) if project.centre else ()
    return ProjectNames(project.title, (*home, *sorted(tagged(session, code, as_of))))


def _of_project(
    session: Session, wanted: Confined, titles: Titles, as_of: datetime
) -> tuple[Titles, tuple[DonorAlias, ...]]:
    """The titles with that of a donor project, and its donor's indicators. Raises NotFound."""
    code = wanted.filters.get("project")
    if code is None:
        return titles, ()
    units = {each.name: unit_of(each) for each in wanted.plan.key_figures if each.code in INDICATORS}
    named = replace(titles, projects={code: project_names(session, code, as_of)})
    return named, aliases(session, get_project(session, code, None), units)


def _asker(session: Session, settings: Settings) -> Ask:
    engine, lists = engine_of(settings), reference_lists(session)

    def ask(query: Query) -> Answer:
        known = query.indicator == REACHED
        return answer_of(engine.tabulate(query, lists, shares=True, coverage=known))

    return ask


def _titles(session: Session, as_of: datetime) -> Titles:
    """Names as the ledger last recorded them; a line that an older version wrote badly has none."""
    centres = _told(session, CentreRecord, ("name",))
    courses = _told(session, CourseRecord, ("title", "centre_id", "theme"))
    events = _told(session, EventRecord, ("title", "start_date", "centre_id", "co_centres", "theme"), as_of)
    return Titles(
        {key: told["name"] for key, told in centres.items()},
        {key: told["title"] for key, told in courses.items()},
        {key: _training(told) for key, told in events.items()},
        {key: f"{told['centre_id']} {told['theme']}".strip() for key, told in courses.items()},
        {key: _homes(told) for key, told in events.items()},
    )


def _training(event: Mapping[str, str]) -> str:
    """What a list calls it: with its first day, since many are held again under the same title."""
    day = event["start_date"]
    return f"{event['title']} ({day})" if day else event["title"]


def _homes(event: Mapping[str, str]) -> str:
    """Whose an event is and what it is about, as one text."""
    centres = (event["centre_id"], *event["co_centres"].split(";"))
    homes = [f"centre:{each}" for each in centres if each]
    return " ".join([*homes, f"theme:{event['theme']}"] if event["theme"] else homes)


def _told(
    session: Session, kind: type[Record], names: Sequence[str], as_of: datetime | None = None
) -> dict[str, dict[str, str]]:
    """Cells of the latest lines of a kind, by key."""
    found = {}
    for entry in latest(session, kind.entry_kind, as_of):
        with suppress(RecordError):
            found[entry.key] = kind.cells_of(entry.body, names)
    return found
