"""Drawings as programs write them, brought into the form that figures have.

What drawing programs add for themselves (their own elements, metadata, comments) goes; stylesheets and style
attributes become attributes; what is used again is written out; a missing viewBox is made from the size. Whatever
could act or load something is left where it is, so that `inspect_svg` refuses it with its place instead of a drawing
that has quietly changed.
"""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree

from . import limits
from .svgstyles import declarations, spread_styles
from .svguses import write_out_uses

_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "http://www.w3.org/1999/xlink"
_XML: Final = "http://www.w3.org/XML/1998/namespace"
_DOCTYPE: Final = re.compile(rb"<!DOCTYPE\s+svg[^>\[]*>", re.IGNORECASE)
_LENGTH: Final = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:px|pt|mm|cm|in)?\s*")
_STYLES: Final = frozenset(
    re.findall(
        r"[\w-]+",
        """
    fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit
    stroke-dasharray stroke-dashoffset opacity font-size font-family font-weight font-style text-anchor
    dominant-baseline letter-spacing stop-color stop-opacity clip-path clip-rule mask marker-start marker-mid
    marker-end display visibility color
        """,
    )
)


def tidy_svg(data: bytes) -> bytes:
    """The drawing in the form of figures, or the bytes as they are when they cannot be read as a drawing."""
    if b"<!ENTITY" in data:
        return data
    plain = _DOCTYPE.sub(b"", data, count=1)
    if b"<!DOCTYPE" in plain:
        return data
    try:
        root = ElementTree.fromstring(plain)  # noqa: S314 - no document type is left, so no entity can grow
    except (ElementTree.ParseError, ValueError, LookupError):
        return data
    if root.tag != f"{{{_SVG}}}svg" or _deeper(root, limits.SVG_DEPTH):
        return data
    _add_view_box(root)
    spread_styles(root, _SVG)
    _tidy(root)
    write_out_uses(root, _SVG, _XLINK)
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    return ElementTree.tostring(root, encoding="unicode").encode()


def _deeper(root: ElementTree.Element, most: int) -> bool:
    """Whether elements stand deeper in one another than any figure may have them."""
    level = [root]
    for _ in range(most):
        level = [child for element in level for child in element]
    return bool(level)


def _add_view_box(root: ElementTree.Element) -> None:
    if "viewBox" in root.attrib:
        return
    sizes = [_LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    if sizes[0] and sizes[1]:
        root.set("viewBox", f"0 0 {sizes[0][1]} {sizes[1][1]}")


def _tidy(root: ElementTree.Element) -> None:
    todo = [root]
    while todo:
        element = todo.pop()
        _tidy_attributes(element)
        for child in list(element):
            namespace = child.tag[1:].partition("}")[0] if isinstance(child.tag, str) else ""
            if namespace != _SVG or child.tag == f"{{{_SVG}}}metadata":
                _take_out(element, child)
            else:
                todo.append(child)


def _take_out(parent: ElementTree.Element, child: ElementTree.Element) -> None:
    """Remove an element and keep the text that follows it."""
    place = list(parent).index(child)
    if child.tail and place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + child.tail
    elif child.tail:
        parent.text = (parent.text or "") + child.tail
    parent.remove(child)


def _tidy_attributes(element: ElementTree.Element) -> None:
    for name in list(element.attrib):
        foreign = name.startswith("{") and not name.startswith((f"{{{_XLINK}}}href", f"{{{_XML}}}"))
        if foreign or name == "class":
            del element.attrib[name]
    for name, value in declarations(element.attrib.pop("style", "")):
        if name in _STYLES:  # what a style says wins over the attribute
            element.set(name, value)
