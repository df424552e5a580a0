"""Donor projects in all that is out: a project is a part of the network, and of its centre, and has its courses.

Everything that is counted of a project is counted of the whole as well, persons too: what is left is what happened
outside of the project alone, and may be about few. So a project and its whole form a line with that rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from learnhub.reach.disclosure.kinds import BY_EVENT
from learnhub.reach.disclosure.structure import Sum, adds_over, amount, sibling
from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.observation import PROJECTS, TOTAL, Key

CENTRE, COURSE, EVENT = "centre", "course", "event"
Things = Mapping[str, Sequence[tuple[str, str]]]


def sums_of_projects(publication: Publication) -> list[Sum]:
    """The relations between projects and everything else; code lists say in their notes what is of a project."""
    things = things_of(publication)
    if not things:
        return []
    return [*_within(publication, things), *_made_of(publication, things)]


def things_of(publication: Publication) -> Things:
    """Project -> (`centre`, `course` or `event`, id), from the notes of the code list."""
    return {
        code.code.partition(":")[2]: [(kind, name) for kind, _, name in map(_pair, code.note.split())]
        for code in publication.code_lists
        if code.code_list == "target" and code.code.startswith(f"{PROJECTS}:")
    }


def _pair(text: str) -> tuple[str, str, str]:
    return text.partition(":")


def _within(publication: Publication, things: Things) -> Iterator[Sum]:
    """A project is within the network, within its centre, and within every project that has all its things."""
    for each in publication.observations:
        if each.framework != PROJECTS or each.course != TOTAL or each.event != TOTAL or amount(each) is None:
            continue
        mine = things.get(each.target, ())
        wholes: list[dict[str, str]] = [{"framework": TOTAL, "target": TOTAL}]
        wholes += [{**wholes[0], CENTRE: name} for kind, name in mine if kind == CENTRE]
        wholes += [{"target": other} for other in sorted(_wider(each.target, things))]
        for codes in wholes:
            whole = sibling(each.key, each.indicator, **codes)
            if whole in publication.by_key:
                yield from _line(publication, (each.key,), whole)


def _wider(project: str, things: Things) -> set[str]:
    """Projects that have all that this one has; of two that have the same, the later by name."""
    mine = _objects(things.get(project, ()))
    return {
        other
        for other, theirs in things.items()
        if other != project
        and mine
        and (mine < _objects(theirs) or (mine == _objects(theirs) and project < other))
    }


def _objects(things: Sequence[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    return frozenset(each for each in things if each[0] != CENTRE)


def _made_of(publication: Publication, things: Things) -> Iterator[Sum]:
    """What adds up over courses or events adds up over those of the project."""
    additive = {each.code: each.additive_over for each in publication.definitions}
    homes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for project, mine in things.items():
        for thing in mine:
            homes[thing].append(project)
    bundles: dict[Key, list[Key]] = defaultdict(list)
    for each in publication.observations:
        if amount(each) is None or each.framework != TOTAL or each.centre != TOTAL:
            continue
        for kind, name in ((COURSE, each.course), (EVENT, each.event)):
            over = adds_over(each.indicator, additive)
            adds = kind in over or (kind == EVENT and each.indicator.partition(".")[0] in BY_EVENT)
            for project in homes[kind, name] if name != TOTAL and adds else ():
                codes = {kind: TOTAL, "framework": PROJECTS, "target": project}
                whole = sibling(each.key, each.indicator, **codes)
                if whole in publication.by_key:
                    bundles[whole].append(each.key)
    for whole, parts in bundles.items():
        yield from _line(publication, tuple(parts), whole)


def _line(publication: Publication, parts: tuple[Key, ...], whole: Key) -> Iterator[Sum]:
    shown = publication.by_key
    rest = (amount(shown[whole]) or 0) - sum(amount(shown[part]) or 0 for part in parts)
    if rest >= 0:
        yield Sum(parts, whole, inner=True, grand=False, rest=rest)
