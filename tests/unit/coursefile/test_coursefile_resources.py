"""Cases and sites that a course carries: files, marks, what is wrong with them, how they look."""

from __future__ import annotations

import pytest
from course_samples import example_files
from hypothesis import given
from hypothesis import strategies as st

from learnhub.coursefile.compile.text import compile_lesson
from learnhub.coursefile.document import CourseDocument, Resource
from learnhub.coursefile.jsonform import content_hash, from_json, to_json
from learnhub.coursefile.reader import read_files
from learnhub.coursefile.readiness import checklist
from learnhub.coursefile.resources import (
    FACTS,
    OPTIONAL,
    digest_of,
    embedding,
    loose_resource,
    order_of,
    resource_text,
    version_key,
)
from learnhub.coursefile.writer import files_of

GAUGE = "lessons/staff-gauge.md"
CASE = "cases/chikuma-2019.yaml"
VERSION = "2026-11-22"
FILE = """\
version: "2026-11-22"
language: en
centre: icharm
title: The Chikuma dike, October 2019
problem: Typhoon Hagibis brought more rain in two days than falls in three autumn months.
place: Nagano, Japan
date: "13 October 2019"
done: People in the lower town were told to leave in the evening; the dike broke before dawn.
cost: Not known for the dike alone.
result: |-
  About 950 hectares stood under water.

  Most people had left.
failed: Many waited for the water to be seen.
source: Ministry of Land, Infrastructure, Transport and Tourism (2020). Report on East Japan Typhoon.
source_url: https://www.mlit.go.jp/
licence: CC-BY-4.0
"""
MARK = f"\n{embedding(CASE, VERSION)}\n"


def files(case: str = FILE, mark: str = MARK, path: str = CASE) -> dict[str, bytes]:
    found = example_files() | {path: case.encode()}
    found[GAUGE] += mark.encode()
    return found


def said(**given: str) -> list[str]:
    return [str(problem) for problem in read_files(files(**given)).problems]


def document() -> CourseDocument:
    found = read_files(files()).document
    assert found is not None
    return found


def test_a_case_is_read_and_written_back() -> None:
    course = document()
    found = course.resource("case", "chikuma-2019")
    assert found is not None
    assert (found.version, found.language, found.title) == (VERSION, "en", "The Chikuma dike, October 2019")
    assert files_of(course)[CASE] == FILE.encode()
    assert read_files(files_of(course)).document == course
    assert from_json(to_json(course)) == course
    assert course.resource("site", "chikuma-2019") is None


def test_the_checklist_takes_a_long_lesson_beside_one() -> None:
    given = files()
    given[GAUGE] += b"\nThe level rose by $a^2 + b^2$ and fell by $c^2$ in the night.\n" * 300
    assert not [finding for finding in checklist(given).findings if finding.blocking]


def test_a_course_without_any_keeps_its_hash_and_one_with_some_has_another() -> None:
    bare = read_files({**example_files()}).document
    assert bare is not None
    assert '"resource' not in to_json(bare)
    assert content_hash(document()) != content_hash(bare)


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("failed: Many", "fialed: Many", f"{CASE}:14:", "did you mean `failed`?"),
        ("failed: Many waited for the water to be seen.\n", "", f"{CASE}:1:", "`failed` is missing"),
        ('version: "2026-11-22"', "version: 2026-13-22", f"{CASE}:1:", "is not a version"),
        ("licence: CC-BY-4.0", "licence: mine", f"{CASE}:17:", "write one of"),
        ("https://www.mlit.go.jp/", "javascript:alert(1)", f"{CASE}:16:", "write a web address"),
        ("place: Nagano, Japan", "place: " + "x" * 2001, f"{CASE}:6:", "at most 2000"),
        ('version: "2026-11-22"', "version: 2026-10-01", f"{GAUGE}:", "holds the version 2026-10-01"),
    ],
)
def test_what_is_wrong_with_a_file_is_named_at_its_place(old: str, new: str, place: str, words: str) -> None:
    assert old in FILE
    found = said(case=FILE.replace(old, new))
    assert any(each.startswith(place) and words in each for each in found), found


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        ("\n::: embed cases/chikuma-2019\n:::\n", "does not say what is embedded"),
        ("\n::: embed\n:::\n", "does not say what is embedded"),
        ("\n::: embed cases/chikuma-2091 2026-11-22\n:::\n", "did you mean cases/chikuma-2019?"),
        ("\n::: embed sites/rain 2026-11-22\n:::\n", "there is no file sites/rain.yaml"),
        (MARK.rstrip("\n:") + "\nMore\n:::\n", "stands inside of what is embedded"),
        (MARK.rstrip("\n:"), "is not closed"),
    ],
)
def test_what_is_wrong_with_a_mark_is_named(mark: str, words: str) -> None:
    found = said(mark=mark)
    assert any(each.startswith(f"{GAUGE}:") and words in each for each in found), found


