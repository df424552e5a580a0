"""Markup that is pasted into a draft, in Chromium: nothing of it runs, and no page breaks."""

from __future__ import annotations

import itertools
import json
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, Request

from learnhub.coursefile.emit import emit
from tests.browser.site import EXAMPLE, Site
from tests.browser.visitor import NewVisitor

HANDLERS = [
    "onerror",
    "onload",
    "onclick",
    "onfocus",
    "onmouseover",
    "ontoggle",
    "onanimationstart",
    "onbegin",
]
TAGS = [
    "script", "img", "svg", "iframe", "object", "embed", "video", "audio", "details", "body", "input", "form", "math",
    "style", "link", "meta", "base", "template", "noscript", "xmp", "textarea", "title", "select", "marquee", "a",
]  # fmt: skip
SCHEMES = [
    "javascript:", "JaVaScRiPt:", "java\tscript:", "&#106;avascript:", "java&Tab;script:", "\x01javascript:",
    "data:text/html,", "vbscript:", "//evil.example/", "data:image/svg+xml,",
]  # fmt: skip
AROUND = [
    "{}", "**{}**", "[[{}]]", "`{}`", "> {}", "- {}", "| a |\n|---|\n| {} |", "\\{}", "<!--{}-->", "<![CDATA[{}]]>",
    "$\\text{{{}}}$", "::: note {}\nx\n:::", '"{}', "'{}", "</textarea>{}", "</script>{}", "</title>{}", "]]>{}",
    "# {}", "[^1]: {}",
]  # fmt: skip
FORMS = [
    "[x]({}hit())", "![x]({}hit())", "<{}hit()>", '[x](a "{}hit()")', "[x][y]\n\n[y]: {}hit()",
    "$\\href{{{}hit()}}{{x}}$", "$\\url{{{}hit()}}$", "::: film {}hit()\n:::", "[@{}hit()]", "[x](lesson:{}hit())",
]  # fmt: skip
HOOK = """
window.hits = [];
for (const name of ["alert", "confirm", "prompt", "hit"]) window[name] = () => window.hits.push(name);
document.addEventListener("securitypolicyviolation", (e) => window.hits.push(e.violatedDirective + e.blockedURI));
"""
PRESS = """
for (const each of document.querySelectorAll("main *"))
  for (const kind of ["focus", "mouseover", "toggle", "error", "load", "begin", "animationstart"])
    each.dispatchEvent(new Event(kind));
"""
ARMED = """
[...document.querySelectorAll("*")].filter((e) => [...e.attributes].some((a) => a.name.startsWith("on")
  || /^(href|src|action|formaction|xlink:href)$/.test(a.name) && /^[^\\w]*(javascript|vbscript|data):/i.test(a.value)
)).map((e) => e.outerHTML)
"""


def pastes() -> Iterator[str]:
    """Every element, handler, scheme and form of a link, in every surrounding."""
    for tag, handler, around in itertools.product(TAGS, HANDLERS, AROUND):
        yield around.format(
            f"<{tag} src=x href=javascript:hit() tabindex=0 autofocus {handler}=hit()>hit()</{tag}>"
        )
    for form, scheme, around in itertools.product(FORMS, SCHEMES, AROUND):
        yield around.format(form.format(scheme))


def plain(text: str) -> str:
    """In one line, for a field that has one."""
    return re.sub(r"[\x00-\x1f]", " ", text)


