"""Whatever is typed into a question or a fact stays words on every page that shows it; and pages ask few statements."""

from __future__ import annotations

import pytest
from author_support import EXAMPLE, draft_of, staff
from flask import Flask

from tests.statements import statements
from tests.web.client import Page, PageClient

VECTORS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    '"><svg onload=alert(1)>',
    "$\\text{<img/src=x/onerror=alert(1)>}$",
    "$\\href{javascript:alert(1)}{x}$",
    "</textarea><script>alert(1)</script>",
    "' onfocus=alert(1) autofocus='",
    "\ue000options\ue001",
]
TYPED = [" ".join(VECTORS), VECTORS[3], VECTORS[6]]


def harmless(page: Page) -> None:
    """No element came out of what was typed; the client has looked at scripts and handlers already."""
    for each in page.tree.walk():
        assert not [name for name in each.attrs if name.startswith("on")]
        assert not each.get("href").lower().startswith(("javascript:", "data:"))
        assert each.name != "script" or each.get("src").startswith("/static/")


@pytest.mark.parametrize("vector", TYPED)
def test_questions_full_of_markup_stay_words(site: Flask, vector: str) -> None:
    draft, author = draft_of(site), staff(site)
    base = f"/en/studio/courses/{draft}/quizzes/final"
    for question, fields in {
        "q1": ["prompt", "explanation", "options.0.text", "options.1.feedback"],
        "q4": ["prompt", "unit", "units.0.unit"],
        "q5": ["prompt", "accepted"],
        "q6": ["items.0.text"],
        "q7": ["pairs.0.left", "pairs.0.right", "distractors"],
    }.items():
        harmless(
            author.get(f"{base}/questions/{question}").send("Save question", dict.fromkeys(fields, vector))
        )
        page = author.get(f"{base}/questions/{question}/try")
        harmless(page)
        if any(button.text == "Mark this answer" for button in page.tree.all("button")):
            harmless(page.send("Mark this answer", {}, 200))
    author.get(base).send("Save settings", {"title": vector, "intro": vector})
    for rest in ("", "/text"):
        harmless(author.get(base + rest))
    other = draft_of(
        site, {"course.yaml": (EXAMPLE / "course.yaml").read_bytes().replace(b"reading-the", b"another")}
    )
    harmless(author.get(f"/en/studio/courses/{other}/quizzes/final/bank"))


@pytest.mark.parametrize("vector", TYPED)
def test_facts_full_of_markup_stay_words(site: Flask, vector: str) -> None:
    draft, author = draft_of(site), staff(site)
    base = f"/en/studio/courses/{draft}/facts"
    harmless(
        author.get(base).send("Save facts", dict.fromkeys(["title", "summary", "authors.0.name"], vector))
    )
    goals = ["outcomes.0.text", "frameworks.0.goal", "frameworks.0.weight", "prerequisites"]
    harmless(author.get(f"{base}/goals").send("Save facts", dict.fromkeys(goals, vector)))
    terms = ["glossary.0.term", "glossary.0.definition"]
    harmless(author.get(f"{base}/glossary").send("Save facts", dict.fromkeys(terms, vector)))
    sources = [f"references.0.{name}" for name in ("id", "text", "url")]
    harmless(author.get(f"{base}/references").send("Save facts", dict.fromkeys(sources, vector)))
    harmless(author.get(f"{base}/text"))
    harmless(author.get(f"/en/studio/courses/{draft}/quizzes/final/questions/q1"))


def questions(author: PageClient, address: str) -> int:
    author.get(address)
    with statements() as sent:
        author.get(address)
    asked = [each for each in sent if each.lstrip().upper().startswith("SELECT")]
    return len([each for each in asked if "page_version" not in each])  # looked up once a second at most


def test_long_quizzes_cost_no_more_statements(site: Flask) -> None:
    author, short = staff(site), draft_of(site)
    rows = b"".join(b"  - {id: q%d, kind: single, prompt: Page %d}\n" % (n, n) for n in range(60))
    course = (EXAMPLE / "course.yaml").read_bytes().replace(b"code: reading-the-river", b"code: second")
    quiz = b"title: Long\nkind: practice\nminutes: 5\nquestions:\n" + rows
    long = draft_of(site, {"course.yaml": course, "quizzes/final.yaml": quiz})
    for rest in ("", "/questions/q3", "/bank"):
        few, many = (questions(author, f"/en/studio/courses/{d}/quizzes/final{rest}") for d in (short, long))
        assert many <= few <= 8
