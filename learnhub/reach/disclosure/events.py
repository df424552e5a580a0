"""Training events beside persons and hours: everybody can look up whose an event is, and knows what follows.

Participants of an event are learners of its centre and theme. Where nobody enrolled, the learners are those of the
events: of one event, just as many. Hours reached are those of the courses and those of the events.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from learnhub.reach.disclosure.kinds import BY_EVENT
from learnhub.reach.disclosure.structure import Sum, amount, courses_of, sibling
from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.observation import DIMENSIONS, TOTAL, Key, Observation

HOMES = ("centre", "theme")
"""Whose an event is: the notes of the code list say it, `centre:C02 centre:C06 theme:WATER`."""
_PARTICIPATIONS, _PARTICIPANTS, _REACHED, _ENROLMENTS = "T02", "R03", "R04", "E01"
_HOURS, _ONLINE, _ATTENDED = "H03", "H01", "H02"
_ALL = tuple(name for name in DIMENSIONS if name not in {*HOMES, "framework", "target"})
"""What has to be a total: nobody knows which participants are women, or of a country."""


@dataclass(frozen=True)
class Events:
    """The figures of events in a publication, and what is known beside them."""

    publication: Publication

    def sums(self) -> Iterator[Sum]:
        """What adds up: hours of a place; persons of a place that had one event alone."""
        for each in self.publication.observations:
            if amount(each) is not None and _is_place(each):
                yield from self._sums(each)

    def persons(self) -> Iterator[tuple[tuple[Key, ...], Key, bool]]:
        """Parts, their whole, and whether each part is within it; all parts together are no fewer, as far as true."""
        for each in self.publication.observations:
            if each.value is not None and each.indicator in {_PARTICIPANTS, _REACHED} and _is_place(each):
                events = self._of(each.key, _PARTICIPATIONS)
                if events:
                    yield events, each.key, True
                enrolled = self._listed(each.key, _ENROLMENTS)
                if each.indicator == _REACHED and enrolled:
                    for parts in (events, self._listed(each.key, _PARTICIPANTS)):
                        if parts:
                            yield (*parts, *enrolled), each.key, False

    def _sums(self, each: Observation) -> Iterator[Sum]:
        events: tuple[Key, ...] = ()
        if each.indicator in BY_EVENT:
            events = self._of(each.key, each.indicator)
        elif each.indicator == _HOURS and (each.centre, each.theme) != (TOTAL, TOTAL):
            events = self._side(each.key, _ONLINE) + self._side(each.key, _ATTENDED)
        elif each.indicator in {_PARTICIPANTS, _REACHED} and self._nobody_enrolled(each):
            yield from self._alone(each)
        rest = (amount(each) or 0) - sum(amount(self._at[key]) or 0 for key in events)
        if events and rest >= 0:
            yield Sum(events, each.key, inner=True, grand=False, rest=rest)

    def _alone(self, each: Observation) -> Iterator[Sum]:
        there = [key for key in self._of(each.key, _PARTICIPATIONS) if self._at[key].value]
        if len(there) == 1 and self._at[there[0]].value == each.value:
            yield Sum((there[0],), each.key, inner=True, grand=False)

    def _nobody_enrolled(self, each: Observation) -> bool:
        """Whether all persons of a place are participants, as readers can see."""
        enrolled = self._listed(each.key, _ENROLMENTS)
        return each.indicator == _PARTICIPANTS or any(self._at[key].value == 0 for key in enrolled)

    def _side(self, whole: Key, indicator: str) -> tuple[Key, ...]:
        """Hours online or attended at a place: as listed there, or else by course or event."""
        return self._listed(whole, indicator) or (
            self._of(whole, indicator) if indicator in BY_EVENT else self._courses(whole, indicator)
        )

    def _listed(self, whole: Key, indicator: str) -> tuple[Key, ...]:
        key = sibling(whole, indicator)
        return (key,) if key in self._at and amount(self._at[key]) is not None else ()

    def _of(self, whole: Key, indicator: str) -> tuple[Key, ...]:
        """The figures of the events of a place: those that its own release lists, or those of the network that are
        the place's."""
        centre, theme = _place(whole)
        own = self._by_place.get((indicator, *whole[1:3], centre, *whole[-2:]), ())
        if centre != TOTAL and not own:
            everywhere = self._by_place.get((indicator, *whole[1:3], TOTAL, *whole[-2:]), ())
            own = [key for key in everywhere if f"centre:{centre}" in self._homes.get(_event(key), ())]
        return tuple(
            key for key in own if theme == TOTAL or f"theme:{theme}" in self._homes.get(_event(key), ())
        )

    def _courses(self, whole: Key, indicator: str) -> tuple[Key, ...]:
        wanted = [pair for pair in zip(HOMES, _place(whole), strict=True) if pair[1] != TOTAL]
        keys = (
            sibling(whole, indicator, course=course, centre=TOTAL, theme=TOTAL)
            for course, of in self._of_course.items()
            if all(pair in zip(HOMES, of, strict=False) for pair in wanted)
        )
        return tuple(key for key in keys if key in self._at and amount(self._at[key]) is not None)

    @property
    def _at(self) -> Mapping[Key, Observation]:
        return self.publication.by_key

    @cached_property
    def _of_course(self) -> Mapping[str, Sequence[str]]:
        return courses_of(self.publication)

    @cached_property
    def _homes(self) -> Mapping[str, Sequence[str]]:
        lists = self.publication.code_lists
        return {code.code: code.note.split() for code in lists if code.code_list == "event"}

    @cached_property
    def _by_place(self) -> Mapping[tuple[str, ...], Sequence[Key]]:
        """Figures of events alone, by indicator, days, centre and project."""
        found: dict[tuple[str, ...], list[Key]] = defaultdict(list)
        for each in self.publication.observations:
            alone = all(getattr(each, name) == TOTAL for name in (*_ALL, "theme") if name != "event")
            if each.event != TOTAL and alone and amount(each) is not None:
                found[(*each.key[:3], each.centre, each.framework, each.target)].append(each.key)
        return found


def _is_place(each: Observation) -> bool:
    return all(getattr(each, name) == TOTAL for name in _ALL)


def _place(key: Key) -> tuple[str, str]:
    """Centre and theme of a key."""
    return key[3 + DIMENSIONS.index("centre")], key[3 + DIMENSIONS.index("theme")]


def _event(key: Key) -> str:
    return key[3 + DIMENSIONS.index("event")]
