"""An indicator, a period, filters and dimensions as one statement over a snapshot.

Rows are facts or enrolment units; each has a person, an object (course or event) and a day. Filters on
objects choose rows, filters on persons choose persons by where they lived on the day that counts (rules A3,
A4) and by the country lists in force on the last day of the period (A5).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from learnhub.reach.indicators import OVERLAPPING, PERSON_DIMENSIONS, Base, Counted, Indicator, Rule
from learnhub.reach.query import NO_GROUP, Query
from learnhub.reach.reference import NO_COUNTRY, NO_REGION

_PLACEHOLDER = re.compile(r"\$(\w+)")
_AGE = """CASE
 WHEN p.birth_year IS NULL OR p.birth_year > $year THEN 'UNK'
 WHEN $year - p.birth_year <= 14 THEN '0-14'
 WHEN $year - p.birth_year <= 24 THEN '15-24'
 WHEN $year - p.birth_year <= 34 THEN '25-34'
 ELSE '35+' END"""
_REGION = f"coalesce(nullif(k.region, ''), '{NO_REGION}')"
_GROUP = f"coalesce(g.grp, CASE WHEN s.country = '{NO_COUNTRY}' THEN '{NO_REGION}' ELSE '{NO_GROUP}' END)"

NEITHER = "none"  # a row of an event in a table of courses, and the other way round
LABELS = {
    "centre": "oc.centre",
    "course": f"CASE o.type WHEN 'course' THEN o.id ELSE '{NEITHER}' END",
    "event": f"CASE o.type WHEN 'event' THEN o.id ELSE '{NEITHER}' END",
    "theme": "o.theme",
    "mode": "x.mode",
    "code": "om.code",
    "goal": "om.goal",
    "country": "s.country",
    "region": _REGION,
    "gender": "p.gender",
    "age": _AGE,
    "group": _GROUP,
}

_LISTED = """listed AS (
 SELECT DISTINCT grp, iso2 FROM membership
 WHERE (from_date IS NULL OR from_date <= $end) AND (to_date IS NULL OR to_date > $end)
)"""
_NEEDS = {
    "o": "JOIN object o ON o.no = x.object",
    "oc": "JOIN object_centre oc ON oc.object = x.object",
    "om": "JOIN object_code om ON om.object = x.object",
    "p": "JOIN person p ON p.no = x.person",
    "s": "JOIN residence s ON s.person = x.person AND place_day >= s.from_day AND place_day < s.to_day",
    "k": "LEFT JOIN country k ON k.iso2 = s.country",
    "g": "LEFT JOIN listed g ON g.iso2 = s.country",
}
_ALIASES: dict[str, tuple[str, ...]] = {
    "centre": ("oc",),
    "course": ("o",),
    "event": ("o",),
    "theme": ("o",),
    "mode": (),
    "code": ("om",),
    "goal": ("om",),
    "country": ("s",),
    "region": ("s", "k"),
    "gender": ("p",),
    "age": ("p",),
    "group": ("s", "g"),
}
# A filter on a group looks the country up in the list; joining the lists would count a country twice that is
# on two of them.
_FILTER_ALIASES = {key: _ALIASES[key] for key in PERSON_DIMENSIONS} | {"group": ("s",)}
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
_PERSON_FILTERS = {
    "country": "s.country = $country",
    "region": f"{_REGION} = $region",
    "gender": "p.gender = $gender",
    "age": f"{_AGE} = $age",
    "group": "s.country IN (SELECT iso2 FROM listed WHERE grp = $group)",
}
_GROUP_FILTERS = {
    NO_GROUP: "s.country <> 'ZZ' AND s.country NOT IN (SELECT iso2 FROM listed)",
    NO_REGION: "s.country = 'ZZ'",
}
_RULES = {
    Rule.NONE: "",
    Rule.FIRST_IN_PERIOD: "x.person IN (SELECT person FROM first_fact WHERE day >= $start)",
    Rule.FIRST_BEFORE: "x.person IN (SELECT person FROM first_fact WHERE day < $start)",
    Rule.NOT_WITHDRAWN: "NOT x.withdrawn",
}


@dataclass(slots=True)
class Statement:
    """SQL with its named values."""

    sql: str
    values: dict[str, Any] = field(default_factory=dict)


class Measure:
    """Builds the statements of one query."""

    def __init__(self, indicator: Indicator, query: Query) -> None:
        self.indicator = indicator
        self.query = query

    def counts(self) -> Statement:
        """One row per cell of the cube over the query's dimensions: its labels (NULL: all) and the count."""
        labels = [LABELS[dimension] for dimension in self.query.by]
        names = [f"{label} AS d{position}" for position, label in enumerate(labels)]
        marks = [f"grouping({label}) AS g{position}" for position, label in enumerate(labels)]
        select = ", ".join([*names, *marks, f"{self._count(self.query.by)} AS counted"])
        ending = f" GROUP BY CUBE ({', '.join(labels)})" if labels else ""
        wanted = {alias for key in self.query.by for alias in _ALIASES[key]}
        wanted |= {alias for key in self.query.filters for alias in _FILTER_ALIASES.get(key, ())}
        conditions = self._conditions(persons=True)
        if self.query.centres is not None and "centre" in self.query.by:
            conditions.append("list_contains($centres::VARCHAR[], oc.centre)")
        return self._statement(select, wanted, conditions, ending)

    def coverage(self) -> Statement:
        """Of how many of the rows' persons (or units) gender, country and birth year are known."""
        counted = "x.person" if self.indicator.unit is Counted.PERSONS else "x.no"
        known = {
            "gender": "p.gender <> 'U'",
            "country": f"s.country <> '{NO_COUNTRY}'",
            "age": f"{_AGE} <> 'UNK'",
        }
        select = ", ".join(
            [f"count(DISTINCT {counted})"]
            + [f"count(DISTINCT {counted}) FILTER (WHERE {test})" for test in known.values()]
        )
        return self._statement(select, {"p", "s"}, self._conditions(persons=False), "")

    def _count(self, dimensions: tuple[str, ...]) -> str:
        if self.indicator.unit is Counted.PERSONS:
            return "count(DISTINCT x.person)"
        overlapping = OVERLAPPING.intersection(dimensions) or "centre" in dimensions
        return "count(DISTINCT x.no)" if overlapping else "count(*)"

    def _conditions(self, *, persons: bool) -> list[str]:
        conditions = [_RULES[self.indicator.rule]] if self.indicator.rule is not Rule.NONE else []
        if self.query.centres is not None:
            conditions.append(_CONFINED)
        for key, value in self.query.filters.items():
            if key in _OBJECT_FILTERS:
                conditions.append(_OBJECT_FILTERS[key])
            elif persons:
                special = _GROUP_FILTERS if key == "group" else {}
                conditions.append(special.get(value, _PERSON_FILTERS[key]))
        return conditions

    def _rows(self) -> str:
        indicator = self.indicator
        extra = "mode" if indicator.base is Base.FACT else "'online' AS mode, no, withdrawn"
        day = [] if indicator.one_place else [f"{indicator.moment} AS place_day"]
        return " ".join(["SELECT", ", ".join(["person", "object", extra, *day]), self._source()])

    def _source(self) -> str:
        return f"FROM {self.indicator.base.value} WHERE {self.indicator.moment} BETWEEN $start AND $end"

    def _places(self) -> str:
        last = f"max({self.indicator.moment}) AS place_day"
        pieces = ["JOIN (SELECT person,", last, self._source(), "GROUP BY person) l ON l.person = x.person"]
        return " ".join(pieces)

    def _statement(self, select: str, wanted: set[str], conditions: list[str], ending: str) -> Statement:
        joins = [self._places()] if "s" in wanted and self.indicator.one_place else []
        joins += [join for alias, join in _NEEDS.items() if alias in wanted]
        where = " WHERE " + " AND ".join(f"({condition})" for condition in conditions) if conditions else ""
        pieces = [
            "WITH",
            _LISTED,
            ", x AS (",
            self._rows(),
            ") SELECT",
            select,
            "FROM x",
            *joins,
            where,
            ending,
        ]
        sql = " ".join(pieces)
        everything = {
            "start": self.query.start,
            "end": self.query.end,
            "year": self.query.end.year,
            "centres": sorted(self.query.centres or ()),
            **self.query.filters,
        }
        used = set(_PLACEHOLDER.findall(sql))
        return Statement(sql, {name: value for name, value in everything.items() if name in used})
