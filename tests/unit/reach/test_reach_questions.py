"""What may be asked, what is said when it may not, and how a value is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.kernel.errors import Unacceptable
from learnhub.reach.figures import TOTAL, written
from learnhub.reach.indicators import DIMENSIONS, INDICATORS, OWN_DIMENSIONS
from learnhub.reach.query import Query, parse_filters, parse_query
from tests.unit.reach import reach_feeding as feeding

AS_OF = datetime(2025, 6, 30, 23, 59, 59, tzinfo=UTC)
YEAR = (date(2024, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize(
    ("texts", "mend"),
    [
        (("R99", "2025-06-30T23:59:59Z", "2024-01-01", "2024-12-31", ""), "take one of R01"),
        (("R04", "30 June", "2024-01-01", "2024-12-31", ""), "neither a day nor an instant"),
        (("R04", "2025-06-30T23:59:59", "2024-01-01", "2024-12-31", ""), "time zone"),
        (("R04", "2025-02-30T00:00:00Z", "2024-01-01", "2024-12-31", ""), "or 2025-06-30T23:59:59Z"),
        (("R04", "2025-06-30T23:59:59Z", "2024-13-01", "2024-12-31", ""), "not a day"),
        (("R04", "2025-06-30T23:59:59Z", "", "2024-12-31", ""), "not a day"),
        (("R04", "2025-06-30T23:59:59Z", "2024-12-31", "2024-01-01", ""), "swap the days"),
        (
            ("R04", "2025-06-30T23:59:59Z", "2024-01-01", "2024-12-31", "planet=Mars"),
            "can't be cut by 'planet'",
        ),
        (("R04", "2025-06-30T23:59:59Z", "2024-01-01", "2024-12-31", "centre"), "write key=value"),
        (("R04", "2025-06-30T23:59:59Z", "2024-01-01", "2024-12-31", "centre="), "has no value"),
        (("R04", "2025-06-30T23:59:59Z", "2024-01-01", "2024-12-31", "gender=F&gender=M"), "stands twice"),
        (
            ("R04", "2025-06-30T23:59:59Z", "2024-01-01", "2024-12-31", "gender=female"),
            "take one of F, M, X, U",
        ),
        (("R04", "2025-06-30T23:59:59Z", "2024-01-01", "2024-12-31", "age=25"), "take one of 0-14"),
        (("R04", "2025-06-30T23:59:59Z", "2024-01-01", "2024-12-31", "region=AF"), "take one of AFR"),
        (("R04", "2025-06-30T23:59:59Z", "2024-01-01", "2024-12-31", "country=Kenya"), "two letters"),
        (("R04", "2025-06-30T23:59:59Z", "2024-01-01", "2024-12-31", "group=EU"), "take one of LDC"),
        (("R04", "2025-06-30T23:59:59Z", "2024-01-01", "2024-12-31", "code=13"), "SDG:13"),
        (("R09", "2025-06-30T23:59:59Z", "2024-01-01", "2024-12-31", "centre=C01"), "R09 can't be cut"),
        (("T01", "2025-06-30T23:59:59Z", "2024-01-01", "2024-12-31", "gender=F"), "T01 can't be cut"),
        (("E05", "2025-06-30T23:59:59Z", "2024-01-01", "2024-12-31", "ladder=top"), "take one of certified"),
        (("Q03", "2025-06-30T23:59:59Z", "2024-01-01", "2024-12-31", "of=EU"), "take one of LDC"),
        (("R04", "2025-06-30T23:59:59Z", "2024-01-01", "2024-12-31", "of=LDC"), "can't be cut by 'of'"),
        (("L05", "2025-06-30T23:59:59Z", "2024-01-01", "2024-12-31", "quiz=pre"), "write course=ID"),
        (("L06", "2025-06-30T23:59:59Z", "2024-01-01", "2024-12-31", "course=K01"), "write item=NUMBER"),
        (("L06", "2025-06-30T23:59:59Z", "2024-01-01", "2024-12-31", "course=K01&item=0"), "counted from 1"),
        (("R04", "2031-06-30T23:59:59Z", "2024-01-01", "2024-12-31", ""), "in the future"),
    ],
)
def test_a_question_that_cannot_be_asked_says_how_to_mend_it(texts: tuple[str, ...], mend: str) -> None:
    with pytest.raises(Unacceptable, match=mend):
        parse_query(*texts).checked(now=datetime(2026, 11, 22, tzinfo=UTC))


def test_a_day_as_of_which_is_asked_means_its_end() -> None:
    assert parse_query("R04", "2025-06-30", "2024-01-01", "2024-12-31", "").as_of == AS_OF


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(Unacceptable) as told:
        Query("R99", AS_OF, YEAR[1], YEAR[0], {"planet": "Mars"}).checked()
    assert len([told.value.message, *told.value.problems]) == 3


def test_at_most_two_dimensions() -> None:
    with pytest.raises(Unacceptable, match="one or two"):
        Query("R04", AS_OF, *YEAR, {}, ("gender", "age", "region")).checked()


def test_offsets_of_the_as_of_are_understood() -> None:
    assert parse_query("R04", "2025-07-01T02:59:59+03:00", "2024-01-01", "2024-12-31").as_of == AS_OF


def test_filters_are_read() -> None:
    assert parse_filters("region=AFR&theme=WATER") == {"region": "AFR", "theme": "WATER"}
    assert parse_filters("") == {}
    assert parse_filters("mode=any&gender=F") == {"gender": "F"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (0, "0"),
        (49, "49"),
        (Fraction(1, 2), "0.5"),
        (Fraction(5, 14), "0.357143"),
        (Fraction(1, 2_000_000), "0.000001"),
        (Fraction(1, 2_000_001), "0"),
        (Fraction(-1, 3), "-0.333333"),
        (Fraction(-1, 9_000_000), "0"),
        (Fraction(9_999_999_999, 10_000_000_000), "1"),
    ],
)
def test_values_are_written_half_up(value: int | Fraction | None, text: str) -> None:
    assert written(value) == text


@given(st.fractions(max_denominator=10_000))
def test_written_values_are_near_and_short(value: Fraction) -> None:
    text = written(value)
    assert abs(Fraction(text) - value) <= Fraction(1, 2_000_000)
    assert text == "0" or not ("." in text and text.endswith("0"))


@pytest.mark.parametrize("code", sorted(INDICATORS))
def test_every_indicator_is_declared_in_full(code: str) -> None:
    indicator = INDICATORS[code]
    assert indicator.code == code
    for text in (indicator.name, indicator.definition, indicator.numerator, indicator.time_basis):
        assert text
    assert set(indicator.disaggregations) <= {*DIMENSIONS, *OWN_DIMENSIONS}


def test_a_figure_tells_its_coverage_and_warnings(tmp_path: Path) -> None:
    rows = feeding.read_rows(feeding.GOLDEN)
    engine, reference = feeding.engine(rows, tmp_path), feeding.reference(rows)
    figure = engine.compute(Query("R04", AS_OF, *YEAR), reference)
    assert figure.coverage is not None
    assert written(figure.coverage.share("gender")) == "0.979592"
    assert written(figure.coverage.share("country")) == "0.959184"
    assert written(figure.coverage.share("age")) == "0.938776"
    assert figure.warnings == ()
    listed = replace(reference, names={"centre": frozenset({"C99"})})
    odd = engine.compute(Query("R04", datetime(2024, 6, 1, tzinfo=UTC), *YEAR, {"centre": "C99"}), listed)
    assert odd.value == 0
    assert any("C99" in warning for warning in odd.warnings)
    assert any("Provisional" in warning for warning in odd.warnings)
    overlapping = engine.tabulate(Query("R04", AS_OF, *YEAR, {}, ("centre",)), reference)
    assert "Figures overlap; do not add." in overlapping.warnings
    additive = engine.tabulate(Query("E01", AS_OF, *YEAR, {}, ("centre",)), reference)
    assert additive.warnings == ()


@pytest.mark.parametrize(
    "code", ["R04", "E01", "E03", "H01", "H02", "T02", "T04", "L01", "L07", "U01", "U03"]
)
def test_coverage_is_what_a_table_counts(tmp_path: Path, code: str) -> None:
    """Gender and age are the same in all rows of a person, however many she has."""
    rows = feeding.read_rows(feeding.GOLDEN)
    engine, reference = feeding.engine(rows, tmp_path), feeding.reference(rows)
    genders, ages = (
        engine.tabulate(Query(code, AS_OF, *YEAR, {}, (by,)), reference) for by in ("gender", "age")
    )
    coverage = genders.coverage
    assert coverage is not None
    assert coverage.total == genders.at(TOTAL).n > 0
    assert coverage.gender == coverage.total - genders.at("U").n
    assert coverage.age == coverage.total - ages.at("UNK").n
    bare = engine.tabulate(genders.query, reference, coverage=False)
    assert (bare.cells, bare.coverage, bare.warnings) == (genders.cells, None, ())


@pytest.mark.parametrize(
    ("key", "text", "named"),
    [
        ("theme", "T01|WATR", "WATR"),
        ("centre", "C99", "C99"),
        ("course", "K99", "K99"),
        ("country", "XX", "XX"),
        ("code", "SDG:99", "SDG:99"),
        ("goal", "ABC:1", "ABC:1"),
    ],
)
def test_a_filter_that_nobody_knows_is_refused_and_named(
    key: str, text: str, named: str, tmp_path: Path
) -> None:
    rows = feeding.read_rows(feeding.GOLDEN)
    theme = rows["courses"][0]["theme"]
    engine, reference = feeding.engine(rows, tmp_path), feeding.reference(rows)
    query = Query("R04", AS_OF, *YEAR, {key: text.replace("T01", theme)})
    for ask in (engine.compute, engine.tabulate, partial(engine.rows_behind, limit=5)):
        with pytest.raises(Unacceptable, match=f"There is no {key} '{named}'"):
            ask(query, reference)


def test_unknown_country_and_unmapped_objects_are_no_strangers(tmp_path: Path) -> None:
    rows = feeding.read_rows(feeding.GOLDEN / "micro")
    engine, reference = feeding.engine(rows, tmp_path), feeding.reference(rows)
    listed = rows["countries"][-1]["iso2"]
    for filters in ({"country": "ZZ"}, {"code": "SDG:none"}, {"goal": "SDG:none"}, {"country": listed}):
        assert engine.compute(Query("R04", AS_OF, *YEAR, filters), reference).value is not None


def test_low_coverage_is_told(tmp_path: Path) -> None:
    rows = feeding.read_rows(feeding.GOLDEN / "micro")
    rows["persons"] = [{**row, "gender": "U" if row["person_id"] < "p4" else "F"} for row in rows["persons"]]
    engine, reference = feeding.engine(rows, tmp_path), feeding.reference(rows)
    figure = engine.compute(Query("R04", AS_OF, *YEAR, {"gender": "F"}), reference)
    assert any("Low coverage: gender is known for 40 %" in warning for warning in figure.warnings)


def test_statistics_on_a_handful_of_people_say_so(tmp_path: Path) -> None:
    rows = feeding.read_rows(feeding.GOLDEN)
    engine, reference = feeding.engine(rows, tmp_path), feeding.reference(rows)
    few = "Not for publication: fewer than 10 pairs."
    whole, women = (
        engine.compute(Query("L04", AS_OF, *YEAR, {"course": "K01", **more}), reference)
        for more in ({}, {"gender": "X"})
    )
    assert few not in whole.warnings
    assert whole.beside is not None
    assert (whole.beside.numerator, whole.beside.denominator) == (12, 13)
    assert few in women.warnings
    share = engine.compute(Query("Q01", AS_OF, *YEAR), reference)
    assert share.interval is not None
    low, high = share.interval
    assert (written(low), written(high)) == ("0.38329", "0.655289")
    assert engine.compute(Query("R04", AS_OF, *YEAR), reference).interval is None


def test_answers_of_few_of_those_invited_say_so(tmp_path: Path) -> None:
    rows = feeding.read_rows(feeding.GOLDEN)
    rows["surveys"] = [
        row if row["response_id"] in ("Y001", "Y002") else {**row, "responded_at": ""}
        for row in rows["surveys"]
    ]
    engine, reference = feeding.engine(rows, tmp_path), feeding.reference(rows)
    figure = engine.compute(Query("U01", AS_OF, *YEAR), reference)
    assert figure.text == "1"
    assert figure.beside is not None
    assert (figure.beside.numerator, figure.beside.denominator) == (2, 11)
    assert "Of respondents only: 18 % of those invited answered." in figure.warnings


def test_the_documentation_names_every_indicator_and_dimension() -> None:
    text = (Path(__file__).resolve().parents[3] / "docs" / "reach.md").read_text(encoding="utf-8")
    for indicator in INDICATORS.values():
        assert f"| {indicator.code} | {indicator.name} |" in text
    for dimension in (*DIMENSIONS, *OWN_DIMENSIONS):
        assert f"`{dimension}`" in text
