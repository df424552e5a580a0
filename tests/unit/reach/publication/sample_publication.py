"""A small publication with one of everything: cuts, held-back and undefined figures, tables, charts, a donor."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

from learnhub.reach.publication.model import (
    Code,
    Definition,
    DonorAlias,
    Paragraph,
    Publication,
    Revision,
)
from learnhub.reach.publication.observation import TOTAL, Number, Observation, Observed
from learnhub.reach.publication.parameters import Disclosure, Ledger, Parameters, Quality, Status, View
from learnhub.reach.publication.table import (
    Amount,
    Axis,
    Cell,
    Chart,
    ChartKind,
    KeyFigure,
    Member,
    Ref,
    Table,
    Text,
)

START, END = date(2024, 1, 1), date(2024, 12, 31)
AS_OF = datetime(2025, 1, 31, 23, 59, 59, tzinfo=UTC)
FORMULA = '=1+1&"x"'
NAMES = {"R04": "Learners reached", "E01": "Enrolments", "Q01": "Share of women", "L04.g": "Effect size g"}
UNITS = {"R04": "persons", "E01": "enrolments", "Q01": "ratio", "L04.g": "number"}


def seen(
    indicator: str, value: Number | None, over: Number | None = None, /, **dimensions: str
) -> Observation:
    """An observation of 2024. With `over` it is the rate `value` / `over`."""
    return Observation(
        indicator=indicator,
        name=NAMES[indicator],
        unit=UNITS[indicator],
        period_start=START,
        period_end=END,
        value=value if over is None else Fraction(value or 0) / over,
        numerator=value if over is not None else None,
        denominator=over,
        obs_status=Observed.NORMAL if value is not None else Observed.UNDEFINED,
        **dimensions,  # type: ignore[arg-type]
    )


REACHED = seen("R04", 49)
WOMEN = seen("R04", 25, sex="F")
MEN = seen("R04", 22, sex="M").without_value()
BEFORE = replace(REACHED, period_start=date(2023, 1, 1), period_end=date(2023, 12, 31), value=16)
SHARE = seen("Q01", 25, 48)
NO_SHARE = seen("Q01", None, centre="c02")
OBSERVATIONS = (
    REACHED,
    WOMEN,
    MEN,
    BEFORE,
    SHARE,
    NO_SHARE,
    seen("R04", 30, centre="c01"),
    seen("R04", 21, centre="c02"),
    seen("R04", 19, region="AFR"),
    seen("R04", 3, region="UNK"),
    seen("R04", 3, ref_area="ZZ"),
    seen("R04", 14, country_group="LDC"),
    seen("E01", 46),
    seen("E01", 20, course="water", centre="c01"),
    seen("E01", Fraction(23, 2), framework="SDG", target="SDG:13.1"),
    seen("L04.g", Fraction(1022808, 1000000)),
    replace(seen("E01", 1, centre="c03"), footnote=FORMULA),
)


def axis(dimension: str, *codes: str) -> Axis:
    """An axis whose labels are its codes in capitals; the total is `Total`."""
    members = (Member(code, "Total" if code == TOTAL else code.upper()) for code in codes)
    return Axis(dimension, dimension.title(), tuple(members))


def by_centre() -> Table:
    """Persons and share of women by centre, with words that look like a formula."""
    cells: tuple[tuple[Cell, ...], ...] = (
        (Ref(seen("R04", 0, centre="c01").key), Text(FORMULA), Amount(Fraction(1, 3), "ratio")),
        (Ref(seen("R04", 0, centre="c02").key), Ref(NO_SHARE.key), Amount(None, "ratio")),
        (Ref(REACHED.key), Ref(SHARE.key), Amount(12, "persons")),
    )
    return Table(
        id="by_centre",
        sheet="By_centre",
        title="Learners by centre",
        rows=axis("centre", "c01", "c02", TOTAL),
        columns=axis("figure", "r04", "q01", "target"),
        cells=cells,
        warning="A person who learns at two centres is in both rows: do not add.",
        notes=("Counted once in the total.",),
        chart=Chart(ChartKind.BAR, "Bars: centre c01 reached 30 learners, c02 21.", ("r04",)),
    )


def by_sex() -> Table:
    """Two women's and men's figures on one sheet with a second table, one of them held back."""
    return Table(
        id="by_sex",
        sheet="Gender_age",
        title="Learners by gender",
        rows=axis("sex", "F", "M", TOTAL),
        columns=axis("figure", "r04"),
        cells=((Ref(WOMEN.key),), (Ref(MEN.key),), (Ref(REACHED.key),)),
        chart=Chart(ChartKind.LINE, "A line over genders."),
    )


PARAMETERS = Parameters(
    release="2024-F1",
    status=Status.FINAL,
    scope="net",
    period_start=START,
    period_end=END,
    as_of=AS_OF,
    view=View.PARTNER,
    title="Reach 2024",
    language="en",
    methodology="1.0.0",
    generator="learnhub 0.1.0",
    query="network-annual",
    ledger=Ledger(
        rows_considered={"sessions": 70, "enrolments": 60}, last_entry_id=123, chain_sha256="ab" * 32
    ),
    reference_lists={"regions": "UNESCO-2023", "country_groups": "2024-12-31"},
    disclosure=Disclosure(primary=1, algorithm="sdc-1.0"),
    quality=Quality(rejected_rows=1, coverage={"gender": Fraction(48, 49), "age": None}),
    publisher="The network",
    address="https://example.org/reach/indicators",
)


def sample() -> Publication:
    """The publication."""
    again = replace(by_sex(), id="by_sex_again", title="Once more", chart=None)
    return Publication(
        parameters=PARAMETERS,
        observations=OBSERVATIONS,
        key_figures=(KeyFigure("Learners reached", REACHED.key, BEFORE.key), KeyFigure("Women", SHARE.key)),
        tables=(by_centre(), by_sex(), again),
        revisions=(Revision("R04", "sex=M", 21, None, "persons", ("LATE", "MERGE"), "2024-P1"),),
        definitions=(
            Definition(
                code="R04",
                name="Learners reached",
                definition="Distinct persons with a learning fact.",
                unit="persons",
                additive_over=("sex", "age"),
                additivity="over gender and age",
            ),
            Definition(code="L04", name="Effect size", definition="d_av.", unit="number", outcome=True),
        ),
        code_lists=(Code("centre", "c01", FORMULA), Code("centre", "c02", "Hazard centre")),
        methodology=(Paragraph("Persons", "Counted once."), Paragraph("", "Unknown is shown.")),
        aliases=(DonorAlias(donor="Fund", code="F-1", definition="People", indicator="R04", target=60),),
        phrase="49 (F 25)",
        footnotes=("Course hours are measured.",),
    )
