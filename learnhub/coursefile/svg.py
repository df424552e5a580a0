"""SVG figures: only drawings are let in, and their size is read from the viewBox.

Parsed with expat directly, so that a place can be named and every entity or document type is refused
before it can be expanded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from . import limits
from .problems import Message, Problem, say

_NAMESPACE: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "http://www.w3.org/1999/xlink"
_ELEMENTS: Final[frozenset[str]] = frozenset(
    re.findall(
        r"[\w-]+",
        """
        svg g defs title desc metadata path rect circle ellipse line polyline polygon text tspan
        textPath marker linearGradient radialGradient stop clipPath mask pattern
        """,
    )
)
_FORBIDDEN_TEXT: Final = re.compile(r"javascript:|data:|expression\s*\(|@import|\\", re.IGNORECASE)
_URL: Final = re.compile(r"url\(\s*['\"]?([^)'\"]*)", re.IGNORECASE)
_NUMBER: Final = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_VIEW_BOX: Final = re.compile(rf"\s*{_NUMBER}[\s,]+{_NUMBER}[\s,]+({_NUMBER})[\s,]+({_NUMBER})\s*")
_WHOLE: Final = True


@dataclass
class _Drawing:
    file: str
    problems: list[Problem] = field(default_factory=list)
    size: tuple[int, int] | None = None
    depth: int = 0

    def read(self, data: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.StartDoctypeDeclHandler = self.doctype
        parser.ProcessingInstructionHandler = self.instruction
        self.parser = parser
        try:
            parser.Parse(data, _WHOLE)
        except _Refused:
            pass
        except expat.ExpatError as error:
            what = expat.ErrorString(error.code)
            message = say("svg-xml", what=what or "")
            self.problems.append(Problem(self.file, error.lineno, error.offset + 1, "", message))

    def note(self, message: Message) -> None:
        place = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        self.problems.append(Problem(self.file, *place, "", message))

    def doctype(self, *_: object) -> None:
        self.note(say("svg-doctype"))
        raise _Refused

    def instruction(self, target: str, _: str) -> None:
        self.note(say("svg-instruction", name=target))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > limits.SVG_DEPTH:
            self.note(say("svg-nested", most=limits.SVG_DEPTH))
            raise _Refused
        namespace, _, tag = name.rpartition(" ")
        if namespace != _NAMESPACE or tag not in _ELEMENTS:
            self.note(say("svg-element", name=tag))
        for attribute, value in attributes.items():
            self.attribute(attribute, value)
        if self.depth == 1:
            self.root(tag, attributes)

    def end(self, _: str) -> None:
        self.depth -= 1

    def root(self, tag: str, attributes: dict[str, str]) -> None:
        match = _VIEW_BOX.fullmatch(attributes.get("viewBox", ""))
        width, height = (float(match[1]), float(match[2])) if match else (0.0, 0.0)
        if tag != "svg" or not (1 <= width <= 10_000 and 1 <= height <= 10_000):
            self.note(say("svg-root"))
        else:
            self.size = round(width), round(height)

    def attribute(self, name: str, value: str) -> None:
        namespace, _, local = name.rpartition(" ")
        lower = local.lower()
        if lower.startswith("on"):
            self.note(say("svg-event", name=local))
        elif lower == "style":
            self.note(say("svg-style", name=local))
        elif lower in ("href", "src") and (namespace not in ("", _XLINK) or not value.startswith("#")):
            self.note(say("svg-reference", text=value[:60]))
        elif lower == "base" or _FORBIDDEN_TEXT.search(value):
            self.note(say("svg-value", name=local))
        elif any(not target.strip().startswith("#") for target in _URL.findall(value)):
            self.note(say("svg-target", name=local))


class _Refused(Exception):
    """The rest of the drawing is not worth reading; the problem is already noted."""


def inspect_svg(file: str, data: bytes) -> tuple[tuple[int, int] | None, list[Problem]]:
    """Width and height in whole units from the viewBox, and everything that a figure may not contain."""
    if len(data) > limits.SVG_FILE:
        return None, [Problem(file, 1, 1, "", say("svg-large", most=limits.SVG_FILE // 1000))]
    drawing = _Drawing(file)
    drawing.read(data)
    return drawing.size, drawing.problems
