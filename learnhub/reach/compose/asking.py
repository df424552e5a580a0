"""All questions of a plan, put to the engine once; the answers serve every table, view and language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from learnhub.kernel.errors import Unacceptable
from learnhub.reach.asked import Period
from learnhub.reach.compose.plan import QUARTER, Grid, Listing, Measure, Plan
from learnhub.reach.figures import TOTAL, Coverage, Table, Value
from learnhub.reach.query import Query


@dataclass(frozen=True, slots=True)
class Confined:
    """What a product is about: filters of every question, and under which name (`net`, `c-c01`, `country-ke`).

    `plan` says which product it is.
    """

    name: str
    plan: Plan
    filters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """A measure cut by none, one or two dimensions in a period."""

    measure: Measure
    by: tuple[str, ...]
    period: Period


@dataclass(frozen=True, slots=True)
class Answer:
    """The cells of a question, totals under `figures.TOTAL`; `axes` lists the labels of each dimension in order."""

    axes: tuple[tuple[str, ...], ...]
    cells: Mapping[tuple[str, ...], Value]
    coverage: Coverage | None = None

    @property
    def whole(self) -> Value:
        """The value over everything."""
        return self.cells[(TOTAL,) * len(self.axes)]


Ask = Callable[[Query], Answer]
Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Answers:
    """What the engine said, by question; questions that it cannot be asked are not in it."""

    confined: Confined
    period: Period
    before: Period
    as_of: datetime
    found: Mapping[Question, Answer]

    def to(self, measure: Measure, by: tuple[str, ...] = (), period: Period | None = None) -> Answer | None:
        """The answer to a question of the plan, in the period of the publication unless another one is named."""
        return self.found.get(Question(measure, by, period or self.period))

    def quarters(self) -> list[Period]:
        """The quarters of a year; none for a shorter period."""
        return quarters_of(self.period)


def gather(
    ask: Ask, confined: Confined, period: Period, as_of: datetime, *, step: Step | None = None
) -> Answers:
    """Put every question of the plan. `step` is told how many questions of how many are answered."""
    before = before_of(period)
    questions = list(dict.fromkeys(_questions(confined.plan, period, before)))
    found = {}
    for number, question in enumerate(questions):
        if step is not None:
            step(number, len(questions))
        answer = _answer(ask, confined, question, as_of)
        if answer is not None:
            found[question] = answer
    return Answers(confined, period, before, as_of, found)


def before_of(period: Period) -> Period:
    """The same days a year earlier; as many years as it takes that both have no day in common."""
    earlier = period.year_earlier
    while earlier.end >= period.start:
        earlier = earlier.year_earlier
    return earlier


def quarters_of(period: Period) -> list[Period]:
    """The quarters of a calendar year; an empty list for any other period."""
    year = period.start.year
    if period != Period(date(year, 1, 1), date(year, 12, 31)):
        return []
    ends = (date(year, 3, 31), date(year, 6, 30), date(year, 9, 30), date(year, 12, 31))
    return [Period(date(year, end.month - 2, 1), end) for end in ends]


def _questions(plan: Plan, period: Period, before: Period) -> Iterator[Question]:
    for each in plan.key_figures:
        yield Question(each, (), period)
        yield Question(each, (), before)
    for grid in plan.grids:
        yield Question(grid.measure, _cut(grid), period)
    for listing in plan.listings:
        yield from _listed(listing, period)


def _listed(listing: Listing, period: Period) -> Iterator[Question]:
    for each in listing.measures:
        if listing.rows == QUARTER:
            yield Question(each, (), period)
            yield from (Question(each, (), quarter) for quarter in quarters_of(period))
        else:
            yield Question(each, (listing.rows,), period)


def _cut(grid: Grid) -> tuple[str, ...]:
    return (grid.rows, grid.columns) if grid.columns else (grid.rows,)


def _answer(ask: Ask, confined: Confined, question: Question, as_of: datetime) -> Answer | None:
    query = Query(
        indicator=question.measure.code,
        as_of=as_of,
        start=question.period.start,
        end=question.period.end,
        filters={**confined.filters, **dict(question.measure.arguments)},
        by=question.by,
    )
    try:
        query.checked()
    except Unacceptable:
        return None  # no such indicator, argument or cut in this version of the catalogue
    return ask(query)


def answer_of(table: Table) -> Answer:
    """A breakdown of the engine as an answer."""
    return Answer(table.axes, table.cells, table.coverage)
