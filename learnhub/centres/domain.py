"""The reference data as values: what pages read all the time, without a query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from learnhub.access.identity import Identity, ScopeKind
from learnhub.access.permissions import Permission
from learnhub.access.policy import ANYTHING, Resource, permits
from learnhub.centres.regions import in_language
from learnhub.kernel.letters import folded


@dataclass(frozen=True, slots=True)
class CountryFacts:
    """A country. `region` is the UNESCO region it is counted in; empty for uninhabited lands.

    `names` are everyday ones, by which people look for it; `official` those that the United Nations use.
    """

    iso2: str
    iso3: str
    names: Mapping[str, str]
    name_un: str
    region: str
    unesco_member: str
    un_member: bool
    note: str
    closed_on: date | None
    official: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spell:
    """A country's time in a group. `to_date` is the first day outside; `scheduled_to_date` has no effect."""

    group: str
    iso2: str
    from_date: date | None
    to_date: date | None
    scheduled_to_date: date | None
    status: str
    confidence: str
    note: str

    def holds_on(self, day: date) -> bool:
        """Whether the country is in the group on this day. An unrecorded start counts as long ago."""
        return (self.from_date is None or self.from_date <= day) and (
            self.to_date is None or day < self.to_date
        )


@dataclass(frozen=True, slots=True)
class ThemeFacts:
    """A subject term."""

    code: str
    broader: str
    labels: Mapping[str, str]
    section: str
    sdgs: tuple[str, ...]
    scope_note: str
    closed_on: date | None

    def label(self, language: str) -> str:
        """The term in this language."""
        return in_language(self.labels, language)


@dataclass(frozen=True, slots=True)
class Titled:
    """What has an English title, and official names in other languages as far as they are known."""

    title: str
    names: Mapping[str, str]

    def label(self, language: str) -> str:
        """What it is called in this language, else in English."""
        return self.names.get(language, self.title)

    def tongue(self, language: str) -> str:
        """The language of that name: this one or English."""
        return language if language in self.names else "en"


@dataclass(frozen=True, slots=True)
class ItemFacts(Titled):
    """A goal, target or priority. `parent` is empty for a top item."""

    code: str
    parent: str
    note: str
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class FrameworkFacts(Titled):
    """A list of goals. New material is tagged with `current` ones only."""

    code: str
    horizon_start: date
    horizon_end: date | None
    status: str
    items: tuple[ItemFacts, ...]
    closed_on: date | None

    @property
    def offered(self) -> bool:
        """Whether authors may choose it for new material."""
        return self.status == "current" and self.closed_on is None


@dataclass(frozen=True, slots=True)
class CentreFacts:
    """A centre as the reference data know it; `confirmed` is false until more than hearsay says so."""

    id: str
    acronym: str
    name: str
    host_iso2: str
    other_host_iso2: str
    city: str
    category: str
    section: str
    scope: str
    year_approved: int | None
    year_established: int | None
    status: str
    website: str
    confidence: str
    source: str
    themes: tuple[str, ...]
    closed_on: date | None

    @property
    def confirmed(self) -> bool:
        """Whether its facts were seen in a document and none is in doubt."""
        return self.status == "active" and self.confidence == "high"

    @property
    def short_name(self) -> str:
        """The acronym, or the name where there is none."""
        return self.acronym or self.name


@dataclass(frozen=True, slots=True)
class CentreFilter:
    """What a reader asked for; an empty field asks for nothing."""

    region: str = ""
    country: str = ""
    theme: str = ""
    section: str = ""
    q: str = ""


def _spelt_out(name: str) -> str:
    return folded(name).replace("&", "and").replace("st. ", "saint ")


def to_choose(everyday: str, official: str) -> str:
    """A country as a select list names it: found by its everyday name, and by the official one that figures print."""
    one, other = _spelt_out(everyday), _spelt_out(official)
    if other.startswith(one):
        return official
    return everyday if one.startswith(other) else f"{everyday} – {official}"


