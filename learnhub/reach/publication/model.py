"""What is published, as one value: every file of a release is a function of a `Publication`.

Numbers stand once, in the observations (`observation.py`); tables and key figures (`table.py`) point at them by
key. Whoever protects or changes an observation has changed it in every file. What decided the numbers is in
`parameters.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from learnhub.kernel.errors import Unacceptable
from learnhub.reach.publication.numbers import UNITS
from learnhub.reach.publication.observation import DIMENSIONS, TOTAL, Key, Number, Observation
from learnhub.reach.publication.parameters import Parameters
from learnhub.reach.publication.table import Cell, KeyFigure, Ref, Table


@dataclass(frozen=True, slots=True)
class Revision:
    """A figure that differs from the release before: reason codes LATE, MERGE, UNMERGE, VOID, CORRECT, CONFIRM,
    ERASURE, METHOD, LIST.

    `filters` reads `key=value&key=value`. A value that is held back or undefined is None.
    """

    indicator: str
    filters: str
    previous: Number | None
    new: Number | None
    unit: str
    reasons: tuple[str, ...]
    previous_release: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a code list: `centre`, `c01`, `Water Centre`."""

    code_list: str
    code: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What an indicator of this publication counts, as the catalogue says it.

    `additive_over` are dimensions of the data whose parts add up; `additivity` says the same in words. `outcome` is
    True for what changed in people (learning gains, application), not for what was done. `falling_is_good` is for
    drop-out and absence.
    """

    code: str
    name: str
    definition: str
    unit: str
    time_basis: str = ""
    additive_over: tuple[str, ...] = ()
    additivity: str = ""
    missing_rule: str = ""
    version: str = ""
    outcome: bool = False
    falling_is_good: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DonorAlias:
    """A donor's indicator and ours that answers it; both are printed. `target` and `baseline` are in our unit."""

    donor: str
    code: str
    definition: str
    indicator: str
    target: Number | None = None
    baseline: Number | None = None
    baseline_day: date | None = None
    difference: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A piece of the methodology: its heading (may be empty) and its words."""

    heading: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Publication:
    """One product for one view. Raises Unacceptable when two observations have one key, or a cell has none."""

    parameters: Parameters
    observations: tuple[Observation, ...]
    key_figures: tuple[KeyFigure, ...] = ()
    tables: tuple[Table, ...] = ()
    revisions: tuple[Revision, ...] = ()
    definitions: tuple[Definition, ...] = ()
    code_lists: tuple[Code, ...] = ()
    methodology: tuple[Paragraph, ...] = ()
    aliases: tuple[DonorAlias, ...] = ()
    phrase: str = ""
    footnotes: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)

    def say(self, text: str) -> str:
        """A fixed text of a document in the publication's language; as it is where nobody translated it."""
        return self.words.get(text, text)

    def __post_init__(self) -> None:
        if len(self.by_key) < len(self.observations):
            raise Unacceptable(
                "Two observations of this publication say the same thing: give each a key of its own."
            )
        strange = sorted({each.unit for each in self.observations} - UNITS.keys())
        if strange:
            raise Unacceptable("A figure has a unit that nobody knows how to write.", strange)
        missing = sorted(str(key) for key in self._named() if key not in self.by_key)
        if missing:
            raise Unacceptable("A table shows a figure that the publication does not have.", missing)

    @cached_property
    def by_key(self) -> dict[Key, Observation]:
        """The observations by key."""
        return {observation.key: observation for observation in self.observations}

    @cached_property
    def sorted_observations(self) -> tuple[Observation, ...]:
        """The observations in the order of the data files."""
        return tuple(self.by_key[key] for key in sorted(self.by_key))

    def at(self, key: Key) -> Observation:
        """The observation of a key."""
        return self.by_key[key]

    def nobody(self, cells: Iterable[Cell]) -> bool:
        """Whether a row of a table says 0 in every cell."""
        return all(isinstance(cell, Ref) and self.at(cell.key).value == 0 for cell in cells)

    def cut(self, observation: Observation) -> frozenset[str]:
        """The dimensions that it is cut by, without those that the whole publication is confined to."""
        fixed = self.parameters.own
        return frozenset(
            name
            for name in DIMENSIONS
            if (code := getattr(observation, name)) != TOTAL and fixed.get(name) != code
        )

    @cached_property
    def totals(self) -> dict[str, Observation]:
        """The uncut observation of the publication's own period, by indicator."""
        period = (self.parameters.period_start, self.parameters.period_end)
        return {
            each.indicator: each
            for each in self.observations
            if (each.period_start, each.period_end) == period and not self.cut(each)
        }

    def with_observations(self, observations: tuple[Observation, ...]) -> Publication:
        """The same publication with other observations of the same keys, as disclosure control makes it."""
        return replace(self, observations=observations)

    def _named(self) -> set[Key]:
        cells = (cell for table in self.tables for row in table.cells for cell in row)
        keys = {cell.key for cell in cells if isinstance(cell, Ref)}
        for figure in self.key_figures:
            keys |= {figure.current} | ({figure.previous} if figure.previous else set())
        return keys
