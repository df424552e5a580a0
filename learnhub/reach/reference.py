"""The lists of countries and country groups that a figure needs, from the instance's reference data."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

REGIONS = ("AFR", "ARB", "APA", "ENA", "LAC")
NO_COUNTRY = "ZZ"
NO_REGION = "UNK"
LISTED_GROUPS = ("LDC", "LLDC", "SIDS")
ANY_GROUP = "ANY"
AFRICA = "AFRICA"
PRIORITY_AFRICA = "PRIORITY_AFRICA"


@dataclass(frozen=True, slots=True)
class Country:
    """A country or area: ISO 3166-1 code, UNESCO programme region (empty: none), Member State or not."""

    iso2: str
    region: str
    member_state: bool


@dataclass(frozen=True, slots=True)
class GroupSpan:
    """A country's time in a group, from `from_date` (None: always) to before `to_date` (None: still)."""

    group: str
    iso2: str
    from_date: date | None
    to_date: date | None


@dataclass(frozen=True)
class ReferenceLists:
    """Countries and dated group membership. Groups that count: LDC, LLDC, SIDS and PRIORITY_AFRICA.

    A planned end of a membership is not in these lists: it is applied only when somebody has confirmed it.
    `names` are the values that filters may have though no record has them yet: of `centre`, `theme`, `code`, `goal`.
    """

    countries: tuple[Country, ...]
    groups: tuple[GroupSpan, ...]
    names: Mapping[str, frozenset[str]] = field(default_factory=dict, compare=False)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over both lists, whatever their order: two equal digests give equal figures."""
        lines = sorted(repr(row) for row in (*self.countries, *self.groups))
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    @cached_property
    def codes_of_countries(self) -> frozenset[str]:
        """ISO codes of all countries."""
        return frozenset(country.iso2 for country in self.countries)

    def memberships(self) -> list[tuple[str, str, date | None, date | None]]:
        """(group, country, from, to) under the names that filters use; `ANY` is in any of LDC, LLDC, SIDS."""
        rows: list[tuple[str, str, date | None, date | None]] = []
        for span in self.groups:
            days = (span.from_date, span.to_date)
            if span.group in LISTED_GROUPS:
                rows += [(span.group, span.iso2, *days), (ANY_GROUP, span.iso2, *days)]
            elif span.group == PRIORITY_AFRICA:
                rows.append((AFRICA, span.iso2, *days))
        return rows