@dataclass(frozen=True, slots=True)
class Reference:
    """One edition of all reference data. Immutable: a process keeps it until `version` changes."""

    version: int
    countries: Mapping[str, CountryFacts]
    spells: tuple[Spell, ...]
    frameworks: Mapping[str, FrameworkFacts]
    themes: Mapping[str, ThemeFacts]
    centres: Mapping[str, CentreFacts]
    _sorted: dict[str, list[tuple[str, str]]] = field(default_factory=dict, compare=False, repr=False)
    _searched: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def item(self, framework: str, code: str) -> ItemFacts | None:
        """An item of a framework; None if there is none with this code."""
        found = self.frameworks.get(framework)
        return next((item for item in found.items if item.code == code), None) if found else None

    def ended(self, framework: str, code: str, day: date) -> date | None:
        """The last day of an item of a framework, or of the framework itself, if it lies before this day."""
        found, item = self.frameworks.get(framework), self.item(framework, code)
        ends = (found and found.horizon_end, found and found.closed_on, item and item.closed_on)
        return min((end for end in ends if end and end < day), default=None)

    def country_name(self, iso2: str, language: str) -> str:
        """The country's everyday name; the code itself if there is no such country."""
        country = self.countries.get(iso2)
        return in_language(country.names, language) if country else iso2

    def official_name(self, iso2: str, language: str) -> str:
        """The name that stands in statistics and documents; the code itself if there is no such country."""
        country = self.countries.get(iso2)
        return in_language(country.official or country.names, language) if country else iso2

    def centre_choices(self, language: str) -> list[tuple[str, str]]:
        """Pairs (id, short name, with the place) of the open centres for a select list, by name."""
        pairs = [
            (
                centre.id,
                f"{centre.short_name} ({centre.city or self.country_name(centre.host_iso2, language)})",
            )
            for centre in self.centres.values()
            if not centre.closed_on
        ]
        return sorted(pairs, key=lambda pair: (folded(pair[1]), pair[0]))

    def country_choices(self, language: str) -> list[tuple[str, str]]:
        """Pairs (iso2, name) for a select list, by name: both names where the official one begins otherwise."""
        if language not in self._sorted:
            pairs = [
                (iso2, to_choose(in_language(country.names, language), self.official_name(iso2, language)))
                for iso2, country in self.countries.items()
                if not country.closed_on
            ]
            self._sorted[language] = sorted(pairs, key=lambda pair: (folded(pair[1]), pair[0]))
        return list(self._sorted[language])

    def groups_at(self, iso2: str, day: date) -> frozenset[str]:
        """The groups (LDC, SIDS, …) that the country is in on this day."""
        return frozenset(spell.group for spell in self.spells if spell.iso2 == iso2 and spell.holds_on(day))

    def members_at(self, group: str, day: date) -> list[Spell]:
        """The memberships of a group that hold on this day, by country code."""
        return [spell for spell in self.spells if spell.group == group and spell.holds_on(day)]

    def theme_children(self, code: str = "") -> list[ThemeFacts]:
        """The narrower terms of a theme in the order of the list; the top terms for no theme."""
        return [theme for theme in self.themes.values() if theme.broader == code and not theme.closed_on]

    def narrower(self, code: str) -> frozenset[str]:
        """A theme with everything below it."""
        found = {code} if code in self.themes else set()
        waiting = list(found)
        while waiting:
            for child in self.theme_children(waiting.pop()):
                if child.code not in found:
                    found.add(child.code)
                    waiting.append(child.code)
        return frozenset(found)

    def region_of(self, centre: CentreFacts) -> str:
        """The UNESCO region of the centre's host country."""
        host = self.countries.get(centre.host_iso2)
        return host.region if host else ""

    def centre_resource(self, *centre_ids: str, public: bool = False) -> Resource:
        """What policies need to know of something that these centres own together; the first one leads."""
        known = [self.centres[centre_id] for centre_id in centre_ids if centre_id in self.centres]
        if not known:
            return Resource(centres=centre_ids, public=public)
        return Resource(
            centres=centre_ids, region=self.region_of(known[0]), country=known[0].host_iso2, public=public,
            names=tuple(centre.short_name for centre in known),
        )  # fmt: skip

    def centre_name(self, code: str) -> str:
        """A centre's short name; its code where only the ledger knows it."""
        found = self.centres.get(code)
        return found.short_name if found else code

    def open_centres(self, identity: Identity, permission: Permission) -> frozenset[str] | None:
        """The centres whose records this permission opens to the identity; None: those of the whole network.

        A centre that only the ledger knows (it came with training records, not with the reference data) is open to
        whoever holds a role for its code.
        """
        if permits(identity, permission, ANYTHING):
            return None
        named = {grant.scope.id for grant in identity.grants if grant.scope.kind is ScopeKind.CENTRE}
        own = {code for code in named if permits(identity, permission, Resource(centres=(code,)))}
        return self.permitted_centres(identity, permission) | own

    def permitted_centres(self, identity: Identity, permission: Permission) -> frozenset[str]:
        """The centres for which the identity has this permission: the base of every listing by centre."""
        return frozenset(
            centre_id
            for centre_id in self.centres
            if permits(identity, permission, self.centre_resource(centre_id))
        )

    def find_centres(self, wanted: CentreFilter) -> list[CentreFacts]:
        """The open centres that fit, by acronym or name. A theme stands for its narrower ones too."""
        themes = self.narrower(wanted.theme) if wanted.theme else frozenset()
        words = folded(wanted.q).split()
        found = [
            centre
            for centre in self.centres.values()
            if not centre.closed_on
            and wanted.region in ("", self.region_of(centre))
            and wanted.country in ("", centre.host_iso2, centre.other_host_iso2)
            and wanted.section in ("", centre.section)
            and (not wanted.theme or not themes.isdisjoint(centre.themes))
            and all(word in self._words_of(centre) for word in words)
        ]
        return sorted(found, key=lambda centre: (folded(centre.short_name), centre.id))

    def _words_of(self, centre: CentreFacts) -> str:
        if centre.id not in self._searched:
            parts = [centre.acronym, centre.name, centre.city]
            parts += [name for name, _language in self.names_of_hosts(centre)]
            self._searched[centre.id] = folded(" ".join(parts))
        return self._searched[centre.id]

    def names_of_hosts(self, centre: CentreFacts) -> list[tuple[str, str]]:
        """What the countries of a centre are called, everyday and official, each name with its language."""
        hosts = [
            self.countries[code]
            for code in (centre.host_iso2, centre.other_host_iso2)
            if code in self.countries
        ]
        named = [pair for host in hosts for names in (host.names, host.official) for pair in names.items()]
        return [(name, language) for language, name in dict.fromkeys(named)]
