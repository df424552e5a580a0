"""What decided the numbers of a publication: release, scope, period, as-of, thresholds, state of the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from learnhub.reach.publication.observation import PROJECTS


class View(StrEnum):
    """For whom a publication is protected."""

    INTERNAL = "internal"
    PARTNER = "partner"
    PUBLIC = "public"


class Status(StrEnum):
    """How settled a release is."""

    PROVISIONAL = "provisional"
    FINAL = "final"
    REVISED = "revised"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Up to where the ledger was read: rows per table, number of the last entry, hash of the chain up to it."""

    rows_considered: Mapping[str, int] = field(default_factory=dict)
    last_entry_id: int = 0
    chain_sha256: str = ""


LIVE = "P"
"""What stands in the place of a release's name where figures are of the moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """The thresholds that were applied, and how many cells were held back. `algorithm` is empty for none."""

    k: int = 5
    n_mean: int = 10
    round: int | None = None
    primary: int = 0
    secondary: int = 0
    algorithm: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Rows that could not be counted, and of how many persons an attribute is known (shares from 0 to 1)."""

    rejected_rows: int = 0
    late_rows: int = 0
    coverage: Mapping[str, Fraction | None] = field(default_factory=dict)


_FILTERED = {"gender": "sex", "country": "ref_area", "group": "country_group", "code": "target"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """Everything that decided the numbers. `generated_at` is the one moment that does not, and is in no file but
    the manifest. `query` is id and version of the product; `scope` is `net`, `c-…`, `country-…` or `donor-…`.
    """

    release: str
    status: Status
    scope: str
    period_start: date
    period_end: date
    as_of: datetime
    view: View
    title: str
    language: str
    methodology: str
    generator: str
    generated_at: datetime | None = None
    scope_label: str = ""
    query: str = ""
    query_version: str = "1"
    filters: Mapping[str, str] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    reference_lists: Mapping[str, str] = field(default_factory=dict)
    disclosure: Disclosure = field(default_factory=Disclosure)
    quality: Quality = field(default_factory=Quality)
    supersedes: str | None = None
    publisher: str = ""
    licence: str = "CC-BY-4.0"
    address: str = ""

    @property
    def open_licence(self) -> str:
        """The licence under which everybody may use it; none for what is not for everybody."""
        return self.licence if self.view is View.PUBLIC else ""

    @property
    def own(self) -> dict[str, str]:
        """The filters under the names of the data files: every figure of the publication has these codes."""
        found = {_FILTERED.get(name, name): code for name, code in self.filters.items() if name != "project"}
        project = self.filters.get("project")
        return {**found, "framework": PROJECTS, "target": project} if project else found
