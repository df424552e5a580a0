"""The attacker who knows whose each training is: participants and hours by event beside persons and hours by centre."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest

from learnhub.reach.compose.observing import definitions_of
from learnhub.reach.disclosure.apply import protected
from learnhub.reach.disclosure.events import Events
from learnhub.reach.disclosure.revisions import Earlier
from learnhub.reach.disclosure.within import overlaps_of
from learnhub.reach.publication.model import Code, Publication
from learnhub.reach.publication.numbers import DATA_PLACES, rounded
from learnhub.reach.publication.observation import TOTAL, Key, Observation
from learnhub.reach.publication.parameters import Parameters, Status, View
from tests.unit.reach.disclosure.attacker import Equation, Number, Program
from tests.unit.reach.disclosure.told import earlier_of

YEAR: dict[str, Any] = {"period_start": date(2025, 1, 1), "period_end": date(2025, 12, 31)}
Row = tuple[str, int, Number, Number]
"""Whose an event is, its participants, their hours, their days in person."""
EVENTS: Mapping[str, Row] = {
    "V1": ("rcuwm", 19, 423, 71), "V2": ("wsdac", 21, 336, 0), "V3": ("icharm", 16, 186, 14),
    "V4": ("icwc", 29, 621, Fraction(209, 2)), "V5": ("eraift", 14, 300, 0),
    "V6": ("icharm", 18, Fraction(987, 2), 47), "V7": ("rcowa", 14, 312, Fraction(105, 2)),
    "V8": ("igrac", 3, Fraction(177, 2), 15),
}  # fmt: skip
PERSONS = {"rcuwm": 19, "wsdac": 21, "icharm": 367, "icwc": 159, "eraift": 14, "rcowa": 14, "igrac": 3}
ENROLLED = {"icharm": 393, "icwc": 151}
ONLINE: Mapping[str, Fraction] = {"icharm": Fraction(361288, 450), "icwc": Fraction(1077407, 3600)}
PARTICIPANTS = {TOTAL: 71, "icharm": 19}
CODES = (
    *(Code("course", f"K-{centre}", centre, f"{centre} DRR") for centre in ONLINE),
    *(Code("event", event, event, f"centre:{row[0]} theme:DRR") for event, row in EVENTS.items()),
)
SUMS = ("T02", "H02", "H05")


def release(
    scope: str = TOTAL, events: Mapping[str, Row] = EVENTS, persons: Mapping[str, int] = PERSONS
) -> Publication:
    """What a release of the network, or of a centre, has of trainings."""
    mine = {event: row for event, row in events.items() if scope in {TOTAL, row[0]}}
    figures = list(_trainings(scope, mine))
    centres = persons if scope == TOTAL else {scope: persons[scope]}
    for centre, reached in centres.items():
        hours = sum(
            (Fraction(row[2]) for row in mine.values() if row[0] == centre), ONLINE.get(centre, Fraction())
        )
        figures += [
            _figure("R04", reached, centre=centre), _figure("E01", ENROLLED.get(centre, 0), centre=centre),
            replace(_figure("H03", hours, centre=centre), contributors=reached),
        ]  # fmt: skip
    for centre in ONLINE.keys() & centres.keys():
        figures.append(replace(_figure("H01", ONLINE[centre], course=f"K-{centre}"), contributors=100))
    figures.append(_figure("R03", PARTICIPANTS[scope], **({} if scope == TOTAL else {"centre": scope})))
    about = Parameters(
        release="2025-F1", status=Status.FINAL, scope=scope, **YEAR, as_of=datetime(2026, 6, 30, tzinfo=UTC),
        view=View.INTERNAL, title="Reach", language="en", methodology="1", generator="tests",
    )  # fmt: skip
    used = {each.indicator for each in figures}
    return Publication(
        parameters=about, observations=tuple(figures), definitions=definitions_of(used), code_lists=CODES
    )


def _trainings(scope: str, events: Mapping[str, Row]) -> Iterator[Observation]:
    where = {} if scope == TOTAL else {"centre": scope}
    for number, code in enumerate(SUMS):
        for event, row in events.items():
            yield replace(_figure(code, row[1:][number], event=event, **where), contributors=row[1])
        whole = sum(Fraction(row[1:][number]) for row in events.values())
        yield replace(_figure(code, whole, **where), contributors=71)


def _figure(indicator: str, value: Number, **codes: Any) -> Observation:
    exact = Fraction(value)
    return Observation(
        indicator=indicator, name=indicator, unit="hours" if indicator[0] == "H" else "persons", **YEAR, **codes,
        value=exact.numerator if exact.denominator == 1 else exact,
    )  # fmt: skip


def shown(exact: Publication, earlier: Sequence[Earlier] = ()) -> Publication:
    return protected(exact, View.PARTNER, earlier=earlier)


def out(exact: Publication, partner: Publication) -> Earlier:
    """As a later release reads it from files: six places, and nothing of who contributed."""
    files = tuple(
        replace(each, value=_six(each.value), contributors=None, largest_share=None)
        for each in exact.observations
    )
    return earlier_of(replace(exact, observations=files), partner)


def _six(value: Number | None) -> Number:
    written = Fraction(rounded(value or 0, DATA_PLACES))
    return written.numerator if written.denominator == 1 else written


class Attacker:
    """Who holds the partner files of some releases. Figures of events are the same in all of them."""

    def __init__(self, releases: Iterable[tuple[Publication, Publication]]) -> None:
        self.true: dict[str, Fraction] = {}
        self.seen: set[str] = set()
        for exact, partner in releases:
            self.true |= {_name(each): Fraction(each.value or 0) for each in exact.observations}
            self.seen |= {_name(each) for each in partner.observations if not each.suppressed}
        self.equations = [equation for line in self._lines() if (equation := self._equation(*line))[0]]

    def widths(self) -> dict[str, Number | None]:
        """How closely each figure of an event, and of the persons of a centre, that is held back can be bounded."""
        program = Program(self.equations)
        return {
            name: program.width(name)
            for name in program.names
            if self.true[name] and name[:3] in {*SUMS, "R04", "H03"}
        }

    def _equation(self, parts: Sequence[str], whole: str) -> Equation:
        signs = {**dict.fromkeys(parts, 1), whole: -1}
        known = sum(sign * self.true[name] for name, sign in signs.items() if name in self.seen)
        return {name: sign for name, sign in signs.items() if name not in self.seen}, -known

    def _lines(self) -> Iterator[tuple[list[str], str]]:
        """Sums over events, hours of both kinds, and the persons of a centre where nobody enrolled."""
        for name in [each for each in self.true if each.endswith("|")]:
            code, centre = name[:3], name[4:-1]
            mine = [event for event, row in EVENTS.items() if centre in {TOTAL, row[0]}]
            if code in SUMS:
                yield [f"{code}|{event}" for event in mine], name
            elif code == "H03":
                course = [f"H01|K-{centre}"] if centre in ONLINE else []
                yield [*(f"H02|{event}" for event in mine), *course], name
            elif code == "R04" and not self.true[f"E01|{centre}|"] and len(mine) == 1:
                yield [f"T02|{mine[0]}"], name


def _name(each: Observation) -> str:
    thing = each.event if each.event != TOTAL else each.course
    return f"{each.indicator}|{thing if thing != TOTAL else f'{each.centre}|'}"


def test_persons_of_a_centre_and_participants_of_its_one_event_do_not_tell_on_each_other() -> None:
    network = release()
    widths = Attacker([(network, shown(network))]).widths()
    assert {"T02|V8", "R04|igrac|", "H02|V8", "H05|V8", "H03|igrac|"} <= widths.keys()
    assert {name: width for name, width in widths.items() if width is not None and width < 4} == {}


@pytest.mark.parametrize("order", [(TOTAL, "icharm"), ("icharm", TOTAL), (TOTAL, "icwc", "icharm")], ids=str)
def test_hours_of_a_centres_events_do_not_tell_those_of_another(order: tuple[str, ...]) -> None:
    files, earlier = [], list[Earlier]()
    for scope in order:
        exact = release(scope) if scope in {*PARTICIPANTS} else _of_icwc()
        partner = shown(exact, earlier)
        files.append((exact, partner))
        earlier.append(out(exact, partner))
    widths = Attacker(files).widths()
    assert {"H02|V8", "H05|V8"} <= widths.keys()
    assert {name: width for name, width in widths.items() if width is not None and width < 4} == {}


def _of_icwc() -> Publication:
    made = release("icharm", {"V4": ("icharm", *EVENTS["V4"][1:])}, {"icharm": 159})
    moved = tuple(
        replace(each, centre="icwc") if each.centre == "icharm" else each for each in made.observations
    )
    return replace(
        made, observations=tuple(each for each in moved if each.indicator in {"T02", "H02", "H05"})
    )


def test_hours_days_and_rates_of_an_event_go_with_its_participants() -> None:
    network = release()
    stayed = replace(_figure("T03", Fraction(7, 14), event="V5"), unit="ratio", numerator=7, denominator=14)
    away = replace(_figure("T04", Fraction(6, 20), event="V5"), unit="ratio", numerator=6, denominator=20)
    partner = shown(replace(network, observations=(*network.observations, away, stayed)))
    hidden = {(each.indicator, each.event) for each in partner.observations if each.suppressed}
    events = {event for code, event in hidden if code == "T02"}
    assert events == {"V5", "V8"}
    carried = {("H02", event) for event in events} | {("H05", event) for event in events if EVENTS[event][3]}
    assert carried | {("T03", "V5"), ("T04", "V5")} <= hidden


def test_of_several_events_the_learners_of_a_centre_are_at_least_the_largest_and_at_most_all_and_the_enrolled() -> (
    None
):
    found = {each.whole: each for each in overlaps_of(release("icharm")) if len(each.parts) > 2}
    (bound,) = (each for whole, each in found.items() if whole[0] == "R04")
    assert {_short(part) for part in bound.parts} == {"T02 V3", "T02 V6", f"E01 {TOTAL}"}
    assert bound.covering
    assert not bound.inside
    within = {_short(each.whole): len(each.parts) for each in overlaps_of(release()) if each.inside}
    assert within[f"R03 {TOTAL}"] == len(EVENTS)


def test_one_part_alone_is_the_whole_only_where_nobody_enrolled() -> None:
    lines = {
        (_short(line.parts[0]), line.total[3]) for line in Events(release()).sums() if line.total[0] == "R04"
    }
    alone = {("V1", "rcuwm"), ("V2", "wsdac"), ("V5", "eraift"), ("V7", "rcowa"), ("V8", "igrac")}
    assert lines == {(f"T02 {event}", centre) for event, centre in alone}


def _short(key: Key) -> str:
    return f"{key[0]} {key[5]}"
