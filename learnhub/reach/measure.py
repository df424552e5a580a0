"""An indicator with its filters and dimensions as one statement over the rows of a period.

Filters on objects choose rows by what the course or event is; filters on persons choose persons by the
attributes that their rows carry, and by the country lists in force on the last day of the period (rule A5).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from learnhub.reach.indicators import OVERLAPPING, Counted, Indicator, Rule
from learnhub.reach.query import NO_GROUP, Query
from learnhub.reach.reference import NO_REGION

NEITHER = "none"  # a row of an event in a table of courses, and the other way round
LABELS = {
    "centre": "oc.centre",
    "course": f"CASE o.type WHEN 'course' THEN o.id ELSE '{NEITHER}' END",
    "event": f"CASE o.type WHEN 'event' THEN o.id ELSE '{NEITHER}' END",
    "theme": "o.theme",
    "mode": "x.mode",
    "code": "om.code",
    "goal": "om.goal",
    "country": "x.country",
    "region": "x.region",
    "gender": "x.gender",
    "age": "x.age",
    "group": f"coalesce(g.grp, CASE x.country WHEN 'ZZ' THEN '{NO_REGION}' ELSE '{NO_GROUP}' END)",
}
_JOINS = {
    "o": "JOIN object o ON o.no = x.object",
    "oc": "JOIN object_centre oc ON oc.object = x.object",
    "om": "JOIN object_code om ON om.object = x.object",
    "g": "LEFT JOIN listed g ON g.iso2 = x.country",
}
_JOIN_OF = {
    "course": "o",
    "event": "o",
    "theme": "o",
    "centre": "oc",
    "code": "om",
    "goal": "om",
    "group": "g",
}
_LISTED = """WITH listed AS (
 SELECT DISTINCT grp, iso2 FROM membership
 WHERE (from_date IS NULL OR from_date <= $end) AND (to_date IS NULL OR to_date > $end)
)"""
_OBJECT_FILTERS = {
    "centre": "x.object IN (SELECT object FROM object_centre WHERE centre = $centre)",
    "course": "x.object IN (SELECT no FROM object WHERE type = 'course' AND id = $course)",
    "event": "x.object IN (SELECT no FROM object WHERE type = 'event' AND id = $event)",
    "theme": "x.object IN (SELECT no FROM object WHERE theme = $theme)",
    "mode": "x.mode = $mode",
    "code": "x.object IN (SELECT object FROM object_code "
    "WHERE code = $code OR starts_with(code, $code || '.'))",
    "goal": "x.object IN (SELECT object FROM object_code WHERE goal = $goal)",
}
_CONFINED = "x.object IN (SELECT object FROM object_centre WHERE list_contains($centres::VARCHAR[], centre))"
# A filter on a group looks the country up in the list; joining the lists would count a country twice that is
# on two of them.
_PERSON_FILTERS = {
    "country": "x.country = $country",
    "region": "x.region = $region",
    "gender": "x.gender = $gender",
    "age": "x.age = $age",
    "group": "x.country IN (SELECT iso2 FROM listed WHERE grp = $group)",
}
_GROUP_FILTERS = {
    NO_GROUP: "x.country <> 'ZZ' AND x.country NOT IN (SELECT iso2 FROM listed)",
    NO_REGION: "x.country = 'ZZ'",
}
_RULES = {
    Rule.FIRST_IN_PERIOD: "x.is_new",
    Rule.FIRST_BEFORE: "NOT x.is_new",
    Rule.NOT_WITHDRAWN: "NOT x.withdrawn",
}
_KNOWN = ("x.gender <> 'U'", "x.country <> 'ZZ'", "x.age <> 'UNK'")
_PLACEHOLDER = re.compile(r"\$(\w+)")


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with its named values."""

    sql: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measure:
    """Builds the statements of one query over the table `rows` (see `period`)."""

    indicator: Indicator
    query: Query
    rows: str

    def counts(self) -> Statement:
        """One row per cell of the cube over the dimensions: labels, which of them mean all, the count."""
        by = self.query.by
        labels = [LABELS[dimension] for dimension in by]
        select = [*labels, *(f"grouping({label})" for label in labels), self._count()]
        conditions = [*self._rule(), *self._of_objects(), *self._of_persons()]
        if self.query.centres is not None and "centre" in by:
            conditions.append("list_contains($centres::VARCHAR[], oc.centre)")
        needed = {_JOIN_OF.get(dimension) for dimension in by}
        joins = [join for alias, join in _JOINS.items() if alias in needed]
        ending = [f"GROUP BY CUBE ({', '.join(labels)})"] if labels else []
        return self._statement(select, joins, conditions, ending)

    def coverage(self) -> Statement:
        """Of how many of the rows' persons (or units) gender, country and birth year are known."""
        counted = "x.person" if self.indicator.unit is Counted.PERSONS else "x.no"
        everybody = f"count(DISTINCT {counted})"
        select = [everybody, *(f"{everybody} FILTER (WHERE {test})" for test in _KNOWN)]
        return self._statement(select, [], [*self._rule(), *self._of_objects()], [])

    def _count(self) -> str:
        if self.indicator.unit is Counted.PERSONS:
            return "count(DISTINCT x.person)"
        overlapping = OVERLAPPING.intersection(self.query.by) or "centre" in self.query.by
        return "count(DISTINCT x.no)" if overlapping else "count(*)"

    def _rule(self) -> list[str]:
        return [_RULES[self.indicator.rule]] if self.indicator.rule in _RULES else []

    def _of_objects(self) -> list[str]:
        confined = [] if self.query.centres is None else [_CONFINED]
        return confined + [_OBJECT_FILTERS[key] for key in self.query.filters if key in _OBJECT_FILTERS]

    def _of_persons(self) -> list[str]:
        return [
            _GROUP_FILTERS[value] if key == "group" and value in _GROUP_FILTERS else _PERSON_FILTERS[key]
            for key, value in self.query.filters.items()
            if key in _PERSON_FILTERS
        ]

    def _statement(
        self, select: list[str], joins: list[str], conditions: list[str], ending: list[str]
    ) -> Statement:
        where = ["WHERE", " AND ".join(f"({condition})" for condition in conditions)] if conditions else []
        pieces = [_LISTED, "SELECT", ", ".join(select), "FROM", self.rows, "x", *joins, *where, *ending]
        sql = " ".join(pieces)
        values = {"end": self.query.end, "centres": sorted(self.query.centres or ()), **self.query.filters}
        used = set(_PLACEHOLDER.findall(sql))
        return Statement(sql, {name: value for name, value in values.items() if name in used})