def test_a_case_that_nothing_embeds_is_a_problem() -> None:
    assert any("no lesson embeds this" in each for each in said(mark=""))


def test_nothing_is_embedded_in_a_quiz() -> None:
    found = files()
    quiz = "quizzes/before.yaml"
    found[quiz] = found[quiz].replace(
        b"explanation: ", b"explanation: |-\n      ::: embed cases/a 2026-11-22\n      :::\n#", 1
    )
    assert any("do not fit into a quiz" in str(each) for each in read_files(found).problems)


def test_a_box_shows_every_fact_in_its_order_and_leads_to_the_page_where_there_is_one() -> None:
    course = document()
    html = compile_lesson(course, "staff-gauge", str).html
    names = [
        "Real case",
        "Hazard or problem",
        "Place",
        "Date",
        "What was done",
        "Cost",
        "Result",
        "What failed",
        "Source",
    ]
    places = [html.index(name) for name in names]
    assert places == sorted(places)
    assert "<p>Most people had left.</p>" in html
    assert f"Version of <bdi>{VERSION}</bdi>" in html
    assert "/en/cases" not in html
    linked = compile_lesson(
        course, "staff-gauge", str, resource_url=lambda each: f"/en/cases/{each.code}"
    ).html
    assert '<a href="/en/cases/chikuma-2019">Version of' in linked


def test_words_of_a_case_are_never_markup() -> None:
    spoilt = FILE.replace("Nagano, Japan", "'<script>alert(1)</script> \"onload=x'").replace("About", "<b>")
    course = read_files(files(case=spoilt)).document
    assert course is not None
    html = compile_lesson(course, "staff-gauge", str).html
    assert "<script" not in html
    assert "&lt;b&gt;" in html


def test_a_case_in_another_language_says_so() -> None:
    course = read_files(files(case=FILE.replace("language: en", "language: ar"))).document
    assert course is not None
    assert '<dd lang="ar" dir="rtl">Nagano' in compile_lesson(course, "staff-gauge", str).html


def test_a_shared_term_has_a_code_and_a_version() -> None:
    spoilt = example_files()
    spoilt["course.yaml"] = spoilt["course.yaml"].replace(
        b"its level.}", b"its level., resource: staff-gauge}"
    )
    assert any("one of them is missing" in str(each) for each in read_files(spoilt).problems)
    spoilt["course.yaml"] = spoilt["course.yaml"].replace(b"gauge}", b"gauge, version: 2026-11-22.2}", 1)
    course = read_files(spoilt).document
    assert course is not None
    assert (course.glossary[0].resource, course.glossary[0].version) == ("staff-gauge", "2026-11-22.2")
    assert read_files(files_of(course)).document == course


def test_versions_of_one_day_are_sorted_by_number() -> None:
    assert sorted(["2026-11-22.10", "2026-11-22", "2026-11-22.2", "2026-01-30"], key=version_key) == [
        "2026-01-30", "2026-11-22", "2026-11-22.2", "2026-11-22.10",
    ]  # fmt: skip


FACT = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=40)


@given(st.sampled_from(["case", "site"]), st.data())
def test_any_words_come_back_as_they_were(kind: str, data: st.DataObject) -> None:
    values = {key: data.draw(FACT) for key in (*FACTS[kind], "title", "source")}
    values |= {"version": VERSION, "language": "en", "centre": "icharm", "licence": "CC0-1.0"}
    path = f"{kind}s/a-b.yaml"
    found = loose_resource(path, resource_text(kind, values))
    assert found == Resource(found.kind, "a-b", values) if found else False
    course = read_files(
        files(case=resource_text(kind, values), mark=f"\n{embedding(path, VERSION)}\n", path=path)
    )
    assert [str(each) for each in course.problems if each.file == path] == []
    assert course.document is not None
    assert course.document.resources[0].data == values
    assert digest_of(kind, values) == digest_of(kind, dict(reversed(values.items())))


def test_every_kind_has_an_order_with_all_its_facts() -> None:
    for kind, facts in FACTS.items():
        assert set(facts) < set(order_of(kind))
    assert {"visit", "source_url"} == OPTIONAL
