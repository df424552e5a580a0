"""What a reader must know before she uses a figure, as sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from fractions import Fraction

from learnhub.reach.answers import Ask
from learnhub.reach.caution import Caution, Code
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
) -> tuple[Caution, ...]:
    """Warnings, the most serious first. `ask` asks in the snapshot of the query."""
    return (
        *_early(query),
        *_few(query, value),
        *_low(query, coverage),
        *_overlap(query),
        *_strangers(ask, query),
    )


def _early(query: Query) -> list[Caution]:
    day = query.as_of.astimezone(UTC).date()
    if day > query.end:
        return []
    text = f"Provisional: the period was not over on the as-of ({day.isoformat()})."
    return [Caution(text, Code.EARLY, day=day.isoformat())]


def _low(query: Query, coverage: Coverage | None) -> list[Caution]:
    if coverage is None:
        return []
    asked = {_ATTRIBUTE[key] for key in (*query.filters, *query.by) if key in PERSON_DIMENSIONS}
    asked |= _SHARED.get(query.indicator, frozenset())
    found = []
    for attribute in sorted(asked):
        share = coverage.share(attribute)
        if share is not None and share < LOW:
            percent = int(share * 100)
            text = f"Low coverage: {attribute} is known for {percent} % of those counted."
            found.append(Caution(text, Code.LOW, attribute=attribute, percent=str(percent)))
            if share < HELD_BACK:
                text = f"Not for publication: {attribute} is known for less than 30 %."
                found.append(Caution(text, Code.HELD_BACK, least=str(int(HELD_BACK * 100))))
    return found


def _overlap(query: Query) -> list[Caution]:
    indicator = INDICATORS[query.indicator]
    dimensions = set(query.by) - set(PERSON_DIMENSIONS)
    doubled = OVERLAPPING.intersection(query.by) if indicator.shape.numerator.of is not Of.WEIGHT else ()
    if indicator.additivity in _ONE_CENTRE_EACH:
        dimensions &= {"centre"}
    elif indicator.additivity in _ADDING:
        dimensions = set()
    return [Caution("Figures overlap; do not add.", Code.OVERLAP)] if doubled or dimensions else []


def _few(query: Query, value: Value | None) -> list[Caution]:
    """Statistics of quizzes mislead when they stand on a handful of people."""
    if value is None or INDICATORS[query.indicator].shape.base not in _OF_QUIZZES or value.n >= FEW:
        return []
    what, code = ("pairs", Code.FEW_PAIRS) if query.indicator < "L05" else ("attempts", Code.FEW_ATTEMPTS)
    return [Caution(f"Not for publication: fewer than {FEW} {what}.", code, least=str(FEW))]


def respondents_of(query: Query) -> Query | None:
    """The response rate (U03) that a figure of answers must be read with; None for other figures."""
    kind = _ANSWERED_IN.get(query.indicator)
    return replace(query, indicator="U03", filters={**query.filters, "kind": kind}, by=()) if kind else None


def response_warnings(query: Query, rate: Value | None) -> tuple[Caution, ...]:
    """What is to be said of the response rate of answers."""
    share = rate.value if rate and query.indicator in _ANSWERED_IN else None
    if share is None or share >= HELD_BACK:
        return ()
    percent = str(int(share * 100))
    text = f"Of respondents only: {percent} % of those invited answered."
    return (Caution(text, Code.RESPONDENTS, percent=percent),)


def _strangers(ask: Ask, query: Query) -> list[Caution]:
    found = []
    for key, statement in _KNOWN_OBJECTS.items():
        value = query.filters.get(key)
        if value is not None and not ask(Statement(f"{statement} LIMIT 1", {"value": value})):
            text = f"No {key} {value!r} was known at the as-of."
            found.append(Caution(text, Code.STRANGER, name=f"{key}={value}"))
    return found
