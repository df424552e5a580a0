"""What the two numbers of a ratio are: each share tells counts, whether a table of the publication prints them or not.

A count that nobody prints has a name of its own (`Q:gender`: learners reached of known gender), so that all ratios
that tell it tell the same cell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from learnhub.reach.disclosure.revisions import Earlier
from learnhub.reach.disclosure.rules import Number, women_and_men
from learnhub.reach.disclosure.structure import Sum, sibling
from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.observation import TOTAL, Key, Observation

Count = tuple[str, Mapping[str, str]]
"""An indicator, and the codes in which it differs from the place of the ratio."""
PARITY = "Q02"


def _count(indicator: str, **codes: str) -> Count:
    return indicator, codes


_ALL, _ENROLLED, _ACTIVE = _count("R04"), _count("E01"), _count("E03")
_WOMEN, _MEN, _THIRD = (_count("R04", sex=code) for code in "FMX")
_GENDER, _COUNTRY, _AGE, _MAPPED = (_count(name) for name in ("Q:gender", "Q:country", "Q:age", "E01:sdg"))
_YOUNG = _count("R04", age="15-24")
SIDES: Mapping[str, tuple[Count | None, Count | None]] = {
    "E04": (_ACTIVE, _ENROLLED),
    "C03": (None, _ENROLLED),
    "C04": (None, _ACTIVE),
    "C05": (None, _ACTIVE),
    "S03": (_count("E05.certified"), _ACTIVE),
    "T03": (None, _count("T02")),
    "T04": (None, _count("T04:registered")),
    "L02": (None, _count("L01")),
    "L07": (None, _count("L07:tried")),
    "Q01": (_WOMEN, _GENDER),
    PARITY: (_WOMEN, _MEN),
    **{
        f"Q03.{group}": (_count("R04", country_group=group), _COUNTRY)
        for group in ("LDC", "SIDS", "LLDC", "ANY", "AFRICA")
    },
    "Q04": (_YOUNG, _AGE),
    "Q05.gender": (_GENDER, _ALL),
    "Q05.country": (_COUNTRY, _ALL),
    "Q05.age": (_AGE, _ALL),
    "Q05.sdg": (_MAPPED, _ENROLLED),
    "U01": (None, _count("U01:rated")),
    "U02": (None, _count("U02:asked")),
    "U03.L1": (None, _count("U03:L1")),
    "U03.L3": (None, _count("U03:L3")),
    "U04": (None, _count("U04:told")),
}
"""The counts over and under the line. None: a count that stands nowhere else, and is that ratio's own cell."""

RELATIONS: tuple[tuple[tuple[Count, ...], Count], ...] = (
    ((_ACTIVE, _count("E05.no_show")), _ENROLLED),
    ((_count("E05.certified"), _count("E05.completed")), _count("C04")),
    ((_count("E05.certified"), _count("E05.completed")), _count("C03")),
    ((_count("C04"), _count("C05")), _ACTIVE),
    ((_ACTIVE,), _count("E04")),
    ((_count("E05.certified"),), _count("S03")),
    ((_count("T02"), _count("T04")), _count("T04:registered")),
    ((_WOMEN,), _count("Q01")),
    ((_WOMEN, _MEN, _THIRD), _GENDER),
    ((_GENDER, _count("R04", sex="U")), _ALL),
    ((_COUNTRY, _count("R04", ref_area="ZZ")), _ALL),
    ((_COUNTRY, _count("R04", region="UNK")), _ALL),
    ((_YOUNG,), _count("Q04")),
    ((_YOUNG,), _AGE),
    ((_AGE, _count("R04", age="UNK")), _ALL),
    ((_MAPPED, _count("F02", framework="SDG", target="none")), _ENROLLED),
    ((_GENDER,), _count("Q05.gender")),
    ((_COUNTRY,), _count("Q05.country")),
    ((_AGE,), _count("Q05.age")),
    ((_MAPPED,), _count("Q05.sdg")),
)
"""Counts, and numerators of ratios, that add up to another one at the same place; what is not printed is a rest."""


