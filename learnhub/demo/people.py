"""Simulated persons: what they told of themselves, drawn so that every statistic has something to show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from learnhub.accounts.domain import OCCUPATIONS
from learnhub.centres.domain import Reference
from learnhub.demo.names import TRADITION_OF, TRADITIONS

REGION_WEIGHT: Mapping[str, float] = {"AFR": 1.7, "APA": 1.3, "LAC": 1.1, "ARB": 1.2, "ENA": 0.7}
UNKNOWN_RESIDENCE = 0.03


@dataclass(frozen=True, slots=True)
class Simulated:
    """A person as she registers; blank or None: not told. `skill`: ability; `zeal`: patience, 0 to 1."""

    name: str
    gender: str
    birth_year: int | None
    residence: str
    moved_to: str
    language: str
    occupation: str
    follow_up: bool
    home_centre: str
    imported: bool
    joined: datetime
    skill: float
    zeal: float
    login: str = ""


class People:
    """Draws persons one after the other from one generator."""

    def __init__(self, rng: Random, known: Reference) -> None:
        self.rng, self.known = rng, known
        self.countries = sorted(c.iso2 for c in known.countries.values() if c.un_member and c.region)
        self.weights = [
            REGION_WEIGHT[known.countries[iso2].region] * rng.lognormvariate(0, 0.8)
            for iso2 in self.countries
        ]
        self.centres = self._centres_by_region()

    def _centres_by_region(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for centre in sorted(self.known.centres.values(), key=lambda each: each.id):
            found.setdefault(self.known.region_of(centre), []).append(centre.id)
        return found

    def country(self) -> str:
        """A country of residence, more often where the network has most of its learners."""
        return self.rng.choices(self.countries, self.weights)[0]

    def draw(self, joined: datetime) -> Simulated:
        """A person who registers at this instant."""
        rng = self.rng
        country = self.country()
        gender = rng.choices(("F", "M", "X", "N", ""), (44, 41, 1, 5, 9))[0]
        tradition = TRADITIONS[TRADITION_OF.get(country, "english")]
        given = tradition.men if gender == "M" or (gender != "F" and rng.random() < 0.5) else tradition.women
        told = rng.random() >= UNKNOWN_RESIDENCE
        return Simulated(
            name=tradition.name(rng.choice(given), rng.choice(tradition.families)),
            gender=gender,
            birth_year=None if rng.random() < 0.07 else joined.year - int(rng.triangular(16, 66, 29)),
            residence=country if told else "",
            moved_to=self.country() if told and rng.random() < 0.03 else "",
            language=tradition.language if rng.random() < 0.8 else "en",
            occupation=rng.choice(OCCUPATIONS) if rng.random() < 0.7 else "",
            follow_up=rng.random() < 0.5,
            home_centre=self._home(country),
            imported=rng.random() < 0.08,
            joined=joined,
            skill=rng.gauss(0, 0.8),
            zeal=rng.random(),
        )

    def team_member(self, login: str, name: str, joined: datetime) -> Simulated:
        """A person whom visitors of the demonstration sign in as."""
        return replace(
            self.draw(joined),
            login=login,
            name=name,
            language="en",
            imported=False,
            moved_to="",
            follow_up=True,
            skill=1.2,
            zeal=1,
        )

    def _home(self, country: str) -> str:
        here = [c.id for c in self.known.centres.values() if c.host_iso2 == country]
        near = here or self.centres.get(self.known.countries[country].region, [])
        return self.rng.choice(sorted(near)) if near and self.rng.random() < 0.7 else ""


def joining_times(rng: Random, count: int, start: datetime, end: datetime) -> list[datetime]:
    """So many instants, to the second and in order, that become more frequent towards the end."""
    span = (end - start).total_seconds()
    return sorted(start + timedelta(seconds=int(span * rng.random() ** 0.7)) for _ in range(count))


def later_day(rng: Random, after: datetime, before: datetime) -> datetime:
    """An instant between two others."""
    return after + timedelta(seconds=int((before - after).total_seconds() * rng.uniform(0.2, 0.95)))


def residents(people: Sequence[Simulated], country: str, region: Sequence[str]) -> list[int]:
    """Places in the list of people of this country, then of the other countries of its region."""
    at_home = [n for n, person in enumerate(people) if person.residence == country]
    return at_home + [
        n for n, person in enumerate(people) if person.residence in region and person.residence != country
    ]
