"""What codes are called, in one language: countries, regions, themes, goals, centres, courses, events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from learnhub.centres.domain import Reference
from learnhub.centres.regions import REGIONS, region_name
from learnhub.kernel.errors import N_
from learnhub.reach.figures import TOTAL as ALL

Say = Callable[[str], str]
UNKNOWN = N_("Unknown")
ALL_OF_IT = N_("All")
DIMENSIONS = {
    "centre": N_("Centre"), "course": N_("Course"), "event": N_("Training event"), "theme": N_("Theme"),
    "mode": N_("Mode"), "country": N_("Country"), "region": N_("Region"), "gender": N_("Gender"), "age": N_("Age"),
    "group": N_("Country group"), "goal": N_("Goal"), "quarter": N_("Quarter"), "figure": N_("Figure"),
    "project": N_("Donor project"),
}  # fmt: skip
_WORDS = {
    ("gender", "F"): N_("Women"),
    ("gender", "M"): N_("Men"),
    ("gender", "X"): N_("Another gender"),
    ("gender", "U"): UNKNOWN,
    ("country", "ZZ"): UNKNOWN,
    ("region", "UNK"): UNKNOWN,
    ("age", "UNK"): UNKNOWN,
    ("group", "UNK"): UNKNOWN,
    ("group", "LDC"): N_("Least developed countries"),
    ("group", "LLDC"): N_("Landlocked developing countries"),
    ("group", "SIDS"): N_("Small island developing States"),
    ("group", "ANY"): N_("Any of these three groups"),
    ("group", "AFRICA"): N_("Priority Africa"),
    ("group", "NONE"): N_("None of these groups"),
    ("mode", "online"): N_("Online"),
    ("mode", "in_person"): N_("In person"),
    ("mode", "live_online"): N_("Live online"),
    ("mode", "hybrid"): N_("Hybrid"),
}
_NOWHERE = N_("Without a goal")


@dataclass(frozen=True, slots=True)
class ProjectNames:
    """What a donor project is called, and what is of it: (`course` or `event`, id), and (`centre`, id) whose it is."""

    title: str
    things: tuple[tuple[str, str], ...] = ()

    @property
    def note(self) -> str:
        """What is of it, as code lists say it: their tables are protected together."""
        return " ".join(f"{kind}:{name}" for kind, name in self.things)


@dataclass(frozen=True, slots=True)
class Titles:
    """What the ledger calls centres, courses and events, and of which centres and theme these are."""

    centres: Mapping[str, str] = field(default_factory=dict)
    courses: Mapping[str, str] = field(default_factory=dict)
    events: Mapping[str, str] = field(default_factory=dict)
    of_course: Mapping[str, str] = field(default_factory=dict)
    of_event: Mapping[str, str] = field(default_factory=dict)
    projects: Mapping[str, ProjectNames] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Names:
    """Labels in one language. `say` translates the product's own words."""

    known: Reference
    titles: Titles
    language: str
    say: Say

    def dimension(self, name: str) -> str:
        """What rows or columns of this kind are called."""
        return self.say(DIMENSIONS[name])

    def label(self, dimension: str, code: str) -> str:
        """What a category is called; the code itself where nobody has a name for it."""
        if code == ALL:
            return self.say(ALL_OF_IT)
        word = _WORDS.get((dimension, code))
        if word is not None:
            return self.say(word)
        return self._named(dimension, code) or code

    def _named(self, dimension: str, code: str) -> str:
        if dimension == "country":
            return self.known.official_name(code, self.language)
        if dimension == "region" and code in REGIONS:
            return region_name(code, self.language)
        if dimension == "theme":
            theme = self.known.themes.get(code)
            return theme.label(self.language) if theme else self._without_theme(code)
        if dimension == "goal":
            return self._goal(code)
        if dimension == "centre":
            centre = self.known.centres.get(code)
            return centre.name if centre else self.titles.centres.get(code, "")
        if dimension == "project":
            return self.titles.projects[code].title if code in self.titles.projects else ""
        if dimension in {"course", "event"}:
            return {"course": self.titles.courses, "event": self.titles.events}[dimension].get(code, "")
        return ""

    def _without_theme(self, code: str) -> str:
        return "" if code else self.say(UNKNOWN)

    def _goal(self, code: str) -> str:
        framework, _, item = code.partition(":")
        if item == "none":
            return f"{framework} · {self.say(_NOWHERE)}"
        known = self.known.item(framework, item)
        title = known.label(self.language) if known else ""
        return f"{framework} {item} {title}".strip()
