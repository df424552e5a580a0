"""One stylesheet, in logical properties, so that right-to-left pages need no second one."""

from __future__ import annotations

import re

from tests.architecture.source import PACKAGE

STATIC = PACKAGE / "web" / "static"
PHYSICAL = re.compile(
    r"(?<![\w-])((?:margin|padding|border|scroll-margin)-(?:left|right)(?:-\w+)?|left|right"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)|border-(?:top|bottom)-(?:left|right)-radius)\s*[:;}]"
)


def physical(css: str) -> list[str]:
    """Declarations that name a side of the screen."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return [
        declaration.strip()
        for block in re.findall(r"\{([^{}]*)\}", bare)
        for declaration in block.split(";")
        if PHYSICAL.search(declaration.strip() + ";")
    ]


def test_the_search_finds_sides() -> None:
    assert physical("a { margin-left: 1px; color: red }") == ["margin-left: 1px"]
    assert physical("a { inset: 0; left: 0 }") == ["left: 0"]
    assert physical("p { text-align: right }") == ["text-align: right"]
    assert physical(".right { margin-inline-start: 1px; text-align: start }") == []


def test_the_stylesheet_names_no_side_of_the_screen() -> None:
    for path in STATIC.rglob("*.css"):
        assert physical(path.read_text(encoding="utf-8")) == [], path.name


def test_the_stylesheet_calls_nobody() -> None:
    for path in STATIC.rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert "@import" not in text
        assert [
            url for url in re.findall(r"url\(([^)]*)\)", text) if "//" in url and "data:" not in url
        ] == []


def test_scripts_write_no_markup() -> None:
    """Trusted Types would refuse it; better to see it here."""
    for path in STATIC.rglob("*.js"):
        text = path.read_text(encoding="utf-8")
        for sink in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
        ):
            assert sink not in text, f"{path.name}: {sink}"
