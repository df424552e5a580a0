"""The preview says beforehand what the engine says afterwards, for each centre and in all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from learnhub.centres.load import load_reference
from learnhub.config import Settings
from learnhub.db import reading, transaction
from learnhub.ledger.importing import import_folder
from learnhub.ledger.queries import entries_of
from learnhub.ledger.records import EnrolmentRecord, PersonRecord, Record
from learnhub.ledger.service import record
from learnhub.reach.figures import TOTAL
from learnhub.reach.queries import tabulate
from learnhub.reach.query import Query
from learnhub.records.effect import shifts
from learnhub.records.preview import HEADLINES, Span
from learnhub.records.preview import shifts as by_page
from learnhub.records.queries.accounts import last_version

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "reach_golden"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SPANS = (
    Span(date(2024, 1, 1), date(2024, 12, 31), 2024),
    Span(date(1970, 1, 1), date(2026, 11, 22), None),
)
Numbers = dict[tuple[int | None, str, str], int]


@pytest.fixture
def settings(app: Flask) -> Settings:
    """An installation with the golden ledger."""
    with transaction() as writer:
        load_reference(writer, now=NOW)
        assert not import_folder(writer, GOLDEN, now=NOW, actor="tests").rejected
    found = app.config["SETTINGS"]
    assert isinstance(found, Settings)
    return found


def live(settings: Settings, at: datetime, centres: frozenset[str] | None = None) -> Numbers:
    found = {}
    for span in SPANS:
        for code in HEADLINES:
            query = Query(code, at, span.start, span.end, by=("centre",), centres=centres)
            for (centre,), value in tabulate(reading(), settings, query, now=at).cells.items():
                found[span.year, code, "" if centre == TOTAL else centre] = int(value.numerator)
    return {key: number for key, number in found.items() if number}


def foretold(
    settings: Settings,
    changes: list[Record],
    *,
    centres: frozenset[str] | None = None,
    now: datetime = NOW,
    spans: tuple[Span, ...] = SPANS,
) -> tuple[Numbers, Numbers]:
    """The figures that change, before and after, as the preview has them."""
    found = shifts(reading(), settings, changes=changes, centres=centres, now=now, spans=spans)
    assert all(each.before != each.after for each in found)
    before = {(each.span.year, each.indicator, each.centre): each.before for each in found}
    return before, {(each.span.year, each.indicator, each.centre): each.after for each in found}


def merge(person: str, into: str) -> PersonRecord:
    last = last_version(reading(), person)
    return replace(last, rev=last.rev + 1, recorded_at=None, merged_into=into)


def void(key: str) -> EnrolmentRecord:
    last = EnrolmentRecord.from_line(entries_of(reading(), EnrolmentRecord.entry_kind, [key])[-1].body)
    return replace(last, rev=last.rev + 1, recorded_at=None, void=True)


def an_enrolment() -> str:
    """The key of the first golden enrolment."""
    lines = (GOLDEN / "enrolments.csv").read_text(encoding="utf-8").splitlines()
    return lines[1].split(",")[lines[0].split(",").index("enrolment_id")]


def test_what_is_foretold_comes_true(settings: Settings) -> None:
    acts: list[Callable[[], Record]] = [
        lambda: merge("P002", "P001"),  # two people of whom both learn
        lambda: merge("P006", ""),  # a merge undone
        lambda: merge("P005", "P001"),  # a third account of one person
        lambda: void(an_enrolment()),
    ]
    at, known = NOW, live(settings, NOW)
    for act in acts:
        change = act()
        before, after = foretold(settings, [change], now=at)
        assert {key: known.get(key, 0) for key in before} == before
        at += timedelta(hours=1)
        with transaction() as session:
            record(session, [change], now=at, actor="tests", reason="CORRECT")
        foreseen = {key: number for key, number in {**known, **after}.items() if number}
        known = live(settings, at)
        assert foreseen == known
        assert before, "each of these changes something"


def test_a_centre_is_told_of_its_own_figures_alone(settings: Settings) -> None:
    change, spans = merge("P006", ""), SPANS[1:]
    every, _after = foretold(settings, [change], spans=spans)
    centre = next(centre for _, _, centre in every if centre)
    own, _after = foretold(settings, [change], centres=frozenset({centre}), spans=spans)
    assert {place for _, _, place in own} == {"", centre}
    assert {key: every[key] for key in own if key[2]} == {key: own[key] for key in own if key[2]}


def test_a_preview_writes_nothing(settings: Settings) -> None:
    change = merge("P002", "P001")
    found = by_page(reading(), settings, changes=[change], centres=None, now=NOW)
    assert {each.span.year for each in found} == {None}, "in 2026 neither of them has done anything"
    assert len(entries_of(reading(), "persons", ["P002"])) == change.rev - 1
