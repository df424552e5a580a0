"""Contrast of text in SVG drawings with what lies behind it (WCAG 2.2, success criterion 1.4.3).

A drawing is read in the order in which it is painted. Behind a text lies the last filled rectangle, circle or
ellipse that holds its starting point, or else the white of the page. Where a gradient, a pattern, an opacity, a
rotation, a polygon or a path comes in between, nothing is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final
from xml.parsers import expat

from .finding import Note, filled

ORDINARY: Final = 4.5
LARGE: Final = 3.0
_LARGE_UNITS: Final = 24.0
_LARGE_BOLD_UNITS: Final = 18.66
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_MOVE: Final = re.compile(r"\s*(translate|scale|matrix)\s*\(([^)]*)\)\s*")
_NAMES: Final = {
    "black": "#000000", "white": "#ffffff", "red": "#ff0000", "green": "#008000", "blue": "#0000ff",
    "grey": "#808080", "gray": "#808080", "yellow": "#ffff00", "orange": "#ffa500", "navy": "#000080",
    "teal": "#008080", "silver": "#c0c0c0", "maroon": "#800000", "purple": "#800080", "brown": "#a52a2a",
}  # fmt: skip
_HIDDEN: Final = frozenset(
    {"defs", "clipPath", "mask", "pattern", "marker", "linearGradient", "radialGradient"}
)
_SHAPES: Final = frozenset({"rect", "circle", "ellipse", "polygon", "path", "polyline"})

Colour = tuple[int, int, int]
Move = tuple[float, float, float, float]
WHITE: Final[Colour] = (255, 255, 255)


def luminance(colour: Colour) -> float:
    """Relative luminance as WCAG 2.2 defines it, from 0 to 1."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in colour)
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: Colour, other: Colour) -> float:
    """The contrast of two colours, from 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def read_colour(text: str) -> Colour | None:
    """A colour written as #rgb, #rrggbb, rgb(…) or one of the common names; None for anything else."""
    text = _NAMES.get(text.strip().lower(), text.strip().lower())
    if re.fullmatch(r"#[0-9a-f]{3}", text):
        text = "#" + "".join(digit * 2 for digit in text[1:])
    if re.fullmatch(r"#[0-9a-f]{6}", text):
        return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)
    match = re.fullmatch(r"rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)", text)
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


@dataclass(frozen=True, slots=True)
class _State:
    """What an element hands to those inside it."""

    fill: str = "#000000"
    size: float = 16.0
    bold: bool = False
    move: Move | None = (1.0, 1.0, 0.0, 0.0)
    clear: bool = False
    hidden: bool = False
    anchor: str = "start"
    at: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class _Area:
    """A painted area: its frame, its colour if that is known, and whether the frame is all of it."""

    frame: tuple[float, float, float, float]
    colour: Colour | None
    sure: bool


@dataclass
class _Drawing:
    stack: list[_State] = field(default_factory=lambda: [_State()])
    areas: list[_Area] = field(default_factory=list)
    text: list[tuple[str, int, _State]] = field(default_factory=list)
    open_texts: int = 0
    words: str = ""
    found: list[Note] = field(default_factory=list)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        state = _inherit(self.stack[-1], name, attributes)
        if name in _SHAPES and not state.hidden:
            self.paint(name, attributes, state)
        if name in ("text", "tspan", "textPath"):
            self.flush()
            self.open_texts += 1
        self.stack.append(state)

    def end(self, tag: str) -> None:
        if tag.rpartition(" ")[2] in ("text", "tspan", "textPath"):
            self.flush()
            self.open_texts -= 1
        self.stack.pop()

    def characters(self, data: str) -> None:
        if self.open_texts:
            self.words += data

    def flush(self) -> None:
        words, self.words = " ".join(self.words.split()), ""
        if words and any(character.isalnum() for character in words):
            self.judge(words, self.stack[-1])

    def paint(self, name: str, attributes: dict[str, str], state: _State) -> None:
        if state.fill == "none":
            return
        frame = _frame(name, attributes)
        if frame is None:
            return
        moved = _moved(frame, state.move)
        sure = name in ("rect", "circle", "ellipse") and not state.clear and moved is not None
        self.areas.append(_Area(moved or (-1e9, -1e9, 1e9, 1e9), read_colour(state.fill), sure))

    def judge(self, words: str, state: _State) -> None:
        colour = read_colour(state.fill)
        place = _moved((*state.at, *state.at), state.move)
        if colour is None or place is None or state.clear or state.hidden:
            return
        x, y = place[0], place[1] - state.size * abs((state.move or (1, 1))[1]) * 0.3
        ground = self.ground(x + (1 if state.anchor == "start" else 0), y)
        size = state.size * abs((state.move or (1, 1))[1])
        needed = LARGE if size >= (_LARGE_BOLD_UNITS if state.bold else _LARGE_UNITS) else ORDINARY
        if ground is None or (ratio := contrast(colour, ground)) >= needed:
            return
        shown = Decimal(ratio).quantize(Decimal("0.1"))
        line = self.parser.CurrentLineNumber - 1
        self.found.append(Note(line, "contrast", filled(text=words[:40], ratio=shown, needed=needed)))

    def ground(self, x: float, y: float) -> Colour | None:
        for area in reversed(self.areas):
            left, top, right, bottom = area.frame
            if left <= x <= right and top <= y <= bottom:
                return area.colour if area.sure else None
        return WHITE

    def read(self, data: bytes) -> list[Note]:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartDoctypeDeclHandler = _refuse
        try:
            self.parser.Parse(data, True)  # noqa: FBT003 - the second argument of expat has no name
        except (expat.ExpatError, _Unread, IndexError):
            return []
        return self.found


