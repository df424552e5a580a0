"""The workbook: order of sheets, what spreadsheet programs need, and that nothing is lost in silence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from learnhub.kernel.errors import Unacceptable
from learnhub.reach.publication.container import redated, zipped
from learnhub.reach.publication.model import Code, Publication
from learnhub.reach.publication.parameters import Status, View
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
)
from learnhub.reach.publication.xlsx import SHEETS, render_xlsx
from tests.unit.reach.publication.sample_publication import (
    BEFORE,
    FORMULA,
    MEN,
    OBSERVATIONS,
    PARAMETERS,
    SHARE,
    by_centre,
    by_sex,
    sample,
    seen,
)


def opened(publication: Publication | None = None) -> openpyxl.Workbook:
    """The workbook of a publication, read back."""
    return openpyxl.load_workbook(io.BytesIO(render_xlsx(publication or sample()).content))


def sheet(book: openpyxl.Workbook, name: str) -> Worksheet:
    """One of its sheets."""
    found = book[name]
    assert isinstance(found, Worksheet)
    return found


def parts(publication: Publication | None = None) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    """The members of its container."""
    with zipfile.ZipFile(io.BytesIO(render_xlsx(publication or sample()).content)) as container:
        assert container.testzip() is None
        for member in container.infolist():
            yield member, container.read(member)


def texts(found: Worksheet) -> set[str]:
    """All words of a sheet."""
    return {str(cell.value) for row in found.iter_rows() for cell in row if cell.value is not None}


def test_seventeen_sheets_in_order() -> None:
    assert (
        opened().sheetnames
        == list(SHEETS)
        == [
            "README",
            "Key_figures",
            "By_centre",
            "By_country",
            "Region_x_theme",
            "Gender_age",
            "Frameworks",
            "Courses",
            "Events",
            "Learning",
            "Follow_up",
            "Revisions",
            "Data",
            "Data_dictionary",
            "Code_lists",
            "Methodology",
            "Manifest",
        ]
    )


def test_every_part_is_well_formed_and_declared() -> None:
    members = {info.filename: content for info, content in parts()}
    kinds = ET.fromstring(members["[Content_Types].xml"])  # noqa: S314 - our own file
    declared = {kind.get("PartName", "").lstrip("/") for kind in kinds} | {"[Content_Types].xml"}
    extensions = {kind.get("Extension") for kind in kinds} - {None}
    assert declared - {""} <= set(members)
    for name, content in members.items():
        ET.fromstring(content)  # noqa: S314 - our own file
        assert name in declared or name.rpartition(".")[2] in extensions


def test_everything_is_dated_as_of() -> None:
    members = list(parts())
    assert {info.date_time for info, _ in members} == {(2025, 1, 31, 23, 59, 58)}
    core = next(content for info, content in members if info.filename == "docProps/core.xml")
    assert core.count(b"2025-01-31T23:59:59Z") == 2


@pytest.mark.parametrize(
    "moment", [datetime(2025, 1, 31, 23, 59, 59, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC)]
)
def test_a_container_gets_another_date_without_being_packed_again(moment: datetime) -> None:
    named = [("one.txt", b"1" * 1_000), ("two/trois\u00e8me.xml", b"<two/>"), ("empty", b"")]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in named:
            container.writestr(name, content)
    assert redated(out.getvalue(), moment) == zipped(named, moment)


def test_no_cell_is_a_formula() -> None:
    for info, content in parts():
        if info.filename.startswith("xl/worksheets/sheet"):
            assert b"<f>" not in content
            assert b"<f " not in content
    assert sheet(opened(), "By_centre")["C4"].value == "'" + FORMULA
    assert "'" + FORMULA in texts(sheet(opened(), "Data")) & texts(sheet(opened(), "Code_lists"))


def test_tables_show_numbers_as_on_paper() -> None:
    found = sheet(opened(), "By_centre")
    rows = [[cell.value for cell in row] for row in found["A3:D6"]]
    assert rows == [
        ["Centre", "R04", "Q01", "TARGET"],
        ["C01", 30, "'" + FORMULA, 0.333],
        ["C02", 21, "–", "–"],
        ["Total", 49, 0.521, 12],
    ]
    assert found["C6"].number_format == "0.0%"
    assert found["B6"].number_format == "#,##0"
    assert found["A2"].value == by_centre().warning


def test_sorting_a_table_leaves_its_total_in_place() -> None:
    assert sheet(opened(), "By_centre").auto_filter.ref == "A3:D5"
    assert sheet(opened(), "By_centre").freeze_panes == "B4"


def test_what_is_held_back_is_a_letter() -> None:
    assert sheet(opened(), "Gender_age")["B6"].value == "c"
    rows = list(sheet(opened(), "Data").iter_rows(values_only=True))
    held = [dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:] if row[21] == "Q"]
    assert [(row["sex"], row["value"], row["conf_status"]) for row in held] == [("M", None, "C")]


def test_data_is_made_for_machines() -> None:
    found = sheet(opened(), "Data")
    assert found.freeze_panes == "B2"
    assert found.auto_filter.ref == f"A1:X{len(OBSERVATIONS) + 1}"
    assert found.print_title_rows == "$1:$1"
    assert not found.merged_cells.ranges
    assert found["D2"].is_date
    assert found["D2"].number_format == "yyyy-mm-dd"


def test_every_table_has_a_name() -> None:
    names = {name: defined.attr_text for name, defined in opened().defined_names.items()}
    assert names["t_by_centre"] == "By_centre!$A$3:$D$6"
    assert names["t_by_sex"] == "Gender_age!$A$4:$B$7"
    again = names["t_by_sex_again"].removeprefix("Gender_age!").replace("$", "")
    head = next(iter(sheet(opened(), "Gender_age")[again]))
    assert [cell.value for cell in head] == ["Sex", "R04"]
    assert {"t_key_figures", "t_data", "t_code_lists", "t_manifest", "t_revisions"} <= names.keys()


@pytest.mark.parametrize("kind", ChartKind)
def test_charts_are_native_and_described(kind: ChartKind) -> None:
    table = replace(by_centre(), chart=Chart(kind, "What it shows & says", ("r04",)))
    members = {info.filename: content.decode() for info, content in parts(replace(sample(), tables=(table,)))}
    assert 'descr="What it shows &amp; says. The numbers' in members["xl/drawings/drawing1.xml"]
    chart = members["xl/charts/chart1.xml"]
    assert "<c:f>By_centre!$B$4:$B$5</c:f>" in chart
    assert "<c:f>By_centre!$A$4:$A$5</c:f>" in chart


def test_a_long_table_draws_its_largest_rows_alone() -> None:
    """A chart of a hundred and fifty countries would run over several pages and could not be read."""
    rows = [Member(f"{number:03}", f"Place {number}") for number in range(60)]
    cells: tuple[tuple[Cell, ...], ...] = tuple(
        (Amount(number % 50, "persons"), Ref(MEN.key) if number == 59 else Amount(1, "persons"))
        for number in range(60)
    )
    table = Table(
        id="places",
        sheet="By_country",
        title="Places",
        rows=Axis("place", "Place", tuple(rows)),
        columns=Axis("sex", "Sex", (Member("f", "Women"), Member("m", "Men"))),
        cells=cells,
        chart=Chart(ChartKind.CIRCLES, "Places"),
    )
    publication = replace(sample(), tables=(table,))
    found = sheet(opened(publication), "By_country")
    lines = [[cell.value for cell in row[:3]] for row in found.iter_rows()]
    start = lines.index(["Those with most", None, None]) + 1
    assert [line[0] for line in lines[start : start + 20]] == [
        f"Place {number}" for number in range(49, 29, -1)
    ]
    assert lines[start] == ["Place 49", 49, 1]
    members = {info.filename: content.decode() for info, content in parts(publication)}
    assert f"<c:f>By_country!$B${start + 1}:$B${start + 20}</c:f>" in members["xl/charts/chart1.xml"]


def test_what_is_held_back_altogether_has_no_chart() -> None:
    table = replace(by_centre(), chart=Chart(ChartKind.BAR, "What it shows", ("r04",)))
    hidden = {cell.key for row in table.cells for cell in row if isinstance(cell, Ref)}
    observations = tuple(
        each.without_value() if each.key in hidden else each for each in sample().observations
    )
    publication = replace(sample(), observations=observations, tables=(table,))
    assert not [info for info, _ in parts(publication) if "chart" in info.filename]


def test_heads_stand_over_their_numbers_and_have_room() -> None:
    found = sheet(opened(), "By_centre")
    assert [found[place].alignment.horizontal for place in ("A3", "B3", "C3")] == [None, "right", "right"]
    assert found.row_dimensions[3].height >= 15
    columns = by_centre().columns
    long = "Learners reached for the first time in this place"
    members = tuple(replace(member, label=long) for member in columns.members)
    narrow = replace(by_centre(), columns=replace(columns, members=members))
    tall = sheet(opened(replace(sample(), tables=(narrow,))), "By_centre")
    assert tall.row_dimensions[3].height >= 3 * 15


@pytest.mark.parametrize("title", ["=Data!A1", "Data!A1", "Learners by centre"])
def test_the_title_of_a_chart_is_that_of_its_table(title: str) -> None:
    table = replace(by_centre(), title=title)
    members = {info.filename: content.decode() for info, content in parts(replace(sample(), tables=(table,)))}
    title_of_chart = members["xl/charts/chart1.xml"].split("</c:title>")[0]
    assert "<c:f>By_centre!$A$1</c:f>" in title_of_chart
    assert "<c:f>Data!A1</c:f>" not in members["xl/charts/chart1.xml"]
    assert title in title_of_chart


def test_a_table_of_totals_alone_has_no_chart() -> None:
    table = by_sex()
    alone = replace(table, rows=replace(table.rows, members=table.rows.members[2:]), cells=table.cells[2:])
    assert not [info for info, _ in parts(replace(sample(), tables=(alone,))) if "chart" in info.filename]


def test_key_figures_stand_beside_those_of_the_year_before() -> None:
    rows = list(sheet(opened(), "Key_figures").iter_rows(min_row=4, max_row=5, values_only=True))
    assert rows[0][:6] == ("R04", "Learners reached", 49, 16, 2.063, "persons")
    assert rows[1][:5] == ("Q01", "Women", 0.521, None, None)


def test_a_share_moves_by_points_as_in_documents() -> None:
    before = replace(
        SHARE, period_start=BEFORE.period_start, period_end=BEFORE.period_end, value=Fraction(1, 2)
    )
    figure = KeyFigure("Women", SHARE.key, before.key)
    made = replace(sample(), observations=(*sample().observations, before), key_figures=(figure,))
    cell = sheet(opened(made), "Key_figures").cell(row=4, column=5)
    points = '0.0 "percentage points"'
    assert (cell.value, cell.number_format) == (2.1, f"+{points};-{points};{points}")


def test_a_donor_finds_both_codes_and_definitions() -> None:
    rows = list(sheet(opened(), "Key_figures").iter_rows(min_row=9, values_only=True))
    ours = "Distinct persons with a learning fact."
    assert rows == [("Fund", "F-1", "People", "R04", ours, None, "–", 60, 49)]


def test_revisions_say_why() -> None:
    rows = list(sheet(opened(), "Revisions").iter_rows(min_row=2, values_only=True))
    assert rows == [("R04", "sex=M", "2024-P1", 21, None, None, "persons", "LATE MERGE")]


@pytest.mark.parametrize("view", View)
def test_every_printed_page_says_for_whom_it_is(view: View) -> None:
    found = opened(replace(sample(), parameters=replace(PARAMETERS, view=view, title="R & D")))
    for name in SHEETS:
        header, footer = sheet(found, name).oddHeader, sheet(found, name).oddFooter
        assert header is not None
        assert footer is not None
        assert (header.left.text, header.right.text) == ("R && D", view)
        assert footer.left.text == f"2024-F1, {view}"


def test_provisional_figures_are_not_for_quotation() -> None:
    words = "Provisional, not for quotation."
    draft = replace(sample(), parameters=replace(PARAMETERS, status=Status.PROVISIONAL))
    assert words in texts(sheet(opened(draft), "README"))
    assert words not in texts(sheet(opened(), "README"))


def test_too_many_rows_are_an_error() -> None:
    limit = 50
    counts = tuple(seen("R04", number, centre=f"c{number}") for number in range(limit))
    fits = Publication(parameters=PARAMETERS, observations=counts[1:])
    assert render_xlsx(fits, row_limit=limit).rows == limit - 1
    with pytest.raises(Unacceptable, match="Data would need more than 50 rows"):
        render_xlsx(replace(fits, observations=counts), row_limit=limit)


def test_too_long_a_text_is_an_error() -> None:
    fits, too_long = (
        replace(sample(), code_lists=(Code("centre", "c01", "x" * n),)) for n in (32_766, 32_768)
    )
    assert "x" * 32_766 in texts(sheet(opened(fits), "Code_lists"))
    with pytest.raises(Unacceptable, match="does not fit"):
        render_xlsx(too_long)


def test_characters_that_xml_forbids_do_not_break_the_file() -> None:
    odd = replace(sample(), code_lists=(Code("centre", "c01", "a\x01b"),))
    for _, content in parts(odd):
        ET.fromstring(content)  # noqa: S314 - our own file


def test_a_variant_of_ours_is_defined_beside_the_donors_indicator() -> None:
    alias = replace(sample().aliases[0], code="F-2", indicator="R04.LDC")
    rows = sheet(opened(replace(sample(), aliases=(alias,))), "Key_figures").iter_rows(values_only=True)
    (row,) = [row for row in rows if "F-2" in row]
    assert "Distinct persons with a learning fact." in row
