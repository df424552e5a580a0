"""Filters that lead nowhere: a name that neither the lists nor the records hold is refused, not counted as 0."""

from __future__ import annotations

from learnhub.kernel.errors import Unacceptable
from learnhub.reach.answers import Ask
from learnhub.reach.measure import Statement
from learnhub.reach.query import Query
from learnhub.reach.reference import NO_COUNTRY, ReferenceLists

# Whether the records hold a name. Not of events and projects: one that was recorded after the as-of is there
# all the same.
_RECORDED = {
    "centre": "SELECT 1 FROM centre WHERE id = $value "
    "UNION ALL SELECT 1 FROM object_centre WHERE centre = $value",
    "course": "SELECT 1 FROM course WHERE course_id = $value",
    "theme": "SELECT 1 FROM course WHERE theme = $value UNION ALL SELECT 1 FROM event WHERE theme = $value",
    "code": "SELECT 1 FROM object_code WHERE code = $value OR goal = $value "
    "OR starts_with(code::VARCHAR, $value || '.')",
    "goal": "SELECT 1 FROM object_code WHERE goal = $value",
    "country": "SELECT 1 FROM residence WHERE country = $value",
}
_MANY = frozenset({"theme"})  # themes joined by | are one filter


def refuse_strangers(ask: Ask, query: Query, reference: ReferenceLists) -> None:
    """Raise Unacceptable with each value of a filter that nobody knows."""
    problems = [
        f"There is no {key} {value!r}, neither in the lists nor in the records: check how it is written."
        for key, text in query.filters.items()
        if key in _RECORDED
        for value in (text.split("|") if key in _MANY else (text,))
        if not _listed(reference, key, value) and not _recorded(ask, key, value)
    ]
    if problems:
        raise Unacceptable(problems[0], problems[1:])


def _listed(reference: ReferenceLists, key: str, value: str) -> bool:
    if key == "country":
        return value == NO_COUNTRY or value in reference.codes_of_countries
    if key in {"code", "goal"} and value.endswith(":none"):
        return True
    return value in reference.names.get(key, frozenset())


def _recorded(ask: Ask, key: str, value: str) -> bool:
    return bool(ask(Statement(f"{_RECORDED[key]} LIMIT 1", {"value": value})))
