"""What a drawing is made of: shapes with a look, mirrored or not, and the words that stand for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

Palette = Mapping[str, str]
Point = tuple[float, float]
SANS = "Noto Sans, Noto Sans Arabic, Noto Sans SC, sans-serif"
_LINE = 'fill="none" stroke-width="3" stroke-linejoin="round" stroke-linecap="round"'
_FILLS = ("#0b6477", "#a8500a", "#7a3aa8", "#2f9e44", "#6e0f33", "#8a9296")
_SHADES = ("#eaf4f4", "#cbe3e6", "#98cbd2", "#58a5b2", "#1b7385", "#0a4756")

# The looks of the stylesheet in attributes, for documents on white paper.
PRINT: Palette = {
    "ax": 'fill="none" stroke="#777777"',
    "gr": 'fill="none" stroke="#d3dfe1"',
    "l1": f'{_LINE} stroke="#0b6477"',
    "l2": f'{_LINE} stroke="#a8500a" stroke-dasharray="7 5"',
    "l3": f'{_LINE} stroke="#7a3aa8" stroke-dasharray="1 6"',
    "a1": 'fill="#0b6477" fill-opacity="0.1"',
    "land": 'fill="#d3dfe1"',
    "bub": 'fill="#a8500a" fill-opacity="0.62" stroke="#ffffff"',
    "iv": 'fill="none" stroke="#0b6477" stroke-width="3"',
    "bg": 'fill="#eaf1f2"',
    "": 'fill="#333333" font-size="13"',
    "b": 'fill="#000000" font-size="13" font-weight="600"',
    **{f"f{place}": f'fill="{colour}"' for place, colour in enumerate(_FILLS, 1)},
    **{f"g{place}": f'fill="{colour}"' for place, colour in enumerate(_SHADES, 1)},
    **{f"k{n}": f'fill="{_FILLS[n - 1]}" font-size="13" font-weight="600"' for n in (1, 2, 3)},
    **{f"p{n}": f'fill="{_FILLS[n - 1]}" stroke="#ffffff" stroke-width="2"' for n in (1, 2, 3)},
}


@dataclass(frozen=True, slots=True)
class About:
    """The words that stand for a drawing. `ident` is unique on the page; `finding` is one or two sentences."""

    ident: str
    title: str
    finding: str = ""


def short(value: float) -> str:
    """A coordinate with at most one decimal."""
    text = f"{value:.1f}"
    return text.removesuffix(".0") if text != "-0.0" else "0"


class Sheet:
    """Collects shapes. With a palette they carry attributes instead of classes."""

    def __init__(
        self, width: float, height: float, *, mirrored: bool = False, palette: Palette | None = None
    ) -> None:
        self.width, self.height = width, height
        self._mirrored, self._palette = mirrored, palette
        self._parts: list[str] = []

    def _x(self, x: float) -> float:
        return self.width - x if self._mirrored else x

    def look(self, name: str) -> str:
        """The attribute or attributes of a look, with a space before. `alt` may follow: it drops out if narrow."""
        if self._palette is not None:
            attributes = self._palette.get(name.removesuffix(" alt").removesuffix("alt"), "")
            return f" {attributes}" if attributes else ""
        return f' class="{name}"' if name else ""

    def line(self, name: str, *points: Point, closed: bool = False) -> None:
        """A line through these points."""
        steps = " ".join(f"{short(self._x(x))} {short(y)}" for x, y in points)
        self._parts.append(f'<path{self.look(name)} d="M{steps}{"z" if closed else ""}"/>')

    def outline(self, name: str, path: str) -> None:
        """A path as it is; never mirrored."""
        self._parts.append(f'<path{self.look(name)} d="{escape(path)}"/>')

    def box(self, name: str, x: float, y: float, width: float, height: float) -> None:
        """A filled rectangle."""
        start = self._x(x) - (width if self._mirrored else 0)
        self._parts.append(
            f'<rect{self.look(name)} x="{short(start)}" y="{short(y)}" width="{short(width)}"'
            f' height="{short(height)}"/>'
        )

    def dot(self, name: str, x: float, y: float, radius: float) -> None:
        """A circle."""
        self._parts.append(
            f'<circle{self.look(name)} cx="{short(self._x(x))}" cy="{short(y)}" r="{short(radius)}"/>'
        )

    def words(self, x: float, y: float, text: str, name: str = "", anchor: str = "start") -> None:
        """Text; `anchor` is start, middle or end in the direction of reading."""
        if self._mirrored:
            anchor = {"start": "end", "end": "start"}.get(anchor, anchor)
        held = "" if anchor == "start" else f' text-anchor="{anchor}"'
        self._parts.append(
            f'<text{self.look(name)} x="{short(self._x(x))}" y="{short(y)}"{held}>{escape(text)}</text>'
        )

    def finished(self, about: About, kind: str = "chart") -> Markup:
        """The drawing with its words. It is one picture to a screen reader: title, then finding."""
        names = f"{about.ident}-t" + (f" {about.ident}-d" if about.finding else "")
        finding = f'<desc id="{about.ident}-d">{escape(about.finding)}</desc>' if about.finding else ""
        size = f' width="{short(self.width)}" height="{short(self.height)}" font-family="{SANS}"'
        outer = f' class="{kind}"' if self._palette is None else size
        return Markup(  # noqa: S704 - made of escaped words and own shapes
            f'<svg{outer} viewBox="0 0 {short(self.width)} {short(self.height)}" role="img"'
            f' aria-labelledby="{names}" xmlns="http://www.w3.org/2000/svg">'
            f'<title id="{about.ident}-t">{escape(about.title)}</title>{finding}'
            f'<g direction="ltr">{"".join(self._parts)}</g></svg>'
        )

    def cell(self, kind: str, spoken: str = "") -> Markup:
        """The drawing as a part of a table cell, stretched to its width; silent without `spoken`."""
        said = f' role="img" aria-label="{escape(spoken)}"' if spoken else ' aria-hidden="true"'
        outer = f' class="{kind}"' if self._palette is None else ""
        return Markup(  # noqa: S704 - made of escaped words and own shapes
            f'<svg{outer} viewBox="0 0 {short(self.width)} {short(self.height)}" preserveAspectRatio="none"'
            f'{said} xmlns="http://www.w3.org/2000/svg">{"".join(self._parts)}</svg>'
        )


def longest(texts: Iterable[str]) -> int:
    """Length of the longest text; 0 without any."""
    return max((len(text) for text in texts), default=0)
