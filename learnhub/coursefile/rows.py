"""Rows of a list in a form: `LIST.ROW.NAME` for every cell, and buttons that move a row or take it away."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from .loose import tidy_line

Posted = Mapping[str, Sequence[str]]
Row = dict[str, str]
_NAME: Final = re.compile(r"([a-z]+)\.([0-9]{1,3})\.[a-z]+")


def first(posted: Posted, name: str) -> str:
    """What was sent in a field; empty if it was not."""
    values = posted.get(name)
    return values[0] if values else ""


def rows_in(posted: Posted, key: str, names: Iterable[str]) -> dict[int, Row]:
    """The rows of a list by their numbers, in their order, empty ones too."""
    numbers = {int(found[2]) for name in posted if (found := _NAME.fullmatch(name)) and found[1] == key}
    return {
        number: {name: tidy_line(first(posted, f"{key}.{number}.{name}")) for name in names}
        for number in sorted(numbers)
    }


def free_number(letters: str, taken: Collection[str]) -> str:
    """The first of q1, q2 … that nothing has."""
    return next(f"{letters}{n}" for n in range(1, len(taken) + 2) if f"{letters}{n}" not in taken)


def pressed(rows: Sequence[Row], key: str, press: str) -> list[Row]:
    """The rows after a press on `KEY.ROW.up`, `.down` or `.drop`; as they were for any other button."""
    changed = [*rows]
    found = re.fullmatch(rf"{key}\.([0-9]{{1,3}})\.(up|down|drop)", press)
    place = int(found[1]) if found else len(changed)
    if found is None or place >= len(changed):
        return changed
    if found[2] == "drop":
        return changed[:place] + changed[place + 1 :]
    there = place + (1 if found[2] == "down" else -1)
    if 0 <= there < len(changed):
        changed[place], changed[there] = changed[there], changed[place]
    return changed