def a_draft(site: Site, folder: Path, code: str, some: list[str]) -> str:
    """Its address: the example course, full of these pastes in all its texts."""
    shutil.copytree(site.folder / "courses" / EXAMPLE, folder)
    turn = itertools.cycle(some)

    def line() -> str:
        return plain(next(turn))

    lesson = folder / "lessons" / "staff-gauge.md"
    lesson.write_text(lesson.read_text() + "\n\n" + "\n\n".join(some) + "\n", newline="")
    options = [{"text": line(), "feedback": line()}, {"text": line(), "feedback": line(), "correct": True}]
    questions = [
        {"id": f"q{n}", "kind": "single", "prompt": text, "options": options, "explanation": line()}
        for n, text in enumerate(some[:40], 1)
    ]
    quiz = {"title": line()[:150], "kind": "final", "minutes": 5, "intro": line(), "questions": questions}
    (folder / "quizzes" / "final.yaml").write_text(emit(quiz))
    course = folder / "course.yaml"
    terms = "".join(f"  - {{term: {_quoted(line())}, definition: {_quoted(line())}}}\n" for _ in range(20))
    text = course.read_text().replace(f"code: {EXAMPLE}", f"code: {code}")
    text = text.replace("title: Reading the river", f"title: {_quoted(line()[:150])}", 1)
    text = text.replace("glossary:\n", f"glossary:\n{terms}")
    course.write_text(text)
    return _open(site, folder)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _open(site: Site, folder: Path) -> str:
    found = re.search(r"draft (\w+)\.", site.command("studio", "open", str(folder), "--centre", "icharm"))
    assert found
    return f"/en/studio/courses/{found[1]}"


@pytest.fixture
def author(new_visitor: NewVisitor, site: Site) -> Iterator[Page]:
    """Somebody who may write and review, with an ear for whatever runs; nothing may."""
    visitor, email = new_visitor(), "paste@example.org"
    if not (site.folder / "paste").exists():
        visitor.register("Amina", email=email)
        (site.folder / "paste").touch()
        site.command("people", "grant", email, "centre_coordinator", "--centre", "icharm")
    else:
        visitor.sign_in(email)
    strange: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        strange.append(dialog.message)
        dialog.dismiss()

    def listen(sent: Request) -> None:
        if not sent.url.startswith(site.address):
            strange.append(sent.url)

    visitor.page.on("dialog", dismiss)
    visitor.page.on("request", listen)
    visitor.context.add_init_script(HOOK)
    yield visitor.page
    visitor.complaints[:] = [line for line in visitor.complaints if " 404 " not in line]  # pictures named x
    assert strange == []


def untouched(page: Page, address: str) -> None:
    """The page stands whole, also when everything in it is pressed upon, and nothing ran."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status in {200, 422}, address
    page.evaluate(PRESS)
    assert page.locator("footer").count(), address
    assert page.evaluate("window.hits") == [], address
    assert page.evaluate(ARMED) == [], address


PAGES = [
    "", "/facts", "/facts/goals", "/facts/glossary", "/facts/references", "/facts/text", "/media", "/review",
    "/changes", "/publish", "/history", "/checklist", "/lessons/staff-gauge", "/preview/staff-gauge",
    "/quizzes/final", "/quizzes/final/text", "/quizzes/final/questions/q1", "/quizzes/final/questions/q1/try",
    "/review/course.yaml", "/review/lessons/staff-gauge.md", "/review/quizzes/final.yaml",
]  # fmt: skip


def walk(page: Page, site: Site, folder: Path, code: str, some: list[str]) -> None:
    """All pages of a draft that is full of these pastes, with a comment and a suggestion of the same kind."""
    draft = site.address + a_draft(site, folder, code, some)
    page.goto(f"{draft}/review/lessons/staff-gauge.md?on=5#b6")
    page.get_by_label("Comment", exact=True).fill("\n".join(some)[:5000])
    page.get_by_label("Other words for this block").fill("\n".join(some)[:50_000])
    page.get_by_role("button", name="Send the comment").click()
    page.locator(".thread").first.wait_for()
    for rest in PAGES:
        untouched(page, draft + rest)
    untouched(page, site.address + "/en/studio")


def test_a_sample_of_pastes_stays_words(author: Page, site: Site, tmp_path: Path) -> None:
    walk(author, site, tmp_path / "course", "pastes", random.Random(11).sample(list(pastes()), 30))


def test_what_runs_or_tries_to_is_heard(author: Page, site: Site) -> None:
    author.goto(site.address + "/en/studio")
    author.evaluate("document.querySelector('main').click()")
    assert author.evaluate("window.hits") == []
    author.evaluate("window.alert('x')")
    assert author.evaluate("window.hits") == ["alert"]
