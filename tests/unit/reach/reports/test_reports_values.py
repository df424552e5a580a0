"""What the templates are given: words of all languages, signs of fonts, numbers, cuts, chapters."""

from __future__ import annotations

import json
import string
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_samples import COUNTRIES, Maker, parameters, publication

from learnhub.credentials.glyphs import covered
from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.observation import TOTAL, Confidential, Observed
from learnhub.reach.publication.parameters import View
from learnhub.reach.publication.table import (
    TABLE_SHEETS,
    Axis,
    Chart,
    ChartKind,
    KeyFigure,
    Member,
    Ref,
    Table,
)
from learnhub.reach.reports import Product, coverage
from learnhub.reach.reports.backmatter import method, proof
from learnhub.reach.reports.choice import Cut
from learnhub.reach.reports.contents import document, sides
from learnhub.reach.reports.drawings import pictures
from learnhub.reach.reports.headlines import difference
from learnhub.reach.reports.make import FONTS
from learnhub.reach.reports.products import PLANS, SHEETS, chapter_of
from learnhub.reach.reports.tables import table_parts
from learnhub.reach.reports.words import FOLDER, LANGUAGES, words_of

EN = words_of("en")


def shape(value: Any) -> Any:
    """Keys, lengths of lists and placeholders: what two languages must share."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    if isinstance(value, list):
        return [shape(each) for each in value]
    return sorted(name for _, name, _, _ in string.Formatter().parse(value) if name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_with_the_same_blanks(language: str) -> None:
    texts = json.loads((FOLDER / f"{language}.json").read_text("utf-8"))
    assert shape(texts) == shape(EN.texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fixed_word_can_be_drawn(language: str) -> None:
    def walk(value: Any) -> None:
        if isinstance(value, str):
            assert coverage.fitted(value, whole=True) == value
        else:
            for each in value.values() if isinstance(value, dict) else value:
                walk(each)

    walk(words_of(language).texts)


def test_the_ranges_are_those_of_the_fonts() -> None:
    known = covered(sorted(FONTS.glob("*.ttf")))
    told = {code for first, last in coverage.ranges() for code in range(first, last + 1)}
    assert told == known


@given(st.text())
def test_a_fitted_text_holds_only_signs_that_fonts_have_and_nothing_new(text: str) -> None:
    made = coverage.fitted(text)
    assert all(coverage.has_shape(sign) or sign in coverage.JOINERS | {coverage.BREAK} for sign in made)
    assert coverage.fitted(made) == made or coverage.BREAK in made
    assert all(
        len(run) <= coverage.LONGEST_RUN for word in made.split(" ") for run in word.split(coverage.BREAK)
    )


@pytest.mark.parametrize(("language", "said"), [
    ("en", "1,234,567"), ("fr", "1\u202f234\u202f567"), ("zh", "1,234,567"),
])  # fmt: skip
def test_thousands_are_set_apart_as_the_language_does(language: str, said: str) -> None:
    made = words_of(language).number(1234567, "persons")
    assert made.replace("\N{NO-BREAK SPACE}", "\u202f") == said


def test_a_period_of_one_year_is_the_year_and_of_years_their_span() -> None:
    assert EN.period(date(2024, 1, 1), date(2024, 12, 31)) == "2024"
    assert EN.period(date(2018, 1, 1), date(2023, 12, 31)) == "2018–2023"
    assert EN.period(date(2024, 4, 1), date(2024, 6, 30)) == "1 April 2024 to 30 June 2024"
    assert words_of("fr").period(date(2024, 4, 1), date(2024, 6, 30)) == "du 1er avril 2024 au 30 juin 2024"


@pytest.mark.parametrize(("code", "now", "before", "said"), [
    ("R04", 120, 100, "+20.0 %"),
    ("R04", 80, 100, "−20.0 %"),
    ("R04", 100, 100, "unchanged"),
    ("R04", 1000, 10, ""),
    ("R04", 5, 0, ""),
    ("R04", 5, None, ""),
    ("Q01", Fraction(1, 2), Fraction(2, 5), "+10.0 points"),
])  # fmt: skip
def test_changes_are_said_in_per_cent_or_in_points(
    code: str, now: int | Fraction, before: int | Fraction | None, said: str
) -> None:
    maker = Maker("en")
    current = maker.observations[maker.ref(code, now).key]
    earlier = maker.observations[maker.ref(code, before, start=date(2023, 1, 1), end=date(2023, 12, 31)).key]
    assert difference(current, earlier, EN).replace("\N{NO-BREAK SPACE}", " ") == said


def test_a_hidden_figure_has_no_change_and_says_why() -> None:
    maker = Maker("en")
    hidden = maker.ref("R04", 3, hidden=True).key
    before = maker.ref("R04", 8, start=date(2023, 1, 1), end=date(2023, 12, 31)).key
    made = Publication(
        parameters=parameters("en"),
        observations=tuple(maker.observations.values()),
        key_figures=(KeyFigure("Learners reached", hidden, before),),
    )
    tile = document(made, Product.BOARD, "en")["tiles"][0]
    assert tile["value"] == "c"
    assert tile["note"] == "hidden to protect people"


def test_the_line_to_quote_says_what_it_counts() -> None:
    maker = Maker("fr")
    reached = KeyFigure("Apprenants touchés", maker.ref("R04", Fraction(17)).key)
    observations = tuple(maker.observations.values())
    made = Publication(
        parameters=parameters("fr"), observations=observations, key_figures=(reached,), phrase="17"
    )
    assert document(made, Product.CENTRE, "fr")["phrase_label"] == "Apprenants touchés"


def test_documents_say_why_a_key_figure_is_held_back_and_what_to_tell_instead() -> None:
    maker = Maker("en")
    women = maker.ref("Q01", Fraction(1, 2), hidden=True).key
    made = Publication(
        parameters=parameters("en"),
        observations=tuple(maker.observations.values()),
        key_figures=(KeyFigure("Share of women", women),),
        phrase="17",
    )
    told = document(made, Product.CENTRE, "en")
    notes = next(each for each in told["sections"] if each["name"] == "key_figures")["parts"][0]["notes"]
    assert "it would tell how many there are of few people" in notes[0]
    assert notes[1].startswith("Instead of the share of women, tell the count of women")
    assert told["phrase_note"] == "A part that would show a small group is left out.", (
        "no part, no short names"
    )


def test_live_figures_promise_no_folder_and_what_is_not_for_everybody_no_licence() -> None:
    live = Publication(parameters=parameters("en", view=View.INTERNAL, release="P"), observations=())
    told = json.dumps(proof(live, EN))
    assert "signed manifest" not in told
    assert "Licence" not in told
    open_data = Publication(parameters=parameters("en", view=View.PUBLIC), observations=())
    told = json.dumps(proof(open_data, EN))
    assert "signed manifest" in told
    assert "Licence: CC-BY-4.0." in told


def test_goals_stand_in_the_order_of_their_numbers() -> None:
    maker = Maker("en")
    codes = ("SDG:13", "SDG:4", "SDG:none", "SDG:6", TOTAL)
    axes = (
        Axis("goal", "Goal", tuple(Member(code, code) for code in codes)),
        Axis("figure", "", (Member("R04", "R04"),)),
    )
    cells = tuple((maker.ref("R04", 10 + number, target=code),) for number, code in enumerate(codes))
    table = Table(id="goals", sheet="Frameworks", title="Goals", rows=axes[0], columns=axes[1], cells=cells)
    made = Publication(
        parameters=parameters("en"), observations=tuple(maker.observations.values()), tables=(table,)
    )
    part = table_parts(made, table, EN)[0]
    shown = [row[0]["text"] for row in part["rows"]]
    assert shown == ["SDG:4", "SDG:6", "SDG:13", "SDG:none", TOTAL]
    assert part["total"]


def countries(cut: Cut) -> list[dict[str, Any]]:
    maker = Maker("en")
    table = maker.countries()
    made = Publication(
        parameters=parameters("en"), observations=tuple(maker.observations.values()), tables=(table,)
    )
    return table_parts(made, table, EN, cut)


def test_a_cut_keeps_the_largest_rows_in_their_order_and_the_column_of_totals_and_says_so() -> None:
    (part,) = countries(Cut(rows=3, columns=3))
    assert [row[0]["text"] for row in part["rows"]] == ["Egypt", "India", "Kenya"]
    assert [column["label"] for column in part["columns"]] == [
        "Country",
        "Women",
        "Men",
        "X",
        "Unknown",
        "Total",
    ]
    assert f"3 of {len(COUNTRIES)} rows are shown" in part["notes"][-1]


def test_a_row_that_is_held_back_is_left_out_after_the_rows_without_anybody() -> None:
    maker = Maker("en")
    shown = {"Y0": 0, "Y15": 4, "Y25": 18, TOTAL: 22}
    axes = (
        Axis("age", "Age", tuple(Member(code, code) for code in shown)),
        Axis("figure", "", (Member("R04", "R04"),)),
    )
    cells = tuple((maker.ref("R04", value, age=code, hidden=code == "Y15"),) for code, value in shown.items())
    table = Table(id="ages", sheet="Gender_age", title="Age", rows=axes[0], columns=axes[1], cells=cells)
    made = Publication(
        parameters=parameters("en"), observations=tuple(maker.observations.values()), tables=(table,)
    )
    (part,) = table_parts(made, table, EN, Cut(rows=3))
    assert [row[0]["text"] for row in part["rows"]] == ["Y15", "Y25", TOTAL]


def test_a_whole_table_has_every_row_and_no_such_note() -> None:
    (part,) = countries(Cut())
    assert len(part["rows"]) == len(COUNTRIES)
    assert not any("rows are shown" in note for note in part["notes"])


def test_a_wide_table_goes_on_under_the_same_rows() -> None:
    whole = publication("en")
    table = next(table for table in whole.tables if table.id == "targets")
    parts = table_parts(whole, table, EN)
    assert [part["title"] for part in parts] == [
        "Regions and targets (1 of 2)",
        "Regions and targets (2 of 2)",
    ]
    assert [row[0]["text"] for row in parts[0]["rows"]] == [row[0]["text"] for row in parts[1]["rows"]]
    seen = [column["label"] for part in parts for column in part["columns"][1:]]
    assert seen == [member.label for member in table.columns.members]


def test_what_is_hidden_is_not_drawn() -> None:
    maker = Maker("en")
    table = maker.countries()
    cell = table.cells[3][4]
    assert isinstance(cell, Ref)
    hidden = maker.observations[cell.key]
    all_of_it = tuple(maker.observations.values())
    without = tuple(each.without_value() if each.key == hidden.key else each for each in all_of_it)
    drawn = [
        pictures(Publication(parameters=parameters("en"), observations=each, tables=(table,)), table, EN)[0][
            "svg"
        ]
        for each in (all_of_it, without)
    ]
    assert drawn[0].count("<circle") > drawn[1].count("<circle")


def test_shares_with_a_hidden_part_have_no_bar() -> None:
    maker = Maker("en")
    table = maker.countries()
    chart = Chart(ChartKind.SHARES, "shares")
    table = type(table)(
        **{name: getattr(table, name) for name in table.__dataclass_fields__} | {"chart": chart}
    )
    made = Publication(
        parameters=parameters("en"), observations=tuple(maker.observations.values()), tables=(table,)
    )
    (part,) = table_parts(made, table, EN)
    bars = {row[0]["text"]: row[-1]["parts"] for row in part["rows"]}
    assert bars["Fiji"] == []
    assert sum(size for _, size in bars["India"]) in range(990, 1001)


@pytest.mark.parametrize(
    ("view", "named"), [(View.INTERNAL, True), (View.PARTNER, False), (View.PUBLIC, False)]
)
def test_outside_the_network_countries_whose_figure_is_hidden_are_not_named(view: View, named: bool) -> None:
    maker = Maker("en")
    table = maker.countries()
    kenya = table.rows.members.index(next(each for each in table.rows.members if each.label == "Kenya"))
    cell = table.cells[kenya][-1]
    assert isinstance(cell, Ref)
    hidden = tuple(
        each.without_value() if each.key == cell.key else each for each in maker.observations.values()
    )
    made = Publication(parameters=parameters("en", view=view), observations=hidden, tables=(table,))
    (part,) = table_parts(made, table, EN)
    assert ("Kenya" in [row[0]["text"] for row in part["rows"]]) is named
    assert ("Other countries, whose figures are hidden: 1." in part["notes"]) is not named
    assert "Unknown" in [row[0]["text"] for row in part["rows"]]


@pytest.mark.parametrize("view", [View.INTERNAL, View.PARTNER])
def test_countries_that_have_nobody_in_a_table_are_not_in_it(view: View) -> None:
    maker = Maker("en")
    table = maker.countries()
    fiji = next(i for i, each in enumerate(table.rows.members) if each.label == "Fiji")
    zeros = {cell.key for cell in table.cells[fiji] if isinstance(cell, Ref)}
    observations = tuple(
        replace(each, value=0, obs_status=Observed.NORMAL, conf_status=Confidential.FREE)
        if each.key in zeros
        else each
        for each in maker.observations.values()
    )
    made = Publication(parameters=parameters("en", view=view), observations=observations, tables=(table,))
    (part,) = table_parts(made, table, EN)
    assert "Fiji" not in [row[0]["text"] for row in part["rows"]]
    assert not [note for note in part["notes"] if note.startswith("Other countries")]


def test_definitions_stand_in_the_language_of_the_document() -> None:
    made = publication("en")
    words = {made.definitions[0].definition: "Des personnes.", made.definitions[0].name: "Personnes"}
    parts = method(replace(made, words=words), words_of("fr"))
    texts = [cell["text"] for part in parts if part["kind"] == "table" for cell in part["rows"][0]]
    assert texts[:3] == [made.definitions[0].code, "Personnes", "Des personnes."]


def test_revisions_are_said_in_the_words_of_the_code_lists() -> None:
    chapter = next(each for each in document(publication("en"), Product.NETWORK, "en")["sections"]
                   if each["name"] == "revisions")  # fmt: skip
    texts = [cell["text"] for cell in chapter["parts"][0]["rows"][0]]
    assert texts == ["R04", "Arab States", "2,090", "2,075", "duplicate persons merged, record withdrawn"]


def test_every_chapter_of_every_product_can_be_made() -> None:
    whole = publication("en")
    known = {chapter_of(table) for table in whole.tables} | set(EN.listed("sections"))
    for plan in PLANS.values():
        assert set(plan.chapters) <= known
        assert len(set(plan.chapters)) == len(plan.chapters)


def test_every_sheet_has_a_chapter() -> None:
    assert SHEETS.keys() == set(TABLE_SHEETS)
    assert set(SHEETS.values()) <= set(EN.listed("sections"))


def test_one_page_documents_may_shrink_to_their_key_figures() -> None:
    for product in (Product.BOARD, Product.COUNTRY):
        assert PLANS[product].cuts[-1] == Cut(
            0, PLANS[product].cuts[-1].columns, PLANS[product].cuts[-1].tables, 0
        )


@given(st.lists(st.lists(st.integers(0, 30), max_size=3), max_size=9))
def test_columns_are_about_as_long_as_one_another(chapters: list[list[int]]) -> None:
    made = [{"parts": [{"rows": [0] * rows} for rows in parts]} for parts in chapters]
    sizes = [3 + sum(4 + rows for rows in parts) for parts in chapters]
    chosen = sides(made)
    lengths = [
        sum(size for size, side in zip(sizes, chosen, strict=True) if side == which) for which in (0, 1)
    ]
    assert abs(lengths[0] - lengths[1]) <= max(sizes, default=0)


def test_tiles_show_what_readers_look_for_first() -> None:
    codes = [tile["code"] for tile in document(publication("en"), Product.MATRIX, "en")["tiles"]]
    assert codes == ["R04", "R05", "E01", "C01"]
    assert TOTAL not in codes
