"""Figures from the database: the ledger is brought into the mirror, the engine answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock

from sqlalchemy.orm import Session

from learnhub.centres.snapshot import reference
from learnhub.config import COMMAND, Settings
from learnhub.kernel.errors import Unacceptable
from learnhub.ledger.queries import Cursor, Line, entries_by_number, lines_since
from learnhub.reach.chain import refuse_broken
from learnhub.reach.engine import Engine
from learnhub.reach.figures import Figure, Table
from learnhub.reach.manifest import Manifest
from learnhub.reach.mirror import Mirror
from learnhub.reach.patience import Phase, step
from learnhub.reach.query import Query
from learnhub.reach.reference import Country, GroupSpan, ReferenceLists

FOLDER = "mirror"
NO_LISTS = (
    "The lists of countries and groups are not loaded, so nothing can be counted: "
    f"run `{COMMAND} reference load`."
)
_engines: dict[tuple[Path, int], Engine] = {}
_making = Lock()


@dataclass(frozen=True, slots=True)
class LedgerSource:
    """The ledger of a database, as the mirror reads it."""

    session: Session

    def read(self, cursor: tuple[int, int], limit: int) -> Sequence[Line]:
        """The next settled entries after a place, in order."""
        found = lines_since(self.session, Cursor(*cursor), limit)
        if limit > 1 and found:
            step(Phase.READING, found[-1].entry_id)
        return found

    def digest_of(self, entry_id: int) -> str:
        """The digest of an entry; empty if there is no such entry."""
        found = entries_by_number(self.session, [entry_id])
        return found[0].digest if found else ""


def engine_of(settings: Settings) -> Engine:
    """The engine of this process for an instance."""
    key = (settings.instance / FOLDER, settings.mirror_memory_mb)
    with _making:
        if key not in _engines:
            _engines[key] = Engine(Mirror(*key), settings.mirror_memory_mb)
        return _engines[key]


def reference_lists(session: Session) -> ReferenceLists:
    """Countries and groups of the instance's reference data. A planned end of a membership is not applied.

    Raises Unacceptable where there are none: all learners would be of an unknown region, which is no figure.
    """
    known = reference(session)
    if not known.countries:
        raise Unacceptable(NO_LISTS)
    codes = frozenset(
        f"{framework}:{item.code}" for framework, each in known.frameworks.items() for item in each.items
    )
    return ReferenceLists(
        countries=tuple(
            Country(each.iso2, each.region, each.unesco_member == "yes") for each in known.countries.values()
        ),
        groups=tuple(
            GroupSpan(spell.group, spell.iso2, spell.from_date, spell.to_date) for spell in known.spells
        ),
        names={
            "centre": frozenset(known.centres),
            "theme": frozenset(known.themes),
            "code": codes,
            "goal": codes,
        },
    )


def refreshed(session: Session, settings: Settings) -> Manifest:
    """Bring the mirror up to the ledger's head. Raises BrokenChain if the ledger is not as it was recorded."""
    refuse_broken(session, settings.instance / FOLDER)
    return engine_of(settings).refresh(LedgerSource(session))


def rebuilt(session: Session, settings: Settings) -> Manifest:
    """Throw the mirror away and write it again."""
    return engine_of(settings).mirror.rebuild(LedgerSource(session))


def compute(session: Session, settings: Settings, query: Query, *, now: datetime) -> Figure:
    """One number, from everything that is in the ledger. Raises Unacceptable if it cannot be asked for."""
    query.checked(now)
    refreshed(session, settings)
    return engine_of(settings).compute(query, reference_lists(session), now=now)


def tabulate(session: Session, settings: Settings, query: Query, *, now: datetime) -> Table:
    """A breakdown, from everything that is in the ledger. Raises Unacceptable if it cannot be asked for."""
    query.checked(now)
    refreshed(session, settings)
    return engine_of(settings).tabulate(query, reference_lists(session), now=now)
