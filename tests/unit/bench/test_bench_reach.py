"""The records that the benchmark of reach makes: of the published layout, true to their digests, always the same."""

from __future__ import annotations

from typing import Any

import pytest
from reach_rows import COLUMNS, Rows, Size
from reach_run import HEAD, line

from learnhub.ledger.digests import entry_digest
from learnhub.ledger.records import RECORDS, header, split_line
from learnhub.ledger.references import references

ENROLMENTS = 400
CENTRES = ("c1", "c2")
Made = list[dict[str, Any]]


def made(seed: int = 7) -> Made:
    lists = ([(CENTRES[0], "IT"), (CENTRES[1], "NP")], ["KE", "NP", "BR"], ["WATER", "RISK"])
    portions = Rows(Size(ENROLMENTS), *lists, seed=seed).portions()
    return [dict(zip(COLUMNS, row, strict=True)) for portion in portions for row in portion]


@pytest.fixture(scope="module")
def entries() -> Made:
    return made()


def test_every_entry_is_a_line_of_its_kind_under_its_digest(entries: Made) -> None:
    for entry in entries:
        values = {name: value for name, value in entry.items() if name != "digest"}
        assert entry_digest(**values) == entry["digest"]
        record = RECORDS[entry["kind"]].from_line(entry["body"])
        assert (record.key, record.to_line()) == (entry["key"], entry["body"])


def test_versions_are_unique_and_whatever_is_pointed_at_is_there(entries: Made) -> None:
    known = {(entry["kind"], entry["key"]) for entry in entries} | {("centres", code) for code in CENTRES}
    assert len({(entry["kind"], entry["key"], entry["rev"]) for entry in entries}) == len(entries)
    for entry in entries:
        names = header(entry["kind"]).split(",")
        cells = dict(zip(names, split_line(entry["body"]), strict=True))
        for found in references(entry["kind"], cells):
            assert any((kind, found.key) in known for kind in found.kinds), (entry["body"], found)


def test_there_is_as_much_as_was_asked_for_of_every_kind(entries: Made) -> None:
    keys: dict[str, set[str]] = {}
    for entry in entries:
        keys.setdefault(entry["kind"], set()).add(entry["key"])
    assert (len(keys["enrolments"]), len(keys["persons"])) == (ENROLMENTS, ENROLMENTS * 3 // 10)
    assert keys.keys() == RECORDS.keys() - {"centres", "erasures"}
    assert 2 * ENROLMENTS < len(keys["sessions"]) < 3 * ENROLMENTS


def test_the_same_seed_gives_the_same_rows_and_another_one_others(entries: Made) -> None:
    assert made() == entries
    assert made(seed=8) != entries


def test_a_line_of_the_table_stands_below_its_heads() -> None:
    text = line("dashboard, new view", {"wall_s": 0.1234, "cpu_s": 0.0567, "p95_s": 0.299, "rss_mb": 412})
    assert text.split() == ["dashboard,", "new", "view", "0.123", "0.057", "299", "412"]
    assert len(text) == len(HEAD) == len(line("as-of", {"wall_s": 1, "cpu_s": 1, "rss_mb": 1}))
