"""Stylesheets in drawings, as R and Matplotlib write them, turned into attributes of the elements they speak of.

Only what selects by name, class and id is understood. A sheet with anything else stays where it is, and is refused
with its place by `inspect_svg`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree

_RULE: Final = re.compile(r"([^{}@]++)\{([^{}]*+)\}")
_COMPOUND: Final = re.compile(r"(\*|[A-Za-z][\w-]*)?((?:[.#][A-Za-z_][\w-]*)*)")
_FONT: Final = re.compile(r"((?:[a-z]+ |[1-9]00 )*?)([\d.]+(?:px|pt|em|%)?)(?:/\S+)? (.+)")
_MOST_LOOKS: Final = 300_000  # rules times elements
_MOST_WRITTEN: Final = 20_000_000  # characters of the sheets times elements

Declarations = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """What one element of a selector must be."""

    tag: str
    classes: frozenset[str]
    ids: frozenset[str]

    def fits(self, element: ElementTree.Element) -> bool:
        return (
            self.tag in ("", "*", element.tag.rpartition("}")[2])
            and self.ids <= {element.get("id", "")}
            and self.classes <= set(element.get("class", "").split())
        )


@dataclass(frozen=True, slots=True)
class _Rule:
    steps: tuple[_Step, ...]
    says: Declarations

    @property
    def weight(self) -> tuple[int, int, int]:
        """Of two rules the heavier one holds, of equal ones the later."""
        return (
            sum(len(step.ids) for step in self.steps),
            sum(len(step.classes) for step in self.steps),
            sum(step.tag not in ("", "*") for step in self.steps),
        )

    def speaks_of(self, element: ElementTree.Element, above: tuple[ElementTree.Element, ...]) -> bool:
        if not self.steps[-1].fits(element):
            return False
        wanted = list(self.steps[:-1])
        for each in reversed(above):
            if wanted and wanted[-1].fits(each):
                wanted.pop()
        return not wanted


def declarations(text: str) -> Declarations:
    """What a style says, property by property; `font` as the properties that it stands for."""
    found: list[tuple[str, str]] = []
    for part in text.split(";"):
        name, colon, value = (piece.strip() for piece in part.partition(":"))
        value = value.replace("!important", "").strip()
        if colon and name == "font":
            found += _font(" ".join(value.split()))
        elif colon:
            found.append((name, value))
    return tuple(found)


def _font(value: str) -> Iterator[tuple[str, str]]:
    found = _FONT.fullmatch(value)
    if found:
        yield "font-size", found[2]
        yield "font-family", found[3]
        for word in found[1].split():
            if word in ("italic", "oblique"):
                yield "font-style", word
            elif word in ("bold", "bolder", "lighter") or word.isdigit():
                yield "font-weight", word


def spread_styles(root: ElementTree.Element, namespace: str) -> None:
    """Write what the stylesheets of a drawing say to its elements, and take the sheets out."""
    name = f"{{{namespace}}}style"
    text = "".join(sheet.text or "" for sheet in root.iter(name))
    elements = sum(1 for _ in root.iter())
    if len(text) * elements > _MOST_WRITTEN:
        return
    rules = _rules(text)
    if rules is None or len(rules) * elements > _MOST_LOOKS:
        return
    todo: list[tuple[ElementTree.Element, tuple[ElementTree.Element, ...]]] = [(root, ())]
    while todo:
        element, above = todo.pop()
        for sheet in element.findall(name):
            element.remove(sheet)
        todo += [(child, (*above, element)) for child in element]
        said = {key: value for rule in rules if rule.speaks_of(element, above) for key, value in rule.says}
        said |= dict(declarations(element.get("style", "")))
        if said:
            element.set("style", ";".join(f"{key}:{value}" for key, value in said.items()))


def _rules(text: str) -> list[_Rule] | None:
    """The rules, the lightest first; None if there are some that are not understood."""
    text = _without_comments(text).strip()
    found: list[_Rule] = []
    at = 0
    while at < len(text):
        match = _RULE.match(text, at)
        if not match:
            return None
        at = match.end()
        for selector in match[1].split(","):
            steps = [_COMPOUND.fullmatch(word) for word in selector.split()]
            if not steps or not all(steps):
                return None
            found.append(_Rule(tuple(_step(step) for step in steps if step), declarations(match[2])))
    return sorted(found, key=lambda rule: rule.weight)


def _without_comments(text: str) -> str:
    before, *comments = text.split("/*")
    return before + "".join(each.partition("*/")[2] for each in comments)


def _step(match: re.Match[str]) -> _Step:
    marks = re.findall(r"([.#])([\w-]+)", match[2])
    return _Step(
        match[1] or "",
        frozenset(name for sign, name in marks if sign == "."),
        frozenset(name for sign, name in marks if sign == "#"),
    )
