"""What a reader must know before she uses a figure, as sentences."""

from __future__ import annotations

from datetime import UTC
from fractions import Fraction

import duckdb

from learnhub.reach.figures import Coverage
from learnhub.reach.indicators import INDICATORS, OVERLAPPING, PERSON_DIMENSIONS, Adds
from learnhub.reach.indicators.shape import Of
from learnhub.reach.query import Query

LOW = Fraction(60, 100)
_KNOWN_OBJECTS = {
    "centre": "SELECT 1 FROM centre WHERE id = $value "
    "UNION ALL SELECT 1 FROM object_centre WHERE centre = $value",
    "course": "SELECT 1 FROM course WHERE course_id = $value",
    "event": "SELECT 1 FROM event WHERE event_id = $value",
    "theme": "SELECT 1 FROM course WHERE theme = $value UNION ALL SELECT 1 FROM event WHERE theme = $value",
    "code": "SELECT 1 FROM object_code WHERE code = $value OR goal = $value",
    "goal": "SELECT 1 FROM object_code WHERE goal = $value",
}
_ADDING = (Adds.ALL, Adds.POOLED, Adds.NOWHERE)
_ATTRIBUTE = {"country": "country", "region": "country", "group": "country", "gender": "gender", "age": "age"}


def warnings_of(
    cursor: duckdb.DuckDBPyConnection, query: Query, coverage: Coverage | None
) -> tuple[str, ...]:
    """Warnings, the most serious first. `cursor` stands in the snapshot of the query."""
    return (*_early(query), *_low(query, coverage), *_overlap(query), *_strangers(cursor, query))


def _early(query: Query) -> list[str]:
    if query.as_of.astimezone(UTC).date() > query.end:
        return []
    return [f"Provisional: the period was not over on the as-of ({query.as_of.astimezone(UTC):%Y-%m-%d})."]


def _low(query: Query, coverage: Coverage | None) -> list[str]:
    if coverage is None:
        return []
    asked = [key for key in (*query.filters, *query.by) if key in PERSON_DIMENSIONS]
    found = []
    for attribute in sorted({_ATTRIBUTE[key] for key in asked}):
        share = coverage.share(attribute)
        if share is not None and share < LOW:
            percent = int(share * 100)
            found.append(f"Low coverage: {attribute} is known for {percent} % of those counted.")
    return found


def _overlap(query: Query) -> list[str]:
    dimensions = set(query.by) - set(PERSON_DIMENSIONS)
    adds = INDICATORS[query.indicator].additivity
    counted = INDICATORS[query.indicator].shape.numerator.of is not Of.WEIGHT
    if (counted and OVERLAPPING.intersection(query.by)) or (dimensions and adds not in _ADDING):
        return ["Figures overlap; do not add."]
    return []


def _strangers(cursor: duckdb.DuckDBPyConnection, query: Query) -> list[str]:
    found = []
    for key, statement in _KNOWN_OBJECTS.items():
        value = query.filters.get(key)
        if value is not None and not cursor.execute(f"{statement} LIMIT 1", {"value": value}).fetchone():
            found.append(f"No {key} {value!r} was known at the as-of.")
    return found
