"""Facts of a course in forms: untouched is untouched, wrong is kept, shares are exact."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.coursefile.factscheck import facts_problems, of_section
from learnhub.coursefile.factsform import (
    SECTIONS,
    FactsFields,
    facts_from,
    facts_of,
    read_course,
    to_pass,
    weight_sums,
)
from learnhub.coursefile.outline import write_course

ROOT = Path(__file__).parents[3]
COURSES = sorted([*ROOT.glob("courses/*/course.yaml"), ROOT / "tests/courses/example/course.yaml"])


def posted(fields: FactsFields, **more: list[str]) -> dict[str, list[str]]:
    """What a browser sends of these fields."""
    form = {name: [text.replace("\n", "\r\n")] for name, text in fields.texts.items()}
    for key, rows in fields.rows.items():
        for number, row in enumerate(rows):
            form |= {f"{key}.{number}.{name}": [text] for name, text in row.items()}
    return form | {"quizzes": list(fields.quizzes)} | more


@pytest.mark.parametrize("path", COURSES, ids=lambda path: path.parent.name)
def test_a_real_course_saved_unchanged_keeps_its_bytes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    course = read_course(text)
    assert course is not None
    for section in SECTIONS:
        assert facts_from(posted(facts_of(course, section)), course, section) == course
    assert write_course(course, text) == text
    changed = facts_from(posted(facts_of(course, "about"), title=["Another title"]), course, "about")
    made = write_course(changed, text)
    assert [line for line in made.split("\n") if line not in text.split("\n")] == ["title: Another title"]


@pytest.mark.parametrize("path", COURSES, ids=lambda path: path.parent.name)
def test_a_real_course_has_no_problem(path: Path) -> None:
    quizzes = {each.stem: each.read_text(encoding="utf-8") for each in path.parent.glob("quizzes/*.yaml")}
    assert facts_problems(path.read_text(encoding="utf-8"), quizzes) == ()


LINE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8).map(
    lambda text: " ".join(text.split())
)
SOME = LINE.filter(bool)
COURSE = st.fixed_dictionaries(
    {},
    optional={
        "title": SOME,
        "summary": SOME,
        "centres": st.lists(SOME, max_size=3),
        "authors": st.lists(st.fixed_dictionaries({"name": SOME}, optional={"orcid": SOME}), max_size=3),
        "themes": st.lists(SOME, max_size=3),
        "frameworks": st.lists(
            st.fixed_dictionaries(
                {
                    "framework": st.sampled_from(["SDG", "SFDRR"]),
                    "item": SOME,
                    "weight": st.sampled_from(["1/2", "x"]),
                }
            ),
            max_size=3,
        ),
        "outcomes": st.lists(st.fixed_dictionaries({"id": SOME, "text": SOME}), max_size=3),
        "prerequisites": st.lists(SOME, max_size=3),
        "completion": st.fixed_dictionaries(
            {"lessons": st.just("all"), "quizzes": st.lists(SOME, max_size=2)}
        ),
        "glossary": st.lists(st.fixed_dictionaries({"term": SOME, "definition": LINE}), max_size=3),
        "references": st.lists(
            st.fixed_dictionaries({"id": SOME, "text": LINE}, optional={"url": SOME}), max_size=3
        ),
        "modules": st.lists(st.fixed_dictionaries({"id": SOME}), max_size=2),
        "colour": SOME,
    },
)


@given(COURSE, st.sampled_from(sorted(SECTIONS)))
def test_a_form_sent_back_untouched_changes_nothing(course: dict[str, Any], section: str) -> None:
    found = facts_from(posted(facts_of(course, section)), course, section)
    if section == "goals" and "completion" not in course:
        assert found.pop("completion") == {"lessons": "all", "quizzes": []}
    assert found == course
    assert read_course(write_course(course, "")) == (course or None)


@given(COURSE, COURSE)
def test_a_changed_course_reads_back_whatever_the_text_was(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    text = write_course(before, "")
    assert read_course(write_course(after, text)) == (after or None)


def test_rows_are_added_moved_and_removed() -> None:
    course = {"authors": [{"name": "A"}, {"name": "B", "orcid": "x"}]}
    form = posted(facts_of(course, "about"))
    more = facts_from({**form, "authors.5.affiliation": ["C"]}, course, "about")
    assert more["authors"] == [{"name": "A"}, {"name": "B", "orcid": "x"}, {"name": "", "affiliation": "C"}]
    assert facts_from(form, course, "about", "authors.1.up")["authors"][0] == {"name": "B", "orcid": "x"}
    assert facts_from(form, course, "about", "authors.0.drop")["authors"] == [{"name": "B", "orcid": "x"}]
    assert facts_from({}, course, "about") == {"authors": []}


def test_new_outcomes_and_references_get_names() -> None:
    course = {"outcomes": [{"id": "o2", "text": "one"}]}
    form = posted(facts_of(course, "goals"), **{"outcomes.1.text": ["two"], "outcomes.2.text": ["three"]})
    found = facts_from(form, course, "goals")["outcomes"]
    assert [(each["id"], each["text"]) for each in found] == [("o2", "one"), ("o1", "two"), ("o3", "three")]
    found = facts_from({"references.0.url": ["https://example.org"]}, {}, "references")["references"]
    assert found == [{"id": "ref1", "text": "", "url": "https://example.org"}]
    assert "references" not in facts_from({"references.0.id": [""]}, {}, "references")
    assert (
        facts_from({"outcomes.0.id": ["o1"]}, {"outcomes": [{"id": "o1", "text": "t"}]}, "goals")["outcomes"]
        == []
    )


@pytest.mark.parametrize(
    ("typed", "kept"), [("1/2", "1/2"), ("0,5", "0.5"), ("50 %", "1/2"), ("٥٠%", "1/2"), ("half", "half")]
)
def test_shares_are_read_as_people_write_them(typed: str, kept: str) -> None:
    form = {"frameworks.0.goal": ["SDG/13.1"], "frameworks.0.weight": [typed]}
    found = facts_from(form, {}, "goals")["frameworks"]
    assert found == [{"framework": "SDG", "item": "13.1", "weight": kept}]


def test_sums_are_exact() -> None:
    rows = [
        {"framework": "SDG", "item": "1", "weight": "1/3"},
        {"framework": "SDG", "item": "2", "weight": "2/3"},
    ]
    assert weight_sums({"frameworks": rows}) == {"SDG": Fraction(1)}
    rows += [
        {"framework": "X", "weight": "many"},
        {"framework": "X", "weight": "1/0"},
        {"framework": "Y", "weight": "0.1"},
    ]
    assert weight_sums({"frameworks": rows}) == {"SDG": 1, "X": None, "Y": Fraction(1, 10)}
    assert weight_sums({}) == {}


@pytest.mark.parametrize(
    "text", ["- a", "title: [", "title: [a]", "authors: [a]", "authors: {}", "authors:\n  - {name: a, age: 3}\n",
             "centres: [{a: b}]", "completion: all", "completion: {quizzes: x}", "prerequisites: none"],
)  # fmt: skip
def test_what_a_form_could_not_show_is_left_to_the_text(text: str) -> None:
    assert read_course(text) is None


def test_problems_stand_at_their_fields() -> None:
    text = (ROOT / "tests/courses/example/course.yaml").read_text(encoding="utf-8")
    course = read_course(text)
    assert course is not None
    spoilt = {
        **course,
        "summary": "short",
        "title": "",
        "licence": "mine",
        "authors": [{"name": "", "orcid": "1"}],
        "frameworks": [
            {"framework": "SDG", "item": "13.1", "weight": "1/3"},
            {"framework": "sdg", "item": "", "weight": "1"},
        ],
        "outcomes": [*course["outcomes"], {"id": "new", "text": ""}],
        "completion": {"lessons": "all", "quizzes": ["no"]},
        "references": [{"id": "A B", "text": "t"}],
        "glossary": [{"term": "a", "definition": "b"}, {"term": "A", "definition": ""}],
    }
    problems = facts_problems(write_course(spoilt, text), {})
    assert {"summary", "title", "authors.0.name", "authors.0.orcid", "licence"} <= set(
        of_section(problems, "about")
    )
    goals = of_section(problems, "goals")
    assert {"frameworks.1.goal", f"outcomes.{len(course['outcomes'])}.text", "quizzes"} <= set(goals)
    assert set(of_section(problems, "references")) == {"references.0.id"}
    assert "glossary.1.definition" in of_section(problems, "glossary")
    assert any("short" in str(each) or "words" in str(each) for each in problems)
    sums = facts_problems(write_course({**course, "frameworks": spoilt["frameworks"][:1]}, text), {})
    assert "sum to 1/3" in of_section(sums, "goals")["frameworks.0.weight"][0]
    assert of_section(facts_problems("authors: []\n", {}), "about")["authors"]
    assert facts_problems("a: [", {})[0].line == 2
    assert to_pass({}, "quizzes") == ()
