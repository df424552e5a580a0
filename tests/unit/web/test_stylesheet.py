"""Stylesheets lose comments and white space, scripts their lines of comment: nothing that a browser reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from learnhub.web.stylesheet import minified, without_remarks
from learnhub.web.templating import STATIC

SHEETS = sorted(STATIC.glob("*.css"))
SCRIPTS = sorted(STATIC.glob("*.js"))


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("/* a */ p { margin: 0 ; }", "p{margin:0}"),
        ("a :hover , b > c { color : red }", "a :hover,b>c{color :red}"),
        ("main{inset:calc(var(--a) * -1 + 2px)}", "main{inset:calc(var(--a) * -1 + 2px)}"),
        ('q::before { content: " ; { "; }', 'q::before{content:" ; { "}'),
        (
            "@media (min-width: 60rem) and (hover) { a { b: c } }",
            "@media (min-width:60rem) and (hover){a{b:c}}",
        ),
    ],
)
def test_only_what_says_nothing_goes(written: str, sent: str) -> None:
    assert minified(written) == sent


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_our_sheets_keep_their_words(sheet: Path) -> None:
    text = next(path for path in SHEETS if path == sheet).read_text()
    without = re.sub(r"/\*.*?\*/", " ", text, flags=re.DOTALL)
    words = re.compile(r"[^\s{};,:>]+")
    assert words.findall(minified(text)) == words.findall(without)
    assert minified(minified(text)) == minified(text)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_no_rule_knows_left_from_right(sheet: object) -> None:
    text = next(path for path in SHEETS if path == sheet).read_text()
    physical = re.compile(
        r"(?:^|[\s{;])(?:left|right|(?:margin|padding|border)-(?:left|right)|text-align:\s*(?:left|right)|float)\s*[:;]"
    )
    assert physical.findall(text) == []


def test_lines_of_comment_go_from_scripts() -> None:
    written = '// why\nconst far = "http://a"; // stays\n  // and how\n  go(far);\n'
    assert without_remarks(written) == 'const far = "http://a"; // stays\n  go(far);\n'


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_text_of_our_scripts_goes_over_lines(script: Path) -> None:
    """A line of such a text could begin like a comment, and would be lost."""
    lines = without_remarks(script.read_text(encoding="utf-8")).splitlines()
    assert [line for line in lines if line.replace("/^ {0,3}(`{3,}", "").count("`") % 2] == []
    assert "/*" not in "".join(line for line in lines if "*/" not in line), "a comment over several lines"
