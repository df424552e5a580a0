"""What the styles and lists of a DOCX mean, whatever language the word processor spoke."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Literal

from .package import Element, Package, W

Role = Literal["", "heading", "title", "caption", "quote", "contents"]
_HEADING: Final = re.compile(r"heading ([1-9])")
_LIST: Final = re.compile(r"list (bullet|number)(?: ([2-5]))?")
_UNCOUNTED: Final = frozenset({"bullet", "none"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a paragraph style stands for; `level` of headings from 1; the list it belongs to, if any. `nested` is the
    depth that the name of one of Word's own list styles says, from 0: each of them has a list of its own."""

    role: Role = ""
    level: int = 0
    number: str = ""
    indent: int = 0
    nested: int = 0


@dataclass
class Styles:
    """Styles by id, and whether a level of a list counts."""

    meanings: dict[str, Meaning] = field(default_factory=dict)
    ordered: dict[tuple[str, int], bool] = field(default_factory=dict)

    def counts(self, number: str, level: int) -> bool:
        """Whether the items of a list level are numbered."""
        return self.ordered.get((number, level), False)


def value(element: Element | None, name: str) -> str:
    """The `w:val` of a child, or empty."""
    child = element.find(f"{W}{name}") if element is not None else None
    return child.get(f"{W}val", "") if child is not None else ""


def read_styles(package: Package) -> Styles:
    """The styles and lists of a document; a document without them has plain paragraphs."""
    styles = Styles()
    root = package.xml("word/styles.xml")
    elements = {
        each.get(f"{W}styleId", ""): each for each in (root.iter(f"{W}style") if root is not None else ())
    }
    for name in elements:
        styles.meanings[name] = _meaning(elements, name)
    _read_lists(package, styles)
    return styles


def _meaning(elements: dict[str, Element], name: str) -> Meaning:
    seen: set[str] = set()
    found = Meaning()
    while name in elements and name not in seen:
        seen.add(name)
        element = elements[name]
        found = _own(element, found)
        if found.role:
            break
        name = value(element, "basedOn")
    return found


def _own(element: Element, found: Meaning) -> Meaning:
    title = value(element, "name").lower()
    properties = element.find(f"{W}pPr")
    outline = value(properties, "outlineLvl")
    numbering = properties.find(f"{W}numPr") if properties is not None else None
    number = found.number or value(numbering, "numId")
    indent = int(value(numbering, "ilvl") or found.indent) if number else 0
    if match := _HEADING.fullmatch(title):
        return Meaning("heading", int(match[1]))
    if outline.isdigit() and int(outline) < 9:
        return Meaning("heading", int(outline) + 1)
    if title in ("title", "caption"):
        return Meaning("title" if title == "title" else "caption")
    if title in ("quote", "intense quote"):
        return Meaning("quote")
    if title.startswith("toc ") or title == "toc heading":
        return Meaning("contents")
    listed = _LIST.fullmatch(title)
    nested = int(listed[2] or 1) - 1 if listed else 0
    return Meaning(number=number, indent=indent, nested=found.nested or nested)


def _read_lists(package: Package, styles: Styles) -> None:
    root = package.xml("word/numbering.xml")
    if root is None:
        return
    kinds: dict[str, dict[int, bool]] = {}
    for each in root.iter(f"{W}abstractNum"):
        levels = {
            int(level.get(f"{W}ilvl", "0")): value(level, "numFmt") not in _UNCOUNTED
            for level in each.iter(f"{W}lvl")
            if level.get(f"{W}ilvl", "0").isdigit()
        }
        kinds[each.get(f"{W}abstractNumId", "")] = levels
    for each in root.iter(f"{W}num"):
        for level, counted in kinds.get(value(each, "abstractNumId"), {}).items():
            styles.ordered[each.get(f"{W}numId", ""), level] = counted
