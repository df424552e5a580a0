"""Answers from the files of a release: what is in them, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from learnhub.api.answers import Answer, columns_by, refuse_many, warning
from learnhub.api.domain import DIMENSIONS, FILE_NAME, Asked, Refused, period_of

TOTAL = "_T"
PLACES = (*DIMENSIONS, "framework")


def released_answer(asked: Asked, folder: Path, manifest: Mapping[str, Any]) -> Answer:
    """The rows of a release's view that the question names. Raises Refused (400, 404, 413).

    Totals stand in the rows as `_T`. A breakdown that the release does not have is refused, not made.
    """
    name, digest = _file(manifest)
    document = json.loads((folder / name).read_bytes())
    names = {column: number for number, column in enumerate(document["columns"])}
    period = _period(asked, document["meta"])
    wanted = {"indicator": asked.indicator, "period_start": period[0], "period_end": period[1]}
    own = {
        FILE_NAME.get(key, key): value for key, value in document["meta"]["filters"].items() if key != "scope"
    }
    by = tuple(FILE_NAME.get(dimension, dimension) for dimension in asked.by)
    fixed = {place: own.get(place, TOTAL) for place in PLACES if place not in _free(by)}
    filters = _filters(asked)
    fixed |= filters
    rows = [
        row
        for row in document["rows"]
        if all(row[names[column]] == value for column, value in (wanted | fixed).items())
    ]
    if not any(all(row[names[dimension]] != TOTAL for dimension in by) for row in rows):
        _refuse(asked, document, names, period, filters)
    refuse_many(len(rows))
    columns = columns_by(by)
    additive = _additive(asked.indicator, document["meta"])
    meta = {
        **{key: value for key, value in document["meta"].items() if key not in {"indicators", "warnings"}},
        "additive_over": additive,
        "warning": warning(by, additive),
    }
    return Answer(meta, columns, [[row[names[column]] for column in columns] for row in rows], digest)


def _file(manifest: Mapping[str, Any]) -> tuple[str, str]:
    for file in manifest["files"]:
        if file["name"].endswith(f"_{manifest['view']}.json"):
            return file["name"], file["sha256"]
    raise Refused(404, "release", "This release has no JSON file.")


def _period(asked: Asked, meta: Mapping[str, Any]) -> tuple[str, str]:
    if not asked.period:
        return meta["period"]["start"], meta["period"]["end"]
    found = period_of(asked.period, date.max)
    return found.start.isoformat(), found.end.isoformat()


def _free(by: Sequence[str]) -> set[str]:
    return {*by, "framework"} if "target" in by else set(by)


def _filters(asked: Asked) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in asked.filters.items():
        if name in {"target", "goal"}:
            framework, _, target = value.partition(":")
            found |= {"framework": framework, "target": target}
        elif name in PLACES:
            found[name] = value
        else:
            raise Refused(
                400,
                "filter",
                f"In a release {name} is part of the indicator: write indicator=Q03.LDC, for example.",
            )
    return found


def _additive(indicator: str, meta: Mapping[str, Any]) -> list[str]:
    code = indicator.partition(".")[0]
    return next((list(each["additive_over"]) for each in meta["indicators"] if each["code"] == code), [])


def _refuse(
    asked: Asked,
    document: Mapping[str, Any],
    names: Mapping[str, int],
    period: tuple[str, str],
    filters: Mapping[str, str],
) -> None:
    """Say what the release does not have: indicator, period, breakdown or value. Raises Refused (404)."""
    rows = [row for row in document["rows"] if row[names["indicator"]] == asked.indicator]
    if not rows:
        of = sorted({row[names["indicator"]] for row in document["rows"]})
        near = ", ".join(each for each in of if each.startswith(f"{asked.indicator}."))
        has = f" It has {near}." if near else ""
        raise Refused(404, "indicator", f"This release has no figures of {asked.indicator}.{has}")
    periods = {(row[names["period_start"]], row[names["period_end"]]) for row in rows}
    if period not in periods:
        listed = "; ".join("/".join(each) for each in sorted(periods))
        raise Refused(
            404, "period", f"This release has no {asked.indicator} of that period. It has {listed}."
        )
    found = {
        ",".join(place for place in DIMENSIONS if row[names[place]] != TOTAL) or "no dimension"
        for row in rows
    }
    wanted = {*(FILE_NAME.get(name, name) for name in asked.by), *filters}
    breakdown = ",".join(place for place in DIMENSIONS if place in wanted)
    if breakdown in found:
        said = " and ".join(f"{name} {value!r}" for name, value in filters.items())
        raise Refused(
            404,
            "value",
            f"This release has {asked.indicator} by {breakdown}, but no row with {said}: nobody was counted there, "
            "too few for a country to be named, or there is no such value. "
            f"by={breakdown} gives all rows that there are.",
        )
    raise Refused(
        404, "breakdown", f"This release does not have {asked.indicator} so. By: {'; '.join(sorted(found))}."
    )
