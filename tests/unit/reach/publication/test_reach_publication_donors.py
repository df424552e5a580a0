"""A donor's sheet: everything wrong is said at once, and what is right is mapped exactly."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.formats.sheets import Sheet, read_sheet
from learnhub.reach.publication.donors import MOST_ROWS, DonorSheetError, Fault, aliases_of
from learnhub.reach.publication.model import DonorAlias

UNITS = {"R04": "persons", "Q01": "ratio", "H01": "hours"}
HEADER = "Donor,Code,Definition,Indicator,Target,Baseline,Baseline day,Difference"


def read(*rows: str, header: str = HEADER) -> tuple[DonorAlias, ...]:
    """What these lines of CSV say."""
    return aliases_of(read_sheet("donor.csv", "\n".join((header, *rows)).encode()), UNITS)


def faults(*rows: str, header: str = HEADER) -> list[tuple[Fault, int, str]]:
    """What is wrong with these lines."""
    with pytest.raises(DonorSheetError) as caught:
        read(*rows, header=header)
    assert len(caught.value.problems) == len(caught.value.faults)
    return [(each.fault, each.row, each.typed) for each in caught.value.faults]


def test_a_sheet_is_read_in_its_order() -> None:
    found = read("Fund,F-2,Women,Q01,55%,0.4,2022-12-31,Girls too", "Fund,F-1,People,R04,1 200,,,")
    assert found == (
        DonorAlias(
            donor="Fund",
            code="F-2",
            definition="Women",
            indicator="Q01",
            target=Fraction(55, 100),
            baseline=Fraction(2, 5),
            baseline_day=date(2022, 12, 31),
            difference="Girls too",
        ),
        DonorAlias(donor="Fund", code="F-1", definition="People", indicator="R04", target=Fraction(1200)),
    )


def test_targets_are_not_needed() -> None:
    (found,) = read("Fund,F-1,R04,People", header="donor,code,indicator,definition")
    assert (found.indicator, found.target, found.difference) == ("R04", None, "")


def test_missing_columns_are_named() -> None:
    assert faults("1,2", header="donor,target") == [
        (Fault.COLUMN, 0, "code"),
        (Fault.COLUMN, 0, "definition"),
        (Fault.COLUMN, 0, "indicator"),
    ]


def test_every_fault_is_said_at_once() -> None:
    found = faults(
        "Fund,F-1,,R04,,,,",
        "Fund,F-2,People,X99,,,,",
        "Fund,F-3,People,R04,many,,,",
        "Fund,F-4,Women,Q01,55,,,",
        "Fund,F-5,People,R04,60%,,,",
        "Fund,F-6,People,R04,,10,,",
        "Fund,F-7,People,R04,,10,2022-02-30,",
        "fund,f-1,People,R04,,,,",
        "Fund,F-8,People,R04,-3,,,",
    )
    assert found == [
        (Fault.EMPTY, 2, "definition"),
        (Fault.INDICATOR, 3, "X99"),
        (Fault.NUMBER, 4, "many"),
        (Fault.SHARE, 5, "55"),
        (Fault.NUMBER, 6, "60%"),
        (Fault.BASELINE, 7, "10"),
        (Fault.DAY, 8, "2022-02-30"),
        (Fault.TWICE, 9, "f-1"),
        (Fault.NUMBER, 10, "-3"),
    ]


def test_too_long_a_sheet_is_refused() -> None:
    rows = [(number, ["Fund", str(number), "x", "R04"]) for number in range(2, MOST_ROWS + 3)]
    with pytest.raises(DonorSheetError) as caught:
        aliases_of(Sheet(["donor", "code", "definition", "indicator"], rows), UNITS)
    assert [each.fault for each in caught.value.faults] == [Fault.MANY]


def test_numbers_and_days_of_a_workbook_are_understood() -> None:
    (found,) = read("Fund,F-1,Women,Q01,0.55000000000000004,0.4,44926,")
    assert (found.target, found.baseline_day) == (Fraction(55, 100), date(2022, 12, 31))


@given(st.integers(0, 10**12 - 1), st.integers(0, 10**6 - 1))
def test_numbers_are_exact(whole: int, millionths: int) -> None:
    (found,) = read(f"Fund,F-1,Hours,H01,{whole}.{millionths:06},,,")
    assert found.target == whole + Fraction(millionths, 10**6)