class _Unread(Exception):
    """The drawing is one that the reader refuses; there is nothing to say about its colours."""


def _refuse(*_: object) -> None:
    raise _Unread


def svg_notes(data: bytes) -> list[Note]:
    """Texts of a drawing that are hard to see, with the line on which each ends; lines count from 0."""
    return _Drawing().read(data)


def _numbers(text: str) -> list[float]:
    return [float(number) for number in _NUMBER.findall(text)]


def _first(attributes: dict[str, str], name: str, default: float) -> float:
    numbers = _numbers(attributes.get(name, ""))
    return numbers[0] if numbers else default


def _inherit(parent: _State, name: str, attributes: dict[str, str]) -> _State:
    opacity = any(
        _first(attributes, key, 1.0) < 1.0 for key in ("opacity", "fill-opacity") if key in attributes
    )
    return _State(
        fill=attributes.get("fill", parent.fill),
        size=_first(attributes, "font-size", parent.size),
        bold=_bold(attributes["font-weight"]) if "font-weight" in attributes else parent.bold,
        move=_combined(parent.move, attributes.get("transform", "")),
        clear=parent.clear or opacity,
        hidden=parent.hidden or name in _HIDDEN,
        anchor=attributes.get("text-anchor", parent.anchor),
        at=(_first(attributes, "x", parent.at[0]), _first(attributes, "y", parent.at[1])),
    )


def _bold(weight: str) -> bool:
    return weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 700)


def _combined(move: Move | None, text: str) -> Move | None:
    """Scale and shift after a transform; None when it turns or slants."""
    while text.strip() and move is not None:
        match = _MOVE.match(text)
        values = _numbers(match[2]) if match else []
        if match is None or not values:
            return None
        move = _one(move, match[1], values)
        text = text[match.end() :].lstrip(", ")
    return move


def _one(move: Move, kind: str, values: list[float]) -> Move | None:
    sx, sy, dx, dy = move
    if kind == "translate":
        return sx, sy, dx + sx * values[0], dy + sy * (values[1] if len(values) > 1 else 0.0)
    if kind == "scale":
        return sx * values[0], sy * (values[1] if len(values) > 1 else values[0]), dx, dy
    if len(values) != 6 or values[1] or values[2]:
        return None
    return sx * values[0], sy * values[3], dx + sx * values[4], dy + sy * values[5]


def _moved(
    frame: tuple[float, float, float, float], move: Move | None
) -> tuple[float, float, float, float] | None:
    if move is None:
        return None
    sx, sy, dx, dy = move
    xs, ys = (
        sorted((frame[0] * sx + dx, frame[2] * sx + dx)),
        sorted((frame[1] * sy + dy, frame[3] * sy + dy)),
    )
    return xs[0], ys[0], xs[1], ys[1]


def _frame(name: str, attributes: dict[str, str]) -> tuple[float, float, float, float] | None:
    def number(key: str) -> float:
        return _first(attributes, key, 0.0)

    if name == "rect":
        if "%" in attributes.get("width", "") + attributes.get("height", ""):
            return -1e9, -1e9, 1e9, 1e9
        return number("x"), number("y"), number("x") + number("width"), number("y") + number("height")
    if name in ("circle", "ellipse"):
        rx, ry = (number("r"), number("r")) if name == "circle" else (number("rx"), number("ry"))
        # the square inside, so that corners count as outside
        rx, ry = rx * 0.71, ry * 0.71
        return number("cx") - rx, number("cy") - ry, number("cx") + rx, number("cy") + ry
    values = _numbers(attributes.get("d" if name == "path" else "points", ""))
    if len(values) < 4:
        return None
    if name == "path" and re.search("[a-yz]", attributes.get("d", "").replace("z", "")):
        return -1e9, -1e9, 1e9, 1e9  # relative moves: where it ends is not known without following them
    xs, ys = values[::2], values[1::2]
    return min(xs), min(ys), max(xs), max(ys)
