"""What a reader must know before she uses a figure, as sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from fractions import Fraction

from learnhub.reach.answers import Ask
from learnhub.reach.figures import Coverage, Value
from learnhub.reach.indicators import INDICATORS, OVERLAPPING, PERSON_DIMENSIONS, Adds, Base
from learnhub.reach.indicators.shape import Of
from learnhub.reach.measure import Statement
from learnhub.reach.query import Query

LOW = Fraction(60, 100)
_KNOWN_OBJECTS = {
    "centre": "SELECT 1 FROM centre WHERE id = $value "
    "UNION ALL SELECT 1 FROM object_centre WHERE centre = $value",
    "course": "SELECT 1 FROM course WHERE course_id = $value",
    "event": "SELECT 1 FROM event WHERE event_id = $value",
    "theme": "WITH asked AS (SELECT unnest(string_split($value, '|')) AS theme) "
    "SELECT 1 FROM course JOIN asked USING (theme) UNION ALL SELECT 1 FROM event JOIN asked USING (theme)",
    "code": "SELECT 1 FROM object_code WHERE code = $value OR goal = $value",
    "goal": "SELECT 1 FROM object_code WHERE goal = $value",
    "project": "SELECT 1 FROM object_project WHERE project = $value",
}
# Shares of learners stand on those of whom the attribute is known.
_SHARED = {
    "Q01": frozenset({"gender"}),
    "Q02": frozenset({"gender"}),
    "Q03": frozenset({"country"}),
    "Q04": frozenset({"age"}),
}
_ANSWERED_IN = {"U01": "L1", "U02": "L1", "U04": "L3"}
_ADDING = (Adds.ALL, Adds.POOLED, Adds.NOWHERE)
_ONE_CENTRE_EACH = (Adds.CO_ORGANISED, Adds.EVENTS)
_OF_QUIZZES = (Base.PAIR, Base.FIRST_TRY)
FEW = 10
HELD_BACK = Fraction(30, 100)
_ATTRIBUTE = {"country": "country", "region": "country", "group": "country", "gender": "gender", "age": "age"}


def warnings_of(
    ask: Ask, query: Query, coverage: Coverage | None, value: Value | None = None
) -> tuple[str, ...]:
    """Warnings, the most serious first. `ask` asks in the snapshot of the query."""
    return (
        *_early(query),
        *_few(query, value),
        *_low(query, coverage),
        *_overlap(query),
        *_strangers(ask, query),
    )


def _early(query: Query) -> list[str]:
    if query.as_of.astimezone(UTC).date() > query.end:
        return []
    return [f"Provisional: the period was not over on the as-of ({query.as_of.astimezone(UTC):%Y-%m-%d})."]


def _low(query: Query, coverage: Coverage | None) -> list[str]:
    if coverage is None:
        return []
    asked = {_ATTRIBUTE[key] for key in (*query.filters, *query.by) if key in PERSON_DIMENSIONS}
    asked |= _SHARED.get(query.indicator, frozenset())
    found = []
    for attribute in sorted(asked):
        share = coverage.share(attribute)
        if share is not None and share < LOW:
            percent = int(share * 100)
            found.append(f"Low coverage: {attribute} is known for {percent} % of those counted.")
            if share < HELD_BACK:
                found.append(f"Not for publication: {attribute} is known for less than 30 %.")
    return found


def _overlap(query: Query) -> list[str]:
    indicator = INDICATORS[query.indicator]
    dimensions = set(query.by) - set(PERSON_DIMENSIONS)
    doubled = OVERLAPPING.intersection(query.by) if indicator.shape.numerator.of is not Of.WEIGHT else ()
    if indicator.additivity in _ONE_CENTRE_EACH:
        dimensions &= {"centre"}
    elif indicator.additivity in _ADDING:
        dimensions = set()
    return ["Figures overlap; do not add."] if doubled or dimensions else []


def _few(query: Query, value: Value | None) -> list[str]:
    """Statistics of quizzes mislead when they stand on a handful of people."""
    if value is None or INDICATORS[query.indicator].shape.base not in _OF_QUIZZES or value.n >= FEW:
        return []
    return [f"Not for publication: fewer than {FEW} {'pairs' if query.indicator < 'L05' else 'attempts'}."]


def respondents_of(query: Query) -> Query | None:
    """The response rate (U03) that a figure of answers must be read with; None for other figures."""
    kind = _ANSWERED_IN.get(query.indicator)
    return replace(query, indicator="U03", filters={**query.filters, "kind": kind}, by=()) if kind else None


def response_warnings(query: Query, rate: Value | None) -> tuple[str, ...]:
    """What is to be said of the response rate of answers."""
    share = rate.value if rate and query.indicator in _ANSWERED_IN else None
    if share is None or share >= HELD_BACK:
        return ()
    return (f"Of respondents only: {int(share * 100)} % of those invited answered.",)


def _strangers(ask: Ask, query: Query) -> list[str]:
    found = []
    for key, statement in _KNOWN_OBJECTS.items():
        value = query.filters.get(key)
        if value is not None and not ask(Statement(f"{statement} LIMIT 1", {"value": value})):
            found.append(f"No {key} {value!r} was known at the as-of.")
    return found
