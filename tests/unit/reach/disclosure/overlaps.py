"""What everybody knows of counts of persons that overlap. Written apart from the product.

Who learned in a theme learned: no part has more persons than its whole. Whatever was learned is of some theme, centre
and time of the year, and of a goal or of none: where a table lists all of them, parts together have no fewer. Which
object is of which theme is public, so is whether a table lists all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

Key = tuple[str, ...]
DIMENSIONS = (
    "centre", "course", "event", "theme", "mode", "ref_area", "region", "sex", "age", "country_group", "framework",
    "target",
)  # fmt: skip
TOTAL = "_T"
PERSONS = frozenset({"R01", "R02", "R03", "R04", "R05", "R06", "R07", "F01", "C02"})
AMONG = {"R02": "R04", "R03": "R04", "R05": "R04", "R06": "R04", "R07": "R02", "R09": "R04"}
AREAS = ("ref_area", "region", "country_group")


@dataclass(frozen=True, slots=True)
class Overlap:
    """Each of `parts` is within the `whole`. `covers`: together they are all of it."""

    parts: tuple[Key, ...]
    whole: Key
    covers: bool


def overlaps(true: Mapping[Key, int | Fraction]) -> list[Overlap]:
    """All that overlaps among figures, by their keys; the true values say which tables list everything."""
    found: dict[tuple[str, Key], set[Key]] = defaultdict(set)
    for key in true:
        for table, whole in _wholes(key):
            if whole in true and whole != key:
                found[table, whole].add(key)
    complete = _complete(found, true)
    return [
        Overlap(tuple(sorted(parts)), whole, _table(table, whole) in complete)
        for (table, whole), parts in sorted(found.items())
    ]


def hold(found: Collection[Overlap], true: Mapping[Key, int | Fraction]) -> bool:
    """Whether all of it is true: the attacker makes no mistakes."""
    return all(
        max(true[part] for part in each.parts) <= true[each.whole]
        and (not each.covers or sum(true[part] for part in each.parts) >= true[each.whole])
        for each in found
    )


def _wholes(key: Key) -> Iterator[tuple[str, Key]]:
    codes = dict(zip(DIMENSIONS, key[3:], strict=True))
    for dimension in ("centre", "course", "event", "theme") if key[0] in PERSONS else ():
        if codes[dimension] != TOTAL:
            yield dimension, place(key, {dimension: TOTAL})
    if key[0] == "F01" and codes["target"] != TOTAL and codes["framework"] != "PROJECT":
        whole = place(key, {"framework": TOTAL, "target": TOTAL})
        goal = codes["target"].partition(".")[0]
        if goal != codes["target"]:
            yield "targets", place(key, {"target": goal})
        else:
            yield codes["framework"], whole
        yield f"{codes['framework']} of all", ("R04", *whole[1:])
    if key[0] in PERSONS and all(codes[name] == TOTAL for name in (*AREAS, "age")):
        year = (f"{key[1][:4]}-01-01", f"{key[1][:4]}-12-31")
        if key[1:3] != year:
            yield "quarters", (key[0], *year, *key[3:])
    if key[0] in AMONG:
        yield f"among {key[0]}", (AMONG[key[0]], *key[1:])


def _complete(
    found: Mapping[tuple[str, Key], Collection[Key]], true: Mapping[Key, int | Fraction]
) -> set[tuple[str, ...]]:
    """Tables that list everything. Of what lists less there is nobody who could know how much is missing."""
    lists: dict[tuple[str, ...], bool] = defaultdict(lambda: True)
    for (table, whole), parts in found.items():
        enough = sum(true[part] for part in parts) >= true[whole]
        if table == "quarters":
            enough = enough and len(parts) == 4
        if table.startswith("among") or table == "targets":
            enough = False
        lists[_table(table, whole)] &= enough
    return {name for name, enough in lists.items() if enough}


def _table(table: str, whole: Key) -> tuple[str, ...]:
    """All wholes of one breakdown: a theme that is missing in one region is missing in others too."""
    used = (name for name, code in zip(DIMENSIONS, whole[3:], strict=True) if code != TOTAL)
    return (table, *whole[:3], *used)


def place(key: Key, codes: Mapping[str, str]) -> Key:
    """The key with other codes."""
    own = zip(DIMENSIONS, key[3:], strict=True)
    return (*key[:3], *(codes.get(name, code) for name, code in own))
