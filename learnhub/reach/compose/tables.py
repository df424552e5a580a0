"""The tables of a publication: rows, columns and cells that name observations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from learnhub.reach.asked import Period
from learnhub.reach.compose.asking import Answers
from learnhub.reach.compose.catalogue import ARGUMENTS
from learnhub.reach.compose.names import Names
from learnhub.reach.compose.observing import key_of, labels_of, unit_of
from learnhub.reach.compose.plan import QUARTER, Grid, Listing, Measure
from learnhub.reach.figures import TOTAL as ALL
from learnhub.reach.indicators import INDICATORS
from learnhub.reach.publication.table import Axis, Chart, KeyFigure, Member, Ref, Table
from learnhub.reach.reference import REGIONS

_BY_NAME = frozenset({"country", "centre", "course"})


def key_figures(answers: Answers, names: Names) -> tuple[KeyFigure, ...]:
    """The headline numbers that there are, each with that of the year before."""
    made = []
    for each in answers.confined.plan.key_figures:
        if answers.to(each) is None:
            continue
        before = _key(answers, each, answers.before) if answers.to(each, (), answers.before) else None
        made.append(KeyFigure(title_of(each, names), _key(answers, each, answers.period), before))
    return tuple(made)


def tables(answers: Answers, names: Names) -> tuple[Table, ...]:
    """Every table of the plan for which there are figures."""
    plan = answers.confined.plan
    made = [
        *(_grid(answers, grid, names) for grid in plan.grids),
        *(_listing(answers, each, names) for each in plan.listings),
    ]
    return tuple(table for table in made if table is not None and table.cells)


def title_of(measure: Measure, names: Names) -> str:
    """The name of a measure in the language of the publication, with its arguments."""
    name = names.say(INDICATORS[measure.code].name)
    said = [_argument(key, value, names) for key, value in measure.arguments]
    return f"{name} ({', '.join(said)})" if said else name


def _argument(key: str, value: str, names: Names) -> str:
    if key == "of":
        return names.label("group", value)
    return names.say(ARGUMENTS[value]) if value in ARGUMENTS else value.upper()


def _grid(answers: Answers, grid: Grid, names: Names) -> Table | None:
    cut = (grid.rows, grid.columns) if grid.columns else (grid.rows,)
    if answers.to(grid.measure, cut) is None:
        return None
    rows = [*_sorted(grid.rows, labels_of(answers, cut, 0), names), ALL]
    columns = [*_sorted(grid.columns, labels_of(answers, cut, 1), names), ALL] if grid.columns else [ALL]
    cells = tuple(
        tuple(
            Ref(key_of(grid.measure, answers.period, answers.confined.filters, **_labels(cut, row, column)))
            for column in columns
        )
        for row in rows
    )
    name = title_of(grid.measure, names)
    axes = [names.dimension(each) for each in cut]
    title = f"{name} · {' × '.join(axes)}"
    return Table(
        id=grid.id,
        sheet=grid.sheet,
        title=title,
        rows=Axis(grid.rows, axes[0], _members(grid.rows, rows, names)),
        columns=Axis(grid.columns, axes[1], _members(grid.columns, columns, names))
        if grid.columns
        else Axis("figure", names.dimension("figure"), (Member(grid.measure.name, name),)),
        cells=cells,
        indicator=grid.measure.name,
        unit=unit_of(grid.measure),
        warning=names.say(grid.warning) if grid.warning else "",
        chart=Chart(grid.chart, title) if grid.chart else None,
    )


def _labels(cut: tuple[str, ...], row: str, column: str) -> dict[str, str]:
    return dict(zip(cut, (row, column), strict=False))


def _listing(answers: Answers, listing: Listing, names: Names) -> Table | None:
    by = () if listing.rows == QUARTER else (listing.rows,)
    there = [each for each in listing.measures if answers.to(each, by) is not None]
    rows = list(_rows(answers, listing, there, names))
    if not there or not rows:
        return None
    cells = tuple(
        tuple(Ref(key_of(each, period, answers.confined.filters, **labels)) for each in there)
        for _, period, labels in rows
    )
    title = names.say(listing.title)
    drawn = tuple(each.name for each in there if each.name in listing.drawn)
    return Table(
        id=listing.id,
        sheet=listing.sheet,
        title=title,
        rows=Axis(listing.rows, names.dimension(listing.rows), tuple(member for member, _, _ in rows)),
        columns=Axis(
            "figure",
            names.dimension("figure"),
            tuple(Member(each.name, f"{each.code} {title_of(each, names)}") for each in there),
        ),
        cells=cells,
        warning=names.say(listing.warning) if listing.warning else "",
        chart=Chart(listing.chart, title, drawn) if listing.chart and drawn else None,
    )


def _rows(
    answers: Answers, listing: Listing, there: Sequence[Measure], names: Names
) -> Iterator[tuple[Member, Period, dict[str, str]]]:
    if listing.rows == QUARTER:
        for number, quarter in enumerate(answers.quarters(), 1):
            code = f"{quarter.start.year}-Q{number}"
            yield Member(code, code), quarter, {}
        return
    codes = labels_of(answers, (listing.rows,), 0)
    rows = [code for code in codes if any(_has(answers, each, listing.rows, code) for each in there)]
    for code in (*_sorted(listing.rows, rows, names), *([ALL] if listing.total else [])):
        member = Member(_code(code), names.label(listing.rows, code))
        yield member, answers.period, {listing.rows: code}


def _has(answers: Answers, measure: Measure, dimension: str, code: str) -> bool:
    answer = answers.to(measure, (dimension,))
    return answer is not None and code in answer.axes[0]


def _key(answers: Answers, measure: Measure, period: Period) -> tuple[str, ...]:
    return key_of(measure, period, answers.confined.filters)


def _code(label: str) -> str:
    return "_T" if label == ALL else label


def _members(dimension: str, codes: Sequence[str], names: Names) -> tuple[Member, ...]:
    return tuple(Member(_code(code), names.label(dimension, code)) for code in codes)


def _sorted(dimension: str, codes: Sequence[str], names: Names) -> list[str]:
    """Countries, centres and courses by name, regions in UNESCO's order; unknown stays last."""
    last = [code for code in codes if code in {"ZZ", "UNK"}]
    codes = [code for code in codes if code not in last]
    if dimension in _BY_NAME:
        codes = sorted(codes, key=lambda code: (names.label(dimension, code).casefold(), code))
    if dimension == "region":
        codes = sorted(codes, key=REGIONS.index)
    return [*codes, *last]
