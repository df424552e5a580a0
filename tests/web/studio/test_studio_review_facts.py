"""Single facts in a review: each has its name and its value, and can be commented on alone."""

from __future__ import annotations

from author_support import draft_of
from flask import Flask
from review_support import ask, at

from tests.web.client import PageClient


def test_facts_are_read_by_their_names(site: Flask, team: dict[str, PageClient]) -> None:
    draft_id = draft_of(site)
    page = team["reviewer"].get(at(draft_id, "review/course.yaml"))
    for words in ("Title", "Summary", "Licence", "Outcome", "To know before"):
        assert words in page.text
    for yaml in (
        "licence: CC-BY-4.0",
        "{id: read",
        "summary: >-",
        "authors:",
        "outcomes:",
        "format_version",
        "icharm",
    ):
        assert yaml not in page.text
    assert "A short example course." in page.text
    for named in ("English", "Introductory", "ICHARM", "Reading a staff gauge"):
        assert named in page.text
    lesson = team["reviewer"].get(at(draft_id, "review/lessons/staff-gauge.md"))
    assert "Minutes it takes" in lesson.text
    assert "minutes: 15" not in lesson.text
    assert "Read a staff gauge and note the level with its time" in lesson.text


def test_no_fact_is_called_as_in_the_file(site: Flask, team: dict[str, PageClient]) -> None:
    origin = b"""code: river-draft
based_on:
  - {how: adaptation, version: 2, title: Rivers, language: fr, centres: [icharm]}
"""
    work = b"title: A plan\nminutes: 5\noutcomes: [read]\ntask: Write.\nanswer: either\n"
    quiz = b"""title: Last
kind: final
shuffle: false
questions:
  - {id: a, kind: short_text, prompt: Say., accepted: [x]}
"""
    texts = {"course.yaml": origin, "assignments/plan.yaml": work, "quizzes/final.yaml": quiz}
    draft_id = draft_of(site, texts)
    said = {
        "course.yaml": ("Origin", "Kind Adaptation", "Version 2", "Language Fran\u00e7ais", "Centres ICHARM"),
        "assignments/plan.yaml": ("Answer A text, a file, or both",),
        "quizzes/final.yaml": (
            "Each learner gets questions and options in another order No",
            "Accepted answers x",
        ),
    }
    for path, words in said.items():
        page = team["reviewer"].get(at(draft_id, f"review/{path}"))
        for each in words:
            assert each in page.text


def test_a_comment_stands_at_the_fact_that_it_is_about(site: Flask, team: dict[str, PageClient]) -> None:
    draft_id = draft_of(site)
    ask(team["author"], draft_id)
    page = team["reviewer"].get(at(draft_id, "review/lessons/staff-gauge.md"))
    page = page.click("Comment on block 2, Minutes it takes")
    page = page.send("Send the comment", {"text": "Twenty, I think."})
    noted = [part for part in page.main.all("section") if "Twenty, I think." in part.text]
    assert [part.get("aria-label") for part in noted] == ["Block 2, Minutes it takes"]


def test_what_cannot_be_read_stands_as_it_is_written(site: Flask, team: dict[str, PageClient]) -> None:
    draft_id = draft_of(site, {"lessons/staff-gauge.md": b"---\ntitle: [unclosed\n---\nText.\n"})
    page = team["reviewer"].get(at(draft_id, "review/lessons/staff-gauge.md"))
    assert "title: [unclosed" in page.text


def test_a_question_says_which_outcome_it_measures(site: Flask, team: dict[str, PageClient]) -> None:
    quiz = b"""title: Readings
kind: %s
questions:
  - {id: one, kind: true_false, prompt: The gauge stands., answer: true, explanation: It does., outcome: read}
  - {id: two, kind: true_false, prompt: The river falls., answer: true, explanation: It does.}
"""
    texts = {f"quizzes/{kind}.yaml": quiz % kind.encode() for kind in ("final", "practice")}
    draft_id = draft_of(site, texts)
    page = team["reviewer"].get(at(draft_id, "review/quizzes/final.yaml"))
    assert "Answer True" in page.text
    assert "questions:" not in page.text
    assert "Final quiz: counts for the certificate" in page.text
    for name, unmeasured in (("final", 1), ("practice", 0)):
        page = team["reviewer"].get(at(draft_id, f"review/quizzes/{name}.yaml"))
        text = page.text.replace("\u2068", "").replace("\u2069", "")
        assert "outcome: Read a staff gauge and note the level with its time" in text
        assert text.count("measures no outcome") == unmeasured
