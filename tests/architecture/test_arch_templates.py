"""Templates: no inline script or style, every word marked for translation, every form protected."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.architecture.source import templates

IDS = [place.removeprefix("learnhub/") for place, _ in templates()]
EACH = pytest.mark.parametrize(("place", "text"), templates(), ids=IDS)

COMPILED = "compiled by coursefile and sanitised by kernel.richtext when the version was published"
COMPILED_NOW = "compiled by coursefile and sanitised by kernel.richtext for this page"
PLAIN = "paragraphs made by the view from escaped text"
# What may be put out without escaping, and why that is safe.
SAFE = {
    ("learning/templates/learning/text.html", "plain(lesson.id)"): PLAIN,
    ("learning/templates/learning/text.html", "plain(task.id)"): PLAIN,
    ("catalogue/templates/catalogue/version_lesson.html", "html"): COMPILED,
    ("catalogue/templates/catalogue/version_task.html", "html"): COMPILED,
    ("studio/templates/studio/review_part.html", "q.prompt"): COMPILED_NOW,
    ("studio/templates/studio/review_part.html", "q.explanation"): COMPILED_NOW,
    ("studio/templates/studio/review_part.html", "choice.html"): COMPILED_NOW,
    ("studio/templates/studio/review_part.html", "choice.feedback"): COMPILED_NOW,
    ("studio/templates/studio/review_part.html", "each.html"): COMPILED_NOW,
    ("studio/templates/studio/review_part.html", "shown.after"): COMPILED_NOW,
    ("learning/templates/learning/marking_work.html", "task_html"): COMPILED,
    ("learning/templates/learning/lesson.html", "lesson.html"): COMPILED,
    ("learning/templates/learning/assignment.html", "html"): COMPILED,
    ("learning/templates/learning/quiz.html", "texts.intro"): COMPILED,
    ("learning/templates/learning/_question.html", "q.prompt"): COMPILED,
    ("learning/templates/learning/_reviewed.html", "q.prompt"): COMPILED,
    ("learning/templates/learning/_reviewed.html", "q.explanation"): COMPILED,
    ("learning/templates/learning/questions/_multiple.html", "q.options[index]"): COMPILED,
    ("learning/templates/learning/questions/_single.html", "q.options[index]"): COMPILED,
    ("learning/templates/learning/review/_multiple.html", "q.options[index]"): COMPILED,
    ("learning/templates/learning/review/_multiple.html", "q.feedback[index]"): COMPILED,
    ("learning/templates/learning/review/_single.html", "q.options[index]"): COMPILED,
    ("learning/templates/learning/review/_single.html", "q.feedback[index]"): COMPILED,
}
# Words that are the same in all languages.
NAMES = {
    "LearnHub",
    "KB",
    "MB",
    "UTC",
    "JSON",
    "CSV",
    "XLSX",
    "PDF",
    "CC",
    "BY",
    "SHA",
    "QR",
    "URL",
    "ID",
    "UNESCO",
}
SPOKEN = ("aria-label", "alt", "title", "placeholder")

COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
LOGIC = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")


def without_logic(text: str) -> str:
    """The template with an `x`-less gap in the place of each expression, so that words don't run together."""
    return LOGIC.sub("\u2003", COMMENT.sub("", text))


def untranslated(text: str) -> list[str]:
    """Words that a reader sees or hears and that no catalogue can translate."""
    bare = without_logic(text)
    bare = re.sub(r"<(script|style)\b.*?</\1>", "", bare, flags=re.DOTALL)
    found = []
    for name, value in re.findall(r'\s([\w-]+)="([^"]*)"', bare):
        if name in SPOKEN:
            found += [value] * bool(set(WORD.findall(value)) - NAMES)
    # a macro may write attributes on their own, which are no words
    bare = re.sub(r"&\w+;|\s[\w-]+=\"\u2003\"", " ", bare)
    for node in re.split(r"<[^>]*>", bare):
        found += [node.strip()] * bool(set(WORD.findall(node)) - NAMES)
    return found


