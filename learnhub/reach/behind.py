"""The rows behind a figure: which persons, enrolments or events it counts, by the keys of the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from learnhub.reach import clauses
from learnhub.reach.indicators import Base, Counted
from learnhub.reach.indicators.shape import Finish, Of, Tally
from learnhub.reach.measure import Measure, Statement

_PERSON = "JOIN person p ON p.no = x.person"
_OBJECT = "JOIN object ob ON ob.no = x.object"
_WHO = tuple(
    f"string_agg(DISTINCT x.{name}::VARCHAR, ', ' ORDER BY x.{name}::VARCHAR)"
    for name in ("gender", "age", "country")
)
_KEYS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "persons": (("p.person_id",), (_PERSON,), _WHO),
    "countries": (("x.country",), (), ("count(DISTINCT x.person)::VARCHAR",)),
    "events": (("ob.id",), (_OBJECT,), ()),
    "units": (("p.person_id", "ob.id"), (_PERSON, _OBJECT), _WHO),
}
COLUMNS: dict[str, tuple[str, ...]] = {
    "persons": ("person_id", "gender", "age", "country"),
    "countries": ("country", "persons"),
    "events": ("event_id",),
    "units": ("person_id", "object_id", "gender", "age", "country"),
}


@dataclass(frozen=True, slots=True)
class Behind:
    """A page of the rows behind a figure, in the order of their keys; `total` is how many there are in all.

    `total` is the figure where it counts persons, countries, events or units; for a rate it is the numerator,
    for sums and means how many persons or units they are made of.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: int


def kind_of(measure: Measure) -> str:
    """What stands behind the figure: a key of `COLUMNS`."""
    if measure.shape.base is Base.HELD:
        return "events"
    if measure.indicator.unit is Counted.COUNTRIES:
        return "countries"
    return "persons" if _counted(measure).of is Of.PERSONS else "units"


def rows_of(measure: Measure, limit: int, offset: int) -> Statement:
    """A page of rows, sorted by their keys."""
    keys, joins, further = _KEYS[kind_of(measure)]
    return measure.statement(
        f"{_grouped(measure, (*keys, *further), joins)} ORDER BY {', '.join(keys)} "
        f"LIMIT {limit:d} OFFSET {offset:d}"
    )


def total_of(measure: Measure) -> Statement:
    """How many rows there are."""
    keys, joins, _ = _KEYS[kind_of(measure)]
    return measure.statement(f"SELECT count(*) FROM ({_grouped(measure, keys, joins)})")  # noqa: S608 - pieces of our own


def _counted(measure: Measure) -> Tally:
    numerator = measure.shape.numerator
    if measure.shape.finish in (Finish.COUNT, Finish.RATIO) and numerator.of in (Of.PERSONS, Of.ROWS):
        return numerator
    return numerator if measure.shape.finish is Finish.PARITY else measure.shape.n


def _grouped(measure: Measure, select: tuple[str, ...], joins: tuple[str, ...]) -> str:
    keys = _KEYS[kind_of(measure)][0]
    each = measure.shape.each
    having = f"HAVING {clauses.EACH[each]}" if each else ""
    tally = measure.shape.numerator if kind_of(measure) in ("events", "countries") else _counted(measure)
    only = [clauses.ONLY[condition] for condition in tally.only]
    return measure.piece(
        select,
        [*joins, *measure.joins()],
        [*only, *measure.conditions()],
        f"GROUP BY {', '.join(keys)} {having}",
    )