def told_by(each: Observation) -> Iterator[tuple[Key, Number]]:
    """The counts that a ratio tells, with their numbers."""
    sides = SIDES.get(each.indicator) or SIDES.get(each.indicator.partition(".")[0])
    if sides is None or each.numerator is None or each.denominator is None:
        return
    numbers: tuple[Number, Number] = each.numerator, each.denominator
    if each.indicator.partition(".")[0] == PARITY:
        numbers = women_and_men(*numbers, adjusted=each.indicator.endswith(".adjusted"))
    for count, number in zip(sides, numbers, strict=True):
        if count is not None:
            yield sibling(each.key, count[0], **count[1]), number


def with_told(publication: Publication, hidden: Collection[Key]) -> tuple[Publication, frozenset[Key]]:
    """The publication with all counts that its ratios tell and it does not print, and the keys of these."""
    found: dict[Key, Observation] = {}
    for each in publication.observations:
        if each.value is None or each.key in hidden:
            continue
        for key, number in told_by(each):
            if key not in publication.by_key and key not in found:
                found[key] = _counted(each, key, number)
    observations = (*publication.observations, *found.values())
    return replace(publication, observations=observations, tables=(), key_figures=()), frozenset(found)


def _counted(ratio: Observation, key: Key, number: Number) -> Observation:
    indicator, _, _, centre, course, event, theme, mode, area, region, sex, age, group, framework, target = (
        key
    )
    return replace(
        ratio, indicator=indicator, unit="persons", value=number, numerator=None, denominator=None,
        contributors=None, centre=centre, course=course, event=event, theme=theme, mode=mode, ref_area=area,
        region=region, sex=sex, age=age, country_group=group, framework=framework, target=target,
    )  # fmt: skip


def as_told(release: Earlier) -> Earlier:
    """A release that is out, with what its ratios tell: nobody has to be told a count twice."""
    exact, _ = with_told(release.exact, release.hidden)
    told = {
        key
        for each in release.exact.observations
        if each.value is not None and each.key not in release.hidden
        for key, _ in told_by(each)
    }
    return Earlier(exact, release.hidden - told)


def sums_of_ratios(publication: Publication, told: Collection[Key]) -> list[Sum]:
    """The relations between the numbers of ratios and counts; nothing is held back for them but ratios.

    `told` are the counts that ratios alone tell: what holds among other counts has been looked at.
    """
    there = publication.by_key
    found = []
    for each in publication.observations:
        for parts, whole in _relations_to(each.indicator):
            if _stands(each, whole) and all(_leaves_open(each, whole, part) for part in parts):
                keys = [sibling(each.key, code, **other) for code, other in parts]
                keys = [key for key in keys if key in there]
                line = _sum(publication, keys, each)
                if line and any(key in told or there[key].numerator is not None for key in (*keys, each.key)):
                    found.append(line)
    return found


def _stands(each: Observation, count: Count) -> bool:
    return all(getattr(each, name) == code for name, code in count[1].items())


def _leaves_open(each: Observation, whole: Count, part: Count) -> bool:
    """Whether the whole is of all genders where a part is of one."""
    return all(name in whole[1] or getattr(each, name) == TOTAL for name in part[1])


def _relations_to(indicator: str) -> Sequence[tuple[tuple[Count, ...], Count]]:
    return [each for each in RELATIONS if each[1][0] == indicator]


def _sum(publication: Publication, parts: Sequence[Key], whole: Observation) -> Sum | None:
    numbers = [_number(publication.by_key[key]) for key in parts]
    rest = (_number(whole) or 0) - sum(number or 0 for number in numbers)
    if not parts or rest < 0 or _number(whole) is None or None in numbers:
        return None
    return Sum(tuple(parts), whole.key, inner=False, grand=True, rest=rest)


def _number(each: Observation) -> Number | None:
    return each.value if each.numerator is None else each.numerator