def test_the_search_for_words_finds_words() -> None:
    assert untranslated('<p title="{{ _("Yes") }}">{{ _("No") }} – <b>LearnHub</b></p>') == []
    assert untranslated("<p>Hello {{ name }}</p>") == ["Hello"]
    assert untranslated('<img alt="A river">') == ["A river"]


@EACH
def test_its_lines_can_be_read(place: str, text: str) -> None:
    """Somewhat wider than code: an element whose inside must not gain white space stays on its line."""
    drawing = place.endswith(".svg")
    assert [line for line in text.splitlines() if len(line) > 130 and not drawing] == []


@EACH
def test_texts_whose_white_space_shows_begin_at_their_mark(place: str, text: str) -> None:
    """These classes keep line breaks, so that one of the template would stand on the page."""
    bare = LOGIC.sub("x", re.sub(r"\{%.*?%\}\n?\s*", "", COMMENT.sub("", text), flags=re.DOTALL))
    kept = r'<\w+\s[^<>]*class="[^"]*\b(?:said|source|words|mono)\b[^"]*"[^<>]*>\s'
    assert re.findall(kept, bare) == []


@EACH
def test_it_parses(place: str, text: str, test_app: Flask) -> None:
    assert test_app.jinja_env.parse(text, filename=place).body is not None


@EACH
def test_its_words_are_marked_for_translation(place: str, text: str) -> None:
    assert untranslated(text) == []


@EACH
def test_no_inline_script_or_style(place: str, text: str) -> None:
    bare = without_logic(text)
    scripts = re.findall(r"<script\b([^>]*)>", bare)
    assert [s for s in scripts if " src=" not in s and "application/ld+json" not in s] == []
    assert re.findall(r"<style\b", bare) == []
    assert re.findall(r"\s(?:style|on[a-z]+)\s*=", bare) == []
    assert re.findall(r"javascript:", bare, re.IGNORECASE) == []


@EACH
def test_every_form_that_posts_has_its_token(place: str, text: str) -> None:
    forms = re.findall(r"<form\b(.*?)</form>", text, re.DOTALL)
    posting = [form for form in forms if re.search(r'method="post"', form, re.IGNORECASE)]
    assert [form[:80] for form in posting if "ui.csrf()" not in form and "csrf_token" not in form] == []


def test_what_is_put_out_unescaped_has_a_reason() -> None:
    found = set()
    for place, text in templates():
        short = place.removeprefix("learnhub/")
        for expression in re.findall(r"([\w.\[\]()\"']+)\s*\|\s*safe\b", text):
            found.add((short, expression))
        assert "autoescape false" not in text, place
    assert found - set(SAFE) == set()
    assert set(SAFE) - found == set(), "a reason for what is not there"


def test_every_page_stands_on_the_one_frame() -> None:
    """A file with a leading underscore, a part or a figure is no page."""
    pages = [
        (place, text)
        for place, text in templates()
        if place.endswith(".html") and "/_" not in place and "{% macro" not in text
    ]
    parts = ("/questions/", "/review/", "web/templates/web/base.html")
    loose = [
        place
        for place, text in pages
        if "{% extends" not in text and not any(part in place for part in parts)
    ]
    assert loose == []


@EACH
def test_lists_are_written_as_the_page_writes_them(place: str, text: str) -> None:
    """A comma of one's own is wrong in Arabic and Chinese: `listed`, `comma()` and `semicolon()` know theirs."""
    assert re.findall(r"""join\(["'][,;] |loop\.last %\}[,;] """, COMMENT.sub("", text)) == []


@EACH
def test_links_lead_to_pages_that_there_are(place: str, text: str, test_app: Flask) -> None:
    pages = {rule.endpoint for rule in test_app.url_map.iter_rules()}
    assert set(re.findall(r"""url_for\(\s*["'](\w+\.\w+)["']\s*[,)]""", text)) <= pages
